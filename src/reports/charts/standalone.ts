/**
 * A drawing as a file of its own, which any page can show as a picture: with the style that it has in report.html, and the
 * same colours, light or dark as the reader's system has it.
 */
import { readFileSync } from 'node:fs';
import { colours } from '../../text/colours.ts';
import { type Shape, shape, shapeText } from './shape.ts';

/** The text of an SVG file. */
export function standaloneSvg(drawing: Shape, [width, height]: [number, number]): string {
  const background = shape('rect', { class: 'paper', width, height });
  const [title, ...rest] = drawing.children;
  const attributes = { ...drawing.attributes, width, height };
  return `${shapeText({ ...drawing, attributes, children: [title!, shape('style', {}, style()), background, ...rest] })}\n`;
}

/**
 * The rules of the drawing with the colours themselves in place of their names: not everything that shows pictures knows
 * variables, or light-dark().
 */
function style(): string {
  const rules = `.paper { fill: var(--paper) }\n${scatterSheet()}`.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const named = new Map(
    [...colours().matchAll(/--([\w-]+): light-dark\((.+), (#.+|rgb.+)\);/g)].map(([, name, light, dark]) => [
      name!,
      { light: light!, dark: dark! },
    ]),
  );
  const inColours = (scheme: 'light' | 'dark') =>
    rules.replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => named.get(name)![scheme]);
  return `${inColours('light')}\n@media (prefers-color-scheme: dark) {\n${inColours('dark')}\n}`;
}

function scatterSheet(): string {
  return readFileSync(new URL('../html/page/style/scatter.css', import.meta.url), 'utf8');
}
