import { expect, test } from 'vitest';
import { countingOf } from '../../src/rehearsal/attempts.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { upgradeMd } from '../../src/rehearsal/upgrade-md.ts';
import { asked, availability, literalUpgrade, window } from './literal-upgrade.ts';

const well = rehearse(asked, literalUpgrade());
const produce = availability([], [window(55_000, 10_001, 9_600)]);
const slow = rehearse(asked, literalUpgrade({ produce }));
const none = rehearse(asked, undefined, undefined, 'broker-2 did not start');

test('an attempt that found something against it counts, whatever came after', () => {
  expect([well.verdict, slow.verdict]).toEqual(['go', 'no-go']);
  const counting = countingOf([slow, well]);
  expect(counting).toMatchObject({ verdict: 'no-go', reasons: slow.reasons, others: [{ verdict: 'go' }] });
  expect(upgradeMd(counting)).toContain(
    'Another attempt at the same came to "go": nothing acknowledged is lost;',
  );
});

test('of others the last counts, and one without a run only where there is none', () => {
  expect(countingOf([none, well])).toMatchObject({ verdict: 'go', others: [{ verdict: 'no-go' }] });
  expect(countingOf([well, none])).toMatchObject({ verdict: 'go' });
  expect(countingOf([none, none])).toMatchObject({ verdict: 'no-go', rehearsed: null });
  expect(countingOf([well]).others).toEqual([]);
});
