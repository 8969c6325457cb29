import { describe, expect, it } from 'vitest';
import { parseList, parseSources, sourcesFor } from '../../src/images/apt-sources.ts';

const deb822 = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb deb-src
URIs: http://mirror.example/security
Suites: bookworm-security bookworm-backports
Components: main contrib

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

const list = `# deb http://commented.example/debian bookworm main
deb http://mirror.example/debian bookworm main non-free # with a comment
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/etc/keys/engine.gpg] http://engine.example/debian bookworm stable
deb [signed-by=/etc/keys/debian.gpg] http://mirror.example/security bookworm-security main
`;

describe('the apt sources of a machine, for another release', () => {
  it('are read from deb822 files', () => {
    expect(sourcesFor(parseSources(deb822), 'bookworm', 'trixie')).toBe(`Types: deb
URIs: http://mirror.example/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/security
Suites: trixie-security
Components: main contrib
`);
  });

  it('are read from one-line files, without those of other publishers', () => {
    expect(sourcesFor(parseList(list), 'bookworm', 'trixie')).toBe(`Types: deb
URIs: http://mirror.example/debian
Suites: trixie
Components: main non-free

Types: deb
URIs: http://mirror.example/security
Suites: trixie-security
Components: main
Signed-By: /etc/keys/debian.gpg
`);
  });

  it('are none, if the machine has none of its own release', () => {
    expect(sourcesFor(parseList(list), 'noble', 'noble')).toBe('');
  });

  it('may carry a key within', () => {
    const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----';
    const [source] = parseSources(
      `Types: deb\nURIs: http://m.example\nSuites: sid\nComponents: main\nSigned-By:\n ${key}\n`,
    );
    expect(source?.signedBy).toBe(key);
  });
});
