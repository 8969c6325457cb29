/** Delay on links: a distant data centre, a congested network. With jitter, each packet is late by its own amount. */
import { z } from 'zod';
import { answeredInBytes, answeredMs, defaultAsk, direction, linkFault } from './link-damage.ts';

export const latency = linkFault({
  kind: 'latency',
  summary: 'delays what goes over links; healed by taking the delay away',
  parameters: z.strictObject({
    latencyMs: z.int().positive().max(60_000).describe('delay of each packet, in ms'),
    jitterMs: z.int().nonnegative().default(0).describe('how much more or less than that, at random, in ms'),
    direction,
  }),
  damage({ latencyMs, jitterMs, direction }) {
    const roundTripMs = (direction === 'both' ? 2 : 1) * Math.max(1, latencyMs - jitterMs);
    return {
      effect: `the round trip takes ${roundTripMs} ms and more`,
      does: { toxic: { type: 'latency', attributes: { latency: latencyMs, jitter: jitterMs } }, direction },
      canShow: answeredInBytes,
      ask: { ...defaultAsk, withinMs: 2 * (latencyMs + jitterMs) + defaultAsk.withinMs },
      sees(reading, before) {
        const [ms, beforeMs] = [answeredMs(reading), answeredMs(before)];
        return ms !== null && ms >= roundTripMs ? `answers after ${ms} ms, ${beforeMs} ms before` : undefined;
      },
    };
  },
});
