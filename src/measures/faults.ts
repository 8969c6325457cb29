/** Which faults were injected and healed, when, and what proves it. */
import type { Entry, Evidence } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Fault {
  kind: string;
  nodes: string[];
  links: string[];
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
  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      if (entry.kind === 'fault-injected') {
        const { fault: kind, nodes, links, evidence, timeNs } = entry;
        const injectedAtMs = ceilMs(timeNs);
        found.push({ kind, nodes, links, injectedAtMs, healedAtMs: null, evidence, healingEvidence: null });
      } else if (entry.kind === 'fault-healed') {
        // Healing runs in reverse order, so of two faults of a kind the younger is healed first.
        const healed = found.findLast((fault) => fault.kind === entry.fault && fault.healedAtMs === null);
        if (healed === undefined) return;
        healed.healedAtMs = ceilMs(entry.timeNs);
        healed.healingEvidence = entry.evidence;
      }
    },
    result: () => found.map((fault) => ({ ...fault })),
  };
}
