/**
 * What the furnish and compare-inventory steps do: it is kept in mind what is in the cluster, and compared with what is there later.
 */
import { compareInventories, countInventory } from '../clients/compare-inventory.ts';
import { furnish } from '../clients/furnish.ts';
import { type Inventory, takeInventory } from '../clients/inventory.ts';
import { EnvironmentError } from '../errors.ts';
import type { Scene } from '../faults/fault.ts';
import type { EventBody } from '../history/entry.ts';
import { adminProbeTopics } from '../workloads/admin-probe.ts';
import { consumerGroup } from '../workloads/consumer.ts';
import type { CompareInventory, Step } from './step.ts';

export interface InventoryKeeper {
  /** @throws EnvironmentError for what the cluster does not take */
  furnish(topics: Extract<Step, { do: 'furnish' }>['topics']): Promise<void>;
  /** @throws EnvironmentError if the cluster was not furnished, or does not tell what is there */
  compare(step: Pick<CompareInventory, 'judged'>): Promise<void>;
}

/** The running consumer commits, and the admin probe's topics come and go. */
const without = { withoutGroups: [consumerGroup], withoutTopics: [adminProbeTopics] };

export function inventoryKeeper({ admin }: Scene, tell: (event: EventBody) => void): InventoryKeeper {
  let before: Inventory | undefined;
  return {
    async furnish(topics) {
      const what = await furnish(admin, topics);
      before = await takeInventory(admin, without);
      tell({ kind: 'note', what: `furnished the cluster with ${what}` });
    },
    async compare({ judged }) {
      if (before === undefined) throw new EnvironmentError('there is nothing to compare with');
      const after = await takeInventory(admin, without);
      const differences = compareInventories(before, after);
      if (judged) tell({ kind: 'inventory', compared: countInventory(after), differences });
      else if (differences.length > 0)
        tell({ kind: 'note', what: `not as before: ${differences.join('; ')}` });
    },
  };
}
