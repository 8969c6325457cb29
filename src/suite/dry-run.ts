/**
 * What the runs of a plan would do, in words; nothing is started for it.
 */
import { mergeSettings, parseSettings, type Settings, settingsAsTexts } from '../cluster/settings.ts';
import { isExpected, type WrittenExpectation } from '../experiment/expectation.ts';
import { writtenOut } from '../experiment/method.ts';
import { describeStep } from '../experiment/step-in-words.ts';
import type { Workload } from '../experiment/workload.ts';
import { boundInWords, boundOf } from '../text/quantity.ts';
import { isThereFromTheBegin } from '../topology/migration.ts';
import { type Sizes, sizesWith } from '../topology/mode.ts';
import { createTopology, type Topology } from '../topology/topology.ts';
import type { Planned } from './plan.ts';

export interface DryRunOptions {
  kafkaVersion: string;
  sizes: Partial<Sizes>;
  settings: Settings;
  seed: number;
}

/** Repeats are told once, with their numbers: they differ by what happens only. */
export function dryRun(planned: readonly Planned[], options: DryRunOptions): string {
  const repeats = Map.groupBy(planned, ({ experiment, mode, set = [] }) =>
    [experiment.name, mode, ...set].join(' '),
  );
  const parts = [...repeats.values()].map((runs) => {
    const [first] = runs as [Planned];
    const { experiment, mode, set } = first;
    const at = set === undefined ? '' : ` at ${set.join(' ')}`;
    const lines = stepsOf(first, options).map((step) => `  ${step}`);
    const numbers = runs.map(({ n }) => n).join(', ');
    return [`${experiment.name} ${mode} ${numbers}${at}: ${experiment.shows}`, ...lines].join('\n');
  });
  const runs = planned.length === 1 ? '1 run' : `${planned.length} runs`;
  return `${parts.join('\n')}\n${runs}; the choices of chance are those of seed ${options.seed}; nothing was started\n`;
}

function stepsOf({ experiment, mode, set }: Planned, options: DryRunOptions): string[] {
  const { kafkaVersion, sizes, settings: asked, seed } = options;
  const topology = createTopology(mode, sizesWith(experiment.sizes, sizes));
  const given = mergeSettings(asked, parseSettings(set ?? []));
  const settings = settingsAsTexts(mergeSettings(experiment.settings, given));
  const { topic, workload, steadyMs, method, expectations } = experiment;
  return [
    `boot ${describeTopology(topology)}, Kafka ${kafkaVersion}`,
    ...(settings.length === 0 ? [] : [`with ${settings.join(', ')}`]),
    ...beside(workload),
    `probe ${topic.partitions} partitions, each every ${workload.intervalMs} ms, for ${steadyMs / 1000} s`,
    ...writtenOut(method, seed).map((step) => describeStep(step, topology)),
    'heal what is still broken, see that the cluster is well again, read everything back, judge:',
    ...expectations
      .filter((each) => isExpected(each, { mode, kafkaVersion }))
      .map((each) => `  ${each.name} (${boundInFull(each)})`),
  ];
}

/** "admin.longestMs ≤ 10.0 s". */
function boundInFull({ measure, atMost, ...others }: WrittenExpectation): string {
  const bound = boundOf({ ...others, atMost: atMost === 'predicted' ? 'what is predicted' : atMost });
  return `${measure} ${boundInWords(measure, bound)}`;
}

/** What is at work beside the probe and its consumer. */
function beside({ applications, transactions, administer, newcomers }: Workload): string[] {
  return [
    ...applications.map(
      ({ client, intervalMs }) => `let an application over ${client} send to each every ${intervalMs} ms`,
    ),
    ...(transactions === undefined ? [] : [`begin a transaction every ${transactions.intervalMs} ms`]),
    ...(administer === undefined ? [] : [`create and delete a topic every ${administer.intervalMs} ms`]),
    ...(newcomers === undefined ? [] : [`let a new client come every ${newcomers.intervalMs} ms`]),
  ];
}

function describeTopology(topology: Topology): string {
  const names = (isFirst: boolean) =>
    topology.nodes
      .filter((node) => isThereFromTheBegin(topology, node) === isFirst)
      .map((node) => node.name)
      .join(', ');
  const later = names(false);
  return `${names(true)} and ${topology.links.length} links${later === '' ? '' : `, with room for ${later}`}`;
}
