/**
 * Raises the features of a cluster to what its nodes support, which ends an upgrade: what is written from then on older
 * versions cannot read.
 */
import { finalizedFeatures, raiseFeatures } from '../clients/features.ts';
import type { UpgradeSite } from './site.ts';

export async function finalize({ admin, done }: UpgradeSite): Promise<void> {
  const before = await finalizedFeatures(admin.connections);
  const after = await raiseFeatures(admin.connections);
  const raised = [...after]
    .filter(([name, level]) => level !== before.get(name))
    .map(([name, level]) => `${name} from ${before.get(name) ?? 0} to ${level}`);
  done({ what: 'finalize', detail: raised.join(', ') || 'every feature was as high as it can be' });
}
