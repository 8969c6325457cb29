/**
 * Makes the preferred replica of a partition its leader, as an administrator does, and Kafka itself every five
 * minutes, after leadership has moved. Both replicas are well: what clients feel is a leader that changes with
 * nobody at fault.
 */
import { z } from 'zod';
import { partitionState, electPreferred as requestElection } from '../clients/administration.ts';
import { ifPossible } from '../clients/request.ts';
import { EnvironmentError } from '../errors.ts';
import { damage } from './damage.ts';
import { defineFault } from './fault.ts';

export const electPreferred = defineFault({
  kind: 'elect-preferred',
  summary: 'has the preferred replica elected leader of the partition; nothing is left to heal',
  hits: 'partition',
  parameters: z.strictObject({}),
  async inject({ admin, topic, signal }, partition) {
    const before = await partitionState(admin, topic, partition);
    const preferred = before.replicas[0]!;
    if (before.leader === preferred) {
      throw new EnvironmentError(
        `partition ${partition} is led by its preferred replica, broker ${preferred}, already: there is nothing to elect`,
      );
    }
    return damage(signal, {
      effect: `broker ${preferred}, the preferred replica of partition ${partition}, was elected its leader`,
      apply: () => requestElection(admin, topic, partition),
      async proof() {
        const { leader, leaderEpoch } = await partitionState(admin, topic, partition);
        return leader === preferred && leaderEpoch > before.leaderEpoch
          ? { 'leader before': before.leader, leader, leaderEpoch }
          : undefined;
      },
      // The leader is now the one that Kafka wants to lead: to put back the other one would be another fault.
      undo: async () => {},
      async proofOfHealing() {
        const state = await ifPossible(partitionState(admin, topic, partition));
        if (state === undefined || state.leader === null) return undefined;
        return { leader: state.leader, leaderEpoch: state.leaderEpoch };
      },
    });
  },
});
