/** What became of the first record that was lost, in words. */
import type { Run } from '../results/run-json.ts';

/** Nothing where nothing is lost. */
export function lossInWords({ verdicts, cluster }: Run): string[] {
  const witness = verdicts.find(({ name }) => name === 'no-lost-writes')?.witnesses[0];
  if (witness === undefined) return [];
  const { value, partition, forensics } = witness;
  if (forensics === undefined) return [`the first that is lost is ${value} of partition ${partition}`];
  const { offset, acknowledgedInEpoch, nextEpoch, nextLeader, nowThere, logEndsAt, heldBy } = forensics;
  const brokerOf = (id: number) =>
    cluster.nodes.find((node) => node.id === id && node.roles.includes('broker'))?.name ?? `broker ${id}`;
  const epoch = (number: number | null) => (number === null ? 'an epoch unknown' : `epoch ${number}`);
  const next = nextLeader === null ? '' : `, then ${brokerOf(nextLeader)} led (${epoch(nextEpoch)})`;
  const place =
    offset === null
      ? `in partition ${partition}, at no offset that was told`
      : `at offset ${offset} of partition ${partition}`;
  const now = nowThere === null ? `the log ends at ${logEndsAt}` : `${nowThere.value} stands there now`;
  const there = offset === null ? '' : `; ${now}`;
  const holders = heldBy === null ? '' : `; held by ${heldBy.map(brokerOf).join(', ') || 'no replica'}`;
  return [
    `the first that is lost is ${value}: acknowledged ${place} (${epoch(acknowledgedInEpoch)})${next}${there}${holders}`,
  ];
}
