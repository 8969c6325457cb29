/**
 * The program as a person runs it: a process with arguments, output and an exit status.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  /** Resolves as soon as the output so far matches. */
  says(pattern: RegExp): Promise<void>;
  ended: Promise<Ended>;
}

export function start(args: readonly string[], env: Record<string, string> = {}, program = cli): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (data) => {
    stdout += data;
    heard();
  });
  child.stderr.on('data', (data) => {
    stderr += data;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(stderr + stdout)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
        ended.then(() => reject(new Error(`ended without saying ${pattern}:\n${stderr}${stdout}`)));
      }),
  };
}

export function execute(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return start(args, env).ended;
}

/** The same of a copy of the program, in a folder of its own. */
export function executeIn(copy: string, args: readonly string[]): Promise<Ended> {
  return start(args, {}, join(copy, 'src/cli.ts')).ended;
}

/** A folder of results that is not there yet, for a test; it stays for whoever looks for why the test failed. */
export function resultsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-live-'));
  onTestFinished(({ task }) => {
    if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'results');
}
