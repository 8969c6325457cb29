/** What may not happen to a record, whatever is broken. Experiments that plant just that, or that need it otherwise, say so one by one. */
import type { ExperimentInput } from './experiment.ts';

export const intact = [
  { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
  { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
  { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
] satisfies ExperimentInput['expectations'];
