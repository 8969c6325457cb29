/** Every guarantee that is checked, one a file. The keys are those of `safety` in run.json. */
import type { CheckerMaker } from './checker.ts';
import { committedOffsets } from './committed-offsets.ts';
import { noCorruption } from './no-corruption.ts';
import { noDuplicates } from './no-duplicates.ts';
import { noLostWrites } from './no-lost-writes.ts';
import { noPhantoms } from './no-phantoms.ts';
import { noReordering } from './no-reordering.ts';
import { noSkips } from './no-skips.ts';
import { noUnseen } from './no-unseen.ts';
import { replicasAgree } from './replicas-agree.ts';

export const checkers = {
  lost: noLostWrites,
  unseen: noUnseen,
  skipped: noSkips,
  duplicates: noDuplicates,
  reordered: noReordering,
  phantom: noPhantoms,
  corrupted: noCorruption,
  disagreeing: replicasAgree,
  committedBack: committedOffsets,
} as const satisfies Record<string, CheckerMaker>;

export type { Forensics } from './forensics.ts';
export type { Checker, Outcome, Verdict, Witness } from './verdict.ts';
export { worst } from './verdict.ts';
