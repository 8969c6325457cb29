/**
 * What becomes of KRaft when metadata logs are gone, and when all storage is formatted again. The formatting is the last: the
 * topic does not come back.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../../../src/cluster/disk.ts';
import { metadataEnd, metadataFolder, readMetadataLog } from '../../../src/cluster/metadata-log.ts';
import { stateOf } from '../../../src/cluster/process-life.ts';
import { awaitHealth } from '../../../src/experiment/health.ts';
import { loseMetadata } from '../../../src/faults/lose-metadata.ts';
import { reformat } from '../../../src/faults/reformat.ts';
import { nodesOf } from '../../../src/topology/topology.ts';
import { eventually, heal, type LiveScene, liveScene } from '../scene.ts';

describe.each(['3.9.2', '4.3.1'])('metadata of Kafka %s', (kafka) => {
  let scene: LiveScene;
  beforeAll(async () => {
    scene = await liveScene('kraft', { kafka });
  });
  afterAll(() => scene?.remove());

  const controllers = () => nodesOf(scene.cluster.topology, 'controller');
  const makeTopic = (name: string) =>
    scene.admin.createTopic({ name, partitions: 1, replicationFactor: 1, config: {} });
  const isThere = async (name: string) => (await scene.admin.topicState(name)).partitions.length > 0;

  it('is gone from two of three controllers, and so is the quorum, until the third one lends its own', async () => {
    await makeTopic('before-the-loss');
    const lost = controllers().slice(0, 2);
    const fault = await loseMetadata.inject(scene, lost, loseMetadata.parameters.parse({}));
    for (const node of lost) {
      expect((await stateOf(scene.cluster, node)).running).toBe(false);
      const folder = await readFolder(scene.cluster, node, metadataFolder);
      expect(folder?.entries.map(({ header }) => header.type)).toEqual(['directory']);
    }
    const evidence = await heal(scene, fault);
    expect(evidence).toMatchObject({ [`${lost[0]!.name} log from`]: 'controller-3' });
    expect(await isThere('before-the-loss')).toBe(true);
    await makeTopic('after-the-copy');
    await eventually('the restored ones get what is new', async () => {
      const ends = await Promise.all(
        controllers().map(async (node) => metadataEnd(await readMetadataLog(scene.cluster, node))),
      );
      return Math.min(...ends) > Number(evidence[`${lost[0]!.name} log ends at`]);
    });
  });

  it("of one controller comes back from that one's own backup, and the rest from the others", async () => {
    const [node] = controllers();
    const parameters = loseMetadata.parameters.parse({ healedBy: 'backup', backupAgeMs: 3_000 });
    const fault = await loseMetadata.inject(scene, [node!], parameters);
    const evidence = await heal(scene, fault);
    const before = Number(fault.evidence[`${node!.name} log ended before at`]);
    expect(Number(evidence[`${node!.name} log ends at`])).toBeLessThan(before);
    await eventually('it has caught up', async () => {
      const log = await readMetadataLog(scene.cluster, node!);
      return metadataEnd(log) > before;
    });
  });

  it('and all else is gone for good when the storage is formatted again', async () => {
    const fault = await reformat.inject(scene, null, {});
    expect(fault.evidence).toMatchObject({ 'nodes formatted': scene.cluster.topology.nodes.length });
    await fault.undo();
    await fault.awaitHealed();
    expect(await awaitHealth(scene, 60_000)).toMatchObject({ evidence: { 'the topic is gone': true } });
    expect(await isThere('after-the-copy')).toBe(false);
    await makeTopic('in-the-new-cluster');
    await eventually('a topic can be made', () => isThere('in-the-new-cluster'));
  });
});
