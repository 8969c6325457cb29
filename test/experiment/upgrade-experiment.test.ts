import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { type UpgradeAsked, upgradeExperiment } from '../../src/experiment/upgrade-experiment.ts';

const asked: UpgradeAsked = { from: '3.9.2', to: '4.3.1', mode: 'kraft', maxOutageMs: 5_000 };
const steps = (changes: Partial<UpgradeAsked> = {}) =>
  upgradeExperiment({ ...asked, ...changes }).method.map((step) =>
    step.do === 'roll' ? `${step.role} ${step.kafka}` : step.do,
  );

describe('a rolling upgrade', () => {
  test('takes controllers before brokers, and raises the features last', () => {
    expect(steps()).toEqual(['controller 4.3.1', 'broker 4.3.1', 'finalize', 'hold']);
  });

  test('takes nodes that are both once', () => {
    expect(steps({ mode: 'kraft-combined' })).toEqual(['broker 4.3.1', 'finalize', 'hold']);
  });

  test('goes back in the other direction, and then all the way', () => {
    expect(steps({ rollbackAfter: 'controllers' }).slice(0, 4)).toEqual([
      'controller 4.3.1',
      'controller 3.9.2',
      'controller 4.3.1',
      'broker 4.3.1',
    ]);
    expect(steps({ rollbackAfter: 'brokers' })).toEqual([
      'controller 4.3.1',
      'broker 4.3.1',
      'broker 3.9.2',
      'controller 3.9.2',
      'controller 4.3.1',
      'broker 4.3.1',
      'finalize',
      'hold',
    ]);
  });

  test('breaks what is to be broken in a part of it, the last time that this is gone through', () => {
    const hold = { do: 'hold', durationMs: 1_000 } as const;
    const { method } = upgradeExperiment({
      ...{ ...asked, rollbackAfter: 'brokers' },
      meanwhile: { brokers: [hold], features: [hold] },
    });
    const beside = method.flatMap((step) =>
      'meanwhile' in step && step.meanwhile !== undefined ? [[method.indexOf(step), step.do]] : [],
    );
    expect(beside).toEqual([
      [5, 'roll'],
      [6, 'finalize'],
    ]);
    expect(() =>
      upgradeExperiment({ ...asked, mode: 'kraft-combined', meanwhile: { controllers: [hold] } }),
    ).toThrow(/every node is both; say brokers/);
  });

  test('bears no longer outage than was said', () => {
    const { expectations } = upgradeExperiment({ ...asked, maxOutageMs: 700 });
    expect(expectations.find(({ measure }) => measure === 'produce.longestMs')?.atMost).toBe(700);
  });

  test.each<[string, Partial<UpgradeAsked>, RegExp]>([
    ['to the same version', { to: '3.9.2' }, /the same version/],
    ['to an older version', { from: '4.3.1', to: '3.9.2' }, /4\.3\.1 is newer than --to 3\.9\.2/],
    ['that 3.10 would be older than 3.9 for', { from: '3.10.0', to: '3.9.2' }, /3\.10\.0 is newer/],
    ['to 4 from before 3.3', { from: '3.2.3' }, /from 3\.3 on, not from 3\.2\.3/],
    ['with ZooKeeper', { mode: 'zk' }, /migrated to KRaft before/],
    [
      'back from a step that there is not',
      { mode: 'kraft-combined', rollbackAfter: 'controllers' },
      /say brokers/,
    ],
    ['from what is no version', { from: '3.9' }, /"3\.9" is no version of Kafka/],
  ])('is refused %s', (_, changes, sentence) => {
    expect(() => steps(changes)).toThrow(UsageError);
    expect(() => steps(changes)).toThrow(sentence);
  });
});
