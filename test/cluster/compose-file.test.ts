// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of compose, not of TypeScript
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeFile } from '../../src/cluster/compose-file.ts';
import { nodeProperties } from '../../src/cluster/configuration.ts';
import { toxiproxyReference } from '../../src/images/toxiproxy-image.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, type Topology } from '../../src/topology/topology.ts';

interface Service {
  image: string;
  entrypoint?: string[];
  command: string[];
  configs?: { source: string; target: string }[];
  networks?: Record<string, { ipv4_address: string; aliases?: string[] }>;
  network_mode?: string;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; ipam: { config: [{ subnet: string }] } }>;
  volumes: Record<string, object>;
  configs: Record<string, { content: string }>;
}

function write(mode: Mode, kafkaVersion: string, settings = {}, sizes = defaultSizes): string {
  return composeFile({ topology: createTopology(mode, sizes), kafkaVersion, settings });
}

function read(...options: Parameters<typeof write>): ComposeFile {
  return parse(write(...options));
}

interface Proxy {
  name: string;
  listen: string;
  upstream: string;
}

function proxiesOf(file: ComposeFile): Proxy[] {
  return JSON.parse(file.configs['toxiproxy.json']!.content);
}

const everyMode: [Mode, string][] = [
  ['zk', '3.9.2'],
  ['kraft', '4.3.1'],
  ['kraft-combined', '4.3.1'],
];

describe.each(everyMode)('the compose file of a cluster in %s mode', (mode, kafkaVersion) => {
  const topology: Topology = createTopology(mode, defaultSizes);
  const file = read(mode, kafkaVersion);

  test('every link is a proxy, from the network of its source to the host of its destination', () => {
    const proxies = new Map(proxiesOf(file).map((proxy) => [proxy.name, proxy]));
    expect([...proxies.keys()].sort()).toEqual(topology.links.map((link) => link.name).sort());
    for (const { name, source, destination, port } of topology.links) {
      const listen = file.services.toxiproxy!.networks![source]!.ipv4_address;
      const upstream = file.services[`${destination}-host`]!.networks![destination]!.ipv4_address;
      expect(proxies.get(name)).toMatchObject({
        listen: `${listen}:${port}`,
        upstream: `${upstream}:${port}`,
      });
    }
  });

  test('a node is alone with Toxiproxy, which answers to the names of all others', () => {
    for (const { name } of topology.nodes) {
      const members = Object.entries(file.services).filter(([, service]) => service.networks?.[name]);
      expect(members.map(([member]) => member).sort()).toEqual([`${name}-host`, 'toxiproxy'].sort());
      expect(file.networks[name]!.internal).toBe(true);
      expect(file.services[name]!.network_mode).toBe(`service:${name}-host`);
      expect(file.services[name]!.networks).toBeUndefined();
      const others = topology.nodes.map((node) => node.name).filter((other) => other !== name);
      expect(file.services.toxiproxy!.networks![name]!.aliases).toEqual(others);
    }
  });

  test('no two networks share an address', () => {
    const subnets = Object.values(file.networks).map(({ ipam }) => ipam.config[0].subnet);
    expect(subnets.every((subnet) => subnet.endsWith('/29'))).toBe(true);
    expect(new Set(subnets).size).toBe(topology.nodes.length + 1);
  });

  test('only Toxiproxy publishes ports, and on 127.0.0.1 only', () => {
    const publishing = Object.entries(file.services).filter(([, service]) => service.ports);
    expect(publishing.map(([name]) => name)).toEqual(['toxiproxy']);
    expect(file.services.toxiproxy!.ports!.map((port) => port.split(':').slice(0, 2).join(':'))).toEqual([
      '127.0.0.1:8474',
      '127.0.0.1:19101',
      '127.0.0.1:19102',
      '127.0.0.1:19103',
    ]);
  });

  test('a node has the configuration that the program would give it', () => {
    const brokers = topology.nodes.filter((node) => node.roles.includes('broker'));
    const clientPorts = new Map(brokers.map((node, index) => [node.name, 19_101 + index]));
    for (const node of topology.nodes) {
      const { configs, command } = file.services[node.name]!;
      const { source } = configs!.find((config) => config.target === command.at(-1))!;
      expect(file.configs[source]!.content).toBe(
        nodeProperties(node, { topology, settings: {}, clientPorts }),
      );
    }
  });

  test('every config, volume and network that a service names is there', () => {
    for (const service of Object.values(file.services)) {
      for (const { source } of service.configs ?? []) expect(file.configs).toHaveProperty([source]);
      for (const volume of service.volumes ?? []) {
        expect(file.volumes).toHaveProperty([volume.split(':')[0]!]);
      }
      for (const network of Object.keys(service.networks ?? {})) {
        expect(file.networks).toHaveProperty([network]);
      }
    }
  });

  test('no image needs a shell', () => {
    for (const { name } of topology.nodes) expect(file.services[name]!.entrypoint).toEqual(['java']);
  });
});

describe('before the first start', () => {
  test('the data directory of a KRaft node is formatted, for one and the same cluster', () => {
    const { services } = read('kraft', '3.9.2');
    const ids = ['controller-1', 'broker-3'].map((name) => {
      expect(services[name]!.depends_on![`${name}-format`]).toEqual({
        condition: 'service_completed_successfully',
      });
      const { command, volumes } = services[`${name}-format`]!;
      expect(volumes).toEqual(services[name]!.volumes);
      return command[command.indexOf('--cluster-id') + 1]!;
    });
    expect(ids[0]).toBe(ids[1]);
    expect(Buffer.from(ids[0]!, 'base64url').toString('base64url')).toBe(ids[0]);
    expect(Buffer.from(ids[0]!, 'base64url')).toHaveLength(16);
  });

  test('a ZooKeeper node gets its number, and nothing is formatted', () => {
    const { services, configs } = read('zk', '3.9.2');
    expect(services['zookeeper-2']!.configs).toContainEqual({
      source: 'zookeeper-2.myid',
      target: '/var/lib/kafka/data/myid',
    });
    expect(configs['zookeeper-2.myid']!.content).toBe('2\n');
    expect(Object.keys(services).filter((name) => name.endsWith('-format'))).toEqual([]);
  });
});

describe('what was asked for', () => {
  test('settings reach the nodes of their role, and compose sees no variable in them', () => {
    const { configs } = read('kraft', '4.3.1', { broker: { 'sasl.jaas.config': 'a $b ${c} $$' } });
    expect(configs['broker-1.properties']!.content).toContain('sasl.jaas.config=a $$b $${c} $$$$\n');
    expect(configs['controller-1.properties']!.content).not.toContain('sasl.jaas.config');
  });

  test('sizes', () => {
    const file = read('kraft', '4.3.1', {}, { brokers: 40, controllers: 1, zookeepers: 0 });
    expect(file.networks['broker-40']!.ipam.config[0].subnet).toBe('10.218.1.72/29');
    expect(file.services).not.toHaveProperty(['controller-2']);
  });

  test('stands in the first lines, as the command that would write the file again', () => {
    const settings = { broker: { 'log.retention.ms': '1000', 'sasl.jaas.config': "it's" } };
    const text = write('kraft', '4.3.1', settings, { ...defaultSizes, brokers: 5 });
    expect(text).toContain(
      `#   kafka-chaos compose --mode kraft --kafka 4.3.1 --brokers 5 --set broker:log.retention.ms=1000 --set 'broker:sasl.jaas.config=it'\\''s'\n`,
    );
  });

  test('other images, which a variable still replaces', () => {
    const topology = createTopology('kraft', defaultSizes);
    const images = { kafka: 'mine:1' };
    const { services } = parse(composeFile({ topology, kafkaVersion: '4.3.1', settings: {}, images }));
    expect(services['broker-1'].image).toBe('${KAFKA_IMAGE:-mine:1}');
    expect(services.toxiproxy.image).toBe(`\${TOXIPROXY_IMAGE:-${toxiproxyReference}}`);
  });
});

test.each<[Mode, string]>([
  ['zk', '3.9.2'],
  ['kraft', '3.9.2'],
  ['kraft', '4.3.1'],
  ['kraft-combined', '4.3.1'],
])('the ready-made compose/%s-%s.yaml is what the program writes today', (mode, kafkaVersion) => {
  const path = new URL(`../../compose/${mode}-${kafkaVersion}.yaml`, import.meta.url);
  const stale = `stale; write it again: npm run chaos -- compose --mode ${mode} --kafka ${kafkaVersion}`;
  expect(readFileSync(path, 'utf8') === write(mode, kafkaVersion), stale).toBe(true);
});
