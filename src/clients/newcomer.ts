/**
 * A client that knows nothing but the bootstrap servers: it connects to the first that lets it, asks for the topic's
 * metadata, connects to the leader of partition 0, and asks that where the partition ends.
 *
 * That is what stands between a new client and its first record, to write or to read. It writes none itself, so nothing has to
 * be accounted for, and what keeps writes from being acknowledged (too few replicas) is not taken for a closed door.
 */
import type { Admin } from './admin.ts';
import type { Attempt } from './attempt.ts';
import { logEnd, replicasOf } from './log-ends.ts';
import { platformaticError } from './platformatic-errors.ts';

const partition = 0;

/**
 * Comes, asks, and is gone: its connections are closed when it ends, which it does by itself, because each of its requests
 * has a time limit.
 * @param admin its own, never used before
 */
export async function newcomer(admin: Admin, topic: string): Promise<Attempt> {
  try {
    const state = await admin.topicState(topic);
    if (state.partitions.length === 0) return refused('UNKNOWN_TOPIC_OR_PARTITION');
    const leader = replicasOf(topic, state).find((each) => each.isLeader && each.partition === partition);
    if (leader?.server === undefined) return refused('LEADER_NOT_AVAILABLE');
    await logEnd(admin, { ...leader, server: leader.server }, 'read_uncommitted');
    return { outcome: 'ok' };
  } catch (error) {
    // What was asked changes nothing in Kafka, so there is no doubt, answered or not: it did not get in.
    return { outcome: 'fail', error: platformaticError(error as Error) };
  } finally {
    // What is measured ends here; nobody has to wait for the farewell.
    void admin.close();
  }
}

function refused(name: string): Attempt {
  return { outcome: 'fail', error: { name } };
}
