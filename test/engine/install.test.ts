import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../src/engine/engine.ts';
import { isDebianLike, whyNotInstall } from '../../src/engine/install.ts';

const debian = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\nVERSION_CODENAME=bookworm\n';
const root = { platform: 'linux', isRoot: true, osRelease: debian, installForbidden: false } as const;

describe('packages are installed', () => {
  it('on Debian, on Ubuntu, and on what says it is like them', () => {
    expect(whyNotInstall(root)).toBeUndefined();
    expect(isDebianLike('NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n')).toBe(true);
    expect(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
  });

  it('nowhere else', () => {
    expect(isDebianLike('ID=fedora\nHOME_URL="https://debian.example/"\n')).toBe(false);
    expect(whyNotInstall({ ...root, osRelease: 'ID=fedora\n' })).toMatch(/only on Debian and Ubuntu/);
    expect(whyNotInstall({ ...root, platform: 'darwin' })).toMatch(/only on Debian and Ubuntu/);
  });

  it('only by root, and only if it is not forbidden', () => {
    expect(whyNotInstall({ ...root, isRoot: false })).toMatch(/only as root/);
    expect(whyNotInstall({ ...root, installForbidden: true })).toMatch(/KAFKA_CHAOS_NO_INSTALL/);
  });
});

it('without an engine, the advice is one sentence that fits the machine', () => {
  expect(adviceFor({ ...root, platform: 'darwin', osRelease: '' })).toBe(
    'install Docker Desktop and start it',
  );
  expect(adviceFor({ ...root, isRoot: false })).not.toContain('\n');
});
