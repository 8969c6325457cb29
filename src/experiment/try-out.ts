/**
 * Tries out what people say exists, by asking the Kafka that runs: a setting, a program, a configuration.
 */
import { configurationDirectory, dataDirectory } from '../cluster/configuration.ts';
import { documentedSettings } from '../cluster/documented-settings.ts';
import { runJava } from '../cluster/java-program.ts';
import { tarOf } from '../cluster/tar.ts';
import { EnvironmentError } from '../errors.ts';
import type { Scene } from '../faults/fault.ts';
import type { EventBody } from '../history/entry.ts';
import { type Node, nodesOf, portOf } from '../topology/topology.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Trial } from './step.ts';

type Tried = Omit<Extract<EventBody, { kind: 'trial' }>, 'kind'>;

/** @throws EnvironmentError if there is no active controller, on which all is tried that is not a broker's */
export async function tryOut(
  step: Trial,
  { cluster }: Pick<Scene, 'cluster'>,
  view: Pick<ClusterView, 'activeController'>,
): Promise<Tried[]> {
  const ofBroker = step.do === 'try-program' && step.on === 'broker';
  const node = ofBroker ? nodesOf(cluster.topology, 'broker')[0] : await view.activeController();
  if (node === undefined) throw new EnvironmentError('there is no active controller');
  switch (step.do) {
    case 'try-settings': {
      const known = documentedSettings(
        (await runJava(cluster, node, 'kafka.server.KafkaConfig', [])).printed,
      );
      if (known.size === 0) throw new EnvironmentError(`${node.name} does not list Kafka's settings`);
      return step.keys.map((key) => {
        const works = known.has(key);
        return { what: key, works, found: works ? 'it is documented' : 'no broker and no controller has it' };
      });
    }
    case 'try-program':
      return [await tryProgram(cluster, node, step)];
    case 'try-configuration':
      return [await tryConfiguration(cluster, node, step)];
  }
}

/** In its arguments ADDRESS is where the node listens, and LOG the file of the cluster's metadata. */
async function tryProgram(
  cluster: Scene['cluster'],
  node: Node,
  { mainClass, arguments: args, on }: Extract<Trial, { do: 'try-program' }>,
): Promise<Tried> {
  const values: Record<string, string> = {
    ADDRESS: `127.0.0.1:${portOf(cluster.topology.nodes, node, on === 'broker' ? 'replication' : 'quorum')}`,
    LOG: `${dataDirectory}/__cluster_metadata-0/00000000000000000000.log`,
  };
  const { exitCode, printed } = await runJava(
    cluster,
    node,
    mainClass,
    args.map((each) => values[each] ?? each),
  );
  const works = exitCode === 0;
  return {
    what: [mainClass, ...args, ...(on === undefined ? [] : [`(at a ${on})`])].join(' '),
    works,
    found: works ? 'it ends with status 0' : said(printed),
  };
}

/** A node that has no storage does not start, and what reads the configuration first is the tool that formats it. */
async function tryConfiguration(
  cluster: Scene['cluster'],
  node: Node,
  { name, lines }: Extract<Trial, { do: 'try-configuration' }>,
): Promise<Tried> {
  const file = `${configurationDirectory}/tried.properties`;
  const content = [...lines, 'log.dirs=/tmp/tried', ''].join('\n');
  await cluster.container(node.name).putArchive(tarOf([{ name: file, content }]), { path: '/' });
  const { exitCode, printed } = await runJava(cluster, node, 'kafka.tools.StorageTool', [
    ...['format', '--cluster-id', 'AAAAAAAAAAAAAAAAAAAAAQ', '--config', file],
  ]);
  const works = exitCode === 0;
  return { what: name, works, found: works ? 'its storage can be formatted' : said(printed) };
}

const longest = 400;

/** What of a program's output says why it failed: its first exception, or else its last word. */
function said(printed: string): string {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => /Exception|Error:/.test(each)) ?? lines.at(-1) ?? 'it says nothing';
  return line.replace('Exception in thread "main"', '').trim().slice(0, longest);
}
