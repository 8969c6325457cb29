/**
 * Links that swallow everything: connections are accepted and stay open, and nothing comes through. It is what a
 * partitioned network looks like to whoever has a connection, and what clients find hardest to notice.
 */
import { z } from 'zod';
import { defaultAsk, direction, linkFault } from './link-damage.ts';

export const blackhole = linkFault({
  kind: 'blackhole',
  summary: 'swallows what goes over links, accepting connections all the same; healed by letting it through',
  parameters: z.strictObject({ direction: direction.default('both').describe(direction.description!) }),
  damage: ({ direction }) => ({
    effect: 'connections are accepted, and stay silent',
    does: { toxic: { type: 'timeout', attributes: { timeout: 0 } }, direction },
    ask: defaultAsk,
    sees: ({ answer, connectMs }) =>
      answer === 'silent' && connectMs !== null ? 'accepts, and stays silent' : undefined,
  }),
});
