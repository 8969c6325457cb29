import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { startClock } from '../../src/history/clock.ts';
import type { Event } from '../../src/history/entry.ts';
import { startObservers } from '../../src/observers/index.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-observers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an observer that fails is told as a trouble, and neither ends the program nor the others', async () => {
  const refused = async () => {
    throw new Error('the engine refused it');
  };
  const cluster = {
    id: 'c1',
    topology: createTopology('kraft', defaultSizes),
    bootstrapServers: ['127.0.0.1:9'],
    isPartOfIt: () => true,
    container: () => ({ inspect: async () => ({ State: { Running: true } }), logs: refused }),
  } as unknown as Cluster;
  const events: Event[] = [];
  const watched = { topic: 't', group: 'g' };
  const docker = { getEvents: refused } as unknown as Docker;
  {
    await using _ = startObservers(docker, cluster, watched, folder, startClock(), (event) =>
      events.push(event),
    );
    await sleep(100);
  }
  const troubles = events.flatMap((event) => (event.kind === 'trouble' ? [event.what] : []));
  // Logs that cannot be followed are asked for again.
  expect(troubles).toEqual(['processes could not be watched any more: the engine refused it']);
});
