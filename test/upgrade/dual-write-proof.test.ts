import './migrating.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attempt } from '../../src/clients/attempt.ts';
import { topicRequests } from '../../src/clients/topic-requests.ts';
import { EnvironmentError } from '../../src/errors.ts';
import { dualWriteProof } from '../../src/upgrade/dual-write-proof.ts';
import { Migrating, useMigratingTime } from './migrating.ts';

vi.mock('../../src/clients/topic-requests.ts', () => ({ topicRequests: vi.fn() }));

beforeEach(useMigratingTime);
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const path = '/brokers/topics/kafka-chaos-dual-write';
const ok: Attempt = { outcome: 'ok' };
const nobody: Attempt = { outcome: 'fail', error: { name: 'CONTROLLER_UNKNOWN_TO_CLIENT' } };

/**
 * A cluster whose controllers write to ZooKeeper, after a while.
 * @param refusals how many requests for a topic to come, and for it to go, are refused before one is not
 */
function writing(afterMs: { created?: number; deleted?: number }, refusals = { create: 0, delete: 0 }) {
  const cluster = new Migrating();
  const left = { ...refusals };
  const attempt =
    (what: 'create' | 'delete', written: number | undefined, change: () => void) => async () => {
      cluster.do(what);
      if (left[what]-- > 0) return nobody;
      if (written !== undefined) setTimeout(change, written);
      return ok;
    };
  const requests = {
    create: vi.fn(attempt('create', afterMs.created, () => cluster.znodes.set(path, ''))),
    delete: vi.fn(attempt('delete', afterMs.deleted, () => cluster.znodes.delete(path))),
    describe: vi.fn(),
    close: vi.fn(async () => cluster.do('close')),
  };
  vi.mocked(topicRequests).mockReturnValue(requests);
  return { cluster, requests, prove: (withinMs = 10_000) => dualWriteProof(cluster.site, withinMs) };
}

describe('the proof that ZooKeeper is written to', () => {
  test('is a topic that comes there and goes there, when Kafka is told so', async () => {
    const { cluster, requests, prove } = writing({ created: 3_000, deleted: 3_000 });
    const began = performance.now();
    expect(await prove()).toBe('a topic created, and deleted, came and went in ZooKeeper as well');
    expect(performance.now() - began).toBeGreaterThanOrEqual(6_000);
    expect(cluster.did).toEqual(['create', 'delete', 'close']);
    expect(requests.create).toHaveBeenCalledWith('kafka-chaos-dual-write');
    expect(requests.delete).toHaveBeenCalledWith('kafka-chaos-dual-write');
    expect(cluster.znodes.size).toBe(0);
  });

  test('asks again while no controller takes the request', async () => {
    const { cluster, prove } = writing({ created: 0, deleted: 0 }, { create: 2, delete: 1 });
    await prove();
    expect(cluster.did).toEqual(['create', 'create', 'create', 'delete', 'delete', 'close']);
  });

  test.each<[string, Parameters<typeof writing>, string, string[]]>([
    [
      'a topic that was created is not there',
      [{}],
      'after 10 s a topic that was created in Kafka is not in ZooKeeper',
      ['create', 'close'],
    ],
    [
      'a topic that was deleted is still there',
      [{ created: 0 }],
      'after 10 s a topic that was deleted in Kafka is still in ZooKeeper',
      ['create', 'delete', 'close'],
    ],
    [
      'one comes too late',
      [{ created: 11_000, deleted: 0 }],
      'after 10 s a topic that was created in Kafka is not in ZooKeeper',
      ['create', 'close'],
    ],
  ])('fails where %s, and lets go of its connections', async (_, cluster, sentence, did) => {
    const { cluster: written, prove } = writing(...cluster);
    const refused = await prove().catch((error) => error);
    expect(refused).toBeInstanceOf(EnvironmentError);
    expect(refused.message).toBe(sentence);
    expect(written.did).toEqual(did);
  });

  test('fails where Kafka takes no topic, or does not let go of it', async () => {
    const taking = writing({ created: 0 }, { create: 1_000, delete: 0 });
    await expect(taking.prove()).rejects.toThrow('Kafka does not create a topic');
    expect(taking.cluster.did.at(-1)).toBe('close');
    const holding = writing({ created: 0 }, { create: 0, delete: 1_000 });
    await expect(holding.prove()).rejects.toThrow('Kafka does not delete a topic');
    expect(holding.cluster.did.at(-1)).toBe('close');
  });

  test.each<[string, Parameters<typeof writing>]>([
    ['ZooKeeper', [{}]],
    ['Kafka', [{}, { create: 1_000, delete: 0 }]],
  ])('waits for %s no longer when the run is broken off', async (_, asked) => {
    const { cluster, prove } = writing(...asked);
    setTimeout(() => cluster.end.abort(new Error('interrupted by SIGINT')), 1_000);
    const began = performance.now();
    await expect(prove(60_000)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(cluster.did.at(-1)).toBe('close');
  });
});
