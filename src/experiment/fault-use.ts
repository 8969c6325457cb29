/**
 * One use of a fault in an experiment: which fault, whom it hits, and with what parameters.
 */
import { z } from 'zod';
import { type Catalogue, type FaultKind, faults, findFault, type ParametersOf } from '../faults/index.ts';
import {
  describeLinkResolution,
  describeLinks,
  type LinkTarget,
  linkTarget,
  whyNoLinks,
} from '../topology/link-targets.ts';
import {
  describeNodes,
  describeResolution,
  type NodeTarget,
  nodeTarget,
  whyNoNodes,
} from '../topology/targets.ts';
import type { Topology } from '../topology/topology.ts';

/** How an experiment says whom a fault hits, by what kind of thing that is. */
interface TargetForms {
  nodes: NodeTarget;
  links: LinkTarget;
  partition: { partition: number };
}

const targetSchemas = {
  nodes: nodeTarget,
  links: linkTarget,
  partition: z.strictObject({ partition: z.int().nonnegative() }),
} satisfies Record<keyof TargetForms, z.ZodType>;

/** As an experiment writes it: what else it has depends on the fault. */
export type FaultUse = {
  [F in Catalogue as F['kind']]: { fault: F['kind'] } & (F['hits'] extends keyof TargetForms
    ? { target: TargetForms[F['hits']] }
    : unknown) &
    (Record<never, never> extends ParametersOf<F['kind']>
      ? { with?: ParametersOf<F['kind']> }
      : { with: ParametersOf<F['kind']> });
}[FaultKind];

/** The same, checked: its parameters are complete. */
export interface CheckedUse {
  fault: FaultKind;
  target?: TargetForms[keyof TargetForms];
  with: Record<string, unknown>;
}

/** A schema for uses of faults, with what else stands beside them. */
export function useSchema<Beside extends z.ZodRawShape>(beside: Beside) {
  const schemas = faults.map(({ kind, hits, parameters }) =>
    z.strictObject({
      ...beside,
      fault: z.literal(kind),
      ...(hits !== 'cluster' && { target: targetSchemas[hits] }),
      with: parameters.prefault({}),
    }),
  );
  return z.discriminatedUnion('fault', schemas as unknown as readonly [(typeof schemas)[number]], {
    error: ({ input }) =>
      `"${(input as { fault?: unknown } | null)?.fault}" is no fault; "kafka-chaos list faults" shows what there is`,
  });
}

/** Why a fault cannot be used so in a cluster of this topology, as a sentence, or undefined if it can. */
export function whyNotUse(use: CheckedUse, topology: Topology, partitions: number): string | undefined {
  const reason = findFault(use.fault).whyNot?.(topology) ?? whyNoTarget(use, topology, partitions);
  return reason === undefined ? undefined : `${use.fault}: ${reason}`;
}

function whyNoTarget(use: CheckedUse, topology: Topology, partitions: number): string | undefined {
  switch (findFault(use.fault).hits) {
    case 'nodes':
      return whyNoNodes(use.target as NodeTarget, topology, partitions);
    case 'links':
      return whyNoLinks(use.target as LinkTarget, topology, partitions);
    case 'partition': {
      const { partition } = use.target as TargetForms['partition'];
      if (partition < partitions) return undefined;
      return `partition ${partition} is a target, but the topic has only ${partitions} partitions`;
    }
    case 'cluster':
      return undefined;
  }
}

/** What is done to whom, and how it becomes known who that is. */
export function describeUse(use: CheckedUse, topology: Topology): string {
  const parameters = Object.entries(use.with).map(([name, value]) =>
    typeof value === 'object' ? `${name} ${JSON.stringify(value)}` : `${name} ${value}`,
  );
  const what = `${use.fault}${parameters.length === 0 ? '' : ` (${parameters.join(', ')})`}`;
  switch (findFault(use.fault).hits) {
    case 'nodes': {
      const target = use.target as NodeTarget;
      const [who, how] = [describeNodes(target), describeResolution(target, topology)];
      return who === how ? `${what}: ${who}` : `${what}: ${who} (${how})`;
    }
    case 'links': {
      const target = use.target as LinkTarget;
      return `${what}: ${describeLinks(target)} (${describeLinkResolution(target, topology)})`;
    }
    case 'partition':
      return `${what}: partition ${(use.target as TargetForms['partition']).partition}`;
    case 'cluster':
      return what;
  }
}
