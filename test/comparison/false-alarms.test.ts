/** What the level promises, tried out: nights that differ in nothing but chance, and nights that do differ. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { comparisonOf, type JudgedComparison, judgeAll, level } from '../../src/comparison/judge.ts';
import { type Judged, judgedMeasures } from '../../src/comparison/measures.ts';

/** Any difference counts, so that only the tests stand between chance and an alarm. */
const smallest = { percent: 0, ms: 0 };

function simulation(seed: number) {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (uniformInt(generator, 0, 999_999) + 0.5) / 1_000_000;
  /** A timeout, the wait for the next look at it, what a busy machine adds, in whole ms. */
  const outage = (timeoutMs: number) => Math.round(timeoutMs + 1_000 * uniform() - 200 * Math.log(uniform()));
  const times = (usual: number, share: number) => usual + (uniform() < share ? 1 : 0);
  /** What one run measures. */
  return (timeoutMs: number): Partial<Record<Judged['measure'], number>> => {
    const longestMs = outage(timeoutMs);
    return {
      'produce.longestMs': longestMs,
      // Most often it is the only outage: numbers of one run depend on each other.
      'produce.unavailableMs': longestMs + (uniform() < 0.3 ? Math.round(800 * uniform()) : 0),
      'consume.longestMs': uniform() < 0.5 ? 0 : outage(500),
      'recovery.fullIsrMs': uniform() < 0.1 ? Infinity : longestMs + outage(7_000),
      'controllers.changes': times(0, 0.2),
      'replication.isrShrinks': times(3, 0.3),
      outcome: times(0, 0.1),
    };
  };
}

type Simulated = ReturnType<ReturnType<typeof simulation>>;

/** What a report says of several cells, of eight runs against eight each. */
function report(
  cells: readonly { base: readonly Simulated[]; head: readonly Simulated[] }[],
): JudgedComparison[] {
  const comparisons = cells.flatMap(({ base, head }) =>
    judgedMeasures
      .filter(({ measure }) => base[0]![measure] !== undefined)
      .map((judged) => {
        const [was, is] = [base, head].map((runs) =>
          runs.map((run) => ({ value: run[judged.measure]!, isOpen: false })),
        );
        return comparisonOf(judged, was!, is!, smallest);
      }),
  );
  return judgeAll(comparisons).comparisons;
}

const isAlarm = ({ verdict }: JudgedComparison) => verdict === 'worse' || verdict === 'better';

describe('eight runs against eight', () => {
  test('that differ in nothing but chance raise no more false alarms than the level promises', () => {
    const run = simulation(20_261_125);
    const eight = (timeoutMs: number) => Array.from({ length: 8 }, () => run(timeoutMs));
    const reports = 200;
    const made = Array.from({ length: reports }, () =>
      report([9_000, 14_000].map((timeoutMs) => ({ base: eight(timeoutMs), head: eight(timeoutMs) }))),
    );
    const share = (isWrong: (comparison: JudgedComparison) => boolean) =>
      made.filter((comparisons) => comparisons.some(isWrong)).length / reports;
    // 5 % of the reports, and two standard errors of 200 reports (1.54 % each).
    expect(share(isAlarm)).toBeLessThanOrEqual(level + 2 * 0.0154);
    // Without the correction it would be far more.
    expect(share(({ p }) => p < level)).toBeGreaterThan(4 * level);
  }, 60_000);

  test('find five seconds less every time, among other numbers that did not change', () => {
    const run = simulation(5);
    const eight = (timeoutMs: number) => Array.from({ length: 8 }, () => run(timeoutMs));
    for (let pair = 0; pair < 20; pair++) {
      const verdicts = report([{ base: eight(9_000), head: eight(4_000) }]).map(({ verdict }) => verdict);
      expect(verdicts.slice(0, 2)).toEqual(['better', 'better']);
      expect(verdicts).not.toContain('worse');
    }
  });
});
