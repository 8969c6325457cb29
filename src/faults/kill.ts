/**
 * SIGKILL to a node's process, as by the kernel's out-of-memory killer or an impatient operator: no controlled
 * shutdown, nothing flushed. Its host stays, and refuses connections. Healing starts the same process again.
 */

import type { Cluster } from '../cluster/cluster.ts';
import { awaitServing } from '../cluster/node-process.ts';
import { EnvironmentError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import type { Node } from '../topology/topology.ts';
import { evidenceOf, type Fault } from './fault.ts';

const killedBySignal9 = 128 + 9;

export const kill: Fault = {
  kind: 'kill',
  summary: 'SIGKILL to the process; healed by starting it again',
  async inject(cluster, targets) {
    const facts = await Promise.all(targets.map((node) => killNode(cluster, node)));
    let healed: Promise<Evidence[]> | undefined;
    return {
      nodes: targets.map((node) => node.name),
      links: [],
      evidence: evidenceOf(targets, facts),
      async heal() {
        healed ??= Promise.all(targets.map((node) => startAgain(cluster, node)));
        return evidenceOf(targets, await healed);
      },
    };
  },
};

async function killNode(cluster: Cluster, node: Node): Promise<Evidence> {
  const container = cluster.container(node.name);
  const { State: before } = await container.inspect();
  if (!before.Running) throw new EnvironmentError(`${node.name} cannot be killed: it is not running`);
  await container.kill({ signal: 'SIGKILL' });
  const { StatusCode: exitCode } = await container.wait();
  if (exitCode !== killedBySignal9) {
    throw new EnvironmentError(`${node.name} was to be killed, but it ended with status ${exitCode}`);
  }
  const { State: after } = await container.inspect();
  return { pid: before.Pid, exitCode, finishedAt: after.FinishedAt };
}

async function startAgain(cluster: Cluster, node: Node): Promise<Evidence> {
  const container = cluster.container(node.name);
  const sinceSeconds = Date.now() / 1000;
  await container.start();
  await awaitServing(node, container, { sinceSeconds });
  const { State } = await container.inspect();
  return { pid: State.Pid, startedAt: State.StartedAt, servesAgain: true };
}
