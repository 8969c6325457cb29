/** The time line of one run: its strips, over the stretch that is measured. */
import type { Timeline } from '../../../results/timeline.ts';
import type { PageRun } from '../page-data.ts';
import type { Strip } from './chart.ts';
import { chartGroup } from './chart-group.ts';
import { h } from './dom.ts';
import { lanesStrip } from './lanes-strip.ts';
import { bandsBackdrop, bandsOf } from './marks.ts';
import { errorsStrip, isrStrip, lagStrip, latencyStrip, type Scales, scalesOf } from './value-strips.ts';

/** What the charts of runs that are compared have in common: how far they go, on a clock that starts with the fault. */
export interface Frame {
  fromMs: number;
  toMs: number;
  scales: Scales;
}

/** From the begin of the steady phase to the end, whichever run began earlier or ended later. */
export function frameOf(timelines: readonly Timeline[]): Frame {
  return {
    fromMs: Math.min(...timelines.map((timeline) => steadyMs(timeline) - originMs(timeline))),
    toMs: Math.max(...timelines.map((timeline) => timeline.durationMs - originMs(timeline))),
    scales: scalesOf(timelines),
  };
}

const steadyMs = ({ phases }: Timeline) => phases.find(({ name }) => name === 'steady')?.fromMs ?? 0;

/** When the first fault took effect, or the run began that has none. */
const originMs = ({ faults }: Timeline) => faults[0]?.injectedAtMs ?? 0;

export function timelineCharts(
  run: PageRun,
  timeline: Timeline,
  signal: AbortSignal,
  frame = frameOf([timeline]),
): HTMLElement {
  const bands = bandsOf(run, timeline);
  const strips = [
    lanesStrip(run, timeline, bands),
    latencyStrip(timeline, frame.scales),
    errorsStrip(timeline),
    isrStrip(timeline),
    lagStrip(timeline, frame.scales),
  ].filter((strip): strip is Strip => strip !== null);
  const clock =
    timeline.faults.length === 0 ? 'since the run began' : 'from the moment the first fault took effect';
  return h(
    'div',
    {},
    chartGroup(strips, { originMs: originMs(timeline), ...frame }, bandsBackdrop(bands), signal),
    h('p', { class: 'aside' }, `Seconds ${clock}.${leftOutText(timeline)}`),
  );
}

function leftOutText({ leftOut }: Timeline): string {
  const words = Object.entries(leftOut).map(([name, times]) => `${times} of ${name}`);
  return words.length === 0 ? '' : ` Left out, because they are too many for a picture: ${words.join(', ')}.`;
}
