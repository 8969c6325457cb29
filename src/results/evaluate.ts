/**
 * From a history to `run.json`: measured and judged. The run loop does it right after a run, and `check` with a stored
 * history: the same numbers from the same file.
 */
import { judge } from '../checkers/expectations.ts';
import type { Measure } from '../checkers/measure.ts';
import { worst } from '../checkers/verdict.ts';
import { readHeader, readHistory } from '../history/reader.ts';
import { measureHistory } from './measure-history.ts';
import { runFactsIn } from './run-facts.ts';
import { measuredParts, type Run, runSchemaVersion } from './run-json.ts';

/** @throws UsageError with the position if the history is damaged: no number is computed from half of one */
export async function evaluate(historyPath: string): Promise<Run> {
  const header = await readHeader(historyPath);
  const { expectations, harness, ...facts } = runFactsIn(historyPath, header);
  const { workload } = facts;
  const brokers = facts.cluster.nodes.filter(({ roles }) => roles.includes('broker'));
  const all = await measureHistory(readHistory(historyPath), {
    intervalMs: workload.intervalMs,
    partitions: Array.from({ length: workload.partitions }, (_, partition) => partition),
    readableEveryMs: readableEveryMs(workload),
    applications: workload.applications,
    administerEveryMs: workload.administer?.intervalMs,
    newcomersEveryMs: workload.newcomers?.intervalMs,
    brokerIds: Object.fromEntries(brokers.map(({ name, id }) => [name, id])),
  });
  const { durationMs, ...measured } = measuredParts(all);
  const isNoisy = all.noiseBeforeFault.length > 0;
  const judged = judge(
    expectations.map((each) => ({ ...each, measure: each.measure as Measure })),
    { ...measured, durationMs, cluster: facts.cluster },
    { isSpoilt: isNoisy || !all.isWhole },
  );
  const isPlain = !isNoisy && all.troubles.length === 0;
  return {
    schema: runSchemaVersion,
    experiment: header.experiment,
    startedAt: header.startedAt,
    durationMs,
    outcome: worst([...judged.map((each) => each.outcome), isPlain ? 'pass' : 'unknown']),
    ...facts,
    ...measured,
    expectations: judged,
    harness: { ...measured.harness, ...harness },
  };
}

/** Beside transactions, what is committed becomes readable in their rhythm. */
function readableEveryMs({ intervalMs, isolation, transactions }: Run['workload']): number {
  if (isolation === 'uncommitted' || transactions === undefined) return intervalMs;
  return Math.max(intervalMs, transactions.intervalMs);
}
