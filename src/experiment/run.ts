/**
 * The one loop that runs an experiment, from nothing to `run.json`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { openAdmin } from '../clients/admin.ts';
import { endOffsets } from '../clients/final-reader.ts';
import { isCoordinated } from '../clients/group-offsets.ts';
import { bootCluster, keepCluster, newClusterId } from '../cluster/boot.ts';
import { composeFile } from '../cluster/compose-file.ts';
import { defaultDiskBytes } from '../cluster/limited-disk.ts';
import type { Settings } from '../cluster/settings.ts';
import { removeCluster } from '../engine/leftovers.ts';
import { startClock } from '../history/clock.ts';
import type { Event, EventBody, PhaseName } from '../history/entry.ts';
import { openJournal } from '../history/journal.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { startObservers } from '../observers/index.ts';
import { evaluate } from '../results/evaluate.ts';
import { type Run, runJson } from '../results/run-json.ts';
import { timelineOf } from '../results/timeline.ts';
import { isThereFromTheBegin } from '../topology/migration.ts';
import type { Mode, Sizes } from '../topology/mode.ts';
import { createTopology, type Topology } from '../topology/topology.ts';
import { consumerGroup } from '../workloads/consumer.ts';
import type { PartitionStatus } from '../workloads/probe.ts';
import { activeFaults } from './active-faults.ts';
import { cleanedUp } from './cleaned-up.ts';
import { viewOf } from './cluster-view.ts';
import { until, untilFullIsr, untilWarm } from './conditions.ts';
import { askEffectiveConfig } from './effective-config.ts';
import type { Experiment } from './experiment.ts';
import { runFacts } from './facts.ts';
import { awaitHealth } from './health.ts';
import { inventoryKeeper } from './inventory-keeper.ts';
import { loadCluster, transactionalId } from './load-cluster.ts';
import { exchangesNodes, usesIn, writtenOut } from './method.ts';
import { neighbourWatch } from './neighbour-watch.ts';
import { randomOf } from './random.ts';
import { readBack } from './read-back.ts';
import { refuseUnknownClientSettings } from './refuse-client-settings.ts';
import { leadersUnderTest, partRoles } from './roles.ts';
import { inTurn } from './take.ts';

/** One execution of one experiment on one fresh cluster. */
export interface RunPlan {
  experiment: Experiment;
  mode: Mode;
  sizes: Sizes;
  settings: Settings;
  image: KafkaImage;
  /** Those of further versions, which nodes are exchanged for or a client is of, by version. */
  images?: ReadonlyMap<string, KafkaImage>;
  toxiproxyImage: string;
  seed: number;
  /** Where its results go; the folder is there and empty. */
  folder: string;
  /** Leave the cluster running. */
  keep: boolean;
}

/** What a run tells whoever watches it. */
export interface RunWatcher {
  /** How far the run has come, in words. */
  say(line: string): void;
  /** A fault was injected or healed, or something else that a reader of the run should know. */
  happened(event: Event): void;
  /** The state of the partitions, several times a second. */
  show(status: readonly PartitionStatus[], nowNs: number): void;
}

const topic = 'kafka-chaos';
const phasesInWords: Partial<Record<PhaseName, string>> = {
  'warm-up': 'producing and consuming; warming up',
  steady: 'probing',
  healing: 'healing',
  recovery: 'every replica is in sync; watching it a little longer',
  'final-read': 'reading everything back',
};
const healAtMostMs = 120_000;
const catchUpAtMostMs = 30_000;
const showEveryMs = 200;

/**
 * Runs an experiment and leaves `run.json`, the history and the nodes' logs in the plan's folder.
 *
 * Whatever happens, and also when `signal` aborts, faults are healed and the cluster is removed.
 * @throws EnvironmentError if the cluster cannot be booted, UsageError for a setting that Kafka does not know
 */
export async function runExperiment(
  docker: Docker,
  plan: RunPlan,
  watcher: RunWatcher,
  signal: AbortSignal,
): Promise<Run> {
  const { experiment, folder } = plan;
  const topology = createTopology(plan.mode, plan.sizes);
  await refuseUnknownClientSettings(docker, plan);
  await using cleanUp = new AsyncDisposableStack();

  // 1. Boot a fresh cluster.
  const first = topology.nodes.filter((node) => isThereFromTheBegin(topology, node));
  watcher.say(`booting ${first.map((node) => node.name).join(', ')}`);
  const { method } = experiment;
  // A disk that can fill is one that outlives its node's container as well.
  const ownDisks = usesIn(method).some(({ fault }) => fault === 'disk-full') || exchangesNodes(method);
  const options = { topology, ...plan, ...(ownDisks && { diskBytes: defaultDiskBytes }) };
  const cluster = await bootCluster(docker, newClusterId(), options, signal);
  cleanUp.defer(() => (plan.keep ? keepCluster : removeCluster)(docker, cluster.id));
  watcher.say(`all ${first.length} nodes serve, after ${seconds(cluster.bootTimes.totalMs)}`);

  // 2. Create the topic; then Kafka's own for groups, which it would create later else, to the delay of the consumer (and cannot
  // before every broker knows the others); and ask the brokers for the configuration that they really use.
  const admin = openAdmin(cluster.bootstrapServers, 'kafka-chaos');
  cleanUp.defer(() => admin.close());
  const config = { ...experiment.topic.config, ...plan.settings.topic };
  await admin.createTopic({ name: topic, ...experiment.topic, config });
  await isCoordinated(admin.connections, consumerGroup, topic);
  await untilFullIsr(admin, topic, healAtMostMs, signal);
  const effectiveConfig = await askEffectiveConfig(admin, cluster);

  // 3. Start the clock, the history, and those who watch.
  const clock = startClock();
  const journal = openJournal(join(folder, 'history.ndjson'), {
    startedAt: clock.startedAt,
    experiment: experiment.name,
    facts: runFacts(cluster, effectiveConfig, plan),
  });
  cleanUp.defer(() => journal.close());
  const enter = (name: PhaseName) => {
    journal.append({ type: 'event', timeNs: clock.now(), kind: 'phase', name });
    if (name in phasesInWords) watcher.say(phasesInWords[name]!);
  };
  const watched = { topic, group: consumerGroup };
  cleanUp.use(startObservers(docker, cluster, watched, join(folder, 'nodes'), clock, journal.append));

  // 4. Start the load: a consumer, the probe, and what else is wanted; meanwhile keep roles apart that are to be hit apart.
  enter('warm-up');
  const tell = (body: EventBody) => {
    const event = { type: 'event', timeNs: clock.now(), ...body } as const;
    journal.append(event);
    watcher.happened(event);
  };
  const bare = { cluster, admin, topic, signal };
  const view = viewOf(bare, { group: consumerGroup, transaction: transactionalId });
  const part = async () => {
    for (const partition of experiment.coincidence ? [] : leadersUnderTest(usesIn(experiment.method))) {
      const done = await partRoles(partition, view, bare);
      if (done !== undefined) tell({ kind: 'note', what: done });
    }
  };
  const record = journal.append;
  const { images = new Map() } = plan;
  const on = { ...bare, docker, images, clock, record };
  const [load] = await together([loadCluster(on, experiment, plan.settings, cleanUp), part()]);
  const { probe, consumer } = load;
  const display = setInterval(() => watcher.show(probe.status(), clock.now()), showEveryMs);
  cleanUp.defer(() => clearInterval(display));

  // 5. Let it warm up, then watch it while nothing is wrong.
  const lookForOthers = neighbourWatch(docker, tell);
  await lookForOthers();
  const scene = { ...bare, consumerGate: consumer.gate };
  await untilWarm(probe, consumer, clock, experiment.warmUpAtMostMs, signal);
  enter('steady');
  await sleep(experiment.steadyMs, undefined, { signal });

  // 6. Break it, as the method says.
  const faults = activeFaults(clock, (event) => {
    journal.append(event);
    watcher.happened(event);
  });
  cleanUp.defer(() => faults.undo());
  const inventory = inventoryKeeper(scene, tell);
  const random = randomOf(plan.seed);
  const stage = { scene, view, random, probe, faults, images, inventory, clock, enter, tell };
  await inTurn(writtenOut(experiment.method, plan.seed), stage);

  // 7. Heal what is still broken, and wait until the cluster is seen to be well again.
  if (faults.any()) enter('healing');
  await faults.heal();
  const health = await awaitHealth(scene, healAtMostMs);
  const isWell = 'evidence' in health;
  tell(isWell ? { kind: 'healed', ...health } : { kind: 'trouble', what: `not healed: ${health.wrong}` });
  enter('recovery');
  await sleep(experiment.recoveryMs, undefined, { signal });

  // 8. Stop the load, let the consumer catch up, and read everything that was written.
  await lookForOthers();
  enter('catch-up');
  await load.stopWriting();
  if (isWell) {
    const { workload } = experiment;
    const ends = await endOffsets(admin, topic, `read_${workload.isolation}`);
    await until(catchUpAtMostMs, signal, async () => consumer.hasReached(ends));
    enter('final-read');
    await consumer.stop();
    await readBack({ admin, topic, clock, record, tell }, workload);
  }
  enter('end');

  // 9. Measure, judge, and write it down, while the cluster is removed.
  const history = await journal.finish();
  const [run] = await together([
    writtenDown(history, folder),
    cleanedUp(cleanUp, (line) => watcher.say(line)),
  ]);
  // A cluster that changes on its way is none that a file could describe.
  if (plan.mode !== 'zk-to-kraft') writeFileSync(join(folder, 'compose.yaml'), composeOf(plan, topology));
  return run;
}

async function writtenDown(history: string, folder: string): Promise<Run> {
  const run = await evaluate(history);
  writeFileSync(join(folder, 'run.json'), runJson(run));
  writeFileSync(join(folder, 'timeline.json'), JSON.stringify(await timelineOf(history)));
  return run;
}

/** Like Promise.all, but if one fails the others are waited for all the same: nothing is at work any more when it is cleaned up. */
async function together<A, B>(work: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

/** The same cluster for somebody without this program. */
function composeOf({ image, toxiproxyImage, settings: all }: RunPlan, topology: Topology): string {
  const { topic: _, producer: __, consumer: ___, ...settings } = all;
  const images = { kafka: image.reference, toxiproxy: toxiproxyImage };
  return composeFile({ topology, kafkaVersion: image.kafkaVersion, settings, images });
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
