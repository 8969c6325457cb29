/**
 * What the probe costs, and how well it keeps its schedule: thirty partitions every 20 ms against a real cluster on
 * this machine, which has to do the cluster's work as well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'hdr-histogram-js';
import { openAdmin } from '../../src/clients/admin.ts';
import { kafkajsRawProducer } from '../../src/clients/kafkajs-producer.ts';
import { bootCluster, newClusterId } from '../../src/cluster/boot.ts';
import { equip } from '../../src/commands/environment.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { until, untilFullIsr } from '../../src/experiment/conditions.ts';
import { startClock } from '../../src/history/clock.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';
import { startProbe } from '../../src/workloads/probe.ts';

const topic = 'probed';
const partitions = 30;
const intervalMs = 20;
/** Until the cluster keeps the pace: what queues up before comes in bursts, and is the cluster's doing. */
const warmUpAtMostMs = 240_000;
const unqueued = 5;
const calmForMs = 5_000;
const measuredMs = 20_000;
/** What is demanded: of one core, and of the lateness of an attempt behind its schedule. */
const bounds = { cores: 0.5, p99LateMs: 10 };

export async function benchProbe(): Promise<boolean> {
  const { signal } = new AbortController();
  const { docker, image, toxiproxyImage } = await equip(
    { kafkaVersion: '3.9.2', image: undefined },
    console.error,
    signal,
  );
  const topology = createTopology('kraft-combined', defaultSizes);
  const id = newClusterId();
  try {
    const { bootstrapServers } = await bootCluster(
      docker,
      id,
      { topology, image, toxiproxyImage, settings: {} },
      signal,
    );
    const admin = openAdmin(bootstrapServers, 'kafka-chaos');
    await admin.createTopic({ name: topic, partitions, replicationFactor: 3, config: {} });
    await untilFullIsr(admin, topic, 60_000, signal);
    await admin.close();

    const clock = startClock();
    const lateness = build({ numberOfSignificantValueDigits: 3 });
    let measuring = false;
    let ok = 0;
    const probe = await startProbe(clock, {
      ...{ partitions: Array.from({ length: partitions }, (_, n) => n), intervalMs, maxInFlight: 2_000 },
      ...{ brokerAt: () => 0 },
      connect: () => kafkajsRawProducer({ bootstrapServers, topic, clientId: 'kafka-chaos-probe' }),
      record({ scheduledNs, invokedNs, outcome }) {
        if (!measuring) return;
        if (outcome === 'ok') ok++;
        lateness.recordValue(Math.max(0, Math.round((invokedNs - scheduledNs) / 1000)));
      },
    });
    const isCalm = () => probe.status().every(({ inFlight }) => inFlight <= unqueued);
    let calmSince = performance.now();
    const calm = await until(warmUpAtMostMs, signal, async () => {
      if (!isCalm()) calmSince = performance.now();
      return performance.now() - calmSince >= calmForMs;
    });
    if (!calm)
      console.log(
        `the cluster has not kept the pace for ${calmForMs / 1000} s on end: too much for this machine`,
      );
    measuring = true;
    const before = process.cpuUsage();
    await sleep(measuredMs);
    const { user, system } = process.cpuUsage(before);
    measuring = false;
    await probe.stop();

    const cores = (user + system) / (measuredMs * 1000);
    const [p50, p99] = [50, 99].map((q) => lateness.getValueAtPercentile(q) / 1000) as [number, number];
    const good = cores < bounds.cores && p99 < bounds.p99LateMs;
    console.log(
      `${partitions} partitions every ${intervalMs} ms: ${Math.round(ok / (measuredMs / 1000))} acknowledged a second, ${cores.toFixed(2)} of a core (allowed ${bounds.cores}), late by ${p50.toFixed(1)} ms (median) and ${p99.toFixed(1)} ms (p99; allowed ${bounds.p99LateMs}): ${good ? 'good' : 'NOT GOOD'}`,
    );
    return good;
  } finally {
    await removeCluster(docker, id);
  }
}
