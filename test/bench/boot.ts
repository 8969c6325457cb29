/**
 * How fast clusters boot, compared with the plain way in the same run: the same jars and containers started the
 * same, but no class archive, and KRaft's storage formatted by Kafka's tool in a JVM of its own on every node.
 */

import { bootCluster, newClusterId } from '../../src/cluster/boot.ts';
import type { BootTimes } from '../../src/cluster/boot-clock.ts';
import { ClusterContainer } from '../../src/cluster/container.ts';
import { loggingFile, nodeCommand, propertiesFile, propertiesPath } from '../../src/cluster/node-command.ts';
import type { startNodeProcess } from '../../src/cluster/node-process.ts';
import { tarOf } from '../../src/cluster/tar.ts';
import { equip } from '../../src/commands/environment.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

/** What is demanded of each: how many times as fast as plainly. */
const cases: { mode: Mode; kafkaVersion: string; atLeast: number }[] = [
  { mode: 'kraft-combined', kafkaVersion: '4.3.1', atLeast: 1.6 },
  { mode: 'kraft-combined', kafkaVersion: '3.9.2', atLeast: 1.6 },
  { mode: 'zk', kafkaVersion: '3.9.2', atLeast: 1.3 },
];

/** The flags of Kafka's own start script. */
const plainJava = [
  ...['-cp', '/opt/kafka/libs/*', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20'],
  ...[
    '-XX:InitiatingHeapOccupancyPercent=35',
    '-XX:+ExplicitGCInvokesConcurrent',
    '-Djava.awt.headless=true',
  ],
];

const launchPlainly: typeof startNodeProcess = async (
  docker,
  { cluster, node, host, image, surroundings, data },
) => {
  const run = ['exec', 'java', ...nodeCommand(node, { ...image, javaArguments: plainJava })];
  const clusterId = /^cluster\.id=(.*)$/m.exec(
    String(data.find(({ name }) => name === 'meta.properties')?.content),
  );
  const format = [
    'java',
    '-cp',
    '/opt/kafka/libs/*',
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId?.[1] ?? '',
  ];
  const commands = clusterId === null ? [run] : [[...format, '-c', propertiesPath(node)], run];
  const script = commands.map((command) => command.map((word) => `'${word}'`).join(' ')).join(' && ');
  const files = [
    loggingFile(image.kafkaVersion),
    propertiesFile(node, surroundings),
    ...data
      .filter(({ name }) => name === 'myid')
      .map(({ name, content }) => ({ name: `/var/lib/kafka/data/${name}`, content })),
  ];
  const started = await new ClusterContainer(image.reference, cluster, node.name)
    .withNetworkMode(`container:${host.container.id}`)
    .withEntrypoint(['sh', '-c'])
    .withCommand([script])
    .withCopyArchivesToContainer([{ tar: tarOf(files), target: '/' }])
    .start();
  return docker.getContainer(started.getId());
};

export async function benchBoot(repeats: number, only: string | undefined): Promise<boolean> {
  let good = true;
  const { signal } = new AbortController();
  for (const { mode, kafkaVersion, atLeast } of cases.filter(
    (each) => only === undefined || each.mode === only,
  )) {
    const { docker, ...equipment } = await equip({ kafkaVersion, image: undefined }, console.error, signal);
    const times = { fast: [] as BootTimes[], plain: [] as BootTimes[] };
    for (let i = 0; i < repeats; i++) {
      for (const way of ['plain', 'fast'] as const) {
        const cluster = await bootCluster(
          docker,
          newClusterId(),
          {
            topology: createTopology(mode, defaultSizes),
            settings: {},
            ...equipment,
            ...(way === 'plain' && { launch: launchPlainly }),
          },
          signal,
        );
        times[way].push(cluster.bootTimes);
        await removeCluster(docker, cluster.id);
      }
    }
    const ratio = median(times.plain, 'totalMs') / median(times.fast, 'totalMs');
    good &&= ratio >= atLeast;
    console.log(
      [
        `${mode} ${kafkaVersion}, medians of ${repeats} boots each, in ms`,
        row('', ['create', 'JVM', 'election', 'ready', 'in all', '(fastest', 'slowest)']),
        ...(['plain', 'fast'] as const).map((way) => row(way, numbers(times[way]))),
        `${ratio.toFixed(2)} times as fast as plainly; demanded ${atLeast}: ${ratio >= atLeast ? 'holds' : 'DOES NOT HOLD'}\n`,
      ].join('\n'),
    );
  }
  return good;
}

function numbers(times: readonly BootTimes[]): string[] {
  const totals = times.map((each) => each.totalMs);
  return [
    ...(['createMs', 'jvmMs', 'electionMs', 'readyMs', 'totalMs'] as const).map((part) =>
      median(times, part),
    ),
    Math.min(...totals),
    Math.max(...totals),
  ].map((ms) => String(Math.round(ms)));
}

function median(times: readonly BootTimes[], part: keyof BootTimes): number {
  const sorted = times.map((each) => each[part]).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function row(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(8)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}
