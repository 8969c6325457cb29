import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'random-faults',
  shows:
    'Faults of chance, one after the other and overlapping, on nodes and links: whatever they do to availability, nothing acknowledged may be lost. The seed repeats the schedule.',
  method: [{ do: 'random', rounds: 4, atOnce: 2, holdMs: { atLeast: 1_000, atMost: 5_000 } }],
  expectations: [
    { name: 'something is written', measure: 'produce.ok', atLeast: 2_000 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    ...intact,
  ],
});
