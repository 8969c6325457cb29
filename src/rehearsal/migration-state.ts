/** Where a cluster stands that was to be migrated. */
import { type Course, isOfMigration } from './plan.ts';

/** Between them there is a way back, or there is none any more. */
export type MigrationState = 'KRaft' | 'ZooKeeper' | 'between' | 'no way back';

export function stateOf({ steps, run }: Course): MigrationState {
  const last = steps.findLast(isOfMigration);
  const [trouble] = run.harness.troubles;
  const isFinalizing = last?.what === 'migrate' && last.phase === 'finalized';
  if (isFinalizing && last.node === undefined) return 'KRaft';
  // Going back that was over before the trouble came was a part of the rehearsal.
  const isBack = last?.what === 'revert' && last.node === undefined && last.toMs >= (trouble?.atMs ?? 0);
  if (isBack) return 'ZooKeeper';
  return isFinalizing || trouble?.what.startsWith('migrate finalized') ? 'no way back' : 'between';
}
