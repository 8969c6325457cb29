/** Which faults were injected and healed, when, and what proves it. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry, Evidence } from '../history/entry.ts';
import { effects } from './effect.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Fault {
  kind: string;
  nodes: string[];
  links: string[];
  /** When it took effect. */
  injectedAtMs: number;
  /** null if it was never healed. */
  healedAtMs: number | null;
  /** What proved that the fault took effect. */
  evidence: Evidence;
  /** What proved that the healing took effect; null if it was never healed. */
  healingEvidence: Evidence | null;
}

export function faults(): Fold<Fault[]> {
  const found: Fault[] = [];
  const effect = effects();
  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      effect.add(entry);
      if (entry.kind === 'fault-injected') {
        const { fault: kind, nodes, links, evidence } = entry;
        const injectedAtMs = ceilMs(effect.of(entry));
        found.push({ kind, nodes, links, injectedAtMs, healedAtMs: null, evidence, healingEvidence: null });
      } else if (entry.kind === 'fault-healed') {
        // Where it is not told which, of two faults of a kind the end of the younger is told first.
        const healed = found.findLast(
          ({ kind, healedAtMs, nodes, links }) =>
            kind === entry.fault &&
            healedAtMs === null &&
            isDeepStrictEqual(nodes, entry.nodes ?? nodes) &&
            isDeepStrictEqual(links, entry.links ?? links),
        );
        if (healed === undefined) return;
        healed.healedAtMs = ceilMs(entry.timeNs);
        healed.healingEvidence = entry.evidence;
      }
    },
    result: () => found.map((fault) => ({ ...fault })),
  };
}
