import { NetworkError, ResponseError } from '@platformatic/kafka';
import { describe, expect, test, vi } from 'vitest';
import type { Admin, TopicState } from '../../src/clients/admin.ts';
import { newcomer } from '../../src/clients/newcomer.ts';

const topicOf = (leader: number | null): TopicState => ({
  topicId: '00000000-0000-0000-0000-000000000001',
  brokers: [{ id: 2, server: 'b:2' }],
  partitions: [{ partition: 0, leader, leaderEpoch: 0, replicas: [1, 2], isr: [1, 2] }],
});
const end = async () => ({ topics: [{ partitions: [{ offset: 7n }] }] });

/** What becomes of a newcomer to whom this is told, whom it asked, and whether it went. */
async function arriving(told: () => Promise<TopicState>, answer: () => Promise<unknown> = end) {
  const asked: string[] = [];
  const close = vi.fn(async () => {});
  const ask = (server: string) => {
    asked.push(server);
    return answer();
  };
  const admin = { topicState: told, connections: { ask }, close } as unknown as Admin;
  return { attempt: await newcomer(admin, 't'), asked, closed: close.mock.calls.length };
}

describe('a newcomer', () => {
  test('asks the leader where the partition ends, and goes', async () => {
    expect(await arriving(async () => topicOf(2))).toEqual({
      ...{ attempt: { outcome: 'ok' }, asked: ['b:2'], closed: 1 },
    });
  });

  test.each([
    ['knows no such topic', { ...topicOf(2), partitions: [] }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['is told of no leader', topicOf(null), 'LEADER_NOT_AVAILABLE'],
    ['is told of a leader that has no address', topicOf(1), 'LEADER_NOT_AVAILABLE'],
  ])('does not get in where it %s', async (_, state, name) => {
    expect(await arriving(async () => state)).toEqual({
      attempt: { outcome: 'fail', error: { name } },
      ...{ asked: [], closed: 1 },
    });
  });

  test('does not get in where nobody lets it, or the leader refuses', async () => {
    const cause = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    const alone = await arriving(() => Promise.reject(new NetworkError('failed', { cause })));
    expect(alone).toMatchObject({ attempt: { outcome: 'fail', error: { name: 'ECONNREFUSED' } }, closed: 1 });
    const refusal = new ResponseError(2, 7, { '/topics/0/partitions/0': [6, null] }, {});
    const refused = await arriving(
      async () => topicOf(2),
      () => Promise.reject(refusal),
    );
    expect(refused).toMatchObject({
      attempt: { outcome: 'fail', error: { name: 'NOT_LEADER_OR_FOLLOWER', code: 6 } },
      closed: 1,
    });
  });
});
