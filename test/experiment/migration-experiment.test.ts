import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { checkExperiment } from '../../src/experiment/experiment.ts';
import {
  type MigrationAsked,
  type MigrationInput,
  migration,
  migrationExperiment,
} from '../../src/experiment/migration-experiment.ts';
import type { StepInput } from '../../src/experiment/step.ts';
import { isReversible, migrationPhases } from '../../src/topology/migration.ts';

const asked: MigrationAsked = { kafka: '3.9.2', maxOutageMs: 5_000 };
const experiment = (changes: Partial<MigrationAsked> = {}) => migrationExperiment({ ...asked, ...changes });

/** A method in short: phases by their names. */
const steps = (changes: Partial<MigrationAsked> = {}) =>
  experiment(changes).method.map((step) => {
    if (step.do === 'migrate') return step.phase;
    if (step.do === 'revert') return `back from ${step.from}`;
    return step.do === 'roll' ? `${step.role} ${step.kafka}` : step.do;
  });
const theWay = ['controllers', 'migration-mode', 'copied', 'dual-write', 'kraft-brokers', 'finalized'];

const kill: StepInput[] = [
  { do: 'inject', fault: 'kill', target: 'active-controller' },
  { do: 'hold', durationMs: 10_000 },
  { do: 'heal' },
];

describe('a migration', () => {
  test('puts something into the cluster, goes through the phases in order, and compares what is there', () => {
    expect(steps()).toEqual(['furnish', ...theWay, 'compare-inventory', 'hold']);
  });

  test.each(migrationPhases.filter(isReversible))(
    'goes back from %s, sees that all is as before, and then all the way',
    (phase) => {
      expect(steps({ rollbackAfter: phase })).toEqual([
        'furnish',
        ...theWay.slice(0, theWay.indexOf(phase) + 1),
        `back from ${phase}`,
        'compare-inventory',
        ...theWay,
        'compare-inventory',
        'hold',
      ]);
    },
  );

  test('goes on to another version, controllers first, and raises the features when it is there', () => {
    expect(steps({ onTo: '4.3.1' }).slice(-8)).toEqual([
      'finalized',
      'compare-inventory',
      'controller 4.3.1',
      'broker 4.3.1',
      'compare-inventory',
      'finalize',
      'compare-inventory',
      'hold',
    ]);
    // What raised features bring along is told, and is nobody's fault.
    const compared = experiment({ onTo: '4.3.1' }).method.filter((step) => step.do === 'compare-inventory');
    expect(compared.map(({ judged }) => judged)).toEqual([true, true, false]);
  });

  test('has what is done meanwhile in its phase, only the last time that it is gone through', () => {
    const { method } = experiment({ rollbackAfter: 'dual-write', meanwhile: { 'dual-write': kill } });
    const phases = method.filter((step) => step.do === 'migrate');
    const busy = phases.filter(({ meanwhile }) => meanwhile !== undefined);
    expect(phases).toHaveLength(4 + 6);
    expect(busy).toEqual([phases[4 + 3]]);
    expect(busy[0]).toMatchObject({
      phase: 'dual-write',
      meanwhile: [{ do: 'inject', fault: 'kill', with: {} }, { do: 'hold' }, { do: 'heal' }],
    });
  });

  test('begins with a phase that sticks, where that is rehearsed, from where it is put back', () => {
    const stuck: MigrationAsked['stuck'] = {
      ...{ phase: 'migration-mode', forgotten: ['broker-3'], withinMs: 20_000 },
    };
    const changes: Partial<MigrationAsked> = { stuck, rollbackAfter: 'controllers' };
    const { method } = experiment(changes);
    expect(steps(changes)).toEqual([
      'furnish',
      ...['controllers', 'migration-mode', 'compare-inventory'],
      ...['controllers', 'back from controllers', 'compare-inventory'],
      ...theWay,
      ...['compare-inventory', 'hold'],
    ]);
    expect(method[2]).toEqual({ do: 'migrate', ...stuck, sticks: true });
    expect(method.filter((step) => step.do === 'migrate' && step.sticks)).toHaveLength(1);
  });

  test('sticks in its first phase as well', () => {
    const stuck: MigrationAsked['stuck'] = {
      ...{ phase: 'controllers', forgotten: ['controller-1'], withinMs: 20_000 },
    };
    expect(steps({ stuck }).slice(0, 4)).toEqual([
      'furnish',
      'controllers',
      'compare-inventory',
      'controllers',
    ]);
  });

  test('has the topics that were asked for, or those of the program', () => {
    const topics = [{ name: 'orders', partitions: 2, replicationFactor: 3, config: { 'retention.ms': '9' } }];
    expect(experiment({ topics }).method[0]).toEqual({ do: 'furnish', topics });
    expect(experiment().method[0]).toEqual({ do: 'furnish' });
  });

  test('bears no longer outage than was said, and no difference', () => {
    const { expectations } = experiment({ maxOutageMs: 700 });
    expect(expectations.find(({ measure }) => measure === 'produce.longestMs')?.atMost).toBe(700);
    expect(expectations.find(({ measure }) => measure === 'inventory.differences')?.equals).toBe(0);
    expect(expectations.find(({ measure }) => measure === 'safety.lost')?.equals).toBe(0);
  });

  test('is of its own mode, in no suite, and topics are created all the time', () => {
    expect(experiment()).toMatchObject({ name: 'rehearsed-migration', modes: ['zk-to-kraft'], suites: [] });
    expect(experiment().workload.administer).toMatchObject({ intervalMs: 1_000 });
  });

  const node = { node: 'broker-9' } as const;
  test.each<[string, Partial<MigrationAsked>, RegExp]>([
    ['on a version that has no ZooKeeper', { kafka: '4.3.1' }, /^Kafka 4\.3\.1 has no ZooKeeper mode/],
    [
      'on one before the last that has it',
      { kafka: '3.8.1' },
      /is rehearsed on Kafka 3\.9, .* not on 3\.8\.1/,
    ],
    ['on 3.90, which is not 3.9', { kafka: '3.90.0' }, /not on 3\.90\.0/],
    ['on what is no version', { kafka: '3.9' }, /"3\.9" is not a Kafka version/],
    ['and on to one with ZooKeeper', { onTo: '3.9.3' }, /--then 3\.9\.3: .* one goes on to 4\.x/],
    ['and on to one that is too old', { onTo: '3.2.0' }, /Kafka 3\.2\.0 is too old/],
    ['and on to what is no version', { onTo: 'newest' }, /"newest" is not a Kafka version/],
    [
      'with a fault of what is not there',
      { meanwhile: { copied: [{ do: 'inject', fault: 'kill', target: node }] } },
      /^upgrade: kill: there is no node "broker-9" in mode zk-to-kraft/,
    ],
    [
      'with what is no fault',
      { meanwhile: { copied: [{ do: 'inject', fault: 'meteorite' } as unknown as StepInput] } },
      /^upgrade: method\.3\.meanwhile\.0\.fault: "meteorite" is no fault/,
    ],
    [
      'in which somebody is forgotten who is not there',
      { stuck: { phase: 'migration-mode', forgotten: ['broker-9'], withinMs: 1 } },
      /^upgrade: migrate: there is no node "broker-9"$/,
    ],
    ['that bears what is no time', { maxOutageMs: Number.NaN }, /^upgrade: expectations\.0\.atMost/],
  ])('is refused %s, in one sentence', (_, changes, sentence) => {
    expect(() => steps(changes)).toThrow(UsageError);
    expect(() => steps(changes)).toThrow(sentence);
    expect(() => steps(changes)).not.toThrow(/\n/);
  });
});

describe('a migration in an experiment file', () => {
  const input: MigrationInput = { name: 'migration-x', shows: 'What happens.', maxOutageMs: 10_000 };

  test('is one of the suite of upgrades, unless it says another', () => {
    expect(migration(input).suites).toEqual(['upgrades']);
    expect(migration({ ...input, suites: [] }).suites).toEqual([]);
    expect(checkExperiment(migration(input), 'x.ts')).toMatchObject({
      name: 'migration-x',
      shows: 'What happens.',
    });
  });

  test('may have another workload, beside the topics that are created', () => {
    const workload = { administer: { intervalMs: 200 } };
    expect(migration({ ...input, workload }).workload).toEqual(workload);
    const { workload: both } = migration({ ...input, workload: { intervalMs: 50 } });
    expect(both).toEqual({ administer: { intervalMs: 1_000 }, intervalMs: 50 });
  });

  test('has nothing of the migration but its method', () => {
    const whole = migration({
      ...input,
      rollbackAfter: 'copied',
      onTo: '4.3.1',
      decides: ['migration-downtime'],
    });
    expect(Object.keys(whole).sort()).toEqual(
      ['decides', 'expectations', 'method', 'modes', 'name', 'shows', 'suites', 'workload'].sort(),
    );
  });
});
