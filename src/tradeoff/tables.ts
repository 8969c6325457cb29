/**
 * The points of a sweep as tables of text, for terminals, Markdown and pages alike: the trade in one, and in another what
 * each experiment measured.
 */
import { duration } from '../text/words.ts';
import { meanOf } from './headline.ts';
import { alarmOf, alarmsText, outageWithInterval, rate, rateWithInterval } from './numbers-in-words.ts';
import { lengthOf, type MeasuredPoint, type Speed, type Steadiness } from './points.ts';
import { betterThan, isTraded, type Traded, type Tradeoff } from './recommend.ts';
import { valueInWords } from './settings.ts';

export type State = 'recommended' | 'front' | 'dominated' | 'not measured';

export interface Row {
  state: State;
  cells: string[];
}

export interface Table {
  heads: string[];
  rows: Row[];
}

/** A sign beside the word, for what has no colours. */
export const stateSigns: Record<State, string> = {
  recommended: '→',
  front: '●',
  dominated: '○',
  'not measured': ' ',
};

/** Every point with its two numbers, the best trade first. */
export function tradeTable(tradeoff: Tradeoff): Table {
  const { sweep, front } = tradeoff;
  const several = sweep.speed.length > 1;
  const rows = inOrder(tradeoff).map((point): Row => {
    const { outage, falseFailovers } = point;
    return {
      state: stateOf(point, tradeoff),
      cells: [
        ...point.values.map(valueInWords),
        outage === null ? '–' : `${outageWithInterval(outage)}${several ? `, ${outage.experiment}` : ''}`,
        falseFailovers === null ? '–' : rateWithInterval(falseFailovers),
        runsText(point),
        remarkOn(point, tradeoff, front),
      ],
    };
  });
  return { heads: [...keysOf(tradeoff), 'outage', `${alarmOf(sweep)}s a round`, 'runs', ''], rows };
}

/** What each experiment measured at each point: of speed only where there are several, because the trade has it otherwise. */
export function detailTables(tradeoff: Tradeoff): { title: string; table: Table }[] {
  return [
    { title: 'How steady each setting was', table: steadinessTable(tradeoff) },
    ...(tradeoff.sweep.speed.length > 1
      ? [{ title: 'How fast each setting was', table: speedTable(tradeoff) }]
      : []),
  ].filter(({ table }) => table.rows.length > 0);
}

function steadinessTable(tradeoff: Tradeoff): Table {
  const heads = [
    ...[...keysOf(tradeoff), 'nothing dies', 'runs', `${alarmOf(tradeoff.sweep)}s a run`, 'ISR shrinks'],
    ...['refused', 'unanswered', 'longest wait', 'p99'],
  ];
  const cells = (each: Steadiness) => [
    each.experiment,
    String(each.falseFailovers.length),
    each.falseFailovers.length === 0 ? '–' : rate(meanOf(each.falseFailovers)),
    orDash(each.isrShrinks, rate),
    orDash(each.refused, rate),
    orDash(each.unanswered, rate),
    orDash(each.longestMs, (ms) => (ms === 0 ? 'no gap' : duration(ms))),
    orDash(each.p99Ms, duration),
  ];
  return { heads, rows: rowsOf(tradeoff, ({ steadiness }) => steadiness.map(cells)) };
}

function speedTable(tradeoff: Tradeoff): Table {
  const heads = [...keysOf(tradeoff), 'something is broken', 'runs', 'outage'];
  const cells = ({ experiment, outagesMs, outage }: Speed) => [
    experiment,
    String(outagesMs.length),
    orDash(outage, outageWithInterval),
  ];
  return { heads, rows: rowsOf(tradeoff, ({ speed }) => speed.map(cells)) };
}

export function stateOf(point: MeasuredPoint, { front, recommendation }: Tradeoff): State {
  if (recommendation.kind === 'recommended' && recommendation.point === point) return 'recommended';
  if (!isTraded(point)) return 'not measured';
  return front.includes(point) ? 'front' : 'dominated';
}

/** The recommended first, then the rest of the front, then what is dominated, and at the end what has no numbers. */
function inOrder(tradeoff: Tradeoff): MeasuredPoint[] {
  const order: readonly State[] = ['recommended', 'front', 'dominated', 'not measured'];
  const place = (point: MeasuredPoint) => order.indexOf(stateOf(point, tradeoff));
  return tradeoff.points.toSorted(
    (a, b) => place(a) - place(b) || (a.outage?.median ?? 0) - (b.outage?.median ?? 0),
  );
}

function rowsOf(tradeoff: Tradeoff, cellsOf: (point: MeasuredPoint) => string[][]): Row[] {
  const decided = inOrder(tradeoff).filter(({ runs }) => runs.counted > 0);
  return decided.flatMap((point) =>
    cellsOf(point).map((cells) => ({
      state: stateOf(point, tradeoff),
      cells: [...point.values.map(valueInWords), ...cells],
    })),
  );
}

/** The keys of the settings; with the role only where a key is there for two. */
export function keysOf({ sweep }: Tradeoff): string[] {
  const keys = sweep.axes.map(({ setting }) => setting.slice(setting.indexOf(':') + 1));
  return keys.map((key, i) => (keys.indexOf(key) === keys.lastIndexOf(key) ? key : sweep.axes[i]!.setting));
}

function runsText({ runs }: MeasuredPoint): string {
  const others = [
    ...(runs.unknown === 0 ? [] : [`${runs.unknown} unknown`]),
    ...(runs.notRun === 0 ? [] : [`${runs.notRun} not run`]),
  ];
  return `${runs.counted}${others.length === 0 ? '' : ` (and ${others.join(', ')})`}`;
}

function remarkOn(point: MeasuredPoint, tradeoff: Tradeoff, front: readonly Traded[]): string {
  const state = stateOf(point, tradeoff);
  const better = isTraded(point) ? betterThan(point, front) : undefined;
  const said =
    state === 'not measured'
      ? whyNotMeasured(point)
      : isTraded(point) && better !== undefined
        ? whyDominated(point, better, alarmOf(tradeoff.sweep))
        : state === 'recommended'
          ? 'recommended'
          : 'on the front';
  return `${said}${point.isDefault ? "; Kafka's default" : ''}`;
}

/** "slower than 12000 by 2.1 s and no steadier". */
function whyDominated(point: Traded, better: Traded, alarm: string): string {
  const [length, ofBetter] = [lengthOf(point.outage), lengthOf(better.outage)];
  if (length === Infinity && ofBetter < Infinity)
    return `its outage was not over, that of ${better.name} was`;
  const slowerMs = length === ofBetter ? 0 : length - ofBetter;
  const more = point.falseFailovers.value - better.falseFailovers.value;
  const moreOften = `${alarmsText(more, alarm)} a round more`;
  if (slowerMs === 0) return `no faster than ${better.name}, and ${moreOften}`;
  const slower = `slower than ${better.name} by ${duration(slowerMs)}`;
  return more === 0 ? `${slower} and no steadier` : `${slower}, and ${moreOften}`;
}

function whyNotMeasured({ runs, speed, steadiness }: MeasuredPoint): string {
  if (runs.counted === 0) return 'no run decided anything';
  const without = [
    ...speed.filter(({ outage }) => outage === null),
    ...steadiness.filter(({ falseFailovers }) => falseFailovers.length === 0),
  ].map(({ experiment }) => experiment);
  return without.length === 0 ? 'one side only' : `no run of ${without.join(', ')} tells`;
}

function orDash<T>(value: T | null, inWords: (value: T) => string): string {
  return value === null ? '–' : inWords(value);
}
