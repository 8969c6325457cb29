/**
 * Whether the instrument tells the truth: outages of a known length on a real cluster, measured by the real probe and
 * the real measures. A link that is switched off for two seconds, and a broker that is frozen for as long.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openAdmin } from '../../src/clients/admin.ts';
import { kafkajsRawProducer } from '../../src/clients/kafkajs-producer.ts';
import { bootCluster, newClusterId } from '../../src/cluster/boot.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { equip } from '../../src/commands/environment.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { untilFullIsr, untilWritable } from '../../src/experiment/conditions.ts';
import { startClock } from '../../src/history/clock.ts';
import type { Entry } from '../../src/history/entry.ts';
import { inOrder } from '../../src/history/in-order.ts';
import { availability } from '../../src/measures/availability.ts';
import type { Window } from '../../src/measures/windows.ts';
import { watchEventLoop } from '../../src/observers/event-loop.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology, findBroker, type Node } from '../../src/topology/topology.ts';
import { startProbe } from '../../src/workloads/probe.ts';

const topic = 'calibration';
const outageMs = 2_000;
const pauseMs = 3_000;
const intervalMs = 20;
/** What is demanded of the error of a window's length. */
const bounds = { medianMs: 25, p95Ms: 60 };

/** An outage as it was made; both ends lie between the begin and the end of a call. */
interface Truth {
  begin: [earliestNs: number, latestNs: number];
  end: [earliestNs: number, latestNs: number];
}

interface Damage {
  name: string;
  on(cluster: Cluster, leader: Node): Promise<unknown>;
  off(cluster: Cluster, leader: Node): Promise<unknown>;
}

const damages: Damage[] = [
  {
    name: 'a link switched off',
    on: ({ proxies }, { name }) => proxies.switchOff(`clients->${name}`, 'calibration'),
    off: ({ proxies }, { name }) => proxies.switchOn(`clients->${name}`, 'calibration'),
  },
  {
    name: 'a broker frozen',
    on: (cluster, { name }) => cluster.container(name).pause(),
    off: (cluster, { name }) => cluster.container(name).unpause(),
  },
];

export async function benchCalibrate(repeats: number): Promise<boolean> {
  const { signal } = new AbortController();
  const { docker, image, toxiproxyImage } = await equip(
    { kafkaVersion: '3.9.2', image: undefined },
    console.error,
    signal,
  );
  const topology = createTopology('kraft-combined', defaultSizes);
  const id = newClusterId();
  try {
    const cluster = await bootCluster(docker, id, { topology, image, toxiproxyImage, settings: {} }, signal);
    const admin = openAdmin(cluster.bootstrapServers, 'kafka-chaos');
    await admin.createTopic({ name: topic, partitions: 1, replicationFactor: 3, config: {} });
    await untilFullIsr(admin, topic, 60_000, signal);
    const { partitions } = await admin.topicState(topic);
    const leader = findBroker(topology, partitions[0]!.leader!);
    await admin.close();
    let good = true;
    for (const damage of damages)
      good = report(damage, await calibrate(cluster, leader, damage, repeats)) && good;
    return good;
  } finally {
    await removeCluster(docker, id);
  }
}

async function calibrate(
  cluster: Cluster,
  leader: Node,
  { on, off }: Damage,
  repeats: number,
): Promise<{ truths: Truth[]; windows: readonly Window[] }> {
  const { bootstrapServers } = cluster;
  const clock = startClock();
  const entries: Entry[] = [];
  const end = new AbortController();
  const record = (entry: Entry) => entries.push(entry);
  watchEventLoop(clock, record, end.signal);
  const probe = await startProbe(clock, {
    ...{ partitions: [0], intervalMs, maxInFlight: 2_000, record, brokerAt: () => 0 },
    connect: () => kafkajsRawProducer({ bootstrapServers, topic, clientId: 'kafka-chaos-probe' }),
  });
  await untilWritable(probe, clock, 60_000, end.signal);
  const measuredFrom = clock.now();
  const truths: Truth[] = [];
  const timed = async (work: () => Promise<unknown>): Promise<[number, number]> => {
    const before = clock.now();
    await work();
    return [before, clock.now()];
  };
  for (let n = 0; n < repeats; n++) {
    const begin = await timed(() => on(cluster, leader));
    await sleep(outageMs - (clock.now() - (begin[0] + begin[1]) / 2) / 1e6);
    truths.push({ begin, end: await timed(() => off(cluster, leader)) });
    await sleep(pauseMs);
  }
  await probe.stop();
  end.abort();
  const fold = availability({ kind: 'produce', intervalMs, partitions: [0] });
  const isMeasured = (entry: Entry) => entry.type === 'event' || entry.invokedNs >= measuredFrom;
  for await (const entry of inOrder(entries.filter(isMeasured))) fold.add(entry);
  return { truths, windows: fold.result().partitions[0]!.windows };
}

function report({ name }: Damage, { truths, windows }: Awaited<ReturnType<typeof calibrate>>): boolean {
  console.log(`\n${name} for ${outageMs} ms, ${truths.length} times; probed every ${intervalMs} ms`);
  if (windows.length !== truths.length) {
    console.log(`${windows.length} windows were found instead of ${truths.length}`);
    return false;
  }
  const ms = (ns: number) => ns / 1e6;
  const compared = truths.map(({ begin, end }, index) => {
    const { atLeastMs, atMostMs } = windows[index]!;
    const trueMs = ms((end[0] + end[1]) / 2 - (begin[0] + begin[1]) / 2);
    const [shortestMs, longestMs] = [ms(end[0] - begin[1]), ms(end[1] - begin[0])];
    const inside = atLeastMs <= longestMs && atMostMs >= shortestMs;
    return { trueMs, atLeastMs, atMostMs, errorMs: atMostMs - trueMs, inside };
  });
  for (const { trueMs, atLeastMs, atMostMs, errorMs, inside } of compared) {
    const numbers = [trueMs, atLeastMs, atMostMs, errorMs].map((each) => each.toFixed(1).padStart(8));
    console.log(
      `  true ${numbers[0]}  at least ${numbers[1]}  at most ${numbers[2]}  error ${numbers[3]}${inside ? '' : '  OUTSIDE'}`,
    );
  }
  const errors = compared.map(({ errorMs }) => Math.abs(errorMs)).sort((a, b) => a - b);
  const quantile = (q: number) => errors[Math.min(errors.length - 1, Math.ceil(q * errors.length) - 1)]!;
  const [medianMs, p95Ms] = [quantile(0.5), quantile(0.95)];
  const allInside = compared.every(({ inside }) => inside);
  const good = medianMs <= bounds.medianMs && p95Ms <= bounds.p95Ms && allInside;
  console.log(
    `error of "at most": median ${medianMs.toFixed(1)} ms (demanded ${bounds.medianMs}), p95 ${p95Ms.toFixed(1)} ms (demanded ${bounds.p95Ms}); true length within the bounds: ${allInside ? 'always' : 'NOT ALWAYS'}: ${good ? 'good' : 'NOT GOOD'}`,
  );
  return good;
}
