import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recommend } from '../../src/commands/recommend.ts';
import { UsageError } from '../../src/errors.ts';
import type { Results } from '../../src/results/results.ts';
import { parsedXml } from '../reports/charts/xml.ts';
import { literalResult, literalResults } from '../results/literal-results.ts';
import { at, pointOf, sweepOf, timeoutStudy, writeResults } from '../tradeoff/literal-sweep.ts';

let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-recommend-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += stripVTControlCharacters(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A folder with these results. */
function written(results: Results, name = 'results'): string {
  const path = join(folder, name);
  writeResults(path, results);
  return path;
}

test('is not given for runs of another load, or on other nodes', () => {
  const one = written(timeoutStudy(), 'one');
  const other = timeoutStudy();
  for (const { run } of other.results) {
    if (run === undefined) continue;
    Object.assign(run, { startedAt: '2026-11-25T10:15:00.000Z' });
    run.workload.partitions = 12;
  }
  expect(() => recommend([one, written(other, 'other')], {})).toThrow(
    /these are not of one sweep, in one mode and version, with the same load on the same nodes/,
  );
});

describe('a recommendation', () => {
  test('is printed below the trade, with the line to be written down', () => {
    expect(recommend([written(timeoutStudy())], {})).toBe(0);
    expect(printed).toBe(`study zookeeper-session-timeout

    zookeeper.session.timeout.ms   outage                    false failovers a round   runs
→   18000                          15.5 s (15.0 to 16.4 s)   0                         10     recommended; Kafka's default
●   6000                           5.5 s (5.2 to 5.9 s)      2 (1.4 to 2.6)            10     on the front
●   12000                          10.5 s (10.1 to 11.2 s)   0.4 (0 to 0.8)            10     on the front
●   15000                          13.0 s (12.6 to 13.9 s)   0.2 (0 to 0.6)            10     on the front

zookeeper.session.timeout.ms   nothing dies               runs   false failovers a run   ISR shrinks   refused   unanswered   longest wait   p99
18000                          controller-broker-pauses   5      0                       0             0         450          no gap         48 ms
6000                           controller-broker-pauses   5      2                       4             0         450          1.8 s          48 ms
12000                          controller-broker-pauses   5      0.4                     0.8           0         450          no gap         48 ms
15000                          controller-broker-pauses   5      0.2                     0.4           0         450          no gap         48 ms

Run with zookeeper.session.timeout.ms=18000, which is Kafka's default. It is the only setting with no false failover; its outage lasts 15.5 s (15.0 to 16.4 s).
No false failover in 5 rounds still leaves room for up to 0.6 a round (95 %).

server.properties of the brokers:
    zookeeper.session.timeout.ms=18000
`);
  });

  test.each([
    ['14s', '0.5', '12000'],
    ['13500ms', '0.2', '15000'],
    ['0.1m', '2', '6000'],
  ])('keeps --max-outage %s and --max-false-failovers %s', (maxOutage, maxFalseFailovers, timeout) => {
    expect(recommend([written(timeoutStudy())], { maxOutage, maxFalseFailovers })).toBe(0);
    expect(printed).toMatch(new RegExp(`^ {4}zookeeper\\.session\\.timeout\\.ms=${timeout}$`, 'm'));
  });

  test('is written to files as well', () => {
    const [file, svg] = [join(folder, 'trade.md'), join(folder, 'trade.svg')];
    recommend([written(timeoutStudy())], { file, svg });
    const md = readFileSync(file, 'utf8');
    expect(md).toMatch(/^# study zookeeper-session-timeout\n\n## Speed against steadiness\n/);
    expect(md).toContain("| → | 18000 | 15.5 s (15.0 to 16.4 s) | 0 | 10 | recommended; Kafka's default |");
    const { texts } = parsedXml(readFileSync(svg, 'utf8').trim());
    expect(texts).toEqual(expect.arrayContaining(['18000', 'recommended', 'default']));
  });

  test('rests on all folders that are given', () => {
    const half = (timeouts: number[]) => {
      const { results, sweep } = timeoutStudy();
      return sweepOf(
        results.filter(({ set }) => timeouts.some((timeout) => set![0]!.endsWith(`=${timeout}`))),
        sweep!,
      );
    };
    const [one, two] = [written(half([6_000, 12_000]), 'one'), written(half([15_000, 18_000]), 'two')];
    expect(recommend([one, two], {})).toBe(0);
    expect(printed.match(/^[→●]/gm)).toHaveLength(4);
  });
});

describe('nothing is recommended', () => {
  test('where no setting keeps the limits: status 1, and the nearest', () => {
    expect(recommend([written(timeoutStudy())], { maxOutage: '14s' })).toBe(1);
    expect(printed).toContain('Nearest come 18000 (an outage of 15.5 s, no false failover) and 15000');
    expect(printed).not.toContain('server.properties');
  });

  test('where only one side was measured: status 2, and no picture', () => {
    const svg = join(folder, 'trade.svg');
    expect(recommend([written(timeoutStudy({ steadiness: [] }))], { svg })).toBe(2);
    expect(printed).toContain('Only speed was measured');
    expect(printed).toContain('is not drawn: no setting was measured on both sides');
    expect(existsSync(svg)).toBe(false);
  });

  test('where no run tells: status 2', () => {
    const dead = pointOf(at(6_000), [[5], [0]]).map((result) => ({
      ...result,
      ...({ outcome: 'not run', run: undefined, reason: 'broker-1 did not start' } as const),
    }));
    expect(recommend([written(sweepOf(dead))], {})).toBe(2);
    expect(printed).toContain('6000: no run decided anything (2 not run): broker-1 did not start');
  });
});

describe('wrong usage is', () => {
  const refusal = (folders: string[], flags = {}) => {
    try {
      recommend(folders, flags);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    }
    throw new Error('it was not refused');
  };

  test('a folder whose results are those of no sweep', () => {
    const plain = written(literalResults([literalResult()]));
    expect(refusal([plain])).toBe(`${plain} has no results of a sweep; "kafka-chaos sweep" makes some`);
  });

  test('folders of different sweeps', () => {
    const [one, two] = [written(timeoutStudy(), 'one'), written(timeoutStudy({ speed: ['cut'] }), 'two')];
    expect(refusal([one, two])).toBe(
      `${one} and ${two}: these are not of one sweep, in one mode and version, with the same load on the same nodes`,
    );
  });

  test('the same sweep in two modes', () => {
    const { results, sweep } = timeoutStudy();
    const kraft = sweepOf(
      results.map((result) => ({ ...result, mode: 'kraft' })),
      sweep!,
    );
    expect(refusal([written(timeoutStudy(), 'zk'), written(kraft, 'kraft')])).toMatch(
      /in one mode and version, with the same load on the same nodes$/,
    );
  });

  test.each([
    [{ maxOutage: '10' }, '--max-outage 10 is not a duration such as 10s, 500ms or 2m'],
    [{ maxOutage: '-1s' }, '--max-outage -1s is not a duration such as 10s, 500ms or 2m'],
    [{ maxFalseFailovers: 'few' }, '--max-false-failovers few is not a number such as 0 or 0.5'],
  ])('%o', (flags, message) => {
    expect(refusal([written(timeoutStudy())], flags)).toBe(message);
  });

  test('a file that cannot be written', () => {
    const file = join(folder, 'missing/trade.md');
    expect(refusal([written(timeoutStudy())], { file })).toMatch(/^cannot write .*missing\/trade\.md/);
  });
});
