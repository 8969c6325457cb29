import { expect, test } from 'vitest';
import { list } from '../../src/commands/list.ts';
import { UsageError } from '../../src/errors.ts';

test.each(['clusters', 'constructor'])('there is no list of %s', async (what) => {
  await expect(list(what)).rejects.toThrow(UsageError);
});
