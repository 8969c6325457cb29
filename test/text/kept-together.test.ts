import { expect, it } from 'vitest';
import { keptTogether } from '../../src/text/kept-together.ts';

it.each([
  ['full ISR after 102 s', 'full ISR after 102_s'],
  ['1 h 28 min of run time', '1_h 28_min of run time'],
  ['48 ms, 9 % and ≥ 17.2 s', '48_ms, 9_% and ≥_17.2_s'],
  ['3 seconds, 5 hosts, 2 partitions', '3 seconds, 5 hosts, 2 partitions'],
])('a number and its unit stay on one line: %s', (text, kept) =>
  expect(keptTogether(text).replaceAll('\u00a0', '_')).toBe(kept),
);
