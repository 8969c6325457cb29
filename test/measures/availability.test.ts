import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { availability } from '../../src/measures/availability.ts';
import { fold } from '../../src/measures/fold.ts';
import { failure, inTime, operation, phase, stall, steady } from '../history/literals.ts';

const measure = (entries: Entry[], partitions?: number[]) =>
  fold(entries, availability({ kind: 'produce', intervalMs: 20, ...(partitions && { partitions }) }));

const windowsOf = (entries: Entry[]) => measure(entries).partitions[0]!.windows;

describe('availability', () => {
  it('finds no window in a steady history, and counts its operations', () => {
    const result = measure([...steady(0, 1000), phase(1100, 'final-read')]);
    expect(result).toEqual({
      thresholdMs: 250,
      partitions: [{ partition: 0, windows: [], longestMs: 0, unavailableMs: 0 }],
      longestMs: 0,
      unavailableMs: 0,
      unseenMs: 0,
      unseenInAllMs: 0,
      ok: 50,
      fail: 0,
      unknown: 0,
    });
  });

  it('uses five intervals as the threshold where they are longer than 250 ms', () => {
    const slow = availability({ kind: 'produce', intervalMs: 100 });
    const gapOf450 = [...steady(0, 500, 100), ...steady(852, 2000, 100)];
    expect(fold(gapOf450, slow)).toMatchObject({ thresholdMs: 500, longestMs: 0 });
  });

  it('reaches at most from the last success before to the first success after', () => {
    const windows = windowsOf(inTime(steady(0, 1000), steady(3000, 4000), phase(4100, 'final-read')));
    expect(windows).toEqual([{ fromMs: 982, toMs: 3002, atLeastMs: 0, atMostMs: 2020, censored: false }]);
  });

  it('reaches at least from the completion of the first failure to the invocation of the last', () => {
    const failures = [
      failure(1000, 1010, 'NOT_LEADER_OR_FOLLOWER'),
      failure(1020, 1030, 'ECONNREFUSED'),
      failure(2980, 2990, 'ECONNREFUSED'),
    ];
    const windows = windowsOf(inTime(steady(0, 1000), failures, steady(3000, 4000)));
    expect(windows).toMatchObject([{ atLeastMs: 2980 - 1010, atMostMs: 3002 - 982 }]);
  });

  it('takes the threshold after its invocation for the moment by which an unanswered operation was not served', () => {
    const unanswered = [1000, 1020, 2600].map((at) =>
      failure(at, at + 30_000, 'REQUEST_TIMED_OUT', { outcome: 'unknown' }),
    );
    const windows = windowsOf(inTime(steady(0, 1000), steady(3000, 34_000), unanswered));
    expect(windows).toMatchObject([{ atLeastMs: 2600 - 1250, atMostMs: 2020 }]);
  });

  it('takes operations that were all answered at the end of the outage, too late, for witnesses', () => {
    const late = [1000, 1020, 2740, 2760, 2980].map((at) => operation(at, 3002));
    const windows = windowsOf(inTime(steady(0, 1000), late, steady(3000, 4000)));
    expect(windows).toMatchObject([{ toMs: 3002, atLeastMs: 2752 - 1250, atMostMs: 2020 }]);
  });

  it('does not take an operation that was invoked before the last success for a witness', () => {
    const before = failure(500, 1500, 'REQUEST_TIMED_OUT', { outcome: 'unknown' });
    const windows = windowsOf(inTime(steady(0, 1000), before, steady(3000, 4000)));
    expect(windows).toMatchObject([{ atLeastMs: 0 }]);
  });

  it('takes an operation that was answered late for proof that the outage lasted until then', () => {
    const late = operation(1000, 3002);
    const windows = windowsOf(inTime(steady(0, 1000), late, steady(3000, 4000)));
    expect(windows).toMatchObject([{ toMs: 3002, atLeastMs: 2752 - 1250 }]);
  });

  it('learns nothing from operations that were not sent', () => {
    const unsent = [1500, 2900].map((at) => failure(at, at, 'UNSENT'));
    const result = measure(inTime(steady(0, 1000), unsent, steady(3000, 4000)));
    expect(result.partitions[0]!.windows).toMatchObject([{ atLeastMs: 0, atMostMs: 2020 }]);
    expect(result.fail).toBe(2);
  });

  it('censors a window that is still open at the end', () => {
    const failures = Array.from({ length: 100 }, (_, i) =>
      failure(1000 + 20 * i, 1001 + 20 * i, 'ECONNREFUSED'),
    );
    const result = measure(inTime(steady(0, 1000), failures, phase(8000, 'final-read')));
    expect(result.partitions[0]!.windows).toEqual([
      { fromMs: 982, toMs: null, atLeastMs: 2980 - 1001, atMostMs: 2981 - 982, censored: true },
    ]);
    expect(result.longestMs).toBe(1999);
  });

  it('takes the end of the probing for no outage', () => {
    const stopped = inTime(steady(0, 1000), phase(1000, 'recovery'), phase(60_000, 'final-read'));
    expect(measure(stopped).longestMs).toBe(0);
  });

  it('takes an old operation that times out at the end for no outage', () => {
    const old = failure(400, 30_400, 'REQUEST_TIMED_OUT', { outcome: 'unknown' });
    expect(measure(inTime(steady(0, 1000), old, phase(31_000, 'final-read'))).longestMs).toBe(0);
  });

  it('sees an outage that begins with the last operations, which are written as unanswered', () => {
    const pending = [1000, 1020].map((at) => failure(at, 6000, 'UNANSWERED', { outcome: 'unknown' }));
    const windows = windowsOf(inTime(steady(0, 1000), pending, phase(6001, 'final-read')));
    expect(windows).toMatchObject([{ fromMs: 982, toMs: null, atMostMs: 5018, censored: true }]);
  });

  it('sees a partition that fell silent in a history that broke off', () => {
    const brokenOff = inTime(steady(0, 1000), steady(0, 5000, 20, { partition: 1 }));
    const { partitions } = measure(brokenOff);
    expect(partitions[0]).toMatchObject({ windows: [{ fromMs: 982, censored: true }], longestMs: 4000 });
    expect(partitions[1]).toMatchObject({ windows: [] });
  });

  it('charges the time before the first success', () => {
    const late = inTime(failure(0, 5, 'LEADER_NOT_AVAILABLE'), steady(700, 1000));
    expect(windowsOf(late)).toMatchObject([{ fromMs: 0, toMs: 702, atMostMs: 702 }]);
  });

  it('charges the time before the first success from an operation that ended only later', () => {
    const timedOut = failure(0, 900, 'REQUEST_TIMED_OUT', { outcome: 'unknown' });
    expect(windowsOf(inTime(steady(700, 1000), timedOut))).toMatchObject([{ fromMs: 0, toMs: 702 }]);
  });

  it('finds a partition that never answered unavailable for the whole of the probing', () => {
    const failures = [failure(0, 5, 'ECONNREFUSED'), failure(2000, 2005, 'ECONNREFUSED')];
    expect(windowsOf(inTime(failures, phase(9000, 'final-read')))).toEqual([
      { fromMs: 0, toMs: null, atLeastMs: 1995, atMostMs: 2005, censored: true },
    ]);
  });

  it('does not know about a partition without operations, nor then about all of them', () => {
    const result = measure(steady(0, 1000), [0, 1]);
    expect(result.partitions[1]).toEqual({ partition: 1, windows: [], longestMs: null, unavailableMs: null });
    expect(result).toMatchObject({ longestMs: null, unavailableMs: null });
    expect(measure([])).toMatchObject({ partitions: [], longestMs: null, unavailableMs: null });
  });

  it('counts time in which several partitions were unavailable once', () => {
    const result = measure(
      inTime(
        [...steady(0, 1000), ...steady(2000, 5000)],
        [...steady(0, 1500, 20, { partition: 1 }), ...steady(3000, 5000, 20, { partition: 1 })],
      ),
    );
    expect(result.partitions.map((each) => each.unavailableMs)).toEqual([1020, 1520]);
    expect(result).toMatchObject({ longestMs: 1520, unavailableMs: 3002 - 982 });
  });

  it('rounds bounds outwards, to the microsecond', () => {
    const uneven = [operation(0, 1.0001), operation(999, 1000.9999)];
    expect(windowsOf(uneven)).toMatchObject([{ fromMs: 1, toMs: 1001, atMostMs: 1000 }]);
  });

  describe('when the harness itself stalled', () => {
    it('finds no window in a gap that the stall explains', () => {
      const stalled = inTime(steady(0, 1000), stall(1000, 3000), steady(3000, 4000));
      expect(measure(stalled)).toMatchObject({ longestMs: 0, unseenMs: 2020 });
    });

    it('finds a window in it all the same if something was refused meanwhile', () => {
      const refused = failure(1500, 1505, 'NOT_ENOUGH_REPLICAS');
      const stalled = inTime(steady(0, 1000), stall(1000, 3000), refused, steady(3000, 4000));
      expect(measure(stalled)).toMatchObject({ longestMs: 2020, unseenMs: 0 });
      expect(windowsOf(stalled)).toMatchObject([{ atLeastMs: 0, atMostMs: 2020 }]);
    });

    it('finds a window whose gap is longer than the stall by more than the threshold', () => {
      const stalled = inTime(steady(0, 1000), stall(1000, 2000), steady(3000, 4000));
      expect(windowsOf(stalled)).toMatchObject([{ fromMs: 982, atMostMs: 2020 }]);
    });

    it('takes the stall off the proven part of a window', () => {
      const failures = [failure(1000, 1010, 'ECONNREFUSED'), failure(2980, 2990, 'ECONNREFUSED')];
      const stalled = inTime(steady(0, 1000), failures, stall(1500, 2000), steady(3000, 4000));
      expect(windowsOf(stalled)).toMatchObject([{ atLeastMs: 2980 - 1010 - 500, atMostMs: 2020 }]);
    });

    it('does not take an operation that the stall made late for a witness', () => {
      const seenLate = operation(1000, 1400);
      const stalled = [...steady(0, 1000), stall(1010, 1400), seenLate, ...steady(3000, 4000)];
      expect(windowsOf(stalled)).toMatchObject([{ atLeastMs: 0 }]);
    });

    it('begins a window where a success that was seen after the stall may have arrived', () => {
      const seenLate = operation(980, 1500);
      const stalled = [...steady(0, 980), stall(990, 1499), seenLate, ...steady(3000, 4000)];
      expect(windowsOf(stalled)).toMatchObject([{ fromMs: 990, toMs: 3002 }]);
    });
  });
});
