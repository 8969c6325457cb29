import { describe, expect, it } from 'vitest';
import { type Availability, noiseBefore, thresholdNs } from '../../src/measures/windows.ts';

const availability = (...windows: [from: number, to: number][]): Availability => ({
  thresholdMs: 250,
  partitions: [
    {
      partition: 0,
      windows: windows.map(([fromMs, toMs]) => ({
        fromMs,
        toMs,
        atLeastMs: 0,
        atMostMs: toMs - fromMs,
        censored: false,
      })),
      longestMs: 0,
      unavailableMs: 0,
    },
  ],
  longestMs: 0,
  unavailableMs: 0,
  unseenMs: 0,
  unseenInAllMs: 0,
  ok: 1,
  fail: 0,
  unknown: 0,
});

describe('the threshold', () => {
  it('is five intervals, and never less than 250 ms', () => {
    expect(thresholdNs(20)).toBe(250e6);
    expect(thresholdNs(50)).toBe(250e6);
    expect(thresholdNs(100)).toBe(500e6);
  });
});

describe('noise before the fault', () => {
  it('is a window that was open longer than the threshold when the injection began', () => {
    expect(noiseBefore(availability([400, 700], [700, 9000]), 1000)).toHaveLength(2);
  });

  it('is not the window of the fault, although the last success lies before the injection', () => {
    expect(noiseBefore(availability([980, 9000]), 1000)).toEqual([]);
  });

  it('does not exist where nothing was injected', () => {
    expect(noiseBefore(availability([400, 700]), null)).toEqual([]);
  });
});
