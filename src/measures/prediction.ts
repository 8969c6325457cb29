/**
 * How long an outage can last by the rules of Kafka and the brokers' effective configuration. A longer one is a
 * finding: about Kafka, the configuration, or this program.
 */
import type { Mode } from '../topology/mode.ts';

export type EffectiveConfig = Readonly<Record<string, string | null>>;

export interface Prediction {
  atMostMs: number;
  /** How the bound is made up, for a person. */
  because: string;
}

/**
 * The death of one broker under acks=all: nobody acknowledges until the cluster has given the broker up, because
 * the other leaders wait for it too.
 *
 * KRaft: the controller fences a broker whose last heartbeat is older than the session timeout, and looks for such
 * brokers every eighth of it (BrokerHeartbeatManager, ReplicationControlManager of Kafka 3.9 and 4.x). ZooKeeper
 * mode: the session ends after its timeout, rounded up to the next tick (SessionTrackerImpl).
 */
export function brokerDeath(
  mode: Mode,
  config: EffectiveConfig,
  probe: { intervalMs: number; zookeeperTickMs: number },
): Prediction {
  const detection =
    mode === 'zk'
      ? { key: 'zookeeper.session.timeout.ms', slackMs: probe.zookeeperTickMs, slack: 'a tick of ZooKeeper' }
      : { key: 'broker.session.timeout.ms', slackMs: 0, slack: 'an eighth of it' };
  const timeoutMs = Number(config[detection.key]);
  const slackMs = mode === 'zk' ? detection.slackMs : timeoutMs / 8;
  return {
    atMostMs: timeoutMs + slackMs + reactionMs + probe.intervalMs,
    because: `${detection.key} ${timeoutMs} ms, ${detection.slack}, ${reactionMs} ms for election and metadata, one probe interval`,
  };
}

/** Election, its propagation, and the client's refresh and reconnection: generous for a busy machine. */
const reactionMs = 1_000;
