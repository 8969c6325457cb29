import { describe, expect, test } from 'vitest';
import { checkExpectation } from '../../src/checkers/expectations.ts';
import type { Claim } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/claims.ts';
import { decide } from '../../src/claims/decide.ts';
import { claimsMd } from '../../src/claims/table.ts';
import { loadAllExperiments } from '../../src/experiment/load.ts';
import type { Result } from '../../src/results/results.ts';
import { literalResult } from '../results/literal-results.ts';

const claim: Claim = {
  id: 'quick',
  says: 'It takes no longer than ten seconds.',
  evidence: [{ experiment: 'kill-leader', measure: 'produce.longestMs', atMost: 10_000 }],
};
const outages = (mode: Result['mode'], ...lengths: number[]) =>
  lengths.map((ms, index) => literalResult({ index, mode, n: index + 1 }, ms));
const verdict = (results: Result[], of = claim) => decide(of, results).verdict;

describe('a claim', () => {
  test('holds if it was so in all of five runs, and not if in none', () => {
    expect(verdict(outages('kraft', 8_000, 9_000, 9_100, 9_200, 10_000))).toBe('holds');
    expect(verdict(outages('kraft', 18_000, 19_000, 19_100, 19_200, 20_000))).toBe('does not hold');
    expect(decide(claim, outages('kraft', 8_000, 9_000, 9_100, 9_200, 10_001))).toMatchObject({
      verdict: 'depends',
      because: 'from run to run',
    });
  });

  test('depends if it is so in one mode only', () => {
    const both = [
      ...outages('kraft', 9, 9, 9, 9, 9),
      ...outages('zk', 20_000, 20_000, 20_000, 20_000, 20_000),
    ];
    expect(decide(claim, both)).toMatchObject({
      verdict: 'depends',
      because: 'kraft 3.9.2 holds, zk 3.9.2 does not hold',
    });
    const ofKraft: Claim = { ...claim, evidence: [{ ...claim.evidence[0]!, modes: ['kraft'] }] };
    expect(verdict(both, ofKraft)).toBe('holds');
  });

  test('of several parts does not hold where one of them does not, even if another is not decided yet', () => {
    const parts: Claim = {
      ...claim,
      evidence: [...claim.evidence, { experiment: 'kill-leader', measure: 'safety.lost', atMost: 0 }],
    };
    const loses = (results: Result[]) =>
      results.map((each) => ({ ...each, run: { ...each.run!, safety: { ...each.run!.safety, lost: 1 } } }));
    const long = [20_000, 20_000, 20_000, 20_000, 20_000];
    expect(verdict(outages('kraft', ...long), parts)).toBe('does not hold');
    expect(verdict(loses(outages('kraft', 9, 9, 9, 9, 9)), parts)).toBe('does not hold');
    const unknown = (results: Result[]) =>
      results.map((each) => ({
        ...each,
        run: { ...each.run!, safety: { ...each.run!.safety, lost: null } },
      }));
    const few = [...unknown(outages('kraft', ...long.slice(1))), ...outages('kraft', 20_000)];
    expect(verdict(few, parts)).toBe('does not hold');
    expect(verdict([...unknown(outages('kraft', 9, 9, 9, 9)), ...outages('kraft', 9)], parts)).toBe(
      'not decided here',
    );
  });

  test('is not decided by fewer runs, by one mode of two, or by none', () => {
    expect(decide(claim, outages('kraft', 1, 2, 3, 4))).toMatchObject({
      verdict: 'not decided here',
      because: '4 of 5 runs',
    });
    expect(verdict([...outages('kraft', 1, 2, 3, 4, 5), ...outages('zk', 1)])).toBe('not decided here');
    expect(decide(claim, [])).toMatchObject({
      verdict: 'not decided here',
      because: 'no run of kill-leader tells',
    });
  });

  test('is decided by the version of which there are runs enough', () => {
    const ofOther = (results: Result[]) => results.map((each) => ({ ...each, kafkaVersion: '4.3.1' }));
    const enough = outages('kraft', 1, 2, 3, 4, 5);
    const few = decide(claim, [...enough, ...ofOther(outages('kraft', 20_000))]);
    expect(few).toMatchObject({ verdict: 'holds', findings: [{}, { verdict: 'not decided here' }] });
    const long = ofOther(outages('kraft', 20_000, 20_000, 20_000, 20_000, 20_000));
    const lossless = { experiment: 'kill-leader', measure: 'safety.lost', atLeast: 1 } as const;
    const parts: Claim = { ...claim, evidence: [...claim.evidence, lossless] };
    expect(verdict([...enough, ...ofOther(enough.slice(1))], parts)).toBe('does not hold');
    expect(decide(claim, [...enough, ...long])).toMatchObject({
      verdict: 'depends',
      because: 'kraft 3.9.2 holds, kraft 4.3.1 does not hold',
    });
  });

  test('is not decided by runs that cannot see what is as short as it says', () => {
    const coarse = (results: Result[]) =>
      results.map((each) => {
        const produce = { ...each.run!.produce, thresholdMs: 25_000 };
        return { ...each, run: { ...each.run!, produce } };
      });
    const none = coarse(outages('kraft', 0, 0, 0, 0, 0));
    expect(decide(claim, none)).toMatchObject({
      verdict: 'not decided here',
      because: 'no run of kill-leader tells',
    });
    expect(verdict([...none, ...outages('kraft', 1, 2, 3, 4, 5)])).toBe('holds');
    const long = coarse(outages('kraft', 30_000, 30_000, 30_000, 30_000, 30_000));
    expect(verdict(long)).toBe('does not hold');
  });

  test('is not decided by runs whose harness may have slept through what refutes it', () => {
    const blind = outages('kraft', 1, 2, 3, 4, 5).map((each) => {
      const produce = { ...each.run!.produce, unseenMs: 10_001 };
      return { ...each, run: { ...each.run!, produce } };
    });
    expect(verdict(blind)).toBe('not decided here');
    expect(verdict([...blind.slice(1), ...outages('kraft', 1, 2, 3, 4, 5)])).toBe('holds');
  });

  test('of a study counts the runs at its point, and no others; one of no study none of a sweep', () => {
    const set = ['broker:a=1'];
    const swept = outages('kraft', 1, 2, 3, 4, 5).map((result) => ({ ...result, set }));
    const ofStudy: Claim = {
      ...claim,
      evidence: [{ ...claim.evidence[0]!, at: { study: 'all-of-a', set } }],
    };
    expect(verdict(swept, ofStudy)).toBe('holds');
    expect(verdict(swept)).toBe('not decided here');
    expect(verdict(outages('kraft', 1, 2, 3, 4, 5), ofStudy)).toBe('not decided here');
    expect(claimsMd([decide(ofStudy, swept)])).toContain('kill-leader at broker:a=1: produce.longestMs');
  });

  test('does not wait for nodes that are broker and controller at once, of which nothing is said', () => {
    const decided = decide(claim, [...outages('kraft', 1, 2, 3, 4, 5), ...outages('kraft-combined', 99_999)]);
    expect(decided).toMatchObject({ verdict: 'holds', findings: [{ mode: 'kraft' }] });
  });

  test('is not decided by runs that decide nothing', () => {
    const undecided = outages('kraft', 1, 2, 3, 4, 5).map((result) => ({
      ...result,
      outcome: 'unknown' as const,
    }));
    expect(verdict(undecided)).toBe('not decided here');
  });

  test('takes a step of recovery that was never reached for longer than any', () => {
    const never = outages('kraft', 9, 9, 9, 9, 9).map((result) => ({
      ...result,
      run: { ...result.run!, recovery: { ...result.run!.recovery, electedMs: null } },
    }));
    const elected: Claim = {
      ...claim,
      evidence: [{ experiment: 'kill-leader', measure: 'recovery.electedMs', atMost: 10_000 }],
    };
    expect(verdict(never, elected)).toBe('does not hold');
    expect(claimsMd([decide(elected, never)])).toContain('kraft 3.9.2: never, 5 runs, so in 0');
  });

  test('needs all of its evidence', () => {
    const two: Claim = {
      ...claim,
      evidence: [...claim.evidence, { experiment: 'none', measure: 'safety.lost', atMost: 0 }],
    };
    expect(decide(two, outages('kraft', 9, 9, 9, 9, 9))).toMatchObject({
      verdict: 'not decided here',
      because: 'no run of none tells',
    });
  });

  test('that cannot be decided says why', () => {
    const other: Claim = { ...claim, evidence: [], undecidable: 'not on one machine' };
    expect(claimsMd([decide(other, [])])).toContain('not decided here: not on one machine');
  });
});

test('the table has what was measured and how sure it is', () => {
  const md = claimsMd([decide(claim, outages('kraft', 8_000, 9_000, 9_100, 9_200, 10_000))]);
  expect(md).toContain('1 holds. A verdict rests on 5 runs');
  expect(md).toContain('kill-leader: produce.longestMs ≤ 10.0 s');
  expect(md).toContain('kraft 3.9.2: 9.1 s (8.0 s to 10.0 s), 5 runs, so in 5');
});

describe("the project's claims", () => {
  test('have names of their own, and evidence or a reason for none', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { id, evidence, undecidable } of claims) {
      expect(evidence.length === 0, id).toBe(undecidable !== undefined);
    }
  });

  test('rest on experiments that are there, in modes that these have, and on measures that can be bound', async () => {
    const experiments = new Map((await loadAllExperiments()).map((each) => [each.name, each]));
    for (const { id, evidence } of claims) {
      for (const { experiment, modes = [], ...bound } of evidence) {
        const found = experiments.get(experiment);
        expect(found, `${id}: ${experiment}`).toBeDefined();
        for (const mode of modes) expect(found!.modes, `${id}: ${experiment}`).toContain(mode);
        checkExpectation({ name: id, ...bound });
      }
    }
  });

  test('are decided by just the experiments that say so', async () => {
    for (const { name, decides } of await loadAllExperiments()) {
      const decided = claims.filter(({ evidence }) => evidence.some(({ experiment }) => experiment === name));
      expect(decides, name).toEqual(decided.map(({ id }) => id));
    }
  });
});
