import { expect, test, vi } from 'vitest';
import { equip } from '../../src/commands/environment.ts';
import { connectEngine } from '../../src/engine/engine.ts';
import { findLeftovers } from '../../src/engine/leftovers.ts';

vi.mock('../../src/engine/engine.ts', () => ({ connectEngine: vi.fn() }));
vi.mock('../../src/engine/leftovers.ts', () => ({ findLeftovers: vi.fn(async () => []) }));

test('whoever breaks off while an engine is sought does not wait for images to be built', async () => {
  const end = new AbortController();
  vi.mocked(connectEngine).mockImplementation(async () => {
    end.abort(new Error('interrupted by SIGINT'));
    return {} as never;
  });
  const equipping = equip({ kafkaVersion: '3.9.2', image: undefined }, () => {}, end.signal);
  await expect(equipping).rejects.toThrow('interrupted by SIGINT');
  expect(findLeftovers).not.toHaveBeenCalled();
});
