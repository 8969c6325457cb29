/**
 * The catalogue: a new fault is a file beside this one, and a line here.
 */
import type { z } from 'zod';
import { bandwidth } from './bandwidth.ts';
import { blackhole } from './blackhole.ts';
import { corrupt } from './corrupt.ts';
import { cpuStarve } from './cpu-starve.ts';
import { cut } from './cut.ts';
import { cutConsumer } from './cut-consumer.ts';
import { disconnect } from './disconnect.ts';
import { diskFull } from './disk-full.ts';
import { electPreferred } from './elect-preferred.ts';
import type { Fault } from './fault.ts';
import { flap } from './flap.ts';
import { kill } from './kill.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import { loseMetadata } from './lose-metadata.ts';
import { outOfMemory } from './out-of-memory.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { reassign } from './reassign.ts';
import { reconfigure } from './reconfigure.ts';
import { reformat } from './reformat.ts';
import { reset } from './reset.ts';
import { restart } from './restart.ts';
import { slice } from './slice.ts';
import { slowClose } from './slow-close.ts';
import { stop } from './stop.ts';
import { unregister } from './unregister.ts';
import { wipe } from './wipe.ts';

const catalogue = [
  kill,
  stop,
  restart,
  pause,
  disconnect,
  cpuStarve,
  outOfMemory,
  diskFull,
  corrupt,
  wipe,
  loseMetadata,
  reformat,
  latency,
  bandwidth,
  blackhole,
  reset,
  slowClose,
  slice,
  limitData,
  cut,
  partition,
  flap,
  cutConsumer,
  reassign,
  electPreferred,
  reconfigure,
  unregister,
] as const;

export type Catalogue = (typeof catalogue)[number];
export type FaultKind = Catalogue['kind'];

/** Every fault, with its own types forgotten: its parameters must come from its own schema. */
export const faults = catalogue as readonly unknown[] as readonly (Fault & { kind: FaultKind })[];

/** The parameters that an experiment may give a fault. */
export type ParametersOf<Kind extends FaultKind> = z.input<Extract<Catalogue, { kind: Kind }>['parameters']>;

export function findFault(kind: FaultKind): Fault {
  return faults.find((each) => each.kind === kind)!;
}
