/**
 * `timeline.json`: what happened when in a run. What was made smaller says how, and never loses an extreme.
 *
 * Times are milliseconds since the run began, on the harness's clock; a node's log lines carry the node's own time, which is the
 * same clock.
 */
import type { NodeLogSign, Outcome, PhaseName } from '../../history/entry.ts';

export const timelineVersion = 'kafka-chaos/timeline/1';

/** `available`: acknowledgements came; in a window `refused` or `unknown` as most of its attempts ended. */
export type LaneState = 'available' | 'refused' | 'unknown';

export interface Segment {
  fromMs: number;
  toMs: number;
  state: LaneState;
}

/** One partition as the probe saw it. Where there is no segment, nothing was sent that is measured. */
export interface Lane {
  partition: number;
  segments: Segment[];
}

/** Attempts of the probe, a column each: scheduled at, took until answered or given up, on which partition, and how it ended. */
export interface Scatter {
  atMs: number[];
  tookMs: number[];
  partition: number[];
  outcome: Outcome[];
  /** Of each outcome in each bin the fastest, the middle and the slowest attempt are here. */
  binMs: number;
  /** How many attempts there were in all. */
  attempts: number;
}

/** How many attempts ended with an error, by Kafka's own name, in bins of `binMs` from 0. */
export interface ErrorsOverTime {
  binMs: number;
  /** By name, pairs of a bin's index and how many; bins without any are left out. */
  byName: Record<string, [bin: number, times: number][]>;
}

/** Records that were acknowledged and not delivered yet: the most in each bin of `binMs` from 0. */
export interface LagOverTime {
  binMs: number;
  most: number[];
}

export interface LeadershipStep {
  atMs: number;
  partition: number;
  leader: number | null;
  leaderEpoch: number;
  isr: number[];
}

export interface ControllerStep {
  atMs: number;
  node: string | null;
  epoch: number | null;
}

/** Lines of one node's log that are the same sign within 250 ms, and the first of them. */
export interface Sign {
  atMs: number;
  node: string;
  what: NodeLogSign;
  times: number;
  line: string;
}

export interface GroupStep {
  atMs: number;
  group: string;
  what: 'rebalancing' | 'joined' | 'commit-failed';
  error: string | null;
}

export interface TimelineFault {
  kind: string;
  nodes: string[];
  links: string[];
  injectedAtMs: number;
  healedAtMs: number | null;
}

export interface Timeline {
  schema: typeof timelineVersion;
  durationMs: number;
  phases: { name: PhaseName; fromMs: number; toMs: number }[];
  lanes: Lane[];
  latency: Scatter;
  errors: ErrorsOverTime;
  /** null if no consumer ran. */
  lag: LagOverTime | null;
  leadership: LeadershipStep[];
  controller: ControllerStep[];
  signs: Sign[];
  group: GroupStep[];
  stalls: { fromMs: number; toMs: number }[];
  faults: TimelineFault[];
  /** How many of each list are left out, because they were too many; missing where all are there. */
  leftOut: Partial<Record<'lanes' | 'leadership' | 'controller' | 'signs' | 'group' | 'stalls', number>>;
}
