/** By what it was recognised that a phase of a migration had come to its end. */
import { migrationPhases } from '../topology/migration.ts';
import { phaseEnds } from './names.ts';
import type { Part } from './parts.ts';
import { isEndOf } from './plan.ts';
import type { Step } from './rehearsal.ts';

/** Of a phase that was gone through twice, the second time. Nothing for an upgrade. */
export function phasesPart(steps: readonly Step[]): Part[] {
  const rows = migrationPhases.flatMap((phase) => {
    const end = steps.findLast((step) => isEndOf(phase, 'migrate', step));
    return end === undefined ? [] : [[phaseEnds[phase], phase, end.detail]];
  });
  const table = { heads: ['what', 'phase', 'recognised by'], rows };
  return rows.length === 0 ? [] : [{ title: 'Phases', table, lines: [] }];
}
