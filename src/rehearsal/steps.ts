/** The steps of the rehearsal that came to their end, in order, and what each cost. */
import type { Window } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';
import type { Timeline } from '../results/timeline/timeline-json.ts';
import { fromTimeline } from './from-timeline.ts';
import { wasInSync } from './in-sync.ts';
import { nameOf, type Planned } from './plan.ts';
import type { Asked, Cost, Span, Step } from './rehearsal.ts';
import { unavailability } from './unavailability.ts';

export function stepsOf(asked: Asked, run: Run, timeline: Timeline | undefined): Step[] {
  const done = run.actions.flatMap((action) => {
    const planned = plannedOf(action);
    if (planned === undefined) return [];
    const { atMs, tookMs, detail } = action;
    return [{ ...planned, detail, fromMs: Math.max(0, atMs - tookMs), toMs: atMs }];
  });
  const finalizedAt = done.findIndex(({ what }) => what === 'finalize');
  return done.map((step, index): Step => {
    const isOwn = (window: Window) => indexOf(window, done, run) === index;
    return {
      ...step,
      name: nameOf(step, asked),
      cost: { ...outagesOf(run, isOwn), ...fromTimeline(step, timeline) },
      inSync: wasInSync(step.toMs, timeline),
      canGoBack: finalizedAt < 0 || index < finalizedAt,
    };
  });
}

/** What began after the first step did, but in none of them. */
export function outagesOutside(steps: readonly Step[], run: Run): Pick<Cost, 'writes' | 'reads'> {
  const first = steps[0];
  return outagesOf(
    run,
    (window) =>
      first !== undefined && beganMs(window, run) >= first.fromMs && indexOf(window, steps, run) < 0,
  );
}

/** The step in which a window began, whole: also what of it lies behind the step's end is that step's doing. */
export function stepOf(window: Window, steps: readonly Step[], run: Run): Step | undefined {
  return steps[indexOf(window, steps, run)];
}

function indexOf(window: Window, steps: readonly Span[], run: Run): number {
  const atMs = beganMs(window, run);
  return steps.findLastIndex(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** A window is told from the last sign of service on; it began when the next one did not come, an interval later. */
function beganMs({ fromMs }: Window, { workload }: Run): number {
  return fromMs + workload.intervalMs;
}

function outagesOf({ produce, consume }: Run, belongs: (window: Window) => boolean) {
  return {
    writes: unavailability(produce, belongs),
    reads: consume === null ? null : unavailability(consume, belongs),
  };
}

function plannedOf({ what, node, kafka }: Run['actions'][number]): Planned | undefined {
  if (what === 'finalize') return { what };
  return what === 'roll' && node !== undefined && kafka !== undefined ? { what, node, kafka } : undefined;
}
