/**
 * Links that answer with a TCP reset, as a middlebox or a crashed host does. A request may have been executed before
 * its connection is reset, and the client cannot know.
 */
import { z } from 'zod';
import { defaultAsk, linkFault } from './link-damage.ts';

export const reset = linkFault({
  kind: 'reset',
  summary: 'resets the connections of links; healed by leaving them alone',
  parameters: z.strictObject({
    afterMs: z.int().nonnegative().max(60_000).default(0).describe('how long a connection lives, in ms'),
  }),
  damage: ({ afterMs }) => ({
    effect: 'connections are reset',
    does: { toxic: { type: 'reset_peer', attributes: { timeout: afterMs } }, direction: 'answers' },
    // A connection that answers is listened to until it ends.
    ask: { ...defaultAsk, withinMs: afterMs + defaultAsk.withinMs, quietMs: afterMs + defaultAsk.withinMs },
    sees: ({ reset, closedMs }) => (reset ? `reset after ${closedMs} ms` : undefined),
  }),
});
