/**
 * What the rehearsal of a rolling upgrade came to, as plain data: what a change board decides by. Times are milliseconds since the
 * run began.
 */
import type { Window } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';

/** What was to be rehearsed. */
export interface Asked {
  from: string;
  to: string;
  mode: Run['mode'];
  /** Going back to the old version was to be rehearsed from there. */
  rollBackAfter?: 'controllers' | 'brokers' | undefined;
  /** The longest outage of writes that is borne. */
  maxOutageMs: number;
  /** What the brokers were configured with, and what the new version changes about that. */
  configuration?: Configuration | undefined;
}

export interface Configuration {
  /** The file that was taken over; null if the brokers had Kafka's defaults. */
  file: string | null;
  /** How many of its settings were. */
  kept: number;
  /** Those that the rehearsal's cluster has of its own: addresses, ids, folders. */
  replaced: string[];
  /** Those that were left out: security, and what Kafka does not know. */
  leftOut: string[];
  /** Settings that nobody sets and that have another default in the new version. */
  newDefaults: { key: string; before: string | null; after: string | null }[];
}

/** What was measured lies between these. */
export interface Bounds {
  atLeast: number;
  atMost: number;
}

export interface Span {
  fromMs: number;
  toMs: number;
}

/** For how long partitions did not serve. */
export interface Unavailability {
  /** The longest outage of a partition; null if there was none. */
  longest: Window | null;
  /** For how long at least one partition did not serve. */
  totalMs: Bounds;
  /** When at least one partition may not have served, in order. */
  spans: Span[];
}

/** What is null cannot be told. */
export interface Cost {
  writes: Unavailability;
  /** null if nobody read. */
  reads: Unavailability | null;
  /** How often a partition was seen with another leader than before. */
  leaderChanges: number | null;
  /** Attempts to write that did not succeed. */
  errors: Bounds | null;
  /** The slowest write that was acknowledged. */
  slowestMs: Bounds | null;
  p99Ms: number | null;
  /** The most records that were acknowledged and not delivered yet. */
  mostBehind: Bounds | null;
}

export type Step = Span & {
  /** "broker-2 to 4.3.1", "broker-2 back to 3.9.2", "raising the features". */
  name: string;
  cost: Cost;
  /** All replicas were seen in sync when it ended; null if that cannot be told. */
  inSync: boolean | null;
  /** After it, nodes can still be put back to the old version. */
  canGoBack: boolean;
} & ({ what: 'roll'; node: string; kafka: string } | { what: 'finalize'; detail: string });

/** From where one can go back how far. */
export interface WayBack {
  after: 'controllers' | 'brokers' | 'finalize';
  /** What going back cost; null if it was not rehearsed from here, or not to its end. */
  rehearsed: { nodes: number; tookMs: number; writes: Unavailability } | null;
}

export interface Check {
  what: string;
  /** null: it was not checked, or cannot be told. */
  holds: boolean | null;
  found: string;
}

export type Verdict = 'go' | 'no-go' | 'cannot tell';

/** What is known only where a run came about. */
export interface Rehearsed {
  startedAt: string;
  durationMs: number;
  /** How many nodes there are, by what they do: "controller", "broker". */
  nodes: Record<string, number>;
  workload: Run['workload'];
  madeBy: { version: string; seed: number };
  steps: Step[];
  /** Steps that did not come to their end, by name. */
  undone: string[];
  /** Outages that began after the first step did, and in none of them. */
  outside: Pick<Cost, 'writes' | 'reads'>;
  /** The longest outage of writes, and the step in which it began, if in any; null if there was none. */
  longest: { outage: Window; step: string | null } | null;
  totals: { acknowledged: number; lost: number | null; duplicates: number | null };
  wayBack: WayBack[];
  checklist: Check[];
}

export interface Rehearsal {
  asked: Asked;
  verdict: Verdict;
  /** What speaks for it; each is a phrase. */
  reasons: string[];
  /** It was put back to the old version in the end, and left there. */
  endsBack: boolean;
  /** null if there was no run. */
  rehearsed: Rehearsed | null;
}
