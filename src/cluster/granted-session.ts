/**
 * The session that ZooKeeper grants a broker: it holds requests within 2 to 20 of its ticks, and says in its answer what has
 * become of them; the broker only writes that into its log.
 */
import type { Container } from 'dockerode';
import { logSoFar } from './logs.ts';

/** In ms, by the last session that the broker's log tells of; undefined if it tells of none. */
export async function grantedSessionMs(broker: Container): Promise<number | undefined> {
  const log = await logSoFar(broker);
  const granted = [...log.matchAll(/negotiated timeout = (\d+)/g)].at(-1)?.[1];
  return granted === undefined ? undefined : Number(granted);
}
