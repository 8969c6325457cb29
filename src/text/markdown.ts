/** Text as Markdown shows it. */

/** A cell of a table, or a line: one line, in which nothing is taken for markup. */
export function markdownCell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}
