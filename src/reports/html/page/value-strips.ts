/** What is measured over time: latency, errors, replicas in sync, what waits for the consumer. */

import type { Timeline } from '../../../results/timeline.ts';
import { count, duration } from '../../../text/words.ts';
import type { Pen, Strip } from './chart.ts';
import { h } from './dom.ts';
import { hue } from './marks.ts';
import { colour } from './theme.ts';

/** How far the scales of values go. Runs that are compared have them in common. */
export interface Scales {
  tookMs: number;
  lag: number;
}

export function scalesOf(timelines: readonly Timeline[]): Scales {
  return {
    tookMs: Math.max(10, ...timelines.flatMap(({ latency }) => latency.tookMs)),
    lag: Math.max(10, ...timelines.flatMap(({ lag }) => lag?.most ?? [])),
  };
}

/** Each attempt at the time at which it was scheduled. How it ended is its shape as well as its colour. */
export function latencyStrip({ latency }: Timeline, scales: Scales): Strip | null {
  const { atMs, tookMs, outcome, partition, binMs, attempts } = latency;
  if (atMs.length === 0) return null;
  const least = 1;
  return {
    name: 'latency',
    title: 'Latency from the scheduled time',
    note: h(
      'span',
      { class: 'key' },
      ...(['ok', 'fail', 'unknown'] as const).flatMap((ended) => [
        h('i', { class: `dot-${ended}` }),
        `${endings[ended]} `,
      ]),
      `– ${count(atMs.length)} of ${count(attempts)} attempts: of each outcome the fastest, middle and slowest in ${duration(binMs)}`,
    ),
    height: 170,
    y: { min: least, max: 1.5 * 10 ** Math.ceil(Math.log10(scales.tookMs)), log: true },
    unit: duration,
    draw(pen) {
      for (const [at, ms] of atMs.entries())
        drawPoint(pen, pen.x(ms), pen.y(Math.max(least, tookMs[at]!)), outcome[at]!);
    },
    read(ms) {
      const nearest = nearestTo(atMs, ms);
      if (Math.abs(atMs[nearest]! - ms) > 4 * binMs) return '';
      return `${duration(tookMs[nearest]!)} ${endings[outcome[nearest]!]} on ${partition[nearest]}`;
    },
  };
}

const endings = { ok: 'acknowledged', fail: 'refused', unknown: 'unknown' } as const;

function nearestTo(values: readonly number[], wanted: number): number {
  let nearest = 0;
  for (const [at, value] of values.entries()) {
    if (Math.abs(value - wanted) < Math.abs(values[nearest]! - wanted)) nearest = at;
  }
  return nearest;
}

function drawPoint({ context, ratio }: Pen, x: number, y: number, outcome: keyof typeof endings): void {
  const size = 2.4 * ratio;
  context.lineWidth = 1.3 * ratio;
  context.beginPath();
  if (outcome === 'ok') {
    context.fillStyle = colour('available');
    context.arc(x, y, 1.7 * ratio, 0, 2 * Math.PI);
    context.fill();
  } else if (outcome === 'fail') {
    context.strokeStyle = colour('refused');
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x - size, y + size);
    context.lineTo(x + size, y - size);
    context.stroke();
  } else {
    context.strokeStyle = colour('unknown');
    context.strokeRect(x - size, y - size, 2 * size, 2 * size);
  }
}

/** A row for each name of an error, its bars as high as there were many in their bin. */
export function errorsStrip({ errors }: Timeline): Strip | null {
  const { binMs, byName } = errors;
  const names = Object.entries(byName);
  if (names.length === 0) return null;
  const most = Math.max(...names.flatMap(([, bins]) => bins.map(([, times]) => times)));
  const at = (index: number) => names.length - 1 - index;
  return {
    name: 'errors',
    title: 'Errors by name',
    note: `attempts that ended with them in ${duration(binMs)}, ${count(most)} at most`,
    height: names.length * 40 + 8,
    y: { min: -0.5, max: names.length - 0.5 },
    labels: names.map(([name], index) => ({ at: at(index), text: inLines(name) })),
    draw(pen) {
      const { context, ratio } = pen;
      for (const [index, [, bins]] of names.entries()) {
        const floor = pen.y(at(index)) + 15 * ratio;
        context.fillStyle = colour('grid');
        context.fillRect(pen.box.left, floor, pen.box.width, ratio);
        context.fillStyle = colour('refused');
        for (const [bin, times] of bins) {
          const height = Math.max(ratio, (times / most) * 26 * ratio);
          const left = pen.x(bin * binMs);
          context.fillRect(
            left,
            floor - height,
            Math.max(ratio, pen.x((bin + 1) * binMs) - left - 0.5 * ratio),
            height,
          );
        }
      }
    },
    read: (ms) =>
      names
        .flatMap(([name, bins]) => {
          const found = bins.find(([bin]) => bin === Math.floor(ms / binMs));
          return found === undefined ? [] : `${name} ${count(found[1])}`;
        })
        .join(', '),
  };
}

/** Kafka's name of an error in lines that find room beside the strip: "NOT_LEADER_", "OR_FOLLOWER". */
function inLines(name: string): string {
  const lines = name.match(/.{1,12}$|.{1,11}_|.{1,12}/g) ?? [];
  return (lines.length > 3 ? [...lines.slice(0, 2), '…'] : lines).join('\n');
}

/** How many replicas of each partition are in sync, as steps. */
export function isrStrip({ leadership, lanes, durationMs }: Timeline): Strip | null {
  const partitions = lanes.map(({ partition }) => partition);
  const stepsOf = (partition: number) => leadership.filter((step) => step.partition === partition);
  const most = Math.max(0, ...leadership.map(({ isr }) => isr.length));
  if (most === 0) return null;
  return {
    name: 'isr',
    title: 'Replicas in sync',
    note: h(
      'span',
      { class: 'key' },
      ...partitions
        .slice(0, 6)
        .flatMap((partition, at) => [h('i', { class: `line-${at % 6}` }), `partition ${partition} `]),
    ),
    height: 90,
    y: { min: 0, max: most + 0.5 },
    labels: Array.from({ length: most + 1 }, (_, at) => ({ at, text: String(at) })),
    draw(pen) {
      for (const [at, partition] of partitions.entries()) {
        // Lines of partitions that are the same lie beside each other.
        const aside = (at - (partitions.length - 1) / 2) * Math.min(3, 12 / partitions.length) * pen.ratio;
        drawSteps(
          pen,
          stepsOf(partition).map(({ atMs, isr }) => [atMs, isr.length]),
          durationMs,
          aside,
          at,
        );
      }
    },
    read: (ms) =>
      partitions
        .map((partition) => {
          const step = stepsOf(partition).findLast(({ atMs }) => atMs <= ms);
          return `${partition}: ${step === undefined ? 'unknown' : step.isr.join(' ') || 'none'}`;
        })
        .join(' · '),
  };
}

const dashes = [[], [6, 3], [2, 2], [9, 3, 2, 3], [4, 2], [1, 3]];

function drawSteps(
  pen: Pen,
  steps: (readonly [ms: number, value: number])[],
  endMs: number,
  aside: number,
  at: number,
): void {
  const { context, x, y, ratio } = pen;
  context.strokeStyle = hue(at);
  context.lineWidth = 2 * ratio;
  context.setLineDash(dashes[at % dashes.length]!.map((length) => length * ratio));
  context.beginPath();
  for (const [index, [ms, value]] of steps.entries()) {
    const toMs = steps[index + 1]?.[0] ?? endMs;
    const level = y(value) + aside;
    if (index === 0) context.moveTo(x(ms), level);
    context.lineTo(x(ms), level);
    context.lineTo(x(toMs), level);
  }
  context.stroke();
  context.setLineDash([]);
}

/** Records that were acknowledged and wait for the running consumer. */
export function lagStrip({ lag }: Timeline, scales: Scales): Strip | null {
  if (lag === null) return null;
  const { binMs, most } = lag;
  return {
    name: 'lag',
    title: 'Consumer lag',
    note: `records acknowledged and not delivered yet, the most in ${duration(binMs)}`,
    height: 100,
    y: { min: 0, max: scales.lag * 1.05 },
    unit: count,
    draw(pen) {
      const { context, x, y, ratio } = pen;
      context.beginPath();
      context.moveTo(x(0), y(0));
      for (const [bin, value] of most.entries()) {
        context.lineTo(x(bin * binMs), y(value));
        context.lineTo(x((bin + 1) * binMs), y(value));
      }
      context.lineTo(x(most.length * binMs), y(0));
      context.fillStyle = colour('area');
      context.fill();
      context.strokeStyle = colour('available');
      context.lineWidth = 1.5 * ratio;
      context.stroke();
    },
    read: (ms) => {
      const value = most[Math.floor(ms / binMs)];
      return value === undefined ? '' : `${count(value)} records`;
    },
  };
}
