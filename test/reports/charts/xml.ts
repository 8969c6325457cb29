/** A check of XML as far as a drawing needs it: every element is closed in order, attributes are quoted, entities known. */

/** What stands in the document as text, and its elements in order. @throws Error where it is not well-formed */
export function parsedXml(xml: string): { elements: string[]; texts: string[] } {
  const elements: string[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const match of xml.matchAll(token)) {
    at = match.index + match[0].length;
    const [, closed, opened, attributes = '', isEmpty, text] = match;
    for (const said of [attributes, text ?? '']) {
      if (/&(?!(amp|lt|gt|quot|apos);)/.test(said)) throw new Error(`an entity is not known: ${said}`);
    }
    if (closed !== undefined && open.pop() !== closed)
      throw new Error(`${closed} is closed and was not open`);
    if (opened !== undefined) elements.push(opened);
    if (opened !== undefined && isEmpty === '') open.push(opened);
    if (text !== undefined && open.length > 0) texts.push(text);
  }
  if (at !== xml.length) throw new Error(`no XML from ${xml.slice(at, at + 40)}`);
  if (open.length > 0) throw new Error(`${open.join(', ')} is never closed`);
  return { elements, texts };
}
