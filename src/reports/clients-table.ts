/**
 * What each client's user would have felt of the same fault in the same run, side by side: the probe, which sends raw
 * attempts and so shows the cluster, and applications that rely on their library's own retries.
 */
import { applicationsOf, longestInWords } from '../results/applications.ts';
import type { Run } from '../results/run-json.ts';
import { columns, count, duration, namedCounts } from '../text/words.ts';

/** One column: a client and what it felt. */
interface Column {
  name: string;
  sends: string;
  produce: Run['produce'];
  /** Missing for the probe, whose errors and safety are the run's. */
  errors?: Run['errors'];
  longestSendMs: number | null;
  recovery: Pick<Run['recovery'], 'clientMs' | 'firstAckMs' | 'steadyMs'>;
  safety?: Run['clients'][string]['safety'];
}

/** Nothing where only the probe ran. */
export function clientsTable(run: Run): string {
  if (Object.keys(run.clients).length === 0) return '';
  const all = [probeOf(run), ...applicationsIn(run)];
  const after = (ms: number | null) => (ms === null ? '–' : `after ${duration(ms)}`);
  const rows: [string, (column: Column) => string][] = [
    ['', ({ name }) => name],
    ['sends', ({ sends }) => sends],
    ['nothing acknowledged for', ({ produce }) => longestInWords(produce)],
    ['longest send', ({ longestSendMs }) => (longestSendMs === null ? '–' : duration(longestSendMs))],
    ['knew the new leader', ({ recovery }) => after(recovery.clientMs)],
    ['all partitions acknowledge', ({ recovery }) => after(recovery.firstAckMs)],
    ['as before', ({ recovery }) => after(recovery.steadyMs)],
    ['acknowledged', ({ produce }) => count(produce.ok)],
    ['failed', ({ produce }) => count(produce.fail)],
    ['unknown', ({ produce }) => count(produce.unknown)],
    ['lost', ({ safety }) => found(safety?.lost)],
    ['duplicates', ({ safety }) => found(safety?.duplicates)],
    ['errors', ({ errors }) => (errors === undefined ? '–' : namedCounts(errors))],
  ];
  return columns(rows.map(([name, value]) => [name, ...all.map(value)]));
}

function probeOf({ client, workload, produce, latencyMs, recovery }: Run): Column {
  const { before, during, after } = latencyMs;
  const longestSendMs = Math.max(...[before, during, after].map(({ max }) => max ?? 0));
  const sends = `raw, every ${workload.intervalMs} ms`;
  return { name: `probe (${client})`, sends, produce, longestSendMs, recovery };
}

function applicationsIn(run: Run): Column[] {
  return applicationsOf(run).map(({ client, intervalMs, acks, idempotent, felt }) => {
    const kind = [
      `acks=${acks}`,
      idempotent === undefined ? [] : idempotent ? 'idempotent' : 'not idempotent',
    ];
    return { name: client, sends: [...kind.flat(), `every ${intervalMs} ms`].join(', '), ...felt };
  });
}

function found(number: number | null | undefined): string {
  if (number === undefined) return '–';
  return number === null ? 'unknown' : count(number);
}
