/** Links that deliver in small pieces: a reader that believes a message comes whole is found out. */
import { z } from 'zod';
import { bulk } from '../cluster/ask.ts';
import { answeredInBytes, defaultAsk, direction, linkFault } from './link-damage.ts';

/** Answers of so many pieces are asked for, as a look at the number of pieces is to tell something. */
const pieces = 20;

export const slice = linkFault({
  kind: 'slice',
  summary: 'delivers what goes over links in small pieces; healed by delivering it whole',
  parameters: z.strictObject({
    bytes: z.int().min(2).max(10_000).default(100).describe('size of a piece, in bytes'),
    delayMs: z.int().positive().max(1_000).default(5).describe('pause before each piece, in ms'),
    direction,
  }),
  damage: ({ bytes, delayMs, direction }) => ({
    effect: `what is sent arrives in pieces of ${bytes} bytes, ${delayMs} ms apart`,
    does: {
      toxic: {
        type: 'slicer',
        attributes: { average_size: bytes, size_variation: Math.floor(bytes / 4), delay: delayMs * 1_000 },
      },
      direction,
    },
    canShow: answeredInBytes,
    ask: {
      say: (service) => bulk(service, bytes * pieces),
      withinMs: 3 * pieces * delayMs + 2 * defaultAsk.withinMs,
      quietMs: 4 * delayMs + 100,
    },
    sees({ reads, lastMs, connectMs }, before) {
      if (lastMs === null || connectMs === null) return undefined;
      const tookMs = lastMs - connectMs;
      return tookMs >= (delayMs * pieces) / 4 && (direction === 'requests' || reads > before.reads)
        ? `in ${reads} pieces within ${tookMs.toFixed(0)} ms, ${before.reads} before`
        : undefined;
    },
  }),
});
