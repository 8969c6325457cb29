import { describe, expect, it } from 'vitest';
import { logExcerpt } from '../../../src/reports/html/log-excerpts.ts';

const startedAt = '2026-11-24T18:57:00.000Z';

/** A line of a node's log, so many ms after the run began. */
function line(atMs: number, text: string, level = 'INFO'): string {
  const [, time] = new Date(Date.parse(startedAt) + atMs).toISOString().split('T');
  return `[2026-11-24T${time!.replace('.', ',').replace('Z', '')}] ${level} ${text}`;
}

const excerpt = (log: string[], aroundMs = [10_000]) =>
  logExcerpt('broker-1', log.join('\n'), { startedAt, aroundMs }).lines;

describe('what a node wrote around the faults', () => {
  it('is what it wrote within three seconds', () => {
    const lines = [6_900, 7_000, 10_000, 13_000, 13_100].map((atMs) => line(atMs, `at ${atMs}`));
    expect(excerpt(lines)).toEqual(lines.slice(1, 4));
    expect(excerpt(lines, [1_000])).toEqual([]);
    expect(excerpt([])).toEqual([]);
  });

  it('keeps errors and warnings before the rest, and of the rest the nearest', () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      line(8_000 + 13 * i, `line ${i}`, i === 3 ? 'WARN' : i === 290 ? 'ERROR' : 'INFO'),
    );
    const kept = excerpt(lines);
    const told = kept.filter((each) => each.startsWith('['));
    expect(told).toHaveLength(60);
    expect(told[0]).toBe(lines[3]);
    expect(told.at(-1)).toBe(lines[290]);
    // 10 s is where line 154 stands.
    expect(told).toContain(lines[154]);
    expect(kept[0]).toBe('… 3 records left out');
    expect(kept.at(-1)).toBe('… 9 records left out');
  });

  it('takes the first lines of a stack trace with the line that it belongs to', () => {
    const trace = [
      'java.io.IOException: broken',
      '\tat a.b(C.java:1)',
      '\tat d.e(F.java:2)',
      '\tat g.h(I.java:3)',
    ];
    expect(excerpt([line(10_000, 'failed', 'ERROR'), ...trace, line(20_000, 'later')])).toEqual([
      line(10_000, 'failed', 'ERROR'),
      ...trace.slice(0, 3),
    ]);
  });

  it('cuts what nobody would read to its end', () => {
    expect(excerpt([line(10_000, 'x'.repeat(1_000))])[0]).toHaveLength(240);
  });
});
