/** What was broken on purpose while a rehearsal went on, and in which steps. */
import { duration } from '../text/words.ts';
import { several } from './in-words.ts';
import type { Part } from './parts.ts';
import type { Rehearsed, Step } from './rehearsal.ts';

/** Nothing where nothing was broken. */
export function faultsPart({ faults, steps }: Pick<Rehearsed, 'faults' | 'steps'>): Part[] {
  const rows = faults.map(({ kind, nodes, links, injectedAtMs, healedAtMs }) => [
    kind,
    nodes.length > 0 ? nodes.join(', ') : several(links.length, 'link'),
    duration(injectedAtMs),
    healedAtMs === null ? 'never' : `after ${duration(healedAtMs - injectedAtMs)}`,
    during(steps, injectedAtMs, healedAtMs ?? Infinity),
  ]);
  const table = { heads: ['what', 'whom', 'at', 'healed', 'during'], rows };
  return rows.length === 0 ? [] : [{ title: 'Broken on purpose', table, lines: [] }];
}

/** The steps that were under way then, by their names: the first, and the last. */
function during(steps: readonly Step[], fromMs: number, toMs: number): string {
  const names = steps.filter((step) => step.toMs > fromMs && step.fromMs < toMs).map(({ name }) => name);
  if (names.length <= 1) return names[0] ?? 'no step';
  return `${names[0]} to ${names.at(-1)}`;
}
