import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { engineAddresses } from '../../src/engine/address.ts';

const machine = (env: Record<string, string>, files: Record<string, string> = {}) => ({
  env: { HOME: '/home/user', ...env },
  uid: 1000,
  read: (path: string) => files[path],
});

const contextFiles = (name: string, host: string) => ({
  '/home/user/.docker/config.json': JSON.stringify({ currentContext: name }),
  [`/home/user/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`]:
    JSON.stringify({ Endpoints: { docker: { Host: host } } }),
});

describe.skipIf(process.platform === 'win32')('where an engine is looked for', () => {
  it('is only DOCKER_HOST, if it is set', () => {
    const found = engineAddresses(machine({ DOCKER_HOST: 'tcp://far:2375' }, contextFiles('a', 'unix:///a')));
    expect(found).toEqual([{ uri: 'tcp://far:2375', how: 'DOCKER_HOST', chosen: true }]);
  });

  it('is only the current Docker context, if there is one', () => {
    const found = engineAddresses(machine({}, contextFiles('colima', 'unix:///colima.sock')));
    expect(found).toEqual([{ uri: 'unix:///colima.sock', how: 'the Docker context "colima"', chosen: true }]);
  });

  it('is the usual sockets otherwise, the system one first', () => {
    const found = engineAddresses(machine({ XDG_RUNTIME_DIR: '/run/user/7' }));
    expect(found[0]?.uri).toBe('unix:///var/run/docker.sock');
    expect(found.map(({ uri }) => uri)).toContain('unix:///run/user/7/docker.sock');
    expect(found.some(({ chosen }) => chosen)).toBe(false);
  });

  it.each(['', 'default'])('does not mind the context "%s", nor a broken configuration', (name) => {
    const sane = engineAddresses(machine({}, contextFiles(name, 'unix:///x')));
    const broken = engineAddresses(machine({}, { '/home/user/.docker/config.json': '{' }));
    expect(sane[0]?.uri).toBe('unix:///var/run/docker.sock');
    expect(broken[0]?.uri).toBe('unix:///var/run/docker.sock');
  });
});
