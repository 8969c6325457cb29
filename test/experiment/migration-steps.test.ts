/** What a method says of the steps of a migration. */
import { describe, expect, test } from 'vitest';
import { exchangesNodes, stepSchema, usesIn, whyNotMethod, writtenOut } from '../../src/experiment/method.ts';
import type { PlainStep, Step, StepInput } from '../../src/experiment/step.ts';
import { describeStep } from '../../src/experiment/step-in-words.ts';
import { migrationPhases } from '../../src/topology/migration.ts';
import { defaultSizes, standingModes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

const onTheWay = createTopology('zk-to-kraft', defaultSizes);
const parse = (step: StepInput): Step => stepSchema.parse(step);
const kill = (node: string): StepInput => ({ do: 'inject', fault: 'kill', target: { node } });

describe('the steps of a migration', () => {
  test.each(standingModes)('are no steps of a cluster that stays in %s', (mode) => {
    const topology = createTopology(mode, defaultSizes);
    const migrate = parse({ do: 'migrate', phase: 'copied' });
    const revert = parse({ do: 'revert', from: 'copied' });
    expect(whyNotMethod([migrate], topology, 3)).toBe(`migrate: mode ${mode} is no way to KRaft`);
    expect(whyNotMethod([revert], topology, 3)).toBe(`revert: mode ${mode} is no way to KRaft`);
    expect(whyNotMethod([migrate, revert], onTheWay, 3)).toBeUndefined();
  });

  test.each<[string, StepInput, string]>([
    [
      'whom it forgets',
      { do: 'migrate', phase: 'copied', forgotten: ['broker-1', 'broker-4'] },
      'migrate: there is no node "broker-4"',
    ],
    [
      'whom it hits meanwhile',
      { do: 'migrate', phase: 'copied', meanwhile: [kill('broker-1'), kill('broker-4')] },
      'kill: there is no node "broker-4" in mode zk-to-kraft, only ',
    ],
  ])('must have %s', (_, step, reason) => {
    expect(whyNotMethod([parse(step)], onTheWay, 3)).toContain(reason);
  });

  test('go on to what has no ZooKeeper any more', () => {
    const roll = parse({ do: 'roll', role: 'controller', kafka: '4.3.1' });
    expect(whyNotMethod([roll, parse({ do: 'finalize' })], onTheWay, 3)).toBeUndefined();
  });

  test('do not go back from the last phase', () => {
    expect(stepSchema.safeParse({ do: 'revert', from: 'kraft-brokers' }).success).toBe(true);
    expect(stepSchema.safeParse({ do: 'revert', from: 'finalized' }).success).toBe(false);
  });

  test('tell the faults that are injected meanwhile, and that nodes are exchanged', () => {
    const meanwhile = [kill('broker-1'), { do: 'heal' } as const];
    const steps = [parse({ do: 'migrate', phase: 'copied', meanwhile })];
    expect(usesIn(steps)).toMatchObject([{ fault: 'kill', target: { node: 'broker-1' } }]);
    expect(exchangesNodes(steps)).toBe(true);
    expect(exchangesNodes([parse({ do: 'furnish' }), parse({ do: 'compare-inventory' })])).toBe(false);
    expect(writtenOut(steps, 1)).toEqual(steps);
  });

  test('in words, for a dry run', () => {
    const words = (step: StepInput) => describeStep(parse(step) as PlainStep, onTheWay);
    expect(migrationPhases.map((phase) => words({ do: 'migrate', phase }))).toEqual([
      'start the controllers, beside the cluster with ZooKeeper',
      'restart every broker in migration mode, one after the other',
      'wait until the controllers have copied what is in ZooKeeper',
      'see that what changes is written to ZooKeeper as well',
      'restart every broker as one of KRaft, one after the other',
      'restart every controller without ZooKeeper, one after the other, and switch ZooKeeper off',
    ]);
    expect(
      words({ do: 'migrate', phase: 'migration-mode', forgotten: ['broker-2', 'broker-3'], sticks: true }),
    ).toBe(
      'restart every broker in migration mode, one after the other, but for broker-2, broker-3, which must not come to its end',
    );
    const meanwhile: StepInput[] = [kill('broker-1'), { do: 'hold', durationMs: 9_000 }, { do: 'heal' }];
    expect(words({ do: 'migrate', phase: 'copied', meanwhile })).toBe(
      'wait until the controllers have copied what is in ZooKeeper; meanwhile kill: broker-1, then let it run for 9 s, then undo what was done, the last first',
    );
    expect(words({ do: 'revert', from: 'dual-write' })).toBe('go back to ZooKeeper from dual-write');
  });
});
