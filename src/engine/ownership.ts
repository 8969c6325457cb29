/**
 * Everything that this program makes in Docker carries labels that say which process made it and for which
 * cluster. By them, and by nothing else, it is found and removed again: when a run ends, and after a kill -9.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export const ownerLabel = 'kafka-chaos.owner';
export const clusterLabel = 'kafka-chaos.cluster';
/** On a volume that exists only to say that its cluster is to outlive the process that made it (`up`, `--keep`). */
export const keptLabel = 'kafka-chaos.kept';

/** A process, told apart from every other that has had or will have the same number. */
interface Owner {
  host: string;
  boot: string;
  pid: number;
  startedAt: string;
}

/** The labels of whatever this process makes, for one cluster. */
export function ownerLabels(cluster: string): Record<string, string> {
  return { [ownerLabel]: JSON.stringify(thisProcess()), [clusterLabel]: cluster };
}

/**
 * Whether the process that an owner label names is gone. A process of another host, which cannot be looked
 * for from here, counts as living.
 */
export function isOwnerDead(label: string): boolean {
  const owner = parseOwner(label);
  if (owner === undefined || owner.host !== hostname()) return false;
  return owner.boot !== bootId() || owner.startedAt !== startOf(owner.pid);
}

let self: Owner | undefined;

function thisProcess(): Owner {
  self ??= { host: hostname(), boot: bootId(), pid: process.pid, startedAt: startOf(process.pid) ?? '' };
  return self;
}

function parseOwner(label: string): Owner | undefined {
  try {
    const { host, boot, pid, startedAt } = JSON.parse(label);
    return typeof pid === 'number' ? { host, boot, pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Changes when the machine is started anew; elsewhere than on Linux the processes' start times must do. */
function bootId(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

/** When a process was started, in the system's own terms, or undefined if there is no such process. */
function startOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces; what follows it are fields 3 and on, of which the 22nd is the start.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
  if (process.platform === 'linux') return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
