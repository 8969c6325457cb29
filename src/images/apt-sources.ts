/**
 * The machine's own apt sources, turned to another release of the same distribution. So packages come from
 * whichever mirror the machine is set up for.
 */

/** One stanza of a `.sources` file, or one line of a `.list` file. */
export interface AptSource {
  uris: string;
  suites: readonly string[];
  components: readonly string[];
  signedBy: string | undefined;
}

/** Reads a `.list` file (one source a line). */
export function parseList(text: string): AptSource[] {
  const line = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)$/;
  return text.split('\n').flatMap((each) => {
    const match = line.exec(each.replace(/#.*/, '').trim());
    if (match === null) return [];
    const [, options = '', uris, suite, components] = match;
    const signedBy = /\bsigned-by=(\S+)/.exec(options)?.[1];
    return [{ uris: uris!, suites: [suite!], components: components!.split(/\s+/), signedBy }];
  });
}

/** Reads a `.sources` file (deb822 stanzas). */
export function parseSources(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n[ \t]*\n/).flatMap((stanza) => {
    // A value goes on in lines that begin with a space.
    const value = (key: string) =>
      new RegExp(`^${key}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1]?.trim();
    const words = (key: string) => value(key)?.split(/\s+/) ?? [];
    if (!words('Types').includes('deb') || value('Enabled')?.toLowerCase() === 'no') return [];
    const signedBy = value('Signed-By');
    return [
      { uris: words('URIs').join(' '), suites: words('Suites'), components: words('Components'), signedBy },
    ];
  });
}

/**
 * The distribution's own sources for another release, as deb822. Sources of others (Docker's, a database's) are left
 * out: they have other suites, or no component `main`.
 * @returns '' if there are none
 */
export function sourcesFor(sources: readonly AptSource[], codename: string, wanted: string): string {
  const own = [codename, `${codename}-updates`, `${codename}-security`];
  return sources
    .map((source) => ({ ...source, suites: source.suites.filter((suite) => own.includes(suite)) }))
    .filter(({ suites, components }) => suites.length > 0 && components.includes('main'))
    .map(({ uris, suites, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uris}`,
        `Suites: ${suites.map((suite) => suite.replace(codename, wanted)).join(' ')}`,
        `Components: ${components.join(' ')}`,
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n'),
    )
    .join('\n');
}
