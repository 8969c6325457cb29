/**
 * What a suite made, as plain data: from `suite.json` and the folders of its runs. Every report is made from this, and
 * so can be made again, merged from several machines, without Docker.
 */
import type { Measure } from '../checkers/measure.ts';
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
  /** What was set for this run on top of what its experiment has, each `role:key=value`: by whoever ran it, or the point of a sweep. */
  set?: readonly string[] | undefined;
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

/** Settings that are tried against each other. */
export interface Sweep {
  /** Each setting as `role:key`, with the values that it was given. */
  axes: { setting: string; values: string[] }[];
  /** Of how many points of the whole grid these are, where not all were tried. */
  gridSize?: number | undefined;
  /** Experiments in which something is broken: what counts is how long the outage lasts. */
  speed: string[];
  /** The number of run.json that says how long; without it, the probe's `produce.longestMs`. */
  measure?: Measure | undefined;
  /** Experiments in which nothing dies: every failover in them is a false one. */
  steadiness: string[];
  /** The numbers of run.json that count them; without it, changes of the controller and of leaders. */
  alarms?: Measure[] | undefined;
  /** What Kafka does without any of it, each `role:key=value`, if that was said. */
  defaults?: string[] | undefined;
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
  /** What was tried, where the results are those of a sweep. */
  sweep?: Sweep | undefined;
  /** In the order of the plan, attempts of the same run one after the other. */
  results: Result[];
}
