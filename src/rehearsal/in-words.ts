/** What was measured, as a person reads it. */
import type { Inventory } from '../measures/inventory.ts';
import type { Window } from '../measures/windows.ts';
import { count, duration } from '../text/words.ts';
import type { Bounds, Rehearsal, Unavailability, Verdict, WentBack } from './rehearsal.ts';

const verdicts: Record<Verdict, string> = { go: 'Go', 'no-go': 'No-go', 'cannot tell': 'Cannot tell' };
const modes = {
  kraft: 'KRaft',
  'kraft-combined': 'KRaft with combined nodes',
  zk: 'ZooKeeper mode',
} as const;

/** "Go, Kafka 3.9.2 to 4.3.1 in KRaft: nothing acknowledged is lost; …": the document's first line. */
export function headline(rehearsal: Rehearsal): string {
  return `${verdicts[rehearsal.verdict]}, ${wayOf(rehearsal)}: ${rehearsal.reasons.join('; ')}`;
}

/** "Kafka 3.9.2 to 4.3.1 in KRaft", "ZooKeeper to KRaft on Kafka 3.9.2, with going back after dual-write, then to 4.3.1". */
export function wayOf({ asked, endsBack }: Pick<Rehearsal, 'asked' | 'endsBack'>): string {
  const { from, to, rollbackAfter } = asked;
  if (asked.mode !== 'zk-to-kraft') {
    return `Kafka ${from} to ${to}${endsBack ? ' and back' : ''} in ${modes[asked.mode]}`;
  }
  const back = rollbackAfter === undefined ? '' : `, with going back after ${rollbackAfter}`;
  return `ZooKeeper to KRaft on Kafka ${from}${back}${to === from ? '' : `, then to ${to}`}`;
}

/** "3", "3 to 5", "0.9 to 1.2 s": once where both bounds read the same. */
export function between({ atLeast, atMost }: Bounds, inWords: (value: number) => string): string {
  const [first, last] = [inWords(atLeast), inWords(atMost)];
  if (first === last) return last;
  const unit = / \S+$/.exec(last)?.[0] ?? '';
  return `${unit !== '' && first.endsWith(unit) ? first.slice(0, -unit.length) : first} to ${last}`;
}

/** "0.9 to 1.2 s", "≥ 12.0 s" for what was not over. */
export function outageText({ atLeastMs, atMostMs, censored }: Window): string {
  return censored ? `≥ ${duration(atMostMs)}` : between({ atLeast: atLeastMs, atMost: atMostMs }, duration);
}

/** "none", "0.9 to 1.2 s", "0.9 to 1.2 s (1.3 to 1.9 s in all)". */
export function unavailabilityText({ longest, totalMs, spans }: Unavailability): string {
  if (longest === null) return 'none';
  const isAll = spans.length === 1 && totalMs.atMost === longest.atMostMs;
  return `${outageText(longest)}${isAll ? '' : ` (${between(totalMs, duration)} in all)`}`;
}

/** "1 record", "4,812 records". */
export function several(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** The first three, and how many more. */
export function differencesIn({ found, differences }: Inventory): string {
  const told = found.slice(0, 3).map(({ what }) => what);
  const more = differences - told.length;
  return `${told.join(', ')}${more > 0 ? ` and ${several(more, 'more', 'more')}` : ''}`;
}

/** "nobody restarted", "3 restarts", "6 restarts of 3 nodes". */
export function restartsText({ nodes, restarts }: WentBack): string {
  if (restarts === 0) return 'nobody restarted';
  return `${several(restarts, 'restart')}${restarts === nodes ? '' : ` of ${several(nodes, 'node')}`}`;
}
