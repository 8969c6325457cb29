import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { consumption } from '../../src/measures/consumption.ts';
import { fold } from '../../src/measures/fold.ts';
import { consume, event, failure, inTime, ns, operation, phase, stall, write } from '../history/literals.ts';

const measure = (entries: Entry[], partitions?: number[]) =>
  fold(entries, consumption({ intervalMs: 20, ...(partitions && { partitions }) }));

const windowsOf = (entries: Entry[]) => measure(entries).partitions[0]!.windows;

/** Records written every 20 ms; acknowledged after 2 ms and delivered after `delayMs`, unless said otherwise. */
function stream(fromMs: number, toMs: number, deliveredAtMs = (writtenMs: number) => writtenMs + 5): Entry[] {
  const entries: Entry[] = [];
  for (let at = fromMs; at < toMs; at += 20) {
    entries.push(write(at, `r${at}`, at / 20), consume(deliveredAtMs(at), `r${at}`, at / 20));
  }
  return inTime(entries);
}

describe('consumption', () => {
  it('finds no window where every record is delivered soon', () => {
    const result = measure([...stream(0, 1000), phase(1100, 'final-read')]);
    expect(result).toMatchObject({ longestMs: 0, unavailableMs: 0, ok: 50, fail: 0, unknown: 0 });
  });

  it('finds a window where records wait, between the deliveries before and after', () => {
    const delivered = (at: number) => (at < 1000 ? at + 5 : Math.max(at, 3000) + 5);
    const windows = windowsOf([...stream(0, 4000, delivered), phase(4100, 'final-read')]);
    // From the acknowledgement of the first record that waited: before it, nobody was owed anything.
    expect(windows).toEqual([
      { fromMs: 1002, toMs: 3005, atLeastMs: 3005 - 250 - (1002 + 250), atMostMs: 2003, censored: false },
    ]);
  });

  it('finds no window while nothing is written', () => {
    expect(measure(inTime(stream(0, 1000), stream(9000, 10_000))).longestMs).toBe(0);
  });

  it('does not let writes that were not acknowledged wait', () => {
    const unwritten = [failure(1000, 1005, 'NOT_ENOUGH_REPLICAS'), failure(1020, 5000, 'UNANSWERED')];
    expect(measure(inTime(stream(0, 1000), unwritten, phase(9000, 'final-read'))).longestMs).toBe(0);
  });

  it('knows a record that was delivered before its acknowledgement came', () => {
    const early = [consume(1001, 'e', 50), write(1000, 'e', 50)];
    expect(measure(inTime(stream(0, 1000), early, phase(9000, 'final-read'))).longestMs).toBe(0);
  });

  it('lets a record wait no longer once the consumer was given one behind it', () => {
    const skipped = inTime(write(1000, 'skipped', 50), write(1020, 'next', 51), consume(1025, 'next', 51));
    expect(measure(inTime(stream(0, 1000), skipped, phase(9000, 'final-read'))).longestMs).toBe(0);
  });

  it('lets a record of which no offset was told wait until something was delivered that was sent after its acknowledgement', () => {
    const { offset: _, ...lost } = write(1000, 'lost', 0);
    const before = [write(990, 'before', 50), consume(1400, 'before', 50)];
    const after = [write(1010, 'after', 51), consume(1500, 'after', 51)];
    const end = phase(9000, 'final-read');
    const passed = windowsOf(inTime(stream(0, 990), before, lost, after, end));
    expect(passed).toMatchObject([{ fromMs: 992, toMs: 1400, censored: false }]);
    expect(windowsOf(inTime(stream(0, 990), before, lost, end))).toMatchObject([{}, { censored: true }]);
  });

  it('censors a window that is still open when the final read begins', () => {
    const waiting = inTime(stream(0, 1000), write(1000, 'waits', 50), phase(5000, 'final-read'));
    expect(windowsOf(waiting)).toMatchObject([
      { fromMs: 1002, toMs: null, atMostMs: 3998, atLeastMs: 4750 - 1252, censored: true },
    ]);
  });

  it('finds a consumer that was never served', () => {
    expect(windowsOf([write(0, 'a', 0), phase(5000, 'final-read')])).toMatchObject([{ censored: true }]);
  });

  it('does not know about a partition on which nothing happened, or nothing went well', () => {
    expect(measure(stream(0, 1000), [0, 1])).toMatchObject({ longestMs: null });
    const refused = Array.from({ length: 50 }, (_, i) => failure(20 * i, 20 * i + 5, 'NOT_ENOUGH_REPLICAS'));
    expect(measure(refused, [0])).toMatchObject({ longestMs: null });
  });

  it('does not charge a stall of the harness', () => {
    const delivered = (at: number) => (at < 1000 ? at + 5 : Math.max(at, 3000) + 5);
    const stalled = inTime(stall(1006, 2990), stream(0, 4000, delivered));
    expect(measure(stalled)).toMatchObject({ longestMs: 0, unseenMs: 2003 });
  });

  it('says what a stall may have hidden of it, which is known only after all that waited for its end', () => {
    // Reading was down from 1005 to 3000, and the harness stood still until 3001: then it saw an acknowledgement and a delivery.
    const during = [
      operation(1000, 3001, { value: 'held', offset: 50 }),
      consume(3001.5, 'held', 50),
      event(3006, { kind: 'harness-stall', fromNs: ns(1003), toNs: ns(3001) }),
    ];
    const result = measure(inTime(stream(0, 1000), during, phase(9000, 'final-read')));
    expect(result).toMatchObject({ longestMs: 0, unseenMs: 1998.5 });
  });

  it('keeps its bounds around any planted outage of the consumer', () => {
    for (let fromMs = 1000; fromMs < 1040; fromMs += 3) {
      const toMs = fromMs + 777;
      const delivered = (at: number) => (at + 5 > fromMs && at < toMs ? toMs + 3 : at + 5);
      const [window, ...others] = windowsOf([...stream(0, 4000, delivered), phase(4100, 'final-read')]);
      expect(others).toEqual([]);
      expect(window!.fromMs).toBeLessThanOrEqual(fromMs + 20); // the next record is written only then
      expect(window!.toMs).toBeGreaterThanOrEqual(toMs);
      expect(window!.atLeastMs).toBeLessThanOrEqual(777);
    }
  });
});
