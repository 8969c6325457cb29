/** Whether every replica was in sync when a step ended, by what others than the step itself saw. */
import type { Timeline } from '../results/timeline/timeline-json.ts';

/** Metadata is asked for every 100 ms, and what came back into sync is seen that much later, or more on a busy machine. */
const seenWithinMs = 500;

/** null if that cannot be told, because leadership was not seen, or not all of it is in the timeline. */
export function wasInSync(atMs: number, timeline: Timeline | undefined): boolean | null {
  if (timeline === undefined || timeline.leftOut.leadership !== undefined) return null;
  const { leadership } = timeline;
  if (leadership.length === 0) return null;
  const whole = Math.max(...leadership.map(({ isr }) => isr.length));
  const inSync = new Map<number, number>();
  const all = () => [...inSync.values()].every((replicas) => replicas === whole);
  const untilThen = leadership.filter((step) => step.atMs <= atMs);
  for (const { partition, isr } of untilThen) inSync.set(partition, isr.length);
  if (inSync.size === 0) return null;
  if (all()) return true;
  return leadership
    .filter((step) => step.atMs > atMs && step.atMs <= atMs + seenWithinMs)
    .some(({ partition, isr }) => {
      inSync.set(partition, isr.length);
      return all();
    });
}
