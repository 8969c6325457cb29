import { expect, it } from 'vitest';
import { lineOf } from '../../src/commands/doctor.ts';

it('a finding is one line, and one that is to be mended stands out and says how', () => {
  expect(lineOf({ subject: 'cores', found: '2' })).toBe('ok    cores        2');
  expect(lineOf({ subject: 'engine', found: 'none answers', mend: 'install Docker' })).toBe(
    'MEND  engine       none answers -> install Docker',
  );
});
