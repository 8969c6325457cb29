import { expect, test } from 'vitest';
import type { Claim, Evidence } from '../../src/claims/claim.ts';
import { decide } from '../../src/claims/decide.ts';
import { needed } from '../../src/claims/needed.ts';
import type { Result } from '../../src/results/results.ts';
import { literalResult } from '../results/literal-results.ts';

const outage: Evidence = { experiment: 'kill-leader', measure: 'produce.longestMs', atMost: 10_000 };
const claimOf = (...evidence: Evidence[]): Claim => ({ id: 'quick', says: 'It is quick.', evidence });
const runs = (mode: Result['mode'], count: number, kafkaVersion = '3.9.2') =>
  Array.from({ length: count }, (_, index) => ({
    ...literalResult({ index, mode, n: index + 1 }, 9_000),
    kafkaVersion,
  }));
const missing = (of: Claim, results: Result[], experiment = 'kill-leader') => {
  const { isMissing } = needed([decide(of, results)], '3.9.2');
  const modes = ['zk', 'kraft'] as const;
  return modes.flatMap((mode) =>
    [1, 2, 3, 4, 5].filter((n) => isMissing(experiment, mode, n)).map((n) => `${mode} ${n}`),
  );
};

test('without any run, five of each mode', () => {
  expect(missing(claimOf(outage), [])).toHaveLength(10);
  expect(needed([decide(claimOf(outage), [])], '3.9.2').experiments).toEqual(['kill-leader']);
});

test('only those that are not there, which go on counting', () => {
  expect(missing(claimOf(outage), [...runs('zk', 2), ...runs('kraft', 5)])).toEqual(['zk 3', 'zk 4', 'zk 5']);
});

test('not in a mode that the claim does not speak of', () => {
  expect(missing(claimOf({ ...outage, modes: ['kraft'] }), runs('kraft', 4))).toEqual(['kraft 5']);
});

test('nor of nodes that are broker and controller at once, which nobody speaks of', () => {
  const { isMissing } = needed([decide(claimOf(outage), [])], '3.9.2');
  expect(isMissing('kill-leader', 'kraft-combined', 1)).toBe(false);
});

test('those of another version do not count', () => {
  expect(missing(claimOf({ ...outage, modes: ['kraft'] }), runs('kraft', 4, '4.3.1'))).toHaveLength(5);
});

test('nothing for a claim that is decided, nor of an experiment that it does not rest on', () => {
  const both = [...runs('zk', 5), ...runs('kraft', 5)];
  expect(missing(claimOf(outage), both)).toEqual([]);
  expect(needed([decide(claimOf(outage), both)], '3.9.2').experiments).toEqual([]);
  expect(missing(claimOf(outage), [], 'kill-follower')).toEqual([]);
});

test('of a study only its name: a sweep makes its runs', () => {
  const at = { study: 'all-of-a', set: ['broker:a=1'] };
  const { experiments, studies, isMissing } = needed([decide(claimOf({ ...outage, at }), [])], '3.9.2');
  expect([experiments, studies]).toEqual([[], ['all-of-a']]);
  expect(isMissing('kill-leader', 'kraft', 1)).toBe(false);
});
