import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { steady } from '../../src/measures/steady.ts';
import { failure, injected, inTime, ns, operation, steady as successes } from '../history/literals.ts';

function sinceMs(fromMs: number, ...entries: (Entry | Entry[])[]): number | undefined {
  const fold = steady();
  for (const entry of inTime(...entries)) fold.add(entry);
  const at = fold.result().since(ns(fromMs));
  return at === undefined ? undefined : at / 1e6;
}

/** Attempts every 20 ms that take so long. */
const slow = (fromMs: number, toMs: number, tookMs: number) =>
  successes(fromMs, toMs).map((each) => operation(each.invokedNs / 1e6, each.invokedNs / 1e6 + tookMs));

const failures = (fromMs: number, toMs: number, everyMs = 20) =>
  successes(fromMs, toMs, everyMs).map((each) =>
    failure(each.invokedNs / 1e6, each.invokedNs / 1e6 + 2, 'X'),
  );

describe('service is as before', () => {
  it('from when attempts succeed at their usual pace for three seconds', () => {
    const run = [successes(0, 5_000), injected(5_000), failures(5_000, 9_000), successes(9_000, 15_000)];
    expect(sinceMs(5_000, ...run)).toBe(9_000);
  });

  it('only from when they are no longer slow', () => {
    const run = [successes(0, 5_000), injected(5_000), slow(5_000, 8_000, 60), successes(8_000, 15_000)];
    expect(sinceMs(5_000, ...run)).toBe(8_000);
  });

  it('at once where nothing was disturbed', () => {
    expect(sinceMs(5_000, successes(0, 5_000), injected(5_000), successes(5_000, 9_000))).toBe(5_000);
  });

  it('where it is no slower than twice what it was', () => {
    const run = [slow(0, 5_000, 100), injected(5_000), slow(5_000, 9_000, 190)];
    expect(sinceMs(5_000, ...run)).toBe(5_000);
  });

  it('never where it stays slow, fails now and then, or ends too soon', () => {
    const before = [successes(0, 5_000), injected(5_000)];
    expect(sinceMs(5_000, ...before, slow(5_000, 15_000, 60))).toBeUndefined();
    const nowAndThen = [...successes(5_000, 15_000), ...failures(5_000, 15_000, 500)];
    expect(sinceMs(5_000, ...before, nowAndThen)).toBeUndefined();
    expect(sinceMs(5_000, ...before, successes(5_000, 7_900))).toBeUndefined();
    expect(sinceMs(5_000, ...before)).toBeUndefined();
  });

  it('whatever became of what was in flight when the fault came', () => {
    const lost = Array.from({ length: 100 }, (_, n) => failure(4_900 + n, 6_000, 'X'));
    const run = [successes(0, 4_900), injected(5_000), lost, successes(5_000, 9_000)];
    expect(sinceMs(5_000, ...run)).toBe(5_000);
    const later = [...run, failures(9_000, 30_000, 200), successes(9_010, 30_000)];
    expect(sinceMs(9_000, ...later)).toBeUndefined();
  });
});

it('a planted return to service is found within a slice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8_000 }), (outageMs) => {
      const returnMs = 5_000 + outageMs;
      const run = [
        ...[successes(0, 5_000), injected(5_000)],
        ...[failures(5_000, returnMs, 5), successes(returnMs, returnMs + 4_000, 5)],
      ];
      const found = sinceMs(5_000, ...run)!;
      // One attempt in a hundred may be poor: of 600 in three seconds the last six of the outage.
      expect(found).toBeGreaterThanOrEqual(returnMs - 130);
      expect(found).toBeLessThanOrEqual(returnMs + 100);
    }),
  );
});
