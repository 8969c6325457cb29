/**
 * Starts everything that watches a cluster; none of it changes anything.
 */
import { mkdirSync } from 'node:fs';
import type { Cluster } from '../cluster/cluster.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';
import { watchEventLoop } from './event-loop.ts';
import { watchLeadership } from './leadership.ts';
import { watchNodeLogs } from './node-logs.ts';

/** Observers run until they are disposed of. What they see goes to `emit`; nodes' logs go to files in `logFolder`. */
export function startObservers(
  cluster: Cluster,
  topic: string,
  logFolder: string,
  clock: RunClock,
  emit: (event: Event) => void,
): AsyncDisposable {
  const end = new AbortController();
  mkdirSync(logFolder, { recursive: true });
  watchEventLoop(clock, emit, end.signal);
  const watching = [
    watchLeadership(cluster.bootstrapServers, topic, clock, emit, end.signal),
    watchNodeLogs(cluster, logFolder, clock, emit, end.signal),
  ];
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await Promise.allSettled(watching);
    },
  };
}
