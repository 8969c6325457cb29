/** How marks look in every strip: fault and healing as bands, states as bars, what cannot be told hatched. */
import type { LaneState, Timeline } from '../../../results/timeline.ts';
import type { PageRun } from '../page-data.ts';
import type { Backdrop, Pen } from './chart.ts';
import { hitText } from './figures.ts';
import { colour } from './theme.ts';

interface Band {
  fromMs: number;
  toMs: number;
}

/** The stretches in which something was broken; and from the last healing until the cluster was seen to be well again. */
export interface Bands {
  broken: (Band & { text: string })[];
  mended: Band[];
}

export function bandsOf({ healed }: PageRun, { faults, durationMs }: Timeline): Bands {
  const broken = faults.map((fault) => ({
    fromMs: fault.injectedAtMs,
    toMs: fault.healedAtMs ?? durationMs,
    text: hitText(fault),
  }));
  const lastMs = Math.max(...faults.map(({ healedAtMs }) => healedAtMs ?? -Infinity));
  const wasMended = healed !== null && Number.isFinite(lastMs) && lastMs <= healed.atMs;
  return { broken, mended: wasMended ? [{ fromMs: lastMs, toMs: healed.atMs }] : [] };
}

/** Bands behind everything, and lines where they begin and where the cluster was well again. */
export function bandsBackdrop({ broken, mended }: Bands): Backdrop {
  const area = ({ context, x, box }: Pen, fromMs: number, toMs: number, name: string) => {
    context.fillStyle = colour(`${name}-band`);
    context.fillRect(x(fromMs), box.top, x(toMs) - x(fromMs), box.height);
  };
  const line = ({ context, x, box, ratio }: Pen, ms: number, name: string) => {
    context.fillStyle = colour(`${name}-line`);
    context.fillRect(x(ms), box.top, 1.5 * ratio, box.height);
  };
  return {
    behind(pen) {
      for (const { fromMs, toMs } of broken) area(pen, fromMs, toMs, 'fault');
      for (const { fromMs, toMs } of mended) area(pen, fromMs, toMs, 'healing');
    },
    before(pen) {
      for (const { fromMs } of broken) line(pen, fromMs, 'fault');
      for (const { fromMs, toMs } of mended) for (const ms of [fromMs, toMs]) line(pen, ms, 'healing');
    },
  };
}

/**
 * Small text in the first of some lines in which it does not run over what was written before; nothing if there is none. What
 * would run over the edge is shortened, or left out if little would remain.
 */
export function writer({
  context,
  ratio,
  box,
}: Pen): (text: string, x: number, lines: number[], ink?: string) => void {
  const endOf = new Map<number, number>();
  context.font = `${10.5 * ratio}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  return (text, x, lines, ink = 'ink-2') => {
    const from = x + 3 * ratio;
    const y = lines.find((line) => from >= (endOf.get(line) ?? -Infinity));
    const room = box.left + box.width - from;
    const fitting =
      from < box.left ? undefined : fittingIn(text, (part) => context.measureText(part).width <= room);
    if (y === undefined || fitting === undefined) return;
    context.fillStyle = colour(ink);
    context.fillText(fitting, from, y);
    endOf.set(y, from + context.measureText(fitting).width + 4 * ratio);
  };
}

/** A text with less of it left would be taken for another one: broker-1 for broker-12. */
const leastLeft = 12;

/** The text, or as much of its begin as fits; undefined if that is too little to tell what it was. */
export function fittingIn(text: string, fits: (text: string) => boolean): string | undefined {
  if (fits(text)) return text;
  for (let length = text.length - 1; length >= leastLeft; length--) {
    const part = `${text.slice(0, length).trimEnd()}…`;
    if (fits(part)) return part;
  }
  return undefined;
}

/** A stretch of one state. `unknown` is hatched and `refused` is solid and tall, so that no colour is needed to tell them apart. */
export function drawState(pen: Pen, fromMs: number, toMs: number, y: number, state: LaneState): void {
  const { context, x, ratio } = pen;
  const half = (state === 'available' ? 3 : 6.5) * ratio;
  const [left, width] = [x(fromMs), Math.max(ratio, x(toMs) - x(fromMs))];
  if (state !== 'unknown') {
    context.fillStyle = colour(state);
    context.fillRect(left, y - half, width, 2 * half);
    return;
  }
  context.save();
  context.beginPath();
  context.rect(left, y - half, width, 2 * half);
  context.clip();
  context.fillStyle = colour('unknown-pale');
  context.fillRect(left, y - half, width, 2 * half);
  context.strokeStyle = colour('unknown');
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  const step = 5 * ratio;
  // The hatching stands still when the stretch is cut by a zoom: it starts at multiples of its own step.
  for (let at = Math.floor(left / step) * step - 2 * half; at < left + width; at += step) {
    context.moveTo(at, y + half);
    context.lineTo(at + 2 * half, y - half);
  }
  context.stroke();
  context.strokeRect(left, y - half, width, 2 * half);
  context.restore();
}

/** The colours of several things in one strip, by their place; style.css has eight that can be told apart without hue too. */
export const hue = (at: number) => colour(`hue-${at % 6}`);
