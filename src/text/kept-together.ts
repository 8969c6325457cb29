/** Text for pages, whose lines end where there is no more room. */

/** "102 s" and "≥ 9.8" as one word, so that no line ends within them. */
export function keptTogether(text: string): string {
  return text
    .replaceAll(/(?<=\d) (?=(?:ms|s|min|h|MB|GiB|%)(?!\w))/g, '\u00a0')
    .replaceAll(/(?<=[≥≤=]) (?=\d)/g, '\u00a0');
}
