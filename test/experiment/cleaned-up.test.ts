import { expect, test } from 'vitest';
import { causes, firstCause } from '../../src/errors.ts';
import { cleanedUp } from '../../src/experiment/cleaned-up.ts';

const failing = (...messages: string[]) => {
  const stack = new AsyncDisposableStack();
  for (const message of messages.toReversed()) stack.defer(() => Promise.reject(new Error(message)));
  return stack;
};

test('what cannot be removed after a run is told, all of it, and does not end the run', async () => {
  const told: string[] = [];
  await cleanedUp(failing('one', 'two', 'three'), (line) => told.push(line));
  expect(told).toEqual(['one', 'two', 'three']);
});

test('of a run that failed, what failed comes first, and then what could not be removed', async () => {
  const run = async () => {
    await using _ = failing('one', 'two');
    throw new Error('the run');
  };
  const error = await run().catch((error) => error);
  expect(causes(error).map(({ message }) => message)).toEqual(['the run', 'one', 'two']);
  expect(firstCause(error).message).toBe('the run');
});
