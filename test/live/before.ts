/**
 * Before live tests: what a test run that was killed has left goes, or it would be taken for left by this one. What
 * somebody keeps running on purpose stays, and does not count.
 */
import type { TestProject } from 'vitest/node';
import { findLeftovers, removeBelongings } from '../../src/engine/leftovers.ts';
import { allBelongings, docker, findProject } from './engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Names of what was there before the first test. */
    keptRunning: string[];
  }
}

export default async function before({ provide }: TestProject): Promise<void> {
  for (const leftovers of [...(await findLeftovers(docker)), await findProject()]) {
    await removeBelongings(docker, leftovers);
  }
  provide('keptRunning', await allBelongings());
}
