import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckedUse } from '../../src/experiment/fault-use.ts';
import { stepSchema, writtenOut } from '../../src/experiment/method.ts';
import { randomOf } from '../../src/experiment/random.ts';
import { menu } from '../../src/experiment/random-schedule.ts';
import { resolve } from '../../src/experiment/resolve.ts';
import type { PlainStep, Step, StepInput } from '../../src/experiment/step.ts';
import { defaultSizes, modes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

/** A step as the schema completes it. */
const complete = (step: unknown): Step => stepSchema.parse(step as StepInput);
const isInject = (step: PlainStep | undefined) => step?.do === 'inject';

const seeds = fc.integer();
const random = fc.record({
  ...{ do: fc.constant('random' as const), rounds: fc.integer({ min: 1, max: 20 }) },
  atOnce: fc.integer({ min: 1, max: 4 }),
  holdMs: fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => ({ atLeast: 1 + a, atMost: 1 + a + b })),
  choices: fc.option(fc.shuffledSubarray(menu(), { minLength: 1 }), { nil: undefined }),
});

describe('faults of chance', () => {
  test('are the same for the same seed, and mostly others for another', () => {
    fc.assert(
      fc.property(seeds, random, (seed, step) => {
        expect(writtenOut([step], seed)).toEqual(writtenOut([step], seed));
      }),
    );
    const usual = complete({ do: 'random' });
    const schedules = Array.from({ length: 100 }, (_, seed) => JSON.stringify(writtenOut([usual], seed)));
    expect(new Set(schedules).size).toBeGreaterThan(95);
  });

  test('go on from one step to the next, and do not begin anew', () => {
    const step = complete({ do: 'random', rounds: 10 });
    const [first, both] = [writtenOut([step], 7), writtenOut([step, step], 7)];
    expect(both.slice(0, first.length)).toEqual(first);
    expect(both.slice(first.length)).not.toEqual(first);
  });

  test('are as many as asked for, never too many at once, and all healed in the end', () => {
    fc.assert(
      fc.property(seeds, random, (seed, step) => {
        const written = writtenOut([step], seed);
        expect(written.filter(isInject)).toHaveLength(step.rounds);
        expect(written.at(-1)).toEqual({ do: 'heal' });
        let active = 0;
        for (const [index, each] of written.entries()) {
          active = each.do === 'heal' ? 0 : active + (isInject(each) ? 1 : 0);
          expect(active).toBeLessThanOrEqual(step.atOnce);
          if (isInject(each)) expect(written[index + 1]).toMatchObject({ do: 'hold' });
        }
      }),
    );
  });

  test('are of the choices, skip whom they cannot hit, and hold as long as is said', () => {
    fc.assert(
      fc.property(seeds, random, (seed, step) => {
        const choices = step.choices ?? menu();
        for (const each of writtenOut([step], seed)) {
          if (each.do === 'inject') {
            const { do: _, orSkip, ...chosen } = each;
            expect(orSkip).toBe(true);
            expect(choices).toContainEqual(chosen);
          } else if (each.do === 'hold') {
            expect(each.durationMs).toBeGreaterThanOrEqual(step.holdMs.atLeast);
            expect(each.durationMs).toBeLessThanOrEqual(step.holdMs.atMost);
          } else expect(each.do).toBe('heal');
        }
      }),
    );
  });

  test('overlap where that is allowed, and come to every choice in time', () => {
    const written = writtenOut([complete({ do: 'random', rounds: 2_000 })], 42).filter(
      (step) => step.do !== 'hold',
    );
    expect(written.some((each, index) => isInject(each) && isInject(written[index + 1]))).toBe(true);
    const chosen = new Set(written.filter(isInject).map((step) => JSON.stringify(step)));
    expect(chosen.size).toBe(menu().length);
  });

  test.each(modes)('in %s always hit somebody, and nobody is asked who that is', async (mode) => {
    const topology = createTopology(mode, defaultSizes);
    const nobody = () => Promise.reject(new Error('the cluster cannot be asked'));
    const view = {
      partition: nobody,
      activeController: nobody,
      coordinator: nobody,
      zookeeperLeader: nobody,
      isThere: () => true,
    };
    const damaged = { nodes: new Set<string>(), links: new Set<string>() };
    for (const each of menu()) {
      const surroundings = { topology, view, random: randomOf(1), damaged, careful: true };
      const { nodes, links } = await resolve(each, surroundings);
      expect(nodes.length + links.length).toBeGreaterThan(0);
    }
  });

  test('have all their parameters written out in the menu', () => {
    for (const each of menu()) {
      expect((complete({ do: 'inject', ...each }) as CheckedUse).with).toEqual(each.with);
    }
  });
});
