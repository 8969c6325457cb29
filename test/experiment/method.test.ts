import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { checkExperiment } from '../../src/experiment/experiment.ts';
import { stepSchema, usesIn, versionsIn, whyNotMethod, writtenOut } from '../../src/experiment/method.ts';
import type { PlainStep, Step, StepInput } from '../../src/experiment/step.ts';
import { describeStep } from '../../src/experiment/step-in-words.ts';
import { defaultSizes, modes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

/** What a person is told whose experiment has this step. */
function complaint(...method: unknown[]): string {
  const expectations = [{ name: 'nothing lost', measure: 'safety.lost', equals: 0 }];
  try {
    checkExperiment({ name: 'x', shows: 'X.', method, expectations }, 'x.ts');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  return 'nothing is wrong';
}

const use = (fault: unknown, rest: object = {}) => ({ do: 'inject', fault, ...rest });
const leader = { target: { leaderOf: 0 } };
const link = { target: { from: 'clients', to: { node: 'broker-1' } } };
const noTarget = 'is no target; "kafka-chaos list targets" shows what there is';
const noLinks = 'is no target of links; "kafka-chaos list targets" shows what there is';

describe('a method with something wrong in it is refused, and told where and what:', () => {
  test.each<[string, unknown, string | RegExp]>([
    [
      'an unknown fault',
      use('meteorite', leader),
      '.fault: "meteorite" is no fault; "kafka-chaos list faults" shows what there is',
    ],
    ['a target of links for a fault of nodes', use('kill', link), `.target: ${noTarget}`],
    ['a target of nodes for a fault of links', use('cut', leader), `.target: ${noLinks}`],
    ['a partition for a fault of nodes', use('kill', { target: { partition: 0 } }), `.target: ${noTarget}`],
    ['a target of nodes for a fault of partitions', use('reassign', leader), '.target.partition: is missing'],
    [
      'a target for a fault of the cluster',
      use('reconfigure', { ...leader, with: { topic: { a: 'b' } } }),
      /"target"/,
    ],
    ['no target of nodes', use('kill'), `.target: ${noTarget}`],
    ['no target of links', use('cut'), `.target: ${noLinks}`],
    ['no partition', use('reassign'), '.target: is missing'],
    ['a role that does not exist', use('kill', { target: { allOf: 'king' } }), `.target: ${noTarget}`],
    [
      'a negative latency',
      use('latency', { ...link, with: { latencyMs: -5 } }),
      '.with.latencyMs: must be more than 0, not -5',
    ],
    ['no latency', use('latency', link), '.with.latencyMs: is missing'],
    ['an unknown parameter', use('kill', { ...leader, with: { hard: true } }), '.with: has no field "hard"'],
    ['a parameter beside "with"', use('kill', { ...leader, hard: true }), ': has no field "hard"'],
    [
      'nothing to reconfigure',
      use('reconfigure'),
      '.with: needs at least one key of "topic" or of "brokers"',
    ],
    [
      'a flap of what cannot flap',
      use('flap', { ...link, with: { of: { fault: 'kill' } } }),
      /^\.with\.of\.fault: /,
    ],
    ['a hold of no time', { do: 'hold', durationMs: 0 }, '.durationMs: must be more than 0, not 0'],
    ['no topics to create', { do: 'create-topics' }, '.count: is missing'],
    [
      'a version that is none',
      { do: 'roll', role: 'broker', kafka: '4' },
      '.kafka: is no version of Kafka, such as 4.3.1',
    ],
    ['an unknown step', { do: 'explode' }, /^\.do: .*'inject' | 'await-writable'/],
    ['nothing to repeat', { do: 'repeat', times: 2, steps: [] }, '.steps: must not be empty'],
    [
      'no repetition',
      { do: 'repeat', times: 0, steps: [{ do: 'heal' }] },
      '.times: must be more than 0, not 0',
    ],
    [
      'something wrong in a repetition',
      { do: 'repeat', times: 2, steps: [use('kill')] },
      `.steps.0.target: ${noTarget}`,
    ],
    [
      'a range upside down',
      { do: 'random', holdMs: { atLeast: 5, atMost: 2 } },
      '.holdMs: atLeast is more than atMost',
    ],
    ['no choices', { do: 'random', choices: [] }, '.choices: must not be empty'],
    [
      'something wrong in a choice',
      { do: 'random', choices: [{ fault: 'kill' }] },
      `.choices.0.target: ${noTarget}`,
    ],
  ])('%s', (_, step, expected) => {
    const message = complaint({ do: 'hold', durationMs: 1 }, step);
    expect(message).toMatch(/^x\.ts: method\.1/);
    expect(message).not.toContain('\n');
    const rest = message.slice('x.ts: method.1'.length);
    if (typeof expected === 'string') expect(rest).toBe(expected);
    else expect(rest).toMatch(expected);
  });

  test.each<[string, unknown, string]>([
    [
      'a partition that does not exist',
      use('reassign', { target: { partition: 3 } }),
      'reassign: partition 3 is a target, but the topic has only 3 partitions',
    ],
    [
      'a ring of three',
      use('cut', { target: { ring: 'broker' } }),
      'cut: links within role broker, but for those of neighbours: there is no such link in mode zk',
    ],
    [
      'too many in a repetition',
      { do: 'repeat', times: 1, steps: [use('kill', { target: { any: 4, of: 'broker' } })] },
      'kill: 4 of role broker cannot be hit: the cluster has only 3',
    ],
    [
      'more replicas than brokers',
      { do: 'create-topics', count: 1, replicationFactor: 4 },
      'create-topics: there cannot be 4 replicas on 3 brokers',
    ],
    [
      'more replicas of furnished topics than brokers',
      {
        do: 'furnish',
        topics: [2, 5].map((replicationFactor) => ({
          ...{ name: `t-${replicationFactor}`, partitions: 1, replicationFactor, config: {} },
        })),
      },
      'furnish: topic t-5: there cannot be 5 replicas on 3 brokers',
    ],
    [
      'too many in a choice',
      { do: 'random', choices: [{ fault: 'kill', target: { any: 9, of: 'broker' } }] },
      'kill: 9 of role broker cannot be hit: the cluster has only 3',
    ],
  ])('%s', (_, step, expected) => {
    expect(complaint({ do: 'heal' }, step)).toBe(`x.ts: ${expected}`);
  });

  test('but what fits one of the modes is not refused', () => {
    expect(complaint(use('unregister', leader), use('kill', { target: { allOf: 'quorum' } }))).toBe(
      'nothing is wrong',
    );
    const [zk, kraft] = modes.map((mode) => createTopology(mode, defaultSizes));
    const method = stepsOf(use('unregister', leader));
    expect(whyNotMethod(method, zk!, 3)).toMatch(/^unregister: only KRaft/);
    expect(whyNotMethod(method, kraft!, 3)).toBeUndefined();
  });
});

/** Steps as the schema completes them. */
function stepsOf(...inputs: unknown[]): Step[] {
  return inputs.map((input) => stepSchema.parse(input as StepInput));
}

describe('a method is written out', () => {
  test('with what it does not say filled in', () => {
    expect(stepsOf(use('kill', leader), use('flap', link))).toEqual([
      { do: 'inject', orSkip: false, fault: 'kill', target: { leaderOf: 0 }, with: {} },
      {
        ...{ do: 'inject', orSkip: false, fault: 'flap', ...link },
        with: { of: { fault: 'cut', with: {} }, onMs: 1_000, offMs: 1_000 },
      },
    ]);
    expect(stepsOf({ do: 'create-topics', count: 7 })).toEqual([
      { do: 'create-topics', count: 7, partitions: 1, replicationFactor: 3 },
    ]);
    expect(stepsOf({ do: 'random' })).toEqual([
      { do: 'random', rounds: 5, atOnce: 2, holdMs: { atLeast: 2_000, atMost: 6_000 } },
    ]);
  });

  test('with its repetitions, those within repetitions as well', () => {
    const hold = { do: 'hold', durationMs: 1 };
    const inner = { do: 'repeat', times: 2, steps: [hold] };
    const method = stepsOf({ do: 'repeat', times: 2, steps: [inner, { do: 'heal' }] }, hold);
    expect(
      writtenOut(method, 1)
        .map((step) => step.do)
        .join(' '),
    ).toBe('hold hold heal hold hold heal hold');
  });

  test('and every fault in it is known beforehand', () => {
    const choices = [{ fault: 'pause', ...leader }];
    const steps = [use('kill', leader), { do: 'random', choices }, { do: 'heal' }];
    const method = stepsOf({ do: 'repeat', times: 2, steps }, use('cut', link));
    expect(usesIn(method).map(({ fault }) => fault)).toEqual(['kill', 'pause', 'cut']);
  });

  test.each<[string, Step, RegExp]>([
    [
      'of a role that is not there',
      { do: 'roll', role: 'controller', kafka: '3.9.2' },
      /zk mode has no controller/,
    ],
    [
      'to a version without ZooKeeper',
      { do: 'roll', role: 'broker', kafka: '4.3.1' },
      /removed in Kafka 4\.0/,
    ],
    ['of features that there are none of', { do: 'finalize' }, /only KRaft has features/],
  ])('cannot be upgraded with ZooKeeper: %s', (_, step, reason) => {
    expect(whyNotMethod([step], createTopology('zk', defaultSizes), 3)).toMatch(reason);
    expect(whyNotMethod([step], createTopology('kraft', defaultSizes), 3)).toBeUndefined();
  });

  test('says which versions its nodes are exchanged for, each once', () => {
    const roll = (kafka: string) => ({ do: 'roll', role: 'broker', kafka }) as const;
    const steps: Step[] = [roll('4.3.1'), { do: 'repeat', times: 2, steps: [roll('4.3.1'), roll('3.9.2')] }];
    expect(versionsIn(steps)).toEqual(['4.3.1', '3.9.2']);
  });

  test('in words, for a dry run', () => {
    const topology = createTopology('zk', defaultSizes);
    const inject = { ...use('latency', { ...link, with: { latencyMs: 5 } }), orSkip: true };
    const steps = stepsOf(
      inject,
      { do: 'create-topics', count: 1_000, replicationFactor: 1 },
      { do: 'roll', role: 'broker', kafka: '3.9.3' },
      { do: 'hold', durationMs: 1_500 },
      { do: 'heal', only: 'kill' },
      { do: 'heal' },
    );
    expect(steps.map((step) => describeStep(step as PlainStep, topology))).toEqual([
      'latency (latencyMs 5, jitterMs 0, direction answers): links from clients to broker-1 (clients->broker-1), if anybody is left to be hit',
      'create 1,000 topics of 1 partition, 1 replica each, a hundred in a request, and wait until all are led',
      'exchange broker-1, broker-2, broker-3 for Kafka 3.9.3, one after the other',
      'let it run for 1.5 s',
      'undo the last kill',
      'undo what was done, the last first',
    ]);
  });
});
