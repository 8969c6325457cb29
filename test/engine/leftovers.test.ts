import type Docker from 'dockerode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removeBelongings } from '../../src/engine/leftovers.ts';
import { EnvironmentError } from '../../src/errors.ts';

const refusal = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });
const inProgress = () => refusal(409, '(HTTP code 409) removal of container c is already in progress');
const hasEndpoints = () => refusal(403, '(HTTP code 403) network n has active endpoints');
const inUse = () => refusal(409, '(HTTP code 409) remove v: volume is in use - [c]');
const gone = () => refusal(404, '(HTTP code 404) no such container');

/** An engine that answers to each removal as it is told to, and at last grants it. */
function engine(answers: Record<string, (() => Error)[]>) {
  const removed: string[] = [];
  const get = (name: string) => ({
    async remove() {
      const answer = answers[name]?.shift();
      if (answer !== undefined) throw answer();
      removed.push(name);
    },
  });
  const docker = { getContainer: get, getNetwork: get, getVolume: get } as unknown as Docker;
  return { docker, removed };
}

const belongings = { containers: ['c', 'd'], networks: ['n'], volumes: ['v'] };
const forEver = (answer: () => Error) => Array.from({ length: 1_000 }, () => answer);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('what another process is just removing is waited for, and so is what it holds', async () => {
  const { docker, removed } = engine({
    c: [inProgress, inProgress, gone],
    n: [hasEndpoints, hasEndpoints],
    v: [inUse],
  });
  const removal = removeBelongings(docker, belongings);
  await vi.runAllTimersAsync();
  await removal;
  expect(removed).toEqual(['d', 'n', 'v']);
});

test('what cannot be removed keeps nothing else from it, and is named at the end', async () => {
  const { docker, removed } = engine({
    c: [() => refusal(500, 'device or resource busy')],
    n: forEver(hasEndpoints),
  });
  const removal = removeBelongings(docker, belongings);
  const error = expect(removal).rejects.toThrow(
    new EnvironmentError(
      'Docker could not remove everything: device or resource busy; (HTTP code 403) network n has active endpoints; "kafka-chaos clean" removes what stayed',
    ),
  );
  await vi.runAllTimersAsync();
  await error;
  expect(removed).toEqual(['d', 'v']);
});
