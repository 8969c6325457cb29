import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'pause-leader',
  shows:
    'The broker that leads partition 0 stands still for 25 s, and is given up meanwhile; its clients hear nothing of that, and wait for its answers though another one leads. When it wakes it must not go on leading.',
  // Longer than it takes to give a broker up, at most 20 s with ZooKeeper, and shorter than clients wait for an answer, 30 s.
  method: [
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'another one leads, as after a death', measure: 'recovery.electedMs', atMost: 'predicted' },
    { name: 'clients wait all the same', measure: 'produce.longestMs', atLeast: 25_000 },
    // What it was sent last before the pause clients give up after 30 s, whatever it answers when it has woken; 5 s for all else.
    { name: 'and no longer than they are made to', measure: 'produce.longestMs', atMost: 35_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
