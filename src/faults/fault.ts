/**
 * What a fault is: one kind of damage that proves itself, and undoes itself.
 */
import type { z } from 'zod';
import type { Admin } from '../clients/admin.ts';
import type { Gate } from '../clients/gate.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Evidence } from '../history/entry.ts';
import type { Link, Node, Topology } from '../topology/topology.ts';

/** What a kind of fault damages, as it is known at the moment of injection. */
export interface Hits {
  nodes: readonly Node[];
  links: readonly Link[];
  /** Number of a partition of the topic under test. */
  partition: number;
  /** The cluster as a whole: there is nothing to choose. */
  cluster: null;
}

/** What a fault acts upon and asks. */
export interface Scene {
  cluster: Cluster;
  admin: Admin;
  /** The topic under test. */
  topic: string;
  /** Through which the running consumer connects, if there is one. */
  consumerGate?: Pick<Gate, 'close' | 'open' | 'connections' | 'refused'>;
  /** Aborts what waits for an effect; healing goes on regardless. */
  signal: AbortSignal;
}

export interface Fault<
  Kind extends string = string,
  Target extends keyof Hits = keyof Hits,
  Parameters extends z.ZodObject = z.ZodObject,
> {
  kind: Kind;
  /** One line for `list`: what it does, and what healing does. */
  summary: string;
  hits: Target;
  /** What an experiment may set, each described with its unit and its default. */
  parameters: Parameters;
  /** Why it makes no sense in a cluster of this topology, as a sentence, or undefined if it does. */
  whyNot?(topology: Topology): string | undefined;
  /**
   * Damages the target, and returns only when the effect is seen.
   * @throws if it cannot be seen within its time; what was done until then is undone first
   */
  inject(scene: Scene, target: Hits[Target], parameters: z.output<Parameters>): Promise<ActiveFault>;
}

export interface ActiveFault {
  evidence: Evidence;
  /**
   * Takes the damage away, and does not wait for what follows from that: what one fault needs to be healed may be
   * held up by another one. Undoing twice is undoing once.
   */
  undo(): Promise<void>;
  /** Returns when the end of the damage is seen, with what proves it. */
  awaitHealed(): Promise<Evidence>;
}

/** Gives a fault's parameters their types. */
export function defineFault<
  const Kind extends string,
  Target extends keyof Hits,
  Parameters extends z.ZodObject,
>(fault: Fault<Kind, Target, Parameters>): Fault<Kind, Target, Parameters> {
  return fault;
}
