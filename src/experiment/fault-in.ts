/** What the command line says is broken in a phase: `dual-write=kill:active-controller:20s`. */
import { UsageError } from '../errors.ts';
import { faults } from '../faults/index.ts';
import type { LinkTarget } from '../topology/link-targets.ts';
import { type NodeTarget, targetRoles } from '../topology/targets.ts';
import { stepSchema } from './method.ts';
import type { StepInput } from './step.ts';

export interface FaultIn<Phase> {
  phase: Phase;
  /** Break it, let it be so for a while, heal it. */
  steps: StepInput[];
}

const form = 'say PHASE=FAULT:TARGET[:DURATION], such as brokers=kill:active-controller:20s';

/**
 * TARGET is a role (one node of it), a node's name, `active-controller`, `zookeeper-leader` and the like; for a fault of links two
 * of these with a slash between them, all nodes of a role being meant.
 * @param phases those that there are
 * @param readDuration reads what is behind the second colon
 * @throws UsageError for what is no phase, no fault, or no target of it
 */
export function readFaultIn<Phase extends string>(
  text: string,
  phases: readonly Phase[],
  readDuration: (text: string) => number,
): FaultIn<Phase> {
  const [, phaseText, fault, who, lasting = '10s'] =
    /^([a-z-]+)=([a-z-]+):([a-z0-9-]+(?:\/[a-z0-9-]+)?)(?::([\w.]+))?$/.exec(text) ?? [];
  if (phaseText === undefined || fault === undefined || who === undefined) {
    throw new UsageError(`--fault-in ${text}: ${form}`);
  }
  const phase = phases.find((each) => each === phaseText);
  if (phase === undefined) {
    throw new UsageError(`--fault-in ${text}: there is no phase "${phaseText}", only ${phases.join(', ')}`);
  }
  const target = who.includes('/') ? linksBetween(who) : nodeCalled(who);
  const inject = stepSchema.safeParse({ do: 'inject', fault, target });
  if (!inject.success) {
    throw new UsageError(`--fault-in ${text}: ${whyNot(fault, who, inject.error.issues)}`);
  }
  const durationMs = readDuration(lasting);
  return { phase, steps: [inject.data as StepInput, { do: 'hold', durationMs }, { do: 'heal' }] };
}

function whyNot(fault: string, who: string, issues: readonly { path: readonly PropertyKey[] }[]): string {
  if (!faults.some(({ kind }) => kind === fault)) {
    return `there is no fault "${fault}"; "kafka-chaos list faults" shows what there is`;
  }
  return issues.every(({ path }) => path[0] === 'with')
    ? `${fault} needs to be told more than fits here; an experiment of your own can say it (docs/migration.md)`
    : `${who} is no target of ${fault}; ${form}`;
}

function nodeCalled(name: string): NodeTarget {
  const role = targetRoles.find((each) => each === name);
  if (role !== undefined) return { any: 1, of: role };
  return /-\d+$/.test(name) ? { node: name } : (name as NodeTarget);
}

function linksBetween(ends: string): LinkTarget {
  const [one, other] = ends.split('/').map((name): NodeTarget => {
    const role = targetRoles.find((each) => each === name);
    return role === undefined ? nodeCalled(name) : { allOf: role };
  });
  return { between: one!, and: other! };
}
