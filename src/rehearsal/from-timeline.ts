/**
 * What only the timeline tells of a step. It is made smaller than the history is, so counts in bins that lie across a step's
 * border come as bounds, and what was left out is not guessed.
 */
import type { Timeline } from '../results/timeline/timeline-json.ts';
import type { Bounds, Cost, Span } from './rehearsal.ts';

type Told = Pick<Cost, 'leaderChanges' | 'errors' | 'slowestMs' | 'p99Ms' | 'mostBehind'>;

export function fromTimeline(step: Span, timeline: Timeline | undefined): Told {
  if (timeline === undefined) {
    return { leaderChanges: null, errors: null, slowestMs: null, p99Ms: null, mostBehind: null };
  }
  return {
    leaderChanges: leaderChanges(step, timeline),
    errors: errors(step, timeline),
    slowestMs: slowest(step, timeline),
    p99Ms: p99(step, timeline),
    mostBehind: mostBehind(step, timeline),
  };
}

/** As the measure of the same name counts: another leader than led last, in a higher epoch. */
function leaderChanges(step: Span, { leadership, leftOut }: Timeline): number | null {
  if (leftOut.leadership !== undefined || leadership.length === 0) return null;
  const led = new Map<number, { leader: number; leaderEpoch: number }>();
  let changes = 0;
  for (const { atMs, partition, leader, leaderEpoch } of leadership) {
    const last = led.get(partition);
    if (leader === null || leaderEpoch < (last?.leaderEpoch ?? -1)) continue;
    const isChange = last !== undefined && leader !== last.leader && leaderEpoch > last.leaderEpoch;
    if (isChange && isIn(step, atMs)) changes++;
    led.set(partition, { leader, leaderEpoch });
  }
  return changes;
}

function errors(step: Span, { errors: { binMs, byName } }: Timeline): Bounds {
  const times = (counts: (bin: Span) => boolean) =>
    Object.values(byName)
      .flat()
      .filter(([bin]) => counts(spanOf(bin, binMs)))
      .reduce((sum, [, number]) => sum + number, 0);
  return { atLeast: times((bin) => isWithin(step, bin)), atMost: times((bin) => touches(step, bin)) };
}

/** The slowest of every bin is there; of a bin across the border it may be another step's. */
function slowest(step: Span, { latency: { atMs, tookMs, outcome, binMs } }: Timeline): Bounds | null {
  const most = (counts: (at: number) => boolean) =>
    Math.max(...tookMs.filter((_, i) => outcome[i] === 'ok' && counts(atMs[i]!)));
  const atLeast = most((at) => isIn(step, at));
  const atMost = most((at) => touches(step, spanOf(Math.floor(at / binMs), binMs)));
  return Number.isFinite(atLeast) ? { atLeast, atMost } : null;
}

/** Only where every attempt is there: what is thinned out keeps the extremes, but not how many lie between them. */
function p99(step: Span, { latency }: Timeline): number | null {
  const { atMs, tookMs, outcome, attempts } = latency;
  if (attempts !== atMs.length) return null;
  const took = tookMs.filter((_, i) => outcome[i] === 'ok' && isIn(step, atMs[i]!)).toSorted((a, b) => a - b);
  return took[Math.ceil(0.99 * took.length) - 1] ?? null;
}

function mostBehind(step: Span, { lag }: Timeline): Bounds | null {
  if (lag === null) return null;
  const most = (counts: (bin: Span) => boolean) =>
    Math.max(0, ...lag.most.filter((_, bin) => counts(spanOf(bin, lag.binMs))));
  return { atLeast: most((bin) => isWithin(step, bin)), atMost: most((bin) => touches(step, bin)) };
}

const spanOf = (bin: number, binMs: number): Span => ({ fromMs: bin * binMs, toMs: (bin + 1) * binMs });

const isIn = ({ fromMs, toMs }: Span, atMs: number) => atMs >= fromMs && atMs < toMs;
const isWithin = (step: Span, bin: Span) => bin.fromMs >= step.fromMs && bin.toMs <= step.toMs;
const touches = (step: Span, bin: Span) => bin.fromMs < step.toMs && bin.toMs > step.fromMs;
