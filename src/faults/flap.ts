/** Links that are bad and good by turns: each recovery begins before the last one is complete. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { bandwidth } from './bandwidth.ts';
import { blackhole } from './blackhole.ts';
import { cut } from './cut.ts';
import { defineFault } from './fault.ts';
import { latency } from './latency.ts';
import { damageLinks, type LinkDamage } from './link-damage.ts';
import { reset } from './reset.ts';

const duration = z.int().min(100).max(600_000);
/** What a link can flap with, and how an experiment says so. */
const flapping = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('cut'), with: cut.parameters.prefault({}) }),
  z.strictObject({ fault: z.literal('blackhole'), with: blackhole.parameters.prefault({}) }),
  z.strictObject({ fault: z.literal('reset'), with: reset.parameters.prefault({}) }),
  z.strictObject({ fault: z.literal('latency'), with: latency.parameters }),
  z.strictObject({ fault: z.literal('bandwidth'), with: bandwidth.parameters }),
]);

export const flap = defineFault({
  kind: 'flap',
  summary: 'puts a fault of links on and off by turns; healed by taking it off for good',
  hits: 'links',
  parameters: z.strictObject({
    of: flapping
      .prefault({ fault: 'cut' })
      .describe("what they flap with, such as { fault: 'latency', with: { latencyMs: 200 } }"),
    onMs: duration.default(1_000).describe('how long it is on, in ms'),
    offMs: duration.default(1_000).describe('how long it is off, in ms'),
  }),
  async inject(scene, links, { of, onMs, offMs }) {
    // The first time is proved; from then on it is only switched, because proving takes longer than a turn.
    const { on, off, ...proved } = await damageLinks(scene, links, damageOf(of));
    const end = new AbortController();
    let turns = 1;
    const flapping = (async () => {
      for (;;) {
        await sleep(onMs, undefined, end);
        await off();
        await sleep(offMs, undefined, end);
        await on();
        turns++;
      }
    })();
    // It ends by its abortion; a proxy that could not be switched is found by the proof of healing.
    flapping.catch(() => {});
    return {
      evidence: { ...proved.evidence, onMs, offMs },
      async undo() {
        end.abort();
        await flapping.catch(() => {});
        await proved.undo();
      },
      awaitHealed: async () => ({ ...(await proved.awaitHealed()), turns }),
    };
  },
});

function damageOf(of: z.output<typeof flapping>): LinkDamage {
  switch (of.fault) {
    case 'cut':
      return cut.damage(of.with);
    case 'blackhole':
      return blackhole.damage(of.with);
    case 'reset':
      return reset.damage(of.with);
    case 'latency':
      return latency.damage(of.with);
    case 'bandwidth':
      return bandwidth.damage(of.with);
  }
}
