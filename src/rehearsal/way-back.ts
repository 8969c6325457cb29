/** How far back one can go from where, and what it cost where it was rehearsed. */
import { type Course, type Planned, partsOf } from './plan.ts';
import type { WayBack } from './rehearsal.ts';
import { stepOf } from './steps.ts';
import { unavailability } from './unavailability.ts';

/** Of the controllers only where the brokers are other nodes. */
export function waysBack(course: Course): WayBack[] {
  const { brokers } = partsOf(course.run.cluster.nodes);
  const places: WayBack['after'][] = [
    ...(brokers.length === 0 ? [] : ['controllers' as const]),
    'brokers',
    'finalize',
  ];
  return places.map((after) => ({
    after,
    rehearsed: after === course.asked.rollBackAfter ? rehearsedIn(course) : null,
  }));
}

function rehearsedIn({ asked, run, steps, undone }: Course): WayBack['rehearsed'] {
  const isBack = (step: Planned) => step.what === 'roll' && step.kafka === asked.from;
  const back = steps.filter(isBack);
  if (back.length === 0 || undone.some(isBack)) return null;
  return {
    nodes: back.length,
    tookMs: back.at(-1)!.toMs - back[0]!.fromMs,
    writes: unavailability(run.produce, (window) => back.some((step) => step === stepOf(window, steps, run))),
  };
}
