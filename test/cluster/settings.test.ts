import { describe, expect, test } from 'vitest';
import { mergeSettings, parseSettings } from '../../src/cluster/settings.ts';
import { knownZooKeeperKey } from '../../src/cluster/zookeeper-keys.ts';
import { UsageError } from '../../src/errors.ts';

describe('--set role:key=value', () => {
  test('goes to its role, and a value may hold anything', () => {
    expect(parseSettings(['broker:a.b=1', 'zookeeper:tickTime=3000', 'broker:c=x=y:z'])).toEqual({
      broker: { 'a.b': '1', c: 'x=y:z' },
      zookeeper: { tickTime: '3000' },
    });
  });

  test('the last of two wins', () => {
    expect(parseSettings(['broker:a=1', 'broker:a=2'])).toEqual({ broker: { a: '2' } });
  });

  test.each(['broker.a=1', 'brokers:a=1', 'broker:a', ':a=1', 'broker:=1', ''])('"%s" is refused', (text) => {
    expect(() => parseSettings([text])).toThrow(UsageError);
  });

  test('what is above wins', () => {
    const merged = mergeSettings({ broker: { a: '1', b: '1' } }, { broker: { b: '2' } });
    expect(merged.broker).toEqual({ a: '1', b: '2' });
  });
});

test("ZooKeeper's keys are known, misspelt ones are not", () => {
  expect(knownZooKeeperKey('tickTime')).toBe(true);
  expect(knownZooKeeperKey('server.4')).toBe(true);
  expect(knownZooKeeperKey('ticktime')).toBe(false);
  expect(knownZooKeeperKey('zookeeper.heartbeat.interval.ms')).toBe(false);
});
