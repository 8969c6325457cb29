/**
 * Applications beside the probe: what whoever uses a client library as it comes feels of the cluster. On the probe's
 * open-loop schedule, over one producer for all partitions, with the library's own retries.
 */
import type { ApplicationOptions } from '../clients/application-options.ts';
import type { Producer } from '../clients/attempt.ts';
import { kafkajsApplication } from '../clients/kafkajs-application.ts';
import { platformaticApplication } from '../clients/platformatic-application.ts';
import type { RunClock } from '../history/clock.ts';
import { type Probe, type ProbeOptions, startProbe } from './probe.ts';

const libraries: Record<ApplicationName, (options: ApplicationOptions) => Promise<Producer>> = {
  kafkajs: kafkajsApplication,
  platformatic: platformaticApplication,
};

/** The client library, by whose name the workload goes too: `kafkajs-0`. */
export type ApplicationName = 'kafkajs' | 'platformatic';

export async function startApplication(
  clock: RunClock,
  options: { name: ApplicationName } & Omit<ProbeOptions, 'name' | 'connect'> &
    Omit<ApplicationOptions, 'clientId'>,
): Promise<Probe> {
  const producer = await libraries[options.name]({ ...options, clientId: `kafka-chaos-${options.name}` });
  return await startProbe(clock, { ...options, connect: async () => producer });
}
