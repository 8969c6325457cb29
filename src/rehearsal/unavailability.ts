/** What outages of several partitions come to together. */
import type { Window } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';
import type { Unavailability } from './rehearsal.ts';

type Availability = Pick<Run['produce'], 'partitions'>;

interface Placed {
  partition: number;
  window: Window;
}

/** Of the windows of all partitions, those that `belongs` says. */
export function unavailability(
  { partitions }: Availability,
  belongs: (window: Window) => boolean,
): Unavailability {
  const placed = partitions
    .flatMap(({ partition, windows }) => windows.map((window) => ({ partition, window })))
    .filter(({ window }) => belongs(window))
    .toSorted((a, b) => a.window.fromMs - b.window.fromMs);
  const groups = overlapping(placed);
  const spans = groups.map((group) => ({
    fromMs: group[0]!.window.fromMs,
    toMs: Math.max(...group.map(({ window }) => endOf(window))),
  }));
  return {
    longest: longestOf(placed.map(({ window }) => window)),
    totalMs: {
      atLeast: micros(sum(groups.map(provenMs))),
      atMost: micros(sum(spans.map(({ fromMs, toMs }) => toMs - fromMs))),
    },
    spans,
  };
}

export function longestOf(windows: readonly Window[]): Window | null {
  return windows.reduce<Window | null>(
    (longest, window) => (longest === null || window.atMostMs > longest.atMostMs ? window : longest),
    null,
  );
}

const endOf = ({ fromMs, atMostMs }: Window) => fromMs + atMostMs;

/** Windows that overlap, or follow each other through others that do, are one group. They come in the order in which they begin. */
function overlapping(placed: readonly Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  let untilMs = -Infinity;
  for (const each of placed) {
    if (each.window.fromMs <= untilMs) groups.at(-1)!.push(each);
    else groups.push([each]);
    untilMs = Math.max(untilMs, endOf(each.window));
  }
  return groups;
}

/**
 * Where in a window its proven time lies nobody knows, so that of two partitions may be the same: only what one
 * partition proves by itself is certain.
 */
function provenMs(group: readonly Placed[]): number {
  const byPartition = Map.groupBy(group, ({ partition }) => partition);
  const proven = [...byPartition.values()].map((own) => sum(own.map(({ window }) => window.atLeastMs)));
  return Math.max(...proven);
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Without the crumbs of binary fractions. */
const micros = (ms: number) => Math.round(ms * 1_000) / 1_000;
