/**
 * A partition of the network: the links between two sides are dead, and both sides live. Which links those are, and
 * so whether it is symmetric, one-way, partial, a bridge or a ring, the target says.
 */
import { z } from 'zod';
import { blackhole } from './blackhole.ts';
import { cut } from './cut.ts';
import { defineFault } from './fault.ts';
import { damageLinks } from './link-damage.ts';

export const partition = defineFault({
  kind: 'partition',
  summary: 'parts the network: nothing passes over the links of the target; healed by joining it again',
  hits: 'links',
  parameters: z.strictObject({
    as: z
      .enum(['silence', 'refusal'])
      .default('silence')
      .describe('what a side sees of the other: nothing at all, or refused connections'),
  }),
  inject: (scene, links, { as }) =>
    damageLinks(scene, links, as === 'silence' ? blackhole.damage({ direction: 'both' }) : cut.damage({})),
});
