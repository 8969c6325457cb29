/**
 * Two clusters at once on one machine measure each other, which no number shows: so a run says whom it met.
 */
import type Docker from 'dockerode';
import { neighbours } from '../engine/neighbours.ts';
import type { EventBody } from '../history/entry.ts';

/** @returns looks for clusters of others, and tells of each once; an engine that does not answer costs no more than the note */
export function neighbourWatch(
  docker: Pick<Docker, 'listContainers' | 'listVolumes'>,
  tell: (event: EventBody) => void,
): () => Promise<void> {
  const met = new Set<string>();
  return async () => {
    for (const cluster of await neighbours(docker).catch(() => [])) {
      if (met.has(cluster)) continue;
      met.add(cluster);
      tell({
        kind: 'note',
        what: `another cluster (${cluster}) runs on this machine: each disturbs what the other measures`,
      });
    }
  };
}
