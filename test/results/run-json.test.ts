import { describe, expect, it } from 'vitest';
import { measuredIn, measures } from '../../src/checkers/measure.ts';
import { measureHistory } from '../../src/results/measure-history.ts';
import { measuredParts, type Run, runJson, runJsonSchema, runSchema } from '../../src/results/run-json.ts';
import { healed, injected, inTime, phase, steady } from '../history/literals.ts';
import { literalRun } from './literal-results.ts';

const history = inTime(
  steady(0, 1000),
  phase(1000, 'fault'),
  injected(1000),
  steady(3000, 5000),
  healed(4000),
  phase(5100, 'final-read'),
  phase(5200, 'end'),
);

async function run(): Promise<Run> {
  const measured = measuredParts(
    await measureHistory(history, { intervalMs: 20, applications: [{ client: 'java', intervalMs: 100 }] }),
  );
  return {
    schema: 'kafka-chaos/run/1',
    experiment: 'kill-leader',
    mode: 'kraft',
    kafkaVersion: '3.9.2',
    client: 'kafkajs',
    workload: {
      ...{ intervalMs: 20, partitions: 1, acks: 'all', isolation: 'committed' },
      applications: [{ client: 'java', intervalMs: 100, acks: 'all' }],
    },
    seed: 1,
    startedAt: new Date(0).toISOString(),
    outcome: 'pass',
    cluster: {
      bootMs: 3300,
      nodes: [{ name: 'broker-1', id: 1, roles: ['broker'] }],
      images: { kafka: 'kafka-chaos/kafka:3.9.2' },
      effectiveConfig: { 'broker-1': { 'broker.session.timeout.ms': '9000' } },
    },
    predicted: null,
    expectations: [],
    ...measured,
    harness: { ...measured.harness, version: '0.1.0', node: process.version },
  };
}

interface JsonSchema {
  type?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const schema: JsonSchema = JSON.parse(runJsonSchema());

/** Everything that has a name in a JSON Schema, by its path; `[]` is an element of an array. */
function fieldsOf(schema: JsonSchema, path: string[] = []): { path: string; field: JsonSchema }[] {
  const alternatives = schema.anyOf ?? [];
  return [
    ...(path.length === 0 ? [] : [{ path: path.join('.'), field: schema }]),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => fieldsOf(each, [...path, name])),
    ...(schema.items === undefined ? [] : fieldsOf(schema.items, [...path, '[]'])),
    ...alternatives.flatMap((each) => fieldsOf(each, path)),
  ];
}

describe('run.json', () => {
  it('is published as a JSON Schema that is not stale (npm run test:unit -- --update writes it anew)', async () => {
    await expect(runJsonSchema()).toMatchFileSnapshot('../../docs/run.schema.json');
  });

  it('names the unit of every time', () => {
    const times = fieldsOf(schema).filter(({ path }) => /(Ms|\.p50|\.p99|\.max)$/.test(path));
    const described = new Set(
      times.filter(({ field }) => /\bms$/.test(field.description ?? '')).map(({ path }) => path),
    );
    expect(times.length).toBeGreaterThan(30);
    expect(
      times.map(({ path }) => path).filter((path) => path !== 'latencyMs' && !described.has(path)),
    ).toEqual([]);
  });

  it('is written as the schema says, and read back the same', async () => {
    const written = await run();
    expect(runSchema.parse(JSON.parse(runJson(written)))).toEqual(written);
  });

  it('of before is still read: what it does not say has not been observed', async () => {
    const {
      phases: _,
      actions,
      newcomers,
      controllers,
      replication,
      processes,
      heap,
      ensemble,
      ...old
    } = await run();
    expect(runSchema.parse(old)).toMatchObject({
      ...{ phases: [], actions: [], newcomers: null },
      controllers: { changes: null, electedMs: null, servesMs: null, loadingMs: null, epochs: [] },
      replication: {
        ...{ isrShrinks: null, leaderChanges: null },
        ...{ tellingElections: null, electedFirstInList: null, electedSmallestId: null },
      },
      processes: { endedByThemselves: null, leftEnsemble: null, away: null, ends: [] },
      heap: null,
      ensemble: null,
    });
  });

  it('is never written in breach of the contract', async () => {
    const wrong = { ...(await run()), durationMs: -1 };
    expect(() => runJson(wrong)).toThrow('durationMs');
  });

  it('has every number that an expectation can bound, and the other way round', () => {
    const numbers = fieldsOf(schema)
      .filter(({ path, field }) => !path.includes('[]') && /^(number|integer)$/.test(field.type ?? ''))
      .map(({ path }) => path)
      // What was asked for is no measure.
      .filter((path) => path !== 'seed' && !/^(predicted|workload)\./.test(path));
    // What actions took is a list, of which an expectation bounds the sum; what was kept is a difference.
    const all = [...numbers, 'actions.createTopicsMs', 'safety.kept'];
    // Those of a client library stand under its name.
    const ofAll = measures.filter((measure) => !measure.startsWith('clients.'));
    expect(all.toSorted()).toEqual(ofAll.toSorted());
  });

  it('has what an expectation can bound of a client library under the name of each', () => {
    const produce = literalRun().produce;
    const kafkajs: Run['clients'][string] = {
      produce,
      errors: {},
      latencyMs: literalRun().latencyMs,
      longestSendMs: 1,
      recovery: { clientMs: 1, firstAckMs: 1, steadyMs: 1 },
      safety: { lost: 0, duplicates: 0 },
    };
    const run = { ...literalRun(), clients: { kafkajs } };
    const ofKafkajs = measures.filter((measure) => measure.startsWith('clients.kafkajs.'));
    expect(ofKafkajs).toHaveLength(7);
    for (const measure of ofKafkajs) expect(measuredIn(run, measure), measure).toBeTypeOf('number');
    expect(measuredIn(run, 'clients.java.longestSendMs')).toBeNull();
  });
});
