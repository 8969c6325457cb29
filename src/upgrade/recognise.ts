/**
 * By what a phase of a migration is recognised: what the controllers log, and their metrics.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { followLog, logSoFar } from '../cluster/logs.ts';
import { metric } from '../cluster/metrics.ts';
import { serves } from '../cluster/process-life.ts';
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import type { UpgradeSite } from './site.ts';

const pollMs = 500;

export const ofController = (name: string) => `kafka.controller:type=KafkaController,name=${name}`;
export const migrationState = 'ZkMigrationState';
/** How many records of the quorum's log are not in ZooKeeper yet, by the active controller; others tell 0. */
export const zooKeeperLag = 'ZkWriteBehindLag';
/** How many brokers are in migration mode: coordinated by both. */
export const migratingBrokers = 'MigratingZkBrokerCount';

interface Patience {
  withinMs: number;
  /** What stands in the way, for the error. */
  whyNot?: () => Promise<string | undefined>;
}

const controllersOf = ({ cluster }: UpgradeSite) => nodesOf(cluster.topology, 'controller');

/**
 * Waits until one of the nodes, by default of the controllers, has logged such a line since its container was made.
 * @returns what was logged, for people
 * @throws EnvironmentError when the time is over
 */
export async function untilLogged(
  site: UpgradeSite,
  line: RegExp,
  { withinMs, whyNot, nodes = controllersOf(site) }: Patience & { nodes?: readonly Node[] },
): Promise<string> {
  const { cluster, signal } = site;
  const end = new AbortController();
  const anyEnd = AbortSignal.any([signal, end.signal, AbortSignal.timeout(withinMs)]);
  const listen = async ({ name }: Node): Promise<string> => {
    while (!anyEnd.aborted) {
      // Asked for anew: a controller that is killed meanwhile goes on with its log when it is started again.
      for await (const each of followLog(cluster.container(name), anyEnd)) {
        const said = line.exec(each)?.[0];
        if (said !== undefined) return `${name}: "${said}"`;
      }
      await sleep(pollMs, undefined, { signal: anyEnd }).catch(() => {});
    }
    throw new EnvironmentError(`${name} has not logged it`);
  };
  try {
    return await Promise.any(nodes.map(listen));
  } catch {
    signal.throwIfAborted();
    const who = nodes.length === 1 ? `${nodes[0]!.name} has not` : 'no controller has';
    throw new EnvironmentError(
      `after ${withinMs / 1_000} s ${who} logged "${line.source}"${await reason(whyNot)}`,
    );
  } finally {
    end.abort();
  }
}

/**
 * Waits until a controller tells this value of a metric.
 * @returns what it told, for people
 * @throws EnvironmentError when the time is over
 */
export async function untilMetric(
  { cluster, signal }: UpgradeSite,
  name: string,
  wanted: number,
  { withinMs, whyNot }: Patience,
): Promise<string> {
  const until = performance.now() + withinMs;
  let told: number | undefined;
  do {
    for (const node of nodesOf(cluster.topology, 'controller')) {
      if (!(await serves(cluster, node))) continue;
      const value = await metric(cluster, node, ofController(name)).catch(() => undefined);
      if (value === wanted) return `${name} is ${wanted}`;
      told = value ?? told;
    }
    await sleep(pollMs, undefined, { signal });
  } while (performance.now() < until);
  throw new EnvironmentError(
    `after ${withinMs / 1_000} s ${name} is ${told ?? 'not told by any controller'}, not ${wanted}${await reason(whyNot)}`,
  );
}

/** Which brokers the controllers still wait for, by what they log, as the end of a sentence. */
export async function brokersToCome({ cluster }: UpgradeSite): Promise<string | undefined> {
  const brokers = nodesOf(cluster.topology, 'broker');
  const logs = await Promise.all(
    nodesOf(cluster.topology, 'controller').map(({ name }) => logSoFar(cluster.container(name))),
  );
  // Each line begins with its time: controllers take turns in waiting.
  const waits = logs.flatMap((log) => [
    ...log.matchAll(/\[(\d{4}-\S+)\].*Still waiting for ZK brokers \[([\d, ]+)\]/g),
  ]);
  const [last] = waits.toSorted((a, b) => (a[1]! < b[1]! ? 1 : -1));
  const ids = last?.[2]?.split(',').map(Number);
  if (ids === undefined) return undefined;
  const names = brokers.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} not registered with the controllers`;
}

async function reason(whyNot: Patience['whyNot']): Promise<string> {
  const why = await whyNot?.().catch(() => undefined);
  return why === undefined ? '' : `: ${why}`;
}
