import { expect, it } from 'vitest';
import { availability } from '../../src/measures/availability.ts';
import { fold } from '../../src/measures/fold.ts';
import { withoutQuestions } from '../../src/measures/workload.ts';
import { administer } from '../checkers/literals.ts';

it('administration that only asks is no sign of a controller', () => {
  // A round every 100 ms, whose creation and deletion fail from 1000 to 4000 ms; its question is answered all the time.
  const rounds = Array.from({ length: 60 }, (_, round) => {
    const atMs = 100 * round;
    const outcome = atMs >= 1_000 && atMs < 4_000 ? 'fail' : 'ok';
    return [outcome, 'ok', outcome].map((each, step) =>
      administer(atMs + step, { value: `admin/${3 * round + step}`, outcome: each as 'ok' | 'fail' }),
    );
  });
  const measured = (see: typeof withoutQuestions) =>
    fold(rounds.flat(), see(availability({ kind: 'administer', intervalMs: 100, partitions: [0] })));
  expect(measured((all) => all)).toMatchObject({ longestMs: 0, ok: 120, fail: 60 });
  expect(measured(withoutQuestions)).toMatchObject({ ok: 60, fail: 60 });
  expect(measured(withoutQuestions).longestMs).toBeGreaterThan(3_000);
});
