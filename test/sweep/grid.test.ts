import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { type Axis, grid, gridSize, readAxes, sample } from '../../src/sweep/grid.ts';

describe('settings to be tried', () => {
  test('are a setting and its values', () => {
    expect(readAxes(['broker:a=1,2', 'zookeeper:tickTime=500'])).toEqual([
      { setting: 'broker:a', values: ['1', '2'] },
      { setting: 'zookeeper:tickTime', values: ['500'] },
    ]);
  });

  test('may have values with an equals sign in them', () => {
    expect(readAxes(['broker:a=x=1,x=2'])).toEqual([{ setting: 'broker:a', values: ['x=1', 'x=2'] }]);
  });

  test.each([
    [['broker:a='], /a value is empty/],
    [['broker:a=1,,2'], /a value is empty/],
    [['broker:a=1,2,1'], /1 is there twice/],
    [['broker:a=1', 'broker:a=2'], /broker:a is there twice/],
    [['a=1'], /not of the form role:key=value/],
    [['cook:a=1'], /role is one of/],
  ])('are refused if they are no grid: %j', (sets, sentence) => {
    expect(() => readAxes(sets)).toThrow(UsageError);
    expect(() => readAxes(sets)).toThrow(sentence);
  });
});

test('a grid is every combination, in the order of its values', () => {
  const axes = readAxes(['broker:a=1,2', 'controller:b=x,y']);
  expect(grid(axes)).toEqual([
    ['broker:a=1', 'controller:b=x'],
    ['broker:a=1', 'controller:b=y'],
    ['broker:a=2', 'controller:b=x'],
    ['broker:a=2', 'controller:b=y'],
  ]);
  expect(gridSize(axes)).toBe(4);
});

describe('a sample of a grid', () => {
  const someAxes = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 }).map((sizes) =>
    sizes.map(
      (size, i): Axis => ({
        setting: `broker:s${i}`,
        values: Array.from({ length: size }, (_, value) => `${value}`),
      }),
    ),
  );
  const sampled = fc
    .tuple(someAxes, fc.double({ min: 0.1, max: 0.6, noNaN: true }), fc.nat())
    .map(([axes, share, seed]) => {
      const size = Math.max(1, Math.floor(gridSize(axes) * share));
      return { axes, size, seed, points: sample(axes, size, seed) };
    });

  test('has as many points as were asked for, all of them different and of the grid', () => {
    fc.assert(
      fc.property(sampled, ({ axes, size, points }) => {
        const all = new Set(grid(axes).map((point) => point.join(' ')));
        const keys = points.map((point) => point.join(' '));
        expect(new Set(keys).size).toBe(size);
        expect(keys.filter((key) => !all.has(key))).toEqual([]);
      }),
    );
  });

  test('has every value of a setting as often as every other, give or take one', () => {
    fc.assert(
      fc.property(sampled, ({ axes, points }) => {
        axes.forEach(({ setting, values }, i) => {
          const counts = values.map(
            (value) => points.filter((point) => point[i] === `${setting}=${value}`).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  test('is the same for the same seed', () => {
    fc.assert(
      fc.property(sampled, ({ axes, size, seed, points }) => {
        expect(sample(axes, size, seed)).toEqual(points);
      }),
    );
  });
});
