/**
 * The page's own program as one script: the modules of page/ and what they import of ours, each behind those it imports, without
 * their types. Each keeps its names to itself, but for those that it exports: no two may export the same.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

const exported = /^export (?:async )?(?:function|const) (\w+)/gm;
const imports = /^import (?:[^;]*? from )?'([^']+)';\n/gm;

/** The text of a module script, ready to stand in a page. */
export function pageScript(): string {
  const parts = new Map<string, string>();
  collect(new URL('./page/main.ts', import.meta.url), parts);
  // In a string of the program, `<\/script>` is the same as what would end the script here.
  return [...parts.values()].join('\n').replaceAll('</script', '<\\/script');
}

function collect(module: URL, parts: Map<string, string>): void {
  if (parts.has(module.href)) return;
  parts.set(module.href, '');
  const source = withoutTypes(readFileSync(module, 'utf8'));
  for (const [, from] of source.matchAll(imports)) {
    // uPlot is there already, as a global of its own script.
    if (from!.startsWith('.')) collect(new URL(from!, module), parts);
  }
  // Set anew, so that it stands behind what it imports.
  parts.delete(module.href);
  parts.set(module.href, scoped(source));
}

/** The module as a function of its own that gives what it exports; the way in exports nothing and stands as it is. */
function scoped(source: string): string {
  const names = [...source.matchAll(exported)].map(([, name]) => name).join(', ');
  const body = compact(source.replaceAll(imports, '').replaceAll(/^export /gm, ''));
  return names === '' ? body : `const { ${names} } = (() => {\n${body}\nreturn { ${names} };\n})();`;
}

/** Node calls its own stripping of types experimental whenever it is asked for, though it runs all of this program by it. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Without the blanks that stood for types, and without comments that have lines of their own. */
function compact(source: string): string {
  return source
    .replaceAll(/^\s*\/\*\*?[\s\S]*?\*\/\s*$/gm, '')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n');
}
