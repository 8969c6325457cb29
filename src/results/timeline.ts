/**
 * From a history to `timeline.json` (timeline/timeline-json.ts): made in one pass, and small enough that a page can carry a whole
 * night of them.
 */
import { inOrder } from '../history/in-order.ts';
import { readHeader, readHistory } from '../history/reader.ts';
import { faults } from '../measures/faults.ts';
import type { Fold } from '../measures/fold.ts';
import { stalls } from '../measures/stalls.ts';
import { ceilMs } from '../measures/time.ts';
import { only, probeWorkload } from '../measures/workload.ts';
import { runFactsIn } from './run-facts.ts';
import { errorsOverTime } from './timeline/errors.ts';
import { lagOverTime } from './timeline/lag.ts';
import { lanes } from './timeline/lanes.ts';
import { marks } from './timeline/marks.ts';
import { scatter } from './timeline/scatter.ts';
import { fewest } from './timeline/thin.ts';
import { type Lane, type LeadershipStep, type Timeline, timelineVersion } from './timeline/timeline-json.ts';

export type { LaneState, Timeline } from './timeline/timeline-json.ts';

/** More than these are no picture any more, and a file that no page could carry a hundred times. */
const most = { lanes: 24, leadership: 240, controller: 60, signs: 80, group: 60, stalls: 120 };

/**
 * What happened when in a run, from its history. The warm-up's attempts are left out, because they are not measured.
 * @throws UsageError with the position if the history is damaged
 */
export async function timelineOf(historyPath: string): Promise<Timeline> {
  const { workload } = runFactsIn(historyPath, await readHeader(historyPath));
  const { intervalMs } = workload;
  const partitions = Array.from({ length: workload.partitions }, (_, partition) => partition);
  const folds = {
    lanes: only(probeWorkload, lanes({ intervalMs, partitions })),
    latency: only(probeWorkload, scatter()),
    errors: only(probeWorkload, errorsOverTime()),
    lag: lagOverTime(),
    marks: marks(),
    stalls: stalls(),
    faults: faults(),
  };
  let lastNs = 0;
  for await (const entry of inOrder(readHistory(historyPath))) {
    lastNs = Math.max(lastNs, entry.type === 'event' ? entry.timeNs : entry.completedNs);
    for (const each of Object.values<Fold<unknown>>(folds)) each.add(entry);
  }
  const durationMs = ceilMs(lastNs);
  const { phases, ...steps } = folds.marks.result();
  const lists = {
    ...steps,
    lanes: folds.lanes.result(),
    stalls: folds.stalls.result().map(({ fromMs, toMs }) => ({ fromMs: round(fromMs), toMs: round(toMs) })),
  };
  const kept = {
    leadership: fewest(lists.leadership, most.leadership, telling(lists.leadership)),
    controller: fewest(lists.controller, most.controller),
    signs: fewest(lists.signs, most.signs),
    group: fewest(lists.group, most.group),
    lanes: fewest(lists.lanes, most.lanes, unavailableMs),
    stalls: fewest(lists.stalls, most.stalls, ({ fromMs, toMs }) => toMs - fromMs),
  };
  return {
    schema: timelineVersion,
    durationMs,
    phases: phases.map((phase, at) => ({ ...phase, toMs: phases[at + 1]?.fromMs ?? durationMs })),
    latency: folds.latency.result(),
    errors: folds.errors.result(),
    lag: folds.lag.result(),
    ...kept,
    faults: folds.faults.result().map(({ kind, nodes, links, injectedAtMs, healedAtMs }) => ({
      kind,
      nodes,
      links,
      injectedAtMs,
      healedAtMs,
    })),
    leftOut: Object.fromEntries(
      Object.entries(kept).flatMap(([name, list]) => {
        const left = lists[name as keyof typeof lists].length - list.length;
        return left === 0 ? [] : [[name, left]];
      }),
    ),
  };
}

const round = (ms: number) => Math.round(ms * 10) / 10;

function unavailableMs({ segments }: Lane): number {
  return segments.reduce(
    (sum, { fromMs, toMs, state }) => sum + (state === 'available' ? 0 : toMs - fromMs),
    0,
  );
}

/** How each partition ended tells most, then the steps at which a leader or a replica was missing. */
function telling(steps: readonly LeadershipStep[]): (step: LeadershipStep) => number {
  const last = new Set(new Map(steps.map((step) => [step.partition, step])).values());
  const whole = Math.max(...steps.map(({ isr }) => isr.length));
  return (step) => {
    if (last.has(step)) return 2;
    return step.leader === null || step.isr.length < whole ? 1 : 0;
  };
}
