/**
 * What the rehearsal of a rolling upgrade, or of a migration to KRaft, came to, as plain data: what a change board decides by. Times
 * are milliseconds since the run began.
 */
import type { Window } from '../measures/windows.ts';
import type { applicationsOf } from '../results/applications.ts';
import type { Run } from '../results/run-json.ts';
import type { MigrationPhase, ReversiblePhase } from '../topology/migration.ts';
import type { BeforeAfter } from './before-after-part.ts';

interface AskedAnyway {
  from: string;
  /** The version in the end. */
  to: string;
  /** The longest outage of writes that is acceptable. */
  maxOutageMs: number;
  /** What the brokers were configured with, and what the new version changes about that. */
  configuration?: Configuration | undefined;
  /** What failures cost before and after, where that was measured. */
  beforeAfter?: BeforeAfter | undefined;
}

export interface AskedUpgrade extends AskedAnyway {
  mode: Exclude<Run['mode'], 'zk-to-kraft'>;
  /** Going back to the old version was to be rehearsed from there. */
  rollbackAfter?: 'controllers' | 'brokers' | undefined;
}

/** From ZooKeeper to KRaft on the version `from`; then to `to`, if that is another one. */
export interface AskedMigration extends AskedAnyway {
  mode: 'zk-to-kraft';
  /** Going back to ZooKeeper was to be rehearsed from the end of this phase. */
  rollbackAfter?: ReversiblePhase | undefined;
}

/** What was to be rehearsed. */
export type Asked = AskedUpgrade | AskedMigration;

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

/** What is done in one go. Of a migration, what has no node is the end of a phase, or of going back from it. */
export type Planned =
  | { what: 'roll'; node: string; kafka: string }
  | { what: 'finalize' }
  | { what: 'migrate'; phase: MigrationPhase; node?: string | undefined }
  | { what: 'revert'; phase: MigrationPhase; node?: undefined }
  | { what: 'revert'; phase: MigrationPhase; node: string; into: 'migration mode' | 'ZooKeeper' };

export type Step = Span & {
  /** "broker-2 to 4.3.1", "broker-2 into migration mode", "metadata copied". */
  name: string;
  /** What was done, or by what it was recognised. */
  detail: string;
  cost: Cost;
  /** All replicas were seen in sync when it ended; null if that cannot be told. */
  inSync: boolean | null;
  /** After it, nodes can still be put back: to the old version, in a migration to ZooKeeper. */
  canGoBack: boolean;
} & Planned;

/** What going back cost. */
export interface WentBack {
  /** How many nodes were restarted, and how often together. */
  nodes: number;
  restarts: number;
  tookMs: number;
  writes: Unavailability;
}

/** From where one can go back how far. */
export type WayBack = {
  /** null if it was not rehearsed from here, or not to its end. */
  rehearsed: WentBack | null;
} & (
  | { of: 'upgrade'; after: 'controllers' | 'brokers' | 'finalize' }
  | { of: 'migration'; after: MigrationPhase }
);

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
  /** What was broken on purpose. */
  faults: Pick<Run['faults'][number], 'kind' | 'nodes' | 'links' | 'injectedAtMs' | 'healedAtMs'>[];
  /** Those that wrote beside the probe, with a client library's own retries. */
  applications: ReturnType<typeof applicationsOf>;
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
  /** What further attempts came to. */
  others?: Pick<Rehearsal, 'verdict' | 'reasons'>[];
}
