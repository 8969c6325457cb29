import { expect, test } from 'vitest';
import { type Point, seriesOf } from '../../src/trend/series.ts';
import { trendSvg } from '../../src/trend/trend-svg.ts';
import { point } from './nights.ts';

const drawn = (...points: Point[]) => trendSvg(seriesOf(points), 'produce.longestMs');
const count = (svg: string, pattern: RegExp) => [...svg.matchAll(new RegExp(pattern, 'g'))].length;

test('there is a point for each run, by its outcome, and a line through the medians', () => {
  const svg = drawn(
    point(23, 8_000),
    point(24, 8_000),
    point(24, 9_000, { repeat: 2, outcome: 'fail' }),
    point(24, 12_000, { repeat: 3, outcome: 'unknown' }),
    point(25, 10_000),
    point(25, null, { repeat: 2 }),
  );
  expect(count(svg, /<circle class="pass"/)).toBe(3);
  expect(count(svg, /<path class="fail"/)).toBe(1);
  expect(count(svg, /<circle class="unknown"/)).toBe(1);
  // From the first night at the left to the last at the right; 12 s is the top of the axis, at 100, and 0 s its bottom, at 400.
  expect(svg).toContain('<path class="median" d="M80 200L500 187.5L920 150"/>');
  expect(svg).toContain('<title>2026-11-24 02:00: 9.0 s, fail</title>');
  expect(svg).toMatch(/<circle class="pass" cx="920" cy="150" r="4">/);
});

test('a mode has its colour, and each of its series a line of its own', () => {
  const set = { settings: 'topic:min.insync.replicas=1' };
  const svg = drawn(
    ...[24, 25].flatMap((day) => [
      point(day, 8_000),
      point(day, 9_000, set),
      point(day, 14_000, { mode: 'zk' }),
    ]),
  );
  expect(count(svg, /<g class="kraft">\n<path class="median" d=/)).toBe(1);
  expect(count(svg, /<g class="kraft">\n<path class="median" stroke-dasharray="7 4" d=/)).toBe(1);
  expect(count(svg, /<g class="zk">\n<path class="median" d=/)).toBe(1);
  expect(svg).toContain('>kraft 3.9.2, topic:min.insync.replicas=1</text>');
});

test('one night has no line', () => {
  const svg = drawn(point(25, 8_000));
  expect(count(svg, /<circle class="pass" cx="500"/)).toBe(1);
  expect(svg).not.toMatch(/ d="M\d+ [\d.]+L/);
  expect(svg).not.toContain('NaN');
});

test('nothing that a person set can end an element', () => {
  const svg = drawn(point(25, 8_000, { settings: 'broker:x=</text><script>"&' }));
  expect(svg).toContain('broker:x=&lt;/text&gt;&lt;script&gt;&quot;&amp;');
  expect(svg).not.toContain('<script>');
});
