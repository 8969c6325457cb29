import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { RunClock } from '../../src/history/clock.ts';
import type { Event } from '../../src/history/entry.ts';
import { type EngineEvent, lifeSign, watchProcesses } from '../../src/observers/processes.ts';

const startedMs = Date.parse('2026-11-24T10:00:00.000Z');
const clock: RunClock = { startedAt: new Date(startedMs), now: () => 7, at: (ms) => (ms - startedMs) * 1e6 };
const nodeOf = new Map([['kafka-chaos-c1-broker-1', 'broker-1']]);

const told = (Action: string, atMs: number, Attributes: Record<string, string>): EngineEvent => ({
  ...{ Action, Actor: { Attributes }, timeNano: (startedMs + atMs) * 1e6 },
});
const died = (atMs: number, exitCode: string, name = 'kafka-chaos-c1-broker-1') =>
  told('die', atMs, { name, exitCode });

test("an end has the engine's time and the exit code, a start has none", () => {
  const ended = lifeSign(died(2_000, '137'), nodeOf, clock);
  expect(ended).toMatchObject({ kind: 'process', node: 'broker-1', running: false, exitCode: 137 });
  expect(ended!.timeNs / 1e6).toBeCloseTo(2_000, 2);
  const started = lifeSign(told('start', 2_500, { name: 'kafka-chaos-c1-broker-1' }), nodeOf, clock);
  expect(started).toMatchObject({ kind: 'process', node: 'broker-1', running: true, exitCode: null });
});

test('what is no process of a node, and what was before the run, is no event', () => {
  expect(lifeSign(died(2_000, '0', 'kafka-chaos-c1-broker-1-host'), nodeOf, clock)).toBeUndefined();
  expect(lifeSign(died(-1, '1'), nodeOf, clock)).toBeUndefined();
});

/** The engine's stream of events, and what a watcher makes of it. */
function watch(running: boolean) {
  const stream = new PassThrough();
  const asked: unknown[] = [];
  const docker = {
    async getEvents(options: unknown) {
      asked.push(options);
      return stream;
    },
  };
  const cluster = {
    id: 'c1',
    topology: { nodes: [{ name: 'broker-1' }] },
    isPartOfIt: () => true,
    container: () => ({ inspect: async () => ({ State: { Running: running } }) }),
  };
  const events: Event[] = [];
  const end = new AbortController();
  const watching = watchProcesses(
    docker as unknown as Docker,
    cluster as unknown as Cluster,
    clock,
    (event) => events.push(event),
    end.signal,
  );
  return { stream, asked, events, end, watching };
}

test('each node that runs is told of first, then every end and start until the watching ends', async () => {
  const { stream, asked, events, end, watching } = watch(true);
  stream.write(`${JSON.stringify(died(1_000, '1'))}\n`);
  stream.write(`${JSON.stringify(told('start', 1_100, { name: 'kafka-chaos-c1-broker-1' }))}\n`);
  while (events.length < 3) await sleep(1);
  end.abort();
  await watching;
  expect(events).toMatchObject([
    { timeNs: 7, node: 'broker-1', running: true, exitCode: null },
    { node: 'broker-1', running: false, exitCode: 1 },
    { node: 'broker-1', running: true, exitCode: null },
  ]);
  expect(JSON.parse((asked[0] as { filters: string }).filters)).toEqual({
    label: ['kafka-chaos.cluster=c1'],
    event: ['start', 'die'],
  });
});

test('a node that does not run is not said to', async () => {
  const { events, end, watching } = watch(false);
  await sleep(5);
  end.abort();
  await watching;
  expect(events).toEqual([]);
});
