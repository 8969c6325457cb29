import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'bandwidth-starved',
  shows:
    'Each connection of clients to the leader of partition 0 carries 2 KB a second for 10 s, less than is sent and read: it is no outage, acknowledgements keep coming, but each later than the one before.',
  // The consumer has one connection to a broker, and the probe one for each partition: of two partitions with one leader it would
  // fall behind, because both come through the same 2 KB.
  topic: { partitions: 1 },
  method: [
    {
      do: 'inject',
      fault: 'bandwidth',
      target: { from: 'clients', to: { leaderOf: 0 } },
      with: { kilobytesPerSecond: 2, direction: 'both' },
    },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // Of 50 attempts a second, some 10 KB, a fifth come through: after 10 s the last waits for 8 s.
    { name: 'attempts wait for seconds', measure: 'latencyMs.during.p99', atLeast: 3_000 },
    { name: 'and not for ever', measure: 'latencyMs.during.max', atMost: 20_000 },
    // One in 100 ms or so comes through; a busy machine may hold it up.
    { name: 'acknowledgements keep coming', measure: 'produce.longestMs', atMost: 2_000 },
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is left open', measure: 'produce.unknown', equals: 0 },
    // What is not acknowledged cannot be waited for, and what is comes as slowly to be written as to be read.
    { name: 'the consumer keeps up with that', measure: 'consume.longestMs', atMost: 2_000 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'everything is delivered', measure: 'safety.unseen', equals: 0 },
    ...intact,
  ],
});
