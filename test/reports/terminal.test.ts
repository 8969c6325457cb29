import { describe, expect, test } from 'vitest';
import { clientsTable } from '../../src/reports/clients-table.ts';
import { table } from '../../src/reports/runs-table.ts';
import { brokenExpectations, eventInWords, runInFull, runInWords } from '../../src/reports/terminal.ts';
import type { Run } from '../../src/results/run-json.ts';
import { duration } from '../../src/text/words.ts';

const window = { fromMs: 10_000, toMs: 19_200, atLeastMs: 9_100, atMostMs: 9_200, censored: false };
const availability = (windows: Run['produce']['partitions'][number]['windows']): Run['produce'] => ({
  thresholdMs: 250,
  partitions: [0, 1, 2].map((partition) => ({
    partition,
    windows,
    longestMs: windows[0]?.atMostMs ?? 0,
    unavailableMs: windows[0]?.atMostMs ?? 0,
  })),
  longestMs: windows[0]?.atMostMs ?? 0,
  unavailableMs: windows[0]?.atMostMs ?? 0,
  unseenMs: 0,
  unseenInAllMs: 0,
  ok: 4_812,
  fail: 11,
  unknown: 450,
});

const run: Run = {
  schema: 'kafka-chaos/run/1',
  experiment: 'kill-leader',
  mode: 'kraft',
  kafkaVersion: '3.9.2',
  client: 'kafkajs',
  workload: { intervalMs: 20, partitions: 3, acks: 'all', applications: [], isolation: 'committed' },
  clients: {},
  seed: 1,
  startedAt: new Date(0).toISOString(),
  durationMs: 60_000,
  outcome: 'pass',
  cluster: { bootMs: 3_300, nodes: [], images: {}, effectiveConfig: {} },
  faults: [
    {
      kind: 'kill',
      nodes: ['broker-2'],
      links: [],
      injectedAtMs: 10_000,
      healedAtMs: 22_000,
      evidence: { 'partitions led': 1, 'broker-2 exitCode': 137 },
      healingEvidence: {},
    },
  ],
  produce: availability([window]),
  consume: availability([]),
  admin: null,
  newcomers: null,
  phases: [],
  actions: [],
  errors: { CONNECTION_CLOSED: 450, NOT_LEADER_OR_FOLLOWER: 11 },
  latencyMs: {
    before: { count: 0, p50: null, p99: null, max: null },
    during: { count: 0, p50: null, p99: null, max: null },
    after: { count: 0, p50: null, p99: null, max: null },
  },
  recovery: {
    detectedMs: 9_000,
    electedMs: 9_048,
    clientMs: null,
    firstAckMs: 9_200,
    steadyMs: null,
    fullIsrMs: 16_300,
    lagDrainedMs: null,
  },
  controllers: {
    changes: 0,
    electedMs: null,
    servesMs: null,
    loadingMs: null,
    epochs: [{ atMs: 10, node: 'controller-1', epoch: 3 }],
  },
  replication: {
    ...{ isrShrinks: 0, leaderChanges: 0 },
    ...{ tellingElections: 0, electedFirstInList: 0, electedSmallestId: 0 },
  },
  processes: { endedByThemselves: 0, leftEnsemble: 0, away: 0, ends: [] },
  inventory: null,
  trials: null,
  ensemble: null,
  heap: null,
  safety: {
    ...{ acknowledged: 4_812, lost: 0, unseen: 0, duplicates: 0, redelivered: 26 },
    ...{ reordered: 0, phantom: 0, corrupted: 0, disagreeing: 0, committedBack: 0, skipped: 0 },
  },
  verdicts: [],
  predicted: { atMostMs: 11_145, because: 'the configuration' },
  expectations: [
    { name: 'good', bound: '≤ 1', measured: 0, outcome: 'pass' },
    { name: 'bad', bound: '= 0', measured: 3, outcome: 'fail' },
  ],
  healed: null,
  harness: { troubles: [], notes: [], stalls: [], noiseBeforeFault: [], version: '0.1.0', node: 'v24' },
};

describe('a run in words', () => {
  const words = runInWords(run);

  test.each([
    'kill broker-2 (partitions led 1, broker-2 exitCode 137)',
    'no writes for 9.2 s (≥ 9.1 s) on 3 of 3 partitions',
    'because the leaders of 2 waited for the replica that was hit (acks=all)',
    'detected after 9.0 s, elected 48 ms later',
    'NOT_ENOUGH_REPLICAS 0',
    'acknowledged 4,812, lost 0, redelivered 26',
    'predicted at most 11.1 s',
  ])('says "%s"', (text) => {
    expect(words).toContain(text);
  });

  test('says that a window is not over, and what was never reached', () => {
    const open = { ...run, produce: availability([{ ...window, toMs: null, censored: true }]) };
    expect(runInWords(open)).toContain('≥ 9.2 s and not over at the end');
    const never = { ...run, recovery: { ...run.recovery, electedMs: null, firstAckMs: null } };
    expect(runInWords(never)).toContain('elected never');
    expect(runInWords(never)).toContain('every partition acknowledges never');
  });

  test('says nothing of what did not happen because it was not needed', () => {
    const graceful = {
      ...run,
      recovery: { ...run.recovery, detectedMs: null, electedMs: null, clientMs: null },
    };
    expect(runInWords(graceful)).toMatch(/;\n {2}every partition acknowledges after 9\.2 s, /);
    expect(table([graceful])).toMatch(/^detected +–$/m);
  });

  test('tells how administration and new clients fared, where there were any', () => {
    expect(words).not.toMatch(/administration|new clients/);
    const asked = { ...run, admin: availability([window]), newcomers: availability([]) };
    expect(runInWords(asked)).toContain(
      ';\n  no administration for 9.2 s (≥ 9.1 s);\n  new clients got in;\n',
    );
    expect(runInWords({ ...asked, admin: { ...asked.admin, longestMs: null } })).toContain(
      'whether there was administration is unknown',
    );
  });

  test('tells of changes only where there were any', () => {
    expect(words).not.toMatch(/controller|leaders changed|ISRs/);
    const changed = runInWords({
      ...run,
      controllers: { changes: 1, electedMs: 1_400, servesMs: 2_600, loadingMs: 1_200, epochs: [] },
      replication: { ...run.replication, isrShrinks: 6, leaderChanges: 2 },
      actions: [{ atMs: 9_000, what: 'create-topics', tookMs: 2_500, detail: '1,000 topics' }],
    });
    expect(changed).toContain(
      'the controller changed once, after 1.4 s, and served after 2.6 s; leaders changed 2 times; ISRs shrank 6 times',
    );
    expect(changed).toMatch(/^create-topics \(1,000 topics\) took 2\.5 s;/);
  });

  test('says that a machine was too busy', () => {
    const noisy = { ...run, harness: { ...run.harness, noiseBeforeFault: [window] } };
    expect(runInWords(noisy)).toContain('nothing but damage to records is decided');
  });

  test('tells what was tried, and what came of it', () => {
    const tried = [{ atMs: 1, what: 'no.such.setting', works: false, found: 'nobody has it' }];
    expect(runInWords({ ...run, trials: { made: 1, failed: 1, tried } })).toContain(
      'no.such.setting does not work: nobody has it;',
    );
  });

  test('without a fault speaks of none', () => {
    expect(runInWords({ ...run, faults: [], produce: availability([]) })).toMatch(
      /^writes went on, no gap longer than 250 ms; reads went on;\n {2}attempts/,
    );
  });

  test('names the expectations that do not hold, with what was measured', () => {
    expect(brokenExpectations(run)).toHaveLength(1);
    expect(brokenExpectations(run)[0]).toContain('bad (= 0, measured 3)');
  });
});

test('what was done beside faults has a row, where anything was', () => {
  const done = (what: 'migrate' | 'revert') => ({ atMs: 1, what, tookMs: 1, detail: '' });
  const actions = [done('migrate'), done('migrate'), done('revert')];
  expect(table([{ ...run, actions }])).toMatch(/^done +migrated, went back$/m);
  const tried = [{ atMs: 1, what: 'a', works: true, found: 'so' }];
  expect(table([{ ...run, trials: { made: 1, failed: 0, tried } }])).toMatch(/^done +1 tried$/m);
  expect(table([run])).not.toMatch(/^done/m);
});

test('administration and new clients have a row, where any run asked for them', () => {
  expect(table([run])).not.toMatch(/administration|new clients/);
  const text = table([{ ...run, mode: 'zk', admin: availability([window]) }, run]);
  expect(text).toMatch(/^no administration for +9\.2 s +–$/m);
  expect(text).not.toMatch(/new clients/);
  const repeated = table([run, { ...run, newcomers: availability([window]) }]);
  expect(repeated).toMatch(/^no new clients for +9\.2 s \(1 run\)$/m);
});

test('what is looked at is told while the run goes on', () => {
  const event = { type: 'event', timeNs: 1 } as const;
  expect(eventInWords({ ...event, kind: 'heap', node: 'controller-2', liveBytes: 52_349_240 })).toBe(
    'controller-2 cannot do without 52.3 MB of its heap',
  );
  expect(eventInWords({ ...event, kind: 'ensemble', epoch: 1, writes: 3_050, processorMs: 2_500 })).toBe(
    'the ZooKeeper servers have written 3,050 times, and were on a processor for 2.5 s',
  );
});

test('runs stand side by side, a column each', () => {
  const text = table([{ ...run, mode: 'zk' }, run]);
  expect(text.split('\n')[0]).toMatch(/zk 3\.9\.2 +kraft 3\.9\.2/);
  expect(text).toMatch(/no writes for +9\.2 s +9\.2 s/);
  expect(text).toMatch(/lost +0 +0/);
});

test('runs that repeat each other share a column', () => {
  const text = table([{ ...run, mode: 'zk' }, run, run]);
  expect(text.split('\n')[0]).toMatch(/zk 3\.9\.2 +kraft 3\.9\.2$/);
  expect(text).toMatch(/no writes for +9\.2 s \(1 run\) +9\.2 s \(2 runs\)/);
});

test.each([
  [0.4, '0 ms'],
  [48.4, '48 ms'],
  [999.6, '1.0 s'],
  [9_249, '9.2 s'],
  [99_960, '100 s'],
])('%d ms reads "%s"', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

describe('clients side by side', () => {
  const felt: Run['clients'][string] = {
    produce: availability([window]),
    errors: { CLIENT_TIMEOUT: 3 },
    latencyMs: run.latencyMs,
    longestSendMs: 11_500,
    recovery: { clientMs: 8_700, firstAckMs: 8_800, steadyMs: null },
    safety: { lost: 0, duplicates: 2 },
  };
  const application = { client: 'platformatic', intervalMs: 100, acks: 'all', idempotent: false } as const;

  test('are a table with the probe first', () => {
    const both: Run = {
      ...run,
      workload: { ...run.workload, applications: [application] },
      clients: { platformatic: felt },
    };
    const lines = clientsTable(both).split('\n');
    expect(lines[0]).toMatch(/^ +probe \(kafkajs\) +platformatic$/);
    expect(lines[1]).toMatch(/raw, every 20 ms +acks=all, not idempotent, every 100 ms$/);
    expect(lines).toContainEqual(expect.stringMatching(/^nothing acknowledged for +9\.2 s +9\.2 s$/));
    expect(lines).toContainEqual(expect.stringMatching(/^longest send .* 11\.5 s$/));
    expect(lines).toContainEqual(expect.stringMatching(/^duplicates +– +2$/));
    expect(lines).toContainEqual(expect.stringMatching(/^errors +– +CLIENT_TIMEOUT 3$/));
    expect(runInFull(both)).toContain(lines[1]!);
  });

  test('are nothing where only the probe ran', () => {
    expect(clientsTable(run)).toBe('');
  });
});

test('what became of a lost record is told', () => {
  const lost: Run = {
    ...run,
    cluster: { ...run.cluster, nodes: [{ name: 'broker-3', id: 3, roles: ['broker'] }] },
    verdicts: [
      {
        name: 'no-lost-writes',
        outcome: 'fail',
        count: 545,
        witnesses: [
          {
            ...{
              finding: 'x',
              value: 'probe-0/7',
              partition: 0,
              offsets: [7],
              leaderEpochs: [0],
              operations: [],
            },
            forensics: {
              ...{ offset: 7, acknowledgedInEpoch: 0, nextEpoch: 1, nextLeader: 3 },
              ...{ nowThere: { value: 'probe-0/17', leaderEpoch: 1 }, logEndsAt: 20, heldBy: [] },
            },
          },
        ],
      },
    ],
  };
  expect(runInWords(lost)).toContain(
    'probe-0/7: acknowledged at offset 7 of partition 0 (epoch 0), then broker-3 led (epoch 1); probe-0/17 stands there now; held by no replica',
  );
});

test('a service that was not seen as before is not said never to have been', () => {
  expect(runInWords(run)).toContain('service as before not before the measuring ended');
  expect(table([run])).toMatch(/^as before +not seen$/m);
  // Nor a consumer whose three calm seconds the run's end may have cut.
  const behind = { ...run, recovery: { ...run.recovery, lagDrainedMs: null } };
  expect(runInWords(behind)).toContain('consumer caught up not before the measuring ended');
  expect(table([behind])).toMatch(/^consumer caught up +not seen$/m);
});
