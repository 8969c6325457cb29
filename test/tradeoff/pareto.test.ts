import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, dominatorOf, paretoFront, type Trade } from '../../src/tradeoff/pareto.ts';

const trade = (outageMs: number, falseFailovers: number): Trade => ({ outageMs, falseFailovers });

describe('the front', () => {
  it('is what no other is better than, the fastest first', () => {
    const [fast, between, steady] = [trade(5, 2), trade(10, 0.4), trade(15, 0)];
    const all = [steady, trade(11, 0.4), fast, trade(16, 0), between, trade(5, 3)];
    expect(paretoFront(all)).toEqual([fast, between, steady]);
  });

  it('has both of two that are alike', () => {
    expect(paretoFront([trade(5, 1), trade(5, 1)])).toHaveLength(2);
    expect(dominates(trade(5, 1), trade(5, 1))).toBe(false);
  });

  // Few values, so that many are alike on one side or on both.
  const trades = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 1,
    maxLength: 20,
  });

  it('has none that is dominated, and dominates every other', () => {
    fc.assert(
      fc.property(trades, (pairs) => {
        const all = pairs.map(([outageMs, falseFailovers]) => trade(outageMs, falseFailovers));
        const front = paretoFront(all);
        expect(front.length).toBeGreaterThan(0);
        for (const point of all) {
          if (front.includes(point)) {
            expect(all.some((other) => dominates(other, point))).toBe(false);
            expect(dominatorOf(point, front)).toBeUndefined();
          } else {
            expect(dominates(dominatorOf(point, front)!, point)).toBe(true);
          }
        }
      }),
    );
  });

  it('gets steadier as it gets slower', () => {
    fc.assert(
      fc.property(trades, (pairs) => {
        const front = paretoFront(pairs.map(([outageMs, failovers]) => trade(outageMs, failovers)));
        for (const [i, point] of front.entries()) {
          const next = front[i + 1] ?? point;
          expect(next.outageMs).toBeGreaterThanOrEqual(point.outageMs);
          expect(next.falseFailovers).toBeLessThanOrEqual(point.falseFailovers);
        }
      }),
    );
  });
});
