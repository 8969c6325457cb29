/**
 * Whatever ends the program, nothing of it stays behind, and nothing of others is touched.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readHistory } from '../../src/history/reader.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { readResults } from '../../src/results/read-results.ts';
import { belongings, docker } from './engine.ts';
import { execute, resultsFolder, start } from './program.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url));
const experiment = fixture('quick-kill');
const quickKill = (out: string) => start(['run', experiment, '--mode', 'kraft-combined', '--out', out]);
/** Three runs of it, one after the other; the second has begun when the output matches {@link second}. */
const threeTimes = (out: string) =>
  start(['run', experiment, '--mode', 'kraft-combined', '--repeat', '3', '--no-again', '--out', out]);
const second = /reading everything back.*booting.*warming up/s;

/** How far the program has come, by what it says. */
const moments = {
  boot: /booting/,
  steady: /probing/,
  fault: /kill: node-/,
  healing: /healing/,
  'final read': /reading everything back/,
};

/** Somebody else's container: it runs on, whatever we do. */
let foreign: Awaited<ReturnType<typeof docker.createContainer>>;
beforeAll(async () => {
  foreign = await docker.createContainer({
    Image: await findToxiproxyImage(docker, { say: () => {} }),
    name: `somebody-elses-${process.pid}`,
  });
  await foreign.start();
});
afterAll(async () => {
  await foreign.remove({ force: true });
});

describe.each(Object.entries(moments))('killed with SIGKILL at %s', (_, moment) => {
  test('"clean" removes what is left, and only that', async () => {
    const out = resultsFolder();
    const program = quickKill(out);
    await program.says(moment);
    await expect.poll(belongings, { timeout: 10_000 }).not.toEqual([]);
    program.process.kill('SIGKILL');
    await program.ended;
    expect(await belongings()).not.toEqual([]);

    const { status, stderr } = await execute(['clean']);
    expect(status, stderr).toBe(0);
    expect(await belongings()).toEqual([]);
    expect((await foreign.inspect()).State.Running).toBe(true);
  });
});

test('the history of a killed run can be read up to where it broke off', async () => {
  const out = resultsFolder();
  const program = quickKill(out);
  await program.says(moments.fault);
  program.process.kill('SIGKILL');
  await program.ended;
  await execute(['clean']);
  const folder = join(out, 'quick-kill', 'kraft-combined-3.9.2-kafkajs-1');
  expect(readdirSync(folder)).toContain('history.ndjson');
  const entries = await Array.fromAsync(readHistory(join(folder, 'history.ndjson'), { allowTorn: true }));
  expect(
    entries.filter((each) => each.type === 'operation' && each.kind === 'produce').length,
  ).toBeGreaterThan(100);
});

test('Ctrl-C in the middle of a suite costs what was not run, and nothing else', async () => {
  const out = resultsFolder();
  const program = threeTimes(out);
  await program.says(second);
  program.process.kill('SIGINT');
  const { status, stdout, stderr } = await program.ended;
  expect(status, stderr).toBe(2);
  expect(stdout).toContain('2 not run');
  const [first, ...rest] = readResults(out).results;
  // It is too short to warm up, so it may decide nothing.
  expect(first!.outcome).toMatch(/^(pass|unknown)$/);
  expect(rest.map(({ outcome }) => outcome)).toEqual(['not run', 'not run']);
  expect(rest.map(({ reason }) => reason)).toEqual(['interrupted', 'interrupted before']);
  for (const report of ['summary.md', 'junit.xml']) {
    expect(readFileSync(join(out, report), 'utf8'), report).toContain('interrupted before');
  }
  expect(readdirSync(out)).toContain('report.html');
  expect(await belongings()).toEqual([]);
});

test('a cluster that does not boot costs its own runs only', async () => {
  const out = resultsFolder();
  const both = [fixture('does-not-boot'), experiment, '--mode', 'kraft-combined', '--out', out];
  const { status, stdout, stderr } = await execute(['run', ...both]);
  expect(status, stderr).toBe(2);
  expect(stdout).toContain('not run');
  const results = readResults(out).results.map(({ experiment, outcome }) => [experiment, outcome] as const);
  expect(results.filter(([name]) => name === 'does-not-boot')).toEqual([
    ['does-not-boot', 'not run'],
    ['does-not-boot', 'not run'],
  ]);
  const [last] = results.filter(([name]) => name === 'quick-kill');
  expect(last![1]).toMatch(/^(pass|unknown)$/);
  for (const report of ['summary.md', 'junit.xml']) {
    expect(readFileSync(join(out, report), 'utf8'), report).toContain('log.segment.bytes');
  }
  expect(await belongings()).toEqual([]);
});

// Only root may mount a disk that is small enough to be filled.
test.runIf(process.getuid?.() === 0)(
  'a disk that fills in the middle of a suite costs what could not be kept, and nothing else',
  async () => {
    const out = onSmallDisk();
    const program = threeTimes(out);
    await program.says(second);
    fillDisk(dirname(out));
    const { status, stdout, stderr } = await program.ended;
    expect(status, stderr).toBe(2);
    expect(stdout).toContain('2 not run');
    const [first, ...rest] = readResults(out).results;
    expect(first!.outcome).toMatch(/^(pass|unknown)$/);
    expect(rest.map(({ outcome }) => outcome)).toEqual(['not run', 'not run']);
    expect(rest[0]!.reason).toMatch(/no space left on device/);
    expect(rest[1]!.reason).toMatch(/^the disk of the results is full \(quick-kill\/.*-2\)$/);
    for (const report of ['summary.md', 'junit.xml']) {
      expect(readFileSync(join(out, report), 'utf8'), report).toContain('the disk of the results is full');
    }
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/<\/html>\s*$/);
    expect(await belongings()).toEqual([]);
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s heals, removes everything, and ends with status 2',
  async (signal) => {
    const program = quickKill(resultsFolder());
    await program.says(moments.fault);
    program.process.kill(signal);
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(2);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await belongings()).toEqual([]);
  },
);

/** A folder of results that is not there yet, on a disk of its own. */
function onSmallDisk(): string {
  const out = resultsFolder();
  const disk = dirname(out);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'kafka-chaos', disk]);
  onTestFinished(() => {
    execFileSync('umount', [disk]);
  });
  return out;
}

/** As a neighbour would that writes its own files there. */
function fillDisk(disk: string): void {
  mkdirSync(join(disk, 'of-others'));
  try {
    for (;;) appendFileSync(join(disk, 'of-others', 'file'), Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
