/**
 * One Toxiproxy server a cluster, through which every link goes.
 *
 * In the network of each node the names of all other nodes mean Toxiproxy, and every service of a cluster has a
 * port number of its own: so the network by which a connection comes in tells its source, and the port tells its
 * destination.
 */
import type Docker from 'dockerode';
import pRetry from 'p-retry';
import { type ICreateToxicBody, type ToxicAttributeTypes, Toxiproxy } from 'toxiproxy-node-client';
import { clients, type Link, nodesOf, portOf, type Topology } from '../topology/topology.ts';
import { ClusterContainer } from './container.ts';
import type { Host } from './hosts.ts';
import { apiPort, proxyDefinitions, toxiproxyAliases, toxiproxyCommand } from './links.ts';

export interface Proxies {
  container: Docker.Container;
  /** Toxiproxy's own client, for toxics. */
  api: Toxiproxy;
  /** Where the links of clients begin: Toxiproxy's address in Docker's default network. */
  clientsAddress: string;
  /** The port on 127.0.0.1 under which clients reach a broker, by the broker's name. */
  clientPorts: ReadonlyMap<string, number>;
  /** Makes the links that start at a host, or at the clients: from then on they can be used. */
  open(
    links: readonly Link[],
    source: Host | typeof clients,
    hosts: ReadonlyMap<string, Host>,
  ): Promise<void>;
  /** Switches a link off, in somebody's name: it refuses connections, and ends those there are. */
  switchOff(link: string, by: string): Promise<void>;
  /** Takes that back; the link is on again when nobody is left who wants it off. */
  switchOn(link: string, by: string): Promise<void>;
  addToxic(link: string, toxic: ToxicBody): Promise<void>;
  /** One that is not there is as good as removed. */
  removeToxic(link: string, name: string): Promise<void>;
  /** What is wrong with links, by their names: nothing, in a cluster that is well. */
  damaged(): Promise<Map<string, string>>;
}

export type ToxicBody = ICreateToxicBody<ToxicAttributeTypes>;

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
  const clientsAddress = Object.values(NetworkSettings.Networks)[0]!.IPAddress;
  const offBy = new Map<string, Set<string>>();
  const setEnabled = async (link: string) => {
    const proxy = await api.get(link);
    const { listen, upstream } = proxy;
    await proxy.update({ enabled: !offBy.get(link)?.size, listen, upstream });
  };
  return {
    container,
    api,
    clientsAddress,
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
      const listen = source === clients ? clientsAddress : source.toxiproxyAddress;
      // A single ZooKeeper node connects to nobody; Toxiproxy's client fails on the answer to an empty list.
      if (links.length === 0) return;
      await api.populate(proxyDefinitions(links, listen, (name) => hosts.get(name)!.address));
    },
    switchOff: (link, by) => {
      offBy.set(link, (offBy.get(link) ?? new Set()).add(by));
      return setEnabled(link);
    },
    switchOn: (link, by) => {
      offBy.get(link)?.delete(by);
      return setEnabled(link);
    },
    async addToxic(link, toxic) {
      await (await api.get(link)).addToxic(toxic);
    },
    async removeToxic(link, name) {
      try {
        await (await (await api.get(link)).getToxic(name)).remove();
      } catch (error) {
        if (!/status code 404/.test((error as Error).message)) throw error;
      }
    },
    async damaged() {
      // The client's own objects leave the toxics out.
      type State = { name: string; enabled: boolean; toxics: { type: string }[] };
      const { data } = await api.api.get<Record<string, State>>(`${api.host}/proxies`);
      const found = Object.values(data).map(({ name, enabled, toxics }) => [
        name,
        [...(enabled ? [] : ['off']), ...toxics.map((toxic) => toxic.type)].join(', '),
      ]);
      return new Map(found.filter(([, wrong]) => wrong !== '') as [string, string][]);
    },
  };
}
