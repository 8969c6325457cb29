import { describe, expect, it } from 'vitest';
import { boundInWords, inUnitOf } from '../../src/text/quantity.ts';

describe('a number of run.json', () => {
  it.each([
    ['produce.longestMs', 12_145.3, '12.1 s'],
    ['recovery.electedMs', 48, '48 ms'],
    ['latencyMs.during.p99', 1_250, '1.3 s'],
    ['latencyMs.during.count', 1_250, '1,250'],
    ['heap.grownBytes', 67_108_864, '67.1 MB'],
    ['safety.lost', 4_812, '4,812'],
    ['ensemble.last.writesPerSecond', 31.44, '31.4'],
    ['ensemble.last.processors', 0.2345, '0.235'],
    [undefined, 12_145.3, '12,145.3'],
  ])('of %s is told in its unit', (measure, value, text) => expect(inUnitOf(measure, value)).toBe(text));
});

describe('a bound', () => {
  it.each([
    ['produce.longestMs', '≥ 1000 and ≤ 22020.5', '≥ 1.0 s and ≤ 22.0 s'],
    ['safety.lost', '= 0', '= 0'],
    ['produce.longestMs', '≤ predicted', '≤ predicted'],
  ])('on %s, %s, is told in its unit', (measure, bound, text) =>
    expect(boundInWords(measure, bound)).toBe(text),
  );
});
