/**
 * `up`, `down` and `clean`: clusters that outlive the command that made them, and what should not have.
 */
import { bootCluster, keepCluster, newClusterId } from '../cluster/boot.ts';
import { connectEngine } from '../engine/engine.ts';
import { type Belongings, findBelongings } from '../engine/leftovers.ts';
import { isOwnerDead } from '../engine/ownership.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { sizesWith } from '../topology/mode.ts';
import { createTopology } from '../topology/topology.ts';
import { equip, removeClusters, removeLeftovers, type Say } from './environment.ts';
import { type ClusterFlags, readFlagsOfNodes } from './options.ts';

/** Boots a cluster to play with, and leaves it running. */
export async function up(flags: ClusterFlags, say: Say, signal: AbortSignal): Promise<number> {
  const { modes, ...request } = readFlagsOfNodes('up', flags, ['kraft']);
  const [mode, ...others] = modes;
  if (others.length > 0) throw new UsageError('up boots one cluster: give --mode one mode');
  const { docker, ...equipment } = await equip(request, say, signal);
  const topology = createTopology(mode!, sizesWith(request.sizes));
  say(`booting ${topology.nodes.map((node) => node.name).join(', ')}`);
  const cluster = await bootCluster(docker, newClusterId(), { topology, ...request, ...equipment }, signal);
  await keepCluster(docker, cluster.id);
  process.stdout.write(
    [
      `cluster ${cluster.id}, ${mode}, Kafka ${cluster.image.kafkaVersion}`,
      `bootstrap servers  ${cluster.bootstrapServers.join(',')}`,
      `Toxiproxy          ${cluster.proxies.api.host}`,
      ...topology.nodes.map(
        (node) => `${node.name.padEnd(18)} docker logs kafka-chaos-${cluster.id}-${node.name}`,
      ),
      `remove it with     npm run chaos -- down ${cluster.id}`,
      '',
    ].join('\n'),
  );
  return exitStatus.pass;
}

/** Removes clusters that `up` or `--keep` left running: the one that is named, or all. */
export async function down(id: string | undefined, say: Say): Promise<number> {
  const docker = await connectEngine({ install: false, say });
  const kept = (await findBelongings(docker)).filter((each) => each.kept);
  const wanted = id === undefined ? kept : kept.filter((each) => each.cluster === id);
  if (id !== undefined && wanted.length === 0) {
    const there =
      kept.length === 0 ? 'none is running' : `there are ${kept.map((each) => each.cluster).join(', ')}`;
    throw new UsageError(`there is no cluster "${id}"; ${there}`);
  }
  const { stuck } = await removeClusters(docker, wanted, say, inWords);
  if (wanted.length === 0) say('nothing to remove: no cluster was left running');
  return stuck > 0 ? exitStatus.unknown : exitStatus.pass;
}

/** Removes what interrupted runs left; with `all` also the clusters that were left running on purpose. */
export async function clean(all: boolean, say: Say): Promise<number> {
  const docker = await connectEngine({ install: false, say });
  const leftovers = await removeLeftovers(docker, say);
  const alive = (await findBelongings(docker)).filter((each) => each.kept || !isOwnerDead(each.owner));
  const kept = alive.filter((each) => each.kept);
  for (const each of alive) {
    if (!each.kept) say(`left alone: ${inWords(each)}, whose process is still running`);
    else if (!all) say(`left alone: ${inWords(each)}, which was left running on purpose; "down" removes it`);
  }
  const others = await removeClusters(docker, all ? kept : [], say, inWords);
  const stuck = leftovers.stuck + others.stuck;
  if (leftovers.removed + others.removed + stuck === 0) say('nothing to clean');
  return stuck > 0 ? exitStatus.unknown : exitStatus.pass;
}

function inWords({ cluster, containers, networks, volumes }: Belongings): string {
  return `cluster ${cluster} (${containers.length} containers, ${networks.length} networks, ${volumes.length} volumes)`;
}
