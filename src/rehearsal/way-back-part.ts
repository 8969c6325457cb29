/** From where one goes back how, in a table. */
import { duration } from '../text/words.ts';
import type { MigrationPhase } from '../topology/migration.ts';
import { restartsText, several, unavailabilityText } from './in-words.ts';
import { phaseEnds } from './names.ts';
import type { Part } from './parts.ts';
import type { Asked, Unavailability, WayBack, WentBack } from './rehearsal.ts';

export function wayBackPart(ways: readonly WayBack[], asked: Asked): Part {
  return {
    title: 'How far back one can go',
    table: { heads: ['after', 'way back', 'what it cost'], rows: ways.map((way) => rowOf(way, asked)) },
    lines: [],
  };
}

function rowOf({ of, after, rehearsed }: WayBack, { from, to }: Asked): string[] {
  if (of === 'migration') {
    const cost = rehearsed === null ? 'not rehearsed' : costText(restartsText(rehearsed), rehearsed);
    return [phaseEnds[after], backFrom[after], after === 'finalized' ? '–' : cost];
  }
  if (after === 'finalize') {
    return [
      'raising the features',
      'none but a restore: in general Kafka does not lower metadata.version',
      '–',
    ];
  }
  return [
    after === 'controllers' ? `all controllers run ${to}` : `all nodes run ${to}`,
    `each node back to Kafka ${from}, on the disk that it has`,
    rehearsed === null ? 'not rehearsed' : costText(several(rehearsed.nodes, 'node'), rehearsed),
  ];
}

const asFromMigrationMode = `as after "${phaseEnds['migration-mode']}"`;

const backFrom: Record<MigrationPhase, string> = {
  controllers: 'remove the controllers; no broker is restarted',
  'migration-mode':
    'when ZkWriteBehindLag is 0 stop the controllers; in ZooKeeper at once (until then the cluster has no controller) set /controller_epoch above the kraftControllerEpoch in /controller if it is not (else no leader may be elected: KAFKA-20488), delete /controller and then /migration; restart every broker once, without the settings of the migration',
  copied: asFromMigrationMode,
  'dual-write': asFromMigrationMode,
  'kraft-brokers': `restart every broker with its configuration for ZooKeeper, and with the settings of the migration; then ${asFromMigrationMode}, so that each restarts a second time`,
  finalized: 'none: what was written since is in the log of the metadata only, not in ZooKeeper',
};

function costText(restarts: string, { tookMs, writes }: WentBack): string {
  return `${restarts} in ${duration(tookMs)}, ${outageInWords(writes)}`;
}

function outageInWords(writes: Unavailability): string {
  return writes.longest === null ? 'writes never stood still' : `no writes for ${unavailabilityText(writes)}`;
}
