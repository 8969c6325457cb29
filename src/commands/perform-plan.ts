/**
 * Makes the runs of a plan into a folder, and leaves there after each run all that is known, and at the end the reports.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mergeSettings, parseSettings } from '../cluster/settings.ts';
import { causes, EnvironmentError, exitStatus, isDiskFull, UsageError } from '../errors.ts';
import { furtherVersions } from '../experiment/experiment.ts';
import { loadAbout } from '../experiment/load.ts';
import { type RunPlan, runExperiment } from '../experiment/run.ts';
import { findKafkaImage, type KafkaImage } from '../images/kafka-image.ts';
import { progress } from '../reports/progress.ts';
import { releaseSpace, reserveSpace, writeReports } from '../reports/write-reports.ts';
import { outcomeOf } from '../results/overview.ts';
import type { Result, Results } from '../results/results.ts';
import { suiteJson } from '../results/suite-json.ts';
import { listed, type Planned } from '../suite/plan.ts';
import { runSuite, type SuiteHands, type SuiteOptions } from '../suite/run-suite.ts';
import { sizesWith } from '../topology/mode.ts';
import { display } from './display.ts';
import type { Equipment, Say } from './environment.ts';
import type { ClusterRequest } from './options.ts';
import { tell } from './report.ts';
import { runFolder, writeInto } from './results-folder.ts';

export interface PlanToPerform {
  planned: readonly Planned[];
  /** What the reports say of it. */
  about: Omit<Results, 'results'>;
  /** Where its results go. */
  folder: string;
  request: ClusterRequest;
  equipment: Equipment;
  again: boolean;
  /** Leave the clusters running. */
  keep: boolean;
  made?: SuiteOptions['made'];
  whyNot?: SuiteOptions['whyNot'];
}

/**
 * @param inWords what is printed of the results, before the sentence that counts them
 * @returns the exit status: the worst outcome, or unknown if it was interrupted or could not be written down
 */
export async function performPlan(
  plan: PlanToPerform,
  inWords: (results: Result[]) => string,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const { planned, about, folder, equipment, again, made, whyNot } = plan;
  const { kafkaVersion } = equipment.image;
  // A file that is broken is to be known of before anything is run.
  const experiments = await loadAbout(planned.map(({ experiment }) => experiment));
  const images = await furtherImages(plan, say, signal);
  const head = { ...about, kafkaVersion, planned: planned.map(listed) };
  const suiteFile = join(folder, 'suite.json');
  // Renamed, because one that is written over is lost if there is no space for the new.
  const keep = (results: readonly Result[]) => {
    writeFileSync(`${suiteFile}.new`, suiteJson(head, results));
    renameSync(`${suiteFile}.new`, suiteFile);
  };
  writeInto(folder, () => {
    keep(made ?? []);
    reserveSpace(folder);
  });
  const { parallel } = about;
  const options = { kafkaVersion, parallel, again, signal, ...(made && { made }), ...(whyNot && { whyNot }) };
  const keepAndTell: SuiteHands['keep'] = (results, newest) => {
    keep(results);
    if (planned.length > 1) say(progress(newest, results, { planned: planned.length, parallel }));
  };
  const how = { ...hands({ ...plan, images }, signal), keep: keepAndTell };
  const results = await runSuite(planned, options, how);

  const finished = { ...about, results };
  process.stdout.write(inWords(results));
  const written = writeDown(() => {
    releaseSpace(folder);
    keep(results);
    writeReports(folder, finished, { experiments });
  }, say);
  tell(finished, folder, written);
  return signal.aborted || !written ? exitStatus.unknown : exitStatus[outcomeOf(results)];
}

const client = 'kafkajs';

/** How a run is made, and where. */
function hands(
  plan: PlanToPerform & { images: RunPlan['images'] },
  signal: AbortSignal,
): Pick<SuiteHands, 'folderOf' | 'perform'> {
  const { equipment, request, images, folder, about, keep } = plan;
  const { image, toxiproxyImage, docker } = equipment;
  const { kafkaVersion } = image;
  return {
    folderOf: ({ experiment, mode, n, set }, attempt) =>
      runFolder({ experiment: experiment.name, mode, kafkaVersion, client, n, set, attempt }),
    async perform({ experiment, mode, set }, attempt, runFolder) {
      const at = set === undefined ? '' : ` at ${set.join(' ')}`;
      // The terminal shows the partitions as they are; several runs at once would write over each other.
      const watcher = display(`${experiment.name} ${mode} ${kafkaVersion}${at}`, about.parallel === 1);
      if (attempt > 1) watcher.say('once more, because it decided nothing');
      const into = join(folder, runFolder);
      try {
        // What was begun there was interrupted, or it would be among the results.
        rmSync(into, { recursive: true, force: true });
        mkdirSync(into, { recursive: true });
        const sizes = sizesWith(experiment.sizes, request.sizes);
        const asked = mergeSettings(request.settings, parseSettings(set ?? []));
        const settings = mergeSettings(experiment.settings, asked);
        const { seed } = about;
        const run = { experiment, mode, sizes, settings, image, toxiproxyImage, seed, folder: into, keep };
        return await runExperiment(docker, { ...run, ...(images && { images }) }, watcher, signal);
      } catch (error) {
        const [cause, ...further] = causes(error);
        // Half of a history cannot be measured, and the reports of what was run before need the space.
        if (isDiskFull(cause)) {
          for (const half of ['history.ndjson', 'history.ndjson.gz'])
            rmSync(join(into, half), { force: true });
        }
        watcher.say(`ended without a result: ${signal.aborted ? 'interrupted' : cause.message}`);
        if (isDefect(cause) && !signal.aborted) watcher.say(cause.stack ?? '');
        for (const { message } of further) watcher.say(message);
        throw error;
      } finally {
        watcher.end();
      }
    },
  };
}

/** The images of further versions that experiments need, found before anything boots. */
async function furtherImages(
  { planned, equipment: { docker, image } }: PlanToPerform,
  say: Say,
  signal: AbortSignal,
): Promise<Map<string, KafkaImage>> {
  const images = new Map([[image.kafkaVersion, image]]);
  for (const version of planned.flatMap(({ experiment }) => furtherVersions(experiment))) {
    if (images.has(version)) continue;
    images.set(version, await findKafkaImage(docker, { version, say }));
    signal.throwIfAborted();
  }
  return images;
}

/** What no person is meant to read, and so has to be seen whole. */
function isDefect(error: Error): boolean {
  return !(error instanceof EnvironmentError || error instanceof UsageError || isDiskFull(error));
}

/** Whether something could be written; the results are there all the same, and "report" can write the pages again. */
export function writeDown(write: () => void, say: Say): boolean {
  try {
    write();
    return true;
  } catch (error) {
    say(`the reports could not be written: ${(error as Error).message}`);
    return false;
  }
}

/** A cluster under load and its harness keep two processors busy; with fewer the instrument measures its own stalls. */
const processorsPerRun = 2;
const bearable = () => Math.max(1, Math.floor(availableParallelism() / processorsPerRun));

/** Says so if more runs are to be made at once than this machine bears. */
export function warnOfTooMany(parallel: number, say: Say): void {
  if (parallel <= bearable()) return;
  say(
    `--parallel ${parallel}: this machine has ${availableParallelism()} processors, which bear ${bearable()} at once; beyond that expect runs that decide nothing`,
  );
}
