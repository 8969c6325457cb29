/** What was to be done, and what of it was not: which nodes for which version, in which order. */
import type { Run } from '../results/run-json.ts';
import type { Asked, Step } from './rehearsal.ts';

export type Planned = { what: 'roll'; node: string; kafka: string } | { what: 'finalize' };

/** What was planned, and how it went: what all that judges goes by. */
export interface Course {
  asked: Asked;
  run: Run;
  /** What came to its end. */
  steps: readonly Step[];
  /** What did not. */
  undone: readonly Planned[];
  /** It was put back to the old version in the end, and left there. */
  endsBack: boolean;
}

type Nodes = Run['cluster']['nodes'];

/** Nodes that are both are exchanged once, as controllers. */
export function partsOf(nodes: Nodes): Record<'controllers' | 'brokers', string[]> {
  const withRole = (role: string, not?: string) =>
    nodes.filter(({ roles }) => roles.includes(role) && !roles.includes(not ?? '')).map(({ name }) => name);
  return { controllers: withRole('controller'), brokers: withRole('broker', 'controller') };
}

/**
 * Controllers first, then brokers, then the features. Where going back is rehearsed, what was upgraded last goes back first; then
 * all goes to the new version, but for a rehearsal that ends with going back.
 */
export function planOf({ from, to, rollBackAfter }: Asked, nodes: Nodes, endsBack: boolean): Planned[] {
  const { controllers, brokers } = partsOf(nodes);
  const roll = (names: readonly string[], kafka: string) =>
    names.map((node): Planned => ({ what: 'roll', node, kafka }));
  const justControllers = rollBackAfter === 'controllers';
  const there = roll(justControllers ? controllers : [...controllers, ...brokers], to);
  const back = roll(justControllers ? controllers : [...brokers, ...controllers], from);
  const forward: Planned[] = [...roll([...controllers, ...brokers], to), { what: 'finalize' }];
  return [...(rollBackAfter === undefined ? [] : [...there, ...back]), ...(endsBack ? [] : forward)];
}

/** What was put back to the old version in the end, and left there without anything that went wrong, was to end so. */
export function endsBack({ from, rollBackAfter }: Asked, { actions, harness }: Run): boolean {
  const upgrading = actions.filter(({ what }) => what === 'roll' || what === 'finalize');
  const last = upgrading.at(-1);
  return rollBackAfter !== undefined && last?.kafka === from && harness.troubles.length === 0;
}

/** The planned steps that no action is of, in their order. A step that is planned twice takes two. */
export function undoneOf(plan: readonly Planned[], actions: Run['actions']): Planned[] {
  const done = [...actions];
  return plan.filter((planned) => {
    const at = done.findIndex((action) => isOf(action, planned));
    if (at >= 0) done.splice(at, 1);
    return at < 0;
  });
}

function isOf(action: Run['actions'][number], planned: Planned): boolean {
  if (action.what !== planned.what || planned.what === 'finalize') return action.what === planned.what;
  return action.node === planned.node && action.kafka === planned.kafka;
}

/** "broker-2 to 4.3.1", "broker-2 back to 3.9.2", "raising the features". */
export function nameOf(step: Planned, { from }: Asked): string {
  if (step.what === 'finalize') return 'raising the features';
  return `${step.node} ${step.kafka === from ? 'back to' : 'to'} ${step.kafka}`;
}
