/**
 * The running consumer is cut off from all brokers, and nobody else is: its connections end, and it gets no new ones. Its group
 * hears nothing of it any more, and drops it when its session is over.
 */
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { damage } from './damage.ts';
import { defineFault } from './fault.ts';

export const cutConsumer = defineFault({
  kind: 'cut-consumer',
  summary: "ends the running consumer's connections and refuses it new ones; healed by letting them through",
  hits: 'cluster',
  parameters: z.strictObject({}),
  async inject({ consumerGate: gate, signal }) {
    if (gate === undefined) throw new UsageError('cut-consumer: there is no running consumer');
    let ended = 0;
    return damage(signal, {
      effect: 'the consumer has no connection, and was refused one',
      async apply() {
        ended = await gate.close();
      },
      async proof() {
        if (gate.connections() > 0 || gate.refused() === 0) return undefined;
        return { 'connections ended': ended, 'connections refused': gate.refused(), connections: 0 };
      },
      undo: () => gate.open(),
      async proofOfHealing() {
        const connections = gate.connections();
        return connections > 0 ? { 'connections refused': gate.refused(), connections } : undefined;
      },
    });
  },
});
