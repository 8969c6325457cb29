/**
 * Every node is stopped, its storage formatted for a new cluster, and started: what an operator does who takes the
 * message that the storage is not formatted, or is formatted for another cluster, for advice. Nothing brings back what was
 * there; healed is a cluster that serves again, and knows no topic.
 */
import { z } from 'zod';
import { isOnDisk, markDisk } from '../cluster/disk.ts';
import { intactState, proofOfService, startAgain, stateOf } from '../cluster/process-life.ts';
import { randomUuid } from '../cluster/storage.ts';
import type { Evidence } from '../history/entry.ts';
import type { Node } from '../topology/topology.ts';
import { all, damage } from './damage.ts';
import { defineFault } from './fault.ts';

export const reformat = defineFault({
  kind: 'reformat',
  summary: 'formats the storage of every node for a new cluster; healed when all serve, with nothing on them',
  hits: 'cluster',
  parameters: z.strictObject({}),
  whyNot: ({ mode }) => (mode === 'zk' ? 'only the storage of KRaft is formatted' : undefined),
  async inject({ cluster, signal }) {
    const { nodes } = cluster.topology;
    const before = await all(nodes.map((node) => intactState(cluster, node, 'formatted')));
    const clusterId = randomUuid();
    const ofEach = (work: (node: Node) => Promise<unknown>) => all(nodes.map(work));
    let marked: string[] = [];
    return damage(signal, {
      effect: 'every node runs on storage that was formatted anew',
      async apply() {
        marked = await all(nodes.map((node) => markDisk(cluster, node)));
        await ofEach(async (node) => {
          await cluster.container(node.name).kill({ signal: 'SIGKILL' });
          await cluster.container(node.name).wait();
        });
        // Only when all are dead: one that lives would tell the new ones what it knows.
        await ofEach((node) => cluster.replaceProcess(node, clusterId));
      },
      async proof() {
        const states = await all(nodes.map((node) => stateOf(cluster, node)));
        const left = await all(nodes.map((node, index) => isOnDisk(cluster, node, marked[index]!)));
        const isNew = states.every(
          ({ running, startedAt }, index) => running && startedAt !== before[index]!.startedAt,
        );
        if (!isNew || left.includes(true)) return undefined;
        return { 'cluster id': clusterId, 'nodes formatted': nodes.length, 'with files of before': 0 };
      },
      undo: () => ofEach((node) => startAgain(cluster, node)),
      async proofOfHealing() {
        const services = await all(nodes.map((node) => proofOfService(cluster, node)));
        if (services.includes(undefined)) return undefined;
        const pids = nodes.map(({ name }, index) => [`${name} pid`, services[index]!.pid]);
        return Object.fromEntries(pids) as Evidence;
      },
    });
  },
});
