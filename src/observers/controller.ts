/**
 * Watches who the active controller is.
 *
 * Every broker is asked on its own, because one that is cut off goes on naming the old controller, or waits; the highest
 * epoch is the true one. In ZooKeeper mode brokers tell no epoch: there the controllers themselves log theirs when they are
 * elected, and the last to be elected is the true one, whomever a broker still names.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { brokerConnections } from '../clients/broker-connections.ts';
import { controllerAccordingTo } from '../clients/controller.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { electionIn } from '../cluster/elected.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';
import { controllersOf } from '../topology/targets.ts';

export interface Controller {
  node: string | null;
  epoch: number | null;
}

const pollIntervalMs = 250;
/** A broker that is silent for so long has no say any more. */
const answerWithinMs = 2_000;

/**
 * Writes an event whenever the controller, or its epoch, has changed, from `watch` on until its signal aborts. `hear`
 * takes the lines of the nodes' logs, also those from before the run.
 */
export function controllerObserver(cluster: Cluster, clock: RunClock, emit: (event: Event) => void) {
  const { topology, bootstrapServers } = cluster;
  const candidates = controllersOf(topology);
  const opinion = controllerOpinion((controller) =>
    emit({ type: 'event', timeNs: clock.now(), kind: 'controller', ...controller }),
  );
  const watchBroker = async (server: string, signal: AbortSignal) => {
    const connections = brokerConnections([server], {
      clientId: 'kafka-chaos-controller-observer',
      requestTimeoutMs: answerWithinMs,
    });
    try {
      while (!signal.aborted) {
        const told = await connections
          .ask(server, (connection) => controllerAccordingTo(connection, topology.mode))
          .catch(() => null);
        const node = candidates.find(({ id }) => id === told?.id)?.name;
        if (!signal.aborted) opinion.said(server, node === undefined ? null : { node, epoch: told!.epoch });
        await sleep(pollIntervalMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      await connections.close();
    }
  };
  return {
    hear(node: string, line: string) {
      const election = electionIn(line);
      if (election === undefined) return;
      if (topology.mode === 'zk') opinion.elected(node, election.epoch);
      // On the way to KRaft nobody else tells it, and epochs of both kinds do not compare.
      const timeNs = clock.at(election.atMs);
      if (topology.mode === 'zk-to-kraft' && timeNs >= 0) {
        emit({ type: 'event', timeNs, kind: 'controller', node, epoch: election.epoch });
      }
    },
    async watch(signal: AbortSignal): Promise<void> {
      if (topology.mode === 'zk-to-kraft') return;
      await Promise.all(bootstrapServers.map((server) => watchBroker(server, signal)));
    },
  };
}

/** What follows from all that was said; `changed` is called when it is something else than before. */
export function controllerOpinion(changed: (controller: Controller) => void) {
  const answers = new Map<string, Controller | null>();
  let election: { node: string; epoch: number } | undefined;
  let last: string | undefined;
  const conclude = () => {
    const named = [...answers.values()].filter((each) => each !== null);
    const newest = named.toSorted((a, b) => (b.epoch ?? -1) - (a.epoch ?? -1))[0];
    const controller = (newest && election) ?? newest ?? { node: null, epoch: null };
    const text = `${controller.node} ${controller.epoch}`;
    if (text === last) return;
    last = text;
    changed({ node: controller.node, epoch: controller.epoch });
  };
  return {
    /** What a broker answered, or null if it knows none or does not answer. */
    said(broker: string, controller: Controller | null) {
      answers.set(broker, controller);
      conclude();
    },
    /** A controller was elected, by its own log. */
    elected(node: string, epoch: number) {
      if (election !== undefined && election.epoch >= epoch) return;
      election = { node, epoch };
      conclude();
    },
  };
}
