/** Links that refuse connections and end those there are, as a firewall that rejects, or a port nobody listens on. */
import { z } from 'zod';
import { defaultAsk, linkFault } from './link-damage.ts';

export const cut = linkFault({
  kind: 'cut',
  summary: 'refuses connections over links and ends those there are; healed by accepting them again',
  parameters: z.strictObject({}),
  damage: () => ({
    effect: 'connections are refused',
    does: 'off',
    ask: defaultAsk,
    sees: ({ answer }) => (answer === 'refused' ? 'refused' : undefined),
  }),
});
