import { describe, expect, test } from 'vitest';
import { githubAnnotations } from '../../src/reports/github.ts';
import { junitXml } from '../../src/reports/junit.ts';
import { summaryMd } from '../../src/reports/summary.ts';
import { timeInWords, timeSpent } from '../../src/reports/time-spent.ts';
import { countsInWords, outcomeOf, worstFirst } from '../../src/results/overview.ts';
import type { Result } from '../../src/results/results.ts';
import { literalResult, literalResults, literalRun } from '../results/literal-results.ts';

const broken = { name: 'nothing acknowledged is lost', bound: '= 0', measured: 3, outcome: 'fail' } as const;
const failing = literalResult({
  index: 1,
  experiment: 'unclean-off',
  outcome: 'fail',
  run: literalRun({ experiment: 'unclean-off', outcome: 'fail', expectations: [broken] }),
});
const again: Result[] = [
  literalResult({ index: 2, experiment: 'none', outcome: 'unknown' }, 0),
  literalResult({ index: 2, experiment: 'none', attempt: 2 }, 0),
];
const results = literalResults([
  literalResult(),
  failing,
  ...again,
  literalResult({ index: 3, experiment: 'wipe', outcome: 'not run' }),
]);

describe('what a suite came to', () => {
  test('counts the last attempt of each run', () => {
    expect(countsInWords(results.results)).toBe('2 hold, 1 not run, 1 does not');
    expect(countsInWords(again)).toBe('1 holds');
  });

  test('is the worst of them', () => {
    expect(outcomeOf(results.results)).toBe('fail');
    expect(outcomeOf(again)).toBe('pass');
    expect(outcomeOf([literalResult({ outcome: 'not run' })])).toBe('unknown');
    expect(outcomeOf([])).toBe('unknown');
  });

  test('is told with the worst first, and of equals the longest outage', () => {
    const order = worstFirst([literalResult({}, 100), ...results.results]).map(({ outcome, run }) =>
      outcome === 'pass' ? run!.produce.longestMs : outcome,
    );
    expect(order).toEqual(['fail', 'unknown', 'not run', 9_200, 100, 0]);
  });
});

describe('summary.md', () => {
  const md = summaryMd(results);

  test('says in its first line what it came to', () => {
    expect(md).toMatch(/^# kafka-chaos suite nightly: 2 hold, 1 not run, 1 does not\n/);
  });

  test('has a line a run, the worst first', () => {
    const rows = md.split('\n').filter((line) => line.startsWith('| ') && line.includes('3.9.2'));
    expect(rows[0]).toMatch(
      /❌ FAILS \| unclean-off \| kraft 3\.9\.2 \| 9\.2 s \| no gap \| 16\.3 s \| 4,812 \| 0/,
    );
    expect(rows).toHaveLength(4);
  });

  test('has a column for administration, where any run asked for it', () => {
    expect(md).not.toContain('administration');
    const run = literalRun({ admin: literalRun({}, 30_700).produce }, 0);
    const administered = summaryMd(
      literalResults([literalResult({ run }), literalResult({ index: 1, mode: 'zk' })]),
    );
    expect(administered).toContain(
      '| no writes for | no reads for | no administration for | full ISR after |',
    );
    expect(administered).toMatch(/kraft 3\.9\.2 \| no gap \| no gap \| 30\.7 s \|/);
    expect(administered).toMatch(/zk 3\.9\.2 \| 9\.2 s \| no gap \| – \|/);
  });

  test('says why, of attempts that were made again as well', () => {
    expect(md).toContain('not so: nothing acknowledged is lost (= 0, measured 3)');
    expect(md).toContain('**wipe kraft** not run: interrupted before');
    expect(md).toContain('**none kraft** UNKNOWN');
    expect(md).toContain('1 decided nothing at first and was run once more');
  });

  test('has one line for runs that repeat each other, with what they come to together', () => {
    const repeats = literalResults([
      ...[8_400, 8_100, 8_600, 8_300, 9_900].map((ms, at) =>
        literalResult({ index: at, n: at + 1, outcome: at === 4 ? 'fail' : 'pass' }, ms),
      ),
      literalResult({ index: 5, mode: 'zk' }, 13_900),
      literalResult({ index: 6, n: 6, outcome: 'unknown' }, 60_000),
      literalResult({ index: 6, n: 6, attempt: 2, outcome: 'not run' }),
    ]);
    const lines = summaryMd(repeats)
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes('kill-leader'));
    expect(lines).toEqual([
      '| ❌ FAILS 1, not run 1, holds 4 | kill-leader | kraft 3.9.2 | 8.4 s (8.1 to 9.9, 5 runs) | no gap (5 runs) | 16.3 s (5 runs) | 24,060 | 0 |',
      '| ✅ holds | kill-leader | zk 3.9.2 | 13.9 s | no gap | 16.3 s | 4,812 | 0 |',
    ]);
    expect(summaryMd(repeats)).toContain('Repeats are one line');
    expect(md).not.toContain('Repeats are one line');
  });

  test('keeps what was tried with other settings apart, and names them', () => {
    const results = ['4000', '9000'].map((ms, index) =>
      literalResult({ index, set: [`broker:broker.session.timeout.ms=${ms}`] }),
    );
    expect(summaryMd(literalResults(results))).toContain(
      '| kill-leader broker:broker.session.timeout.ms=9000 | kraft 3.9.2 | 9.2 s |',
    );
  });

  test('says of repeats that did not come about no number', () => {
    const none = [1, 2].map((n) => literalResult({ index: n, n, outcome: 'not run' }));
    expect(summaryMd(literalResults(none))).toContain(
      '| ⏹️ not run 2 | kill-leader | kraft 3.9.2 | – | – | – | – | – |',
    );
  });

  test('takes no text of others for markup', () => {
    const trouble = { atMs: 1, what: 'a | b\n<img src=x> [link](http://x) `code`' };
    const harness = { ...literalRun().harness, troubles: [trouble] };
    const run = literalRun({ outcome: 'unknown', harness });
    const evil = summaryMd(literalResults([literalResult({ outcome: 'unknown', run })]));
    expect(evil).toContain('a \\| b \\<img src=x\\> \\[link\\](http://x) \\`code\\`');
  });
});

describe('junit.xml', () => {
  const xml = junitXml(results);

  test('has a case a run, and counts as CI servers do', () => {
    expect(xml).toContain('<testsuites name="suite nightly" tests="5" failures="1" errors="1" skipped="1"');
    expect(xml.match(/<testcase /g)).toHaveLength(5);
    expect(xml).toContain('<testcase classname="kill-leader" name="kraft 3.9.2 1" time="60.000">');
  });

  test('calls what does not hold a failure, what is not known an error, and what was made again skipped', () => {
    expect(xml).toMatch(/<failure message="not so: nothing acknowledged is lost \(= 0, measured 3\)">/);
    expect(xml).toMatch(/<error message="interrupted before">/);
    expect(xml).toMatch(/<skipped message=/);
  });

  test('has no two cases of one name, which CI servers would show as one', () => {
    const set = (value: number) => ({ set: [`broker:a=${value}`] });
    const points = [1, 2].map((value, index) => literalResult({ index, ...set(value) }));
    const nights = [3, 4].map((index) => literalResult({ index, ...set(1) }));
    const cases = junitXml(literalResults([...points, ...nights])).matchAll(
      /<testcase classname="kill-leader" name="(.*?)"/g,
    );
    expect([...cases].map(([, name]) => name)).toEqual([
      'kraft 3.9.2 1, broker:a=1 (run 1)',
      'kraft 3.9.2 1, broker:a=2',
      'kraft 3.9.2 1, broker:a=1 (run 4)',
      'kraft 3.9.2 1, broker:a=1 (run 5)',
    ]);
  });

  test('holds any text', () => {
    const result = literalResult({ outcome: 'not run', reason: '<&"\'>\u0000\u001b[31m\ud800 ok' });
    expect(junitXml(literalResults([result]))).toContain(
      '&lt;&amp;&quot;&apos;&gt;\ufffd\ufffd[31m\ufffd ok',
    );
  });
});

test("annotations are errors and warnings, and end where GitHub's runner ends them", () => {
  const evil = literalResult({ index: 9, outcome: 'not run', reason: 'first\n::error::second 100%' });
  expect(githubAnnotations(literalResults([failing, evil, literalResult()]))).toEqual([
    '::error title=unclean-off kraft 3.9.2::not so: nothing acknowledged is lost (= 0, measured 3)',
    '::warning title=kill-leader kraft 3.9.2::first%0A::error::second 100%25',
  ]);
});

describe('where the time went', () => {
  const phases = [
    ['warm-up', 100],
    ['steady', 10_100],
    ['fault', 15_100],
    ['healing', 26_100],
    ['recovery', 30_100],
    ['catch-up', 35_100],
    ['final-read', 36_000],
    ['end', 38_100],
  ].map(([name, atMs]) => ({ name, atMs })) as ReturnType<typeof literalRun>['phases'];
  const result = literalResult({ tookMs: 48_000, run: literalRun({ phases }) });

  test('is all of it', () => {
    const spent = timeSpent(result)!;
    expect(spent).toEqual({
      ...{ boot: 5_000, warmUp: 10_000, steady: 5_000, broken: 15_000, watched: 5_000, catchUp: 900 },
      ...{ readBack: 2_100, rest: 5_000 },
    });
    expect(Object.values(spent).reduce((a, b) => a + b)).toBe(result.tookMs);
  });

  test('names what an experiment costs beyond its cluster and what is watched', () => {
    expect(timeInWords([result, result])).toBe(
      '2 runs took 96.0 s: booting 10.0 s, warming up 20.0 s, watching the steady cluster 10.0 s, broken or recovering 30.0 s, ' +
        'watching the healed cluster 10.0 s, waiting for the consumer to catch up 1.8 s, reading back 4.2 s, the rest 10.0 s. ' +
        'Beyond the boot, the outage and what is watched, an experiment cost 17.1 s',
    );
  });

  test('is not told of runs that have no phases', () => {
    expect(timeInWords([literalResult()])).toBe('');
  });
});
