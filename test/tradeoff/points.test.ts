import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/results/results.ts';
import { measuredPoints } from '../../src/tradeoff/points.ts';
import { linesOf, nameOf } from '../../src/tradeoff/settings.ts';
import { literalRun } from '../results/literal-results.ts';
import { at, measured, pointOf, speedRun, steadyRun, sweepOf, timeoutStudy } from './literal-sweep.ts';

const pointsOf = (results: readonly Result[], sweep: Parameters<typeof sweepOf>[1] = {}) => {
  const all = sweepOf(results, sweep);
  return measuredPoints(all, all.sweep!);
};

describe('the points of a sweep', () => {
  it('come in the order of their values, whatever the order of the runs was', () => {
    const { results } = timeoutStudy();
    expect(pointsOf(results.toReversed()).map(({ name }) => name)).toEqual([
      '6000',
      '12000',
      '15000',
      '18000',
    ]);
  });

  it('have the median outage, and false failovers in a round', () => {
    const [fast, , , slow] = pointsOf(timeoutStudy().results);
    expect(fast!.outage).toMatchObject({ experiment: 'kill-leader', median: 5_500, from: 5_200, to: 5_900 });
    expect(fast!.falseFailovers!.value).toBe(2);
    expect(slow!.falseFailovers).toEqual({ value: 0, from: 0, to: 0 });
    expect([fast!.isDefault, slow!.isDefault]).toEqual([false, true]);
  });

  it('say what else was measured while nothing was dead', () => {
    const [point] = pointsOf(pointOf(at(6_000), measured[6000]!));
    expect(point!.steadiness).toEqual([
      {
        experiment: 'controller-broker-pauses',
        ...{ falseFailovers: [2, 2, 3, 2, 1], isrShrinks: 4, refused: 0, unanswered: 450 },
        ...{ longestMs: 1_800, p99Ms: 48 },
      },
    ]);
  });

  it('have the outage of their worst experiment, and the failovers of all', () => {
    const set = at(6_000);
    const other = (n: number, failovers: number) => steadyRun(set, n, failovers, { experiment: 'zk-jitter' });
    const [point] = pointsOf(
      [
        ...pointOf(set, [
          [5, 6, 7],
          [1, 1, 1],
        ]),
        ...[8, 9, 10].map((outage, i) => speedRun(set, i + 1, outage, { experiment: 'cut' })),
        other(1, 2),
        other(2, 4),
      ],
      { speed: ['kill-leader', 'cut'], steadiness: ['controller-broker-pauses', 'zk-jitter'] },
    );
    expect(point!.outage).toMatchObject({ experiment: 'cut', median: 9_000 });
    expect(point!.falseFailovers!.value).toBe(4);
  });

  it('count only runs that decided something, the last attempt of each, and say why the others did not', () => {
    const set = at(6_000);
    const harness = { ...literalRun().harness, troubles: [{ atMs: 1, what: 'the machine slept' }] };
    const unknown = literalRun({ outcome: 'unknown', harness, expectations: [] }, 60_000);
    const results = sweepOf([
      speedRun(set, 1, 5),
      speedRun(set, 2, 7, { outcome: 'fail' }),
      speedRun(set, 3, 60, { outcome: 'unknown', run: unknown }),
      speedRun(set, 4, 0, { outcome: 'not run', run: undefined, reason: 'interrupted' }),
      speedRun(set, 5, 60, { outcome: 'unknown', run: unknown }),
    ]);
    const again = { ...results.results[4]!, ...speedRun(set, 5, 6), index: 4, attempt: 2 };
    const [point] = measuredPoints({ ...results, results: [...results.results, again] }, results.sweep!);
    expect(point!.runs).toEqual({ counted: 3, unknown: 1, notRun: 1 });
    expect(point!.reasons).toEqual(['the machine slept', 'interrupted']);
    expect(point!.speed[0]!.outagesMs).toEqual([5_000, 7_000, 6_000]);
  });

  it('have no number for a side that an experiment is missing from', () => {
    const [point] = pointsOf(pointOf(at(6_000), [[5, 6], []]));
    expect(point!.outage).not.toBeNull();
    expect(point!.falseFailovers).toBeNull();
  });

  it('know from where on an outage is only a lower bound', () => {
    const open = speedRun(at(6_000), 2, 30);
    open.run!.produce.partitions[0]!.windows[0]!.censored = true;
    const [point] = pointsOf([speedRun(at(6_000), 1, 20), open]);
    expect(point!.outage).toMatchObject({ from: 20_000, to: 30_000, openFromMs: 30_000 });
  });

  it('take an outage for as long as a standstill of the harness may have made it look short', () => {
    const [seen, unseen] = [speedRun(at(6_000), 1, 20), speedRun(at(6_000), 2, 1)];
    seen.run!.produce.unseenMs = 400;
    unseen.run!.produce.unseenMs = 4_000;
    const [point] = pointsOf([seen, unseen]);
    expect(point!.speed[0]!.outagesMs).toEqual([20_000, 4_000]);
    expect(point!.outage).toMatchObject({ from: 4_000, to: 20_000, openFromMs: Infinity });
  });

  it('count no failovers where nobody saw controllers or leaders', () => {
    const blind = { replication: { ...literalRun().replication, leaderChanges: null } };
    const [point] = pointsOf([steadyRun(at(6_000), 1, 2), steadyRun(at(6_000), 2, 2, {}, blind)]);
    expect(point!.steadiness[0]!.falseFailovers).toEqual([2]);
  });
});

describe('a sweep that counts something else', () => {
  const set = at(6_000);

  it('has outages of its own measure, and never is longer than was watched', () => {
    const runs = [1_000, 2_000, null].map((servesMs, i) => {
      const result = speedRun(set, i + 1, 5);
      result.run!.controllers = { ...result.run!.controllers, servesMs };
      // What was not probed would not be known.
      result.run!.admin = result.run!.produce;
      return result;
    });
    const [point] = pointsOf(runs, { measure: 'controllers.servesMs' });
    // The run took 60 s, and its fault was 10 s after the begin.
    expect(point!.speed[0]!.outagesMs).toEqual([1_000, 2_000, 50_000]);
    expect(point!.outage).toMatchObject({ median: 2_000, to: 50_000, openFromMs: 50_000 });
  });

  it('leaves out runs that do not tell', () => {
    const [point] = pointsOf([speedRun(set, 1, 5)], { measure: 'admin.longestMs' });
    expect(point!.outage).toBeNull();
  });

  it('knows which outages of a client were not over', () => {
    const result = speedRun(set, 1, 5);
    const { produce } = structuredClone(result.run!);
    produce.partitions[0]!.windows[0]!.censored = true;
    result.run!.clients = { java: { produce } as (typeof result.run & object)['clients'][string] };
    const [point] = pointsOf([result], { measure: 'clients.java.produce.longestMs' });
    expect(point!.outage).toMatchObject({ median: 5_000, openFromMs: 5_000 });
  });

  it('adds up its own alarms', () => {
    const [point] = pointsOf([steadyRun(set, 1, 4)], {
      alarms: ['controllers.changes', 'replication.isrShrinks'],
    });
    expect(point!.steadiness[0]!.falseFailovers).toEqual([2 + 8]);
  });
});

describe('the settings of a point', () => {
  const granted = (timeout: number, effective: string | null): Result => {
    const result = speedRun(at(timeout), 1, 5);
    result.run!.cluster.nodes = [
      { name: 'zookeeper-1', id: 1, roles: ['zookeeper'] },
      { name: 'broker-1', id: 1, roles: ['broker'] },
    ];
    result.run!.cluster.effectiveConfig = {
      'zookeeper-1': { 'zookeeper.session.timeout.ms': '1' },
      'broker-1': { 'zookeeper.session.timeout.ms': effective },
    };
    return result;
  };

  it('are shown as what the server made of them', () => {
    const [clamped, kept] = pointsOf([granted(3_000, '4000'), granted(6_000, '6000')], {
      axes: [{ setting: 'broker:zookeeper.session.timeout.ms', values: ['3000', '6000'] }],
    });
    expect(clamped!.values).toEqual([
      { role: 'broker', key: 'zookeeper.session.timeout.ms', set: '3000', effective: '4000' },
    ]);
    expect([clamped!.name, kept!.name]).toEqual(['3000 (became 4000)', '6000']);
  });

  it('are not what nodes of another role make of them', () => {
    const key = 'broker.session.timeout.ms';
    const result = speedRun([`controller:${key}=3000`], 1, 5);
    result.run!.cluster.nodes = [{ name: 'broker-1', id: 1, roles: ['broker'] }];
    result.run!.cluster.effectiveConfig = { 'broker-1': { [key]: '9000' } };
    const axes = [{ setting: `controller:${key}`, values: ['3000'] }];
    expect(pointsOf([result], { axes })[0]!.name).toBe('3000');
  });

  it('are told in the order of the axes, and written down in the file of their role', () => {
    const set = ['zookeeper:tickTime=1000', 'controller:broker.session.timeout.ms=6000'];
    const [point] = pointsOf([speedRun(set, 1, 5)], {
      axes: [
        { setting: 'controller:broker.session.timeout.ms', values: ['6000', '9000'] },
        { setting: 'zookeeper:tickTime', values: ['1000'] },
      ],
    });
    expect(nameOf(point!.values)).toBe('6000 / 1000');
    expect(linesOf(point!.values)).toEqual([
      { file: 'server.properties of the controllers', lines: ['broker.session.timeout.ms=6000'] },
      { file: 'zoo.cfg of the ZooKeeper servers', lines: ['tickTime=1000'] },
    ]);
  });
});
