/**
 * What Kafka guarantees is no matter of statistics: a single record that is lost is proof, however many runs lost none. That a
 * finding of BASE is not seen in HEAD proves nothing, so nothing here can be better.
 */
import type { Run } from '../results/run-json.ts';
import type { Cell } from './cells.ts';

type Guarantee = Exclude<keyof Run['safety'], 'acknowledged' | 'redelivered'>;

/** Each finding in words. Repeated deliveries to the consumer are allowed, and so are none of these. */
const guarantees: Record<Guarantee, string> = {
  lost: 'acknowledged records lost',
  unseen: 'acknowledged records never delivered',
  skipped: 'records passed over by the consumer',
  duplicates: 'further copies of a record in the log',
  reordered: 'records out of order',
  phantom: 'records that had certainly failed',
  corrupted: 'corrupted records',
  disagreeing: 'offsets at which replicas differ',
  committedBack: 'committed offsets that went back',
};

/** What was found in some runs. */
export interface Findings {
  count: number;
  /** In how many runs there was any, of those that know. */
  inRuns: number;
  runs: number;
}

export interface BrokenGuarantee {
  cell: Cell;
  words: string;
  base: Findings;
  head: Findings;
}

/** What HEAD broke and no run of BASE did. */
export function brokenGuarantees(cell: Cell): BrokenGuarantee[] {
  return (Object.keys(guarantees) as Guarantee[]).flatMap((guarantee) => {
    const [base, head] = [findingsIn(cell.base, guarantee), findingsIn(cell.head, guarantee)];
    const isNew = base.runs > 0 && base.count === 0 && head.count > 0;
    return isNew ? [{ cell, words: guarantees[guarantee], base, head }] : [];
  });
}

function findingsIn(runs: readonly Run[], guarantee: Guarantee): Findings {
  const counts = runs
    .filter((run) => isGuaranteed(guarantee, run))
    .flatMap(({ safety }) => safety[guarantee] ?? []);
  return {
    count: counts.reduce((a, b) => a + b, 0),
    inRuns: counts.filter((count) => count > 0).length,
    runs: counts.length,
  };
}

/** Whoever does not wait for the replicas may lose, and whoever sends again without idempotence may write twice: by design. */
function isGuaranteed(guarantee: Guarantee, { workload }: Run): boolean {
  const { acks, applications } = workload;
  if (guarantee === 'lost')
    return [acks, ...applications.map((each) => each.acks)].every((each) => each === 'all');
  if (guarantee !== 'duplicates') return true;
  return applications.every(({ client, idempotent = client.startsWith('java') }) => idempotent);
}
