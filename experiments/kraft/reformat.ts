import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'reformat',
  shows:
    'All nodes are stopped, their storage is formatted again, and they are started: the cluster serves and is well, and neither the topic nor one record of it is there.',
  decides: ['reformat-loses-all'],
  modes: ['kraft'],
  method: [{ do: 'inject', fault: 'reformat' }, { do: 'hold', durationMs: 5_000 }, { do: 'heal' }],
  expectations: [
    // Five steady seconds alone write 750: three partitions, 50 a second each. How long it warmed up before does not matter.
    { name: 'what was acknowledged is lost', measure: 'safety.lost', atLeast: 700 },
    { name: 'all of it', measure: 'safety.kept', equals: 0 },
    // The new cluster itself has no trouble.
    { name: 'no node ends by itself', measure: 'processes.endedByThemselves', equals: 0 },
    { name: 'every node is there', measure: 'processes.away', equals: 0 },
    { name: 'writing ends for good', measure: 'produce.longestMs', atLeast: 5_000 },
    { name: 'nobody acknowledges again', measure: 'recovery.firstAckMs', atLeast: 60_000 },
  ],
});
