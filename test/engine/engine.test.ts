import { afterEach, expect, test, vi } from 'vitest';
import { reachEngine } from '../../src/engine/engine.ts';
import { EnvironmentError } from '../../src/errors.ts';

afterEach(() => void vi.unstubAllEnvs());

test.each([
  [
    'certificates that are not there',
    { DOCKER_HOST: 'tcp://localhost:1', DOCKER_CERT_PATH: '/no/such' },
    /ENOENT/,
  ],
  ['an address that is none', { DOCKER_HOST: 'tcp://[' }, /should be something like tcp:/],
])('an engine that is named with %s is told in a sentence', async (_, env, why) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const error = await reachEngine().catch((error) => error);
  expect(error).toBeInstanceOf(EnvironmentError);
  expect(error.message).toMatch(/^no Docker engine answers at tcp:.*, which DOCKER_HOST names: /);
  expect(error.message).toMatch(why);
});
