/**
 * `upgrade`: rehearses a rolling upgrade on a cluster of its own, under load, and says go or no-go.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { settingsOf } from '../cluster/image-facts.ts';
import { mergeSettings } from '../cluster/settings.ts';
import { exitStatus, UsageError } from '../errors.ts';
import {
  type UpgradeAsked,
  upgradeExperiment,
  type WayBack,
  waysBack,
} from '../experiment/upgrade-experiment.ts';
import { findKafkaImage } from '../images/kafka-image.ts';
import type { Configuration } from '../rehearsal/rehearsal.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { upgradeHtml } from '../rehearsal/upgrade-html.ts';
import { upgradeMd } from '../rehearsal/upgrade-md.ts';
import { finalResults } from '../results/final-results.ts';
import type { Result } from '../results/results.ts';
import type { Timeline } from '../results/timeline/timeline-json.ts';
import { dryRun } from '../suite/dry-run.ts';
import { plan } from '../suite/plan.ts';
import { configChanges, readBrokerConfig } from '../upgrade/broker-config.ts';
import { type Equipment, equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  readClusterFlags,
  readDuration,
  readSeed,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { performPlan, writeDown } from './perform-plan.ts';
import { createResultsFolder } from './results-folder.ts';

export interface UpgradeFlags extends Omit<ClusterFlags, 'kafka' | 'image'>, WorkloadFlags {
  from?: string;
  to?: string;
  rollBackAfter?: string;
  maxOutage?: string;
  /** The brokers' server.properties. */
  brokerConfig?: string;
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
  const equipment = await equip(request, say);
  const { kept, configuration } = await takenOver(asked, flags.brokerConfig, equipment, say);
  const settings = mergeSettings({ broker: kept }, request.settings);
  const startedAt = new Date();
  const folder = createResultsFolder(flags.out, experiment.name, startedAt);
  const about = { what: experiment.name, startedAt: startedAt.toISOString(), seed, parallel: 1 };
  const configured = { ...request, settings };
  const performed = {
    planned,
    about,
    folder,
    request: configured,
    equipment,
    again: flags.again ?? true,
    keep: false,
  };
  let results: Result[] = [];
  const withoutWords = (made: Result[]) => {
    results = made;
    return '';
  };
  await performPlan(performed, withoutWords, say, signal);
  // What was broken off says nothing about the upgrade.
  if (signal.aborted) return exitStatus.unknown;

  const [result] = finalResults(results);
  const told = { ...asked, configuration };
  const rehearsal = rehearse(told, result?.run, result && timelineOf(folder, result), result?.reason);
  const document = upgradeMd(rehearsal);
  process.stdout.write(`\n${document}\n`);
  const written = writeDown(() => {
    writeFileSync(join(folder, 'upgrade.md'), document);
    writeFileSync(join(folder, 'upgrade.html'), upgradeHtml(rehearsal));
  }, say);
  if (!written) return exitStatus.unknown;
  process.stdout.write(`for the change board: ${join(folder, 'upgrade.html')}, upgrade.md\n`);
  return verdictStatus[rehearsal.verdict];
}

/** Longer than the election of a leader ever takes, and shorter than most clients go on trying. */
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

/**
 * What of somebody's own configuration the rehearsal's brokers have, and what the new version changes about it.
 * @throws UsageError for settings that the new version does not have
 */
async function takenOver(
  { from, to }: UpgradeAsked,
  file: string | undefined,
  { docker, image }: Equipment,
  say: Say,
): Promise<{ kept: Record<string, string>; configuration: Configuration }> {
  const before = await settingsOf(docker, image);
  const after = await settingsOf(docker, await findKafkaImage(docker, { version: to, say }));
  const text = file === undefined ? '' : readText(file);
  const { kept, ...others } = readBrokerConfig(text, before);
  const { gone, newDefaults } = configChanges(kept, before, after);
  if (gone.length > 0) {
    throw new UsageError(
      `${file}: Kafka ${to} does not have ${gone.join(', ')} any more; take ${gone.length === 1 ? 'it' : 'them'} out before an upgrade from ${from}`,
    );
  }
  const about = { file: file === undefined ? null : basename(file), kept: Object.keys(kept).length };
  return { kept, configuration: { ...about, ...others, newDefaults } };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--broker-config: ${(error as Error).message}`);
  }
}

function timelineOf(folder: string, { folder: runFolder }: Result): Timeline | undefined {
  const path = join(folder, runFolder, 'timeline.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
