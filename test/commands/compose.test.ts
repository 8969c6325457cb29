import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compose } from '../../src/commands/compose.ts';
import { UsageError } from '../../src/errors.ts';

const say = () => {};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-compose-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('the file is written where --out says, its folder with it, and its path printed', async () => {
  const out = join(folder, 'new/cluster.yaml');
  expect(await compose({ mode: 'zk', brokers: '1', set: ['zookeeper:tickTime=500'], out }, say)).toBe(0);
  expect(readFileSync(out, 'utf8')).toMatch(/^# Kafka 3\.9\.2 in ZooKeeper mode/);
  expect(readFileSync(out, 'utf8')).toContain('tickTime=500\n');
  expect(process.stdout.write).toHaveBeenCalledWith(`${out}\n`);
});

test('an image that was asked for is the one of the file', async () => {
  const out = join(folder, 'cluster.yaml');
  await compose({ image: 'mine:1', out }, say);
  expect(readFileSync(out, 'utf8')).toMatch(/image: \$\{KAFKA_IMAGE:-mine:1\}\n/);
});

test.each([
  ['a Kafka that has not the mode', { mode: 'zk', kafka: '4.3.1' }, /no ZooKeeper mode/],
  ['two modes in one file', { mode: 'zk,kraft' }, /--out names one file/],
  ['a key that ZooKeeper does not know', { mode: 'zk', set: ['zookeeper:ticktime=1'] }, /knows no setting/],
  ['a role that the mode has not', { mode: 'kraft', set: ['zookeeper:tickTime=1'] }, /has no zookeeper/],
])('%s is refused, and nothing written', async (_, flags, reason) => {
  const out = join(folder, 'cluster.yaml');
  const refusal = compose({ ...flags, out }, say);
  await expect(refusal).rejects.toThrow(reason);
  await expect(refusal).rejects.toThrow(UsageError);
  expect(() => readFileSync(out)).toThrow();
});

test('a file that cannot be written is wrong usage', async () => {
  writeFileSync(join(folder, 'file'), '');
  const refusal = compose({ out: join(folder, 'file/cluster.yaml') }, say);
  await expect(refusal).rejects.toThrow(UsageError);
  await expect(refusal).rejects.toThrow(/^cannot write/);
});
