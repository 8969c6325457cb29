/**
 * Wrong usage gets one clear sentence, and nothing is started.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { belongings } from './engine.ts';
import { execute, resultsFolder, start } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** A file with an experiment that takes one step. */
function step(name: string, text: string): string {
  return file(
    `${name}.ts`,
    `export default {
      name: '${name}', shows: 'x', method: [${text}],
      expectations: [{ name: 'nothing lost', measure: 'safety.lost', equals: 0 }],
    }`,
  );
}

// None of them starts a cluster, so they need not wait for each other. Some run one of the image's programs, to ask which settings it
// knows: what is left is looked at when all are over.
test.concurrent.each<[string, string[], RegExp]>([
  [
    'a key that no broker knows',
    ['run', 'none', '--set', 'broker:no.such.key=1'],
    /knows no setting "no\.such\.key"/,
  ],
  [
    'a key that ZooKeeper does not know',
    ['run', 'none', '--mode', 'zk', '--set', 'zookeeper:ticktime=1'],
    /ZooKeeper knows no setting "ticktime"/,
  ],
  [
    'a setting of those who do not read it',
    ['run', 'none', '--mode', 'kraft', '--set', 'broker:broker.session.timeout.ms=4000'],
    /no broker reads it, only controllers do; say controller:broker\.session\.timeout\.ms/,
  ],
  [
    'a sweep over a setting of those who do not read it',
    ['sweep', 'none', '--set', 'controller:replica.lag.time.max.ms=4000,5000'],
    /no controller reads it, only brokers do; say broker:replica\.lag\.time\.max\.ms/,
  ],
  ['ZooKeeper mode on Kafka 4', ['run', 'none', '--mode', 'zk', '--kafka', '4.3.1'], /removed in Kafka 4\.0/],
  ['an unknown experiment', ['run', 'no-such-experiment'], /there is no experiment "no-such-experiment"/],
  ['a broken experiment file', ['run', file('broken.ts', 'export default {')], /broken\.ts cannot be loaded/],
  [
    'an experiment file with a wrong field',
    ['run', file('wrong.ts', 'export default { name: "x" }')],
    /wrong\.ts: shows/,
  ],
  [
    'results where none can be written',
    ['run', 'none', '--out', join(file('a-file', ''), 'sub')],
    /cannot be written/,
  ],
  ['a folder that holds something already', ['run', 'none', '--out', folder], /is not empty/],
  ['an unknown mode', ['run', 'none', '--mode', 'zookeeper'], /--mode zookeeper is unknown/],
  ['an unknown option', ['run', 'none', '--moed', 'zk'], /unknown option/],
  ['an unknown command', ['rum'], /unknown command/],
  ['no experiment', ['run'], /which experiment\?/],
  ['a suite that does not exist', ['run', '--suite', 'weekly'], /--suite weekly is unknown; there are smoke/],
  ['a suite and names', ['run', 'none', '--suite', 'smoke'], /experiments or a suite, not both/],
  ['a shard that is none', ['run', 'none', '--shard', '3/2'], /--shard 3\/2 is no part of a whole/],
  ['a report of nothing', ['report', folder], /has no results: neither a suite\.json nor a run\.json/],
  ['a report of two folders that goes nowhere', ['report', folder, folder], /say with --out/],
  ['runs for claims that go nowhere', ['claims', '--run'], /say with --out/],
  ['a count that is none', ['run', 'none', '--brokers', 'many'], /--brokers many/],
  ['fewer brokers than replicas', ['run', 'none', '--brokers', '2'], /needs 3 brokers/],
  [
    'a negative latency',
    [
      'run',
      step(
        'negative',
        "{ do: 'inject', fault: 'latency', target: { link: 'a->b' }, with: { latencyMs: -5 } }",
      ),
    ],
    /negative\.ts: method\.0\.with\.latencyMs: must be more than 0, not -5/,
  ],
  [
    'a fault that does not exist',
    ['run', step('meteor', "{ do: 'inject', fault: 'meteor', target: { leaderOf: 0 } }")],
    /method\.0\.fault: "meteor" is no fault; "kafka-chaos list faults"/,
  ],
  [
    'a target that does not exist',
    ['run', step('moon', "{ do: 'inject', fault: 'kill', target: 'moon' }")],
    /method\.0\.target: is no target; "kafka-chaos list targets"/,
  ],
  [
    'a node that does not exist',
    ['run', step('ninth', "{ do: 'inject', fault: 'kill', target: { node: 'broker-9' } }")],
    /there is no node "broker-9"/,
  ],
  [
    'a ZooKeeper fault in KRaft',
    ['run', step('keeper', "{ do: 'inject', fault: 'kill', target: 'zookeeper-leader' }"), '--mode', 'kraft'],
    /the ZooKeeper leader cannot be hit: mode kraft has no such node/,
  ],
  [
    'a KRaft fault with ZooKeeper',
    ['run', step('strike', "{ do: 'inject', fault: 'unregister', target: { leaderOf: 0 } }"), '--mode', 'zk'],
    /unregister: only KRaft knows registration/,
  ],
  [
    'more nodes than there are',
    ['run', step('many', "{ do: 'inject', fault: 'pause', target: { any: 4, of: 'broker' } }")],
    /4 of role broker cannot be hit: the cluster has only 3/,
  ],
  [
    'links that do not exist',
    [
      'run',
      step('shut', "{ do: 'inject', fault: 'cut', target: { from: 'clients', to: { allOf: 'quorum' } } }"),
    ],
    /there is no such link in mode/,
  ],
  [
    'a client library that is none',
    ['run', 'none', '--client', 'kafka-python'],
    /--client kafka-python is unknown; there are kafkajs, platformatic, java, java4/,
  ],
  ['acks that there are not', ['run', 'none', '--acks', '2'], /--acks 2 is unknown; there are all, 1, 0/],
  [
    'a producer setting that kafkajs has not',
    ['run', 'none', '--client', 'kafkajs', '--set', 'producer:delivery.timeout.ms=1'],
    /kafkajs has nothing like it/,
  ],
  ['a sweep of nothing', ['sweep'], /which experiment, or which --study/],
  ['a sweep without settings', ['sweep', 'none'], /which settings\?/],
  ['a sweep of no values', ['sweep', 'none', '--set', 'broker:a='], /a value is empty/],
  [
    'a sweep of two modes',
    ['sweep', 'none', '--set', 'broker:a=1', '--mode', 'zk,kraft'],
    /a sweep is of one mode/,
  ],
  ['a study that there is not', ['sweep', '--study', 'everything'], /there are .*zookeeper-session-timeout/],
  [
    'a study and settings',
    ['sweep', '--study', 'zookeeper-session-timeout', '--set', 'broker:a=1'],
    /not both/,
  ],
  [
    'a setting to sweep that there is not',
    ['sweep', 'none', '--set', 'broker:no.such.key=1,2'],
    /knows no setting "no.such.key"/,
  ],
  ['an upgrade from nowhere', ['upgrade'], /from where to where/],
  [
    'an upgrade with settings that are gone',
    [
      'upgrade',
      '--from',
      '3.9.2',
      '--to',
      '4.3.1',
      '--broker-config',
      file('server.properties', 'num.io.threads=8\ninter.broker.protocol.version=3.9\n'),
    ],
    /does not have inter\.broker\.protocol\.version any more/,
  ],
  ['an upgrade backwards', ['upgrade', '--from', '4.3.1', '--to', '3.9.2'], /is newer than --to 3\.9\.2/],
  [
    'an upgrade with ZooKeeper',
    ['upgrade', '--from', '3.9.2', '--to', '4.3.1', '--mode', 'zk'],
    /migrated to KRaft before/,
  ],
  ['a cluster that stays on its way', ['up', '--mode', 'zk-to-kraft'], /one on its way/],
  ['ZooKeeper straight to 4', ['upgrade', '--from', 'zk', '--to', '4.3.1'], /no way from ZooKeeper straight/],
  [
    'a migration on a version without ZooKeeper',
    ['upgrade', '--from', 'zk', '--to', 'kraft', '--kafka', '4.3.1'],
    /has no ZooKeeper mode/,
  ],
  [
    'a migration back from its end',
    ['upgrade', '--from', 'zk', '--to', 'kraft', '--rollback-after', 'finalized'],
    /no way back; say one of controllers, /,
  ],
  [
    'a fault in no phase',
    ['upgrade', '--from', 'zk', '--to', 'kraft', '--fault-in', 'copid=kill:broker'],
    /no phase "copid"/,
  ],
  [
    'topics in no file',
    ['upgrade', '--from', 'zk', '--to', 'kraft', '--topics', 'nowhere.txt'],
    /--topics: .*nowhere\.txt/,
  ],
  [
    'a way back that there is not',
    ['upgrade', '--from', '3.9.2', '--to', '4.3.1', '--rollback-after', 'finalize'],
    /no way back; say one of controllers, brokers/,
  ],
  ['settings of no role', ['run', 'none', '--set', 'a=b'], /role:key=value/],
])('%s: exit status 64', async (_, args, sentence) => {
  const { status, stdout, stderr } = await execute(
    /run|sweep|upgrade/.test(args[0]!) && !args.includes('--out')
      ? [...args, '--out', resultsFolder()]
      : args,
  );
  expect(status, stderr).toBe(64);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
});

test('none of these leaves anything behind', async () => {
  expect(await belongings()).toEqual([]);
});

test('what is long reaches its reader whole, and a reader who has gone is no error', async () => {
  const args = ['run', '--suite', 'nightly', '--dry-run', '--seed', '1'];
  const { status, stdout } = await execute(args);
  expect(status).toBe(0);
  // More than a pipe holds at once.
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(stdout).toMatch(/nothing was started\n$/);

  const program = start(args);
  program.process.stdout!.destroy();
  const gone = await program.ended;
  expect(gone.status).toBe(0);
  expect(gone.stderr).toBe('');
});

test('a dry run says who would be hit with what, the same for the same seed, and starts nothing', async () => {
  const dryRun = (seed: string) =>
    execute(['run', 'random-faults', 'kill-leader', '--dry-run', '--seed', seed]);
  const [one, same, other] = await Promise.all([dryRun('5'), dryRun('5'), dryRun('6')]);
  expect(one.status, one.stderr).toBe(0);
  expect(one.stdout).toContain(
    'kill: the leader of partition 0 (among broker-1, broker-2, broker-3, as the cluster says at that moment)',
  );
  expect(one.stdout).toMatch(/1 of broker-1, broker-2, broker-3, by the seed/);
  expect(one.stdout).toBe(same.stdout);
  expect(one.stdout).not.toBe(other.stdout);
  expect(await belongings()).toEqual([]);
});

test('the runs that claims lack: those of the mode that was asked for, each experiment told once', async () => {
  const missing = (mode: string) =>
    execute(['claims', 'results/reference/kill-leader', '--run', '--dry-run', '--mode', mode]);
  const { status, stdout, stderr } = await missing('zk-to-kraft');
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('\nmigration-rollback-dual-write zk-to-kraft 1, 2, 3, 4, 5: ');
  expect(stdout).not.toContain('kill-leader kraft');
  expect(stdout).toMatch(/\n30 runs; the choices of chance are those of seed \d+; nothing was started\n$/);
  expect(await missing('kraft-combined')).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('nothing is to be run in kraft-combined'),
  });
});

test('without an engine: exit status 2, and what to do', async () => {
  const { status, stderr } = await execute(['run', 'none', '--out', resultsFolder()], {
    DOCKER_HOST: 'tcp://127.0.0.1:1',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/DOCKER_HOST/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
