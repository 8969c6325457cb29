import { expect, it } from 'vitest';
import { findProgram, lastLines, runCommand } from '../../src/engine/command.ts';
import { pidRuns } from '../../src/engine/daemon.ts';
import { EnvironmentError } from '../../src/errors.ts';

const node = process.execPath;

it('a program is given its input and its output is returned', async () => {
  const script = 'process.stdin.pipe(process.stdout)';
  await expect(runCommand(node, ['-e', script], { input: 'hello' })).resolves.toBe('hello');
});

it('a program that fails says in one line what it said last', async () => {
  const failing = runCommand(node, ['-e', 'console.error("first\\nsecond"); process.exit(3)']);
  await expect(failing).rejects.toThrow(new EnvironmentError(`${node} failed with status 3: first | second`));
});

it('a program that is not there is an error of the environment', async () => {
  await expect(runCommand('/no/such/program', [])).rejects.toThrow(EnvironmentError);
  expect(findProgram('no-such-program')).toBeUndefined();
  expect(findProgram('sh')).toMatch(/\/sh$/);
});

it('of a long output only the end is kept', () => {
  expect(lastLines('1\n2\n\n3\n4\n5\n6\n')).toBe('2 | 3 | 4 | 5 | 6');
});

it('a pid file is believed only while its number belongs to the program that wrote it', () => {
  const processes: Record<string, string> = { '/proc/7/comm': 'dockerd\n', '/proc/8/comm': 'java\n' };
  const read = (path: string) => processes[path] ?? '';
  expect(pidRuns(7, 'dockerd', read)).toBe(true);
  expect(pidRuns(8, 'dockerd', read)).toBe(false);
  expect(pidRuns(9, 'dockerd', read)).toBe(false);
  expect(pidRuns(Number.NaN, 'dockerd', read)).toBe(false);
});
