import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'none',
  shows: 'Nothing is broken, so nothing may be found: whatever is, is the noise of the instrument itself.',
  suites: ['nightly', 'controls'],
  method: [{ do: 'hold', durationMs: 10_000 }],
  expectations: [
    { name: 'no window for producers', measure: 'produce.longestMs', equals: 0 },
    { name: 'no window for the consumer', measure: 'consume.longestMs', equals: 0 },
    { name: 'no attempt refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt unanswered', measure: 'produce.unknown', equals: 0 },
    { name: 'the probe kept its schedule', measure: 'produce.ok', atLeast: 2_500 },
    ...intact,
    { name: 'everything is delivered', measure: 'safety.unseen', equals: 0 },
    { name: 'nothing is passed over', measure: 'safety.skipped', equals: 0 },
    { name: 'committed offsets never go back', measure: 'safety.committedBack', equals: 0 },
    { name: 'the order is kept', measure: 'safety.reordered', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
  ],
});
