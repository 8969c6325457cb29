/** What a run asks of its cluster all the while, and how it was served. */
import { duration } from '../text/words.ts';
import type { Run } from './run-json.ts';

/** Writes are the probe's, reads the consumer's; administration is a topic that comes and goes, new clients are such as know no cluster yet. */
export const services = ['writes', 'reads', 'administration', 'new clients'] as const;
export type Service = (typeof services)[number];

/** As much of a run as tells it: pages have no more. */
export type Served = Pick<Run, 'produce' | 'consume' | 'admin' | 'newcomers'>;

/** null if the run did not ask for it. */
export function servedIn(
  { produce, consume, admin, newcomers }: Served,
  service: Service,
): Run['produce'] | null {
  return { writes: produce, reads: consume, administration: admin, 'new clients': newcomers }[service];
}

/** Those that any of the runs asked for, but for some. */
export function servicesOf(runs: readonly Served[], without: readonly Service[] = []): Service[] {
  return services.filter(
    (service) => !without.includes(service) && runs.some((run) => servedIn(run, service) !== null),
  );
}

/** A gap up to this is short enough not to be spoken of. */
const shortMs = 1_000;

/** "no gap", or "no gap over 25.0 s" where what is asked for so seldom could not be missed sooner. */
export function noGap(served: readonly Pick<Run['produce'], 'thresholdMs'>[]): string {
  const coarsestMs = Math.max(0, ...served.map(({ thresholdMs }) => thresholdMs));
  return coarsestMs <= shortMs ? 'no gap' : `no gap over ${duration(coarsestMs)}`;
}
