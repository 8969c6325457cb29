import { describe, expect, it } from 'vitest';
import { errors } from '../../src/measures/errors.ts';
import { faults } from '../../src/measures/faults.ts';
import { fold } from '../../src/measures/fold.ts';
import { outcomes } from '../../src/measures/outcomes.ts';
import { redelivery } from '../../src/measures/redelivery.ts';
import { stalls } from '../../src/measures/stalls.ts';
import { consume, failure, healed, injected, ns, operation, stall, write } from '../history/literals.ts';

describe('outcomes', () => {
  it('counts how the operations of one kind ended', () => {
    const history = [
      operation(0, 1),
      failure(0, 1, 'X'),
      failure(0, 1, 'Y', { outcome: 'unknown' }),
      consume(2, 'v', 0),
    ];
    expect(fold(history, outcomes('produce'))).toEqual({ ok: 1, fail: 1, unknown: 1 });
    expect(fold(history, outcomes('consume'))).toEqual({ ok: 1, fail: 0, unknown: 0 });
  });
});

describe('errors', () => {
  it('counts produce attempts that did not end ok by name, and leaves none out', () => {
    const history = [
      operation(0, 1),
      failure(0, 1, 'NOT_ENOUGH_REPLICAS'),
      failure(0, 1, 'NOT_ENOUGH_REPLICAS'),
      failure(0, 1, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', { outcome: 'unknown' }),
      operation(0, 1, { outcome: 'unknown' }),
      failure(0, 1, 'OFFSET_OUT_OF_RANGE', { kind: 'consume' }),
    ];
    expect(fold(history, errors())).toEqual({
      NOT_ENOUGH_REPLICAS: 2,
      NOT_ENOUGH_REPLICAS_AFTER_APPEND: 1,
      UNNAMED: 1,
    });
  });
});

describe('faults', () => {
  it('tells when each was injected and healed, with the evidence for both', () => {
    expect(fold([injected(1000), healed(2500.5)], faults())).toEqual([
      {
        kind: 'kill',
        nodes: ['broker-1'],
        links: [],
        injectedAtMs: 1000,
        healedAtMs: 2500.5,
        evidence: { running: false },
        healingEvidence: { running: true },
      },
    ]);
  });

  it('heals the younger of two of a kind first, and leaves open what was never healed', () => {
    const history = [injected(1000, ['broker-1']), injected(2000, ['broker-2']), healed(3000)];
    expect(fold(history, faults()).map((fault) => fault.healedAtMs)).toEqual([null, 3000]);
    // Told which, it is that one: the end of the younger may never be seen.
    const told = [...history.slice(0, -1), healed(3000, 'kill', { nodes: ['broker-1'], links: [] })];
    expect(fold(told, faults()).map((fault) => fault.healedAtMs)).toEqual([3000, null]);
  });
});

describe('redelivery', () => {
  it('counts every further delivery of the same record at the same place', () => {
    const history = [
      consume(0, 'a', 0),
      consume(1, 'b', 1),
      consume(2, 'a', 0),
      consume(3, 'a', 0),
      consume(4, 'a', 7),
    ];
    expect(fold(history, redelivery())).toBe(2);
  });
});

describe('stalls', () => {
  it('lists stalls in order, overlapping ones as one', () => {
    const history = [stall(500, 600), stall(100, 200), stall(150, 300), write(0, 'a', 0)];
    expect(fold(history, stalls())).toEqual([
      { fromMs: 100, toMs: 300 },
      { fromMs: 500, toMs: 600 },
    ]);
  });

  it('says how much of a span the harness did not see', () => {
    const harness = stalls();
    for (const each of [stall(100, 200), stall(300, 400), stall(900, 950)]) harness.add(each);
    expect(harness.overlapNs(ns(150), ns(350))).toBe(ns(100));
    expect(harness.overlapNs(ns(200), ns(300))).toBe(0);
  });

  it('says how early something may have happened that was noticed just after a stall, and not long after', () => {
    const harness = stalls();
    for (const each of [stall(100, 200), stall(230, 400), stall(900, 950)]) harness.add(each);
    expect(harness.earliestNs(ns(350))).toBe(ns(100));
    expect(harness.earliestNs(ns(420))).toBe(ns(100));
    expect(harness.earliestNs(ns(500))).toBe(ns(500));
    expect(harness.earliestNs(ns(951))).toBe(ns(900));
  });
});
