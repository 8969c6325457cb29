import { expect, test } from 'vitest';
import { progress } from '../../src/reports/progress.ts';
import type { Result } from '../../src/results/results.ts';
import { literalResult } from '../results/literal-results.ts';

const one = (changes: Partial<Result> = {}) => ({ ...literalResult({}, 9_200), tookMs: 60_000, ...changes });
const suite = { planned: 11, parallel: 1 };

test('says which run came to what, how many there are, and how long the rest may take', () => {
  const first = one();
  expect(progress(first, [first], suite)).toBe(
    '1 of 11: kill-leader kraft 3.9.2 holds, no writes for 9.2 s; some 10 min to go',
  );
});

test('runs at once take their part of the time, and a last one leaves none', () => {
  const first = one();
  expect(progress(first, [first], { ...suite, parallel: 2 })).toMatch(/some 5 min to go$/);
  expect(progress(first, [first], { planned: 1, parallel: 1 })).toMatch(/no writes for 9\.2 s$/);
});

test('a run that is made once more is one run, and its time counts twice', () => {
  const undecided = one({ outcome: 'unknown' });
  const again = one({ attempt: 2, n: 3, set: ['broker:a=1'] });
  expect(progress(again, [undecided, again], suite)).toBe(
    '1 of 11: kill-leader kraft 3.9.2 broker:a=1 (3) holds, no writes for 9.2 s; some 20 min to go',
  );
});

test('writes that went on had no outage', () => {
  const calm = { ...literalResult({}, 0), tookMs: 1 };
  expect(progress(calm, [calm], suite)).toMatch(/holds, writes went on; some/);
});

test('what did not come about is told with its reason', () => {
  const { run: _, ...rest } = one({ outcome: 'not run', reason: 'broker-2 did not start' });
  expect(progress(rest, [rest], suite)).toMatch(
    /^1 of 11: kill-leader kraft 3\.9\.2 not run \(broker-2 did not start\); some/,
  );
});
