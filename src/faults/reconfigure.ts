/**
 * Changes configuration at run time, of the topic under test or of all brokers, as an administrator does in an
 * emergency: gives consistency away for availability, or the reverse.
 *
 * A new value is seen when every live broker shows it, which takes up to a second. For a topic in ZooKeeper mode
 * that says that it was written: brokers look it up there when they are asked, and are notified in the same moment.
 * What follows from it may take longer: unclean leader election, once allowed, comes at once in ZooKeeper mode, but
 * within five minutes in KRaft. With eligible leader replicas (new clusters of Kafka 4.1 and newer) Kafka itself has
 * min.insync.replicas set for all brokers, so that it is put back there, not deleted.
 */
import { z } from 'zod';
import type { Admin } from '../clients/admin.ts';
import {
  alterConfig,
  type ConfigResource,
  describeConfig,
  registeredBrokers,
} from '../clients/administration.ts';
import { ifPossible } from '../clients/request.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import { damage } from './damage.ts';
import { defineFault } from './fault.ts';

const values = z.record(z.string(), z.string());

export const reconfigure = defineFault({
  kind: 'reconfigure',
  summary: 'changes configuration at run time; healed by what was set before, or by deleting what was not',
  hits: 'cluster',
  parameters: z
    .strictObject({
      topic: values.optional().describe('keys and values for the topic under test; none by default'),
      brokers: values.optional().describe('keys and values for all brokers at once; none by default'),
    })
    .refine(({ topic, brokers }) => Object.keys({ ...topic, ...brokers }).length > 0, {
      error: 'needs at least one key of "topic" or of "brokers"',
    }),
  async inject({ admin, topic, signal }, _, parameters) {
    const changes = [
      ...(await changesOf(admin, 'topic', { topic }, parameters.topic)),
      ...(await changesOf(admin, 'brokers', 'all-brokers', parameters.brokers)),
    ];
    if (changes.every(({ before, wanted }) => before === wanted)) {
      throw new EnvironmentError(`the configuration is so already: ${changes.map(inWords).join(', ')}`);
    }
    return damage(signal, {
      effect: `every broker has ${changes.map(inWords).join(', ')}`,
      apply: () => alter(admin, changes, 'wanted'),
      async proof() {
        const facts: Evidence = {};
        for (const { of, resource, key, before, wanted } of changes) {
          if ((await shown(admin, resource, key)) !== wanted) return undefined;
          Object.assign(facts, { [`${of} ${key} before`]: before, [`${of} ${key}`]: wanted });
        }
        return facts;
      },
      undo: () => alter(admin, changes, 'override'),
      async proofOfHealing() {
        const facts: Evidence = {};
        for (const { of, resource, key, before, override } of changes) {
          // A broker that another fault has hit may not answer yet.
          const now = await ifPossible(shown(admin, resource, key));
          if (now !== before) return undefined;
          if ((await ifPossible(overrideOf(admin, resource, key))) !== override) return undefined;
          facts[`${of} ${key}`] = now;
        }
        return facts;
      },
    });
  },
});

interface Change {
  of: string;
  resource: ConfigResource;
  key: string;
  wanted: string;
  /** The value that held before, whatever it came from. */
  before: string;
  /** What was set at run time before, on the very resource, or null. */
  override: string | null;
}

async function changesOf(
  admin: Admin,
  of: string,
  resource: ConfigResource,
  wanted: Readonly<Record<string, string>> = {},
): Promise<Change[]> {
  const changes = Object.entries(wanted).map(async ([key, value]) => {
    const before = await shown(admin, resource, key);
    // Kafka would take a key of brokers that it does not know, and do nothing with it.
    if (before === undefined) throw new UsageError(`Kafka has no configuration "${key}" of ${of}`);
    return { of, resource, key, wanted: value, before, override: await overrideOf(admin, resource, key) };
  });
  return await Promise.all(changes);
}

/** Sets each key to what is wanted, or to what was set before: all keys of a resource at once. */
async function alter(admin: Admin, changes: readonly Change[], to: 'wanted' | 'override'): Promise<void> {
  for (const [resource, own] of Map.groupBy(changes, (each) => each.resource)) {
    await alterConfig(admin, resource, Object.fromEntries(own.map((each) => [each.key, each[to]])));
  }
}

/** What the live brokers show as the key's value: one, or several with "or" where they differ. */
async function shown(admin: Admin, resource: ConfigResource, key: string): Promise<string | undefined> {
  const views = (await registeredBrokers(admin)).map((broker) =>
    resource === 'all-brokers' ? describeConfig(admin, { broker }) : describeConfig(admin, resource, broker),
  );
  const found = (await Promise.all(views)).map((view) => view.get(key));
  if (found.includes(undefined)) return undefined;
  return [...new Set(found.map((each) => String(each!.value)))].join(' or ');
}

async function overrideOf(admin: Admin, resource: ConfigResource, key: string): Promise<string | null> {
  const found = (await describeConfig(admin, resource)).get(key);
  return found?.isOverridden ? found.value : null;
}

function inWords({ key, wanted }: Change): string {
  return `${key}=${wanted}`;
}
