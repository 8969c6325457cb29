import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { availability } from '../../src/measures/availability.ts';
import { latency } from '../../src/measures/latency.ts';
import { failure, healed, injected, inTime, operation, phase, steady } from '../history/literals.ts';

/** Together with the availability that it asks, as measureHistory runs them. */
function measure(entries: Entry[]) {
  const produce = availability({ kind: 'produce', intervalMs: 20 });
  const into = latency({ disturbedUntilNs: produce.disturbedUntilNs });
  for (const entry of entries) {
    produce.add(entry);
    into.add(entry);
  }
  return into.result();
}

describe('latency', () => {
  it('is measured from the scheduled time, of acknowledged operations only', () => {
    const history = [operation(10, 12, { scheduledMs: 0 }), failure(20, 9000, 'REQUEST_TIMED_OUT')];
    expect(measure(history).before).toEqual({ count: 1, p50: 12, p99: 12, max: 12 });
  });

  it('gives quantiles that are not below the true ones, and at most 0.1 % above', () => {
    const history = Array.from({ length: 1000 }, (_, i) => operation(20 * i, 20 * i + (i + 1) / 10));
    const { p50, p99, max } = measure(history).before;
    expect(p50! / 50).toBeGreaterThanOrEqual(1);
    expect(p50! / 50).toBeLessThan(1.002);
    expect(p99! / 99).toBeGreaterThanOrEqual(1);
    expect(p99! / 99).toBeLessThan(1.002);
    expect(max).toBe(100);
  });

  it('knows nothing where there is no operation', () => {
    expect(measure([]).during).toEqual({ count: 0, p50: null, p99: null, max: null });
  });

  it('takes the end of the last action for the end, where nothing was to be healed', () => {
    const done = (atMs: number): Entry => ({
      ...{ type: 'event', timeNs: atMs * 1e6, kind: 'action', what: 'roll', tookMs: 500, detail: 'broker-1' },
    });
    const { before, during, after } = measure(
      inTime(steady(0, 3000), phase(990, 'fault'), done(1500), done(2000)),
    );
    expect([before.count, during.count, after.count]).toEqual([50, 51, 49]);
  });

  it('tells before, during and after apart by the injection and the healing', () => {
    const history = inTime(steady(0, 3000), phase(990, 'fault'), injected(1000), healed(2000));
    const { before, during, after } = measure(history);
    expect([before.count, during.count, after.count]).toEqual([50, 51, 49]);
  });

  it('lets the disturbance last until the last window is over, on every partition', () => {
    const other = steady(0, 4000, 20, { partition: 1 });
    const hit = [...steady(0, 1000), ...steady(3000, 4000)];
    const { before, during, after } = measure(
      inTime(hit, other, phase(1000, 'fault'), injected(1001), healed(1500)),
    );
    expect(before.count).toBe(50 + 50);
    expect(during.count).toBe(1 + 101); // what was scheduled until 3002, when the window was over
    expect(after.count).toBe(49 + 49);
  });

  it('has no after while nothing is healed, or a window is still open', () => {
    expect(measure(inTime(steady(0, 3000), injected(1000))).after.count).toBe(0);
    const other = steady(0, 4000, 20, { partition: 1 });
    expect(measure(inTime(steady(0, 1000), other, injected(1000), healed(1500))).after.count).toBe(0);
  });
});
