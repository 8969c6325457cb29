import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { caughtUpNs, lag } from '../../src/measures/lag.ts';
import { consume, injected, inTime, phase, write } from '../history/literals.ts';

const ms = 1e6;
const thresholdNs = 250 * ms;

const lagOf = (entries: readonly Entry[]) => {
  const fold = lag({ thresholdNs });
  for (const entry of inTime([...entries])) fold.add(entry);
  return fold.result();
};

/** Records that are written every 20 ms and delivered so long after their acknowledgement. */
function flow(fromMs: number, toMs: number, delayMs: (atMs: number) => number): Entry[] {
  const times = Array.from({ length: (toMs - fromMs) / 20 }, (_, n) => fromMs + 20 * n);
  return times.flatMap((atMs) => [
    write(atMs, `v${atMs}`, atMs),
    consume(atMs + 2 + delayMs(atMs), `v${atMs}`, atMs),
  ]);
}

describe('a consumer', () => {
  it('that is as late as ever is not behind', () => {
    const entries = [...flow(0, 1_000, () => 30), injected(1_100), ...flow(1_200, 3_000, () => 30)];
    expect(lagOf(entries).behind).toEqual([]);
  });

  it('is behind from when a record should have come until it came', () => {
    const late = (atMs: number) => (atMs < 2_200 ? 2_200 - atMs : 5);
    const entries = [...flow(0, 1_000, () => 5), injected(1_100), ...flow(1_200, 3_000, late)];
    expect(lagOf(entries).behind).toEqual([{ fromNs: 1_452 * ms, toNs: 2_202 * ms }]);
  });

  it('is behind to the end with what never came', () => {
    const entries = [
      ...flow(0, 1_000, () => 5),
      injected(1_100),
      write(1_200, 'never', 0),
      phase(5_000, 'final-read'),
    ];
    const found = lagOf(entries);
    expect(found.behind).toHaveLength(1);
    expect(found.behind[0]!.toNs).toBe(5_000 * ms);
    expect(caughtUpNs(found, 1_200 * ms)).toBeUndefined();
  });

  it('is not behind for ever with what was lost, but until it is given something behind it', () => {
    const lost = [write(1_200, 'lost', 1_200), write(1_210, 'without an offset', 0)];
    const { offset: _, ...bare } = lost[1]!;
    const pause = (atMs: number) => (atMs < 2_200 ? 2_200 - atMs : 5);
    const entries = [...flow(0, 1_000, () => 5), injected(1_100), ...flow(1_220, 6_000, pause)];
    const found = lagOf([lost[0]!, bare, ...entries, phase(6_000, 'final-read')]);
    expect(found.behind).toEqual([{ fromNs: 1_452 * ms, toNs: 2_202 * ms }]);
    expect(caughtUpNs(found, 1_200 * ms)).toBe(2_202 * ms);
  });

  it('that is usually slow may be as slow as twice that', () => {
    const entries = [...flow(0, 1_000, () => 400), injected(1_500), ...flow(1_600, 3_000, () => 700)];
    expect(lagOf(entries).behind).toEqual([]);
  });
});

describe('it has caught up', () => {
  const known = (behindMs: [number, number][], untilMs: number) => ({
    behind: behindMs.map(([from, to]) => ({ fromNs: from * ms, toNs: to * ms })),
    knownUntilNs: untilMs * ms,
  });

  it('at once where it never was behind', () => {
    expect(caughtUpNs(known([], 9_000), 2_000 * ms)).toBe(2_000 * ms);
  });

  it('when it stays so for three seconds, and not in a breath before', () => {
    expect(
      caughtUpNs(
        known(
          [
            [1_000, 4_000],
            [5_000, 6_000],
          ],
          20_000,
        ),
        2_000 * ms,
      ),
    ).toBe(6_000 * ms);
    expect(
      caughtUpNs(
        known(
          [
            [1_000, 4_000],
            [7_000, 9_000],
          ],
          20_000,
        ),
        2_000 * ms,
      ),
    ).toBe(4_000 * ms);
  });

  it('never, if less than that is known', () => {
    expect(caughtUpNs(known([[1_000, 4_000]], 6_999), 2_000 * ms)).toBeUndefined();
  });

  it('in no stretch in which it was behind', () => {
    const stretch = fc.tuple(fc.nat(60_000), fc.integer({ min: 1, max: 5_000 }));
    fc.assert(
      fc.property(fc.array(stretch), fc.nat(20_000), (stretches, fromMs) => {
        const behindMs = stretches.map(([from, length]): [number, number] => [from, from + length]);
        const at = caughtUpNs(known(behindMs, 100_000), fromMs * ms);
        expect(at).toBeDefined();
        for (const [from, to] of behindMs) {
          expect(to * ms <= at! || from * ms - at! >= 3_000 * ms).toBe(true);
        }
      }),
    );
  });
});
