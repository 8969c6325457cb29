/** Drawings as elements of the page. Their text only ever becomes text. */
import type { Shape } from '../../charts/shape.ts';

export function svgElement({ name, attributes, children }: Shape): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== 'xmlns') element.setAttribute(key, String(value));
  }
  element.append(...children.map((child) => (typeof child === 'string' ? child : svgElement(child))));
  return element;
}
