import { describe, expect, it } from 'vitest';
import { pageData } from '../../../src/reports/html/page-data.ts';
import { pageTradeoff } from '../../../src/reports/html/sweep-data.ts';
import { literalResult, literalResults } from '../../results/literal-results.ts';
import { timeoutStudy } from '../../tradeoff/literal-sweep.ts';

describe('what the page is given of a sweep', () => {
  it('is the trade in words and the drawing in two widths, as plain data', () => {
    const { tradeoff } = pageData(timeoutStudy());
    expect(tradeoff).toEqual(JSON.parse(JSON.stringify(tradeoff)));
    expect(tradeoff!.trade.rows.map(({ state, cells }) => [state, cells[0]])).toEqual([
      ['recommended', '18000'],
      ['front', '6000'],
      ['front', '12000'],
      ['front', '15000'],
    ]);
    expect(tradeoff!.lines).toEqual([
      { file: 'server.properties of the brokers', lines: ['zookeeper.session.timeout.ms=18000'] },
    ]);
    const { wide, narrow } = tradeoff!.charts!;
    expect([wide, narrow].map(({ attributes }) => attributes.viewBox)).toEqual([
      '0 0 760 420',
      '0 0 360 340',
    ]);
    expect(tradeoff!.details.map(({ title }) => title)).toEqual(['How steady each setting was']);
    expect(tradeoff!.heatMaps).toEqual([]);
  });

  it('has no drawing where only one side was measured', () => {
    expect(pageTradeoff(timeoutStudy({ steadiness: [] }))).toMatchObject({ charts: null, details: [] });
  });

  it('is nothing where the results are those of no sweep', () => {
    expect(pageData(literalResults([literalResult()])).tradeoff).toBeUndefined();
  });
});
