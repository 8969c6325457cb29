/**
 * Asks a node's services what they answer, as the other end of a link would: through its proxy, or on the node's own
 * host. It is how faults prove themselves, and how a cluster is proved to be healed.
 *
 * The asking is done by the program of hosts (compose/toxiproxy/host/) in the source's network.
 */
import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import { clients, type Link, type Node, portOf, type Service } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { hostProgram } from './links.ts';

/** How an address fared. Times are milliseconds since the dialling began; null means that it did not happen. */
export interface Reading {
  /** What came first after the question. `closed` and `reset`: no byte, but the end of the connection. */
  answer: 'refused' | 'unreachable' | 'silent' | 'closed' | 'reset' | 'bytes';
  connectMs: number | null;
  firstMs: number | null;
  lastMs: number | null;
  closedMs: number | null;
  /** Whether it ended with a reset instead of an orderly close. */
  reset: boolean;
  /** How much was answered, and in how many pieces it came. */
  bytes: number;
  reads: number;
  /** The begin of the answer, as far as it is text. */
  text: string;
}

/** What is said to a service. None of it changes anything there. */
export type Question = Buffer;

/** ApiVersions 0 with correlation id 1 and no client id, which any Kafka listener answers to anybody. */
const apiVersions = Buffer.from('0000000a0012000000000001ffff', 'hex');
/** A request of negative size: Kafka closes the connection. */
const kafkaNonsense = Buffer.from('ffffffff', 'hex');
/** ZooKeeper answers its four-letter words, and closes. */
const zookeeperStatus = Buffer.from('srvr');
/** A first packet that is no follower's: a leading ZooKeeper server closes the connection. */
const peerNonsense = Buffer.alloc(28);
/** The greeting of an election connection, with an address of no length: ZooKeeper closes the connection. */
const electionNonsense = Buffer.from('ffffffffffff0000000000000000000000000000', 'hex');

const questions: Record<Service, Question> = {
  client: apiVersions,
  replication: apiVersions,
  quorum: apiVersions,
  zookeeper: zookeeperStatus,
  'zookeeper-peer': peerNonsense,
  'zookeeper-election': electionNonsense,
};

/** What a service answers with bytes if it can, and else by closing. */
export function question(service: Service): Question {
  return questions[service];
}

/** What makes a service close the connection. */
export function lastWord(service: Service): Question {
  return questions[service] === apiVersions ? kafkaNonsense : questions[service];
}

/** ZooKeeper's longest answer, some ten kilobytes. */
const zookeeperMetrics = Buffer.from('mntr');
/** The least that a Kafka listener answers to ApiVersions 0. */
const apiVersionsBytes = 300;

/** What a service answers with at least so many bytes, as far as it can: ZooKeeper's answers have an end. */
export function bulk(service: Service, bytes: number): Question {
  if (questions[service] === zookeeperStatus) return zookeeperMetrics;
  if (questions[service] !== apiVersions) return questions[service];
  return Buffer.concat(Array(Math.ceil(bytes / apiVersionsBytes)).fill(apiVersions));
}

/** The service by which a node is known to serve. */
export function ownService(node: Node): Service {
  if (node.roles.includes('broker')) return 'client';
  return node.roles.includes('controller') ? 'quorum' : 'zookeeper';
}

export interface AskOptions {
  /** How long an answer is waited for and listened to, at most. */
  withinMs: number;
  /** How long nothing must have come after an answer, to take it for complete. */
  quietMs: number;
  /** What is said; by default what is answered soonest. */
  say?: (service: Service) => Question;
}

/** Asks a node's own service on its own host, where no link is in between. */
export async function askOwn(
  cluster: Cluster,
  node: Node,
  options: Partial<AskOptions> = {},
): Promise<Reading> {
  const { withinMs = 1_000, quietMs = 20, say = question } = options;
  const service = ownService(node);
  // Not 127.0.0.1: a KRaft controller listens at its own name only.
  const host = cluster.host(node.name);
  const address = `${host.address}:${portOf(cluster.topology.nodes, node, service)}`;
  const asked = [{ address, question: say(service) }];
  const [reading] = await askFrom(host.container, asked, { withinMs, quietMs });
  return reading!;
}

/**
 * Asks over links what their destinations answer, each from its own source; the links of clients from the
 * harness's side of Toxiproxy.
 * @returns a reading for each link, in their order
 */
export async function askLinks(
  cluster: Cluster,
  links: readonly Link[],
  {
    say = question,
    ...patience
  }: { say?: (service: Service) => Question; withinMs: number; quietMs: number },
): Promise<Reading[]> {
  const readings = new Map<Link, Reading>();
  const bySource = Map.groupBy(links, (link) => link.source);
  await Promise.all(
    [...bySource].map(async ([source, own]) => {
      const { container, nameOf } =
        source === clients
          ? { container: cluster.proxies.container, nameOf: () => cluster.proxies.clientsAddress }
          : { container: cluster.host(source).container, nameOf: (link: Link) => link.destination };
      const asked = own.map((link) => ({
        address: `${nameOf(link)}:${link.port}`,
        question: say(link.service),
      }));
      const answers = await askFrom(container, asked, patience);
      for (const [index, link] of own.entries()) readings.set(link, answers[index]!);
    }),
  );
  return links.map((link) => readings.get(link)!);
}

/**
 * Asks addresses from the network of a host's container, all at the same time.
 * @returns a reading for each address, in their order
 */
async function askFrom(
  container: Docker.Container,
  addresses: readonly { address: string; question: Question }[],
  { withinMs, quietMs }: Omit<AskOptions, 'say'>,
): Promise<Reading[]> {
  const asked = addresses.map((each) => `${each.address}=${each.question.toString('hex')}`);
  return (await runOnHost(container, ['ask', String(withinMs), String(quietMs), ...asked])) as Reading[];
}

/** Runs a command of the program of hosts, and returns what it prints. */
export async function runOnHost(container: Docker.Container, command: readonly string[]): Promise<unknown> {
  const execution = await container.exec({
    Cmd: [hostProgram, ...command],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream: Readable = await execution.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  container.modem.demuxStream(stream, stdout, stderr);
  stream.once('end', () => {
    stdout.end();
    stderr.end();
  });
  const [printed, complaint] = await Promise.all([text(stdout), text(stderr)]);
  const { ExitCode: exitCode } = await execution.inspect();
  if (exitCode !== 0) {
    throw new EnvironmentError(
      `"${command[0]}" on a node's host ended with ${exitCode}: ${complaint.trim()}`,
    );
  }
  return JSON.parse(printed);
}
