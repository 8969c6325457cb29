import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { checkExperiment, type ExperimentInput } from '../../src/experiment/experiment.ts';
import { loadAllExperiments, loadExperiment, onlyOnce } from '../../src/experiment/load.ts';

const good: ExperimentInput = {
  name: 'kill-something',
  shows: 'What happens.',
  method: [{ do: 'inject', fault: 'kill', target: { leaderOf: 0 } }],
  expectations: [{ name: 'nothing lost', measure: 'safety.lost', equals: 0 }],
};

describe('an experiment file', () => {
  test('gets the defaults that it does not set', () => {
    const { topic, workload, modes } = checkExperiment(good, 'x.ts');
    expect(topic).toEqual({ partitions: 3, replicationFactor: 3, config: { 'min.insync.replicas': '2' } });
    expect(workload.intervalMs).toBe(20);
    expect(modes).toEqual(['zk', 'kraft', 'kraft-combined']);
  });

  test.each<[string, unknown, RegExp]>([
    ['a name with spaces', { ...good, name: 'Kill Something' }, /name: is not in kebab-case/],
    ['no expectation', { ...good, expectations: [] }, /expectations/],
    ['an unknown step', { ...good, method: [{ do: 'explode' }] }, /method\.0/],
    [
      'an unknown fault',
      { ...good, method: [{ ...good.method[0], fault: 'meteorite' }] },
      /method\.0\.fault/,
    ],
    ['an unknown field', { ...good, expectation: [] }, /expectation/],
    [
      'a measure that does not exist',
      { ...good, expectations: [{ name: 'x', measure: 'safety.lots', equals: 0 }] },
      /no measure "safety.lots"/,
    ],
    [
      'a bound that is missing',
      { ...good, expectations: [{ name: 'x', measure: 'safety.lost' }] },
      /no bound/,
    ],
    [
      'a partition that does not exist',
      { ...good, method: [{ do: 'inject', fault: 'kill', target: { leaderOf: 3 } }] },
      /only 3 partitions/,
    ],
    [
      '"predicted" without a prediction',
      { ...good, expectations: [{ name: 'x', measure: 'produce.longestMs', atMost: 'predicted' }] },
      /has no prediction/,
    ],
    ['something that is no object', 'kill', /must be an object/],
  ])('with %s is refused, and the sentence names the file', (_, data, message) => {
    expect(() => checkExperiment(data, 'x.ts')).toThrow(UsageError);
    expect(() => checkExperiment(data, 'x.ts')).toThrow(message);
    expect(() => checkExperiment(data, 'x.ts')).toThrow(/^x\.ts: |expectation "x"/);
  });
});

describe("the project's own experiments", () => {
  test('are all valid, and found by name', { timeout: 60_000 }, async () => {
    const all = await loadAllExperiments();
    expect(all.map(({ name }) => name)).toContain('kill-leader');
    for (const { name } of all) expect((await loadExperiment(name)).name).toBe(name);
  });

  test('an unknown name is refused with the names that there are', async () => {
    await expect(loadExperiment('no-such-experiment')).rejects.toThrow(/there is no experiment.*kill-leader/);
    await expect(loadExperiment('./no-such-file.ts')).rejects.toThrow(UsageError);
  });
});

describe('of experiments that were named', () => {
  const [one, same] = [checkExperiment(good, 'x.ts'), checkExperiment(good, 'y.ts')];

  test('each is there once', () => {
    const other = { ...one, name: 'other' };
    expect(onlyOnce([one, other, same])).toEqual([one, other]);
  });

  test('two that only share their name are refused', () => {
    expect(() => onlyOnce([one, { ...same, steadyMs: same.steadyMs + 1 }])).toThrow(
      new UsageError('two different experiments have the name "kill-something"; give one of them another'),
    );
  });
});
