/**
 * Watches which processes of nodes end and start, as the engine tells of it: a process that ends and is started again
 * within a moment is not missed, and each end comes with its exit code.
 */
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Cluster } from '../cluster/cluster.ts';
import { containerName } from '../cluster/container.ts';
import { clusterLabel } from '../engine/ownership.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';

/** What the engine says when a container starts or dies, as far as it is looked at. */
export interface EngineEvent {
  Action: string;
  Actor: { Attributes: Record<string, string> };
  timeNano: number;
}

/** Writes an event for each node whose process runs, and then whenever one ends or starts, until `signal` aborts. */
export async function watchProcesses(
  docker: Docker,
  cluster: Cluster,
  clock: RunClock,
  emit: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  const { nodes } = cluster.topology;
  const nodeOf = new Map(nodes.map(({ name }) => [containerName(cluster.id, name), name]));
  const filters = { label: [`${clusterLabel}=${cluster.id}`], event: ['start', 'die'] };
  // Asked for first, so that no end between the two is missed.
  const told = (await docker.getEvents({ filters: JSON.stringify(filters) })) as Readable;
  const lines = new PassThrough();
  const stop = () => {
    told.unpipe(lines);
    told.destroy();
    lines.end();
  };
  told.once('end', stop).once('error', stop).pipe(lines);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  for (const node of nodes.filter((each) => cluster.isPartOfIt(each))) {
    const { State: state } = await cluster.container(node.name).inspect();
    if (!signal.aborted && state.Running) emit(processEvent(clock.now(), node.name, null));
  }
  for await (const line of createInterface({ input: lines })) {
    const event = lifeSign(JSON.parse(line), nodeOf, clock);
    if (event !== undefined && !signal.aborted) emit(event);
  }
}

/** What the engine told, as an event of the run; undefined if it is about no node, or from before the run. */
export function lifeSign(
  { Action: action, Actor: { Attributes: about }, timeNano }: EngineEvent,
  nodeOf: ReadonlyMap<string, string>,
  clock: RunClock,
): Event | undefined {
  const node = nodeOf.get(about.name ?? '');
  const timeNs = clock.at(timeNano / 1e6);
  if (node === undefined || timeNs < 0) return undefined;
  return processEvent(timeNs, node, action === 'die' ? Number(about.exitCode) : null);
}

function processEvent(timeNs: number, node: string, exitCode: number | null): Event {
  return { type: 'event', timeNs, kind: 'process', node, running: exitCode === null, exitCode };
}
