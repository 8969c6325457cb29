/**
 * One Toxiproxy server a cluster, through which every link goes.
 *
 * In the network of each node the names of all other nodes mean Toxiproxy, and every service of a cluster has a
 * port number of its own: so the network by which a connection comes in tells its source, and the port tells its
 * destination.
 */
import type Docker from 'dockerode';
import pRetry from 'p-retry';
import { Toxiproxy, type Proxy as ToxiproxyProxy } from 'toxiproxy-node-client';
import { clients, type Link, nodesOf, portOf, type Topology } from '../topology/topology.ts';
import { ClusterContainer } from './container.ts';
import type { Host } from './hosts.ts';
import { apiPort, proxyDefinitions, toxiproxyAliases, toxiproxyCommand } from './links.ts';

export interface Proxies {
  container: Docker.Container;
  /** Toxiproxy's own client, for toxics. */
  api: Toxiproxy;
  /** The port on 127.0.0.1 under which clients reach a broker, by the broker's name. */
  clientPorts: ReadonlyMap<string, number>;
  /** Makes the links that start at a host, or at the clients: from then on they can be used. */
  open(
    links: readonly Link[],
    source: Host | typeof clients,
    hosts: ReadonlyMap<string, Host>,
  ): Promise<void>;
  proxy(link: string): Promise<ToxiproxyProxy>;
}

export async function startProxies(
  docker: Docker,
  cluster: string,
  topology: Topology,
  image: string,
): Promise<Proxies> {
  const brokers = nodesOf(topology, 'broker');
  const portOfClients = (node: (typeof brokers)[number]) => portOf(topology.nodes, node, 'client');
  const started = await new ClusterContainer(image, cluster, 'toxiproxy')
    .withCommand([...toxiproxyCommand])
    .withLoopbackPorts(apiPort, ...brokers.map(portOfClients))
    .start();
  const container = docker.getContainer(started.getId());
  const api = new Toxiproxy(`http://127.0.0.1:${started.getMappedPort(apiPort)}`);
  await pRetry(() => api.getVersion(), { retries: 50, minTimeout: 20, factor: 1.2, maxTimeout: 500 });
  const { NetworkSettings } = await container.inspect();
  const ownAddress = Object.values(NetworkSettings.Networks)[0]?.IPAddress;
  return {
    container,
    api,
    clientPorts: new Map(brokers.map((node) => [node.name, started.getMappedPort(portOfClients(node))])),
    async open(links, source, hosts) {
      if (source !== clients) {
        await source.network.connect({
          Container: container.id,
          EndpointConfig: {
            IPAMConfig: { IPv4Address: source.toxiproxyAddress },
            Aliases: toxiproxyAliases(topology, source.node),
          },
        });
      }
      const listen = source === clients ? ownAddress! : source.toxiproxyAddress;
      // A single ZooKeeper node connects to nobody; Toxiproxy's client fails on the answer to an empty list.
      if (links.length === 0) return;
      await api.populate(proxyDefinitions(links, listen, (name) => hosts.get(name)!.address));
    },
    proxy: (link) => api.get(link),
  };
}
