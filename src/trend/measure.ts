/**
 * Measures as a person names them and reads them.
 */
import { type Measure, measures } from '../checkers/measure.ts';
import { UsageError } from '../errors.ts';
import { count, duration } from '../text/words.ts';

/** @throws UsageError if runs have no such measure */
export function readMeasure(text: string): Measure {
  if ((measures as readonly string[]).includes(text) || /^errors\.[A-Z][A-Z0-9_]*$/.test(text)) {
    return text as Measure;
  }
  throw new UsageError(
    `--measure ${text} is unknown; there are ${measures.join(', ')}, and errors.NAME with Kafka's name of an error`,
  );
}

/** Whether its numbers are milliseconds; the others count something. */
export function isDuration(measure: Measure): boolean {
  return /Ms$|^latencyMs\.\w+\.(p50|p99|max)$/.test(measure);
}

/** "9.2 s", or "4,812". */
export function inWords(measure: Measure, value: number): string {
  return isDuration(measure) ? duration(value) : count(value);
}
