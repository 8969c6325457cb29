/**
 * What five articles on failures of ZooKeeper and KRaft say, some of it against each other. Where they contradict each
 * other, both sentences stand.
 */
import type { Claim } from './claim.ts';
import { controllers } from './said/controllers.ts';
import { operation } from './said/operation.ts';
import { replication } from './said/replication.ts';
import { zookeeper } from './said/zookeeper.ts';

export const claims: readonly Claim[] = [...zookeeper, ...controllers, ...replication, ...operation];
