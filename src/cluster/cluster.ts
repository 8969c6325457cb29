/**
 * A topology brought to life, as everybody sees it who acts upon it or asks it.
 */
import type Docker from 'dockerode';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Coordination } from '../topology/migration.ts';
import type { Node, Topology } from '../topology/topology.ts';
import type { BootTimes } from './boot-clock.ts';
import type { Host } from './hosts.ts';
import type { Proxies } from './proxies.ts';

/** How a node is to go on. */
export interface Change {
  image?: KafkaImage;
  coordinatedBy?: Coordination;
}

export interface Cluster {
  id: string;
  topology: Topology;
  image: KafkaImage;
  /** Where clients find the brokers: `127.0.0.1:port` of each, through its proxy. */
  bootstrapServers: readonly string[];
  proxies: Proxies;
  bootTimes: BootTimes;
  /** Whether a node has a process, or should have: all, but those that join later, or have been ended for good. */
  isPartOfIt(node: Node): boolean;
  /**
   * The container of a node's process, by the node's name; another one after `replaceProcess` and `exchangeProcess`.
   * @throws EnvironmentError if the node is no part of the cluster now
   */
  container(nodeName: string): Docker.Container;
  host(nodeName: string): Host;
  coordinatedBy(node: Node): Coordination;
  /**
   * Removes a node's process with all that it has on disk, and starts one as new as at boot: formatted for this cluster, or in
   * KRaft for one of another id.
   */
  replaceProcess(node: Node, clusterId?: string): Promise<void>;
  /**
   * Asks a node's process to end, removes its container, and starts one in its place with another image or configuration, on
   * the disk that it had: that has to be one which outlives containers. It does not wait until the node serves.
   */
  exchangeProcess(node: Node, change: Change): Promise<void>;
  /** Starts a node that joins later, formatted for a cluster of this id. It does not wait until the node serves. */
  startProcess(node: Node, clusterId: string): Promise<void>;
  /** Asks a node's process to end, and removes it for good, with all that it has on disk. */
  endProcess(node: Node): Promise<void>;
}
