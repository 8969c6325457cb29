/**
 * Entries in order of time. They are written down as they become known, which is nearly in order: a log line of a node
 * carries the node's own time, and a stall is known only when it is over, a little after what it delayed.
 *
 * The order is that of completion for operations; a stall comes at its begin, before everything that it delayed.
 */
import type { Entry } from './entry.ts';

/** Nothing is written down later than this after the time it carries, but by a stall that held everything up. */
const horizonNs = 2_000_000_000;

/** How much more than that is held, so that sorting and moving what is held costs little for each entry. */
const surplusNs = horizonNs / 8;

export async function* inOrder(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Entry> {
  let held: Entry[] = [];
  let newestNs = -Infinity;
  let oldestNs = Infinity;
  let lastNs = -Infinity;
  let sorted = true;
  const inTime = (a: Entry, b: Entry) => timeOf(a) - timeOf(b);
  for await (const entry of entries) {
    const atNs = timeOf(entry);
    sorted &&= atNs >= lastNs;
    lastNs = atNs;
    held.push(entry);
    oldestNs = Math.min(oldestNs, atNs);
    newestNs = Math.max(newestNs, atNs);
    if (newestNs - oldestNs < horizonNs + surplusNs) continue;
    if (!sorted) held.sort(inTime);
    let settled = 0;
    for (; timeOf(held[settled]!) <= newestNs - horizonNs; settled++) yield held[settled]!;
    held = held.slice(settled);
    oldestNs = timeOf(held[0]!);
    lastNs = timeOf(held.at(-1)!);
    sorted = true;
  }
  held.sort(inTime);
  yield* held;
}

function timeOf(entry: Entry): number {
  if (entry.type === 'operation') return entry.completedNs;
  return entry.kind === 'harness-stall' ? entry.fromNs : entry.timeNs;
}
