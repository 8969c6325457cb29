/**
 * The configuration of somebody's own brokers, as far as a rehearsal can take it over, and what another version makes of it.
 */
import { parse } from 'dot-properties';
import type { DocumentedSettings } from '../cluster/documented-settings.ts';
import { ownKafkaKeys } from '../cluster/own-keys.ts';

export interface BrokerConfig {
  /** What the brokers of the rehearsal have as well. */
  kept: Record<string, string>;
  /** Keys whose values are those of the rehearsal's own cluster: addresses, ids, folders. */
  replaced: string[];
  /** Keys that are left out: security, and what no Kafka of this version knows, such as a plug-in's own. */
  leftOut: string[];
}

export interface ConfigChanges {
  /** Keys that are set and that the new version does not have any more. */
  gone: string[];
  /** Keys that are not set and have another default in the new version. */
  newDefaults: { key: string; before: string | null; after: string | null }[];
}

/** The clients of a rehearsal have no secrets. */
const security =
  /^(ssl|sasl|delegation\.token|password\.encoder|principal)\.|^listener\.name\.|^zookeeper\.ssl|^(authorizer|super\.users)/;

/**
 * @param text the brokers' server.properties
 * @param known the settings of the version that they run
 */
export function readBrokerConfig(text: string, known: DocumentedSettings): BrokerConfig {
  const entries = Object.entries(parse(text) as Record<string, string>);
  const replaced = entries.filter(([key]) => ownKafkaKeys.has(key));
  const others = entries.filter(([key]) => !ownKafkaKeys.has(key));
  const isKept = (key: string) => known.has(key) && !security.test(key);
  return {
    kept: Object.fromEntries(others.filter(([key]) => isKept(key))),
    replaced: replaced.map(([key]) => key),
    leftOut: others.flatMap(([key]) => (isKept(key) ? [] : [key])),
  };
}

/** @param set what is set, beside the rehearsal's own */
export function configChanges(
  set: Readonly<Record<string, string>>,
  before: DocumentedSettings,
  after: DocumentedSettings,
): ConfigChanges {
  const stays = [...before].filter(([key]) => after.has(key) && !(key in set) && !ownKafkaKeys.has(key));
  return {
    gone: Object.keys(set).filter((key) => !after.has(key)),
    newDefaults: stays
      .map(([key, value]) => ({ key, before: value, after: after.get(key) ?? null }))
      .filter((each) => each.before !== each.after),
  };
}
