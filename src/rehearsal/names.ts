/** How steps are called. */
import type { MigrationPhase } from '../topology/migration.ts';
import type { Asked, Planned } from './rehearsal.ts';

/** What is so at the end of a phase. */
export const phaseEnds: Record<MigrationPhase, string> = {
  controllers: 'controllers started',
  'migration-mode': 'all brokers in migration mode',
  copied: 'metadata copied',
  'dual-write': 'dual write',
  'kraft-brokers': 'all brokers on KRaft',
  finalized: 'ZooKeeper switched off',
};

/** Of phases in which nodes are restarted. */
const restarts: Partial<Record<MigrationPhase, string>> = {
  'migration-mode': 'into migration mode',
  'kraft-brokers': 'to KRaft',
  finalized: 'off ZooKeeper',
};

/** "broker-2 to 4.3.1", "raising the features", "broker-2 into migration mode", "metadata copied", "broker-2 back to ZooKeeper". */
export function nameOf(step: Planned, { from }: Pick<Asked, 'from'>): string {
  switch (step.what) {
    case 'finalize':
      return 'raising the features';
    case 'roll':
      return `${step.node} ${step.kafka === from ? 'back to' : 'to'} ${step.kafka}`;
    case 'migrate':
      if (step.node === undefined) return phaseEnds[step.phase];
      return `${step.node} ${restarts[step.phase] ?? `in ${step.phase}`}`;
    case 'revert':
      if (step.node !== undefined) return `${step.node} back ${intoWords[step.into]}`;
      return step.phase === 'controllers' ? 'controllers removed' : 'all brokers back on ZooKeeper';
  }
}

const intoWords = { 'migration mode': 'into migration mode', ZooKeeper: 'to ZooKeeper' } as const;
