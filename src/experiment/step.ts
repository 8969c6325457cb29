/**
 * The steps of a method, as data.
 */
import type { FurnishedTopic } from '../clients/furnish.ts';
import type { MigrationPhase, ReversiblePhase } from '../topology/migration.ts';
import type { CheckedUse, FaultUse } from './fault-use.ts';

/** Topics of the same shape. */
interface ManyTopics {
  count: number;
  /** Of each topic. */
  partitions: number;
  replicationFactor: number;
}

export interface CreateTopics extends ManyTopics {
  do: 'create-topics';
}

export interface ChurnTopics extends ManyTopics {
  do: 'churn-topics';
}

/** What takes its time, so that something can be broken in its middle. */
export interface Lasting {
  /** What is done while it is under way; the first of it before anybody is restarted. */
  meanwhile?: PlainStep[] | undefined;
}

/** A rolling upgrade, or its way back: the nodes of a role one after the other. */
export interface Roll extends Lasting {
  do: 'roll';
  role: 'controller' | 'broker';
  /** The version that they are to run. */
  kafka: string;
}

/** The cluster's features are raised to what its nodes support. */
export interface Finalize extends Lasting {
  do: 'finalize';
}

/** A phase of a migration from ZooKeeper to KRaft. If it does not come to its end, the cluster is put back to ZooKeeper. */
export interface Migrate extends Lasting {
  do: 'migrate';
  phase: MigrationPhase;
  /** Names of nodes that are not restarted with the others. */
  forgotten?: string[] | undefined;
  /** It must not come to its end; then that is what was to be seen, and the method goes on when the cluster is put back. */
  sticks?: boolean | undefined;
  /** Within this what the phase waits for has to come, once all that is to be restarted is. */
  withinMs?: number | undefined;
}

export interface CompareInventory {
  do: 'compare-inventory';
  judged: boolean;
}

/** Something that people say exists, tried on the active controller of the running cluster. */
export type Trial =
  /** Whether the documentation that this Kafka prints has settings of brokers and controllers. */
  | { do: 'try-settings'; keys: string[] }
  /**
   * Whether a program of Kafka's ends well. ADDRESS stands for where the controller listens, or with `on: 'broker'` for where a
   * broker does, on which it is tried then; LOG for the file of the cluster's metadata.
   */
  | { do: 'try-program'; mainClass: string; arguments: string[]; on?: 'broker' | undefined }
  /** Whether Kafka's own tool formats the storage of a node that is configured so, in lines of its server.properties. */
  | { do: 'try-configuration'; name: string; lines: string[] };

/** What a run does, one after the other. */
export type PlainStep =
  /** Break something, and go on when the effect is seen. */
  | ({
      do: 'inject';
      /** Whether the run goes on without it if there is nobody left whom it could hit. */
      orSkip: boolean;
    } & CheckedUse)
  /** Wait until every partition has acknowledged for three seconds on end, but not for ever. */
  | { do: 'await-writable'; atMostMs: number }
  /** Wait until every replica of the topic is in sync, but not for ever. */
  | { do: 'await-in-sync'; atMostMs: number }
  /** Create so many topics as fast as Kafka takes them, and go on when every partition has a leader. */
  | CreateTopics
  /** Create topics one after the other, and delete each as soon as it has a leader. */
  | ChurnTopics
  /** Collect the garbage of the active controller, and write down how much is left in its heap. */
  | { do: 'measure-heap' }
  /** Write down what the servers of the ZooKeeper ensemble have had to do so far. */
  | { do: 'measure-ensemble' }
  /** Stop each node of a role and start it as another version on the disk that it had, the next only when all is in sync. */
  | Roll
  /** Raise the cluster's features to what its nodes support; from then on there is no way back to an older version. */
  | Finalize
  | Migrate
  /** Go back to ZooKeeper from the phase that was come to. */
  | { do: 'revert'; from: ReversiblePhase }
  /** Put topics, configurations, rights, quotas and offsets into the cluster, so that there is something to be kept. */
  | { do: 'furnish'; topics?: FurnishedTopic[] | undefined }
  /** Compare what is in the cluster with what was when it was furnished. What differs is only told, if it is not `judged`. */
  | CompareInventory
  | Trial
  /** Let it run on. */
  | { do: 'hold'; durationMs: number }
  /** Undo what was injected, the last first; with `only`, the last fault of that kind. */
  | { do: 'heal'; only?: string | undefined };

/** What an experiment may write. */
export type Step =
  | PlainStep
  /** Take steps several times. */
  | { do: 'repeat'; times: number; steps: Step[] }
  /** Faults of chance, overlapping: the same seed gives the same schedule. */
  | {
      do: 'random';
      /** How many faults. */
      rounds: number;
      /** How many of them may be active at the same time. */
      atOnce: number;
      /** How long it runs on after each. */
      holdMs: { atLeast: number; atMost: number };
      /** What is chosen from; without it, every fault that damages nothing that is on disk. */
      choices?: CheckedUse[] | undefined;
    };

type Optional<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;

type Lasts = Roll | Finalize | Migrate;
interface LastingInput {
  meanwhile?: StepInput[] | undefined;
}

export type StepInput =
  | ({ do: 'inject'; orSkip?: boolean } & FaultUse)
  | Optional<CreateTopics, 'partitions' | 'replicationFactor'>
  | Optional<ChurnTopics, 'partitions' | 'replicationFactor'>
  | Optional<CompareInventory, 'judged'>
  | Exclude<
      PlainStep,
      { do: 'inject' | 'create-topics' | 'churn-topics' | 'compare-inventory' | Lasts['do'] }
    >
  | (Omit<Roll, 'meanwhile'> & LastingInput)
  | (Omit<Finalize, 'meanwhile'> & LastingInput)
  | (Omit<Migrate, 'meanwhile'> & LastingInput)
  | { do: 'repeat'; times: number; steps: StepInput[] }
  | (Optional<Omit<Extract<Step, { do: 'random' }>, 'choices'>, 'rounds' | 'atOnce' | 'holdMs'> & {
      choices?: FaultUse[];
    });
