/**
 * Runs one of Kafka's or ZooKeeper's own programs where a node runs: in its container, so with its network and its class path.
 */
import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';

/** Started for a moment only: what a JVM does to start quickly, and little memory. */
const briefly = ['-Xmx128m', '-XX:TieredStopAtLevel=1'];

/** How it ended, and what it printed, on standard output and error. */
export async function runJava(
  cluster: Cluster,
  node: Node,
  mainClass: string,
  args: readonly string[],
): Promise<{ exitCode: number | null; printed: string }> {
  const container = cluster.container(node.name);
  const execution = await container.exec({
    Cmd: ['java', ...briefly, ...cluster.image.javaArguments, mainClass, ...args],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream: Readable = await execution.start({});
  const both = new PassThrough();
  container.modem.demuxStream(stream, both, both);
  stream.once('end', () => both.end()).once('error', () => both.end());
  const printed = await text(both);
  const { ExitCode: exitCode } = await execution.inspect();
  return { exitCode, printed };
}
