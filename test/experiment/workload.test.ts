import { describe, expect, test } from 'vitest';
import { withApplications, workloadSchema } from '../../src/experiment/workload.ts';

const refusal = (input: unknown) => workloadSchema.safeParse(input).error?.issues[0]?.message;

describe('a workload', () => {
  test('is the probe alone unless an experiment wants more', () => {
    expect(workloadSchema.parse({})).toEqual({
      ...{ intervalMs: 20, maxInFlight: 2_000, acks: 'all', applications: [], isolation: 'committed' },
    });
  });

  test('refuses what no client can do', () => {
    const twice = { applications: [{ client: 'java' }, { client: 'java', acks: '1' }] };
    expect(refusal(twice)).toBe('a client library is there twice');
    const unsafe = { applications: [{ client: 'java', acks: '1', idempotent: true }] };
    expect(refusal(unsafe)).toBe('an idempotent producer needs acks "all"');
    expect(refusal({ acks: '2' })).toBeDefined();
    expect(refusal({ transactions: { abortEvery: 1 } })).toBeDefined();
  });

  test('gets the libraries of the command line, but none that it has', () => {
    const own = workloadSchema.parse({ applications: [{ client: 'kafkajs', idempotent: true }] });
    expect(withApplications(own, ['java', 'kafkajs']).applications).toEqual([
      { client: 'kafkajs', intervalMs: 100, acks: 'all', idempotent: true },
      { client: 'java', intervalMs: 100, acks: 'all' },
    ]);
  });
});
