import { describe, expect, test } from 'vitest';
import { refuseOwnSettings, refuseUnknownSettings } from '../../src/cluster/known-settings.ts';
import { parseSettings } from '../../src/cluster/settings.ts';
import { readClusterFlags } from '../../src/commands/options.ts';
import { UsageError } from '../../src/errors.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

describe("what is the cluster's own cannot be set", () => {
  test.each(['broker:log.dirs', 'controller:node.id', 'zookeeper:dataDir', 'zookeeper:server.1'])(
    '%s',
    (setting) => {
      const sentence = new UsageError(`--set ${setting}: that is the cluster's own, and cannot be set`);
      const settings = parseSettings([`${setting}=1`]);
      expect(() =>
        refuseUnknownSettings(createTopology('zk', defaultSizes), settings, '3.9.2', undefined),
      ).toThrow(sentence);
      expect(() => readClusterFlags({ set: [`${setting}=1`] }, ['zk'])).toThrow(sentence);
    },
  );

  test('but the like of it can, and so can what is of the topic', () => {
    refuseOwnSettings(
      parseSettings(['broker:log.dir.failure.timeout.ms=1', 'zookeeper:tickTime=1', 'topic:port=1']),
    );
  });
});
