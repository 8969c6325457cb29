/** What the run says of itself: what it could not do, what it did beside its method, and that it left the cluster well. */
import type { Entry, Evidence } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Remark {
  atMs: number;
  what: string;
}

export interface Remarks {
  /** What the run was to do and could not: with any it does not hold. */
  troubles: Remark[];
  /** Whether the method was carried out, and the history has its end. */
  isWhole: boolean;
  notes: Remark[];
  /** null if the cluster was not seen to be well after the last healing. */
  healed: { atMs: number; evidence: Evidence } | null;
}

export function remarks(): Fold<Remarks> {
  let hasEnded = false;
  let lastNs = 0;
  const found: Remarks = { troubles: [], isWhole: true, notes: [], healed: null };
  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      const atMs = ceilMs(entry.timeNs);
      lastNs = entry.timeNs;
      if (entry.kind === 'phase') hasEnded = entry.name === 'end';
      if (entry.kind === 'trouble') {
        found.troubles.push({ atMs, what: entry.what });
        if (entry.ofMethod) found.isWhole = false;
      }
      if (entry.kind === 'note') found.notes.push({ atMs, what: entry.what });
      if (entry.kind === 'healed') found.healed = { atMs, evidence: entry.evidence };
      // What is broken after that has to be healed again.
      if (entry.kind === 'fault-injected') found.healed = null;
    },
    result: () =>
      hasEnded
        ? found
        : {
            ...found,
            isWhole: false,
            troubles: [
              ...found.troubles,
              { atMs: ceilMs(lastNs), what: 'the run was broken off: its history has no end' },
            ],
          },
  };
}
