/**
 * A sentence that somebody wrote about Kafka, and what would have to be measured for it to be true.
 */
import type { Measure } from '../checkers/measure.ts';
import type { Mode } from '../topology/mode.ts';

/** What an experiment has to show for the sentence: a bound on one of its measures, in every run. */
export interface Evidence {
  experiment: string;
  /** Only runs in these modes count; without them, all but those of nodes that are broker and controller at once. */
  modes?: readonly Mode[];
  /** Only runs of a study at this point count, each setting `role:key=value`; without it, only runs of no sweep. */
  at?: { study: string; set: readonly string[] };
  measure: Measure;
  atLeast?: number;
  atMost?: number;
}

export interface Claim {
  id: string;
  /** What is said, in this project's own words. */
  says: string;
  /** All of it has to be so; where part of it is, the claim depends on which. */
  evidence: readonly Evidence[];
  /** Why nothing that could be run here decides it; then `evidence` is empty. */
  undecidable?: string;
}

/** Whether runs in a mode count: the articles compare ZooKeeper with controllers of their own, and say nothing of combined nodes. */
export function speaksOf({ modes }: Evidence, mode: Mode): boolean {
  return modes?.includes(mode) ?? mode !== 'kraft-combined';
}

/** On a small busy machine a second may pass without an acknowledgement though nothing is wrong. */
export const unfeltMs = 1_000;
