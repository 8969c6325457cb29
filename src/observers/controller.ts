/**
 * Watches who the active controller is.
 *
 * Every broker is asked on its own, because one that is cut off goes on naming the old controller, or waits; and controllers
 * log that they are elected, which is heard at once, also where brokers wait for one that is frozen. The highest epoch is
 * the true one; in ZooKeeper mode only those who are elected tell theirs.
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
  // Who was elected before the run began is told when somebody first names one.
  const opinion = controllerOpinion((controller, electedNs = -1) => {
    const timeNs = electedNs < 0 ? clock.now() : electedNs;
    emit({ type: 'event', timeNs, kind: 'controller', ...controller });
  });
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
      const timeNs = clock.at(election.atMs);
      if (topology.mode !== 'zk-to-kraft') opinion.elected(node, election.epoch, timeNs);
      // On the way to KRaft nobody else tells it, and epochs of both kinds do not compare.
      else if (timeNs >= 0) emit({ type: 'event', timeNs, kind: 'controller', node, epoch: election.epoch });
    },
    async watch(signal: AbortSignal): Promise<void> {
      if (topology.mode === 'zk-to-kraft') return;
      await Promise.all(bootstrapServers.map((server) => watchBroker(server, signal)));
    },
  };
}

/** What follows from all that was said; `changed` is called when it is something else than before, with the time of the election if that was just heard. */
export function controllerOpinion(changed: (controller: Controller, timeNs?: number) => void) {
  const answers = new Map<string, Controller | null>();
  let election: { node: string; epoch: number } | undefined;
  let last: Controller | undefined;
  /** The epoch of the controller that brokers have lost; until one is named, nothing is said of any. */
  let lostEpoch = Infinity;
  const conclude = (timeNs?: number) => {
    const named = [...answers.values()].filter((each) => each !== null);
    const isKnown = election !== undefined && (named.length > 0 || election.epoch > lostEpoch);
    const known = [...(isKnown ? [election!] : []), ...named];
    const newest = known.toSorted((a, b) => (b.epoch ?? -1) - (a.epoch ?? -1))[0];
    const { node, epoch } = newest ?? { node: null, epoch: null };
    if (last !== undefined && node === last.node && epoch === last.epoch) return;
    if (node === null && last?.epoch != null) lostEpoch = last.epoch;
    last = { node, epoch };
    changed(last, newest === election ? timeNs : undefined);
  };
  return {
    /** What a broker answered, or null if it knows none or does not answer. */
    said(broker: string, controller: Controller | null) {
      answers.set(broker, controller);
      conclude();
    },
    /** A controller was elected, by its own log. */
    elected(node: string, epoch: number, timeNs?: number) {
      if (election !== undefined && election.epoch >= epoch) return;
      election = { node, epoch };
      conclude(timeNs);
    },
  };
}
