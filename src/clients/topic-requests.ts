/**
 * What an administrator does with topics, as single attempts on connections of their own, each with its outcome. There
 * are no retries: what is asked is what is measured.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createTopicsV7, deleteTopicsV6, TimeoutError } from '@platformatic/kafka';
import { askController, openAdmin } from './admin.ts';
import type { Attempt } from './attempt.ts';
import { platformaticError } from './platformatic-errors.ts';
import { answerWithinMs } from './request.ts';

export interface TopicRequests {
  create(topic: string): Promise<Attempt>;
  /** Asks for the topic until metadata shows it with a leader: brokers learn of a new topic a moment after its creation. */
  describe(topic: string): Promise<Attempt>;
  delete(topic: string): Promise<Attempt>;
  close(): Promise<void>;
}

const describePollMs = 20;

export function topicRequests(bootstrapServers: readonly string[], clientId: string): TopicRequests {
  const admin = openAdmin(bootstrapServers, clientId);
  const attempt = async (request: (connection: Connection) => Promise<unknown>): Promise<Attempt> => {
    let isSent = false;
    try {
      await askController(admin.connections, (connection) => {
        isSent = true;
        return request(connection);
      });
      return { outcome: 'ok' };
    } catch (error) {
      return failedRequest(error as Error, isSent);
    }
  };
  return {
    create(name) {
      const topic = { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
      return attempt((connection) => createTopicsV7.api.async(connection, [topic], answerWithinMs, false));
    },
    async describe(topic) {
      const deadline = performance.now() + answerWithinMs;
      for (;;) {
        try {
          const { partitions } = await admin.topicState(topic);
          if (typeof partitions[0]?.leader === 'number') return { outcome: 'ok' };
          const name = partitions.length === 0 ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'LEADER_NOT_AVAILABLE';
          if (performance.now() >= deadline) return { outcome: 'fail', error: { name } };
        } catch (error) {
          return failedRequest(error as Error, error instanceof TimeoutError);
        }
        await sleep(describePollMs);
      }
    },
    delete: (name) =>
      attempt((connection) => deleteTopicsV6.api.async(connection, [{ name }], answerWithinMs)),
    close: () => admin.close(),
  };
}

/**
 * Answers with which Kafka refuses a request before it does anything of it. Not here on purpose: NOT_CONTROLLER, with which
 * a KRaft controller that ceases to be active also answers what it has appended and the next one may commit; and
 * REQUEST_TIMED_OUT. (Kafka's QuorumController fails what is deferred when it resigns.)
 */
const certainlyRefused = new Set([
  'INVALID_REPLICATION_FACTOR',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'POLICY_VIOLATION',
  'THROTTLING_QUOTA_EXCEEDED',
  'TOPIC_DELETION_DISABLED',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/** How a request ended that was or was not handed to the network: `fail` only where certainly nothing was done. */
export function failedRequest(thrown: Error, isSent: boolean): Attempt {
  const { name, ...rest } = platformaticError(thrown);
  // Thrown where metadata names no controller: it has no code, being no error of the library.
  if (!isSent && name === 'Error')
    return { outcome: 'fail', error: { name: 'CONTROLLER_UNKNOWN_TO_CLIENT' } };
  const isCertain = !isSent || certainlyRefused.has(name);
  return { outcome: isCertain ? 'fail' : 'unknown', error: { name, ...rest } };
}
