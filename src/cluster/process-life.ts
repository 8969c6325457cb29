/**
 * Whether a node's process lives, and how to start it again: what faults of nodes prove themselves with.
 */
import type Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import { askOwn } from './ask.ts';
import type { Cluster } from './cluster.ts';

export interface ProcessState {
  running: boolean;
  paused: boolean;
  pid: number;
  exitCode: number;
  startedAt: string;
  finishedAt: string;
  /** Ended by the kernel for want of memory. */
  oomKilled: boolean;
}

export async function stateOf(cluster: Cluster, node: Node): Promise<ProcessState> {
  const { State: state } = await cluster.container(node.name).inspect();
  return {
    running: state.Running,
    paused: state.Paused,
    pid: state.Pid,
    exitCode: state.ExitCode,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    oomKilled: state.OOMKilled,
  };
}

/**
 * The state of a process that a fault is about to hit.
 * @throws EnvironmentError if another fault has it already: what cannot be broken cannot be healed either
 */
export async function intactState(cluster: Cluster, node: Node, what: string): Promise<ProcessState> {
  const state = await stateOf(cluster, node);
  if (state.running && !state.paused) return state;
  throw new EnvironmentError(
    `${node.name} cannot be ${what}: it is ${state.paused ? 'frozen' : 'not running'}`,
  );
}

/** Waits until a process has ended; in vain, if `signal` aborts or the time is over. */
export async function ended(
  container: Docker.Container,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), withinMs);
  try {
    await container.wait({ abortSignal: AbortSignal.any([signal, late.signal]) });
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    throw new EnvironmentError(`within ${withinMs / 1000} s the process did not end`);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a process that may be about to end, so that it does not do so later, and starts another one. */
export async function startAnew(cluster: Cluster, node: Node): Promise<void> {
  const container = cluster.container(node.name);
  // Docker refuses to kill what is dead already.
  await container.kill({ signal: 'SIGKILL' }).catch(ignoring(409));
  await container.wait();
  await startAgain(cluster, node);
}

/** Starts the process again if it is dead. It does not wait until the node serves. */
export async function startAgain(cluster: Cluster, node: Node): Promise<void> {
  // Docker takes the start of a running container for done.
  await cluster.container(node.name).start().catch(ignoring(304));
}

/** Whether the node serves: its process runs, and answers on its own host; ZooKeeper only as part of a quorum. */
export async function serves(cluster: Cluster, node: Node): Promise<boolean> {
  if (!cluster.isPartOfIt(node)) return false;
  const { running, paused } = await stateOf(cluster, node);
  if (!running || paused) return false;
  const reading = await askOwn(cluster, node);
  return reading.answer === 'bytes' && !/not currently serving/.test(reading.text);
}

/**
 * What proves that a node serves, or undefined while it does not. A process that has ended is started again, as
 * a supervisor would: with ZooKeeper, a broker that was killed and started at once ends itself, because its name is
 * still taken by its old session (NodeExistsException at /brokers/ids), until that session has expired.
 */
export async function proofOfService(
  cluster: Cluster,
  node: Node,
): Promise<{ pid: number; startedAt: string; serves: true } | undefined> {
  const { running, pid, startedAt } = await stateOf(cluster, node);
  if (!running) await startAgain(cluster, node);
  return running && (await serves(cluster, node)) ? { pid, startedAt, serves: true } : undefined;
}

/** Whether an error is the engine's own answer, so that nothing was done. */
export function isRefusal(error: { statusCode?: number }): boolean {
  return error.statusCode !== undefined;
}

/** A handler that lets an engine's answer with this status, and such a message, pass, and nothing else. */
export function ignoring(
  status: number,
  message = /^/,
): (error: { statusCode?: number; message: string }) => void {
  return (error) => {
    if (error.statusCode !== status || !message.test(error.message)) throw error;
  };
}
