/**
 * `junit.xml`, as CI servers read it: a test case a run, by experiment. What does not hold is a failure; what could not be told, or
 * did not come about, is an error, so that nobody takes silence for success. No two have the same name: CI servers show one of such.
 */
import { finalResults } from '../results/final-results.ts';
import { whyNot } from '../results/overview.ts';
import type { Result, Results } from '../results/results.ts';
import { escaped } from '../text/escaped.ts';
import { runInWords } from './terminal.ts';

export function junitXml({ what, startedAt, results }: Results): string {
  const last = new Set(finalResults(results));
  const suites = [...Map.groupBy(results, ({ experiment }) => experiment)].map(([name, each]) => {
    const names = namesOf(each);
    const cases = each.map((result, i) => testCase(result, names[i]!, last.has(result)));
    return element('testsuite', { name, timestamp: startedAt, ...totals(each, last) }, cases.join('\n'));
  });
  const root = element('testsuites', { name: what, ...totals(results, last) }, suites.join('\n'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function totals(results: readonly Result[], last: ReadonlySet<Result>) {
  const counted = results.filter((result) => last.has(result));
  return {
    tests: results.length,
    failures: results.filter(({ outcome }) => outcome === 'fail').length,
    errors: counted.filter(({ outcome }) => outcome === 'unknown' || outcome === 'not run').length,
    skipped: results.length - counted.length,
    time: seconds(results.reduce((total, { tookMs }) => total + tookMs, 0)),
  };
}

/** "zk 3.9.2 1", and what else tells one from the others; of several suites, at last its place among them. */
function namesOf(results: readonly Result[]): string[] {
  const names = results.map(({ mode, kafkaVersion, n, set = [], attempt }) =>
    [`${mode} ${kafkaVersion} ${n}`, ...set, ...(attempt > 1 ? ['once more'] : [])].join(', '),
  );
  const times = Map.groupBy(names, (name) => name);
  return names.map((name, i) =>
    times.get(name)!.length > 1 ? `${name} (run ${results[i]!.index + 1})` : name,
  );
}

function testCase(result: Result, name: string, counts: boolean): string {
  const { experiment, tookMs, outcome, reason, run } = result;
  const story = run === undefined ? (reason ?? '') : runInWords(run);
  const message = whyNot(result) || 'it cannot be told whether it holds';
  const body = [
    ...(outcome === 'pass' ? [] : [!counts ? 'skipped' : outcome === 'fail' ? 'failure' : 'error']).map(
      (tag) => element(tag, { message }, tag === 'skipped' ? '' : escaped(story)),
    ),
    ...(story === '' ? [] : [element('system-out', {}, escaped(story))]),
  ];
  return element('testcase', { classname: experiment, name, time: seconds(tookMs) }, body.join('\n'));
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function element(name: string, attributes: Record<string, string | number>, content: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content.startsWith('<') ? `\n${content}\n` : content}</${name}>`;
}
