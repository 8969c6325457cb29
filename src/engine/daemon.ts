/**
 * Starts a Docker engine that is installed but does not run: by systemd where it is in charge, else as a plain
 * process that outlives this program.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import pRetry, { AbortError } from 'p-retry';
import { EnvironmentError } from '../errors.ts';
import { findProgram, lastLines, runCommand } from './command.ts';

type Say = (line: string) => void;

const logFile = '/var/log/kafka-chaos-dockerd.log';
/** Restoring the containers of a machine that was cut off can take a while. */
const startTimeoutMs = 60_000;

/** Pid files that a machine which was cut off leaves behind, with the names of the processes they speak of. */
const pidFiles = [
  { path: '/var/run/docker.pid', process: 'dockerd' },
  { path: '/var/run/docker/containerd/containerd.pid', process: 'containerd' },
];

/**
 * Starts the engine and waits until it answers.
 * @param answers rejects as long as the engine does not answer
 * @throws EnvironmentError with the end of the engine's log
 */
export async function startDaemon(answers: () => Promise<unknown>, say: Say): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    say('starting the Docker engine with systemd');
    await runCommand('systemctl', ['start', 'docker']);
    return awaitAnswer(answers, () => undefined, 'see journalctl -u docker');
  }
  if (isAlive(pidFiles[0]!)) {
    say('waiting for the Docker engine that is just starting');
    return awaitAnswer(answers, () => undefined, 'it was started by somebody else');
  }
  say(`starting the Docker engine, dockerd, as a plain process; its log is ${logFile}`);
  removeStalePidFiles();
  const child = spawnDaemon();
  await awaitAnswer(answers, () => child.exitCode ?? child.signalCode ?? undefined, endOfLog);
}

function spawnDaemon() {
  const dockerd = findProgram('dockerd');
  if (dockerd === undefined) throw new EnvironmentError('dockerd is not installed');
  const log = openSync(logFile, 'w');
  try {
    // A group of its own, so that Ctrl-C in our terminal does not reach it.
    // It looks for iptables, which is not on the PATH of everybody who is root.
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const child = spawn(dockerd, [], { cwd: '/', env, detached: true, stdio: ['ignore', log, log] });
    child.on('error', () => {}); // Shows as an engine that does not answer.
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function awaitAnswer(
  answers: () => Promise<unknown>,
  ended: () => string | number | undefined,
  hint: string | (() => string),
): Promise<unknown> & Promise<void> {
  const attempt = async () => {
    if (ended() !== undefined) throw new AbortError('it ended at once');
    await answers();
  };
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 100,
    maxTimeout: 500,
    maxRetryTime: startTimeoutMs,
  }).catch((error: Error) => {
    const why = typeof hint === 'string' ? hint : hint();
    throw new EnvironmentError(`the Docker engine does not start: ${error.message}; ${why}`);
  });
}

/**
 * dockerd believes a pid file as long as any process has that number, which after a cut is soon another one's.
 */
function removeStalePidFiles(): void {
  for (const file of pidFiles) if (!isAlive(file)) rmSync(file.path, { force: true });
}

function isAlive(file: { path: string; process: string }): boolean {
  const pid = Number.parseInt(readIfThere(file.path), 10);
  return pidRuns(pid, file.process, (path) => readIfThere(path));
}

/** Whether the process of that number runs the program of that name; `read` gives '' for what is not there. */
export function pidRuns(pid: number, program: string, read: (path: string) => string): boolean {
  return Number.isInteger(pid) && read(`/proc/${pid}/comm`).trim() === program;
}

function endOfLog(): string {
  return `${logFile} ends: ${lastLines(readIfThere(logFile))}`;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
