/** What was tried out, in words: "a.setting does not work: no broker and no controller has it". */
import type { Run } from '../results/run-json.ts';

type Tried = NonNullable<Run['trials']>['tried'][number];

export function trialInWords({ what, works, found }: Omit<Tried, 'atMs'>): string {
  return `${what} ${works ? 'works' : 'does not work'}: ${found}`;
}
