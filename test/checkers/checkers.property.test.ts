import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkers, type Verdict, type Witness } from '../../src/checkers/index.ts';
import type { Operation } from '../../src/history/entry.ts';
import { writeLedger } from '../../src/history/write-ledger.ts';
import { ns } from '../history/literals.ts';
import { committed } from './literals.ts';
import { at, brokers, historyOf, partitions, type Run, runs, withRecordAtEnd } from './runs.ts';

type Finding = keyof typeof checkers;

/** All checkers, over one ledger of writes, as a run is judged. */
function judge(run: Run): Record<Finding, Verdict> {
  const ledger = writeLedger();
  const all = Object.entries(checkers).map(([finding, create]) => [finding, create(ledger)] as const);
  for (const entry of historyOf(run)) {
    if (entry.type === 'operation' && entry.kind === 'produce') ledger.add(entry);
    for (const [, each] of all) each.add(entry);
  }
  return Object.fromEntries(all.map(([finding, each]) => [finding, each.result()])) as Record<
    Finding,
    Verdict
  >;
}

const placeOf = ({ partition, offset }: Pick<Operation, 'partition' | 'offset'>) => `${partition}/${offset}`;

/** By what a finding is known: the value of the record, or the place where no one value is right. */
function nameOf(finding: string, { value, partition, offsets }: Witness): string {
  if (finding === 'disagreeing') return placeOf({ partition, offset: offsets[0]! });
  return finding === 'committedBack' ? `${partition}/${offsets.join('>')}` : value!;
}

/** A run in which something is wrong, and all findings, by name; none is what all other checkers have to find. */
interface Plant {
  run: Run;
  found: Partial<Record<Finding, string[]>>;
}

/** Some of them, not none, each once. */
function pick<T>(from: readonly T[], choices: readonly number[]): T[] {
  return from.length === 0 ? [] : [...new Set(choices.map((choice) => from[choice % from.length]!))];
}

/** @param plant what is planted by some choices; undefined if there is no place for it */
function expectFound(plant: (run: Run, choices: number[], mode: number) => Plant | undefined): void {
  fc.assert(
    fc.property(runs, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), fc.nat(), (run, choices, mode) => {
      const planted = plant(run, choices, mode);
      fc.pre(planted !== undefined);
      for (const [finding, verdict] of Object.entries(judge(planted.run))) {
        const expected = planted.found[finding as Finding] ?? [];
        expect({ finding, count: verdict.count, outcome: verdict.outcome }).toEqual({
          finding,
          count: expected.length,
          outcome: expected.length === 0 ? 'pass' : 'fail',
        });
        const names = verdict.witnesses.map((witness) => nameOf(finding, witness));
        if (expected.length <= names.length) expect(names.toSorted()).toEqual(expected.toSorted());
        else for (const name of names) expect(expected).toContain(name);
      }
    }),
    { numRuns: 100 },
  );
}

const isOneOf = (operations: readonly Operation[]) => {
  const values = new Set(operations.map(({ value }) => value));
  return ({ value }: Operation) => values.has(value);
};
const isNoneOf = (operations: readonly Operation[]) => {
  const isOne = isOneOf(operations);
  return (operation: Operation) => !isOne(operation);
};
const values = (operations: readonly Operation[]) => operations.map(({ value }) => value);
const acknowledged = ({ writes }: Run) => writes.filter(({ outcome }) => outcome === 'ok');
const writeOf = (run: Run, { value }: Operation) => run.writes.find((write) => write.value === value)!;
const byTime = (operations: readonly Operation[]) =>
  operations.toSorted((a, b) => a.completedNs - b.completedNs);

/** What was passed over, found the slow way: by looking through everything at each delivery. */
function passedOver({ deliveries, reads }: Run): string[] {
  return partitions.flatMap((partition) => {
    const isHere = (each: Operation) => each.partition === partition;
    const offsets = byTime(deliveries.filter(isHere)).map(({ offset }) => offset!);
    return reads.filter(isHere).flatMap(({ offset, value }) => {
      const by = offsets.findIndex((other) => other > offset!);
      const before = offsets.slice(0, Math.max(by, 0));
      return before.length > 0 && !before.includes(offset!) ? [value] : [];
    });
  });
}

describe('the checkers', () => {
  it('find nothing in a clean run', () => {
    expectFound((run) => ({ run, found: {} }));
  });

  it('find all lost records, also with none of them left on any replica, and nothing else', () => {
    expectFound((run, choices, mode) => {
      const lost = pick(acknowledged(run), choices);
      const reads = run.reads.filter(isNoneOf(lost));
      if (reads.length === 0) return undefined;
      const isOnReplicas = mode % 2 === 0;
      const replicaReads = isOnReplicas ? run.replicaReads : run.replicaReads.filter(isNoneOf(lost));
      const planted = { ...run, reads, replicaReads };
      for (const { forensics, value } of judge(planted).lost.witnesses) {
        expect(forensics).toMatchObject({
          offset: lost.find((write) => write.value === value)!.offset,
          nowThere: null,
          heldBy: isOnReplicas ? brokers : [],
        });
      }
      return { run: planted, found: { lost: values(lost) } };
    });
  });

  it('find all lost records whose offsets others have taken, and name those', () => {
    expectFound((run, choices) => {
      const lost = pick(acknowledged(run), choices);
      const others = new Map(lost.map(({ value }, i) => [value, `later-0/${i}`]));
      const replaced = (operation: Operation) => {
        const value = others.get(operation.value);
        return value === undefined ? operation : { ...operation, value, leaderEpoch: 99 };
      };
      const planted = {
        ...run,
        reads: run.reads.map(replaced),
        replicaReads: run.replicaReads.map(replaced),
      };
      for (const { forensics, value } of judge(planted).lost.witnesses) {
        expect(forensics?.nowThere).toEqual({ value: others.get(value!), leaderEpoch: 99 });
        expect(forensics?.heldBy).toEqual([]);
      }
      return { run: planted, found: { lost: values(lost) } };
    });
  });

  it('find all records that the consumer was not given, those passed over as such, and nothing else', () => {
    expectFound((run, choices) => {
      const missed = pick(run.reads, choices);
      const deliveries = run.deliveries.filter(isNoneOf(missed));
      if (deliveries.length === 0) return undefined;
      const planted = { ...run, deliveries };
      const unseen = values(acknowledged(run).filter(isOneOf(missed)));
      return { run: planted, found: { unseen, skipped: passedOver(planted) } };
    });
  });

  it('find all records that the consumer was given behind later ones, and nothing else', () => {
    expectFound((run, choices) => {
      const late = pick(run.reads, choices);
      const isLate = isOneOf(late);
      const deliveries = run.deliveries.map((each) => {
        if (!isLate(each) || each.completedNs >= ns(at.lateDelivery)) return each;
        const atNs = ns(at.lateDelivery) + each.offset!;
        return { ...each, scheduledNs: atNs, invokedNs: atNs, completedNs: atNs };
      });
      const planted = { ...run, deliveries };
      return { run: planted, found: { skipped: passedOver(planted) } };
    });
  });

  it('find all further copies, in whichever partition, and nothing else', () => {
    expectFound((run, choices, mode) => {
      const originals = pick(run.reads, choices);
      const planted = originals.reduce(
        (so, { value, partition }) => withRecordAtEnd(so, mode % 2 === 0 ? partition : mode % 3, value),
        run,
      );
      return { run: planted, found: { duplicates: values(originals) } };
    });
  });

  it('find all that stands behind what it should precede, and nothing else', () => {
    expectFound((run, choices) => {
      const [first] = pick(acknowledged(run), choices);
      const [second] = pick(
        acknowledged(run).filter(
          ({ partition, invokedNs }) => partition === first!.partition && invokedNs > first!.completedNs,
        ),
        choices,
      );
      if (first === undefined || second === undefined) return undefined;
      const valuesAt = new Map([
        [placeOf(first), second.value],
        [placeOf(second), first.value],
      ]);
      const swap = (each: Operation) => ({ ...each, value: valuesAt.get(placeOf(each)) ?? each.value });
      const planted = {
        ...run,
        writes: run.writes.map((write) => {
          if (write === first) return { ...write, offset: second.offset! };
          return write === second ? { ...write, offset: first.offset! } : write;
        }),
        deliveries: run.deliveries.map(swap),
        reads: run.reads.map(swap),
        replicaReads: run.replicaReads.map(swap),
      };
      const reordered = planted.reads.filter((each) => {
        const { completedNs, outcome } = writeOf(planted, each);
        return (
          outcome === 'ok' &&
          planted.reads.some(
            (other) =>
              other.partition === each.partition &&
              other.offset! < each.offset! &&
              writeOf(planted, other).invokedNs > completedNs,
          )
        );
      });
      expect(values(reordered)).toContain(first.value);
      return { run: planted, found: { reordered: values(reordered) } };
    });
  });

  it('find all failed and aborted writes that are in the log, and nothing else', () => {
    expectFound((run, choices) => {
      const ghosts = pick(
        run.writes.filter(({ outcome }) => outcome === 'fail'),
        choices,
      );
      const planted = ghosts.reduce((so, { partition, value }) => withRecordAtEnd(so, partition, value), run);
      return { run: planted, found: { phantom: values(ghosts) } };
    });
  });

  it('find all damaged records, wherever they were damaged, and nothing else', () => {
    expectFound((run, choices, mode) => {
      const damaged = pick(run.reads, choices);
      const isDamaged = isOneOf(damaged);
      const damage = (each: Operation) => (isDamaged(each) ? { ...each, corrupted: true as const } : each);
      const corrupted = values(damaged);
      const onOne = (each: Operation) => (each.broker === brokers[mode % 3] ? damage(each) : each);
      return [
        { run: { ...run, reads: run.reads.map(damage) }, found: { corrupted } },
        { run: { ...run, deliveries: run.deliveries.map(damage) }, found: { corrupted } },
        { run: { ...run, replicaReads: run.replicaReads.map(damage) }, found: { corrupted } },
        {
          run: { ...run, replicaReads: run.replicaReads.map(onOne) },
          found: { corrupted, disagreeing: damaged.map(placeOf) },
        },
      ][mode % 4];
    });
  });

  it('find all offsets at which one replica differs from the others, and nothing else', () => {
    expectFound((run, choices, mode) => {
      const broker = brokers[mode % 3];
      const isLast = (each: Operation) =>
        !run.reads.some(({ partition, offset }) => partition === each.partition && offset! > each.offset!);
      const deviations: ((each: Operation) => Operation[])[] = [
        (each) => [{ ...each, value: `impostor-0/${each.offset}` }],
        (each) => [{ ...each, leaderEpoch: each.leaderEpoch! + 1 }],
        () => [],
      ];
      const deviate = deviations[Math.floor(mode / 3) % 3]!;
      // One without its last record ends early, which is another finding.
      const differing = pick(
        run.reads.filter((each) => deviate(each).length > 0 || !isLast(each)),
        choices,
      );
      const isDiffering = isOneOf(differing);
      const replicaReads = run.replicaReads.flatMap((each) =>
        each.broker === broker && isDiffering(each) ? deviate(each) : [each],
      );
      return { run: { ...run, replicaReads }, found: { disagreeing: differing.map(placeOf) } };
    });
  });

  it('find every replica that ends early or is empty, and nothing else', () => {
    expectFound((run, choices, mode) => {
      const partition = partitions[mode % 3];
      const here = run.reads.filter((each) => each.partition === partition);
      const short = pick(brokers, choices);
      const cut = 1 + (choices[0]! % 5);
      const isCut = isOneOf(here.slice(-cut));
      const replicaReads = run.replicaReads.filter((each) => !(short.includes(each.broker!) && isCut(each)));
      const allWereRead = brokers.every((broker) => replicaReads.some((each) => each.broker === broker));
      if (here.length === 0 || !allWereRead) return undefined;
      // Each is empty, or ends with the same record.
      const end = here.at(-cut - 1) ?? here.at(-1)!;
      return { run: { ...run, replicaReads }, found: { disagreeing: short.map(() => placeOf(end)) } };
    });
  });

  it('find each time that a committed offset goes back, and nothing else', () => {
    const offset = fc.nat(30);
    fc.assert(
      fc.property(
        runs,
        fc.array(fc.tuple(fc.constantFrom(...partitions), offset), { minLength: 1 }),
        (run, all) => {
          const commits = all.map(([partition, to], i) => committed(3_000 + i, to, partition));
          const back = partitions.flatMap((partition) => {
            const offsets = all.filter(([where]) => where === partition).map(([, to]) => to);
            return offsets.flatMap((to, i) =>
              i > 0 && offsets[i - 1]! > to ? [`${partition}/${offsets[i - 1]}>${to}`] : [],
            );
          });
          const { committedBack, ...others } = judge({ ...run, commits });
          expect(committedBack.count).toBe(back.length);
          for (const witness of committedBack.witnesses)
            expect(back).toContain(nameOf('committedBack', witness));
          for (const verdict of Object.values(others)) expect(verdict).toMatchObject({ outcome: 'pass' });
        },
      ),
      { numRuns: 100 },
    );
  });
});
