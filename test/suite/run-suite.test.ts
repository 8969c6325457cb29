import { describe, expect, test } from 'vitest';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Result } from '../../src/results/results.ts';
import type { Run } from '../../src/results/run-json.ts';
import type { Planned } from '../../src/suite/plan.ts';
import { runSuite, type SuiteOptions } from '../../src/suite/run-suite.ts';
import { literalRun } from '../results/literal-results.ts';

const planned = (...names: string[]): Planned[] =>
  names.map((name, index) => ({ index, experiment: { name } as Experiment, mode: 'kraft', n: 1 }));

type Ending = Run['outcome'] | Error;

/** Runs the plan; each attempt of an experiment ends as is said for it, and holds where nothing is said. */
async function suite(
  plan: Planned[],
  endings: Record<string, Ending[]>,
  changes: Partial<SuiteOptions> = {},
  before: (name: string) => Promise<void> | void = () => {},
  afterwards: () => void = () => {},
) {
  const kept: Result[][] = [];
  const made: string[] = [];
  const options = {
    kafkaVersion: '3.9.2',
    parallel: 1,
    again: true,
    signal: new AbortController().signal,
    ...changes,
  };
  const results = await runSuite(plan, options, {
    folderOf: ({ experiment }, attempt) => `${experiment.name}-${attempt}`,
    async perform({ experiment: { name } }, attempt) {
      made.push(`${name} ${attempt}`);
      await before(name);
      const ending = endings[name]?.[attempt - 1] ?? 'pass';
      if (ending instanceof Error) throw ending;
      return literalRun({ experiment: name, outcome: ending });
    },
    keep(all) {
      kept.push([...all]);
      afterwards();
    },
  });
  const inShort = results.map(({ experiment, attempt, outcome }) => `${experiment} ${attempt} ${outcome}`);
  return { results, inShort, kept, made };
}

describe('a suite', () => {
  test('makes every run once, in the order of the plan, and keeps what there is after each', async () => {
    const { inShort, kept } = await suite(planned('a', 'b'), {});
    expect(inShort).toEqual(['a 1 pass', 'b 1 pass']);
    expect(kept.map(({ length }) => length)).toEqual([1, 2]);
  });

  test('repeats what decided nothing once, and both attempts stay', async () => {
    const { inShort } = await suite(planned('a', 'b'), { a: ['unknown', 'unknown', 'pass'] });
    expect(inShort).toEqual(['a 1 unknown', 'a 2 unknown', 'b 1 pass']);
  });

  test('never repeats a failure', async () => {
    const { made } = await suite(planned('a'), { a: ['fail'] });
    expect(made).toEqual(['a 1']);
  });

  test('repeats nothing if that is not wanted', async () => {
    const { made } = await suite(planned('a'), { a: ['unknown'] }, { again: false });
    expect(made).toEqual(['a 1']);
  });

  describe('that was interrupted', () => {
    const made = (experiment: string, index: number, outcome: Result['outcome'], attempt = 1): Result => ({
      index,
      experiment,
      mode: 'kraft',
      kafkaVersion: '3.9.2',
      n: 1,
      attempt,
      outcome,
      tookMs: 1,
      folder: '',
    });

    test('makes only what was not made', async () => {
      const before = [made('a', 0, 'pass'), made('b', 1, 'not run')];
      const { made: now, inShort } = await suite(planned('a', 'b', 'c'), {}, { made: before });
      expect(now).toEqual(['b 1', 'c 1']);
      expect(inShort).toEqual(['a 1 pass', 'b 1 pass', 'c 1 pass']);
    });

    test('makes a run that had decided nothing once more, and no third time', async () => {
      const before = [made('a', 0, 'unknown'), made('b', 1, 'unknown'), made('b', 1, 'unknown', 2)];
      const { inShort } = await suite(planned('a', 'b'), {}, { made: before });
      expect(inShort).toEqual(['a 1 unknown', 'a 2 pass', 'b 1 unknown', 'b 2 unknown']);
    });

    test('makes nothing if all was made', async () => {
      const { made: now, results } = await suite(planned('a'), {}, { made: [made('a', 0, 'fail')] });
      expect(now).toEqual([]);
      expect(results).toHaveLength(1);
    });
  });

  test('leaves out what is not worth being made, says why, and keeps that', async () => {
    const whyNot = ({ experiment: { name } }: Planned, results: readonly Result[]) =>
      name === 'b' && results.length === 1 ? 'hopeless' : undefined;
    const { made, results, kept } = await suite(planned('a', 'b', 'c'), {}, { whyNot });
    expect(made).toEqual(['a 1', 'c 1']);
    expect(results[1]).toMatchObject({ outcome: 'not run', reason: 'hopeless', tookMs: 0 });
    expect(kept.map(({ length }) => length)).toEqual([1, 2, 3]);
  });

  test('goes on behind an experiment that throws and a cluster that does not boot', async () => {
    const endings = {
      a: [new TypeError('no such thing'), new TypeError('no such thing')],
      b: [new EnvironmentError('broker-2 did not start')],
    };
    const { inShort, results } = await suite(planned('a', 'b', 'c'), endings);
    expect(inShort).toEqual(['a 1 not run', 'a 2 not run', 'b 1 not run', 'b 2 pass', 'c 1 pass']);
    expect(results[0]).toMatchObject({ reason: 'no such thing', folder: 'a-1' });
    expect(results[2]).toMatchObject({ reason: 'broker-2 did not start' });
  });

  test('tells what went wrong first, not what went wrong while that was removed', async () => {
    const error = new SuppressedError(new Error('cannot remove'), new Error('does not boot'));
    const { results } = await suite(planned('a'), { a: [error, error] });
    expect(results[0]!.reason).toBe('does not boot');
  });

  test('ends at what was asked for wrongly, but only as long as nothing has been made', async () => {
    const wrong = new UsageError('no such setting');
    await expect(suite(planned('a', 'b'), { a: [wrong] })).rejects.toThrow('no such setting');
    const { inShort } = await suite(planned('a', 'b', 'c'), { b: [wrong] });
    expect(inShort).toEqual(['a 1 pass', 'b 1 not run', 'c 1 pass']);
  });

  test('interrupted, lists the rest as not run, and repeats nothing', async () => {
    const interruption = new AbortController();
    const { inShort, results } = await suite(
      planned('a', 'b', 'c'),
      { b: [new Error('aborted')] },
      { signal: interruption.signal },
      (name) => {
        if (name === 'b') interruption.abort();
      },
    );
    expect(inShort).toEqual(['a 1 pass', 'b 1 not run', 'c 1 not run']);
    expect(results.map(({ reason }) => reason)).toEqual([undefined, 'interrupted', 'interrupted before']);
  });

  test('ends when the disk of the results is full: what comes after could not be kept either', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const wrapped = new EnvironmentError('the history could not be written', { cause: full });
    for (const error of [full, wrapped]) {
      const { inShort, results } = await suite(planned('a', 'b', 'c'), { b: [error] });
      expect(inShort).toEqual(['a 1 pass', 'b 1 not run', 'c 1 not run']);
      expect(results[2]!.reason).toBe('the disk of the results is full (b-1)');
    }
  });

  test('ends when what was run cannot be written down', async () => {
    const { inShort, results } = await suite(
      planned('a', 'b'),
      {},
      {},
      () => {},
      () => {
        throw new Error('no space left');
      },
    );
    expect(inShort).toEqual(['a 1 pass', 'b 1 not run']);
    expect(results[1]!.reason).toBe('what was run could not be written down: no space left');
  });

  test('does not leave a run beside alone when what was asked for is wrong', async () => {
    let ended = false;
    const wrong = { a: [new UsageError('no such setting')] };
    const made = suite(planned('a', 'b', 'c'), wrong, { parallel: 2 }, async (name) => {
      if (name === 'a') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended = true;
    });
    await expect(made).rejects.toThrow('no such setting');
    expect(ended).toBe(true);
  });

  test('makes as many runs at once as it is told, each once, and lists them in the order of the plan', async () => {
    let now = 0;
    let most = 0;
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { inShort, made } = await suite(planned(...names), {}, { parallel: 2 }, async (name) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, name === 'a' ? 30 : 5));
      now--;
    });
    expect(most).toBe(2);
    expect(made.toSorted()).toEqual(names.map((name) => `${name} 1`));
    expect(inShort).toEqual(names.map((name) => `${name} 1 pass`));
  });
});
