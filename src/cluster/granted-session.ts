/**
 * The session that ZooKeeper grants a broker: it holds requests within 2 to 20 of its ticks, and says in its answer what has
 * become of them; the broker only writes that into its log.
 */
import type { Container } from 'dockerode';

/** In ms, by the last session that the broker's log tells of; undefined if it tells of none. */
export async function grantedSessionMs(broker: Container): Promise<number | undefined> {
  const log = await broker.logs({ follow: false, stdout: true, stderr: true });
  const granted = [...log.toString('utf8').matchAll(/negotiated timeout = (\d+)/g)].at(-1)?.[1];
  return granted === undefined ? undefined : Number(granted);
}
