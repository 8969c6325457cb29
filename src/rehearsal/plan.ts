/** What was to be done, in which order, and what of it was. */
import type { Run } from '../results/run-json.ts';
import type { MigrationPhase } from '../topology/migration.ts';
import { migrationPlan } from './migration-plan.ts';
import { nameOf } from './names.ts';
import type { Asked, Planned, Step } from './rehearsal.ts';

/** Steps that may come in any order among themselves; the parts of a plan come one after the other. */
export interface Part {
  /** What came to its end. */
  done: Step[];
  /** What did not. */
  undone: Planned[];
}

/** What was planned, and how it went: what all that judges goes by. */
export interface Course {
  asked: Asked;
  run: Run;
  /** All that came to its end, planned or not. */
  steps: readonly Step[];
  parts: readonly Part[];
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
 * Controllers first, then brokers, then the features; after a migration, if it goes on to another version. Where going back is
 * rehearsed, what was upgraded last goes back first; then all goes to the new version, but for a rehearsal that ends with going
 * back.
 */
export function planOf(asked: Asked, nodes: Nodes, endsBack: boolean): Planned[][] {
  const { from, to } = asked;
  const { controllers, brokers } = partsOf(nodes);
  const roll = (names: readonly string[], kafka: string) =>
    names.map((node): Planned => ({ what: 'roll', node, kafka }));
  const forward: Planned[][] = [roll(controllers, to), roll(brokers, to), [{ what: 'finalize' }]];
  if (asked.mode === 'zk-to-kraft') {
    const there = migrationPlan(asked.rollbackAfter, { controllers, brokers });
    return withoutEmpty([...there, ...(to === from ? [] : forward)]);
  }
  const rehearsed =
    asked.rollbackAfter === undefined
      ? []
      : asked.rollbackAfter === 'controllers'
        ? [roll(controllers, to), roll(controllers, from)]
        : [roll(controllers, to), roll(brokers, to), roll(brokers, from), roll(controllers, from)];
  return withoutEmpty([...rehearsed, ...(endsBack ? [] : forward)]);
}

const withoutEmpty = (parts: Planned[][]) => parts.filter((part) => part.length > 0);

/** What was put back to the old version in the end, and left there without anything that went wrong, was to end so. */
export function endsBack({ mode, from, rollbackAfter }: Asked, { actions, harness }: Run): boolean {
  const upgrading = actions.filter(({ what }) => what === 'roll' || what === 'finalize');
  const last = upgrading.at(-1);
  return (
    mode !== 'zk-to-kraft' &&
    rollbackAfter !== undefined &&
    last?.kafka === from &&
    harness.troubles.length === 0
  );
}

/** Which steps were those that are planned. A step that is planned twice takes two. */
export function partsDone(plan: readonly Planned[][], steps: readonly Step[]): Part[] {
  const left = [...steps];
  return plan.map((planned) => {
    const part: Part = { done: [], undone: [] };
    for (const each of planned) {
      const at = left.findIndex((step) => isSame(step, each));
      if (at < 0) part.undone.push(each);
      else part.done.push(...left.splice(at, 1));
    }
    return part;
  });
}

const told = ['what', 'node', 'kafka', 'phase', 'into'];

export function isSame(one: Planned, other: Planned): boolean {
  const of = (step: Planned) => new Map<string, unknown>(Object.entries(step));
  return told.every((each) => of(one).get(each) === of(other).get(each));
}

/** What did not come to its end, by name; of a phase in which nothing did, just its end. */
export function undoneNames(parts: readonly Part[], asked: Asked): string[] {
  const notBegun = (part: Part | undefined) => (part?.done.length === 0 ? part.undone[0] : undefined);
  return parts.flatMap((part, i) =>
    isOneWay(notBegun(part), notBegun(parts[i + 1])) ? [] : part.undone.map((step) => nameOf(step, asked)),
  );
}

/** Both belong to the same phase, and go the same way. */
function isOneWay(one: Planned | undefined, other: Planned | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return isOfMigration(one) && isOfMigration(other) && one.what === other.what && one.phase === other.phase;
}

/** Whether it is the end of the phase, or of going back from it. */
export function isEndOf(phase: MigrationPhase, what: 'migrate' | 'revert', step: Planned): boolean {
  return step.what === what && step.phase === phase && step.node === undefined;
}

export function isOfMigration(step: Planned): step is Extract<Planned, { phase: unknown }> {
  return step.what === 'migrate' || step.what === 'revert';
}
