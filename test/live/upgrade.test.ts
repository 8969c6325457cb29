/**
 * A rolling upgrade on a real cluster, from one version to the other, with the document that comes out of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readResults } from '../../src/results/read-results.ts';
import { belongings } from './engine.ts';
import { execute, resultsFolder } from './program.ts';

test('3.9.2 to 4.3.1: every node is exchanged and the features are raised, with nothing lost and the writes going on', async () => {
  const out = resultsFolder();
  const args = ['upgrade', '--from', '3.9.2', '--to', '4.3.1', '--mode', 'kraft-combined', '--out', out];
  const { status, stdout, stderr } = await execute(args);
  expect(status, stderr + stdout).toBe(0);
  expect(stdout).toMatch(/^# Go, Kafka 3\.9\.2 to 4\.3\.1/m);

  const { results } = readResults(out);
  const { actions, produce, safety, expectations } = results.at(-1)!.run!;
  const rolled = actions.filter(({ what }) => what === 'roll');
  expect(rolled.map(({ node }) => node).toSorted()).toEqual(['node-1', 'node-2', 'node-3']);
  expect(new Set(rolled.map(({ kafka }) => kafka))).toEqual(new Set(['4.3.1']));
  expect(actions.at(-1)).toMatchObject({ what: 'finalize' });
  expect(actions.at(-1)!.detail).toMatch(/metadata\.version from \d+ to \d+/);
  expect(safety).toMatchObject({ lost: 0, phantom: 0, corrupted: 0, disagreeing: 0 });
  // Each node takes ten seconds and more; writes wait for the election of its partitions' next leaders, not for the node.
  expect(Math.min(...rolled.map(({ tookMs }) => tookMs))).toBeGreaterThan(3_000);
  expect(produce.longestMs).toBeLessThan(5_000);
  expect(expectations.map(({ outcome }) => outcome)).not.toContain('fail');

  expect(readFileSync(join(out, 'upgrade.md'), 'utf8')).toMatch(/Every node on Kafka 4\.3\.1 at the end/);
  expect(existsSync(join(out, 'upgrade.html'))).toBe(true);
  expect(await belongings()).toEqual([]);
});
