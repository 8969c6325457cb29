/**
 * What is compared with what. A cell is an experiment in a mode; where one of the folders has it with several Kafka versions, or
 * several settings, each is a cell of its own, and has its counterpart where the same version and the same settings
 * are. Where each folder has one version, or one setting, these may differ: two versions, or two settings, are compared that way.
 */

import { finalResults } from '../results/final-results.ts';
import { deciding } from '../results/repeats.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';

export interface Cell {
  experiment: string;
  mode: Run['mode'];
  /** What tells it from other cells of this experiment and mode: a version, settings; empty if there are no others. */
  among: string[];
  /** The runs that decided something. */
  base: Run[];
  head: Run[];
  /** What was set on either side, each `role:key=value`. */
  set: { base: string[]; head: string[] };
}

export interface Cells {
  /** With runs on both sides. */
  both: Cell[];
  /** With runs on one side. */
  onlyBase: Cell[];
  onlyHead: Cell[];
}

/** How many runs of a folder there are, and how many of them are of no use. */
export interface RunCounts {
  used: number;
  unknown: number;
  notRun: number;
}

export function runCounts(results: readonly Result[]): RunCounts {
  const final = finalResults(results);
  const withOutcome = (wanted: Result['outcome']) => final.filter(({ outcome }) => outcome === wanted).length;
  return { used: deciding(final).length, unknown: withOutcome('unknown'), notRun: withOutcome('not run') };
}

export function cellsOf(base: readonly Result[], head: readonly Result[]): Cells {
  const [was, is] = [deciding(finalResults(base)), deciding(finalResults(head))];
  const cells = [...Map.groupBy([...was, ...is], subjectOf).keys()].flatMap((subject) => {
    const ofSubject = (results: readonly Result[]) =>
      results.filter((result) => subjectOf(result) === subject);
    return cellsOfSubject(ofSubject(was), ofSubject(is));
  });
  const inOrder = cells.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return {
    both: inOrder.filter(({ base, head }) => base.length > 0 && head.length > 0),
    onlyBase: inOrder.filter(({ head }) => head.length === 0),
    onlyHead: inOrder.filter(({ base }) => base.length === 0),
  };
}

/** "kill-leader kraft", "kill-leader kraft 3.9.2 broker:broker.session.timeout.ms=4000". */
export function nameOf({ experiment, mode, among }: Cell): string {
  return [experiment, mode, ...among].join(' ');
}

const subjectOf = ({ experiment, mode }: Result) => `${experiment} ${mode}`;
const versionOf = ({ kafkaVersion }: Result) => kafkaVersion;
const settingsOf = ({ set = [] }: Result) => set.toSorted().join(' ');

function cellsOfSubject(base: readonly Result[], head: readonly Result[]): Cell[] {
  const areSeveral = (partOf: (result: Result) => string) =>
    [base, head].some((side) => new Set(side.map(partOf)).size > 1);
  const parts = [versionOf, settingsOf].filter(areSeveral);
  const keyOf = (result: Result) => parts.map((partOf) => partOf(result)).join('\n');
  return [...Map.groupBy([...base, ...head], keyOf)].map(([key, [first]]) => {
    const [was, is] = [base, head].map((side) => side.filter((result) => keyOf(result) === key));
    return {
      experiment: first!.experiment,
      mode: first!.mode,
      among: parts.map((partOf) => partOf(first!) || '(nothing set)'),
      base: was!.map(({ run }) => run!),
      head: is!.map(({ run }) => run!),
      set: { base: setIn(was!), head: setIn(is!) },
    };
  });
}

function setIn(results: readonly Result[]): string[] {
  return [...new Set(results.flatMap(({ set = [] }) => set))];
}
