/**
 * Which settings a version of Kafka has, and what they are if nobody sets them: as its own documentation says, which Kafka
 * prints as HTML.
 */

/** By key, the default as it is documented; null where there is none. */
export type DocumentedSettings = ReadonlyMap<string, string | null>;

const setting = /<h4><a id="([^"]+)"[\s\S]*?<\/table>/g;
const defaultRow = /<th>Default:<\/th><td>([\s\S]*?)<\/td>/;
const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** @param html what Kafka's `ConfigDef.toHtml` writes */
export function documentedSettings(html: string): DocumentedSettings {
  return new Map(
    Array.from(html.matchAll(setting), ([text, key]) => {
      const written = defaultRow.exec(text)?.[1];
      return [key!, written === undefined || written === 'null' ? null : plain(written)];
    }),
  );
}

function plain(html: string): string {
  return html.replaceAll(/<[^>]+>/g, '').replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!);
}
