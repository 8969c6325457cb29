/**
 * Where the time of a suite went: what an experiment has to take, and what it costs beyond that.
 */
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { duration, lasting } from '../text/words.ts';

/** How long a run spent on what, in ms; together, all of its time. */
export interface TimeSpent {
  boot: number;
  /** From the first record until the cluster kept the probe's pace. */
  warmUp: number;
  /** Watched before anything was done to it. */
  steady: number;
  /** From the first injection, or what the method does else, until the cluster was seen to be well again. */
  broken: number;
  /** Watched after that. */
  watched: number;
  /** Until the consumer had what was written: what a fault has thrown out of its group is out for as long as that. */
  catchUp: number;
  /** Reading everything back. */
  readBack: number;
  /** Creating the topic, measuring, writing down, removing the cluster. */
  rest: number;
}

/** As much of a result as tells it: pages have no more. */
interface Told {
  tookMs: number;
  run?: (Pick<Run, 'phases' | 'durationMs'> & { cluster: Pick<Run['cluster'], 'bootMs'> }) | undefined;
}

/** What every run spends; it has no phases if it is of an older version. */
export function timeSpent({ run, tookMs }: Told): TimeSpent | undefined {
  if (run === undefined || run.phases.length === 0) return undefined;
  const at = (name: Run['phases'][number]['name']) => run.phases.find((phase) => phase.name === name)?.atMs;
  const end = at('end') ?? run.durationMs;
  const catchUp = at('catch-up') ?? end;
  const finalRead = at('final-read') ?? end;
  const recovery = at('recovery') ?? catchUp;
  const steady = at('steady') ?? recovery;
  const fault = at('fault') ?? at('healing') ?? recovery;
  const warmUp = steady - (at('warm-up') ?? 0);
  const boot = run.cluster.bootMs ?? 0;
  return {
    boot,
    warmUp,
    steady: fault - steady,
    broken: recovery - fault,
    watched: catchUp - recovery,
    catchUp: finalRead - catchUp,
    readBack: end - finalRead,
    rest: Math.max(0, tookMs - boot - warmUp - (end - steady)),
  };
}

/** What a run spends its time on, in words, in the order in which it does. */
export const spentOn: Record<keyof TimeSpent, string> = {
  boot: 'booting',
  warmUp: 'warming up',
  steady: 'watching the steady cluster',
  broken: 'broken or recovering',
  watched: 'watching the healed cluster',
  catchUp: 'waiting for the consumer to catch up',
  readBack: 'reading back',
  rest: 'the rest',
};

/**
 * "12 runs took 14 min: booting 90.0 s, …". The last sentence is the harness's own cost: what an experiment takes beyond the
 * boot of its cluster, the outage (the consumer's as well), and what is watched.
 */
export function timeInWords(results: readonly Result[]): string {
  const told = results.filter((result) => timeSpent(result) !== undefined);
  const spent = told.map((result) => timeSpent(result)!);
  if (spent.length === 0) return '';
  const sum = (of: (each: TimeSpent) => number) => spent.reduce((total, each) => total + of(each), 0);
  const tookMs = told.reduce((total, each) => total + each.tookMs, 0);
  const parts = Object.entries(spentOn).map(
    ([part, name]) => `${name} ${lasting(sum((each) => each[part as keyof TimeSpent]))}`,
  );
  const own = sum(({ warmUp, readBack, rest }) => warmUp + readBack + rest) / spent.length;
  return (
    `${spent.length} ${spent.length === 1 ? 'run' : 'runs'} took ${lasting(tookMs)}: ${parts.join(', ')}. ` +
    `Beyond the boot, the outage and what is watched, an experiment cost ${duration(own)}`
  );
}
