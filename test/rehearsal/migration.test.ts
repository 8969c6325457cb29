import { describe, expect, it } from 'vitest';
import { headline } from '../../src/rehearsal/in-words.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Run } from '../../src/results/run-json.ts';
import { migrationPhases, type ReversiblePhase } from '../../src/topology/migration.ts';
import {
  allTheWay,
  asBefore,
  asked,
  back,
  type Done,
  literalMigration,
  thenUpgraded,
  timed,
  trouble,
  until,
} from './literal-migration.ts';
import { availability, literalTimeline, window } from './literal-upgrade.ts';

type Given = Parameters<typeof rehearse>;

/** The document's first line. */
const said = (...given: Given) => headline(rehearse(...given));
const check = (run: Run, about: string, what = asked) =>
  rehearse(what, run).rehearsed!.checklist.find((each) => each.what.startsWith(about));
const nodesOf = (run: Run) => run.cluster.nodes.map(({ name }) => name);

const go =
  'nothing acknowledged is lost; writes never stood still; every broker is on KRaft and ZooKeeper is switched off';
const sameInventory = 'topics, configurations, offsets and ACLs are as before';
const noGo = 'No-go, ZooKeeper to KRaft on Kafka 3.9.2: ';

/** Without what `left` says. */
const without = (left: (done: Done) => boolean, done = allTheWay) => done.filter((each) => !left(each));
const is = (what: Done['what'], phase: Done['phase'], node?: string) => (done: Done) =>
  done.what === what && done.phase === phase && done.node === node;

describe('a migration is a go', () => {
  it('if every phase came to its end', () => {
    expect(said(asked, literalMigration())).toBe(
      `Go, ZooKeeper to KRaft on Kafka 3.9.2: ${go}; ${sameInventory}`,
    );
  });

  it('in whatever order a phase restarts its nodes', () => {
    const { actions, ...run } = literalMigration();
    const [one, two, three] = timed(until('migration-mode')).slice(1, 4);
    const swapped = [actions[0]!, { ...one!, node: two!.node }, { ...two!, node: one!.node }, three!];
    expect(rehearse(asked, { ...run, actions: [...swapped, ...actions.slice(4)] }).verdict).toBe('go');
  });

  it('also where nothing was compared, which it does not claim then', () => {
    const run = literalMigration({ inventory: null });
    expect(said(asked, run)).toBe(`Go, ZooKeeper to KRaft on Kafka 3.9.2: ${go}`);
    expect(check(run, 'Topics,')).toMatchObject({ holds: null, found: 'not compared' });
  });

  it('with the upgrade that follows', () => {
    const actions = thenUpgraded(timed(allTheWay), '4.3.1');
    const then = { ...asked, to: '4.3.1' };
    expect(said(then, literalMigration({ actions }))).toBe(
      `Go, ZooKeeper to KRaft on Kafka 3.9.2, then to 4.3.1: ${go}; every node runs Kafka 4.3.1; the features are raised; ${sameInventory}`,
    );
    const { steps, wayBack, checklist } = rehearse(then, literalMigration({ actions })).rehearsed!;
    expect(steps.filter(({ canGoBack }) => !canGoBack).map(({ name }) => name)).toEqual([
      ...['controller-1 off ZooKeeper', 'controller-2 off ZooKeeper', 'controller-3 off ZooKeeper'],
      ...['ZooKeeper switched off', 'raising the features'],
    ]);
    expect(wayBack.map(({ of, after }) => `${of} ${after}`)).toEqual([
      ...migrationPhases.map((phase) => `migration ${phase}`),
      ...['upgrade controllers', 'upgrade brokers', 'upgrade finalize'],
    ]);
    expect(checklist.map(({ what }) => what)).toContain('Every node on Kafka 4.3.1 at the end');
  });
});

describe('going back to ZooKeeper', () => {
  it.each<[ReversiblePhase, nodes: number, restarts: number, tookMs: number]>([
    ['controllers', 0, 0, 2_000],
    ['migration-mode', 3, 3, 32_000],
    ['copied', 3, 3, 32_000],
    ['dual-write', 3, 3, 32_000],
    ['kraft-brokers', 3, 6, 62_000],
  ])('from %s is told with what it cost', (phase, nodes, restarts, tookMs) => {
    const given = { ...asked, rollbackAfter: phase };
    const actions = timed([...until(phase), ...back(phase), ...allTheWay]);
    const beganMs = timed(until(phase)).at(-1)!.atMs;
    // The first belongs to the phase, the last to the second way there.
    const outages = [beganMs - 500, beganMs + 500, beganMs + tookMs + 500].map((at) => window(at, 400));
    const run = literalMigration({ actions, produce: availability(outages, []) });
    const { rehearsed } = rehearse(given, run);
    expect(said(given, run)).toBe(
      `Go, ZooKeeper to KRaft on Kafka 3.9.2, with going back after ${phase}: ${go.replace('never stood still', 'stood still for 400 ms at the longest')}; ${sameInventory}`,
    );
    const writes = { longest: window(beganMs + 500, 400) };
    expect(rehearsed!.wayBack.filter(({ rehearsed }) => rehearsed !== null)).toMatchObject([
      { of: 'migration', after: phase, rehearsed: { nodes, restarts, tookMs, writes } },
    ]);
    expect(check(run, 'Going back to ZooKeeper', given)).toMatchObject({ holds: true });
  });

  it('from KRaft leads by way of migration mode', () => {
    const given = { ...asked, rollbackAfter: 'kraft-brokers' as const };
    const actions = timed([...until('kraft-brokers'), ...back('kraft-brokers'), ...allTheWay]);
    const names = rehearse(given, literalMigration({ actions })).rehearsed!.steps.map(({ name }) => name);
    expect(names.slice(11, 18)).toEqual([
      ...['broker-1 back into migration mode', 'broker-2 back into migration mode'],
      ...['broker-3 back into migration mode', 'broker-1 back to ZooKeeper', 'broker-2 back to ZooKeeper'],
      ...['broker-3 back to ZooKeeper', 'all brokers back on ZooKeeper'],
    ]);
  });

  it('from the middle of that restarts only once what had not become one of KRaft', () => {
    const begun = until('kraft-brokers').slice(0, -3);
    const revert = (node: string): Done => ({ what: 'revert', phase: 'kraft-brokers', node });
    const nodes = ['broker-1', 'broker-2', 'broker-1', 'broker-2', 'broker-3'];
    const done = [...begun, ...nodes.map(revert), { what: 'revert', phase: 'kraft-brokers' } as Done];
    const harness = trouble('migrate kraft-brokers: broker-2 does not serve', 78_000);
    const { reasons, rehearsed } = rehearse(asked, literalMigration({ actions: timed(done), harness }));
    expect(reasons).toEqual([
      'the phase kraft-brokers did not come to its end at broker-2: broker-2 does not serve',
      'the cluster was put back to ZooKeeper',
    ]);
    expect(rehearsed!.steps.slice(begun.length).map(({ name }) => name)).toEqual([
      ...['broker-1 back into migration mode', 'broker-2 back into migration mode'],
      ...['broker-1 back to ZooKeeper', 'broker-2 back to ZooKeeper', 'broker-3 back to ZooKeeper'],
      'all brokers back on ZooKeeper',
    ]);
  });

  it('was not gone if a broker was left out, or if all ends with it', () => {
    const given = { ...asked, rollbackAfter: 'copied' as const };
    const forgotten = without(is('revert', 'copied', 'broker-2'), [
      ...until('copied'),
      ...back('copied'),
      ...allTheWay,
    ]);
    const run = literalMigration({ actions: timed(forgotten) });
    expect(rehearse(given, run)).toMatchObject({
      verdict: 'no-go',
      reasons: ['left out: broker-2 back to ZooKeeper'],
    });
    expect(check(run, 'Going back to ZooKeeper', given)).toMatchObject({ holds: false });

    const actions = timed([...until('copied'), ...back('copied')]);
    expect(rehearse(given, literalMigration({ actions }))).toMatchObject({
      verdict: 'no-go',
      reasons: [
        'the cluster was put back to ZooKeeper',
        'left out: controllers started, all brokers in migration mode, metadata copied, dual write, all brokers on KRaft, ZooKeeper switched off',
      ],
    });
  });
});

describe('a migration is a no-go', () => {
  it('if a broker was left behind, and says that the cluster was put back', () => {
    const done = [...until('migration-mode'), ...back('copied')];
    const harness = trouble(
      'migrate copied: after 60 s broker-3 is still not registered with the controllers',
      timed(until('migration-mode')).at(-1)!.atMs + 1,
    );
    const run = literalMigration({ actions: timed(done), harness, outcome: 'unknown' });
    expect(said(asked, run)).toBe(
      `${noGo}the phase copied did not come to its end: after 60 s broker-3 is still not registered with the controllers; the cluster was put back to ZooKeeper`,
    );
    expect(check(run, 'Every broker on KRaft')).toMatchObject({
      holds: false,
      found: 'the cluster was put back to ZooKeeper',
    });
    // It was gone back from the middle of a phase: that is none of the ways back from the end of one.
    expect(rehearse(asked, run).rehearsed!.wayBack.every(({ rehearsed }) => rehearsed === null)).toBe(true);
    expect(check(run, 'Going back')).toMatchObject({ holds: true, found: 'after a phase that failed' });
  });

  it('if it was not put back either, or only half', () => {
    const harness = trouble('migrate copied: after 60 s broker-3 is still not registered', 60_000);
    const reason = `the phase copied did not come to its end: after 60 s broker-3 is still not registered; the cluster was not put back to ZooKeeper`;
    const actions = timed(until('migration-mode'));
    expect(said(asked, literalMigration({ actions, harness }))).toBe(noGo + reason);
    const half = timed([...until('migration-mode'), ...back('copied').slice(0, -1)]);
    expect(said(asked, literalMigration({ actions: half, harness }))).toBe(noGo + reason);
  });

  it('also if going back had been rehearsed before it failed', () => {
    const given = { ...asked, rollbackAfter: 'controllers' as const };
    const done = [...until('controllers'), ...back('controllers')];
    const harness = trouble('migrate controllers: controller-2 does not serve', 60_000);
    expect(rehearse(given, literalMigration({ actions: timed(done), harness })).reasons).toEqual([
      'the phase controllers did not come to its end: controller-2 does not serve',
      'the cluster was not put back to ZooKeeper',
    ]);
  });

  it('with the broker in whose restart it broke off, and those that were not reached', () => {
    const done = until('migration-mode').slice(0, 2);
    const harness = trouble(
      'migrate migration-mode: 120 s after broker-3 serves again not all is in sync',
      40_000,
    );
    const { reasons, rehearsed } = rehearse(asked, literalMigration({ actions: timed(done), harness }));
    expect(reasons[0]).toBe(
      'the phase migration-mode did not come to its end at broker-3: 120 s after broker-3 serves again not all is in sync',
    );
    expect(rehearsed!.undone).toEqual([
      ...['broker-2 into migration mode', 'broker-3 into migration mode', 'all brokers in migration mode'],
      ...['metadata copied', 'dual write', 'all brokers on KRaft', 'ZooKeeper switched off'],
    ]);
    const unnamed = trouble('the engine is gone', 40_000);
    expect(rehearse(asked, literalMigration({ actions: timed(done), harness: unnamed })).reasons[0]).toBe(
      'the phase migration-mode did not come to its end at one of broker-2, broker-3: the engine is gone',
    );
  });

  it('with the broker that was forgotten in a phase before', () => {
    const done = without(is('migrate', 'migration-mode', 'broker-2'), until('migration-mode'));
    const harness = trouble('migrate copied: broker-2 has not registered', 40_000);
    expect(rehearse(asked, literalMigration({ actions: timed(done), harness })).reasons).toEqual([
      'the phase copied did not come to its end: broker-2 has not registered',
      'the cluster was not put back to ZooKeeper',
      'left out: broker-2 into migration mode',
    ]);
  });

  it('where the way back broke off as well', () => {
    const harness = trouble('migrate dual-write: no new topic in ZooKeeper', 60_000);
    const second = { atMs: 70_000, what: 'revert: broker-1 does not serve' };
    const run = literalMigration({
      actions: timed(until('copied')),
      harness: { ...harness, troubles: [...harness.troubles, second] },
    });
    expect(rehearse(asked, run).reasons).toEqual([
      'the phase dual-write did not come to its end: no new topic in ZooKeeper',
      'going back did not come to its end: broker-1 does not serve',
      'the cluster was not put back to ZooKeeper',
    ]);
  });

  it('from which there is no way back once a controller has let go of ZooKeeper', () => {
    const done = until('finalized').slice(0, -2);
    const harness = trouble('migrate finalized: controller-3 does not serve', 150_000);
    expect(rehearse(asked, literalMigration({ actions: timed(done), harness })).reasons).toEqual([
      'the phase finalized did not come to its end at controller-3: controller-3 does not serve',
      'there is no way back to ZooKeeper from there',
    ]);
  });

  it.each([
    ['migration-mode', 'broker-2', 'broker-2 into migration mode'],
    ['kraft-brokers', 'broker-1', 'broker-1 to KRaft'],
    ['finalized', 'controller-3', 'controller-3 off ZooKeeper'],
    ['copied', undefined, 'metadata copied'],
    ['kraft-brokers', undefined, 'all brokers on KRaft'],
  ] as const)('if in %s %s was left out', (phase, node, name) => {
    const run = literalMigration({ actions: timed(without(is('migrate', phase, node))) });
    expect(said(asked, run)).toBe(`${noGo}left out: ${name}`);
    expect(check(run, 'Every broker on KRaft')).toMatchObject({ holds: false, found: `left out: ${name}` });
  });

  it('if it stopped without saying why', () => {
    const run = literalMigration({ actions: timed(until('dual-write')) });
    expect(rehearse(asked, run).verdict).toBe('no-go');
  });

  it('if a controller let go of ZooKeeper before every broker was one of KRaft', () => {
    const first = is('migrate', 'finalized', 'controller-1');
    const at = allTheWay.findIndex(is('migrate', 'kraft-brokers', 'broker-3'));
    const early = without(first).toSpliced(at, 0, allTheWay.find(first)!);
    expect(said(asked, literalMigration({ actions: timed(early) }))).toBe(
      `${noGo}controller-1 off ZooKeeper came before broker-3 to KRaft, all brokers on KRaft`,
    );
  });

  it('if it let go while a broker was still on its way', () => {
    const actions = timed(allTheWay);
    const at = allTheWay.findIndex(is('migrate', 'finalized', 'controller-1'));
    const early = actions.with(at, { ...actions[at]!, tookMs: actions[at]!.tookMs + 3 });
    expect(said(asked, literalMigration({ actions: early }))).toBe(
      `${noGo}controller-1 off ZooKeeper came before all brokers on KRaft`,
    );
  });

  it('if a broker became one of KRaft before the controllers wrote to both', () => {
    const end = is('migrate', 'dual-write');
    const at = allTheWay.findIndex(is('migrate', 'kraft-brokers', 'broker-2'));
    const late = without(end).toSpliced(at, 0, allTheWay.find(end)!);
    expect(said(asked, literalMigration({ actions: timed(late) }))).toBe(
      `${noGo}broker-1 to KRaft came before dual write`,
    );
  });

  it('if anything in it is not as before, which is told once', () => {
    const differences = [
      'topic a is gone',
      'orders: retention.ms is 1, not 2',
      'group g: 3, not 4',
      'one more',
    ];
    const inventory = {
      ...{ ...asBefore, differences: 4 },
      found: differences.map((what) => ({ atMs: 100_000, what })),
    };
    const expectations = [{ name: 'all is as before', bound: '= 0', measured: 4, outcome: 'fail' as const }];
    const run = literalMigration({ inventory, expectations, outcome: 'fail' });
    const told =
      'not as before: topic a is gone, orders: retention.ms is 1, not 2, group g: 3, not 4 and 1 more';
    expect(said(asked, run)).toBe(noGo + told);
    expect(check(run, 'Topics,')).toMatchObject({ holds: false, found: `compared 2 times: ${told}` });
  });

  it('but not if raised features bring something along, which is told', () => {
    const { harness } = literalMigration();
    const notes = [
      { atMs: 150_000, what: 'not as before: all brokers: min.insync.replicas is 1, was not set' },
    ];
    const { holds, found } = check(literalMigration({ harness: { ...harness, notes } }), 'Topics,')!;
    expect(holds).toBe(true);
    expect(found).toMatch(
      /; the raised features brought along: all brokers: min\.insync\.replicas is 1, was not set$/,
    );
  });

  it('if replicas were out of sync after a step', () => {
    const timeline = literalTimeline({
      leadership: [
        ...literalTimeline().leadership,
        { atMs: 13_000, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3] },
        { atMs: 30_000, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3, 1] },
      ],
    });
    expect(said(asked, literalMigration(), timeline)).toBe(
      `${noGo}replicas out of sync after broker-1 into migration mode`,
    );
  });

  it('if it went on without everything being in sync, seen in the timeline or not', () => {
    const run = literalMigration();
    const [first] = run.actions.filter(({ node }) => node === 'broker-1');
    first!.outOfSync = '30 s after broker-1 serves again not all is in sync: orders-0';
    expect(said(asked, run, literalTimeline())).toBe(
      `${noGo}replicas out of sync after broker-1 into migration mode`,
    );
  });

  it('if the upgrade that was to follow was not begun, or left a node behind', () => {
    const then = { ...asked, to: '4.3.1' };
    expect(rehearse(then, literalMigration()).reasons).toEqual(['the upgrade to 4.3.1 was not begun']);
    const actions = thenUpgraded(timed(allTheWay), '4.3.1').filter(
      ({ node, kafka }) => node !== 'broker-2' || kafka === undefined,
    );
    expect(rehearse(then, literalMigration({ actions })).reasons).toEqual([
      'broker-2 runs Kafka 3.9.2 at the end, not 4.3.1',
    ]);
  });

  it('of which the nodes of ZooKeeper are no part that is upgraded', () => {
    expect(nodesOf(literalMigration())).toContain('zookeeper-1');
    const { undone, nodes } = rehearse(asked, literalMigration()).rehearsed!;
    expect([undone, nodes]).toEqual([[], { zookeeper: 3, broker: 3, controller: 3 }]);
  });
});
