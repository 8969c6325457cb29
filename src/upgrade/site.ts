/**
 * What the steps of an upgrade act upon.
 */
import type { Admin } from '../clients/admin.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { MigrationPhase } from '../topology/migration.ts';
import type { Node } from '../topology/topology.ts';

export interface UpgradeSite {
  cluster: Cluster;
  admin: Admin;
  /** Aborts when the run is broken off. */
  signal: AbortSignal;
  /** By version. */
  images: ReadonlyMap<string, KafkaImage>;
  activeController(): Promise<Node | undefined>;
  /** Is told what is done, as soon as it is. */
  done(about: Done): void;
}

export interface Done {
  what: 'roll' | 'finalize' | 'migrate' | 'revert';
  detail: string;
  node?: string;
  kafka?: string;
  phase?: MigrationPhase;
  /** Why it was gone on without everything being in sync, as a sentence. */
  outOfSync?: string;
}
