/** The data of the page, from the block in which they stand. */
import type { PageData, PageResult } from '../page-data.ts';

/** Base64 of gzip of JSON, as report-html.ts writes it. */
export async function loadData(): Promise<PageData> {
  const text = document.getElementById('data')!.textContent!;
  const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(plain).json();
}

/** The part of an address that names a result: its place in the plan, and which attempt it was. */
export const addressOf = ({ index, attempt }: PageResult) => `#/run/${index}.${attempt}`;

export const experimentAddress = (experiment: string) => `#/experiment/${encodeURIComponent(experiment)}`;
