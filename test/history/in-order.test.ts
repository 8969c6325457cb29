import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Operation } from '../../src/history/entry.ts';
import { inOrder } from '../../src/history/in-order.ts';
import { operation, phase, stall } from './literals.ts';

const ordered = (entries: Entry[]) => Array.fromAsync(inOrder(entries));

describe('entries in order', () => {
  it('puts a stall before what it delayed, although it is known only afterwards', async () => {
    const delayed = operation(90, 500);
    const known = stall(100, 500);
    expect(await ordered([delayed, known])).toEqual([known, delayed]);
  });

  it('keeps entries of one moment in the order in which they were written', async () => {
    const same = [operation(0, 5), phase(5, 'fault'), operation(1, 5)];
    expect(await ordered(same)).toEqual(same);
  });

  it('loses nothing, and sorts whatever is late by less than two seconds', async () => {
    const arrivals = fc.array(fc.record({ atMs: fc.nat(60_000), lateMs: fc.nat(1999) }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (planted) => {
        const written = planted
          .toSorted((a, b) => a.atMs + a.lateMs - b.atMs - b.lateMs)
          .map(({ atMs }) => operation(atMs, atMs));
        const times = (await ordered(written)).map((entry) => (entry as Operation).completedNs);
        expect(times).toEqual(planted.map(({ atMs }) => atMs * 1e6).toSorted((a, b) => a - b));
      }),
    );
  });
});
