/**
 * Damage of links: a proxy that is switched off, or toxics in it, and the proof by asking over the link itself.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type AskOptions, askLinks, question, type Reading } from '../cluster/ask.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { stateOf } from '../cluster/process-life.ts';
import type { ToxicBody } from '../cluster/proxies.ts';
import { EnvironmentError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import { findNode, type Link } from '../topology/topology.ts';
import { all, damage } from './damage.ts';
import { type ActiveFault, defineFault, type Fault, type Scene } from './fault.ts';

/** Which way of a link's traffic is hit: what its source sends, what it gets back, or both. */
export const direction = z
  .enum(['requests', 'answers', 'both'])
  .default('answers')
  .describe('what is hit: requests (from the source), answers (to the source) or both');
type Direction = z.output<typeof direction>;

type Toxic = Pick<ToxicBody, 'type' | 'attributes'>;

export interface LinkDamage {
  /** What is to be seen on each link, as the end of the sentence "it could not be seen that …". */
  effect: string;
  /** `off` switches the proxy off: it refuses connections, and ends those there are. */
  does: 'off' | { toxic: Toxic; direction: Direction };
  /** How a link is asked, before and after. */
  ask: AskOptions;
  /** Whether a link that answered so when it was well can show the effect at all; any answer can if this is left out. */
  canShow?(before: Reading): boolean;
  /** The effect in words, if a reading shows it; `before` is what the link answered when it was well. */
  sees(reading: Reading, before: Reading): string | undefined;
}

/** A fault of links whose damage depends on its parameters alone. */
export function linkFault<const Kind extends string, Parameters extends z.ZodObject>(options: {
  kind: Kind;
  summary: string;
  parameters: Parameters;
  damage(parameters: z.output<Parameters>): LinkDamage;
}): LinkFault<Kind, Parameters> {
  const { damage, ...rest } = options;
  const fault = defineFault({
    ...rest,
    hits: 'links',
    inject: (scene, links, parameters) => damageLinks(scene, links, damage(parameters)),
  });
  return { ...fault, damage };
}

export interface LinkFault<Kind extends string = string, Parameters extends z.ZodObject = z.ZodObject>
  extends Fault<Kind, 'links', Parameters> {
  damage(parameters: z.output<Parameters>): LinkDamage;
}

/** How long one asking takes that waits for an answer, or for none. */
export const defaultAsk = { withinMs: 500, quietMs: 20, say: question };

/**
 * Puts the damage on all links at once, or on none. Every link that can show it has to. Some cannot: a ZooKeeper
 * follower serves no peers, and of an election nothing is answered that could be timed. Of those Toxiproxy's own word
 * is taken, and the evidence says so.
 */
export async function damageLinks(
  { cluster, signal }: Scene,
  links: readonly Link[],
  { effect, does, ask, sees, canShow = answered }: LinkDamage,
): Promise<ActiveFault & { on(): Promise<void>; off(): Promise<void> }> {
  const switches = switchesOf(cluster, links, does);
  const before = await askLinks(cluster, links, ask);
  for (const [index, { answer }] of before.entries()) {
    if (answer === 'refused') {
      throw new EnvironmentError(`${links[index]!.name} refuses connections already, without "${effect}"`);
    }
  }
  const look = async () => {
    const [readings, damaged] = await Promise.all([askLinks(cluster, links, ask), cluster.proxies.damaged()]);
    return links.map((link, index) => {
      const [reading, was] = [readings[index]!, before[index]!];
      return { link, reading, was, seen: sees(reading, was), told: damaged.get(link.name) };
    });
  };
  const active = await damage(signal, {
    effect: `${effect}: ${links.map(({ name }) => name).join(', ')}`,
    apply: switches.on,
    async proof() {
      const facts = (await look()).map(({ link, was, seen, told }) => [
        link.name,
        seen ?? (canShow(was) || told === undefined ? undefined : `${told}, by Toxiproxy's own word`),
      ]);
      return facts.some(([, fact]) => fact === undefined) ? undefined : Object.fromEntries(facts);
    },
    undo: switches.off,
    async proofOfHealing() {
      const evidence: Evidence = {};
      for (const { link, reading, was, seen, told } of await look()) {
        // Only a ZooKeeper server that leads serves its peers: one that has lost its lead meanwhile is well, and silent.
        const servesNoMore =
          link.service === 'zookeeper-peer' && reading.answer === 'silent' && told === undefined;
        const well =
          answered(was) && !servesNoMore
            ? answered(reading) && !(canShow(was) && seen)
            : reading.answer !== 'refused';
        // A process that died meanwhile answers nothing; that its proxy lets one through is all there is to see.
        if (!well && !(reading.answer !== 'refused' && (await isDead(cluster, link)))) return undefined;
        evidence[link.name] = reading.answer === 'bytes' ? 'answers' : reading.answer;
      }
      return evidence;
    },
  });
  return { ...active, ...switches };
}

/** Puts damage on links and takes it off again, without looking at what comes of it. */
function switchesOf(cluster: Cluster, links: readonly Link[], does: LinkDamage['does']) {
  // Two faults of a kind may be on a link at the same time.
  const name = `kafka-chaos-${randomBytes(4).toString('hex')}`;
  const { proxies } = cluster;
  const onAll = async (work: (link: string) => Promise<void>) => {
    await all(links.map((link) => work(link.name)));
  };
  if (does === 'off') {
    return {
      on: () => onAll((link) => proxies.switchOff(link, name)),
      off: () => onAll((link) => proxies.switchOn(link, name)),
    };
  }
  const streams = (['upstream', 'downstream'] as const).filter(
    (stream) =>
      does.direction === 'both' || does.direction === (stream === 'upstream' ? 'requests' : 'answers'),
  );
  return {
    on: () =>
      onAll(async (link) => {
        for (const stream of streams) {
          await proxies.addToxic(link, { ...does.toxic, name: `${name}-${stream}`, stream, toxicity: 1 });
        }
      }),
    off: () =>
      onAll(async (link) => {
        for (const stream of streams) await proxies.removeToxic(link, `${name}-${stream}`);
      }),
  };
}

/** By bytes, or by the end of the connection, which some questions ask for. */
function answered({ answer }: Reading): boolean {
  return answer === 'bytes' || answer === 'closed';
}

/** For what can only be seen in an answer that has bytes. */
export function answeredInBytes({ answer }: Reading): boolean {
  return answer === 'bytes';
}

async function isDead(cluster: Cluster, { destination }: Link): Promise<boolean> {
  const node = findNode(cluster.topology, destination);
  if (!cluster.isPartOfIt(node)) return true;
  const { running, paused } = await stateOf(cluster, node);
  return !running || paused;
}

/** When a question was answered, by bytes or by closing. */
export function answeredMs({ firstMs, closedMs }: Reading): number | null {
  return firstMs ?? closedMs;
}
