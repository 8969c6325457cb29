import type Docker from 'dockerode';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Host } from '../../src/cluster/hosts.ts';
import type { startNodeProcess } from '../../src/cluster/node-process.ts';
import { processesOf } from '../../src/cluster/processes.ts';
import { EnvironmentError } from '../../src/errors.ts';
import type { KafkaImage } from '../../src/images/kafka-image.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';
import { dockerError } from '../faults/engine.ts';

const clearDisk = vi.hoisted(() => vi.fn());
vi.mock('../../src/cluster/disk.ts', () => ({ clearDisk }));

beforeEach(() => {
  clearDisk.mockReset();
});

const image = { kafkaVersion: '3.9.2' } as KafkaImage;
const newer = { kafkaVersion: '4.3.1' } as KafkaImage;
const clientPorts = new Map([['broker-1', 40_001]]);

/** The processes of a cluster on an engine that does as it is told. */
function engine(mode: Mode, disks: 'limited' | 'of the process' = 'limited') {
  const topology = createTopology(mode, defaultSizes);
  const did: string[] = [];
  /** With what the engine refuses to stop a process. */
  let refusal: Error | undefined;
  let started = 0;
  clearDisk.mockImplementation(async ({ node }: Host) => void did.push(`clear ${node.name}`));
  const launch = vi.fn<typeof startNodeProcess>(async (_, { node }) => {
    const name = `${node.name}#${++started}`;
    did.push(`launch ${name}`);
    const container = {
      id: name,
      async stop({ t }: { t: number }) {
        did.push(`stop ${name} within ${t} s`);
        if (refusal !== undefined) throw refusal;
      },
      async remove(options: object) {
        expect(options).toEqual({ force: true, v: true });
        did.push(`remove ${name}`);
      },
    };
    return container as unknown as Docker.Container;
  });
  const disk = disks === 'limited' ? 'volume' : undefined;
  const hosts = new Map(topology.nodes.map((node) => [node.name, { node, disk } as Host]));
  const processes = processesOf({} as Docker, {
    ...{ cluster: 'c0ffee', topology, settings: { broker: { a: 'b' } }, image, hosts, launch },
    ...{ clientPorts: Promise.resolve(clientPorts), checkpoint: Buffer.from('features') },
  });
  /** What the last process was started with. */
  const last = () => {
    const { surroundings, data, ...rest } = launch.mock.lastCall![1];
    return { ...rest, coordinatedBy: surroundings.coordinatedBy, data, surroundings };
  };
  const refuse = (error: Error) => {
    refusal = error;
  };
  const node = (name: string) => findNode(topology, name);
  return { processes, launch, last, did, node, refuse, hosts, topology };
}

describe('a process', () => {
  test('is started on its host, with what is around it, and is known from then on', async () => {
    const { processes, last, node, hosts, topology } = engine('kraft');
    expect(processes.container(node('broker-1'))).toBeUndefined();
    const container = await processes.create(node('broker-1'), 'id');
    expect(container.id).toBe('broker-1#1');
    expect(processes.container(node('broker-1'))).toBe(container);
    expect(last()).toMatchObject({
      cluster: 'c0ffee',
      node: node('broker-1'),
      image,
      coordinatedBy: 'quorum',
    });
    expect(last().host).toBe(hosts.get('broker-1'));
    expect(last().surroundings).toEqual({
      ...{ topology, clientPorts, settings: { broker: { a: 'b' } }, coordinatedBy: 'quorum' },
    });
  });

  test('finds its disk formatted for the cluster, where it is one of KRaft', async () => {
    const { processes, last, node } = engine('zk-to-kraft');
    await processes.create(node('controller-2'), 'id-of-the-brokers');
    expect(last().data.map(({ name }) => name)).toEqual(['meta.properties', 'bootstrap.checkpoint']);
    expect(last().data[0]!.content).toContain('cluster.id=id-of-the-brokers\nnode.id=102\n');
    expect(last().coordinatedBy).toBe('both');
    await processes.create(node('broker-1'), 'id-of-the-brokers');
    expect(last()).toMatchObject({ data: [], coordinatedBy: 'zookeeper' });
  });
});

describe('an exchange', () => {
  test('asks the process to end, removes it, and starts another one on the disk as it is', async () => {
    const { processes, did, last, node } = engine('kraft');
    await processes.create(node('broker-1'), 'id');
    await processes.exchange(node('broker-1'), { image: newer });
    expect(did.slice(1)).toEqual(['stop broker-1#1 within 60 s', 'remove broker-1#1', 'launch broker-1#2']);
    expect(last()).toMatchObject({ image: newer, data: [] });
    expect(processes.container(node('broker-1'))?.id).toBe('broker-1#2');
  });

  test('keeps what earlier ones have changed', async () => {
    const { processes, last, node } = engine('zk-to-kraft');
    const broker = node('broker-1');
    await processes.create(broker, 'id');
    await processes.exchange(broker, { coordinatedBy: 'both' });
    expect(last()).toMatchObject({ image, coordinatedBy: 'both' });
    await processes.exchange(broker, { image: newer });
    expect(last()).toMatchObject({ image: newer, coordinatedBy: 'both' });
    await processes.exchange(broker, { coordinatedBy: 'quorum' });
    expect(last()).toMatchObject({ image: newer, coordinatedBy: 'quorum', data: [] });
    expect(processes.coordinatedBy(broker)).toBe('quorum');
    expect(processes.coordinatedBy(node('broker-2'))).toBe('zookeeper');
  });

  test('is refused where the disk would go with the process, which goes on as it is', async () => {
    const { processes, did, node } = engine('zk-to-kraft', 'of the process');
    await processes.create(node('broker-1'), 'id');
    const exchange = processes.exchange(node('broker-1'), { coordinatedBy: 'both' });
    await expect(exchange).rejects.toThrow(EnvironmentError);
    await expect(exchange).rejects.toThrow('broker-1 has no disk of its own to keep');
    expect(did).toEqual(['launch broker-1#1']);
    expect(processes.coordinatedBy(node('broker-1'))).toBe('zookeeper');
  });

  test('takes a process that has ended already, but no other refusal', async () => {
    const { processes, did, node, refuse } = engine('kraft');
    await processes.create(node('broker-1'), 'id');
    refuse(dockerError(304, 'container already stopped'));
    await processes.exchange(node('broker-1'), {});
    expect(did.at(-1)).toBe('launch broker-1#2');
    refuse(dockerError(500, 'the engine is ill'));
    await expect(processes.exchange(node('broker-1'), {})).rejects.toThrow('the engine is ill');
    expect(did.at(-1)).toBe('stop broker-1#2 within 60 s');
  });
});

describe('a replacement', () => {
  test('is as new: without a word to the process, on a cleared disk, formatted for the cluster', async () => {
    const { processes, did, last, node } = engine('kraft');
    await processes.create(node('controller-1'), 'id');
    await processes.replace(node('controller-1'), 'another-id');
    expect(did.slice(1)).toEqual(['remove controller-1#1', 'clear controller-1', 'launch controller-1#2']);
    expect(last().data[0]!.content).toContain('cluster.id=another-id\n');
  });

  test('runs the image, and is coordinated by what the process before was', async () => {
    const { processes, last, node } = engine('zk-to-kraft');
    const broker = node('broker-1');
    await processes.create(broker, 'id');
    await processes.exchange(broker, { coordinatedBy: 'quorum', image: newer });
    await processes.replace(broker, 'id');
    expect(last()).toMatchObject({ image: newer, coordinatedBy: 'quorum' });
    expect(last().data.map(({ name }) => name)).toEqual(['meta.properties', 'bootstrap.checkpoint']);
    expect(processes.coordinatedBy(broker)).toBe('quorum');
  });

  test('has nothing to clear where the disk has gone with the process', async () => {
    const { processes, did, node } = engine('kraft', 'of the process');
    await processes.create(node('broker-1'), 'id');
    await processes.replace(node('broker-1'), 'id');
    expect(did.slice(1)).toEqual(['remove broker-1#1', 'launch broker-1#2']);
  });
});

describe('a process that ends for good', () => {
  test('is asked to, is removed with its disk, and is known no longer', async () => {
    const { processes, did, node } = engine('zk-to-kraft');
    await processes.create(node('zookeeper-1'), 'id');
    await processes.end(node('zookeeper-1'));
    expect(did.slice(1)).toEqual([
      'stop zookeeper-1#1 within 60 s',
      'remove zookeeper-1#1',
      'clear zookeeper-1',
    ]);
    expect(processes.container(node('zookeeper-1'))).toBeUndefined();
  });

  test('may never have been started', async () => {
    const { processes, did, node } = engine('zk-to-kraft');
    await processes.end(node('controller-1'));
    expect(did).toEqual(['clear controller-1']);
  });

  test('is forgotten: the next one of the node begins as the first one did', async () => {
    const { processes, last, node } = engine('zk-to-kraft');
    const controller = node('controller-1');
    await processes.create(controller, 'id');
    await processes.exchange(controller, { coordinatedBy: 'quorum', image: newer });
    await processes.end(controller);
    expect(processes.coordinatedBy(controller)).toBe('both');
    await processes.create(controller, 'id');
    expect(last()).toMatchObject({ image, coordinatedBy: 'both' });
    expect(last().data).toHaveLength(2);
  });
});
