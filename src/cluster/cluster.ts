/**
 * A topology brought to life, as everybody sees it who acts upon it or asks it.
 */
import type Docker from 'dockerode';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Node, Topology } from '../topology/topology.ts';
import type { BootTimes } from './boot-clock.ts';
import type { Host } from './hosts.ts';
import type { Proxies } from './proxies.ts';

export interface Cluster {
  id: string;
  topology: Topology;
  image: KafkaImage;
  /** Where clients find the brokers: `127.0.0.1:port` of each, through its proxy. */
  bootstrapServers: readonly string[];
  proxies: Proxies;
  bootTimes: BootTimes;
  /** The container of a node's process, by the node's name; another one after `replace`. */
  container(nodeName: string): Docker.Container;
  host(nodeName: string): Host;
  /**
   * Removes a node's process with all that it has on disk, and starts one as new as at boot: formatted for this cluster, or in
   * KRaft for one of another id.
   */
  replaceProcess(node: Node, clusterId?: string): Promise<void>;
  /**
   * Asks a node's process to end, removes its container, and starts one from another image in its place, on the disk that it
   * had: that has to be one which outlives containers. It does not wait until the node serves.
   */
  exchangeProcess(node: Node, image: KafkaImage): Promise<void>;
}
