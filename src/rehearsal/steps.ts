/** The steps of the rehearsal that came to their end, in order, and what each cost. */
import type { Window } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';
import type { Timeline } from '../results/timeline/timeline-json.ts';
import { fromTimeline } from './from-timeline.ts';
import { wasInSync } from './in-sync.ts';
import { nameOf } from './names.ts';
import { isOfMigration } from './plan.ts';
import type { Asked, Cost, Planned, Span, Step } from './rehearsal.ts';
import { unavailability } from './unavailability.ts';

export function stepsOf(asked: Asked, run: Run, timeline: Timeline | undefined): Step[] {
  const done = run.actions.flatMap((action) => {
    const planned = plannedOf(action, run.actions);
    if (planned === undefined) return [];
    const { atMs, tookMs, detail, outOfSync } = action;
    return [{ ...planned, detail, outOfSync, fromMs: Math.max(0, atMs - tookMs), toMs: atMs }];
  });
  const noWayBackFrom = (isLast: (step: Planned) => boolean) => {
    const at = done.findIndex(isLast);
    return at < 0 ? done.length : at;
  };
  const endOfOldVersion = noWayBackFrom(({ what }) => what === 'finalize');
  const endOfZooKeeper = noWayBackFrom((step) => step.what === 'migrate' && step.phase === 'finalized');
  return done.map(({ outOfSync, ...step }, index): Step => {
    const isOwn = (window: Window) => indexOf(window, done, run) === index;
    return {
      ...step,
      name: nameOf(step, asked),
      cost: { ...outagesOf(run, isOwn), ...fromTimeline(step, timeline) },
      inSync: outOfSync === undefined ? wasInSync(step.toMs, timeline) : false,
      canGoBack: index < (isOfMigration(step) ? endOfZooKeeper : endOfOldVersion),
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
export function beganMs({ fromMs }: Window, { workload }: Run): number {
  return fromMs + workload.intervalMs;
}

function outagesOf({ produce, consume }: Run, belongs: (window: Window) => boolean) {
  return {
    writes: unavailability(produce, belongs),
    reads: consume === null ? null : unavailability(consume, belongs),
  };
}

type Action = Run['actions'][number];

function plannedOf(action: Action, actions: readonly Action[]): Planned | undefined {
  const { what, node, kafka, phase } = action;
  if (what === 'finalize') return { what };
  if (what === 'roll') return node === undefined || kafka === undefined ? undefined : { what, node, kafka };
  if (phase === undefined) return undefined;
  if (what === 'migrate') return node === undefined ? { what, phase } : { what, phase, node };
  if (what !== 'revert') return undefined;
  return node === undefined ? { what, phase } : { what, phase, node, into: intoOf(action, actions) };
}

/** What was a broker of KRaft, or became one halfway, goes back by two restarts; the first is into migration mode. */
function intoOf(action: Action, actions: readonly Action[]): 'migration mode' | 'ZooKeeper' {
  const own = actions.filter(({ node, phase }) => node === action.node && phase !== undefined);
  const at = own.indexOf(action);
  const [before, after] = [own[at - 1], own[at + 1]];
  const wasOfKRaft = before?.what === 'migrate' && before.phase === 'kraft-brokers';
  return wasOfKRaft || after?.what === 'revert' ? 'migration mode' : 'ZooKeeper';
}
