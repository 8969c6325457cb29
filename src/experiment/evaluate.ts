/**
 * From a finished history to `run.json`: measured, bound and judged.
 */
import { judge } from '../checkers/expectations.ts';
import { worst } from '../checkers/verdict.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Settings } from '../cluster/settings.ts';
import { readHistory } from '../history/reader.ts';
import { brokerDeath, type EffectiveConfig, type Prediction } from '../measures/prediction.ts';
import { measureHistory } from '../reports/measure-history.ts';
import { measuredParts, type Run, runSchemaVersion } from '../reports/run-json.ts';
import { nodesOf } from '../topology/topology.ts';
import { version } from '../version.ts';
import { type Experiment, withBound } from './experiment.ts';

/** What a run knows beside its history. */
export interface RunFacts {
  experiment: Experiment;
  cluster: Cluster;
  settings: Settings;
  toxiproxyImage: string;
  seed: number;
  startedAt: Date;
  durationMs: number;
  /** By node name. */
  effectiveConfig: Record<string, EffectiveConfig>;
}

export async function evaluate(historyPath: string, facts: RunFacts): Promise<Run> {
  const { experiment, cluster, effectiveConfig, durationMs } = facts;
  const { topology, image } = cluster;
  const measured = measuredParts(
    await measureHistory(readHistory(historyPath), {
      intervalMs: experiment.workload.intervalMs,
      partitions: Array.from({ length: experiment.topic.partitions }, (_, partition) => partition),
      brokerIds: Object.fromEntries(nodesOf(topology, 'broker').map(({ name, id }) => [name, id])),
    }),
  );
  const bootMs = Math.round(cluster.bootTimes.totalMs);
  const prediction = predict(facts);
  const expectations = judge(
    experiment.expectations.map((each) => withBound(each, prediction?.atMostMs)),
    { ...measured, durationMs, cluster: { bootMs } },
  );
  const { noiseBeforeFault, troubles } = measured.harness;
  const disturbed = noiseBeforeFault.length > 0 || troubles.length > 0;
  return {
    schema: runSchemaVersion,
    experiment: experiment.name,
    mode: topology.mode,
    kafkaVersion: image.kafkaVersion,
    client: 'kafkajs',
    seed: facts.seed,
    startedAt: facts.startedAt.toISOString(),
    durationMs,
    outcome: worst([...expectations.map((each) => each.outcome), disturbed ? 'unknown' : 'pass']),
    cluster: {
      bootMs,
      nodes: topology.nodes.map(({ name, id, roles }) => ({ name, id, roles: [...roles] })),
      images: { kafka: `${image.reference} (${image.id})`, toxiproxy: facts.toxiproxyImage },
      effectiveConfig: effectiveConfig as Run['cluster']['effectiveConfig'],
    },
    ...measured,
    predicted: prediction ?? null,
    expectations,
    harness: { ...measured.harness, version, node: process.version },
  };
}

/** ZooKeeper's own sample value, which the cluster's configuration sets. */
const defaultTickMs = 2_000;

function predict({ experiment, cluster, settings, effectiveConfig }: RunFacts): Prediction | undefined {
  if (experiment.prediction === undefined) return undefined;
  const [config] = Object.values(effectiveConfig);
  return brokerDeath(cluster.topology.mode, config!, {
    intervalMs: experiment.workload.intervalMs,
    zookeeperTickMs: Number(settings.zookeeper?.tickTime ?? defaultTickMs),
  });
}
