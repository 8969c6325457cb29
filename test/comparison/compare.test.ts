import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { compareFolders, isWorse } from '../../src/comparison/compare.ts';
import { sectionsOf } from '../../src/comparison/sections.ts';
import { inMarkdown, inTerminal } from '../../src/comparison/text.ts';
import type { Results } from '../../src/results/results.ts';
import { literalRun } from '../results/literal-results.ts';
import { folder, fourSeconds, nineSeconds, repeats } from './literal-runs.ts';

const text = (base: Results, head: Results, all = false) =>
  stripVTControlCharacters(inTerminal(sectionsOf(compareFolders(base, head), all)));

const atSession = (timeout: string) => ({
  cluster: {
    ...literalRun().cluster,
    effectiveConfig: { 'broker-1': { 'broker.session.timeout.ms': timeout } },
  },
});
const nine = folder(repeats(nineSeconds, {}, atSession('9000')));
const four = folder(repeats(fourSeconds, {}, atSession('4000')));

describe('a folder', () => {
  test('with itself does not differ in anything', () => {
    const compared = compareFolders(nine, nine);
    expect(
      new Set(compared.cells.flatMap(({ comparisons }) => comparisons.map(({ verdict }) => verdict))),
    ).toEqual(new Set(['no difference']));
    expect(isWorse(compared)).toBe(false);
    expect(text(nine, nine)).toBe(`BASE: suite nightly, begun 2026-11-25 02:00: 8 runs
HEAD: suite nightly, begun 2026-11-25 02:00: 8 runs
1 cell (experiment × mode), 5 comparisons: 5 no difference
each p is corrected for 2 tests

1 cell without news: 5 no difference (--all shows them, the largest differences first)
`);
  });

  test('of runs at four seconds is better than one at nine, and says by how much', () => {
    expect(text(nine, four)).toBe(`BASE: suite nightly, begun 2026-11-25 02:00: 8 runs
HEAD: suite nightly, begun 2026-11-25 02:00: 8 runs
differs: broker.session.timeout.ms 9000 -> 4000
1 cell (experiment × mode), 5 comparisons: 2 better, 3 no difference
each p is corrected for 2 tests

kill-leader kraft, 8 runs against 8
                     BASE     HEAD     difference (95 %)         p
  no writes for      8.4 s    3.5 s    −5.0 s (−5.0 to −4.9 s)   0.00031   better
  no writes in all   8.4 s    3.5 s    −5.0 s (−5.0 to −4.9 s)   0.00031   better
  no reads for       0 ms     0 ms     0 ms                      –         no difference: the same values
  full ISR after     16.3 s   16.3 s   0 ms                      –         no difference: the same values
  does not hold      0 of 8   0 of 8                             –         no difference: the same values
`);
    expect(isWorse(compareFolders(nine, four))).toBe(false);
    expect(isWorse(compareFolders(four, nine))).toBe(true);
  });
});

test('the cell that became worst comes first, and what is new in none is counted only', () => {
  const others = [
    repeats([200, 210, 220], { experiment: 'stop-leader' }),
    repeats(nineSeconds, { experiment: 'pause-leader' }),
  ];
  const base = folder(...others, repeats(nineSeconds), repeats(fourSeconds, { mode: 'zk' }));
  const twice = fourSeconds.map((ms) => 2 * ms);
  const head = folder(...others, repeats(fourSeconds), repeats(twice, { mode: 'zk' }));
  const titles = sectionsOf(compareFolders(base, head), false).flatMap(({ title }) => title ?? []);
  expect(titles).toEqual(['kill-leader zk, 8 runs against 8', 'kill-leader kraft, 8 runs against 8']);
  expect(text(base, head)).toContain('2 cells without news: 10 no difference');
  const all = sectionsOf(compareFolders(base, head), true).flatMap(({ title }) => title ?? []);
  expect(all).toHaveLength(4);
});

test('a lost record is worse at once, by one run as well, and before everything else', () => {
  const lost = { safety: { ...literalRun().safety, lost: 3 } };
  const base = folder(repeats([9_200]), repeats([9_200], { mode: 'zk' }));
  const head = folder(repeats([9_200], {}, lost), repeats([9_200], { mode: 'zk' }));
  expect(isWorse(compareFolders(base, head))).toBe(true);
  expect(isWorse(compareFolders(head, base))).toBe(false);
  expect(text(base, head)).toContain(`Guarantees that no run of BASE broke
                      found                       BASE            HEAD
  kill-leader kraft   acknowledged records lost   none in 1 run   3 in 1 of 1 run   worse
`);
});

describe('an expectation that held in every run of BASE', () => {
  const failed = {
    expectations: [{ name: 'back in 12 s', bound: '≤ 12000', measured: 13_000, outcome: 'fail' as const }],
  };
  const failing = (runs: number) =>
    folder(
      repeats(nineSeconds.slice(0, runs), { outcome: 'fail' }, failed),
      repeats(nineSeconds.slice(runs)),
    );

  test('is named where it did not hold once, which may be chance', () => {
    const compared = compareFolders(nine, failing(1));
    expect(isWorse(compared)).toBe(false);
    expect(text(nine, failing(1))).toContain(`Expectations that held in every run of BASE
                      expectation    not so in HEAD
  kill-leader kraft   back in 12 s   1 of 8 runs      may be chance
`);
  });

  test('and in hardly any of HEAD is worse', () => {
    expect(isWorse(compareFolders(nine, failing(7)))).toBe(true);
    expect(text(nine, failing(7))).toMatch(/back in 12 s +7 of 8 runs +worse\n/);
    expect(text(nine, failing(7))).toMatch(/does not hold +0 of 8 +7 of 8 +0\.0042 +worse\n/);
  });

  test('is none where it failed in BASE already', () => {
    expect(text(failing(1), failing(7))).not.toContain('Expectations that held');
  });
});

test('too few runs are said to be, with how many it takes', () => {
  const base = folder(repeats([8_000]));
  const head = folder(repeats([60_000]));
  expect(text(base, head)).toContain(
    '2 comparisons of too few runs (1 run against 1): at least 5 each are needed for a p below 0.05 in 2 comparisons\n',
  );
  expect(text(base, head, true)).toMatch(
    /no writes for +8\.0 s +60\.0 s +\+52\.0 s +– +cannot tell: 1 run against 1, at least 5 each are needed\n/,
  );
});

test('what was measured on one side only is listed, and what was of no use is counted', () => {
  const base = folder(repeats([1, 2]), repeats([1], { mode: 'zk' }), repeats([1], { outcome: 'unknown' }));
  const head = folder(
    repeats([1, 2]),
    repeats([1], { experiment: 'stop-leader' }),
    repeats([1], { outcome: 'not run' }),
  );
  const told = text(base, head);
  expect(told).toContain('BASE: suite nightly, begun 2026-11-25 02:00: 3 runs; not used: 1 unknown\n');
  expect(told).toContain('HEAD: suite nightly, begun 2026-11-25 02:00: 3 runs; not used: 1 not run\n');
  expect(told).toContain('only in BASE: kill-leader zk\n');
  expect(told).toContain('only in HEAD: stop-leader kraft\n');
});

test('long lists are cut, and --all has them whole', () => {
  const many = folder(
    repeats([1]),
    ...Array.from({ length: 9 }, (_, i) => repeats([1], { experiment: `other-${i}` })),
  );
  const one = folder(repeats([1]));
  expect(text(many, one)).toMatch(
    /only in BASE: other-0 kraft, .*other-5 kraft, and 3 more \(--all lists them\)\n/,
  );
  expect(text(many, one, true)).toMatch(/only in BASE: other-0 kraft, .*other-8 kraft\n/);
});

test('what differs in some cells only says in how many, and in which', () => {
  const newer = { kafkaVersion: '4.3.1' };
  const base = folder(repeats(nineSeconds), repeats([1], { mode: 'zk' }));
  const head = folder(repeats(fourSeconds, newer), repeats([1], { mode: 'zk' }));
  expect(text(base, head)).toContain('differs in 1 cell: Kafka 3.9.2 -> 4.3.1\n');
  expect(text(base, head)).toContain('kill-leader kraft, 8 runs against 8\ndiffers: Kafka 3.9.2 -> 4.3.1\n');
});

test('as Markdown it is the same, with signs instead of colours', () => {
  const md = inMarkdown(sectionsOf(compareFolders(four, nine), false));
  expect(md).toMatch(/^# HEAD against BASE\n\n- BASE: suite nightly/);
  expect(md).toContain(
    '## kill-leader kraft, 8 runs against 8\n\n|  | BASE | HEAD | difference (95 %) | p |  |\n| --- |',
  );
  expect(md).toContain('| no writes for | 3.5 s | 8.4 s | +5.0 s (+4.9 to +5.0 s) | 0.00031 | ❌ worse |\n');
});
