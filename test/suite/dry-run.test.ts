import { expect, test } from 'vitest';
import { checkExperiment } from '../../src/experiment/experiment.ts';
import { dryRun } from '../../src/suite/dry-run.ts';

test('what is expected is told with its bounds, in their units', () => {
  const experiment = checkExperiment(
    {
      name: 'nothing-is-broken',
      shows: 'Nothing is.',
      method: [],
      prediction: 'broker-death',
      expectations: [
        { name: 'the outage is felt', measure: 'produce.longestMs', atMost: 'predicted' },
        { name: 'and not for long', measure: 'admin.longestMs', atLeast: 900, atMost: 10_000 },
        { name: 'little is kept', measure: 'heap.grownBytes', atMost: 64 * 2 ** 20 },
        { name: 'nothing is lost', measure: 'safety.lost', equals: 0 },
      ],
    },
    'here',
  );
  const planned = [{ index: 0, experiment, mode: 'kraft' as const, n: 1 }];
  const text = dryRun(planned, { kafkaVersion: '3.9.2', sizes: {}, settings: {}, seed: 1 });
  expect(text).toContain(`judge:
    the outage is felt (produce.longestMs ≤ what is predicted)
    and not for long (admin.longestMs ≥ 900 ms and ≤ 10.0 s)
    little is kept (heap.grownBytes ≤ 67.1 MB)
    nothing is lost (safety.lost = 0)
`);
});
