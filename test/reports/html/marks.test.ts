import { expect, it } from 'vitest';
import { fittingIn } from '../../../src/reports/html/page/marks.ts';

const within = (room: number) => (text: string) => text.length <= room;

it.each([
  ['commit failed (CONNECTION_CLOSED)', 40, 'commit failed (CONNECTION_CLOSED)'],
  ['commit failed (CONNECTION_CLOSED)', 20, 'commit failed (CONN…'],
  ['commit failed (CONNECTION_CLOSED)', 15, 'commit failed…'],
  ['commit failed (CONNECTION_CLOSED)', 10, undefined],
  ['broker-1', 8, 'broker-1'],
  ['broker-1', 7, undefined],
])('of "%s" in the room of %i characters %j is left', (text, room, left) =>
  expect(fittingIn(text, within(room))).toBe(left),
);
