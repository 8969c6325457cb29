/** The colours of every page and drawing, light and dark. */
import { readFileSync } from 'node:fs';

/** As a style sheet that gives each a name. */
export function colours(): string {
  return readFileSync(new URL('./colours.css', import.meta.url), 'utf8');
}
