import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { exitStatus, UsageError } from '../../src/errors.ts';
import type { Entry } from '../../src/history/entry.ts';
import { openJournal } from '../../src/history/journal.ts';
import { evaluate } from '../../src/results/evaluate.ts';
import type { RunFacts } from '../../src/results/run-facts.ts';
import { runJson } from '../../src/results/run-json.ts';
import {
  consume,
  event,
  healed,
  injected,
  inTime,
  operation,
  phase,
  read,
  steady,
  write,
} from '../history/literals.ts';

const facts: RunFacts = {
  ...{ mode: 'kraft', kafkaVersion: '3.9.2', client: 'kafkajs', seed: 7 },
  cluster: {
    bootMs: 5_000,
    nodes: [{ name: 'broker-1', id: 1, roles: ['broker'] }],
    ...{ images: { kafka: 'kafka' }, effectiveConfig: {} },
  },
  workload: { intervalMs: 20, partitions: 1, acks: 'all', applications: [], isolation: 'committed' },
  predicted: null,
  expectations: [
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 1_000 },
    { name: 'nothing lost', measure: 'safety.lost', equals: 0 },
  ],
  harness: { version: '0.1.0', node: 'v24.0.0' },
};

/** An outage of three seconds, of which the cluster recovers; one record is read back. */
const whole = inTime(
  phase(0, 'steady'),
  [write(0, 'probe-0/0', 0), ...steady(20, 1_000)],
  phase(1_000, 'fault'),
  injected(1_010),
  steady(4_000, 6_000),
  healed(6_000),
  event(6_100, { kind: 'healed', evidence: { 'all in sync': true } }),
);
const ending: Entry[] = [phase(7_000, 'final-read'), read(7_001, 'probe-0/0', 0), phase(7_500, 'end')];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-evaluate-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function history(entries: readonly Entry[], told: object = facts): string {
  const path = join(folder, 'history.ndjson');
  const journal = openJournal(path, {
    ...{ startedAt: new Date(0), experiment: 'kill-leader' },
    facts: told as Record<string, unknown>,
  });
  for (const entry of entries) journal.append(entry);
  journal.close();
  return path;
}

describe('a history alone', () => {
  it.each([
    ['committed', 1_000],
    ['uncommitted', 250],
  ] as const)(
    'says how long reading %s records beside transactions may wait',
    async (isolation, thresholdMs) => {
      const transactions = { intervalMs: 200, abortEvery: 4, oneSend: false };
      const workload = { ...facts.workload, transactions, isolation };
      const run = await evaluate(history([...whole, ...ending], { ...facts, workload }));
      expect(run.consume?.thresholdMs).toBe(thresholdMs);
      expect(run.produce.thresholdMs).toBe(250);
    },
  );

  it('says whether new clients got through', async () => {
    const newcomers = { intervalMs: 1_000 };
    const workload = { ...facts.workload, newcomers };
    const arrivals = [1_500, 2_500, 3_500].map((atMs) =>
      operation(atMs, atMs + 20, { kind: 'connect', process: 'newcomer' }),
    );
    const run = await evaluate(history(inTime(whole, arrivals, ending), { ...facts, workload }));
    expect(run.newcomers).toMatchObject({ thresholdMs: 5_000, longestMs: 0, ok: 3, fail: 0 });
    // A new client writes nothing.
    expect(run.safety.acknowledged).toBe(whole.filter((entry) => entry.type === 'operation').length);
  });

  it('tells the whole run', async () => {
    const run = await evaluate(history([...whole, ...ending]));
    expect(run).toMatchObject({
      ...{ experiment: 'kill-leader', mode: 'kraft', seed: 7, startedAt: new Date(0).toISOString() },
      ...{ durationMs: 7_500, healed: { atMs: 6_100 } },
      cluster: { bootMs: 5_000 },
      harness: { version: '0.1.0', troubles: [] },
      newcomers: null,
    });
    expect(run.produce.longestMs).toBeGreaterThan(3_000);
    expect(run.expectations.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
    // All but one record are not in the log.
    expect(run.safety.lost).toBe(run.safety.acknowledged - 1);
    expect(run.outcome).toBe('fail');
  });

  it('decides nothing if it has no end', async () => {
    const run = await evaluate(history(whole));
    expect(run.outcome).toBe('unknown');
    expect(run.harness.troubles).toEqual([
      { atMs: 6_100, what: 'the run was broken off: its history has no end' },
    ]);
  });

  it('decides nothing if its method was not carried out', async () => {
    const trouble = event(1_005, { kind: 'trouble', what: 'kill: it runs still', ofMethod: true });
    const calm = inTime(
      phase(0, 'steady'),
      write(0, 'probe-0/0', 0),
      steady(20, 6_000),
      phase(1_000, 'fault'),
    );
    const noFault = await evaluate(history(inTime(calm.slice(0, 2), trouble, ending)));
    expect(noFault).toMatchObject({ outcome: 'unknown', faults: [] });
    expect(noFault.expectations.map(({ outcome }) => outcome)).toEqual(['unknown', 'pass']);
  });

  it('decides nothing if it was disturbed before, but what is lost is lost', async () => {
    const early = whole.filter((entry) => entry.type === 'event' || entry.completedNs > 500e6);
    const noisy = await evaluate(history(inTime(write(0, 'probe-0/0', 0), early, ending)));
    expect(noisy.harness.noiseBeforeFault).not.toEqual([]);
    expect(noisy.expectations.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
  });

  it('fails if Kafka did not get well, as its expectations say', async () => {
    const trouble = event(6_100, { kind: 'trouble', what: 'not healed: broker-1 does not serve' });
    const slow = [{ name: 'in sync again', measure: 'recovery.fullIsrMs', atMost: 9_000 }];
    const deliveries = whole.flatMap((each) =>
      each.type === 'event' ? [] : consume(each.completedNs / 1e6 + 1, each.value, 0),
    );
    const end = [trouble, phase(6_500, 'recovery'), phase(7_000, 'end')];
    const unwell = inTime(whole.slice(0, -1), deliveries, end);
    const run = await evaluate(history(unwell, { ...facts, expectations: slow }));
    expect(run).toMatchObject({ outcome: 'fail', healed: null });
  });

  it('is refused with the position if it is cut off in the middle of a line', async () => {
    const path = history([...whole, ...ending]);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    await expect(evaluate(path)).rejects.toThrow(/is damaged at line \d+ \(byte \d+\)/);
  });

  it('is refused if its first line lacks what has to be known', async () => {
    const { workload: _, ...rest } = facts;
    await expect(evaluate(history(whole, rest))).rejects.toThrow(
      /is damaged at line 1 \(byte 0\): facts\.workload/,
    );
  });
});

describe('"check"', () => {
  const printed = () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    return lines;
  };

  it('ends as the run did, if run.json has the same numbers', async () => {
    const lines = printed();
    writeFileSync(join(folder, 'run.json'), runJson(await evaluate(history([...whole, ...ending]))));
    expect(await check(folder)).toBe(exitStatus.fail);
    expect(lines.join('')).toMatch(/its run\.json has the same numbers/);
  });

  it('names what differs in run.json', async () => {
    const lines = printed();
    const run = await evaluate(history([...whole, ...ending]));
    const other = { ...run, produce: { ...run.produce, ok: run.produce.ok + 1 } };
    writeFileSync(join(folder, 'run.json'), runJson(other));
    await check(folder);
    expect(lines.join('')).toMatch(
      new RegExp(
        `run.json differs: produce.ok is ${run.produce.ok + 1} there and ${run.produce.ok} by the history`,
      ),
    );
  });

  it('says where there is no run.json beside a history', async () => {
    const lines = printed();
    history([...whole, ...ending]);
    expect(await check(folder)).toBe(exitStatus.fail);
    expect(lines.join('')).toMatch(/there is no run\.json beside it to compare with/);
  });

  it('tells of a history that cannot be read, and goes on with the next', async () => {
    const lines = printed();
    const path = history([...whole, ...ending]);
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(folder, name));
      const cut = name === 'b' ? -20 : undefined;
      writeFileSync(join(folder, name, 'history.ndjson'), readFileSync(path, 'utf8').slice(0, cut));
    }
    rmSync(path);
    // The two others do not hold, which is worse than what cannot be told.
    expect(await check(folder)).toBe(exitStatus.fail);
    expect(lines.join('').match(/there is no run\.json/g)).toHaveLength(2);
    expect(lines.join('')).toMatch(/b.history\.ndjson is damaged at line \d+/);
    // Alone it is refused.
    await expect(check(join(folder, 'b'))).rejects.toThrow(UsageError);
  });

  it('refuses a folder without a history', async () => {
    await expect(check(folder)).rejects.toThrow(UsageError);
    await expect(check(join(folder, 'none'))).rejects.toThrow(/there is no folder/);
  });
});
