/**
 * What a compose file is made from.
 */
import type { Topology } from '../topology/topology.ts';
import type { Settings } from './settings.ts';

export interface ComposeFileOptions {
  topology: Topology;
  kafkaVersion: string;
  settings: Settings;
  /** Other images than Kafka's official one and the one of Toxiproxy that `setup` provides. */
  images?: { kafka?: string; toxiproxy?: string };
}
