import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { checkExperiment, type ExperimentInput } from '../../src/experiment/experiment.ts';
import { plan, readShard, shardOf } from '../../src/suite/plan.ts';

const experiment = (name: string, changes: Partial<ExperimentInput> = {}) =>
  checkExperiment(
    {
      name,
      shows: 'What happens.',
      method: [{ do: 'hold', durationMs: 1 }],
      expectations: [{ name: 'nothing lost', measure: 'safety.lost', equals: 0 }],
      ...changes,
    },
    `${name}.ts`,
  );
const asked = { modes: ['zk', 'kraft'] as const, sizes: {}, repeat: 1, whereFit: false };
const inShort = (planned: ReturnType<typeof plan>) =>
  planned.map((each) => `${each.index} ${each.experiment.name} ${each.mode} ${each.n}`);

describe('a plan', () => {
  test('has the modes of each repeat side by side', () => {
    expect(inShort(plan([experiment('a'), experiment('b')], { ...asked, repeat: 2 }))).toEqual([
      '0 a zk 1',
      '1 a kraft 1',
      '2 a zk 2',
      '3 a kraft 2',
      '4 b zk 1',
      '5 b kraft 1',
      '6 b zk 2',
      '7 b kraft 2',
    ]);
  });

  test('has what is set in every run, and nothing where nothing is', () => {
    const set = ['broker:a=1'];
    expect(plan([experiment('a')], { ...asked, set }).map((each) => each.set)).toEqual([set, set]);
    expect(plan([experiment('a')], { ...asked, set: [] })[0]).not.toHaveProperty('set');
  });

  test('runs an experiment only in the modes in which it makes sense', () => {
    const planned = plan([experiment('a', { modes: ['kraft'] }), experiment('b')], asked);
    expect(inShort(planned)).toEqual(['0 a kraft 1', '1 b zk 1', '2 b kraft 1']);
  });

  test('of a suite leaves out what fits no mode; what was named and fits none is an error', () => {
    const alone = experiment('a', { modes: ['kraft-combined'] });
    expect(plan([alone], { ...asked, whereFit: true })).toEqual([]);
    expect(() => plan([alone], asked)).toThrow(UsageError);
    expect(() => plan([alone], asked)).toThrow(/a makes sense in kraft-combined only, not in zk, kraft/);
  });

  test('has what fits none of the modes in its own, where that is asked for', () => {
    const alone = experiment('a', { modes: ['kraft-combined', 'zk-to-kraft'] });
    const own = { ...asked, orItsOwn: true };
    expect(inShort(plan([alone, experiment('b')], { ...own, repeat: 2 }))).toEqual([
      '0 a kraft-combined 1',
      '1 a zk-to-kraft 1',
      '2 a kraft-combined 2',
      '3 a zk-to-kraft 2',
      '4 b zk 1',
      '5 b kraft 1',
      '6 b zk 2',
      '7 b kraft 2',
    ]);
    expect(inShort(plan([alone], { ...own, whereFit: true }))).toHaveLength(2);
  });

  test('has what fits one of the modes in that one only, even then', () => {
    const both = experiment('a', { modes: ['kraft', 'kraft-combined'] });
    expect(inShort(plan([both], { ...asked, orItsOwn: true }))).toEqual(['0 a kraft 1']);
  });

  test("takes an experiment's own sizes, unless others are asked for", () => {
    const wide = experiment('a', { topic: { replicationFactor: 4 }, sizes: { brokers: 5 } });
    expect(plan([wide], asked)).toHaveLength(2);
    expect(() => plan([wide], { ...asked, sizes: { brokers: 3 } })).toThrow(/a in zk: it needs 4 brokers/);
  });
});

describe('shards', () => {
  const planned = plan([experiment('a'), experiment('b'), experiment('c')], asked);

  test.each([1, 2, 3, 4, 6, 7])('%i of them are the whole, each run once, with its place', (of) => {
    const shards = Array.from({ length: of }, (_, i) => shardOf(planned, { index: i + 1, of }));
    expect(shards.flat().sort((a, b) => a.index - b.index)).toEqual(planned);
    const sizes = shards.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('are counted from 1', () => {
    expect(readShard('2/3')).toEqual({ index: 2, of: 3 });
    for (const wrong of ['0/2', '3/2', '1', 'a/b', '1/0', '-1/2', '1.5/2', '']) {
      expect(() => readShard(wrong), wrong).toThrow(/--shard .* is no part of a whole/);
    }
  });
});
