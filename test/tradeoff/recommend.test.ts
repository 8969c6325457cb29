import { describe, expect, it } from 'vitest';
import { extentInWords, recommendationInWords, undecidedInWords } from '../../src/tradeoff/in-words.ts';
import { type Limits, tradeoffOf } from '../../src/tradeoff/recommend.ts';
import { detailTables, tradeTable } from '../../src/tradeoff/tables.ts';
import { at, measured, pointOf, speedRun, sweepOf, timeoutStudy } from './literal-sweep.ts';

type Numbers = [outages: number[], failovers: number[]];

const tradeoff = (limits: Limits = {}, results = timeoutStudy()) =>
  tradeoffOf(results, results.sweep!, limits);
const study = (points: Record<string, Numbers>, sweep: Parameters<typeof sweepOf>[1] = {}) => {
  const axes = [{ setting: 'broker:zookeeper.session.timeout.ms', values: Object.keys(points) }];
  const runs = Object.entries(points).flatMap(([timeout, numbers]) => pointOf(at(timeout), numbers));
  return sweepOf(runs, { axes, ...sweep });
};
const words = (...parameters: Parameters<typeof tradeoff>) => recommendationInWords(tradeoff(...parameters));

describe('what is recommended', () => {
  it('is the shortest outage without a false failover, where any setting has none', () => {
    expect(words()).toEqual([
      "Run with zookeeper.session.timeout.ms=18000, which is Kafka's default. It is the only setting with no false failover; its outage lasts 15.5 s (15.0 to 16.4 s).",
      'No false failover in 5 rounds still leaves room for up to 0.6 a round (95 %).',
    ]);
  });

  it('else the shortest outage with as few as any reached', () => {
    const { 18000: _, ...rest } = measured;
    expect(words({}, study(rest))).toEqual([
      'Run with zookeeper.session.timeout.ms=15000. It is the only setting with at most 0.2 false failovers a round; its outage lasts 13.0 s (12.6 to 13.9 s).',
      "Kafka's default (18000) was not tried, so what this buys and costs is not known.",
    ]);
  });

  it('keeps the limits, and says what that buys and costs, and what runs cannot tell', () => {
    expect(words({ maxOutageMs: 14_000, maxFalseFailovers: 0.5 })).toEqual([
      'Run with zookeeper.session.timeout.ms=12000. Of the settings with at most 0.5 false failovers a round and an outage of at most 14.0 s it has the shortest outage: 10.5 s (10.1 to 11.2 s).',
      "Against Kafka's default (18000) it buys an outage 5.0 s shorter (4.1 to 5.9 s). There are not enough runs to tell: 0.4 false failovers a round more (0 to 0.8).",
    ]);
    expect(words({ maxOutageMs: 6_000, maxFalseFailovers: 2 })[1]).toBe(
      "Against Kafka's default (18000) it buys an outage 10.0 s shorter (9.3 to 10.9 s), and costs 2 false failovers a round more (1.4 to 2.6).",
    );
  });

  it('tells nothing from fewer than five runs', () => {
    const [outages, failovers] = measured[12000]!;
    const few = study({ ...measured, 12000: [outages.slice(0, 4), failovers] });
    expect(words({ maxFalseFailovers: 0.5 }, few).slice(1)).toEqual([
      'There are settings with no more than 4 runs of an experiment: not enough runs to tell them apart.',
      "Against Kafka's default (18000) there are not enough runs to tell: an outage 5.1 s shorter (4.5 to 6.1 s) and 0.4 false failovers a round more (0 to 0.8).",
    ]);
  });

  it('is the default, where runs cannot tell the shortest outage from its', () => {
    const alike = study({
      17000: [
        [15, 14.8, 15.1, 15.9, 15.3],
        [0, 0, 0, 0, 0],
      ],
      18000: measured[18000]!,
    });
    expect(words({}, alike)).toEqual([
      "Run with zookeeper.session.timeout.ms=18000, which is Kafka's default. Of the settings with no false failover, 17000 has the shortest outage (15.1 s (14.8 to 15.9 s)), but the runs cannot tell it from that of 18000 (15.5 s (15.0 to 16.4 s)): preferred, because it is Kafka's default.",
      'No false failover in 5 rounds still leaves room for up to 0.6 a round (95 %).',
    ]);
  });

  const near: Numbers = [
    [10.9, 10.4, 10.6, 11.1, 11.4],
    [0, 0, 0, 0, 1],
  ];

  it('else the steadier of those that runs cannot tell apart', () => {
    const alike = study({ 12000: measured[12000]!, 13000: near, 18000: measured[18000]! });
    expect(words({ maxFalseFailovers: 1 }, alike)[0]).toBe(
      'Run with zookeeper.session.timeout.ms=13000. Of the settings with at most 1 false failover a round, 12000 has the shortest outage (10.5 s (10.1 to 11.2 s)), but the runs cannot tell it from that of 13000 (10.9 s (10.4 to 11.4 s)): preferred, because it is the steadier one (0.2 false failovers a round against 0.4).',
    );
  });

  it('else the longer', () => {
    const steady = [0, 0, 0, 0, 0];
    const alike = study({ 9000: [near[0], steady], 10000: [near[0].map((s) => s + 0.2), steady] });
    expect(words({}, alike)[0]).toMatch(
      /^Run with zookeeper\.session\.timeout\.ms=10000\. .*: preferred, because it is the longer one, and no less steady\.$/,
    );
  });

  it('is nothing where no setting keeps the limits, and then says which come nearest', () => {
    const { recommendation } = tradeoff({ maxOutageMs: 14_000 });
    expect(recommendation.kind).toBe('none keeps the limits');
    expect(words({ maxOutageMs: 14_000 })).toEqual([
      'No setting has no false failover and an outage of at most 14.0 s. Nearest come 18000 (an outage of 15.5 s, no false failover) and 15000 (an outage of 13.0 s, 0.2 false failovers a round).',
    ]);
    expect(words({ maxOutageMs: 3_000, maxFalseFailovers: 0.5 })).toEqual([
      'No setting has at most 0.5 false failovers a round and an outage of at most 3.0 s. Nearest comes 12000 (an outage of 10.5 s, 0.4 false failovers a round).',
    ]);
  });

  it('is nothing that was not over while it was watched, if there is a limit', () => {
    const results = study({ 18000: measured[18000]! });
    for (const { experiment, run } of results.results) {
      if (experiment === 'kill-leader') run!.produce.partitions[0]!.windows[0]!.censored = true;
    }
    expect(words({ maxOutageMs: 20_000 }, results)[0]).toMatch(
      /^No setting has .* Nearest comes 18000 \(an outage of ≥ 15\.5 s, no false failover\)\.$/,
    );
  });

  it('is never for its short outage what was not over, but what was', () => {
    const results = study({ 6000: [measured[6000]![0], [0, 0, 0, 0, 0]], 18000: measured[18000]! });
    for (const { experiment, set, run } of results.results) {
      if (experiment !== 'kill-leader' || set?.[0] !== at(6000)[0]) continue;
      run!.produce.partitions[0]!.windows[0]!.censored = true;
    }
    expect(words({}, results)[0]).toMatch(/^Run with zookeeper\.session\.timeout\.ms=18000/);
    expect(JSON.stringify(tradeTable(tradeoff({}, results)).rows)).toContain(
      'its outage was not over, that of 18000 was',
    );
  });

  it('is held against the worst of several outages, and one that was not over is that', () => {
    const [outages, failovers] = measured[18000]!;
    const others = outages.map((_, i) => {
      const result = speedRun(at(18_000), i + 1, 3, { experiment: 'leader-pauses' });
      result.run!.produce.partitions[0]!.windows[0]!.censored = true;
      return result;
    });
    const results = study({ 18000: [outages, failovers] }, { speed: ['kill-leader', 'leader-pauses'] });
    const both = {
      ...results,
      results: [...results.results, ...others.map((each, i) => ({ ...each, index: 100 + i }))],
    };
    expect(words({ maxOutageMs: 20_000 }, both)[0]).toMatch(/^No setting has /);
    expect(tradeoff({}, both).points[0]!.outage).toMatchObject({
      experiment: 'leader-pauses',
      median: 3_000,
    });
  });

  it('is nothing where only one side was measured', () => {
    expect(words({}, timeoutStudy({ steadiness: [] }))).toEqual([
      'Only speed was measured: the sweep has no experiment in which nothing dies (--against), so how steady the settings are is not known, and none is recommended.',
    ]);
    expect(tradeoff({}, timeoutStudy({ speed: [] })).recommendation).toEqual({
      kind: 'one side only',
      measured: 'steadiness',
    });
    const [outages] = measured[6000]!;
    expect(words({}, study({ 6000: [outages, []] }))).toEqual([
      'No setting has runs on both sides that tell, so none is recommended.',
    ]);
  });

  it('says that nobody said what the default is', () => {
    expect(words({}, timeoutStudy({ defaults: undefined })).at(-1)).toBe(
      'The sweep does not say what Kafka does by default, so what this buys and costs is not known.',
    );
  });
});

it('what is counted otherwise is called otherwise, and named', () => {
  const other = tradeoff({}, timeoutStudy({ alarms: ['produce.fail'], gridSize: 9 }));
  expect(extentInWords(other)).toEqual([
    'A sample: 4 of the 9 combinations of these values.',
    'Here false alarm means produce.fail.',
  ]);
  expect(tradeTable(other).heads[2]).toBe('false alarms a round');
  expect(recommendationInWords(other)[0]).toMatch(/with no false alarm it has the shortest outage: 5\.5 s/);
  const usual = timeoutStudy({ alarms: ['controllers.changes', 'replication.leaderChanges'] });
  expect(extentInWords(tradeoff({}, usual))).toEqual([]);
});

describe('the tables of a sweep', () => {
  const steady = [0, 0, 0, 0, 0];
  const more = study({
    3000: [[], []],
    ...measured,
    20000: [[17.6, 17.2, 17.4, 17.9, 18.3], steady],
    13000: [
      [13.1, 12.9, 13, 13.4, 13.3],
      [0, 1, 0, 1, 1],
    ],
  });
  const dead = [1, 2].map((n) =>
    speedRun(at(3_000), n, 1, { outcome: 'not run', run: undefined, reason: 'broker-1 did not start' }),
  );
  const results = sweepOf([...more.results, ...dead], more.sweep!);

  it('has the best trade first, and says of each other why it is not', () => {
    const { heads, rows } = tradeTable(tradeoff({}, results));
    expect(heads).toEqual(['zookeeper.session.timeout.ms', 'outage', 'false failovers a round', 'runs', '']);
    expect(rows.map(({ state, cells }) => [state, ...cells])).toEqual([
      ['recommended', '18000', '15.5 s (15.0 to 16.4 s)', '0', '10', "recommended; Kafka's default"],
      ['front', '6000', '5.5 s (5.2 to 5.9 s)', '2 (1.4 to 2.6)', '10', 'on the front'],
      ['front', '12000', '10.5 s (10.1 to 11.2 s)', '0.4 (0 to 0.8)', '10', 'on the front'],
      ['front', '15000', '13.0 s (12.6 to 13.9 s)', '0.2 (0 to 0.6)', '10', 'on the front'],
      [
        ...['dominated', '13000', '13.1 s (12.9 to 13.4 s)', '0.6 (0.2 to 1)', '10'],
        'slower than 12000 by 2.6 s, and 0.2 false failovers a round more',
      ],
      [
        ...['dominated', '20000', '17.6 s (17.2 to 18.3 s)', '0', '10'],
        'slower than 18000 by 2.1 s and no steadier',
      ],
      ['not measured', '3000', '–', '–', '0 (and 2 not run)', 'no run decided anything'],
    ]);
  });

  it('has the front, the fastest first', () => {
    const { front } = tradeoff({}, results);
    expect(front.map(({ name }) => name)).toEqual(['6000', '12000', '15000', '18000']);
  });

  it('names points of which no run decided anything, with the reason', () => {
    expect(undecidedInWords(tradeoff({}, results))).toEqual([
      '3000: no run decided anything (2 not run): broker-1 did not start',
    ]);
  });

  it('has what each experiment of steadiness measured', () => {
    const [{ title, table }, ...others] = detailTables(tradeoff()) as [ReturnType<typeof detailTables>[0]];
    const { heads, rows } = table;
    expect([title, others]).toEqual(['How steady each setting was', []]);
    expect(heads.slice(1)).toEqual([
      ...['nothing dies', 'runs', 'false failovers a run', 'ISR shrinks'],
      ...['refused', 'unanswered', 'longest wait', 'p99'],
    ]);
    expect(rows.slice(0, 2).map(({ cells }) => cells)).toEqual([
      ['18000', 'controller-broker-pauses', '5', '0', '0', '0', '450', 'no gap', '48 ms'],
      ['6000', 'controller-broker-pauses', '5', '2', '4', '0', '450', '1.8 s', '48 ms'],
    ]);
  });

  it('have what each experiment of speed measured, where there are several', () => {
    const set = at(6_000);
    const cut = [8, 9].map((outage, i) => speedRun(set, i + 1, outage, { experiment: 'cut' }));
    const runs = [...pointOf(set, [[5, 6], [0]]), ...cut];
    const several = tradeoff({}, sweepOf(runs, { speed: ['kill-leader', 'cut'] }));
    expect(tradeTable(several).rows[0]!.cells[1]).toBe('8.5 s (8.0 to 9.0 s), cut');
    expect(detailTables(several)[1]!.table.rows.map(({ cells }) => cells)).toEqual([
      ['6000', 'kill-leader', '2', '5.5 s (5.0 to 6.0 s)'],
      ['6000', 'cut', '2', '8.5 s (8.0 to 9.0 s)'],
    ]);
  });
});
