/**
 * Faults of chance, one after the other and overlapping.
 */
import type { LinkTarget } from '../topology/link-targets.ts';
import type { NodeTarget } from '../topology/targets.ts';
import type { CheckedUse } from './fault-use.ts';
import type { Random } from './random.ts';
import type { PlainStep, Step } from './step.ts';

/** Nobody needs to be asked who that is, so that it can be told in whatever state the cluster is. */
const nodeTargets: readonly NodeTarget[] = [
  { any: 1, of: 'broker' },
  { any: 1, of: 'quorum' },
  { minorityOf: 'quorum' },
];

const linkTargets: readonly LinkTarget[] = [
  { isolate: { any: 1, of: 'broker' }, clients: false },
  { isolate: { any: 1, of: 'quorum' }, clients: false },
  { from: { any: 1, of: 'broker' }, to: 'others' },
  { between: { any: 1, of: 'broker' }, and: { allOf: 'quorum' } },
  { between: 'clients', and: { any: 1, of: 'broker' } },
  { bridge: 'broker' },
];

/** Faults whose damage is gone when they are healed: nothing that is on disk is lost. */
const nodeFaults: readonly Omit<CheckedUse, 'target'>[] = [
  { fault: 'kill', with: {} },
  { fault: 'stop', with: { withinMs: 180_000 } },
  { fault: 'restart', with: { by: 'SIGKILL', withinMs: 180_000 } },
  { fault: 'pause', with: {} },
  { fault: 'disconnect', with: {} },
  { fault: 'cpu-starve', with: { cpus: 0.05 } },
  { fault: 'out-of-memory', with: {} },
];

const linkFaults: readonly Omit<CheckedUse, 'target'>[] = [
  { fault: 'latency', with: { latencyMs: 200, jitterMs: 100, direction: 'both' } },
  { fault: 'bandwidth', with: { kilobytesPerSecond: 20, direction: 'answers' } },
  { fault: 'blackhole', with: { direction: 'both' } },
  { fault: 'reset', with: { afterMs: 0 } },
  { fault: 'slice', with: { bytes: 100, delayMs: 5, direction: 'answers' } },
  { fault: 'limit-data', with: { bytes: 10_000 } },
  { fault: 'cut', with: {} },
  { fault: 'partition', with: { as: 'silence' } },
  { fault: 'flap', with: { of: { fault: 'cut', with: {} }, onMs: 700, offMs: 700 } },
];

/** What is chosen from where an experiment gives no choices. */
export function menu(): CheckedUse[] {
  return [
    ...nodeFaults.flatMap((fault) => nodeTargets.map((target) => ({ ...fault, target }))),
    ...linkFaults.flatMap((fault) => linkTargets.map((target) => ({ ...fault, target }))),
  ];
}

/** Writes a random step out. It ends with everything healed. */
export function randomSchedule(
  { rounds, atOnce, holdMs, choices = menu() }: Extract<Step, { do: 'random' }>,
  random: Random,
): PlainStep[] {
  const steps: PlainStep[] = [];
  let active = 0;
  for (let round = 0; round < rounds; round++) {
    // First the kind, then its target, or faults that have more targets would come more often.
    const kind = random.pick([...new Set(choices.map(({ fault }) => fault))]);
    const use = random.pick(choices.filter(({ fault }) => fault === kind));
    steps.push({ do: 'inject', orSkip: true, ...use });
    steps.push({ do: 'hold', durationMs: random.between(holdMs.atLeast, holdMs.atMost) });
    active++;
    if (active >= atOnce || random.between(0, 1) === 0) {
      steps.push({ do: 'heal' });
      active = 0;
    }
  }
  if (active > 0) steps.push({ do: 'heal' });
  return steps;
}
