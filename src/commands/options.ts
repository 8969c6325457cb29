/**
 * Options that several commands share, checked.
 */
import { parseSettings, type Settings } from '../cluster/settings.ts';
import { UsageError } from '../errors.ts';
import { defaultKafkaVersion, defaultSizes, type Mode, modes, type Sizes, whyNot } from '../topology/mode.ts';

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
  sizes: Sizes;
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
  return {
    modes: [...new Set(wanted)],
    kafkaVersion,
    image: flags.image,
    sizes: {
      brokers: readCount('--brokers', flags.brokers, defaultSizes.brokers),
      controllers: readCount('--controllers', flags.controllers, defaultSizes.controllers),
      zookeepers: readCount('--zookeepers', flags.zookeepers, defaultSizes.zookeepers),
    },
    settings: parseSettings(flags.set ?? []),
  };
}

/** A whole number from 1 to 99: more nodes than that have no port numbers, and no machine. */
export function readCount(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 99) {
    throw new UsageError(`${option} ${text} is not a whole number from 1 to 99`);
  }
  return count;
}

function readMode(text: string): Mode {
  const mode = modes.find((each) => each === text);
  if (mode === undefined) throw new UsageError(`--mode ${text} is unknown; there are ${modes.join(', ')}`);
  return mode;
}
