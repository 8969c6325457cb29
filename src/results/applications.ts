/** The applications of a run, each with what it felt. */
import { isStillOut } from '../measures/windows.ts';
import { duration } from '../text/words.ts';
import type { Run } from './run-json.ts';

type Application = Run['workload']['applications'][number];

/** In the order in which the workload has them; one of which nothing was measured is left out. */
export function applicationsOf({
  workload,
  clients,
}: Pick<Run, 'workload' | 'clients'>): (Application & { felt: Run['clients'][string] })[] {
  return workload.applications.flatMap((application) => {
    const felt = clients[application.client];
    return felt === undefined ? [] : [{ ...application, felt }];
  });
}

/** For how long nothing was acknowledged: "less than 500 ms", "8.9 s", "≥ 30 s" for what was not over. */
export function longestInWords(availability: Run['produce']): string {
  const { longestMs, thresholdMs } = availability;
  if (longestMs === null) return 'unknown';
  if (longestMs === 0) return `less than ${duration(thresholdMs)}`;
  return `${isStillOut(availability) ? '≥ ' : ''}${duration(longestMs)}`;
}
