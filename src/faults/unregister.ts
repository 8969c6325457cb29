/**
 * Strikes a live broker from the cluster's registry, as an administrator does with one that is gone for good, but
 * with the wrong id.
 *
 * What comes of it (tried with Kafka 3.9.2 and 4.3.1): the controller takes its partitions away at once and the other brokers
 * no longer name it to clients. Its process runs on, answers, and sends heartbeats that are refused with
 * STALE_BROKER_EPOCH, for ever: it never registers again by itself, and is in sync nowhere. Only a new process does
 * register. It is ended with SIGKILL, because a controlled shutdown needs those heartbeats:
 * after SIGTERM it was there a minute and a half later.
 */
import { z } from 'zod';
import { registeredBrokers, unregisterBroker } from '../clients/administration.ts';
import { ifPossible } from '../clients/request.ts';
import { proofOfService, startAnew, stateOf } from '../cluster/process-life.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

export const unregister = defineFault({
  kind: 'unregister',
  summary: 'strikes a live broker from the registry; healed by a restart, with which it registers again',
  hits: 'nodes',
  parameters: z.strictObject({}),
  whyNot: ({ mode }) =>
    mode === 'zk'
      ? 'only KRaft knows registration apart from life: in ZooKeeper mode a broker is registered while its session lasts'
      : undefined,
  inject: ({ cluster, admin, signal }, nodes) =>
    hitEach(nodes, async (node) => {
      if (!node.roles.includes('broker'))
        throw new UsageError(`${node.name} is no broker to be unregistered`);
      if (!(await registeredBrokers(admin)).includes(node.id)) {
        throw new EnvironmentError(`${node.name} cannot be unregistered: it is not registered`);
      }
      const { pid } = await stateOf(cluster, node);
      let asked = false;
      return damage(signal, {
        effect: `${node.name} is struck from the cluster's registry`,
        apply() {
          asked = true;
          return unregisterBroker(admin, node.id);
        },
        async proof() {
          const others = await registeredBrokers(admin);
          if (others.includes(node.id)) return undefined;
          const { running } = await stateOf(cluster, node);
          return { pid, running, registered: false, 'registered brokers': others.join(',') };
        },
        async undo() {
          if (!asked) return;
          await startAnew(cluster, node);
        },
        async proofOfHealing() {
          const registered = await ifPossible(registeredBrokers(admin));
          if (!registered?.includes(node.id)) return undefined;
          const service = await proofOfService(cluster, node);
          return service && { ...service, registered: true };
        },
      });
    }),
});
