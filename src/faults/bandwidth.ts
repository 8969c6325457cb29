/** Links that carry only so much a second: followers fall behind, fetches and large batches crawl. */
import { z } from 'zod';
import { bulk, type Reading } from '../cluster/ask.ts';
import { direction, linkFault } from './link-damage.ts';

/** How much is asked for: what the limit lets through in half a second, up to what brokers answer in one. */
const measuredMs = 500;
const mostBytes = 200_000;
const tolerance = 1.5;

export const bandwidth = linkFault({
  kind: 'bandwidth',
  summary: 'limits how much links carry a second; healed by lifting the limit',
  parameters: z.strictObject({
    kilobytesPerSecond: z.int().positive().max(100_000).describe('what a connection carries, in KB a second'),
    direction,
  }),
  damage({ kilobytesPerSecond, direction }) {
    const bytes = Math.min(kilobytesPerSecond * measuredMs, mostBytes);
    return {
      effect: `not more than ${kilobytesPerSecond} KB a second come through`,
      does: { toxic: { type: 'bandwidth', attributes: { rate: kilobytesPerSecond } }, direction },
      ask: { say: (service) => bulk(service, bytes), withinMs: 6 * measuredMs, quietMs: measuredMs },
      // A limit that is not far below what the broker answers anyway cannot be told from its mood.
      canShow: (before) => (rateOf(before) ?? 0) > 2 * tolerance * kilobytesPerSecond,
      sees(reading, before) {
        const rate = rateOf(reading);
        return rate !== undefined && rate <= kilobytesPerSecond * tolerance
          ? `${rate.toFixed(1)} KB a second, ${rateOf(before)?.toFixed(0)} before`
          : undefined;
      },
    };
  },
});

/** In KB a second. */
function rateOf({ bytes, connectMs, lastMs }: Reading): number | undefined {
  return bytes === 0 || connectMs === null || lastMs === null ? undefined : bytes / (lastMs - connectMs);
}
