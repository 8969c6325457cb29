import { beforeEach, expect, test, vi } from 'vitest';
import { readClusterFlags } from '../../src/commands/options.ts';
import { setup } from '../../src/commands/setup.ts';
import { connectEngine } from '../../src/engine/engine.ts';
import { UsageError } from '../../src/errors.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';

vi.mock('../../src/engine/engine.ts', () => ({
  connectEngine: vi.fn(async () => ({ version: async () => ({ Version: '29' }) })),
}));
vi.mock('../../src/images/toxiproxy-image.ts', () => ({ findToxiproxyImage: async () => 'toxiproxy' }));
vi.mock('../../src/images/kafka-image.ts', () => ({
  findKafkaImage: vi.fn(async () => ({ reference: 'kafka', source: 'local' })),
}));
beforeEach(() => vi.clearAllMocks());

const setUp = (kafkaVersions: string[]) => setup({ kafkaVersions, say: () => {} });

test('versions may stand apart', async () => {
  await setUp(['3.9.2', ' 4.3.1']);
  const versions = vi.mocked(findKafkaImage).mock.calls.map(([, { version }]) => version);
  expect(versions).toEqual(['3.9.2', '4.3.1']);
});

test.each([['newest'], ['2.8.2'], ['']])('"%s" is refused before anything is sought', async (version) => {
  await expect(setUp(['3.9.2', version])).rejects.toThrow(UsageError);
  expect(connectEngine).not.toHaveBeenCalled();
});

test('no name is not the name of an image', () => {
  expect(() => readClusterFlags({ image: '' }, ['kraft'])).toThrow(
    new UsageError('--image "" names no image'),
  );
});
