/**
 * Annotations, as GitHub's runners read them from a job's output: what does not hold is an error, what could not be told a
 * warning.
 */
import { finalResults } from '../results/final-results.ts';
import { whyNot } from '../results/overview.ts';
import type { Results } from '../results/results.ts';

/** One line a run that does not hold; empty if all do. */
export function githubAnnotations({ results }: Results): string[] {
  return finalResults(results)
    .filter(({ outcome }) => outcome !== 'pass')
    .map((result) => {
      const { experiment, mode, kafkaVersion, set = [], n, outcome } = result;
      const which = [`${experiment} ${mode} ${kafkaVersion}${n > 1 ? ` ${n}` : ''}`, ...set];
      const title = property(which.join(' '));
      const kind = outcome === 'fail' ? 'error' : 'warning';
      return `::${kind} title=${title}::${data(whyNot(result) || outcome)}`;
    });
}

/** The runner's own escapes: a line break would end the annotation, and begin whatever a broker wrote there. */
const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
