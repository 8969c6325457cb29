/** Links whose connections end late: the other side has closed, and this one goes on believing in it for a while. */
import { z } from 'zod';
import { lastWord } from '../cluster/ask.ts';
import { defaultAsk, linkFault } from './link-damage.ts';

export const slowClose = linkFault({
  kind: 'slow-close',
  summary: 'delays the end of connections over links; healed by passing it on at once',
  parameters: z.strictObject({
    delayMs: z.int().positive().max(60_000).describe('how late the end of a connection arrives, in ms'),
  }),
  damage: ({ delayMs }) => ({
    effect: `the end of a connection arrives after ${delayMs} ms and more`,
    does: { toxic: { type: 'slow_close', attributes: { delay: delayMs } }, direction: 'answers' },
    ask: { say: lastWord, withinMs: delayMs + defaultAsk.withinMs, quietMs: delayMs + defaultAsk.withinMs },
    sees: ({ closedMs }, before) =>
      closedMs !== null && closedMs >= delayMs
        ? `closes after ${closedMs} ms, ${before.closedMs} ms before`
        : undefined,
  }),
});
