import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scatter, type ScatterPoint, scatter } from '../../../src/reports/charts/scatter.ts';
import { type Shape, shape, shapeText } from '../../../src/reports/charts/shape.ts';
import { standaloneSvg } from '../../../src/reports/charts/standalone.ts';
import { parsedXml } from './xml.ts';

const hostile = '</text><script>alert("1")</script>&amp;\u0000';

const point = (x: number, y: number, kind: ScatterPoint['kind'], label: string[]): ScatterPoint => ({
  ...{ x: { value: x, from: x - 500, to: x + 500 }, y: { value: y, from: y, to: y + 0.5 } },
  ...{ kind, label, said: label.join(', ') },
});

const size: [number, number] = [720, 420];
const drawing = (points: ScatterPoint[], parts: Partial<Scatter> = {}) =>
  scatter({
    ...{ title: 'a title', pointsAre: 'session.timeout.ms', points, width: size[0], height: size[1] },
    x: { title: 'outage, s', inWords: (ms) => String(ms / 1_000) },
    y: { title: 'false failovers a round', inWords: String },
    ...parts,
  });

const all = [
  point(5_500, 2, 'front', ['6000']),
  point(10_500, 0.5, 'front', ['12000', 'recommended']),
  point(16_000, 0, 'front', ['18000', 'default']),
  point(14_000, 3, 'dominated', ['13000']),
];

const everything = (shape: Shape): Shape[] => [
  shape,
  ...shape.children.flatMap((child) => (typeof child === 'string' ? [] : everything(child))),
];
const find = (shapes: Shape, kind: string) =>
  everything(shapes).filter(({ attributes }) => attributes.class === kind);
const texts = (shapes: Shape) =>
  everything(shapes).flatMap(({ children }) => children.filter((child) => typeof child === 'string'));

describe('a scatter', () => {
  it('has axes from zero to a round number beyond all that is uncertain', () => {
    const [left, below] = find(drawing(all), 'axis');
    expect(texts(below!)).toEqual(['0', '2', '4', '6', '8', '10', '12', '14', '16', '18', '20', 'outage, s']);
    expect(texts(left!)).toEqual([
      ...['0', '0.5', '1', '1.5', '2', '2.5', '3', '3.5', 'false failovers a round'],
    ]);
  });

  it('has the front as steps, from above the first to the right of the last', () => {
    // 650 units for 20 s from 46 on, 332 for 3.5 failovers from 370 up.
    const [steps] = find(drawing(all), 'steps');
    expect(steps!.attributes.d).toBe('M224.75 38V180.29H387.25V322.57H566V370H696');
  });

  it('names the points, and says more to whoever points at them', () => {
    const shapes = drawing(all);
    expect(find(shapes, 'label').map(texts)).toEqual([
      ['6000'],
      ['12000', 'recommended'],
      ['18000', 'default'],
      ['13000'],
    ]);
    expect(find(shapes, 'point dominated').flatMap(texts)).toEqual(['13000']);
  });

  it('leaves out names for which there is no room, but for those with more to say', () => {
    const crowd = Array.from({ length: 12 }, () => point(9_000, 1, 'front', ['9000']));
    const names = find(drawing([...crowd, point(9_000, 1, 'chosen', ['8000', 'recommended'])]), 'label');
    expect(names.map(texts)).toContainEqual(['8000', 'recommended']);
    expect(names.length).toBeLessThan(8);
  });

  it('is drawn of points that are all the same, and of none', () => {
    const zero = { value: 0, from: 0, to: 0 };
    const nothing = { x: zero, y: zero, kind: 'front', label: ['0'], said: '0' } as const;
    for (const points of [[], [{ ...nothing, label: ['0'] }]]) {
      expect(shapeText(drawing(points))).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('a drawing as text', () => {
  it('is XML, in which whatever is text stays text', () => {
    const text = standaloneSvg(drawing([point(9_000, 1, 'chosen', [hostile])], { title: hostile }), size);
    const { elements, texts } = parsedXml(text.trim());
    expect(elements[0]).toBe('svg');
    expect(elements).not.toContain('script');
    const escaped = '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;\ufffd';
    expect(texts.filter((each) => each === escaped)).toHaveLength(3);
  });

  it('is XML whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        const { elements } = parsedXml(shapeText(shape('text', { title: said }, said)));
        expect(elements).toEqual(['text']);
      }),
    );
  });

  it('has its colours in it, light and dark, and asks for nothing', () => {
    const text = standaloneSvg(drawing(all), size);
    expect(text).toContain('@media (prefers-color-scheme: dark)');
    expect(text).not.toMatch(/var\(|light-dark|url\(|@import|href/);
    const [light, dark] = text.split('@media');
    expect(light).toContain('.paper { fill: #fcfcfa }');
    expect(dark).toContain('.paper { fill: #15171a }');
  });
});
