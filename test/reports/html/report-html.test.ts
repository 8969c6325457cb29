import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { NodeLogExcerpt } from '../../../src/reports/html/log-excerpts.ts';
import { type PageData, pageData } from '../../../src/reports/html/page-data.ts';
import { pageScript } from '../../../src/reports/html/page-script.ts';
import { reportHtml } from '../../../src/reports/html/report-html.ts';
import type { Result, Results } from '../../../src/results/results.ts';
import { hostileError, hostileName, night } from './night.ts';

let results: Results;
let html: string;
beforeAll(async () => {
  results = await night();
  html = reportHtml(results);
}, 60_000);

function dataIn(page: string): PageData {
  const [, text] = /id="data">([^<]*)<\/script>/.exec(page)!;
  return JSON.parse(gunzipSync(Buffer.from(text!, 'base64')).toString('utf8'));
}

describe('the report', () => {
  it('has all the data of all runs', () => {
    const data = dataIn(html);
    expect(data).toMatchObject({ what: results.what, seed: 7, parallel: 2 });
    for (const [at, { run, timeline, ...result }] of results.results.entries()) {
      const kept = data.results[at]!;
      expect(kept).toMatchObject(JSON.parse(JSON.stringify(result)));
      expect(kept.timeline).toEqual(timeline);
      if (run === undefined) continue;
      const { effectiveConfig, ...cluster } = run.cluster;
      expect(kept.run).toEqual(JSON.parse(JSON.stringify({ ...run, cluster })));
      for (const [node, settings] of Object.entries(effectiveConfig)) {
        const told = { ...data.configs[kept.config!.base], ...kept.config!.nodes[node] };
        expect(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null))).toEqual(
          Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)),
        );
      }
    }
  });

  it('tells a configuration that many runs share once', () => {
    expect(dataIn(html).configs).toHaveLength(1);
  });

  it('asks no network for anything', () => {
    const withoutData = html.replace(/id="data">[^<]*/, '');
    expect(withoutData).not.toMatch(/<(link|img|iframe|script[^>]+src)/);
    expect(withoutData).not.toMatch(/@import|url\(/);
    expect(withoutData).toContain("default-src 'none'");
  });

  it('lets nothing that a broker or an experiment wrote become markup', () => {
    expect(html).not.toContain(hostileError);
    expect(html).not.toContain(hostileName);
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html).toContain('suite nightly &lt;img src=x onerror=alert(1)&gt;');
  });

  it('carries what the nodes wrote, what there was before, and what experiments say of themselves', () => {
    const [first] = results.results;
    const excerpt: NodeLogExcerpt[] = [{ node: 'broker-1', lines: [`ERROR ${hostileError}`] }];
    const measures = { 'the outage is felt': 'produce.longestMs' };
    const page = reportHtml(results, {
      nodeLogs: new Map([[first!.folder, excerpt]]),
      previous: { ...results, startedAt: '1969-12-31T00:00:00.000Z' },
      experiments: new Map([['kill-leader', { subject: 'brokers', shows: 'Who leads dies.', measures }]]),
    });
    expect(page).not.toContain(hostileError);
    const data = dataIn(page);
    expect(data.experiments).toEqual({ 'kill-leader': { shows: 'Who leads dies.', measures } });
    expect(data.results[0]).toMatchObject({ nodeLogs: excerpt, subject: 'brokers' });
    expect(data.previous).toMatchObject({ startedAt: '1969-12-31T00:00:00.000Z' });
    // The attempt that was repeated is no result of that night.
    expect(data.previous!.results).toHaveLength(results.results.length - 1);
    expect(data.previous!.results[0]).toMatchObject({
      experiment: 'kill-leader',
      longestMs: { writes: first!.run!.produce.longestMs, administration: null },
    });
  });
});

describe('the size of the report', () => {
  /** A night of ninety runs, no two of which are the same bytes. */
  const nightOf = (length: number, lines: number): [Results, Map<string, NodeLogExcerpt[]>] => {
    const many = Array.from({ length }, (_, at): Result => {
      const like = results.results[at % 7]!;
      const noisy = structuredClone(like);
      for (const [point, ms] of noisy.timeline!.latency.tookMs.entries()) {
        noisy.timeline!.latency.tookMs[point] =
          Math.round(ms * (10 + ((point * 7919 + at * 104_729) % 97))) / 10;
      }
      return { ...noisy, index: at, folder: `run-${at}` };
    });
    const line = (seed: number) =>
      `[2026-11-24T18:57:05,${seed % 1000}] INFO ${(seed * 2_654_435_761).toString(36).repeat(12)}`;
    const logs = many.map(({ folder }, at): [string, NodeLogExcerpt[]] => [
      folder,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((node, n) => ({
        node,
        lines: Array.from({ length: lines }, (_, i) => line(i + 61 * n + 397 * at)),
      })),
    ]);
    return [{ ...results, results: many }, new Map(logs)];
  };

  it('is at most 3 MB for a night of 90 runs, with nothing left out', () => {
    const [many, nodeLogs] = nightOf(90, 60);
    const page = reportHtml(many, { nodeLogs });
    expect(page.length).toBeLessThan(3_000_000);
    expect(dataIn(page).leftOut).toEqual([]);
  }, 60_000);

  it('stays so where there is more, and says what was left out', () => {
    const [many, nodeLogs] = nightOf(220, 200);
    const page = reportHtml(many, { nodeLogs });
    expect(page.length).toBeLessThan(3_000_000);
    expect(dataIn(page).leftOut[0]).toBe('the node logs of runs that hold');
    expect(dataIn(page).results).toHaveLength(220);
  }, 120_000);
});

describe('the program of the page', () => {
  it('is one script that a browser can read: no types, no imports, nothing exported twice', () => {
    const script = pageScript();
    expect(script).not.toMatch(/^(import|export) /m);
    const { status, stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('is made without a word of warning', () => {
    const warned = vi.spyOn(process, 'emitWarning');
    pageScript();
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});

describe('the data of the page', () => {
  it('keeps configurations of different kinds apart', () => {
    const [first] = results.results;
    const other = structuredClone(first!);
    other.run!.cluster.effectiveConfig = {
      'zookeeper-1': { tickTime: '2000' },
      'broker-1': { 'only.here': '1' },
    };
    const { configs, results: kept } = pageData({ ...results, results: [first!, other] });
    expect(configs).toHaveLength(2);
    expect(kept[1]!.config).toEqual({
      base: 1,
      nodes: { 'zookeeper-1': {}, 'broker-1': { 'only.here': '1', tickTime: null } },
    });
  });
});
