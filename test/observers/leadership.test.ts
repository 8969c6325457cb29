import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { PartitionState, TopicState } from '../../src/clients/admin.ts';
import { startClock } from '../../src/history/clock.ts';
import type { Event } from '../../src/history/entry.ts';
import { leadershipNews, watchLeadership } from '../../src/observers/leadership.ts';

const replicas = [2, 3, 1];
const led = (leader: number | null, leaderEpoch: number, isr = replicas, partition = 0): PartitionState => ({
  ...{ partition, leader, leaderEpoch, replicas, isr },
});

const topic = (partitions: PartitionState[], topicId = 'first'): TopicState => ({
  ...{ topicId, brokers: [], partitions },
});

/** What of all that brokers told was news, in its order. */
function newsIn(...told: [broker: string, state: PartitionState, topicId?: string][]): PartitionState[] {
  const newsOf = leadershipNews();
  return told.flatMap(([broker, state, topicId]) => newsOf(broker, topic([state], topicId)));
}

describe('what a broker tells of a partition', () => {
  test('is news once, whoever tells it again', () => {
    const state = led(2, 0);
    expect(newsIn(['a', state], ['b', state], ['a', state], ['b', state])).toEqual([state]);
  });

  test('is none where it still tells the old leader', () => {
    const [old, next] = [led(2, 4), led(3, 5, [3, 1])];
    expect(newsIn(['a', old], ['cut off', old], ['a', next], ['cut off', old], ['a', next])).toEqual([
      old,
      next,
    ]);
  });

  test('is news where only the ISR or the list of replicas has changed, but not its order', () => {
    const [all, two] = [led(2, 0), led(2, 0, [2, 3])];
    const moved = { ...two, replicas: [2, 3, 4] };
    expect(newsIn(['a', all], ['a', led(2, 0, [1, 2, 3])], ['a', two], ['a', moved])).toEqual([
      ...[all, two, moved],
    ]);
  });

  test('is none where it comes late under the same epoch, however often the ISR changed', () => {
    const [all, two] = [led(2, 0), led(2, 0, [2, 3])];
    expect(
      newsIn(['a', all], ['b', all], ['a', two], ['b', all], ['a', all], ['b', two], ['b', all], ['a', all]),
    ).toEqual([all, two, all]);
  });

  test('is news where the one that told all so far is silent', () => {
    const [all, two] = [led(2, 0), led(2, 0, [2, 3])];
    expect(newsIn(['a', all], ['b', all], ['a', two], ['b', two], ['b', all])).toEqual([all, two, all]);
  });

  test('is told of each partition on its own', () => {
    const [one, other] = [led(2, 7), led(3, 1, replicas, 1)];
    expect(newsIn(['a', one], ['a', other])).toEqual([one, other]);
  });

  test('begins anew with a topic that was made anew, and the old one is no news any more', () => {
    const [old, next] = [led(2, 7), led(3, 0)];
    expect(
      newsIn(['a', old], ['b', old], ['a', next, 'second'], ['b', old], ['b', next, 'second'], ['a', old]),
    ).toEqual([old, next]);
  });

  test('is none where it knows no such topic', () => {
    const newsOf = leadershipNews();
    expect(newsOf('a', topic([led(2, 0)]))).toEqual([led(2, 0)]);
    expect(newsOf('b', topic([], ''))).toEqual([]);
    expect(newsOf('b', topic([led(2, 1)]))).toEqual([led(2, 1)]);
  });

  test('is all that happened, each once and in order, whatever broker is how late', () => {
    const step = fc.record({ newEpoch: fc.boolean(), isr: fc.subarray(replicas, { minLength: 1 }) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(2), { maxLength: 60 }),
        (steps, asked) => {
          let epoch = 0;
          const happened = [led(1, epoch)];
          for (const { newEpoch, isr } of steps) {
            const last = happened.at(-1)!;
            if (newEpoch) epoch++;
            if (newEpoch || String(isr) !== String(last.isr)) happened.push(led(1, epoch, isr));
          }
          // Each time that a broker is asked it has come one further.
          const at = [-1, -1, -1];
          const told = asked.map((broker): [string, PartitionState] => {
            at[broker] = Math.min(at[broker]! + 1, happened.length - 1);
            return [String(broker), happened[at[broker]]!];
          });
          expect(newsIn(...told)).toEqual(happened.slice(0, Math.max(...at) + 1));
        },
      ),
    );
  });
});

describe('watching leadership', () => {
  const clock = startClock();

  /** Watches brokers that answer as they are told, until what is to be seen has been. */
  async function watched(
    brokers: Record<string, () => Promise<PartitionState[]>>,
    see: (events: Event[]) => Promise<void>,
  ): Promise<{ closed: string[] }> {
    const [events, closed]: [Event[], string[]] = [[], []];
    const end = new AbortController();
    const watching = watchLeadership(
      Object.keys(brokers),
      't',
      clock,
      (event) => events.push(event),
      end.signal,
      (server) => ({
        topicState: async () => topic(await brokers[server]!()),
        close: async () => void closed.push(server),
      }),
    );
    try {
      await see(events);
    } finally {
      end.abort();
      await watching;
    }
    return { closed };
  }

  test('tells the new leader though a broker that is cut off tells the old one', async () => {
    const old = led(2, 0);
    let now = old;
    const brokers = { 'cut:1': async () => [old], 'b:2': async () => [now] };
    const { closed } = await watched(brokers, async (events) => {
      await vi.waitFor(() => expect(events).toHaveLength(1));
      now = led(3, 1, [3, 1]);
      await vi.waitFor(() => expect(events).toHaveLength(2));
      await sleep(250);
      expect(events).toMatchObject([
        { type: 'event', kind: 'leadership', ...old },
        { type: 'event', kind: 'leadership', ...now },
      ]);
    });
    expect(closed.toSorted()).toEqual(['b:2', 'cut:1']);
  });

  test('waits for no broker that is silent, and hears it when it answers, at the time at which it does', async () => {
    const { promise: silence, resolve: answer } = Promise.withResolvers<PartitionState[]>();
    let asked = 0;
    const beganNs = clock.now();
    const frozen = async () => {
      asked++;
      return await silence;
    };
    await watched({ 'frozen:1': frozen, 'b:2': async () => [led(2, 0)] }, async (events) => {
      await vi.waitFor(() => expect(events).toHaveLength(1));
      expect(clock.now() - beganNs).toBeLessThan(1e9);
      await sleep(300);
      expect(asked).toBe(1);
      const answeredNs = clock.now();
      answer([led(3, 1, [3, 1])]);
      await vi.waitFor(() => expect(events).toHaveLength(2));
      expect(events[1]).toMatchObject({ leader: 3 });
      expect(events[1]!.timeNs).toBeGreaterThanOrEqual(answeredNs);
    });
  });

  test('goes on where a broker refuses to answer', async () => {
    let refusals = 0;
    const dead = async () => {
      refusals++;
      throw new Error('ECONNREFUSED');
    };
    await watched({ 'dead:1': dead, 'b:2': async () => [led(2, 0)] }, async (events) => {
      await vi.waitFor(() => expect(refusals).toBeGreaterThan(1));
      expect(events).toMatchObject([{ leader: 2, isr: replicas, replicas }]);
    });
  });
});
