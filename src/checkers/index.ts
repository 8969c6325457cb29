/** Every guarantee that is checked, one a file. The keys are those of `safety` in run.json. */
import type { CheckerMaker } from './checker.ts';
import { noCorruption } from './no-corruption.ts';
import { noDuplicates } from './no-duplicates.ts';
import { noLostWrites } from './no-lost-writes.ts';
import { noPhantoms } from './no-phantoms.ts';
import { noReordering } from './no-reordering.ts';
import { noUnseen } from './no-unseen.ts';

export const checkers = {
  lost: noLostWrites,
  unseen: noUnseen,
  duplicates: noDuplicates,
  reordered: noReordering,
  phantom: noPhantoms,
  corrupted: noCorruption,
} as const satisfies Record<string, CheckerMaker>;

export type { Checker, Outcome, Verdict, Witness } from './verdict.ts';
export { worst } from './verdict.ts';
