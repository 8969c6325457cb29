import { expect, test } from 'vitest';
import { measures } from '../../src/checkers/measure.ts';
import { type Judged, judgedMeasures, valuesOf } from '../../src/comparison/measures.ts';
import type { Run } from '../../src/results/run-json.ts';
import { literalRun } from '../results/literal-results.ts';

const judged = (measure: Judged['measure']) => judgedMeasures.find((each) => each.measure === measure)!;
const values = (measure: Judged['measure'], ...runs: Run[]) =>
  valuesOf(runs, judged(measure)).map(({ value, isOpen }) => (isOpen ? `≥ ${value}` : value));

test('what is judged can be bound by expectations as well, but for the outcome', () => {
  const paths = judgedMeasures.map(({ measure }) => measure);
  expect(paths.filter((path) => !(measures as readonly string[]).includes(path))).toEqual(['outcome']);
});

test('a number that a run does not know is left out', () => {
  expect(values('admin.longestMs', literalRun())).toEqual([]);
  expect(values('produce.longestMs', literalRun(), literalRun({}, 4_200))).toEqual([9_200, 4_200]);
});

test('a recovery that was never reached is infinite, and where nothing was broken there is none', () => {
  const never = { recovery: { ...literalRun().recovery, fullIsrMs: null } };
  expect(values('recovery.fullIsrMs', literalRun(never), literalRun())).toEqual(['≥ Infinity', 16_300]);
  expect(values('recovery.fullIsrMs', literalRun({ ...never, faults: [] }))).toEqual([]);
});

test('an outage that was on when the measuring ended is open, and that of another probe is not', () => {
  const { produce } = literalRun();
  const [partition] = produce.partitions;
  const censored = partition!.windows.map((window) => ({ ...window, toMs: null, censored: true }));
  const run = literalRun({ produce: { ...produce, partitions: [{ ...partition!, windows: censored }] } });
  expect(values('produce.longestMs', run)).toEqual(['≥ 9200']);
  expect(values('produce.unavailableMs', run)).toEqual(['≥ 9200']);
  expect(values('consume.longestMs', run)).toEqual([0]);
});

test('a run that fails counts as one', () => {
  expect(values('outcome', literalRun(), literalRun({ outcome: 'fail' }))).toEqual([0, 1]);
});
