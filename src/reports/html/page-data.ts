/** What the page is given of a suite: everything that it shows, and no more, so that a whole night is one small file. */

import type { AboutExperiment } from '../../results/about.ts';
import { finalResults } from '../../results/final-results.ts';
import type { Result, Results } from '../../results/results.ts';
import type { Run } from '../../results/run-json.ts';
import { type Service, servedIn, services } from '../../results/services.ts';
import type { NodeLogExcerpt } from './log-excerpts.ts';
import { type PageTradeoff, pageTradeoff } from './sweep-data.ts';

/** A configuration as its difference from one that other runs have as well: hundreds of settings are the same in all of them. */
export interface PageConfig {
  /** Where in `PageData.configs` the settings stand that most nodes have. */
  base: number;
  /** By node, what differs; null where the node has no such setting. */
  nodes: Record<string, Record<string, string | null>>;
}

export type PageRun = Omit<Run, 'cluster'> & { cluster: Omit<Run['cluster'], 'effectiveConfig'> };

export interface PageResult extends Omit<Result, 'run'> {
  run?: PageRun | undefined;
  config?: PageConfig | undefined;
  nodeLogs?: NodeLogExcerpt[] | undefined;
  /** The folder of its experiment under experiments/, if that is known. */
  subject?: string | undefined;
}

/** What an earlier night came to, as far as it is compared. */
export interface PagePrevious {
  experiment: string;
  mode: string;
  kafkaVersion: string;
  n: number;
  set?: readonly string[] | undefined;
  outcome: Result['outcome'];
  /** Its longest outage of each service; null where that is unknown, or was not asked for. */
  longestMs: Record<Service, number | null>;
}

export interface PageData extends Omit<Results, 'results'> {
  results: PageResult[];
  configs: Record<string, string | null>[];
  /** What there is to say of the experiments, by name; of some, nothing is known but their results. */
  experiments: Record<string, Pick<AboutExperiment, 'shows' | 'measures'>>;
  previous: { startedAt: string; results: PagePrevious[] } | null;
  /** Of a sweep: which settings to run with. */
  tradeoff?: PageTradeoff | undefined;
  /** What had to be left out to keep the file small, in words. */
  leftOut: string[];
}

export interface PageOptions {
  /** By `Result.folder`, what the nodes wrote around the faults. */
  nodeLogs?: ReadonlyMap<string, NodeLogExcerpt[]> | undefined;
  /** An earlier night that this one is compared with. */
  previous?: Results | undefined;
  /** By its name, what there is to say of an experiment. */
  experiments?: ReadonlyMap<string, AboutExperiment> | undefined;
}

export function pageData(results: Results, options: PageOptions = {}): PageData {
  const { nodeLogs, previous, experiments = new Map<string, AboutExperiment>() } = options;
  const configs: PageData['configs'] = [];
  return {
    ...results,
    results: results.results.map(({ run, ...result }) => ({
      ...result,
      ...(run !== undefined && withoutConfig(run, configs)),
      nodeLogs: nodeLogs?.get(result.folder),
      subject: experiments.get(result.experiment)?.subject,
    })),
    configs,
    experiments: Object.fromEntries(
      results.results.flatMap(({ experiment }) => {
        const about = experiments.get(experiment);
        return about === undefined ? [] : [[experiment, { shows: about.shows, measures: about.measures }]];
      }),
    ),
    previous:
      previous === undefined
        ? null
        : { startedAt: previous.startedAt, results: finalResults(previous.results).map(previousOf) },
    tradeoff: pageTradeoff(results),
    leftOut: [],
  };
}

function previousOf({ experiment, mode, kafkaVersion, n, set, outcome, run }: Result): PagePrevious {
  const longest = services.map((service) => [
    service,
    run ? (servedIn(run, service)?.longestMs ?? null) : null,
  ]);
  const longestMs = Object.fromEntries(longest) as PagePrevious['longestMs'];
  return { experiment, mode, kafkaVersion, n, set, outcome, longestMs };
}

function withoutConfig(run: Run, configs: PageData['configs']): Pick<PageResult, 'run' | 'config'> {
  const { effectiveConfig, ...cluster } = run.cluster;
  const nodes = Object.entries(effectiveConfig);
  if (nodes.length === 0) return { run: { ...run, cluster } };
  const [, first] = nodes[0]!;
  const distances = configs.map((config) => Object.keys(difference(config, first)).length);
  let base = distances.indexOf(Math.min(...distances));
  // A base that differs in every fifth setting saves nothing: it is of another mode or version.
  if (base < 0 || distances[base]! > Object.keys(first).length / 5) base = configs.push(first) - 1;
  const config = {
    base,
    nodes: Object.fromEntries(nodes.map(([node, settings]) => [node, difference(configs[base]!, settings)])),
  };
  return { run: { ...run, cluster }, config };
}

/** The settings of `other` that `base` has differently or not, and null for those that only `base` has. */
function difference(
  base: Record<string, string | null>,
  other: Record<string, string | null>,
): Record<string, string | null> {
  const changed = Object.entries(other).filter(([name, value]) => base[name] !== value);
  const missing = Object.keys(base).filter((name) => !(name in other));
  return Object.fromEntries([...changed, ...missing.map((name) => [name, null] as const)]);
}
