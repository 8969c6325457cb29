/** What a run's method did beside its faults: "migrated, went back". */
import type { Run } from '../results/run-json.ts';

const words: Record<Run['actions'][number]['what'], string> = {
  'create-topics': 'topics created',
  'churn-topics': 'topics created and deleted',
  roll: 'nodes exchanged',
  finalize: 'features raised',
  migrate: 'migrated',
  revert: 'went back',
};

/** Each kind of thing once, in the order in which it was done first; undefined if nothing was. */
export function doneInShort({ actions, trials }: Pick<Run, 'actions' | 'trials'>): string | undefined {
  const done = [
    ...new Set(actions.map(({ what }) => words[what])),
    ...(trials === null ? [] : [`${trials.made} tried`]),
  ];
  return done.length === 0 ? undefined : done.join(', ');
}
