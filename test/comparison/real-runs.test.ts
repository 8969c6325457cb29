/**
 * What the level promises, tried on what real clusters measured: kill-leader in KRaft, eight runs at a session timeout of 9 s,
 * and five times eight at 4 s (results/reference/compared).
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { compareFolders } from '../../src/comparison/compare.ts';
import { level } from '../../src/comparison/judge.ts';
import { readResults } from '../../src/results/read-results.ts';
import type { Result, Results } from '../../src/results/results.ts';

const read = (name: string) =>
  readResults(new URL(`../../results/reference/compared/${name}`, import.meta.url).pathname);
const nine = read('nine');
const fours = ['four-1', 'four-2', 'four-3', 'four-4', 'four-5'].map(read);

const comparisons = (base: Results, head: Results) =>
  compareFolders(base, head).cells.flatMap((cell) => cell.comparisons);
const isAlarm = (base: Results, head: Results) =>
  comparisons(base, head).some(({ verdict }) => verdict === 'better' || verdict === 'worse');

test.each(fours.map((four, i) => [i + 1, four] as const))(
  '4 s are better than 9 s by some 5 s, set %i',
  (_, four) => {
    const outage = comparisons(nine, four).find(({ judged }) => judged.measure === 'produce.longestMs')!;
    expect(outage.verdict).toBe('better');
    const { from, to } = outage.difference;
    expect(from).toBeLessThan(-5_000);
    expect(to).toBeGreaterThan(-5_000);
  },
);

test('of ten pairs at the same setting none is told apart', () => {
  const pairs = fours.flatMap((base, i) => fours.slice(i + 1).map((head) => isAlarm(base, head)));
  expect(pairs).toHaveLength(10);
  expect(pairs.filter(Boolean)).toHaveLength(0);
});

test('forty runs dealt out by chance, eight against eight, raise no more alarms than the level promises', () => {
  const generator = xoroshiro128plus(20_261_128);
  const all = fours.flatMap(({ results }) => results);
  const side = (results: readonly Result[]): Results => ({
    ...fours[0]!,
    results: results.map((result, index) => ({ ...result, index, n: index + 1 })),
  });
  const dealt = () => {
    const order = all.map((result) => ({ result, place: uniformInt(generator, 0, 1_000_000) }));
    const shuffled = order.sort((a, b) => a.place - b.place).map(({ result }) => result);
    return [side(shuffled.slice(0, 8)), side(shuffled.slice(8, 16))] as const;
  };
  const deals = 300;
  const alarms = Array.from({ length: deals }, dealt).filter((sides) => isAlarm(...sides)).length;
  // 5 %, and two standard errors of 300 deals (1.26 % each).
  expect(alarms / deals).toBeLessThanOrEqual(level + 2 * 0.0126);
}, 60_000);
