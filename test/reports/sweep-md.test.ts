import { describe, expect, test } from 'vitest';
import { summaryMd } from '../../src/reports/summary.ts';
import { sweepMd } from '../../src/reports/sweep-md.ts';
import { literalResult, literalResults } from '../results/literal-results.ts';
import { speedRun, sweepOf, timeoutStudy } from '../tradeoff/literal-sweep.ts';

describe('a sweep in summary.md', () => {
  test('has the trade and the recommendation before the runs', () => {
    const md = summaryMd(timeoutStudy());
    const order = [
      '## Speed against steadiness',
      '| ● | 6000 | 5.5 s (5.2 to 5.9 s) | 2 (1.4 to 2.6) | 10 | on the front |',
      "Run with zookeeper.session.timeout.ms=18000, which is Kafka's default.",
      'server.properties of the brokers:\n\n    zookeeper.session.timeout.ms=18000\n',
      '| 6000 | controller-broker-pauses | 5 | 2 | 4 | 0 | 450 | 1.8 s | 48 ms |',
      '## Runs',
      '|  | experiment | mode |',
    ].map((part) => md.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('says how much of the grid was tried', () => {
    expect(sweepMd(timeoutStudy({ gridSize: 64 }))[1]).toBe(
      'A sample: 4 of the 64 combinations of these values.',
    );
  });

  test('takes no text of others for markup', () => {
    const reason = '<img src=x> | [link](http://x)';
    const set = ['broker:a=<b>'];
    const dead = speedRun(set, 1, 1, { outcome: 'not run', run: undefined, reason });
    const md = sweepMd(sweepOf([dead], { axes: [{ setting: 'broker:a', values: ['<b>'] }] })).join('\n');
    expect(md).toContain(
      '\\<b\\>: no run decided anything (1 not run): \\<img src=x\\> \\| \\[link\\](http://x)',
    );
    expect(md).not.toMatch(/(?<!\\)<(img|b)/);
  });

  test('is nothing where the results are those of no sweep', () => {
    expect(sweepMd(literalResults([literalResult()]))).toEqual([]);
  });
});
