/**
 * Settings that a run puts on top of the defaults: `--set role:key=value`, and what an experiment asks for.
 */
import { UsageError } from '../errors.ts';
import type { Role } from '../topology/topology.ts';

const ofNodes = ['broker', 'controller', 'zookeeper'] as const satisfies Role[];

/** What else can be configured: the topic under test, the applications' producers, the running consumer. */
export const beside = ['topic', 'producer', 'consumer'] as const;

export const configurable = [...ofNodes, ...beside] as const;
type Configurable = (typeof configurable)[number];

/** For each role the keys and values that go into its nodes' configuration; for what is beside them, into its own. */
export type Settings = Readonly<Partial<Record<Configurable, Readonly<Record<string, string>>>>>;

/** Reads `broker:replica.lag.time.max.ms=10000`, any number of them; the last of two for one key wins. */
export function parseSettings(arguments_: readonly string[]): Settings {
  const settings: Partial<Record<Configurable, Record<string, string>>> = {};
  for (const argument of arguments_) {
    const match = /^([a-z]+):([^=\s]+)=(.*)$/.exec(argument);
    const role = match?.[1] as Configurable | undefined;
    if (match === null || role === undefined || !configurable.includes(role)) {
      throw new UsageError(
        `--set "${argument}" is not of the form role:key=value, where role is one of ${configurable.join(', ')}`,
      );
    }
    settings[role] = { ...settings[role], [match[2]!]: match[3]! };
  }
  return settings;
}

/** Each as `role:key=value`. */
export function settingsAsTexts(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([role, keys]) =>
    Object.entries(keys).map(([key, value]) => `${role}:${key}=${value}`),
  );
}

/** Both, where `above` wins over `below`. */
export function mergeSettings(below: Settings, above: Settings): Settings {
  return Object.fromEntries(configurable.map((role) => [role, { ...below[role], ...above[role] }]));
}
