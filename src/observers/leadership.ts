/**
 * Watches who leads each partition and which replicas are in sync, as the brokers' metadata has it.
 *
 * Every broker is asked on its own, because one that is cut off goes on telling the old leader, or waits. The highest leader
 * epoch is the true one. Under the same epoch the ISR may change, and no number in the answer tells which is newer; but all
 * brokers hear the same news in the same order, some of them later, so what one of them tells is new only if it has not been
 * told yet since that broker's own last word.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, openAdmin, type PartitionState, type TopicState } from '../clients/admin.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';

/** How often each broker is asked: the resolution of every time that is told from leadership events. */
const pollIntervalMs = 100;
/** A broker that is silent for so long is asked anew, over another connection. */
const answerWithinMs = 2_000;

const openOne = (server: string) =>
  openAdmin([server], 'kafka-chaos-observer', { requestTimeoutMs: answerWithinMs });

/**
 * Writes an event whenever a partition's leadership has changed, until `signal` aborts.
 * @param open how a broker is asked
 */
export async function watchLeadership(
  bootstrapServers: readonly string[],
  topic: string,
  clock: RunClock,
  emit: (event: Event) => void,
  signal: AbortSignal,
  open: (server: string) => Pick<Admin, 'topicState' | 'close'> = openOne,
): Promise<void> {
  const newsIn = leadershipNews();
  const watchBroker = async (server: string) => {
    const admin = open(server);
    try {
      while (!signal.aborted) {
        // No answer is no news: the broker may be the one that is being broken.
        const state = await admin.topicState(topic).catch(() => undefined);
        for (const each of state === undefined || signal.aborted ? [] : newsIn(server, state)) {
          emit({ type: 'event', timeNs: clock.now(), kind: 'leadership', ...each });
        }
        await sleep(pollIntervalMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      await admin.close();
    }
  };
  await Promise.all(bootstrapServers.map(watchBroker));
}

/**
 * Of what a broker tells of a topic, the partitions of which no broker has told so before, unless it is older than what has
 * been told. A topic that was made anew, under another id, begins anew.
 */
export function leadershipNews(): (broker: string, state: TopicState) => PartitionState[] {
  const topicIds = new Set<string>();
  const partitions = new Map<number, Told>();
  const isNews = (broker: string, state: PartitionState): boolean => {
    const told = partitions.get(state.partition);
    if (told !== undefined && state.leaderEpoch < told.leaderEpoch) return false;
    const text = describe(state);
    if (told === undefined || state.leaderEpoch > told.leaderEpoch) {
      const heard = new Map([[broker, 0]]);
      partitions.set(state.partition, { leaderEpoch: state.leaderEpoch, states: [text], heard });
      return true;
    }
    const known = told.states.indexOf(text, told.heard.get(broker) ?? 0);
    told.heard.set(broker, known < 0 ? told.states.push(text) - 1 : known);
    return known < 0;
  };
  return (broker, state) => {
    if (state.partitions.length > 0 && !topicIds.has(state.topicId)) {
      topicIds.add(state.topicId);
      partitions.clear();
    }
    const isOfNow = state.topicId === [...topicIds].at(-1);
    return isOfNow ? state.partitions.filter((each) => isNews(broker, each)) : [];
  };
}

/** What was told of a partition under its newest leader epoch. */
interface Told {
  leaderEpoch: number;
  /** In the order in which it was heard first. */
  states: string[];
  /** By broker, how far in these it has come. */
  heard: Map<string, number>;
}

function describe({ leader, isr, replicas }: PartitionState): string {
  return `${leader} ${isr.toSorted((a, b) => a - b)} ${replicas}`;
}
