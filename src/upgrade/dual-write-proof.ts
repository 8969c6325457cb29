/** Whether what changes in Kafka is written to ZooKeeper as well: a topic that comes must come there, and go there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { topicRequests } from '../clients/topic-requests.ts';
import { hasZnode } from '../cluster/znodes.ts';
import { EnvironmentError } from '../errors.ts';
import type { UpgradeSite } from './site.ts';

const pollMs = 250;
const topic = 'kafka-chaos-dual-write';
/** By these answers Kafka says that what is asked for has been done before. */
const isDone = { create: 'TOPIC_ALREADY_EXISTS', delete: 'UNKNOWN_TOPIC_OR_PARTITION' } as const;

/**
 * @returns what was seen, for people
 * @throws EnvironmentError if the topic is not seen in ZooKeeper in time
 */
export async function dualWriteProof({ cluster, signal }: UpgradeSite, withinMs: number): Promise<string> {
  const requests = topicRequests(cluster.bootstrapServers, 'kafka-chaos-dual-write');
  const path = `/brokers/topics/${topic}`;
  const until = performance.now() + withinMs;
  const seen = async (isThere: boolean) => {
    while (performance.now() < until) {
      if ((await hasZnode(cluster, path)) === isThere) return;
      await sleep(pollMs, undefined, { signal });
    }
    throw new EnvironmentError(
      `after ${withinMs / 1_000} s a topic that was ${isThere ? 'created' : 'deleted'} in Kafka is ${isThere ? 'not' : 'still'} in ZooKeeper`,
    );
  };
  const ask = async (what: keyof typeof isDone) => {
    // Attempts are single; in the middle of a change of controllers one may find none, or hear nothing of what it has done.
    for (;;) {
      const { outcome, error } = await requests[what](topic);
      if (outcome === 'ok' || error?.name === isDone[what]) return;
      signal.throwIfAborted();
      if (performance.now() >= until) throw new EnvironmentError(`Kafka does not ${what} a topic`);
      await sleep(pollMs, undefined, { signal });
    }
  };
  try {
    await ask('create');
    await seen(true);
    await ask('delete');
    await seen(false);
    return 'a topic created, and deleted, came and went in ZooKeeper as well';
  } finally {
    await requests.close();
  }
}
