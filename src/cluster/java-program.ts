/**
 * Runs one of Kafka's or ZooKeeper's own programs where a node runs: in its container, so with its network and its class path.
 */
import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';

/** Started for a moment only: what a JVM does to start quickly, and little memory. */
const briefly = ['-Xmx128m', '-XX:TieredStopAtLevel=1'];

/**
 * What it prints, on standard output and error.
 * @throws EnvironmentError if it ends with another status than 0
 */
export async function runJava(
  cluster: Cluster,
  node: Node,
  mainClass: string,
  args: readonly string[],
): Promise<string> {
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
  if (exitCode === 0) return printed;
  const last = printed.trim().split('\n').slice(-2).join(' ');
  throw new EnvironmentError(`${mainClass} at ${node.name} ended with status ${exitCode}: ${last}`);
}
