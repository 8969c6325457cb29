import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'random-faults',
  shows:
    'Faults of chance, one after the other and overlapping, on nodes and links: whatever they do to availability, nothing acknowledged may be lost. The seed repeats the schedule.',
  method: [{ do: 'random', rounds: 4, atOnce: 2, holdMs: { atLeast: 1_000, atMost: 5_000 } }],
  expectations: [
    { name: 'something is written', measure: 'produce.ok', atLeast: 500 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
