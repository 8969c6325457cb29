/**
 * What a suite made, as plain data: from `suite.json` and the folders of its runs. Every report is made from this, and
 * so can be made again, merged from several machines, without Docker.
 */
import type { Mode } from '../topology/mode.ts';
import type { Run } from './run-json.ts';
import type { Timeline } from './timeline.ts';

/** One run of a suite, also one that did not come about. */
export interface Result {
  /** Its place in the plan of the whole suite; shards keep the place that they took it from. */
  index: number;
  experiment: string;
  mode: Mode;
  kafkaVersion: string;
  /** Counts the repeats that were asked for, from 1. */
  n: number;
  /** 2 where the first attempt decided nothing and it was run once more. */
  attempt: number;
  outcome: Run['outcome'] | 'not run';
  /** Why there is no run; undefined if there is one. */
  reason?: string | undefined;
  /** From the first thing that was started to the last that was removed, in ms; 0 if it was not run. */
  tookMs: number;
  /** The folder of its files, relative to the results' own. */
  folder: string;
  run?: Run | undefined;
  timeline?: Timeline | undefined;
}

/** A suite, or several that were merged. */
export interface Results {
  /** What was asked for, in words: `kill-leader`, `suite nightly`. */
  what: string;
  startedAt: string;
  seed: number;
  /** How many ran at once. */
  parallel: number;
  /** Which part of the plan this is, where it was dealt out to several machines. */
  shard?: { index: number; of: number } | undefined;
  /** In the order of the plan, attempts of the same run one after the other. */
  results: Result[];
}
