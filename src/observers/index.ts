/**
 * Starts everything that watches a cluster; none of it changes anything.
 */
import { mkdirSync } from 'node:fs';
import type Docker from 'dockerode';
import type { Cluster } from '../cluster/cluster.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';
import { watchCommitted } from './committed.ts';
import { controllerObserver } from './controller.ts';
import { watchEventLoop } from './event-loop.ts';
import { watchLeadership } from './leadership.ts';
import { watchNodeLogs } from './node-logs.ts';
import { watchProcesses } from './processes.ts';

/**
 * Observers run until they are disposed of. They watch the cluster, a topic and a consumer group. What they see goes to
 * `emit`; nodes' logs go to files in `logFolder`.
 */
export function startObservers(
  docker: Docker,
  cluster: Cluster,
  watched: { topic: string; group: string },
  logFolder: string,
  clock: RunClock,
  emit: (event: Event) => void,
): AsyncDisposable {
  const end = new AbortController();
  mkdirSync(logFolder, { recursive: true });
  watchEventLoop(clock, emit, end.signal);
  const { bootstrapServers } = cluster;
  const controller = controllerObserver(cluster, clock, emit);
  const watching = Object.entries({
    'partitions and their leaders': watchLeadership(
      ...[bootstrapServers, watched.topic, clock, emit, end.signal],
    ),
    processes: watchProcesses(docker, cluster, clock, emit, end.signal),
    "nodes' logs": watchNodeLogs(cluster, logFolder, clock, emit, controller.hear, end.signal),
    'the controller': controller.watch(end.signal),
    'committed offsets': watchCommitted(bootstrapServers, watched, clock, emit, end.signal),
  }).map(([what, work]) =>
    // Nobody waits for it until the end: what it throws would end the program, and what it saw no more would be taken for nothing.
    work.catch((error: Error) => {
      if (end.signal.aborted) return;
      const trouble = `${what} could not be watched any more: ${error.message}`;
      emit({ type: 'event', timeNs: clock.now(), kind: 'trouble', what: trouble });
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await Promise.all(watching);
    },
  };
}
