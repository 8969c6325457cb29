/**
 * The offset that a consumer group has committed never goes back: what was processed stays processed. Each time that the
 * coordinator tells a lower offset than it told before is a finding.
 */
import { checker } from './checker.ts';

export const committedOffsets = checker('committed-offsets', ({ found }) => {
  /** By group, by partition. */
  const committed = new Map<string, Map<number, number>>();
  return {
    seeEvent(event) {
      if (event.kind !== 'committed') return;
      const { group, partition, offset, timeNs } = event;
      const offsets = committed.get(group) ?? new Map<number, number>();
      committed.set(group, offsets);
      const before = offsets.get(partition);
      offsets.set(partition, offset);
      if (before === undefined || offset >= before) return;
      found.addPlace(
        `the committed offset of the group ${group} went back from ${before} to ${offset}, seen at ${(timeNs / 1e6).toFixed(1)} ms`,
        { partition, offsets: [before, offset] },
      );
    },
    sawEnough: () => committed.size > 0,
  };
});
