/** Elements from text. What comes from brokers and experiments only ever becomes text, never markup. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { keptTogether } from '../../../text/kept-together.ts';

export type Child = Node | string | null | undefined | false;

/** An element with attributes and children; strings become text, in which no line ends between a number and its unit. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(
    ...children
      .flat()
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (typeof child === 'string' ? keptTogether(child) : child)),
  );
  return element;
}

/** Text as it is, which somebody may copy or search for. */
export const verbatim = (text: string): Node => document.createTextNode(text);

/** A table with a caption for who cannot see where it stands; the first cell of each row is its heading. */
export function tableOf(caption: string, head: Child[], rows: Child[][], kind = ''): HTMLElement {
  const cells = (row: Child[]) =>
    row.map((cell, at) => (at === 0 ? h('th', { scope: 'row' }, cell) : h('td', {}, cell)));
  return h(
    'div',
    { class: `scroll ${kind}`, tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, caption),
      head.length > 0 && h('thead', {}, h('tr', {}, ...head.map((cell) => h('th', { scope: 'col' }, cell)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...cells(row)))),
    ),
  );
}

/** A part of a page under its heading. */
export function section(title: string, ...children: (Child | Child[])[]): HTMLElement {
  return h('section', {}, h('h2', {}, title), ...children);
}

/** A part that is folded away until somebody asks for it. */
export function folded(title: string, ...children: (Child | Child[])[]): HTMLElement {
  return h('details', {}, h('summary', {}, title), ...children);
}
