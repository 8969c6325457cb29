/**
 * Moves a partition to other brokers, or to another order of the same, as an administrator does who balances load or
 * empties a broker. By default the present replicas rotate by one over all brokers: another one is the preferred
 * leader then, and where there are brokers to spare, a replica moves there and copies the log. Who leads stays the
 * same, as long as it keeps a replica, until there is an election.
 */
import { z } from 'zod';
import { partitionState, reassigning, reassign as requestReassignment } from '../clients/administration.ts';
import { ifPossible } from '../clients/request.ts';
import { EnvironmentError } from '../errors.ts';
import { damage } from './damage.ts';
import { defineFault, type Scene } from './fault.ts';

/** A replica that moves has the whole log to copy. */
const withinMs = 60_000;

export const reassign = defineFault({
  kind: 'reassign',
  summary:
    'gives the partition other replicas, or another preferred leader; healed by the replicas of before',
  hits: 'partition',
  parameters: z.strictObject({
    replicas: z
      .array(z.int())
      .nonempty()
      .optional()
      .describe("the brokers' ids, preferred leader first; by default those it has, rotated by one"),
  }),
  async inject({ admin, topic, signal }, partition, parameters) {
    const { replicas: before } = await partitionState(admin, topic, partition);
    const { brokers } = await admin.topicState(topic);
    const after =
      parameters.replicas ??
      rotated(
        before,
        brokers.map(({ id }) => id).sort((a, b) => a - b),
      );
    if (text(after) === text(before)) {
      throw new EnvironmentError(`the replicas of partition ${partition} are ${text(after)} already`);
    }
    const move = (replicas: readonly number[]) => requestReassignment(admin, topic, partition, replicas);
    return damage(signal, {
      effect: `partition ${partition} moved to the replicas ${text(after)}`,
      withinMs,
      apply: () => move(after),
      async proof() {
        const settled = await settledOn({ admin, topic }, partition, after);
        return settled && { 'replicas before': text(before), ...settled };
      },
      // Kafka refuses brokers that are not there. Where another fault has taken one of them away, it may come back
      // only after this: then the replicas are asked for again, until it is there.
      undo: () => ifPossible(move(before)),
      async proofOfHealing() {
        const now = await ifPossible(partitionState(admin, topic, partition));
        if (now === undefined) return undefined;
        if (text(now.replicas) === text(before))
          return ifPossible(settledOn({ admin, topic }, partition, before));
        const underWay = await ifPossible(reassigning(admin, topic, partition));
        if (underWay === false) await ifPossible(move(before));
        return undefined;
      },
    });
  },
});

/** The replicas without the first, and then the next broker that has none; if all have one, the first again. */
export function rotated(replicas: readonly number[], brokers: readonly number[]): number[] {
  const [first, ...rest] = replicas;
  const last = brokers.indexOf(replicas.at(-1)!);
  const fromLast = [...brokers.slice(last + 1), ...brokers.slice(0, last + 1)];
  return [...rest, fromLast.find((each) => !replicas.includes(each)) ?? first!];
}

/** Proof that these are the replicas, in this order and all in sync, and that nothing is about to change that. */
async function settledOn(
  { admin, topic }: Pick<Scene, 'admin' | 'topic'>,
  partition: number,
  wanted: readonly number[],
) {
  const { replicas, isr } = await partitionState(admin, topic, partition);
  if (text(replicas) !== text(wanted) || !replicas.every((each) => isr.includes(each))) return undefined;
  if (await reassigning(admin, topic, partition)) return undefined;
  return { replicas: text(replicas), 'in sync': text(isr), reassigning: false };
}

function text(ids: readonly number[]): string {
  return ids.join(',');
}
