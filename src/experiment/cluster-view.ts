/**
 * What the cluster itself says of who does what at this moment: by it targets are found.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, PartitionState } from '../clients/admin.ts';
import { activeController, coordinator } from '../clients/administration.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { lastElected } from '../cluster/elected.ts';
import { leadingServer } from '../cluster/ensemble-work.ts';
import { controllersOf } from '../topology/targets.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { until } from './conditions.ts';

export interface ClusterView {
  /** Whether a node is part of the cluster at this moment. */
  isThere(node: Node): boolean;
  partition(partition: number): Promise<PartitionState>;
  /** These are undefined if there is none, or none that can be asked, for as long as `patienceMs`. */
  activeController(patienceMs?: number): Promise<Node | undefined>;
  coordinator(kind: 'group' | 'transaction', patienceMs?: number): Promise<Node | undefined>;
  zookeeperLeader(): Promise<Node | undefined>;
}

/** How long an answer is waited for: an election that is under way may be over soon. */
const defaultPatienceMs = 15_000;

export function viewOf(
  { cluster, admin, topic, signal }: { cluster: Cluster; admin: Admin; topic: string; signal: AbortSignal },
  /** The harness's consumer group, and its transactional id. */
  names: Record<'group' | 'transaction', string>,
): ClusterView {
  const { topology } = cluster;
  const patiently = async <T>(
    ask: () => Promise<T | undefined>,
    patienceMs = defaultPatienceMs,
  ): Promise<T | undefined> => {
    const deadline = performance.now() + patienceMs;
    let answer: T | undefined;
    await until(patienceMs, signal, async () => {
      // A broker that asks a frozen controller is silent for much longer than anybody wants to wait.
      const end = sleep(Math.max(0, deadline - performance.now()), undefined, { ref: false });
      answer = await Promise.race([ask(), end]).catch(() => undefined);
      return answer !== undefined;
    });
    return answer;
  };
  const withId = (nodes: readonly Node[], id: number | null) => nodes.find((node) => node.id === id);
  const brokers = nodesOf(topology, 'broker');
  const controllers = controllersOf(topology);
  const controller = async () =>
    topology.mode === 'zk-to-kraft'
      ? await lastElected(cluster)
      : withId(controllers, await activeController(admin, topology.mode));
  return {
    isThere: (node) => cluster.isPartOfIt(node),
    async partition(partition) {
      const state = await patiently(async () => {
        const { partitions } = await admin.topicState(topic);
        return partitions.find((each) => each.partition === partition);
      });
      if (state === undefined) throw new Error(`no broker says anything of partition ${partition}`);
      return state;
    },
    activeController: (patienceMs) => patiently(controller, patienceMs),
    coordinator: (kind, patienceMs) =>
      patiently(async () => withId(brokers, await coordinator(admin, kind, names[kind])), patienceMs),
    zookeeperLeader: () => patiently(async () => (await leadingServer(cluster))?.node),
  };
}
