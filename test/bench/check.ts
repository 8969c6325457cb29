/**
 * How fast a history is measured and checked, and how much memory that takes: of a million and of ten million
 * operations, each in a process of its own, because a process never gives its peak back.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Entry, Operation } from '../../src/history/entry.ts';
import { measureHistory } from '../../src/results/measure-history.ts';

const sizes = [1_000_000, 10_000_000];
const mostMebibytes = 512;
const partitions = 30;
const intervalMs = 20;

interface Result {
  operations: number;
  seconds: number;
  peakMebibytes: number;
}

export async function benchCheck(): Promise<boolean> {
  let good = true;
  for (const size of sizes) {
    const script = [...process.execArgv, fileURLToPath(import.meta.url), String(size)];
    const child = spawnSync(process.execPath, script, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.status !== 0) return false;
    const { operations, seconds, peakMebibytes } = JSON.parse(child.stdout) as Result;
    const fits = peakMebibytes <= mostMebibytes;
    good &&= fits;
    console.log(
      `${operations.toLocaleString('en')} operations in ${seconds.toFixed(1)} s, ${Math.round(operations / seconds).toLocaleString('en')} a second, at most ${peakMebibytes.toFixed(0)} MiB of memory (allowed ${mostMebibytes}): ${fits ? 'good' : 'NOT GOOD'}`,
    );
  }
  return good;
}

/** A clean run: each record is written, delivered 5 ms later, and read in the end. */
function* history(operations: number): Generator<Entry> {
  const each = Math.floor(operations / (3 * partitions));
  yield { type: 'event', timeNs: 0, kind: 'phase', name: 'steady' };
  for (let n = 0; n < each; n++) {
    for (let partition = 0; partition < partitions; partition++) {
      yield produce(partition, n);
    }
    for (let partition = 0; partition < partitions; partition++)
      yield arrive('consume', partition, n, atMs(n) + 5);
  }
  const endMs = atMs(each) + 1_000;
  yield { type: 'event', timeNs: endMs * 1e6, kind: 'phase', name: 'final-read' };
  let read = 0;
  for (let partition = 0; partition < partitions; partition++) {
    for (let n = 0; n < each; n++) yield arrive('read', partition, n, endMs + ++read / readsPerMs);
  }
  yield { type: 'event', timeNs: (endMs + read / readsPerMs + 1) * 1e6, kind: 'phase', name: 'end' };
}

/** As fast as the final read of a run on two cores is, and a little faster. */
const readsPerMs = 25;

const atMs = (n: number) => 1 + n * intervalMs;

function produce(partition: number, n: number): Operation {
  const ns = atMs(n) * 1e6;
  const process = `probe-${partition}`;
  return {
    ...{ type: 'operation', kind: 'produce', process, partition, outcome: 'ok', value: `${process}/${n}` },
    ...{ scheduledNs: ns, invokedNs: ns, completedNs: ns + 2e6, broker: 1, offset: n },
  };
}

function arrive(kind: 'consume' | 'read', partition: number, n: number, ms: number): Operation {
  const ns = ms * 1e6;
  return {
    ...{ type: 'operation', kind, process: kind, partition, outcome: 'ok', value: `probe-${partition}/${n}` },
    ...{ scheduledNs: ns, invokedNs: ns, completedNs: ns, offset: n },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const operations = Number(process.argv[2]);
  const began = performance.now();
  const measured = await measureHistory(history(operations), {
    intervalMs,
    partitions: Array.from({ length: partitions }, (_, partition) => partition),
  });
  const seconds = (performance.now() - began) / 1000;
  const { lost, unseen, duplicates, reordered, phantom, corrupted, acknowledged } = measured.safety;
  const findings = [lost, unseen, duplicates, reordered, phantom, corrupted];
  if (findings.some((each) => each !== 0)) throw new Error(`a clean history has findings: ${findings}`);
  const result: Result = {
    operations: 3 * acknowledged,
    seconds,
    // Kibibytes on Linux.
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(result));
}
