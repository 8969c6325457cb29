import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Trial } from '../../src/experiment/step.ts';
import { tryOut } from '../../src/experiment/try-out.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology, portOf } from '../../src/topology/topology.ts';

const java = vi.hoisted(() => ({
  ran: [] as string[],
  answer: { exitCode: 0 as number | null, printed: '' },
}));

vi.mock('../../src/cluster/java-program.ts', () => ({
  async runJava(_: unknown, node: { name: string }, mainClass: string, args: readonly string[]) {
    java.ran.push([node.name, mainClass, ...args].join(' '));
    return java.answer;
  },
}));

const topology = createTopology('kraft', defaultSizes);
const controller = topology.nodes.find(({ name }) => name === 'controller-2')!;
const files: string[] = [];
const cluster = {
  topology,
  container: () => ({
    async putArchive(archive: AsyncIterable<Buffer>) {
      files.push(Buffer.concat(await Array.fromAsync(archive)).toString());
    },
  }),
};

const trying = (step: Trial, active = true) =>
  tryOut(
    step,
    { cluster: cluster as never },
    { activeController: async () => (active ? controller : undefined) },
  );

beforeEach(() => {
  java.ran = [];
  java.answer = { exitCode: 0, printed: '' };
  files.length = 0;
});

const setting = (key: string) =>
  `<li><h4><a id="${key}"></a></h4><table><tr><th>Default:</th><td>1</td></tr></table>`;

test('settings are looked up in what Kafka documents', async () => {
  java.answer.printed = setting('a.known') + setting('another.known');
  expect(await trying({ do: 'try-settings', keys: ['a.known', 'no.such'] })).toEqual([
    { what: 'a.known', works: true, found: 'it is documented' },
    { what: 'no.such', works: false, found: 'no broker and no controller has it' },
  ]);
});

test('a Kafka that documents nothing tells nothing', async () => {
  java.answer.printed = 'Error: could not find or load main class';
  await expect(trying({ do: 'try-settings', keys: ['a.known'] })).rejects.toThrow(
    /does not list Kafka's settings/,
  );
});

describe('a program', () => {
  const step: Trial = {
    do: 'try-program',
    mainClass: 'a.Tool',
    arguments: ['--at', 'ADDRESS', '--file', 'LOG'],
  };

  test('runs on the active controller, with its address and its log', async () => {
    const [tried] = await trying(step);
    expect(java.ran).toEqual([
      expect.stringMatching(
        /^controller-2 a\.Tool --at 127\.0\.0\.1:\d+ --file \/\S+\/__cluster_metadata-0\/0{20}\.log$/,
      ),
    ]);
    expect(tried).toEqual({
      what: 'a.Tool --at ADDRESS --file LOG',
      works: true,
      found: 'it ends with status 0',
    });
  });

  test('runs on a broker, if that is what is asked, with the address of that one', async () => {
    const [tried] = await trying({ ...step, on: 'broker' }, false);
    expect(java.ran).toEqual([expect.stringMatching(/^broker-1 a\.Tool --at 127\.0\.0\.1:\d+ --file /)]);
    expect(java.ran[0]).toContain(
      `127.0.0.1:${portOf(topology.nodes, topology.nodes.find(({ name }) => name === 'broker-1')!, 'replication')}`,
    );
    expect(tried).toMatchObject({ what: 'a.Tool --at ADDRESS --file LOG (at a broker)', works: true });
  });

  test.each([
    ['begin\njava.lang.IllegalStateException: no\n  at X\n', 'java.lang.IllegalStateException: no'],
    ['first\nlast\n\n', 'last'],
    ['', 'it says nothing'],
  ])('that ends with another status does not work, and says why', async (printed, found) => {
    java.answer = { exitCode: 1, printed };
    expect((await trying(step))[0]).toMatchObject({ works: false, found });
  });
});

test('a configuration is given to the tool that formats, with a folder of its own', async () => {
  const step: Trial = {
    do: 'try-configuration',
    name: 'two lines',
    lines: ['node.id=1', 'process.roles=broker'],
  };
  expect(await trying(step)).toEqual([
    { what: 'two lines', works: true, found: 'its storage can be formatted' },
  ]);
  expect(files[0]).toContain('node.id=1\nprocess.roles=broker\nlog.dirs=/tmp/tried\n');
  java.answer = { exitCode: 1, printed: 'Exception in thread "main": no such listener' };
  expect((await trying(step))[0]).toMatchObject({
    works: false,
    found: expect.stringMatching(/no such listener/),
  });
});

test('without an active controller there is nobody to ask', async () => {
  await expect(trying({ do: 'try-settings', keys: ['a'] }, false)).rejects.toThrow(/no active controller/);
});
