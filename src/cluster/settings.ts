/**
 * Settings that a run puts on top of the defaults: `--set role:key=value`, and what an experiment asks for.
 */
import { UsageError } from '../errors.ts';
import type { Role } from '../topology/topology.ts';

/** For each role the keys and values that go into its nodes' configuration. */
export type Settings = Readonly<Partial<Record<Role, Readonly<Record<string, string>>>>>;

const roles: readonly Role[] = ['broker', 'controller', 'zookeeper'];

/** Reads `broker:replica.lag.time.max.ms=10000`, any number of them; the last of two for one key wins. */
export function parseSettings(arguments_: readonly string[]): Settings {
  const settings: Partial<Record<Role, Record<string, string>>> = {};
  for (const argument of arguments_) {
    const match = /^([a-z]+):([^=\s]+)=(.*)$/.exec(argument);
    const role = match?.[1] as Role | undefined;
    if (match === null || role === undefined || !roles.includes(role)) {
      throw new UsageError(
        `--set "${argument}" is not of the form role:key=value, where role is one of ${roles.join(', ')}`,
      );
    }
    settings[role] = { ...settings[role], [match[2]!]: match[3]! };
  }
  return settings;
}

/** Both, where `above` wins over `below`. */
export function mergeSettings(below: Settings, above: Settings): Settings {
  return Object.fromEntries(roles.map((role) => [role, { ...below[role], ...above[role] }]));
}
