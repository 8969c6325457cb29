/** How far a suite has come, as a line after each of its runs. */
import { finalResults } from '../results/final-results.ts';
import { whyNot } from '../results/overview.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { lasting, outcomeWords } from '../text/words.ts';
import { cell } from './runs-table.ts';

/**
 * "12 of 108: bandwidth-starved zk 3.9.2 holds, no writes for 10.1 s; some 75 min to go".
 * @param results all that there are, `newest` among them
 * @param suite how many runs are planned, and how many are made at once
 */
export function progress(
  newest: Result,
  results: readonly Result[],
  { planned, parallel }: { planned: number; parallel: number },
): string {
  const { experiment, mode, kafkaVersion, set = [], n, outcome, run } = newest;
  const name = [experiment, mode, kafkaVersion, ...set, ...(n > 1 ? [`(${n})`] : [])].join(' ');
  const felt = run === undefined ? '' : `, ${feltBy(run)}`;
  const why = whyNot(newest);
  const words = outcome === 'not run' ? 'not run' : `${outcomeWords[outcome]}${felt}`;
  const made = finalResults(results).length;
  const tookMs = results.reduce((sum, each) => sum + each.tookMs, 0);
  const toGoMs = ((tookMs / made) * (planned - made)) / parallel;
  const rest = made < planned && tookMs > 0 ? `; some ${lasting(toGoMs)} to go` : '';
  return `${made} of ${planned}: ${name} ${words}${why === '' ? '' : ` (${why})`}${rest}`;
}

const feltBy = ({ produce }: Run) =>
  produce.longestMs === 0 ? 'writes went on' : `no writes for ${cell(produce)}`;
