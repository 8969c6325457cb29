import { expect, test, vi } from 'vitest';
import { equip, removeClusters } from '../../src/commands/environment.ts';
import { connectEngine } from '../../src/engine/engine.ts';
import { type Belongings, findLeftovers, removeBelongings } from '../../src/engine/leftovers.ts';
import { EnvironmentError } from '../../src/errors.ts';

vi.mock('../../src/engine/engine.ts', () => ({ connectEngine: vi.fn() }));
vi.mock('../../src/engine/leftovers.ts', () => ({
  findLeftovers: vi.fn(async () => []),
  removeBelongings: vi.fn(),
}));

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

test('a cluster that Docker does not let go is told of, and keeps no other from being removed', async () => {
  vi.mocked(removeBelongings).mockRejectedValueOnce(
    new EnvironmentError('Docker could not remove everything'),
  );
  const clusters = ['a', 'b'].map((cluster) => ({ cluster }) as Belongings);
  const told: string[] = [];
  const say = (line: string) => void told.push(line);
  const removal = await removeClusters({} as never, clusters, say, ({ cluster }) => `cluster ${cluster}`);
  expect(removal).toEqual({ removed: 1, stuck: 1 });
  expect(told).toEqual(['cluster a: Docker could not remove everything', 'removed cluster b']);
});
