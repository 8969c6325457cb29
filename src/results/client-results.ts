/**
 * What one application came to: what it felt, and what became of its own records.
 */
import { checkers } from '../checkers/index.ts';
import type { Entry } from '../history/entry.ts';
import type { WriteLedger } from '../history/write-ledger.ts';
import type { ClientExperience } from '../measures/client.ts';
import type { Fold } from '../measures/fold.ts';

/** Of an application's own records: acknowledged ones that are not in the log, and further copies in the log; null if unknown. */
export interface ClientSafety {
  lost: number | null;
  duplicates: number | null;
}

export interface ClientResult extends ClientExperience {
  safety: ClientSafety;
}

/** What became of the records of the workload of this name; those of the warm-up belong to it. */
export function clientSafety(workload: string, ledger: WriteLedger): Fold<ClientSafety> {
  const [lost, duplicates] = [checkers.lost(ledger), checkers.duplicates(ledger)];
  return {
    add(entry: Entry) {
      if (entry.type === 'operation' && !isRecordOf(workload, entry.value)) return;
      lost.add(entry);
      duplicates.add(entry);
    },
    result: () => ({ lost: lost.result().count, duplicates: duplicates.result().count }),
  };
}

/** Whether a record is a workload's: `kafkajs-2/17`, or `java/17`, which says nothing of the partition. */
function isRecordOf(workload: string, value: string): boolean {
  const owner = value.slice(0, value.lastIndexOf('/'));
  return owner === workload || owner.replace(/-\d+$/, '') === workload;
}
