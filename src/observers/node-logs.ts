/**
 * Follows the logs of all nodes: every line goes to a file, and the lines that say something about recovery become
 * events with the node's own time. Containers share this machine's clock, so those times compare with ours.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import { followLog } from '../cluster/logs.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event, NodeLogSign } from '../history/entry.ts';
import type { Node } from '../topology/topology.ts';

/** What the lines say in Kafka 3.x and 4.x and in ZooKeeper 3.8, in either mode. */
const signs: readonly [NodeLogSign, RegExp][] = [
  ['fenced', /Fencing broker \d+/],
  ['session-expired', /Expiring session 0x/],
  ['isr-shrunk', /Shrinking ISR from/],
  ['controller-elected', /Becoming the active controller at epoch|successfully elected as the controller/],
  // A ZooKeeper server gives its place in the ensemble up, and has it (again): it was synchronised.
  ['ensemble-left', /Peer state changed: looking \(/],
  ['ensemble-joined', /Peer state changed: (leading|following) - broadcast/],
  ['leader-started', /^\[[^\]]*\] INFO .*Leader .* starts at leader epoch/],
];

/** How soon a node that was started again is followed again. */
const restartPollMs = 200;

/** Follows all nodes' logs until `signal` aborts; `folder` gets a file a node, and `onLine` every line, also those from before the run. */
export async function watchNodeLogs(
  cluster: Cluster,
  folder: string,
  clock: RunClock,
  emit: (event: Event) => void,
  onLine: (node: string, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const heard = (node: string, line: string) => {
    onLine(node, line);
    const event = signOf(node, line, clock);
    if (event !== undefined) emit(event);
  };
  await Promise.all(cluster.topology.nodes.map((node) => watchNode(cluster, node, folder, heard, signal)));
}

async function watchNode(
  cluster: Cluster,
  node: Node,
  folder: string,
  heard: (node: string, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const file = createWriteStream(join(folder, `${node.name}.log`));
  // A folder that cannot take the logs costs the logs, not the run.
  file.on('error', () => {});
  let sinceSeconds = 0;
  try {
    while (!signal.aborted) {
      // Asked for anew each time: a node whose disk is wiped gets another container, and some join later.
      const container = cluster.isPartOfIt(node) ? cluster.container(node.name) : undefined;
      const state = await container?.inspect().catch(() => undefined);
      if (container !== undefined && state?.State.Running) {
        try {
          for await (const line of followLog(container, signal, sinceSeconds)) {
            file.write(`${line}\n`);
            heard(node.name, line);
          }
          // What is written from here on belongs to the process's next life.
          sinceSeconds = Date.now() / 1000;
        } catch {
          // It cannot be followed: it may have gone between the two questions, and is asked for again in a moment.
        }
      }
      await sleep(restartPollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    file.end();
  }
}

/** Lines from before the run began, while the cluster booted, are no part of its history. */
export function signOf(node: string, line: string, clock: RunClock): Event | undefined {
  const time = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d{3})\]/.exec(line);
  const sign = signs.find(([, pattern]) => pattern.test(line));
  if (time === null || sign === undefined) return undefined;
  const timeNs = clock.at(Date.parse(`${time[1]}.${time[2]}Z`));
  return timeNs < 0 ? undefined : { type: 'event', timeNs, kind: 'node-log', node, what: sign[0], line };
}
