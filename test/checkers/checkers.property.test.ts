import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkers } from '../../src/checkers/index.ts';
import type { Entry, Operation } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { consume, inTime, operation, phase, read } from '../history/literals.ts';

type Finding = keyof typeof checkers;

/** A correct log: what each partition holds, and the operations that wrote it. */
interface Log {
  writes: Operation[];
  /** By partition, in order of offset. */
  records: { value: string; offset: number }[][];
}

/**
 * A correct cluster: writes in order of time, whose requests overlap; some fail and are not in the log, some
 * may have been done and are in it or not.
 */
const logs: fc.Arbitrary<Log> = fc
  .array(
    fc.record({
      partition: fc.integer({ min: 0, max: 2 }),
      tookMs: fc.integer({ min: 1, max: 100 }),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'unknown') satisfies fc.Arbitrary<
        Operation['outcome']
      >,
      written: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((attempts) => {
    const log: Log = { writes: [], records: [[], [], []] };
    for (const [index, { partition, tookMs, outcome, written }] of attempts.entries()) {
      const value = `v${index}`;
      const records = log.records[partition]!;
      const offset = records.length;
      if (outcome === 'ok' || (outcome === 'unknown' && written)) records.push({ value, offset });
      const acknowledged = outcome === 'ok' ? { offset } : { error: { name: 'SOME_ERROR' } };
      log.writes.push(
        operation(20 * index, 20 * index + tookMs, { partition, outcome, value, ...acknowledged }),
      );
    }
    return log;
  })
  .filter((log) => log.writes.some(({ outcome }) => outcome === 'ok'));

const finalReadMs = 10_000;

/** The history of a run in which everything was delivered once and read in the end. */
function historyOf({ writes, records }: Log): Entry[] {
  const places = records.flatMap((each, partition) => each.map((record) => ({ partition, ...record })));
  const writtenAt = (value: string) => writes.find((write) => write.value === value)!.invokedNs / 1e6 + 3;
  return inTime(
    writes,
    places.map(({ partition, value, offset }) => consume(writtenAt(value), value, offset, { partition })),
    phase(finalReadMs, 'final-read'),
    places.map(({ partition, value, offset }, i) => read(finalReadMs + 1 + i, value, offset, { partition })),
    phase(20_000, 'end'),
  );
}

const verdictOf = (finding: Finding, history: Entry[]) => fold(history, checkers[finding]());

/** Which checkers fail, and which values their witnesses name. */
function findingsIn(history: Entry[]): Partial<Record<Finding, string[]>> {
  const found: Partial<Record<Finding, string[]>> = {};
  for (const finding of Object.keys(checkers) as Finding[]) {
    const { outcome, witnesses } = verdictOf(finding, history);
    if (outcome === 'fail') found[finding] = witnesses.map(({ value }) => value);
  }
  return found;
}

const choices = fc.nat();
const isRead = (entry: Entry): entry is Operation => entry.type === 'operation' && entry.kind === 'read';
const isConsume = (entry: Entry): entry is Operation =>
  entry.type === 'operation' && entry.kind === 'consume';
const acknowledgedIn = (history: Entry[]) =>
  history.filter(
    (entry): entry is Operation =>
      entry.type === 'operation' && entry.kind === 'produce' && entry.outcome === 'ok',
  );

function expectFound(
  planted: (history: Entry[], choice: number) => { history: Entry[]; found: object } | undefined,
) {
  fc.assert(
    fc.property(logs, choices, (log, choice) => {
      const plant = planted(historyOf(log), choice);
      fc.pre(plant !== undefined);
      expect(findingsIn(plant!.history)).toEqual(plant!.found);
    }),
    { numRuns: 200 },
  );
}

const pick = <T>(from: readonly T[], choice: number): T | undefined =>
  from[choice % Math.max(1, from.length)];

describe('the checkers', () => {
  it('find nothing in a clean history', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const history = historyOf(log);
        for (const finding of Object.keys(checkers) as Finding[]) {
          expect(verdictOf(finding, history)).toMatchObject({ outcome: 'pass', count: 0 });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('find any lost record, and nothing else', () => {
    expectFound((history, choice) => {
      const { value } = pick(acknowledgedIn(history), choice)!;
      const left = history.filter((entry) => !(isRead(entry) && entry.value === value));
      return left.some(isRead) ? { history: left, found: { lost: [value] } } : undefined;
    });
  });

  it('find any record that the consumer was not given, and nothing else', () => {
    expectFound((history, choice) => {
      const { value } = pick(acknowledgedIn(history), choice)!;
      const left = history.filter((entry) => !(isConsume(entry) && entry.value === value));
      return left.some(isConsume) ? { history: left, found: { unseen: [value] } } : undefined;
    });
  });

  it('find any second copy, and nothing else', () => {
    expectFound((history, choice) => {
      const original = pick(history.filter(isRead), choice)!;
      const last = history.filter(isRead).length;
      const copy = read(19_000, original.value, last, { partition: original.partition });
      return { history: inTime(history, copy), found: { duplicates: [original.value] } };
    });
  });

  it('find any pair in the wrong order', () => {
    expectFound((history, choice) => {
      const writes = acknowledgedIn(history);
      const pairs = writes.flatMap((first) =>
        writes
          .filter(
            ({ partition, invokedNs }) => partition === first.partition && invokedNs > first.completedNs,
          )
          .map((second) => [first, second] as const),
      );
      const pair = pick(pairs, choice);
      if (pair === undefined) return undefined;
      const [first, second] = pair;
      const swapped = { [first.value]: second.offset!, [second.value]: first.offset! };
      const moved = history.map((entry) =>
        entry.type === 'operation' && entry.value in swapped && entry.outcome === 'ok'
          ? { ...entry, offset: swapped[entry.value]! }
          : entry,
      );
      const isBetween = ({ offset }: Operation) => offset! >= first.offset! && offset! <= second.offset!;
      // Reads come in order of offset; so the two change places there.
      const reads = moved
        .filter(isRead)
        .toSorted((a, b) => a.partition - b.partition || a.offset! - b.offset!);
      const reread = reads.map((each, i) => ({ ...each, completedNs: (finalReadMs + 1 + i) * 1e6 }));
      const result = inTime(
        moved.filter((entry) => !isRead(entry)),
        reread,
      );
      const verdict = verdictOf('reordered', result);
      expect(verdict.witnesses.map(({ value }) => value)).toContain(first.value);
      expect(verdict.count).toBeLessThanOrEqual(reads.filter(isBetween).length);
      return { history: result, found: { reordered: verdict.witnesses.map(({ value }) => value) } };
    });
  });

  it('find any failed write that is in the log, and nothing else', () => {
    expectFound((history, choice) => {
      const failed = history.filter(
        (entry): entry is Operation => entry.type === 'operation' && entry.outcome === 'fail',
      );
      const ghost = pick(failed, choice);
      if (ghost === undefined) return undefined;
      const seen = read(19_000, ghost.value, 1000, { partition: ghost.partition });
      return { history: inTime(history, seen), found: { phantom: [ghost.value] } };
    });
  });

  it('find any corrupted record, and nothing else', () => {
    expectFound((history, choice) => {
      const bad = pick(history.filter(isRead), choice)!;
      const damaged = history.map((entry) => (entry === bad ? { ...bad, corrupted: true as const } : entry));
      return { history: damaged, found: { corrupted: [bad.value] } };
    });
  });
});
