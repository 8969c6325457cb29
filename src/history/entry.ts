/**
 * What a history is made of: operations of clients, and events of everything else, in the order in which they
 * were written down. Times are nanoseconds since the run began, on the harness's monotonic clock.
 */
import type { MigrationPhase } from '../topology/migration.ts';

export type Outcome = 'ok' | 'fail' | 'unknown';

/** Kafka's own name of an error (`NOT_ENOUGH_REPLICAS`), or one of ours for what never reached a broker (`UNSENT`). */
export interface OperationError {
  name: string;
  code?: number;
}

/**
 * One client call from invocation to completion.
 *
 * `ok`: acknowledged. `fail`: certainly not done. `unknown`: may have been done. `value` is unique among all
 * records of a run. A `read` is one record of the final read, a `replica-read` one record as a single replica holds it, a
 * `consume` one delivery to the running consumer; for these, invocation and completion are the moment of arrival. An
 * `administer` is one request of the admin probe, on no partition (0). A `connect` is a new client from its first connection
 * until it has been told where partition 0 ends.
 *
 * `process` tells who: the workload's name, and the partition where it has one process a partition (`probe-0`).
 */
export interface Operation {
  type: 'operation';
  kind: 'produce' | 'consume' | 'read' | 'replica-read' | 'administer' | 'connect';
  process: string;
  partition: number;
  scheduledNs: number;
  invokedNs: number;
  completedNs: number;
  outcome: Outcome;
  value: string;
  /**
   * `produce`: Kafka's id of the broker to which the client sent it; missing if it was never sent, or the client does not
   * tell. `replica-read`: of the broker whose replica was read.
   */
  broker?: number;
  offset?: number;
  /** `read` and `replica-read` only: the leader epoch under which the record was appended. */
  leaderEpoch?: number;
  /** `read` and `consume` only: the record's checksum did not fit its value. */
  corrupted?: true;
  error?: OperationError;
}

/** Anything else with a time. */
export type Event = { type: 'event'; timeNs: number } & EventBody;

export type EventBody =
  /**
   * A step of the experiment begins. What is sent from `warm-up` to `steady` is not measured, but not forgotten by
   * the checkers; windows from then to the first `fault`, which is the first thing that is done to the cluster, are the
   * run's own noise.
   */
  | { kind: 'phase'; name: PhaseName }
  | { kind: 'fault-injected'; fault: string; nodes: string[]; links: string[]; evidence: Evidence }
  /** What it had hit, to tell it from others of its kind; older histories do not say so. */
  | { kind: 'fault-healed'; fault: string; nodes?: string[]; links?: string[]; evidence: Evidence }
  /**
   * Something that the method did beside its faults, written when it was done: it took so long until then. `node` runs Kafka
   * `kafka` from then on, where it was exchanged. `phase` is the phase of a migration in which, or from which back, it was done;
   * the one without a node says that the phase has come to its end, and by what that was recognised.
   */
  | {
      kind: 'action';
      what: ActionName;
      tookMs: number;
      detail: string;
      node?: string;
      kafka?: string;
      phase?: MigrationPhase;
      /** Why it was gone on without everything being in sync, as a sentence. */
      outOfSync?: string;
    }
  /** What is in the cluster was compared with what was when the run first looked: how much, and what is not as before. */
  | { kind: 'inventory'; compared: string; differences: string[] }
  /** Something that people say exists was tried: a setting, a program, a configuration; and what came of it. */
  | { kind: 'trial'; what: string; works: boolean; found: string }
  /** What the run itself did or left out, so that its result can be understood. */
  | { kind: 'note'; what: string }
  /**
   * Something that the run was to do and could not: it holds no more then. `ofMethod` if it was a step of the method: what that was
   * to bring about did not happen, and what was measured of it is no failure of Kafka's.
   */
  | { kind: 'trouble'; what: string; ofMethod?: true }
  /** The cluster was seen to be well again: every node up, every link clean, all replicas in sync. */
  | { kind: 'healed'; evidence: Evidence }
  /**
   * Leadership of a partition as metadata shows it, written when it changes. `leader` is null while there is none. `replicas` is
   * the list of its replicas, the preferred leader first; it is missing in histories from before it was written down.
   */
  | {
      kind: 'leadership';
      partition: number;
      leader: number | null;
      leaderEpoch: number;
      isr: number[];
      replicas?: number[];
    }
  /** Who the active controller is, and since which controller epoch, written when it changes; null while none is known. */
  | { kind: 'controller'; node: string | null; epoch: number | null }
  /** The offset up to which the consumer group has committed a partition, as its coordinator tells, written when it changes. */
  | { kind: 'committed'; group: string; partition: number; offset: number }
  /** A replica was not read to its end, because its broker did not answer: what it holds beyond is not known. */
  | { kind: 'replica-unread'; broker: number; partition: number }
  /** The consumer group as its client sees it: a rebalance begins, the group is joined again, a commit failed. */
  | { kind: 'group'; group: string; what: 'rebalancing' | 'joined' | 'commit-failed'; error: string | null }
  /** A line of a node's log that says something about recovery; `timeNs` is the node's own time of it. */
  | { kind: 'node-log'; node: string; what: NodeLogSign; line: string }
  /**
   * A node's process runs, or has ended, as the engine told; the first of each node says that it runs while the run begins.
   * `exitCode` is null while it runs.
   */
  | { kind: 'process'; node: string; running: boolean; exitCode: number | null }
  /** What was left in a node's heap after a full collection that the method asked for. */
  | { kind: 'heap'; node: string; liveBytes: number }
  /**
   * What a ZooKeeper ensemble had done when the method looked: how many writes in the epoch of its leader, and how long all its
   * servers were on a processor since they began.
   */
  | { kind: 'ensemble'; epoch: number; writes: number; processorMs: number }
  /** The harness itself could not run for this long: Kafka is not to be charged for it. */
  | { kind: 'harness-stall'; fromNs: number; toNs: number };

export type PhaseName =
  | 'warm-up'
  | 'steady'
  | 'fault'
  | 'healing'
  | 'recovery'
  | 'catch-up'
  | 'final-read'
  | 'end';

/** What a method can do beside its faults. */
export type ActionName = 'create-topics' | 'churn-topics' | 'roll' | 'finalize' | 'migrate' | 'revert';

/** What a line of a node's log is a sign of. */
export type NodeLogSign =
  | 'fenced'
  | 'session-expired'
  | 'isr-shrunk'
  | 'controller-elected'
  | 'leader-started'
  | 'ensemble-left'
  | 'ensemble-joined';

/** What proves that a fault, or its healing, took effect: facts as they were read, fit to be printed. */
export type Evidence = Record<string, string | number | boolean | null>;

export type Entry = Operation | Event;
