/** What is heard in the world by whoever asks a node, on its own host or over a link with toxics in it. */
import type { Reading } from '../../src/cluster/ask.ts';
import type { Link, Service } from '../../src/topology/topology.ts';
import { clients } from '../../src/topology/topology.ts';
import type { LinkState, World } from './world.ts';

const nothing = { firstMs: null, lastMs: null, closedMs: null, reset: false, bytes: 0, reads: 0, text: '' };
const refused: Reading = { ...nothing, answer: 'refused', connectMs: null };
const unreachable: Reading = { ...nothing, answer: 'unreachable', connectMs: null };
const silent: Reading = { ...nothing, answer: 'silent', connectMs: 0.1 };
const closed: Reading = { ...nothing, answer: 'closed', connectMs: 0.1, closedMs: 0.5 };

/** ApiVersions as the harness asks it, and what each asking brings. */
const apiVersions = Buffer.from('0000000a0012000000000001ffff', 'hex');
const answerBytes = 300;
const bytesPerMs = 10_000;

function bytesOf(bytes: number, rest: Partial<Reading> = {}): Reading {
  const times = { connectMs: 0.1, firstMs: 1, lastMs: 1 + bytes / bytesPerMs };
  return { ...nothing, answer: 'bytes', ...times, bytes, reads: 1, ...rest };
}

/** What a living process says. */
function answer(isLeader: boolean, service: Service, question: Buffer): Reading {
  switch (service) {
    case 'zookeeper': {
      const reading = bytesOf(question.equals(Buffer.from('srvr')) ? 200 : 10_000, { closedMs: 3 });
      return { ...reading, text: `Mode: ${isLeader ? 'leader' : 'follower'}\n` };
    }
    case 'zookeeper-peer':
      return isLeader ? closed : silent;
    case 'zookeeper-election':
      return closed;
    default: {
      const asked = question.length / apiVersions.length;
      return question.subarray(0, apiVersions.length).equals(apiVersions)
        ? bytesOf(asked * answerBytes)
        : closed;
    }
  }
}

export function heardOnHost(world: World, name: string, service: Service, question: Buffer): Reading {
  const { running, paused, connected } = world.seen.nodes[name]!;
  if (!connected) return unreachable;
  if (running && paused) return silent;
  return world.serves(name, world.seen) ? answer(name === world.zookeeperLeader, service, question) : refused;
}

export function heardOverLink(world: World, link: Link, question: Buffer, withinMs: number): Reading {
  const { nodes, links } = world.seen;
  const { source, destination, service } = link;
  const isAway = (name: string) => name !== clients && !nodes[name]!.connected;
  if (isAway(source) || isAway(destination)) return unreachable;
  if (!links[link.name]!.on) return refused;
  const own = heardOnHost(world, destination, service, question);
  // The proxy has accepted before it finds nobody behind it.
  return within(withToxics(own.answer === 'refused' ? closed : own, links[link.name]!), withinMs);
}

function withToxics(own: Reading, { toxics }: LinkState): Reading {
  let reading = own;
  for (const toxic of toxics) reading = through(toxic, reading);
  return reading;
}

function through({ type, attributes, stream }: LinkState['toxics'][number], reading: Reading): Reading {
  const { firstMs, lastMs, closedMs, bytes } = reading;
  const later = (ms: number | null, by: number) => (ms === null ? null : ms + by);
  switch (type) {
    case 'latency': {
      const by = attributes.latency!;
      const times = { firstMs: later(firstMs, by), lastMs: later(lastMs, by), closedMs: later(closedMs, by) };
      return { ...reading, ...times };
    }
    case 'timeout':
      return silent;
    case 'reset_peer': {
      const end = { closedMs: attributes.timeout!, reset: true };
      if ((firstMs ?? 0) < attributes.timeout!) return { ...reading, ...end };
      return { ...closed, ...end, answer: 'reset' };
    }
    case 'slow_close':
      return { ...reading, closedMs: later(closedMs, attributes.delay!) };
    case 'slicer': {
      const pieces = Math.ceil(bytes / attributes.average_size!);
      const slower = { ...reading, lastMs: later(lastMs, (pieces * attributes.delay!) / 1_000) };
      return stream === 'downstream' ? { ...slower, reads: pieces } : slower;
    }
    case 'limit_data':
      return bytes < attributes.bytes! ? reading : { ...reading, bytes: attributes.bytes!, closedMs: 3 };
    case 'bandwidth':
      return { ...reading, lastMs: lastMs && 1 + bytes / attributes.rate! };
    default:
      throw new Error(`the world knows no toxic ${type}`);
  }
}

/** What of it is heard by who listens only so long. */
function within(reading: Reading, withinMs: number): Reading {
  const inTime = (ms: number | null) => (ms !== null && ms <= withinMs ? ms : null);
  const heard = { ...reading, firstMs: inTime(reading.firstMs), closedMs: inTime(reading.closedMs) };
  return heard.firstMs === null && heard.closedMs === null && reading.connectMs !== null
    ? { ...silent, connectMs: reading.connectMs }
    : heard;
}
