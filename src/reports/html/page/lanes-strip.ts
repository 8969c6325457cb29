/** The time line itself: one lane a partition, and below them what the cluster and the harness did. */
import type { Timeline } from '../../../results/timeline.ts';
import type { PageRun } from '../page-data.ts';
import type { Pen, Strip } from './chart.ts';
import { h } from './dom.ts';
import { brokerName } from './figures.ts';
import { type Bands, drawState, writer } from './marks.ts';
import { colour } from './theme.ts';

/** A row of the strip. */
interface Row {
  label: string;
  draw(pen: Pen, y: number): void;
  read?(ms: number): string;
}

const rowHeight = 30;

export function lanesStrip(run: PageRun, timeline: Timeline, bands: Bands): Strip {
  const rows: Row[] = [
    ...bandRow(run, bands),
    ...timeline.lanes.map((lane) => laneRow(lane, run, timeline)),
    ...controllerRow(timeline),
    ...signRows(timeline),
    ...groupRow(timeline),
    ...stallRow(timeline),
  ];
  const at = (index: number) => rows.length - 1 - index;
  return {
    name: 'lanes',
    title: 'Partitions',
    note: h(
      'span',
      { class: 'key' },
      ...(['available', 'refused', 'unknown'] as const).flatMap((state) => [
        h('i', { class: `key-${state}` }),
        `${state} `,
      ]),
    ),
    height: rows.length * rowHeight + 8,
    y: { min: -0.5, max: rows.length - 0.5 },
    labels: rows.map(({ label }, index) => ({ at: at(index), text: label })),
    draw(pen) {
      for (const [index, row] of rows.entries()) row.draw(pen, pen.y(at(index)));
    },
    read: (ms) => rows.flatMap((row) => row.read?.(ms) ?? []).join(' · '),
  };
}

function bandRow({ actions }: PageRun, { broken, mended }: Bands): Row[] {
  if (broken.length === 0 && actions.length === 0) return [];
  const row: Row = {
    label: 'faults',
    draw(pen, y) {
      const write = writer(pen);
      for (const { fromMs, text } of broken) write(text, pen.x(fromMs), [y], 'fault-ink');
      for (const { what, atMs, tookMs } of actions) write(what.replace('-', ' '), pen.x(atMs - tookMs), [y]);
      for (const { fromMs, toMs } of mended) {
        write('healed', pen.x(fromMs), [y], 'healing-ink');
        write('well again', pen.x(toMs), [y], 'healing-ink');
      }
    },
  };
  return [row];
}

function laneRow({ partition, segments }: Timeline['lanes'][number], run: PageRun, timeline: Timeline): Row {
  const leaders = timeline.leadership
    .filter((step) => step.partition === partition)
    .filter(
      (step, at, all) => step.leader !== all[at - 1]?.leader || step.leaderEpoch !== all[at - 1]?.leaderEpoch,
    );
  return {
    label: `partition ${partition}`,
    draw(pen, y) {
      const bar = y + 5 * pen.ratio;
      for (const { fromMs, toMs, state } of segments) drawState(pen, fromMs, toMs, bar, state);
      const write = writer(pen);
      for (const { left, step } of inView(pen, leaders)) {
        tick(pen, step.atMs, y);
        write(brokerName(run, step.leader), left, [y - 8 * pen.ratio]);
      }
    },
    read: (ms) => {
      const state = segments.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.state;
      return `${partition}: ${state ?? 'nothing sent'}`;
    },
  };
}

/** Steps from the one on that holds when the picture begins, which is told at its edge. */
function inView<T extends { atMs: number }>(pen: Pen, steps: readonly T[]): { left: number; step: T }[] {
  const first = steps.findLastIndex(({ atMs }) => pen.x(atMs) <= pen.box.left);
  return steps
    .slice(Math.max(0, first))
    .map((step) => ({ left: Math.max(pen.box.left, pen.x(step.atMs)), step }));
}

function tick({ context, x, ratio }: Pen, ms: number, y: number): void {
  context.fillStyle = colour('ink');
  context.fillRect(x(ms) - ratio / 2, y - 13 * ratio, 1.5 * ratio, 26 * ratio);
}

function controllerRow({ controller, leftOut }: Timeline): Row[] {
  if (controller.length === 0) return [];
  return [
    {
      label: `controller${leftOut.controller === undefined ? '' : ' (part)'}`,
      draw(pen, y) {
        const write = writer(pen);
        for (const { left, step } of inView(pen, controller)) {
          tick(pen, step.atMs, y);
          write(step.node ?? 'none known', left, [y]);
        }
      },
    },
  ];
}

const signNames = {
  fenced: 'fenced',
  'session-expired': 'session expired',
  'isr-shrunk': 'ISR shrunk',
  'controller-elected': 'controller elected',
  'leader-started': 'leader started',
  'ensemble-left': 'left the ensemble',
  'ensemble-joined': 'joined the ensemble',
} as const;

/** Only what is from the time that is measured: a boot is full of signs. */
function measured<T extends { atMs: number }>(all: readonly T[], { phases }: Timeline): T[] {
  const steadyMs = phases.find(({ name }) => name === 'steady')?.fromMs ?? 0;
  return all.filter(({ atMs }) => atMs >= steadyMs);
}

/** Signs that somebody was given up or took over stand above those of what follows from it. */
const isDecisive = (what: keyof typeof signNames) => what !== 'isr-shrunk' && what !== 'leader-started';

function signRows(timeline: Timeline): Row[] {
  const signs = measured(timeline.signs, timeline);
  if (signs.length === 0) return [];
  return [
    {
      label: 'node logs',
      draw(pen, y) {
        const write = writer(pen);
        for (const { atMs, what, node } of signs) {
          const line = y + (isDecisive(what) ? -7 : 7) * pen.ratio;
          dot(pen, atMs, line);
          write(`${signNames[what]} (${node})`, pen.x(atMs) + 2 * pen.ratio, [line]);
        }
      },
    },
  ];
}

function dot({ context, x, ratio }: Pen, ms: number, y: number): void {
  context.fillStyle = colour('ink-2');
  context.beginPath();
  context.arc(x(ms), y, 2 * ratio, 0, 2 * Math.PI);
  context.fill();
}

function groupRow(timeline: Timeline): Row[] {
  const steps = measured(timeline.group, timeline);
  if (steps.length === 0) return [];
  return [
    {
      label: 'consumer',
      draw(pen, y) {
        const lines = [y - 7 * pen.ratio, y + 7 * pen.ratio];
        const write = writer(pen);
        for (const { atMs, what, error } of steps) {
          dot(pen, atMs, y);
          const words = what.replace('-', ' ');
          write(error === null ? words : `${words} (${error})`, pen.x(atMs), lines);
        }
      },
    },
  ];
}

function stallRow({ stalls }: Timeline): Row[] {
  if (stalls.length === 0) return [];
  return [
    {
      label: 'harness stalls',
      draw({ context, x, ratio }, y) {
        context.fillStyle = colour('ink-2');
        for (const { fromMs, toMs } of stalls) {
          context.fillRect(x(fromMs), y - 4 * ratio, Math.max(ratio, x(toMs) - x(fromMs)), 8 * ratio);
        }
      },
    },
  ];
}
