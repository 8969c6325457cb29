import { describe, expect, test } from 'vitest';
import { applicationsPart } from '../../src/rehearsal/applications-part.ts';
import { beforeAfterPart } from '../../src/rehearsal/before-after-part.ts';
import { documentOf } from '../../src/rehearsal/document.ts';
import { faultsPart } from '../../src/rehearsal/faults-part.ts';
import type { Rehearsed, Step } from '../../src/rehearsal/rehearsal.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { asked, literalUpgrade } from './literal-upgrade.ts';

type Felt = Rehearsed['applications'][number]['felt'];

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

describe('what applications felt', () => {
  const felt = {
    produce: { longestMs: 8_900, thresholdMs: 500, partitions: [], ok: 1_718, fail: 2, unknown: 1 },
    longestSendMs: 8_700,
    errors: { CLIENT_TIMEOUT: 2, UNANSWERED: 1 },
    safety: { lost: 3, duplicates: 1 },
  } as unknown as Felt;

  test('is a row for each, with the version of its client', () => {
    const applications = ['java', 'java4'].map((client) => ({
      client,
      intervalMs: 100,
      acks: 'all' as const,
      felt,
    }));
    const [part] = applicationsPart({ applications }, asked);
    const rest = ['8.9 s', '8.7 s', '1,718', '2', '1', '3', '1', 'CLIENT_TIMEOUT 2, UNANSWERED 1'];
    expect(part!.lines.join()).toContain('every 100 ms');
    expect(part!.table!.rows).toEqual([
      ['the Java client of Kafka 3.9.2', ...rest],
      ['the Java client of Kafka 4.3.1', ...rest],
    ]);
  });

  test('tells no outage from one that is not known', () => {
    const rowWith = (longestMs: number | null, partitions: Felt['produce']['partitions'] = []) => {
      const safety = { lost: null, duplicates: null };
      const one = {
        ...felt,
        produce: { ...felt.produce, longestMs, partitions },
        longestSendMs: null,
        safety,
        errors: {},
      };
      const applications = [{ client: 'kafkajs', intervalMs: 100, acks: 'all' as const, felt: one as Felt }];
      return applicationsPart({ applications }, asked)[0]!.table!.rows[0]!.slice(1);
    };
    const rest = ['1,718', '2', '1', 'unknown', 'unknown', 'none'];
    expect(rowWith(0)).toEqual(['less than 500 ms', 'unknown', ...rest]);
    expect(rowWith(null)).toEqual(['unknown', 'unknown', ...rest]);
    const open = [{ windows: [{ censored: true }] }] as unknown as Felt['produce']['partitions'];
    expect(rowWith(30_000, open)).toEqual(['≥ 30.0 s', 'unknown', ...rest]);
  });

  test('stands in the document where there was one, and else not', () => {
    const titles = (run: ReturnType<typeof literalUpgrade>) =>
      documentOf(rehearse(asked, run)).parts.map(({ title }) => title);
    const run = literalUpgrade();
    expect(titles(run)).not.toContain('What applications felt');
    const applications = [{ client: 'java4', intervalMs: 100, acks: 'all' as const }];
    const workload = { ...run.workload, applications };
    expect(titles(literalUpgrade({ workload, clients: { java4: felt } }))).toContain(
      'What applications felt',
    );
  });
});

describe('failures before and after', () => {
  const compared = {
    ...{ before: 'suite smoke, 8 runs', after: 'suite smoke, 8 runs' },
    alarms: ['kill-leader kraft: "nothing acknowledged is lost" does not hold any more'],
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

  test('begin with what no longer holds', () => {
    const [part] = beforeAfterPart({ ...compared, news: [] });
    expect(part!.lines.slice(1, 3)).toEqual([
      ...compared.alarms,
      'No number is better or worse, as far as these runs tell: 1 worse, 0 better.',
    ]);
  });
});
