/** Two settings against each other, each number in a cell: what a table of points cannot show, where the valley lies. */
import { alarmOf, outageText, rate } from './numbers-in-words.ts';
import type { MeasuredPoint } from './points.ts';
import type { Tradeoff } from './recommend.ts';
import { type State, stateOf } from './tables.ts';

export interface HeatCell {
  text: string;
  /** Between the least of all cells, 0, and the greatest, 1; null where nothing is known. */
  share: number | null;
  state: State | 'not tried';
}

export interface HeatMap {
  title: string;
  /** The settings: whose values the rows have, and whose the columns. */
  down: string;
  across: string;
  columns: string[];
  rows: { value: string; cells: HeatCell[] }[];
}

/** A map of outages and one of false failovers; none unless there are just two settings with several values. */
export function heatMapsOf(tradeoff: Tradeoff): HeatMap[] {
  const axes = tradeoff.sweep.axes.filter(({ values }) => values.length > 1);
  const [down, across] = axes;
  if (down === undefined || across === undefined || axes.length > 2) return [];
  const numbers: [
    title: string,
    number: (point: MeasuredPoint) => number | null,
    text: (point: MeasuredPoint) => string,
  ][] = [
    ['outage', ({ outage }) => outage?.median ?? null, ({ outage }) => outageText(outage!)],
    [
      `${alarmOf(tradeoff.sweep)}s a round`,
      ({ falseFailovers }) => falseFailovers?.value ?? null,
      ({ falseFailovers }) => rate(falseFailovers!.value),
    ],
  ];
  return numbers.map(([title, numberOf, textOf]) => {
    const known = tradeoff.points.map(numberOf).filter((number) => number !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const cellOf = (row: string, column: string): HeatCell => {
      const wanted = [`${down.setting}=${row}`, `${across.setting}=${column}`];
      const point = tradeoff.points.find(({ set }) => wanted.every((each) => set.includes(each)));
      if (point === undefined) return { text: '', share: null, state: 'not tried' };
      const number = numberOf(point);
      const state = stateOf(point, tradeoff);
      if (number === null) return { text: '–', share: null, state };
      return { text: textOf(point), share: most === least ? 0 : (number - least) / (most - least), state };
    };
    return {
      title,
      down: keyOf(down.setting),
      across: keyOf(across.setting),
      columns: [...across.values],
      rows: down.values.map((value) => ({
        value,
        cells: across.values.map((column) => cellOf(value, column)),
      })),
    };
  });
}

const keyOf = (setting: string) => setting.slice(setting.indexOf(':') + 1);
