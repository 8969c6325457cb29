/**
 * What a run knows of itself before it begins, as its history keeps it.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { Settings } from '../cluster/settings.ts';
import { brokerDeath, type EffectiveConfig, type Prediction } from '../measures/prediction.ts';
import type { RunFacts } from '../results/run-facts.ts';
import { version } from '../version.ts';
import { isExpected, withBound } from './expectation.ts';
import type { Experiment } from './experiment.ts';

/** @param effectiveConfig by node name, as the nodes themselves reported it */
export function runFacts(
  cluster: Cluster,
  effectiveConfig: Record<string, EffectiveConfig>,
  plan: { experiment: Experiment; settings: Settings; toxiproxyImage: string; seed: number },
): RunFacts {
  const { experiment, settings, toxiproxyImage, seed } = plan;
  const { topology, image, bootTimes } = cluster;
  const { maxInFlight: _, ...workload } = experiment.workload;
  const predicted = predict(cluster, effectiveConfig, experiment, settings);
  return {
    mode: topology.mode,
    kafkaVersion: image.kafkaVersion,
    client: 'kafkajs',
    seed,
    cluster: {
      bootMs: Math.round(bootTimes.totalMs),
      nodes: topology.nodes.map(({ name, id, roles }) => ({ name, id, roles: [...roles] })),
      images: { kafka: `${image.reference} (${image.id})`, toxiproxy: toxiproxyImage },
      effectiveConfig: effectiveConfig as RunFacts['cluster']['effectiveConfig'],
    },
    workload: { ...workload, partitions: experiment.topic.partitions },
    predicted: predicted ?? null,
    expectations: experiment.expectations
      .filter((each) => isExpected(each, { mode: topology.mode, kafkaVersion: image.kafkaVersion }))
      .map((each) => withBound(each, predicted?.atMostMs)),
    harness: { version, node: process.version },
  };
}

/** ZooKeeper's own sample value, which the cluster's configuration sets. */
const defaultTickMs = 2_000;

function predict(
  { topology }: Cluster,
  effectiveConfig: Record<string, EffectiveConfig>,
  { prediction, workload }: Experiment,
  settings: Settings,
): Prediction | undefined {
  if (prediction === undefined) return undefined;
  const [config] = Object.values(effectiveConfig);
  // It is the controllers that give a broker up, after the time that they were told.
  const decided = topology.mode === 'zk' ? config! : { ...config, ...settings.controller };
  return brokerDeath(topology.mode, decided, {
    intervalMs: workload.intervalMs,
    zookeeperTickMs: Number(settings.zookeeper?.tickTime ?? defaultTickMs),
  });
}
