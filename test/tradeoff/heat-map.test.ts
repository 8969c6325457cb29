import { expect, it } from 'vitest';
import { heatMapsOf } from '../../src/tradeoff/heat-map.ts';
import { tradeoffOf } from '../../src/tradeoff/recommend.ts';
import { pointOf, sweepOf, timeoutStudy } from './literal-sweep.ts';

const session = 'controller:broker.session.timeout.ms';
const heartbeat = 'broker:broker.heartbeat.interval.ms';
const axes = [
  { setting: session, values: ['6000', '9000'] },
  { setting: heartbeat, values: ['1000', '2000'] },
];
const at = (timeout: number, interval: number) => [`${session}=${timeout}`, `${heartbeat}=${interval}`];

it('two settings are a map of outages and one of false failovers, each cell with its number', () => {
  const results = sweepOf(
    [
      ...pointOf(at(6000, 1000), [
        [5, 5, 5],
        [1, 1, 1],
      ]),
      ...pointOf(at(6000, 2000), [
        [6, 6, 6],
        [2, 2, 2],
      ]),
      ...pointOf(at(9000, 1000), [
        [9, 9, 9],
        [0, 0, 0],
      ]),
    ],
    { axes, defaults: at(9000, 2000) },
  );
  const [outages, failovers] = heatMapsOf(tradeoffOf(results, results.sweep!));
  expect(outages).toEqual({
    title: 'outage',
    down: 'broker.session.timeout.ms',
    across: 'broker.heartbeat.interval.ms',
    columns: ['1000', '2000'],
    rows: [
      {
        value: '6000',
        cells: [
          { text: '5.0 s', share: 0, state: 'front' },
          { text: '6.0 s', share: 0.25, state: 'dominated' },
        ],
      },
      {
        value: '9000',
        cells: [
          { text: '9.0 s', share: 1, state: 'recommended' },
          { text: '', share: null, state: 'not tried' },
        ],
      },
    ],
  });
  expect(failovers!.rows.map(({ cells }) => cells.map(({ text, share }) => [text, share]))).toEqual([
    [
      ['1', 0.5],
      ['2', 1],
    ],
    [
      ['0', 0],
      ['', null],
    ],
  ]);
});

it('one setting, or three, is no map', () => {
  const results = timeoutStudy();
  expect(heatMapsOf(tradeoffOf(results, results.sweep!))).toEqual([]);
  const three = { ...results.sweep!, axes: [...axes, { setting: 'zookeeper:tickTime', values: ['1', '2'] }] };
  expect(heatMapsOf(tradeoffOf(results, three))).toEqual([]);
});
