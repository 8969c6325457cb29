import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runsFor } from '../../src/comparison/judge.ts';
import { judgedMeasures } from '../../src/comparison/measures.ts';

const page = readFileSync(new URL('../../docs/compare.md', import.meta.url), 'utf8');

test('the page lists what is judged, and nothing else', () => {
  const rows = [...page.matchAll(/^\| ([^|]+) \| `(\w+(?:\.\w+)?)` \|/gm)];
  expect(rows.map(([, words, measure]) => ({ words, measure }))).toEqual(
    judgedMeasures.map(({ words, measure }) => ({ words, measure })),
  );
});

test('the page says how many runs so many comparisons need', () => {
  const cells = (head: string) =>
    page
      .split('\n')
      .find((line) => line.startsWith(`| ${head}`))!
      .split(' | ')
      .slice(1)
      .map((cell) => cell.replaceAll(/[,| ]/g, ''));
  const needed = cells('runs needed').map(Number);
  for (const [i, range] of cells('comparisons in the report').entries()) {
    const [from, to = from] = range.split('–').map(Number);
    expect([runsFor(from!), runsFor(to!)]).toEqual([needed[i], needed[i]]);
    expect(runsFor(to! + 1)).toBe(needed[i]! + 1);
  }
});
