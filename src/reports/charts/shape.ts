/**
 * Drawings as plain data: an element of SVG with its attributes and what is in it. Written as text it is a file, and a page
 * makes elements of it; whatever is text in it stays text in both.
 */
import { escaped } from '../../text/escaped.ts';

export interface Shape {
  name: string;
  attributes: Record<string, string | number>;
  children: (Shape | string)[];
}

export function shape(
  name: string,
  attributes: Shape['attributes'] = {},
  ...children: Shape['children']
): Shape {
  return { name, attributes, children };
}

/** The text of a drawing, as XML. */
export function shapeText({ name, attributes, children }: Shape): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : shapeText(child)));
  return children.length === 0
    ? `<${name}${given.join('')}/>`
    : `<${name}${given.join('')}>${inner.join('')}</${name}>`;
}
