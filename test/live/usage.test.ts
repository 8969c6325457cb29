/**
 * Wrong usage gets one clear sentence, and nothing is started.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { belongings } from './engine.ts';
import { execute, resultsFolder } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-usage-'));
function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

// None of them starts anything, so they need not wait for each other.
test.concurrent.each<[string, string[], RegExp]>([
  [
    'a key that no broker knows',
    ['run', 'none', '--set', 'broker:no.such.key=1'],
    /knows no setting "no\.such\.key"/,
  ],
  [
    'a key that ZooKeeper does not know',
    ['run', 'none', '--mode', 'zk', '--set', 'zookeeper:ticktime=1'],
    /ZooKeeper knows no setting "ticktime"/,
  ],
  ['ZooKeeper mode on Kafka 4', ['run', 'none', '--mode', 'zk', '--kafka', '4.3.1'], /removed in Kafka 4\.0/],
  ['an unknown experiment', ['run', 'no-such-experiment'], /there is no experiment "no-such-experiment"/],
  ['a broken experiment file', ['run', file('broken.ts', 'export default {')], /broken\.ts cannot be loaded/],
  [
    'an experiment file with a wrong field',
    ['run', file('wrong.ts', 'export default { name: "x" }')],
    /wrong\.ts: shows/,
  ],
  [
    'results where none can be written',
    ['run', 'none', '--out', join(file('a-file', ''), 'sub')],
    /cannot be written/,
  ],
  ['a folder that holds something already', ['run', 'none', '--out', folder], /is not empty/],
  ['an unknown mode', ['run', 'none', '--mode', 'zookeeper'], /--mode zookeeper is unknown/],
  ['an unknown option', ['run', 'none', '--moed', 'zk'], /unknown option/],
  ['an unknown command', ['rum'], /unknown command/],
  ['no experiment', ['run'], /missing required argument/],
  ['a count that is none', ['run', 'none', '--brokers', 'many'], /--brokers many/],
  ['fewer brokers than replicas', ['run', 'none', '--brokers', '2'], /needs 3 brokers/],
  ['settings of no role', ['run', 'none', '--set', 'a=b'], /role:key=value/],
])('%s: exit status 64', async (_, args, sentence) => {
  const { status, stdout, stderr } = await execute(
    args[0] === 'run' && !args.includes('--out') ? [...args, '--out', resultsFolder()] : args,
  );
  expect(status, stderr).toBe(64);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
  expect(await belongings()).toEqual([]);
});

test('without an engine: exit status 2, and what to do', async () => {
  const { status, stderr } = await execute(['run', 'none', '--out', resultsFolder()], {
    DOCKER_HOST: 'tcp://127.0.0.1:1',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/DOCKER_HOST/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
