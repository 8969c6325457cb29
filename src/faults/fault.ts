/**
 * What a fault is: one kind of damage that proves itself, and undoes itself.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { Evidence } from '../history/entry.ts';
import type { Node } from '../topology/topology.ts';

export interface Fault {
  kind: string;
  /** One line for `list`. */
  summary: string;
  /**
   * Damages the targets, and returns only when the effect is seen.
   * @throws if it cannot be seen; what was done until then is undone first
   */
  inject(cluster: Cluster, targets: readonly Node[], signal: AbortSignal): Promise<ActiveFault>;
}

export interface ActiveFault {
  nodes: readonly string[];
  links: readonly string[];
  evidence: Evidence;
  /** Undoes the damage, and returns only when its end is seen. Healing twice is healing once. */
  heal(): Promise<Evidence>;
}

/** Evidence of several nodes as one: each fact under its node's name. */
export function evidenceOf(nodes: readonly Node[], facts: readonly Evidence[]): Evidence {
  return Object.assign(
    {},
    ...nodes.map((node, index) =>
      Object.fromEntries(Object.entries(facts[index]!).map(([key, value]) => [`${node.name} ${key}`, value])),
    ),
  );
}
