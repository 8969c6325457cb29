/**
 * Kafka and ZooKeeper take a misspelt key without a word, and one that nobody reads where it stands; whoever asked for it would
 * measure something else.
 */
import { UsageError } from '../errors.ts';
import type { Mode } from '../topology/mode.ts';
import { nodesOf, type Topology } from '../topology/topology.ts';
import { isOwnKey } from './own-keys.ts';
import type { Settings } from './settings.ts';
import { knownZooKeeperKey } from './zookeeper-keys.ts';

/** Whether the settings ask for something that only the Kafka in the image can say whether it knows it. */
export function asksKafka(settings: Settings): boolean {
  return kafkaRoles.some((role) => Object.keys(settings[role] ?? {}).length > 0);
}

/**
 * @param knownToKafka every key of this Kafka version, or undefined where nobody can say them
 * @throws UsageError for a key that nobody knows, that is the cluster's own, or of a role that the cluster does not have
 */
export function refuseUnknownSettings(
  topology: Topology,
  settings: Settings,
  kafkaVersion: string,
  knownToKafka: ReadonlySet<string> | undefined,
): void {
  refuseOwnSettings(settings);
  for (const key of Object.keys(settings.zookeeper ?? {})) {
    refuse(knownZooKeeperKey(key), 'zookeeper', key, 'ZooKeeper');
  }
  for (const role of kafkaRoles) {
    for (const key of Object.keys(settings[role] ?? {})) {
      refuse(knownToKafka?.has(key) ?? true, role, key, `Kafka ${kafkaVersion}`);
    }
  }
  for (const role of nodeRoles) {
    if (Object.keys(settings[role] ?? {}).length > 0 && nodesOf(topology, role).length === 0) {
      throw new UsageError(`--set ${role}:…: a cluster in ${topology.mode} mode has no ${role}`);
    }
  }
}

/**
 * A cluster whose data is elsewhere, or that is reached in another way, is none that faults hit and measures see.
 * @throws UsageError for what every cluster has its own value of
 */
export function refuseOwnSettings(settings: Settings): void {
  for (const role of nodeRoles) {
    const own = Object.keys(settings[role] ?? {}).find((key) => isOwnKey(role, key));
    if (own !== undefined) {
      throw new UsageError(`--set ${role}:${own}: that is the cluster's own, and cannot be set`);
    }
  }
}

/**
 * What only one role reads where brokers and controllers are processes of their own, however it is set in the other: in Kafka 3.9
 * and 4.x ControllerServer gives the controller its sessions and its rebalancing of leaders, BrokerLifecycleManager sends the
 * heartbeats, ReplicaManager watches the lag.
 */
const onlyReadBy: Readonly<Record<string, (typeof kafkaRoles)[number]>> = {
  'broker.session.timeout.ms': 'controller',
  'auto.leader.rebalance.enable': 'controller',
  'leader.imbalance.check.interval.seconds': 'controller',
  'broker.heartbeat.interval.ms': 'broker',
  'replica.lag.time.max.ms': 'broker',
};

/** @throws UsageError for a setting of a role that does not read it */
export function refuseUnreadSettings(mode: Mode, settings: Settings): void {
  if (mode !== 'kraft') return;
  for (const role of kafkaRoles) {
    for (const key of Object.keys(settings[role] ?? {})) {
      const reader = onlyReadBy[key];
      if (reader === undefined || reader === role) continue;
      throw new UsageError(
        `--set ${role}:${key}: in ${mode} mode no ${role} reads it, only ${reader}s do; say ${reader}:${key}`,
      );
    }
  }
}

const kafkaRoles = ['broker', 'controller'] as const;
const nodeRoles = [...kafkaRoles, 'zookeeper'] as const;

function refuse(known: boolean, role: string, key: string, by: string): void {
  if (!known) throw new UsageError(`--set ${role}:${key}: ${by} knows no setting "${key}"`);
}
