/**
 * A migration from ZooKeeper to KRaft on a real cluster: back to ZooKeeper from its last phase but one, which is the longest way
 * back, and then all the way; and one in which a broker is forgotten.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readResults } from '../../src/results/read-results.ts';
import type { Run } from '../../src/results/run-json.ts';
import { belongings } from './engine.ts';
import { execute, resultsFolder } from './program.ts';

const migrate = async (...flags: string[]) => {
  const out = resultsFolder();
  const outcome = await execute(['upgrade', '--from', 'zk', '--to', 'kraft', ...flags, '--out', out]);
  const run = readResults(out).results.at(-1)!.run!;
  return { ...outcome, run, out, document: readFileSync(join(out, 'upgrade.md'), 'utf8') };
};

/** Logs of brokers, in any attempt, whose thread ended by which they tell who is in sync: Kafka 3.9.2 may do that on the way back. */
const tongueTied = (out: string) =>
  globSync(join(out, '**/nodes/broker-*.log')).filter((log) =>
    /alter-partition-channel-manager\]: Error due to/.test(readFileSync(log, 'utf8')),
  );

/** What was done, as "migrate copied" and "revert kraft-brokers broker-1". */
const told = ({ actions }: Run) =>
  actions.map(({ what, phase, node }) => [what, phase, node].filter((each) => each !== undefined).join(' '));

const onBrokers = (what: string) => [1, 2, 3].map((id) => `${what} broker-${id}`);
const there = [
  'migrate controllers',
  ...[...onBrokers('migrate migration-mode'), 'migrate migration-mode'],
  ...['migrate copied', 'migrate dual-write'],
  ...[...onBrokers('migrate kraft-brokers'), 'migrate kraft-brokers'],
];

test('to KRaft, back to ZooKeeper, and to KRaft again: nothing is lost, and what the cluster holds is as before', async () => {
  const { status, stdout, stderr, run, out, document } = await migrate('--rollback-after', 'kraft-brokers');
  if (tongueTied(out).length === 0) {
    expect(status, stderr + stdout).toBe(0);
    expect(stdout).toMatch(/^# Go, ZooKeeper to KRaft on Kafka 3\.9\.2/m);
  } else if (status !== 0) {
    // It comes to its end all the same, and what Kafka did is said.
    expect(status, stderr + stdout).toBe(1);
    expect(stdout).toMatch(/^# No-go, .*replicas out of sync after broker-\d to ZooKeeper/m);
  }

  // The active controller comes last, and who that is changes.
  const inOrder = told(run);
  const back = [
    ...onBrokers('revert kraft-brokers'),
    ...onBrokers('revert kraft-brokers'),
    'revert kraft-brokers',
  ];
  expect(inOrder.slice(0, there.length).toSorted()).toEqual(there.toSorted());
  expect(inOrder.slice(there.length, there.length + back.length).toSorted()).toEqual(back.toSorted());
  expect(inOrder.slice(there.length + back.length, -4).toSorted()).toEqual(there.toSorted());
  expect(inOrder.slice(-4).toSorted()).toEqual(
    ['migrate finalized', ...[1, 2, 3].map((id) => `migrate finalized controller-${id}`)].toSorted(),
  );

  expect(run.inventory).toMatchObject({ comparisons: 2, differences: 0 });
  expect(run.inventory!.compared).toMatch(/4 ACLs/);
  expect(run.safety).toMatchObject({ lost: 0, phantom: 0, corrupted: 0, disagreeing: 0 });
  expect(run.processes.endedByThemselves).toBe(0);
  expect(document).toMatch(/ZkMigrationState is 3/);
  expect(await belongings()).toEqual([]);
});

test('a broker that is forgotten is named, the cluster is put back to ZooKeeper, and it is a no-go', async () => {
  const { status, stdout, run } = await migrate('--forget', 'broker-2', '--no-again');
  expect(status, stdout).toBe(1);
  expect(stdout).toMatch(
    /^# No-go, .*migration-mode did not come to its end.*broker-2.*put back to ZooKeeper/m,
  );
  const done = told(run);
  expect(done).not.toContain('migrate migration-mode');
  expect(done).toContain('revert migration-mode');
  // Only those that were restarted in migration mode are restarted without it.
  expect(done.filter((each) => /^revert .*broker/.test(each))).toHaveLength(2);
  expect(run.safety).toMatchObject({ lost: 0 });
  expect(run.healed).not.toBeNull();
  expect(await belongings()).toEqual([]);
});
