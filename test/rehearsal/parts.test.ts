import { describe, expect, test } from 'vitest';
import { beforeAfterPart } from '../../src/rehearsal/before-after-part.ts';
import { faultsPart } from '../../src/rehearsal/faults-part.ts';
import type { Step } from '../../src/rehearsal/rehearsal.ts';

const step = (name: string, fromMs: number, toMs: number) => ({ name, fromMs, toMs }) as Step;
const steps = [step('metadata copied', 1_000, 2_000), step('dual write', 2_000, 9_000)];
const fault = { kind: 'kill', nodes: ['controller-1'], links: [], injectedAtMs: 1_500, healedAtMs: 4_000 };

describe('what was broken on purpose', () => {
  test('is told with whom it hit, for how long, and during which steps', () => {
    const [part] = faultsPart({ steps, faults: [fault] });
    expect(part!.table!.rows).toEqual([
      ['kill', 'controller-1', '1.5 s', 'after 2.5 s', 'metadata copied to dual write'],
    ]);
  });

  test('is told of links by their number, and of what was never healed', () => {
    const links = ['a->b', 'b->a'];
    const [part] = faultsPart({
      steps,
      faults: [{ ...fault, kind: 'cut', nodes: [], links, injectedAtMs: 3_000, healedAtMs: null }],
    });
    expect(part!.table!.rows).toEqual([['cut', '2 links', '3.0 s', 'never', 'dual write']]);
  });

  test('is not told where nothing was', () => {
    expect(faultsPart({ steps, faults: [] })).toEqual([]);
  });
});

describe('failures before and after', () => {
  const compared = {
    ...{ before: 'suite smoke, 8 runs', after: 'suite smoke, 8 runs' },
    counts: '1 worse, 0 better',
    remarks: ['a remark'],
  };

  test('are a row for each number that got better or worse', () => {
    const row = ['kill-leader kraft', 'no writes', '9.2 s', '12.1 s', '+2.9 s', 'worse'];
    const [part] = beforeAfterPart({ ...compared, news: [row] });
    expect(part!.table!.rows).toEqual([row]);
    expect(part!.lines).toContain('1 worse, 0 better.');
  });

  test('say so where none did', () => {
    const [part] = beforeAfterPart({ ...compared, news: [] });
    expect(part!.table).toBeNull();
    expect(part!.lines.join(' ')).toMatch(/No number is better or worse, as far as these runs tell/);
  });
});
