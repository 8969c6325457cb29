/**
 * What the experiments are for: a system that is broken on purpose fails the experiment that looks there, and not one that
 * looks elsewhere.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import stopLeader from '../../../experiments/brokers/stop-leader.ts';
import minIsrRefuses from '../../../experiments/replication/min-isr-refuses-then-heals.ts';
import type { ExperimentInput } from '../../../src/experiment/experiment.ts';
import { buildImage } from '../../../src/images/build.ts';
import { findKafkaImage } from '../../../src/images/kafka-image.ts';
import { readResults } from '../../../src/results/read-results.ts';
import { docker } from '../engine.ts';
import { execute, resultsFolder } from '../program.ts';

const slowStart = 'kafka-chaos-test/slow-start:3.9.2';
const files = mkdtempSync(join(tmpdir(), 'kafka-chaos-mutants-'));
afterAll(() => rmSync(files, { recursive: true }));

beforeAll(async () => {
  const ours = await findKafkaImage(docker, { version: '3.9.2', say: () => {} });
  const context = join(import.meta.dirname, 'slow-start');
  const image = { reference: slowStart, context, arguments: { OURS: ours.reference }, labels: {} };
  await buildImage(docker, image, () => {});
});

/** The experiment on a topic that takes writes with one replica in sync. */
function withMinIsrOne(experiment: ExperimentInput): string {
  const path = join(files, `${experiment.name}.ts`);
  const topic = { ...experiment.topic, config: { ...experiment.topic?.config, 'min.insync.replicas': '1' } };
  writeFileSync(path, `export default ${JSON.stringify({ ...experiment, topic })};\n`);
  return path;
}

test.each([
  {
    mutant: 'a Kafka that takes 40 s longer to start',
    run: ['stop-leader', 'partition-leader-from-followers', '--image', slowStart],
    outcomes: { 'stop-leader': 'fail', 'partition-leader-from-followers': 'pass' },
  },
  {
    mutant: 'min.insync.replicas=1',
    run: [withMinIsrOne(minIsrRefuses), withMinIsrOne(stopLeader)],
    outcomes: { 'min-isr-refuses-then-heals': 'fail', 'stop-leader': 'pass' },
  },
  {
    mutant: 'a producer with acks=1',
    // Not stop-leader: one that hands over may lose what it has acknowledged alone, and did in one run, which is what it looks for.
    run: ['kill-follower', 'kill-controller', '--acks', '1'],
    outcomes: { 'kill-follower': 'fail', 'kill-controller': 'pass' },
  },
])('$mutant fails the experiment that looks there, and no other', async ({ run, outcomes }) => {
  const out = resultsFolder();
  const { status, stdout, stderr } = await execute(['run', ...run, '--mode', 'kraft', '--out', out]);
  const { results } = readResults(out);
  const found = Object.fromEntries(results.map(({ experiment, outcome }) => [experiment, outcome]));
  expect(found, stderr + stdout).toEqual(outcomes);
  expect(status).toBe(1);
});
