/**
 * `upgrade`: rehearses a rolling upgrade on a cluster of its own, under load, and says go or no-go.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, UsageError } from '../errors.ts';
import {
  type UpgradeAsked,
  upgradeExperiment,
  type WayBack,
  waysBack,
} from '../experiment/upgrade-experiment.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { upgradeHtml } from '../rehearsal/upgrade-html.ts';
import { upgradeMd } from '../rehearsal/upgrade-md.ts';
import { finalResults } from '../results/final-results.ts';
import type { Result } from '../results/results.ts';
import type { Timeline } from '../results/timeline/timeline-json.ts';
import { dryRun } from '../suite/dry-run.ts';
import { plan } from '../suite/plan.ts';
import { equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  readClusterFlags,
  readDuration,
  readSeed,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { performPlan } from './perform-plan.ts';
import { createResultsFolder } from './results-folder.ts';

export interface UpgradeFlags extends Omit<ClusterFlags, 'kafka' | 'image'>, WorkloadFlags {
  from?: string;
  to?: string;
  rollBackAfter?: string;
  maxOutage?: string;
  /** false with `--no-again`. */
  again?: boolean;
  seed?: string;
  out?: string;
  dryRun?: boolean;
}

const verdictStatus = {
  go: exitStatus.pass,
  'no-go': exitStatus.fail,
  'cannot tell': exitStatus.unknown,
} as const;

/** @returns the exit status: 0 for go, 1 for no-go, 2 if it cannot be told */
export async function upgrade(flags: UpgradeFlags, say: Say, signal: AbortSignal): Promise<number> {
  const asked = readAsked(flags);
  const { mode, from } = asked;
  const experiment = readWorkloadFlags(flags)(upgradeExperiment(asked));
  const request = readClusterFlags({ ...flags, mode, kafka: from }, [mode]);
  const planned = plan([experiment], { ...request, repeat: 1, whereFit: false });
  const seed = readSeed(flags.seed);
  if (flags.dryRun) {
    process.stdout.write(dryRun(planned, { ...request, seed }));
    return exitStatus.pass;
  }
  const startedAt = new Date();
  const folder = createResultsFolder(flags.out, experiment.name, startedAt);
  const equipment = await equip(request, say);
  const about = { what: experiment.name, startedAt: startedAt.toISOString(), seed, parallel: 1 };
  const performed = { planned, about, folder, request, equipment, again: flags.again ?? true, keep: false };
  let results: Result[] = [];
  const withoutWords = (made: Result[]) => {
    results = made;
    return '';
  };
  await performPlan(performed, withoutWords, say, signal);

  const [result] = finalResults(results);
  const rehearsal = rehearse(asked, result?.run, result && timelineOf(folder, result), result?.reason);
  const document = upgradeMd(rehearsal);
  writeFileSync(join(folder, 'upgrade.md'), document);
  writeFileSync(join(folder, 'upgrade.html'), upgradeHtml(rehearsal));
  process.stdout.write(`\n${document}\nfor the change board: ${join(folder, 'upgrade.html')}, upgrade.md\n`);
  return signal.aborted ? exitStatus.unknown : verdictStatus[rehearsal.verdict];
}

/** By default an outage may last as long as a client of Kafka's own defaults goes on trying without anybody noticing. */
const defaultMaxOutage = '10s';

function readAsked(flags: UpgradeFlags): UpgradeAsked {
  const { from, to, rollBackAfter, maxOutage = defaultMaxOutage } = flags;
  if (from === undefined || to === undefined) {
    throw new UsageError('from which version to which? say --from 3.9.2 --to 4.3.1');
  }
  if (from === 'zk' || to === 'kraft') {
    throw new UsageError('migrations from ZooKeeper to KRaft are not rehearsed by this version yet');
  }
  const { modes } = readClusterFlags({ mode: flags.mode ?? 'kraft', kafka: from }, []);
  if (modes.length > 1) throw new UsageError('an upgrade is of one cluster: give --mode one mode');
  return {
    from,
    to,
    mode: modes[0]!,
    rollBackAfter: rollBackAfter === undefined ? undefined : readWayBack(rollBackAfter),
    maxOutageMs: readDuration('--max-outage', maxOutage),
  };
}

function readWayBack(text: string): WayBack {
  const after = waysBack.find((each) => each === text);
  if (after !== undefined) return after;
  const there = text === 'finalize' ? 'after it there is no way back; ' : '';
  throw new UsageError(`--roll-back-after ${text}: ${there}say ${waysBack.join(' or ')}`);
}

function timelineOf(folder: string, { folder: runFolder }: Result): Timeline | undefined {
  const path = join(folder, runFolder, 'timeline.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
