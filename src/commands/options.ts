/**
 * Options that several commands share, checked.
 */
import { refuseOwnSettings, refuseUnreadSettings } from '../cluster/known-settings.ts';
import { beside, parseSettings, type Settings } from '../cluster/settings.ts';
import { UsageError } from '../errors.ts';
import { type Experiment, type Suite, suites } from '../experiment/experiment.ts';
import { type Acks, type ClientLibrary, clientLibraries, withApplications } from '../experiment/workload.ts';
import { defaultKafkaVersion, type Mode, modes, type Sizes, whyNot } from '../topology/mode.ts';

/** As the command line gives them. */
export interface ClusterFlags {
  mode?: string;
  kafka?: string;
  image?: string;
  brokers?: string;
  controllers?: string;
  zookeepers?: string;
  set?: string[];
}

export interface ClusterRequest {
  modes: Mode[];
  kafkaVersion: string;
  image: string | undefined;
  /** Only those that were given. */
  sizes: Partial<Sizes>;
  settings: Settings;
}

/** @throws UsageError for what is not possible, before anything is started */
export function readClusterFlags(flags: ClusterFlags, defaultModes: readonly Mode[]): ClusterRequest {
  const wanted = flags.mode === undefined ? [...defaultModes] : flags.mode.split(',').map(readMode);
  const kafkaVersion = flags.kafka ?? defaultKafkaVersion;
  for (const mode of wanted) {
    const reason = whyNot(mode, kafkaVersion);
    if (reason !== undefined) throw new UsageError(reason);
  }
  // Docker would take it for the question which images there are.
  if (flags.image === '') throw new UsageError('--image "" names no image');
  const settings = parseSettings(flags.set ?? []);
  refuseOwnSettings(settings);
  for (const mode of wanted) refuseUnreadSettings(mode, settings);
  return {
    modes: [...new Set(wanted)],
    kafkaVersion,
    image: flags.image,
    sizes: readSizes(flags),
    settings,
  };
}

/** The same for commands that make a cluster, and no topic and no clients. */
export function readFlagsOfNodes(
  command: string,
  flags: ClusterFlags,
  defaultModes: readonly Mode[],
): ClusterRequest {
  const request = readClusterFlags(flags, defaultModes);
  const other = beside.find((each) => request.settings[each] !== undefined);
  if (other !== undefined) throw new UsageError(`--set ${other}:…: ${command} makes no ${other}`);
  if (request.modes.includes('zk-to-kraft')) {
    throw new UsageError(
      `--mode zk-to-kraft: ${command} makes a cluster that stays as it is; "upgrade --from zk --to kraft" makes one on its way`,
    );
  }
  return request;
}

function readSizes(flags: ClusterFlags): Partial<Sizes> {
  const roles = ['brokers', 'controllers', 'zookeepers'] as const;
  const given = roles.filter((role) => flags[role] !== undefined);
  return Object.fromEntries(given.map((role) => [role, readCount(`--${role}`, flags[role], 1)]));
}

/** A whole number from 1 to 99: more nodes than that have no port numbers, and no machine. */
export function readCount(option: string, text: string | undefined, otherwise: number): number {
  return readNumber(option, text, otherwise, 99);
}

function readNumber(option: string, text: string | undefined, otherwise: number, atMost: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > atMost) {
    throw new UsageError(`${option} ${text} is not a whole number from 1 to ${atMost}`);
  }
  return count;
}

/** @throws UsageError if there is no such mode */
export function readMode(text: string): Mode {
  const mode = modes.find((each) => each === text);
  if (mode === undefined) throw new UsageError(`--mode ${text} is unknown; there are ${modes.join(', ')}`);
  return mode;
}

/** What the command line changes about an experiment's workload. */
export interface WorkloadFlags {
  client?: string | undefined;
  acks?: string;
  intervalMs?: string;
  partitions?: string;
}

/** @throws UsageError for what is no client library, no acks, no number */
export function readWorkloadFlags(flags: WorkloadFlags): (experiment: Experiment) => Experiment {
  const libraries = flags.client === undefined ? [] : flags.client.split(',').map(readLibrary);
  const acks = flags.acks === undefined ? undefined : readAcks(flags.acks);
  return (experiment) => ({
    ...experiment,
    topic: {
      ...experiment.topic,
      partitions: readCount('--partitions', flags.partitions, experiment.topic.partitions),
    },
    workload: {
      ...withApplications(experiment.workload, libraries),
      intervalMs: readNumber('--interval-ms', flags.intervalMs, experiment.workload.intervalMs, 10_000),
      ...(acks !== undefined && { acks }),
    },
  });
}

function readLibrary(text: string): ClientLibrary {
  const library = clientLibraries.find((each) => each === text);
  if (library === undefined) {
    throw new UsageError(`--client ${text} is unknown; there are ${clientLibraries.join(', ')}`);
  }
  return library;
}

function readAcks(text: string): Acks {
  if (text === 'all' || text === '1' || text === '0') return text;
  throw new UsageError(`--acks ${text} is unknown; there are all, 1, 0`);
}

const unitsMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 };

/** "10s", "500ms", "2m", "1.5s", in ms. */
export function readDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) {
    throw new UsageError(`${option} ${text} is not a duration such as 10s, 500ms or 2m`);
  }
  return Number(number) * unitsMs[unit!]!;
}

/** Without one, the runs get one of their own, which their results name. */
export function readSeed(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed ${text} is not a whole number`);
  return seed;
}

/** @throws UsageError if there is no such suite */
export function readSuite(text: string): Suite {
  const suite = suites.find((each) => each === text);
  if (suite === undefined) throw new UsageError(`--suite ${text} is unknown; there are ${suites.join(', ')}`);
  return suite;
}
