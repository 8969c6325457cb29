import { describe, expect, test } from 'vitest';
import { claims } from '../../src/claims/claims.ts';
import { isExpected, type WrittenExpectation, withBound } from '../../src/experiment/expectation.ts';
import { checkExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import { loadAllExperiments } from '../../src/experiment/load.ts';
import { thresholdNs } from '../../src/measures/windows.ts';

const lost = { name: 'x', measure: 'safety.lost', equals: 0 } as const;

describe('an expectation', () => {
  test('of a mode is one of its clusters only', () => {
    const ofKraft: WrittenExpectation = { ...lost, modes: ['kraft'] };
    const modes = (['zk', 'kraft', 'kraft-combined'] as const).filter((mode) =>
      isExpected(ofKraft, { mode, kafkaVersion: '3.9.2' }),
    );
    expect(modes).toEqual(['kraft']);
  });

  test('of some versions begins and ends with a release', () => {
    const where = (bounds: Partial<WrittenExpectation>) =>
      ['3.9.2', '3.10.0', '4.0.0', '4.1.0', '4.3.1', '5.0.0'].filter((kafkaVersion) =>
        isExpected({ ...lost, ...bounds }, { mode: 'kraft', kafkaVersion }),
      );
    expect(where({ since: '4.1' })).toEqual(['4.1.0', '4.3.1', '5.0.0']);
    expect(where({ before: '4.0' })).toEqual(['3.9.2', '3.10.0']);
    expect(where({ since: '4.0', before: '4.2' })).toEqual(['4.0.0', '4.1.0']);
  });

  test('has "predicted" replaced by the number that the cluster allows for', () => {
    const expectation = { name: 'x', measure: 'produce.longestMs', atMost: 'predicted' } as const;
    expect(withBound(expectation, 11_000).atMost).toBe(11_000);
  });

  test('may have what is predicted at one end, and any number at the other', () => {
    const both = { name: 'x', measure: 'produce.longestMs', atLeast: 1_000, atMost: 'predicted' } as const;
    const experiment = { name: 'x', shows: 'x', method: [], prediction: 'broker-death' as const };
    const checked = checkExperiment({ ...experiment, expectations: [both] }, 'x.ts');
    expect(checked.expectations).toEqual([both]);
  });

  test('has to be there wherever the experiment runs', () => {
    const experiment = { name: 'x', shows: 'x', method: [], expectations: [{ ...lost, since: '4.1' }] };
    expect(() => checkExperiment(experiment, 'x.ts')).toThrow(/none is expected in all modes and versions/);
    const wrong = { ...experiment, expectations: [lost, { ...lost, before: 'four' }] };
    expect(() => checkExperiment(wrong, 'x.ts')).toThrow(/is not a release of Kafka such as 4.1/);
  });
});

/** The shortest gap that counts as an outage, in ms, by what is measured. */
function finest({ workload }: Experiment, measure: string): number {
  const { intervalMs, administer, newcomers, transactions, isolation } = workload;
  const isCommitted = isolation === 'committed' && transactions !== undefined;
  const interval = {
    'produce.longestMs': intervalMs,
    'consume.longestMs': isCommitted ? Math.max(intervalMs, transactions.intervalMs) : intervalMs,
    'admin.longestMs': administer?.intervalMs,
    'newcomers.longestMs': newcomers?.intervalMs,
  }[measure];
  return interval === undefined ? 0 : thresholdNs(interval) / 1e6;
}

describe('no outage is held to be shorter than it could be seen', { timeout: 60_000 }, () => {
  test('by an experiment of the project', async () => {
    for (const experiment of await loadAllExperiments()) {
      for (const { name, measure, atMost = 0 } of experiment.expectations) {
        if (atMost === 'predicted' || atMost === 0) continue;
        expect(atMost, `${experiment.name}: ${name}`).toBeGreaterThanOrEqual(finest(experiment, measure));
      }
    }
  });

  test('by a claim', async () => {
    const experiments = new Map((await loadAllExperiments()).map((each) => [each.name, each]));
    for (const { id, evidence } of claims) {
      for (const { experiment, measure, atMost = 0 } of evidence) {
        if (atMost === 0) continue;
        const finestMs = finest(experiments.get(experiment)!, measure);
        expect(atMost, `${id}: ${experiment}`).toBeGreaterThanOrEqual(finestMs);
      }
    }
  });
});
