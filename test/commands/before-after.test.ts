import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beforeAfter } from '../../src/commands/before-after.ts';
import { UsageError } from '../../src/errors.ts';
import type { Asked } from '../../src/rehearsal/rehearsal.ts';
import type { Results } from '../../src/results/results.ts';
import { folder, fourSeconds, nineSeconds, repeats } from '../comparison/literal-runs.ts';
import { writeResults } from '../tradeoff/literal-sweep.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-before-after-'));
});
afterEach(() => rmSync(place, { recursive: true }));

function written(results: Results): string {
  const path = mkdtempSync(join(place, 'results-'));
  writeResults(path, results);
  return path;
}

const upgrade: Asked = { from: '3.9.2', to: '4.3.1', mode: 'kraft', maxOutageMs: 10_000 };
const migration: Asked = { from: '3.9.2', to: '3.9.2', mode: 'zk-to-kraft', maxOutageMs: 10_000 };

test('an outage that grew is told first, with both medians and the interval of the difference', () => {
  const [before, after] = [fourSeconds, nineSeconds].map((outages) => written(folder(repeats(outages))));
  const { news, counts } = beforeAfter(before!, after!, upgrade);
  expect(news[0]).toEqual([
    ...['kill-leader kraft', 'no writes for', '3.5 s', '8.4 s'],
    '+5.0 s (+4.9 to +5.0 s)',
    'worse',
  ]);
  expect(counts).toMatch(/^\d+ worse, /);
});

test('too few runs tell nothing, and how many would is said', () => {
  const { news, remarks } = beforeAfter(
    written(folder(repeats([4_000]))),
    written(folder(repeats([9_000]))),
    upgrade,
  );
  expect(news).toEqual([]);
  expect(remarks.join(' ')).toMatch(/at least \d+ each are needed/);
});

test('an expectation that no longer holds is told, whatever the numbers say', () => {
  const failed = { name: 'the outage is felt', bound: '≥ 1000', measured: 0, outcome: 'fail' } as const;
  const after = repeats(fourSeconds.slice(0, 4), { outcome: 'fail' }, { expectations: [failed] });
  const { alarms } = beforeAfter(
    written(folder(repeats(fourSeconds.slice(0, 4)))),
    written(folder(after)),
    upgrade,
  );
  expect(alarms).toEqual([
    'kill-leader kraft: "the outage is felt" does not hold in 4 of 4 runs any more, and did in all before.',
  ]);
});

test('for a migration each side has its mode alone, though both were run', () => {
  const both = (zk: readonly number[], kraft: readonly number[]) =>
    folder([
      ...repeats(zk, { mode: 'zk' }),
      ...repeats(kraft).map((each) => ({ ...each, index: each.index + 100 })),
    ]);
  const sides = [both(nineSeconds, fourSeconds), both(nineSeconds, fourSeconds)].map(written);
  expect(beforeAfter(sides[0]!, sides[1]!, migration).news[0]).toMatchObject({ 5: 'better' });
  const ofZk = written(folder(repeats(nineSeconds, { mode: 'zk' })));
  expect(() => beforeAfter(ofZk, ofZk, migration)).toThrow(/has no results in kraft mode/);
});

test('for a migration the two modes are the two sides; otherwise they have nothing in common', () => {
  const before = written(folder(repeats(nineSeconds, { mode: 'zk' })));
  const after = written(folder(repeats(fourSeconds)));
  expect(beforeAfter(before, after, migration).news[0]).toMatchObject({
    0: 'kill-leader zk-to-kraft',
    5: 'better',
  });
  expect(() => beforeAfter(before, after, upgrade)).toThrow(UsageError);
  expect(() => beforeAfter(before, after, upgrade)).toThrow(/no experiment in common/);
});
