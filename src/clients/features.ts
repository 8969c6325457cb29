/**
 * The features of a KRaft cluster: by which versions of its records and protocols all nodes go.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { apiVersionsV3, apiVersionsV4, updateFeaturesV1 } from '@platformatic/kafka';
import { EnvironmentError } from '../errors.ts';
import { askController, namesOf } from './admin.ts';
import type { BrokerConnections } from './broker-connections.ts';

/** By name, the level. */
export type Features = ReadonlyMap<string, number>;

const updateWithinMs = 30_000;
const pollMs = 100;
/** As the protocol counts the directions of an update. */
const upgrade = 1;

/**
 * It is no use to clusters whose voters are written down, as ours are, and KAFKA-21426 makes an upgrade that names it fail
 * there.
 */
const leftOut = new Set(['kraft.version']);

const clientSoftware = ['kafka-chaos', '1'] as const;

/** Before version 4 of the answer brokers say nothing of a feature that may be switched off altogether; before Kafka 3.9 there is no such answer. */
async function versions(connections: BrokerConnections): Promise<apiVersionsV4.ApiVersionsResponse> {
  const ask = (version: typeof apiVersionsV3 | typeof apiVersionsV4) =>
    connections.askAny((connection) => version.api.async(connection, ...clientSoftware));
  return await ask(apiVersionsV4).catch(() => ask(apiVersionsV3));
}

/** The levels that the cluster goes by, as one broker knows them. */
export async function finalizedFeatures(connections: BrokerConnections): Promise<Features> {
  const { finalizedFeatures: finalized = [] } = await versions(connections);
  return new Map(finalized.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]));
}

/**
 * Raises every feature to the highest level that a broker supports, and waits until a broker goes by it.
 * @returns the levels after that
 * @throws EnvironmentError if the cluster refuses, or it does not come about within 30 s
 */
export async function raiseFeatures(connections: BrokerConnections): Promise<Features> {
  const before = await finalizedFeatures(connections);
  const { supportedFeatures = [] } = await versions(connections);
  const wanted = supportedFeatures
    .filter(({ name, maxVersion }) => !leftOut.has(name) && maxVersion > (before.get(name) ?? 0))
    .map(
      ({ name, maxVersion }) =>
        ({ feature: name, maxVersionLevel: maxVersion, upgradeType: upgrade }) as const,
    );
  if (wanted.length === 0) return before;
  try {
    await askController(connections, (connection) =>
      updateFeaturesV1.api.async(connection, updateWithinMs, wanted, false),
    );
  } catch (error) {
    const names = namesOf(error).join(', ');
    throw new EnvironmentError(`the features cannot be raised: ${names || (error as Error).message}`);
  }
  const until = performance.now() + updateWithinMs;
  while (performance.now() < until) {
    const now = await finalizedFeatures(connections);
    if (wanted.every(({ feature, maxVersionLevel }) => now.get(feature) === maxVersionLevel)) return now;
    await sleep(pollMs);
  }
  throw new EnvironmentError(`after ${updateWithinMs / 1_000} s not every feature is raised`);
}
