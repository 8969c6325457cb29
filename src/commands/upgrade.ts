/**
 * `upgrade`: rehearses a rolling upgrade, or a migration from ZooKeeper to KRaft, on a cluster of its own, under load, and says go
 * or no-go.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { settingsOf } from '../cluster/image-facts.ts';
import { mergeSettings } from '../cluster/settings.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { findKafkaImage } from '../images/kafka-image.ts';
import { countingOf } from '../rehearsal/attempts.ts';
import type { Asked, Configuration } from '../rehearsal/rehearsal.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { upgradeHtml } from '../rehearsal/upgrade-html.ts';
import { upgradeMd } from '../rehearsal/upgrade-md.ts';
import { readTimeline } from '../results/read-timeline.ts';
import type { Result } from '../results/results.ts';
import { dryRun } from '../suite/dry-run.ts';
import { plan } from '../suite/plan.ts';
import { configChanges, readBrokerConfig } from '../upgrade/broker-config.ts';
import { type Equipment, equip, type Say } from './environment.ts';
import { readClusterFlags, readSeed, readWorkloadFlags } from './options.ts';
import { performPlan, writeDown } from './perform-plan.ts';
import { createResultsFolder } from './results-folder.ts';
import { readAsked, readText, type UpgradeFlags } from './upgrade-asked.ts';

const verdictStatus = {
  go: exitStatus.pass,
  'no-go': exitStatus.fail,
  'cannot tell': exitStatus.unknown,
} as const;

/** @returns the exit status: 0 for go, 1 for no-go, 2 if it cannot be told */
export async function upgrade(flags: UpgradeFlags, say: Say, signal: AbortSignal): Promise<number> {
  const { asked, experiment: unloaded } = readAsked(flags);
  const { mode, from } = asked;
  const experiment = readWorkloadFlags(flags)(unloaded);
  const request = readClusterFlags({ ...flags, mode, kafka: from }, [mode]);
  const planned = plan([experiment], { ...request, repeat: 1, whereFit: false });
  const seed = readSeed(flags.seed);
  if (flags.dryRun) {
    process.stdout.write(dryRun(planned, { ...request, seed }));
    return exitStatus.pass;
  }
  const equipment = await equip(request, say, signal);
  const { kept, configuration } = await takenOver(asked, flags.brokerConfig, equipment, say);
  signal.throwIfAborted();
  const settings = mergeSettings({ broker: kept }, request.settings);
  const startedAt = new Date();
  using held = await createResultsFolder(flags.out, experiment.name, startedAt);
  const folder = held.path;
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

  const told = { ...asked, configuration };
  const attempts = results.map((each) => rehearse(told, each.run, readTimeline(folder, each), each.reason));
  const rehearsal = attempts.length === 0 ? rehearse(told, undefined) : countingOf(attempts);
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

/**
 * What of somebody's own configuration the rehearsal's brokers have, and what the new version changes about it.
 * @throws UsageError for settings that the new version does not have
 */
async function takenOver(
  { from, to, mode }: Asked,
  file: string | undefined,
  { docker, image }: Equipment,
  say: Say,
): Promise<{ kept: Record<string, string>; configuration: Configuration }> {
  const before = await settingsOf(docker, image);
  const after = await settingsOf(docker, await findKafkaImage(docker, { version: to, say }));
  const text = file === undefined ? '' : readText('--broker-config', file);
  const { kept, ...others } = readBrokerConfig(text, before);
  const { gone: notKnown, newDefaults } = configChanges(kept, before, after);
  // What a broker says to ZooKeeper it loses on its way, and has to.
  const gone = mode === 'zk-to-kraft' ? notKnown.filter((key) => !key.startsWith('zookeeper.')) : notKnown;
  if (gone.length > 0) {
    throw new UsageError(
      `${file}: Kafka ${to} does not have ${gone.join(', ')} any more; take ${gone.length === 1 ? 'it' : 'them'} out before an upgrade from ${from}`,
    );
  }
  const about = { file: file === undefined ? null : basename(file), kept: Object.keys(kept).length };
  return { kept, configuration: { ...about, ...others, newDefaults } };
}
