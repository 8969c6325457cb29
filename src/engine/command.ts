/**
 * Programs of the machine that setting up needs: apt-get, mvn, go. Their output is shown only when they fail.
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EnvironmentError } from '../errors.ts';

/** How much of a failed command's output is worth reading. */
const shownLines = 5;

/** Where a program is, looked for on PATH and where Debian puts programs for root, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * Runs a program to its end.
 * @param options.complaint picks from all its output what says why it failed; the last lines, if not given
 * @returns what it wrote to its standard output
 * @throws EnvironmentError with the end of its output, if it cannot be started or fails
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> & { input?: string; complaint?(output: string): string } = {},
): Promise<string> {
  const { input, complaint = lastLines, ...spawnOptions } = options;
  const child = spawn(program, args, { ...spawnOptions, stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that does not read its input is none of our business; that it fails is.
  child.stdin.on('error', () => {}).end(input);
  let output = '';
  let everything = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    everything += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    everything += text;
  });
  await ended(child, program, () => complaint(everything));
  return output;
}

/** Resolves when a child process has ended well, and otherwise says what it said last. */
export function ended(
  child: ReturnType<typeof spawn>,
  program: string,
  complaint: () => string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new EnvironmentError(`${program} cannot be started: ${error.message}`)),
    );
    child.once('close', (status, signal) => {
      if (status === 0) return resolve();
      const how = signal === null ? `failed with status ${status}` : `was ended by ${signal}`;
      reject(new EnvironmentError(`${program} ${how}: ${complaint()}`));
    });
  });
}

/** The last few lines of a program's output, as one line. */
export function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(-shownLines)
    .join(' | ');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
