import { describe, expect, test } from 'vitest';
import { readWorkloadFlags, type WorkloadFlags } from '../../src/commands/options.ts';
import { checkExperiment } from '../../src/experiment/experiment.ts';
import type { Result } from '../../src/results/results.ts';
import type { Planned } from '../../src/suite/plan.ts';
import { grid, readAxes } from '../../src/sweep/grid.ts';
import { madeBefore, planSweep, whyNotPoint } from '../../src/sweep/plan-sweep.ts';
import { type Mode, sizesWith } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';
import { literalRun } from '../results/literal-results.ts';

const experiment = (name: string) =>
  checkExperiment(
    {
      name,
      shows: 'nothing',
      method: [{ do: 'hold', durationMs: 1 }],
      expectations: [{ name: 'x', measure: 'safety.lost', equals: 0 }],
    },
    name,
  );
const sweep = (seed: number) =>
  planSweep({
    points: grid(readAxes(['broker:a=1,2'])),
    experiments: [experiment('fast'), experiment('steady')],
    mode: 'kraft',
    sizes: {},
    repeat: 3,
    seed,
  });
const inShort = ({ experiment, n, set }: Planned) => `${experiment.name} ${n} ${set!.join()}`;

describe('the plan of a sweep', () => {
  test('has every experiment at every point as often as was asked for, once each', () => {
    const all = sweep(1).map(inShort);
    expect(all.toSorted()).toEqual(
      ['fast', 'steady'].flatMap((name) =>
        [1, 2, 3].flatMap((n) => [`${name} ${n} broker:a=1`, `${name} ${n} broker:a=2`]),
      ),
    );
  });

  test('is in an order of the seed, and counted in that order', () => {
    expect(sweep(1).map(inShort)).toEqual(sweep(1).map(inShort));
    expect(sweep(1).map(inShort)).not.toEqual(sweep(2).map(inShort));
    expect(sweep(1).map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });
});

const resultOf = ({ index, experiment, mode, n, set }: Planned, changes: Partial<Result> = {}): Result => ({
  index,
  experiment: experiment.name,
  mode,
  kafkaVersion: '3.9.2',
  n,
  set,
  attempt: 1,
  outcome: 'pass',
  tookMs: 60_000,
  folder: '',
  run: literalRun({
    experiment: experiment.name,
    workload: { ...experiment.workload, partitions: experiment.topic.partitions },
    cluster: { bootMs: 5_000, nodes: nodesOf(mode), images: {}, effectiveConfig: {} },
  }),
  ...changes,
});
const nodesOf = (mode: Mode) =>
  createTopology(mode, sizesWith()).nodes.map((node) => ({ ...node, roles: [...node.roles] }));
const notRun = { outcome: 'not run', reason: 'broker-1 did not start', run: undefined } as const;

describe('a sweep that is gone on with', () => {
  const planned = sweep(1);
  const results = planned.map((each, i) =>
    resultOf(each, i < 5 ? {} : { ...notRun, reason: 'interrupted', tookMs: 0 }),
  );

  const request = { kafkaVersion: '3.9.2', sizes: {} };

  test('keeps what was made', () => {
    const made = madeBefore(planned, request, { folder: 'x', results });
    expect(made.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  const changed = (flags: WorkloadFlags) =>
    planned.map((each) => ({ ...each, experiment: readWorkloadFlags(flags)(each.experiment) }));

  test.each<[string, Planned[], Partial<typeof request>?]>([
    ['another seed', sweep(2)],
    ['fewer runs', planned.slice(1)],
    ['other points', planned.map((each) => ({ ...each, set: ['broker:a=3'] }))],
    ['another version', planned, { kafkaVersion: '3.8.1' }],
    ['more nodes', planned, { sizes: { brokers: 4 } }],
    ['other acks', changed({ acks: '1' })],
    ['another interval', changed({ intervalMs: '50' })],
    ['another topic', changed({ partitions: '1' })],
    ['an application beside it', changed({ client: 'java' })],
  ])('is refused with %s: it is another', (_, other, changes = {}) => {
    expect(() => madeBefore(other, { ...request, ...changes }, { folder: 'x', results })).toThrow(
      /x has the results of something else/,
    );
  });
});

describe('a point', () => {
  const at = sweep(1).filter(({ set }) => set![0] === 'broker:a=1');
  const elsewhere = sweep(1).find(({ set }) => set![0] === 'broker:a=2')!;

  test('is given up when nothing has come about at it twice', () => {
    const once = [resultOf(at[0]!, notRun)];
    expect(whyNotPoint(at[1]!, once)).toBeUndefined();
    const twice = [...once, resultOf(at[0]!, { ...notRun, attempt: 2 })];
    expect(whyNotPoint(at[1]!, twice)).toBe('nothing comes about at broker:a=1: broker-1 did not start');
    expect(whyNotPoint(elsewhere, twice)).toBeUndefined();
  });

  test('is not given up for what was never tried, nor where one run came about', () => {
    const skipped = [resultOf(at[0]!, { ...notRun, tookMs: 0 }), resultOf(at[1]!, { ...notRun, tookMs: 0 })];
    expect(whyNotPoint(at[2]!, skipped)).toBeUndefined();
    const mixed = [
      resultOf(at[0]!, notRun),
      resultOf(at[1]!, notRun),
      resultOf(at[2]!, { outcome: 'unknown' }),
    ];
    expect(whyNotPoint(at[3]!, mixed)).toBeUndefined();
  });
});
