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
 * mode: the session ends after its timeout, rounded up to the next tick (SessionTrackerImpl). In both, a follower
 * that hears of the new leader before that leader itself does is sent away, and asks again after its back-off
 * (AbstractFetcherThread); until then the new leader has nobody to wait for but the one who is late.
 */
export function brokerDeath(
  mode: Mode,
  config: EffectiveConfig,
  probe: { intervalMs: number; zookeeperTickMs: number },
): Prediction {
  const timeoutKey = mode === 'zk' ? 'zookeeper.session.timeout.ms' : 'broker.session.timeout.ms';
  const timeoutMs = Number(config[timeoutKey]);
  const backoffMs = Number(config['replica.fetch.backoff.ms']);
  const [slackMs, slack] =
    mode === 'zk' ? [probe.zookeeperTickMs, 'a tick of ZooKeeper'] : [timeoutMs / 8, 'an eighth of it'];
  return {
    atMostMs: timeoutMs + slackMs + backoffMs + reactionMs + probe.intervalMs,
    because: [
      `${timeoutKey} ${timeoutMs} ms and ${slack}`,
      `replica.fetch.backoff.ms ${backoffMs} ms`,
      `${reactionMs} ms for election and metadata`,
      'one probe interval',
    ].join(', '),
  };
}

/** Election, its propagation, and the client's refresh and reconnection: generous for a busy machine. */
const reactionMs = 1_000;
