import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/history/in-order.ts';
import { availability } from '../../src/measures/availability.ts';
import type { Availability, Window } from '../../src/measures/windows.ts';
import { type Outage, type Simulation, simulate } from './simulation.ts';

const thresholdMs = 250;
const durationMs = 12_000;
/** One microsecond, to which results are rounded. */
const grain = 0.001;

async function measure(simulation: Simulation): Promise<Availability> {
  const fold = availability({ kind: 'produce', intervalMs: simulation.intervalMs });
  for await (const entry of inOrder(simulate(simulation))) fold.add(entry);
  return fold.result();
}

const windowsOf = async (simulation: Simulation) => (await measure(simulation)).partitions[0]!.windows;

const intervals = fc.constantFrom(5, 20, 50);
const manners = fc.constantFrom('held', 'refused', 'lost') satisfies fc.Arbitrary<Outage['manner']>;
const seeds = fc.integer();

/** Outages of any length and manner, far enough apart for the probe to succeed in between. */
const outages = fc
  .array(
    fc.record({
      pauseMs: fc.double({ min: 700, max: 2000, noNaN: true }),
      lengthMs: fc.double({ min: 1, max: 2500, noNaN: true }),
      manner: manners,
    }),
    { maxLength: 3 },
  )
  .map((pieces) => {
    const planted: Outage[] = [];
    for (const { pauseMs, lengthMs, manner } of pieces) {
      const fromMs = (planted.at(-1)?.toMs ?? 0) + pauseMs;
      planted.push({ fromMs, toMs: fromMs + lengthMs, manner });
    }
    return planted.filter(({ toMs }) => toMs < durationMs - 700);
  });

const stallsAnywhere = fc
  .array(
    fc.record({
      fromMs: fc.double({ min: 300, max: durationMs - 1000, noNaN: true }),
      lengthMs: fc.double({ min: 5, max: 900, noNaN: true }),
    }),
    { maxLength: 3 },
  )
  .map((pieces) => {
    const planted: { fromMs: number; toMs: number }[] = [];
    for (const { fromMs, lengthMs } of pieces.toSorted((a, b) => a.fromMs - b.fromMs)) {
      if (fromMs > (planted.at(-1)?.toMs ?? -300) + 300) planted.push({ fromMs, toMs: fromMs + lengthMs });
    }
    return planted;
  });

function covers(window: Window, outage: Outage): boolean {
  return window.fromMs <= outage.fromMs + grain && (window.toMs ?? Infinity) >= outage.toMs - grain;
}

/** Every window is one outage's, and its bounds hold that outage's true length. */
function expectBoundsToHold(windows: Window[], planted: Outage[]): void {
  for (const window of windows) {
    const met = planted.filter(
      ({ fromMs, toMs }) => fromMs < (window.toMs ?? Infinity) && toMs > window.fromMs,
    );
    const truth = met.filter((outage) => covers(window, outage));
    expect(met.length, 'outages that the window meets').toBeGreaterThan(0);
    expect(truth).toEqual(met);
    const lengthMs = truth.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    expect(window.atLeastMs).toBeLessThanOrEqual(lengthMs + grain);
    expect(window.atMostMs).toBeGreaterThanOrEqual(lengthMs - grain);
  }
}

describe('availability of a simulated cluster', () => {
  it('finds every outage longer than the threshold, and the true length lies within the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          intervalMs: intervals,
          durationMs: fc.constant(durationMs),
          // Below the interval, and so far beyond it that many operations are in flight when an outage begins.
          maxLatencyMs: fc.constantFrom(2, 15, 60, 150),
          outages,
          inFlightLimit: fc.constantFrom(20, 100, Infinity),
          seed: seeds,
        }),
        async (simulation) => {
          const windows = await windowsOf(simulation);
          for (const outage of simulation.outages.filter((each) => each.toMs - each.fromMs > thresholdMs)) {
            expect(windows.filter((window) => covers(window, outage))).toHaveLength(1);
          }
          expectBoundsToHold(windows, simulation.outages);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not off by more than an interval and two answers', async () => {
    await fc.assert(
      fc.asyncProperty(intervals, manners, seeds, async (intervalMs, manner, seed) => {
        const outage: Outage = { fromMs: 1000, toMs: 3000, manner };
        const maxLatencyMs = 10;
        const [window] = await windowsOf({
          intervalMs,
          durationMs: 5000,
          maxLatencyMs,
          outages: [outage],
          seed,
        });
        expect(window!.atMostMs - 2000).toBeLessThanOrEqual(2 * (intervalMs + maxLatencyMs));
        // What is answered too late proves less: the threshold is open at both ends.
        const slackMs = manner === 'refused' ? 0 : 2 * thresholdMs;
        expect(2000 - window!.atLeastMs).toBeLessThanOrEqual(slackMs + 2 * (intervalMs + maxLatencyMs));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its bounds when the harness stalls, finds every outage that is longer than its stalls, and says how long one of the others may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          intervalMs: intervals,
          durationMs: fc.constant(durationMs),
          maxLatencyMs: fc.constantFrom(2, 15, 60),
          // One outage: whether a stall hid a return between two of them, nobody can know.
          outages: outages.map((all) => all.slice(0, 1)),
          stalls: stallsAnywhere,
          seed: seeds,
        }),
        async (simulation) => {
          const found = await measure(simulation);
          const { windows } = found.partitions[0]!;
          for (const outage of simulation.outages) {
            const unseenMs = simulation.stalls.reduce(
              (sum, { fromMs, toMs }) =>
                sum + Math.max(0, Math.min(toMs, outage.toMs) - Math.max(fromMs, outage.fromMs)),
              0,
            );
            const lengthMs = outage.toMs - outage.fromMs;
            // At the threshold itself a rounding decides.
            if (lengthMs <= thresholdMs + grain) continue;
            const [window] = windows.filter((each) => covers(each, outage));
            if (lengthMs - unseenMs > thresholdMs) expect(window).toBeDefined();
            expect(window?.atMostMs ?? found.unseenMs).toBeGreaterThanOrEqual(lengthMs - grain);
          }
          expectBoundsToHold(windows, simulation.outages);
        },
      ),
      {
        numRuns: 300,
        // The last answer before the outage is read at the end of a stall, 250 ms before the next.
        examples: [
          [
            {
              ...{ intervalMs: 5, durationMs, maxLatencyMs: 2, seed: 10 },
              outages: [{ fromMs: 1268.1758871722036, toMs: 1518.1768871722038, manner: 'held' }],
              stalls: [{ fromMs: 1247.820328246817, toMs: 1268.3799345 }],
            },
          ],
        ],
      },
    );
  });

  it('finds no window where there is no outage, stalls or not', async () => {
    await fc.assert(
      fc.asyncProperty(intervals, fc.constantFrom(2, 15, 60), stallsAnywhere, seeds, async (...planted) => {
        const [intervalMs, maxLatencyMs, stalls, seed] = planted;
        const result = await measure({ intervalMs, durationMs, maxLatencyMs, outages: [], stalls, seed });
        expect(result).toMatchObject({ longestMs: 0, unavailableMs: 0, fail: 0, unknown: 0 });
      }),
      { numRuns: 200 },
    );
  });

  it('censors an outage that does not end', async () => {
    await fc.assert(
      fc.asyncProperty(
        intervals,
        manners,
        fc.double({ min: 1000, max: 4500, noNaN: true }),
        seeds,
        async (...planted) => {
          const [intervalMs, manner, fromMs, seed] = planted;
          const endless: Outage = { fromMs, toMs: 1e9, manner };
          const windows = await windowsOf({
            intervalMs,
            durationMs: 5000,
            maxLatencyMs: 15,
            outages: [endless],
            seed,
          });
          expect(windows).toHaveLength(1);
          expect(windows[0]).toMatchObject({ censored: true, toMs: null });
          expect(windows[0]!.atMostMs).toBeGreaterThanOrEqual(5000 - fromMs - intervalMs);
          expect(windows[0]!.atLeastMs).toBeLessThanOrEqual(5000 - fromMs);
        },
      ),
      { numRuns: 100 },
    );
  });
});
