/** Results of repeats as literals: what is compared. */
import type { Result, Results } from '../../src/results/results.ts';
import type { Run } from '../../src/results/run-json.ts';
import { literalResult, literalResults, literalRun } from '../results/literal-results.ts';

/** Repeats with these outages, that differ from each other in nothing else. */
export function repeats(
  outagesMs: readonly number[],
  changes: Partial<Result> = {},
  ofRun: Partial<Run> = {},
): Result[] {
  return outagesMs.map((ms, i) => {
    const result = literalResult({ n: i + 1, ...changes }, ms);
    const { experiment, mode, kafkaVersion, outcome } = result;
    if (outcome === 'not run') return result;
    return { ...result, run: literalRun({ experiment, mode, kafkaVersion, outcome, ...ofRun }, ms) };
  });
}

/** A folder of them. */
export function folder(...results: Result[][]): Results {
  return literalResults(results.flat().map((result, index) => ({ ...result, index })));
}

export const nineSeconds = [8412, 8377, 8590, 8466, 8501, 8399, 8420, 8450];
export const fourSeconds = [3412, 3384, 3604, 3487, 3529, 3434, 3462, 3499];
