/**
 * Who was elected controller last, by what the controllers themselves have logged: the only thing that tells it on the way from
 * ZooKeeper to KRaft, where brokers name any broker as the controller and do not know the quorum.
 */
import { controllersOf } from '../topology/targets.ts';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { logSoFar } from './logs.ts';

/**
 * Its time is the log's own. A broker that is elected has its epoch in ZooKeeper, a controller that of the quorum.
 */
export interface Election {
  node: Node;
  atMs: number;
  epoch: number;
}

/** The election of which a line tells, if it does. */
export function electionIn(line: string): Pick<Election, 'atMs' | 'epoch'> | undefined {
  const found =
    /^\[(\S+?),(\d{3})\].*(?:Becoming the active controller at epoch |successfully elected as the controller\. Epoch incremented to )(\d+)/.exec(
      line,
    );
  if (found === null) return undefined;
  const [, time, fraction, epoch] = found;
  return { atMs: Date.parse(`${time}.${fraction}Z`), epoch: Number(epoch) };
}

/** As soon as there is a quorum, its leader; until then the broker that was elected last. Undefined if nobody was. */
export async function lastElected(cluster: Cluster): Promise<Node | undefined> {
  const there = controllersOf(cluster.topology).filter((node) => cluster.isPartOfIt(node));
  const ofQuorum = there.filter(({ roles }) => roles.includes('controller'));
  const elections = await Promise.all(
    (ofQuorum.length > 0 ? ofQuorum : there).map((node) => electionsOf(cluster, node)),
  );
  return elections.flat().toSorted((a, b) => b.epoch - a.epoch || b.atMs - a.atMs)[0]?.node;
}

async function electionsOf(cluster: Cluster, node: Node): Promise<Election[]> {
  const log = await logSoFar(cluster.container(node.name));
  return log.split('\n').flatMap((line) => {
    // What the engine puts before a line is no part of it.
    const election = electionIn(line.slice(Math.max(0, line.indexOf('['))));
    return election === undefined ? [] : [{ node, ...election }];
  });
}
