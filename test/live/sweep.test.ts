/**
 * A sweep on real clusters: what a broker refuses costs the others nothing, and what ends the program costs the run that was
 * under way.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readResults } from '../../src/results/read-results.ts';
import type { Result } from '../../src/results/results.ts';
import { belongings } from './engine.ts';
import { execute, resultsFolder, start } from './program.ts';

const experiment = fileURLToPath(new URL('fixtures/quick-kill.ts', import.meta.url));
/** A broker has at least one thread for the network, or does not start. */
const good = 'broker:num.network.threads=2';
const refused = 'broker:num.network.threads=0';

const inShort = ({ set, n, attempt }: Result) => `${set} ${n} ${attempt}`;
const runsOf = (results: readonly Result[], point: string) => results.filter(({ set }) => set![0] === point);

test('interrupted by kill -9 and started again, it ends with the same points, none of them twice', async () => {
  const out = resultsFolder();
  const args = (seed: number) => [
    ...['sweep', experiment, '--mode', 'kraft-combined', '--set', 'broker:num.network.threads=2,0'],
    ...['--repeat', '3', '--no-again', '--seed', `${seed}`, '--out', out],
  ];
  const program = start(args(1));
  // The second run of the good point: one is there, and one half.
  await program.says(/reading everything back[\s\S]*threads=2[^\n]*probing/);
  program.process.kill('SIGKILL');
  await program.ended;
  const before = readResults(out).results.filter(({ outcome }) => outcome !== 'not run');
  expect(before.length).toBeGreaterThan(0);

  const { status, stdout, stderr } = await execute(args(1));
  expect(stderr).toContain(`going on: ${before.length} of 6 runs are there already`);
  const { results, sweep } = readResults(out);
  expect(sweep).toMatchObject({
    axes: [{ setting: 'broker:num.network.threads', values: ['2', '0'] }],
    speed: ['quick-kill'],
    steadiness: [],
  });
  expect(results).toHaveLength(6);
  expect(new Set(results.map(inShort)).size).toBe(6);
  // It is too short to warm up, so a run may decide nothing; but it was made, with what was set.
  for (const { run } of runsOf(results, good)) {
    const [config] = Object.values(run!.cluster.effectiveConfig);
    expect(config).toMatchObject({ 'num.network.threads': '2' });
  }
  // What was made before is what it was.
  for (const { index, run } of before) expect(results[index]!.run).toEqual(run);

  const [first, second, third] = runsOf(results, refused).map(({ reason }) => reason);
  for (const reason of [first, second]) expect(reason).toMatch(/num\.network\.threads/);
  expect(third).toMatch(/^nothing comes about at broker:num\.network\.threads=0: /);
  expect(stdout).toContain('3 not run');
  expect(status).toBe(2);
  expect(await belongings()).toEqual([]);

  const other = await execute(args(2));
  expect(other.status).toBe(64);
  expect(other.stderr).toMatch(/has the results of something else/);
});
