/**
 * The life of a fault: applied, proved, undone, proved to be undone. A fault's file says what each of these is for one
 * target; that damage is undone whenever its proof does not come is said here, once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { EnvironmentError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import type { ActiveFault } from './fault.ts';

/** One target's damage. */
export interface Damage {
  /** What is to be seen, as the end of the sentence "it could not be seen that …". */
  effect: string;
  apply(): Promise<unknown>;
  /** What proves the effect, or undefined while it is not there yet. */
  proof(): Promise<Evidence | undefined>;
  /** Takes the damage away. Harmless where `apply` came only half-way, or not at all. */
  undo(): Promise<unknown>;
  /** What proves that the effect is over, or undefined while it is not. */
  proofOfHealing(): Promise<Evidence | undefined>;
  /** How long the effect may take to be seen, in ms. */
  withinMs?: number;
  /** How long its end may take to be seen, in ms. */
  healedWithinMs?: number;
}

const defaultWithinMs = 30_000;
/** A node that starts again may have to wait for others to do so. */
const defaultHealedWithinMs = 120_000;
const pollMs = 50;
/** An engine or a proxy that hiccups once must not leave damage behind. */
const undoPatience = { retries: 3, minTimeout: 200, factor: 2 };

/** Applies the damage and waits for its proof; without one, or if `signal` aborts, undoes it and throws. */
export async function damage(signal: AbortSignal, each: Damage): Promise<ActiveFault> {
  const { effect, withinMs = defaultWithinMs, healedWithinMs = defaultHealedWithinMs } = each;
  const undo = once(async () => void (await pRetry(() => each.undo(), undoPatience)));
  const awaitHealed = once(() =>
    awaitProof(notYetIfRefused(each), healedWithinMs, `it is over that ${effect}`),
  );
  signal.throwIfAborted();
  try {
    await each.apply();
    const evidence = await awaitProof(() => each.proof(), withinMs, effect, signal);
    return { evidence, undo, awaitHealed };
  } catch (error) {
    throw await undone(error as Error, { undo, awaitHealed });
  }
}

/** Undoes what could not be proved. @returns the error to throw: the cause, and that undoing failed if it did */
async function undone(
  cause: Error,
  { undo, awaitHealed }: Pick<ActiveFault, 'undo' | 'awaitHealed'>,
): Promise<Error> {
  try {
    await undo();
    await awaitHealed();
    return cause;
  } catch (error) {
    return new EnvironmentError(`${cause.message}; and it could not be undone: ${(error as Error).message}`, {
      cause,
    });
  }
}

/** Hits all targets at the same time. If one of them cannot be hit, the others are healed, and it throws. */
export async function hitEach<Target extends { name: string }>(
  targets: readonly Target[],
  hit: (target: Target) => Promise<ActiveFault>,
): Promise<ActiveFault> {
  const hits = await Promise.allSettled(targets.map(hit));
  const active = hits.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const undo = once(async () => void (await all(active.map((each) => each.undo()))));
  const awaitHealed = once(async () => named(targets, await all(active.map((each) => each.awaitHealed()))));
  const failure = hits.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw await undone(failure.reason, { undo, awaitHealed });
  const evidence = named(
    targets,
    active.map((each) => each.evidence),
  );
  return { evidence, undo, awaitHealed };
}

/** Like Promise.all, but comes back only when none of them is under way any more. */
export async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

/** Evidence of several targets as one: each fact under its target's name. */
function named(targets: readonly { name: string }[], evidence: readonly Evidence[]): Evidence {
  const facts = evidence.flatMap((each, index) =>
    Object.entries(each).map(([fact, value]) => [`${targets[index]!.name} ${fact}`, value]),
  );
  return Object.fromEntries(facts);
}

/** The first call does it; every further one gets the same answer. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

/** While a cluster heals, one that cannot be asked is not healed yet. */
function notYetIfRefused(each: Damage): Damage['proofOfHealing'] {
  return async () => {
    try {
      return await each.proofOfHealing();
    } catch (error) {
      if (error instanceof EnvironmentError) return undefined;
      throw error;
    }
  };
}

async function awaitProof(
  proof: () => Promise<Evidence | undefined>,
  withinMs: number,
  effect: string,
  signal?: AbortSignal,
): Promise<Evidence> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const evidence = await proof();
    if (evidence !== undefined) return evidence;
    if (performance.now() >= deadline) {
      throw new EnvironmentError(`within ${withinMs / 1000} s it could not be seen that ${effect}`);
    }
    await sleep(pollMs);
  }
}
