/** Links whose connections end after so many bytes, in the middle of whatever they carry at that moment. */
import { z } from 'zod';
import { bulk } from '../cluster/ask.ts';
import { linkFault } from './link-damage.ts';

export const limitData = linkFault({
  kind: 'limit-data',
  summary: 'ends each connection over links after so many bytes; healed by letting them live',
  parameters: z.strictObject({
    bytes: z
      .int()
      .positive()
      .max(1_000_000)
      .describe('what a connection brings back until it is ended, in bytes'),
  }),
  damage: ({ bytes }) => ({
    effect: `connections end after ${bytes} bytes`,
    does: { toxic: { type: 'limit_data', attributes: { bytes } }, direction: 'answers' },
    canShow: (before) => before.bytes > bytes,
    ask: { say: (service) => bulk(service, 2 * bytes + 2_000), withinMs: 3_000, quietMs: 300 },
    sees: ({ bytes: received, closedMs }, before) =>
      closedMs !== null && received <= bytes
        ? `ended after ${received} bytes, ${before.bytes} came before`
        : undefined,
  }),
});
