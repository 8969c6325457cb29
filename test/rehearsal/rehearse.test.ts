import { describe, expect, it } from 'vitest';
import { headline } from '../../src/rehearsal/in-words.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Run } from '../../src/results/run-json.ts';
import {
  actionsOf,
  allTheWay,
  asked,
  availability,
  brokers,
  controllers,
  finalized,
  literalTimeline,
  literalUpgrade,
  window,
} from './literal-upgrade.ts';

type Given = Parameters<typeof rehearse>;

/** The document's first line. */
const said = (...given: Given) => headline(rehearse(...given));

const trouble = (what: string, atMs = 60_000): Run['harness'] => ({
  ...literalUpgrade().harness,
  troubles: [{ atMs, what }],
});

const verdict = (name: string, count: number): Run['verdicts'][number] => ({
  ...{ name, outcome: 'fail', count, witnesses: [] },
});

describe('go', () => {
  it('is said of an upgrade of which all came to its end', () => {
    expect(said(asked, literalUpgrade())).toBe(
      'Go, Kafka 3.9.2 to 4.3.1 in KRaft: nothing acknowledged is lost; writes never stood still; every node runs Kafka 4.3.1; the features are raised',
    );
  });

  it('is said with the longest outage, if that is borne', () => {
    const produce = availability([window(41_000, 10_000, 9_600)], []);
    expect(said(asked, literalUpgrade({ produce }))).toBe(
      'Go, Kafka 3.9.2 to 4.3.1 in KRaft: nothing acknowledged is lost; writes stood still for 9.6 to 10.0 s at the longest; every node runs Kafka 4.3.1; the features are raised',
    );
  });

  it('is said with the longest time without reads, if that was longer than is borne of writes', () => {
    const consume = (ms: number) => availability([window(41_000, ms, ms - 400)], []);
    expect(said(asked, literalUpgrade({ consume: consume(66_000) }))).toBe(
      'Go, Kafka 3.9.2 to 4.3.1 in KRaft: nothing acknowledged is lost; writes never stood still; reads of a kafkajs consumer stood still for 65.6 to 66.0 s, which decides nothing; every node runs Kafka 4.3.1; the features are raised',
    );
    expect(said(asked, literalUpgrade({ consume: consume(9_000) }))).not.toContain('kafkajs');
  });

  it('is said of nodes that are both, exchanged once', () => {
    const names = ['node-1', 'node-2', 'node-3'];
    const { cluster } = literalUpgrade();
    const nodes = names.map((name, i) => ({ name, id: i + 1, roles: ['broker', 'controller'] }));
    const actions = finalized(actionsOf([names, '4.3.1']));
    const run = literalUpgrade({ mode: 'kraft-combined', cluster: { ...cluster, nodes }, actions });
    const { verdict, rehearsed } = rehearse({ ...asked, mode: 'kraft-combined' }, run);
    expect(verdict).toBe('go');
    expect(rehearsed!.wayBack.map(({ after }) => after)).toEqual(['brokers', 'finalize']);
  });
});

describe('no-go', () => {
  it('is said if anything acknowledged is lost, whatever else was well', () => {
    const safety = { ...literalUpgrade().safety, lost: 3 };
    const verdicts = [verdict('no-lost-writes', 3), verdict('no-reordering', 1)];
    expect(said(asked, literalUpgrade({ safety, verdicts, outcome: 'fail' }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: 3 acknowledged records lost; 1 record out of order',
    );
  });

  it('is said if writes may have stood still for longer than is borne', () => {
    const produce = availability([], [window(55_000, 10_001, 9_600)]);
    expect(said(asked, literalUpgrade({ produce }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: writes stood still for 9.6 to 10.0 s in broker-2 to 4.3.1, the limit is 10.0 s',
    );
  });

  it('is said if writes had not come back in the end, however short that was', () => {
    const open = { ...window(88_000, 2_000), toMs: null, censored: true };
    const produce = availability([window(45_000, 3_000)], [open]);
    expect(said(asked, literalUpgrade({ produce }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: writes had not come back everywhere when the measuring ended',
    );
  });

  it('names the node that stayed behind, also if all else went on', () => {
    const actions = finalized(actionsOf([controllers, '4.3.1'], [['broker-1', 'broker-3'], '4.3.1']));
    expect(said(asked, literalUpgrade({ actions }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: broker-2 runs Kafka 3.9.2 at the end, not 4.3.1',
    );
  });

  it('is said if the features were not raised', () => {
    expect(said(asked, literalUpgrade({ actions: allTheWay.slice(0, -1) }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: the features were not raised',
    );
  });

  it('is said if they were raised while a node still had the old version', () => {
    const actions = allTheWay.with(-1, { ...allTheWay.at(-1)!, atMs: 60_000 });
    expect(said(asked, literalUpgrade({ actions: actions.toSorted((a, b) => a.atMs - b.atMs) }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: the features were raised before broker-2 to 4.3.1, broker-3 to 4.3.1',
    );
  });

  it('is said if brokers were upgraded before the controllers', () => {
    const actions = finalized(
      actionsOf([
        ['controller-1', 'controller-2', 'broker-1', 'controller-3', 'broker-2', 'broker-3'],
        '4.3.1',
      ]),
    );
    expect(said(asked, literalUpgrade({ actions }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: broker-1 to 4.3.1 came before controller-3 to 4.3.1',
    );
  });

  it('names the step that did not come to its end, by what the trouble says', () => {
    const actions = actionsOf([controllers, '4.3.1'], [['broker-1'], '4.3.1']);
    const harness = trouble('roll: 120 s after broker-3 serves again not all is in sync: kafka-chaos-0');
    expect(said(asked, literalUpgrade({ actions, harness, outcome: 'unknown' }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: broker-3 to 4.3.1 did not come to its end: 120 s after broker-3 serves again not all is in sync: kafka-chaos-0; broker-2 runs Kafka 3.9.2 at the end, not 4.3.1; the features were not raised',
    );
  });

  it('names all that it may have been where the trouble names none', () => {
    const actions = actionsOf([controllers, '4.3.1'], [['broker-1'], '4.3.1']);
    expect(said(asked, literalUpgrade({ actions, harness: trouble('the engine is gone') }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: one of broker-2 to 4.3.1, broker-3 to 4.3.1 did not come to its end: the engine is gone; the features were not raised',
    );
  });

  it('says once that the features could not be raised', () => {
    const harness = trouble('finalize: INVALID_UPDATE_VERSION');
    expect(said(asked, literalUpgrade({ actions: allTheWay.slice(0, -1), harness }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: raising the features did not come to its end: INVALID_UPDATE_VERSION',
    );
  });

  it('is said if the cluster was not well in the end, or a node ended by itself', () => {
    const harness = trouble('not healed: after 120 s broker-1 do not serve');
    const ends = [{ atMs: 45_000, node: 'broker-1', exitCode: 1 }];
    const processes = { ...literalUpgrade().processes, ends };
    expect(said(asked, literalUpgrade({ healed: null, harness, processes }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: broker-1 ended by itself with exit code 1; the cluster was not seen well at the end: after 120 s broker-1 do not serve',
    );
  });

  it('is said if a step went on without waiting for the replicas', () => {
    const { leadership } = literalTimeline();
    const timeline = literalTimeline({
      leadership: [
        ...leadership,
        { atMs: 42_000, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3] },
        { atMs: 50_501, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3, 1] },
      ],
    });
    expect(said(asked, literalUpgrade(), timeline)).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: replicas out of sync after broker-1 to 4.3.1',
    );
  });

  it('is said of an expectation of the experiment that nothing else tells', () => {
    const expectations = [{ name: 'all drained', bound: '<= 5 s', measured: null, outcome: 'fail' as const }];
    expect(said(asked, literalUpgrade({ expectations, outcome: 'fail' }))).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: not so: all drained (<= 5 s, measured nothing)',
    );
  });

  it('is said if there was no run', () => {
    expect(said(asked, undefined, undefined, 'the image could not be built')).toBe(
      'No-go, Kafka 3.9.2 to 4.3.1 in KRaft: the image could not be built',
    );
  });
});

describe('cannot tell', () => {
  const harness = { ...literalUpgrade().harness, noiseBeforeFault: [window(6_000, 1_200)] };

  it('is said if the machine was too busy before anything was done', () => {
    const produce = availability([window(6_000, 1_200)], []);
    expect(said(asked, literalUpgrade({ harness, produce, outcome: 'unknown' }))).toBe(
      'Cannot tell, Kafka 3.9.2 to 4.3.1 in KRaft: before anything was done there was an outage of 1.2 s already: the machine was too busy',
    );
  });

  it('is said also if writes then stood still for too long, because the machine may have done that', () => {
    const produce = availability([window(6_000, 1_200), window(45_000, 12_000)], []);
    const { verdict, reasons } = rehearse(asked, literalUpgrade({ harness, produce, outcome: 'fail' }));
    expect([verdict, reasons.length]).toEqual(['cannot tell', 2]);
  });

  it('is not said of what a busy machine does not do', () => {
    const verdicts = [verdict('no-lost-writes', 1)];
    expect(rehearse(asked, literalUpgrade({ harness, verdicts })).verdict).toBe('no-go');
  });

  it('is said of an expectation of which nobody knows', () => {
    const expectations = [
      { name: 'it drains', bound: '<= 5 s', measured: null, outcome: 'unknown' as const },
    ];
    expect(said(asked, literalUpgrade({ expectations, outcome: 'unknown' }))).toBe(
      'Cannot tell, Kafka 3.9.2 to 4.3.1 in KRaft: not known: it drains (<= 5 s, measured nothing)',
    );
  });

  it('is said if nobody knows whether anything is lost', () => {
    const safety = { ...literalUpgrade().safety, lost: null };
    expect(said(asked, literalUpgrade({ safety, outcome: 'unknown' }))).toBe(
      'Cannot tell, Kafka 3.9.2 to 4.3.1 in KRaft: whether anything acknowledged is lost is not known',
    );
  });
});

describe('going back', () => {
  const fromBrokers = { ...asked, rollbackAfter: 'brokers' as const };
  const back = [...brokers, ...controllers];
  const thereAndBack: Parameters<typeof actionsOf> = [
    [controllers, '4.3.1'],
    [brokers, '4.3.1'],
    [back, '3.9.2'],
  ];
  const actions = finalized(actionsOf(...thereAndBack, [controllers, '4.3.1'], [brokers, '4.3.1']));

  it('is told with what it cost, and where it was not rehearsed', () => {
    // Going back takes from 70 s to 130 s.
    const produce = availability([window(45_000, 900), window(75_000, 700), window(115_000, 400)], []);
    const { verdict, rehearsed } = rehearse(fromBrokers, literalUpgrade({ actions, produce }));
    expect(verdict).toBe('go');
    expect(rehearsed!.wayBack).toEqual([
      { of: 'upgrade', after: 'controllers', rehearsed: null },
      {
        of: 'upgrade',
        after: 'brokers',
        rehearsed: {
          nodes: 6,
          restarts: 6,
          tookMs: 60_000,
          writes: {
            longest: window(75_000, 700),
            totalMs: { atLeast: 1_100, atMost: 1_100 },
            spans: [
              { fromMs: 75_000, toMs: 75_700 },
              { fromMs: 115_000, toMs: 115_400 },
            ],
          },
        },
      },
      { of: 'upgrade', after: 'finalize', rehearsed: null },
    ]);
  });

  it('is possible until the features are raised', () => {
    const { rehearsed } = rehearse(asked, literalUpgrade());
    expect(rehearsed!.steps.map(({ canGoBack }) => canGoBack)).toEqual([
      ...[true, true, true, true, true, true],
      false,
    ]);
  });

  it('may be how it ends: then no features are raised', () => {
    expect(said(fromBrokers, literalUpgrade({ actions: actionsOf(...thereAndBack) }))).toBe(
      'Go, Kafka 3.9.2 to 4.3.1 and back in KRaft: nothing acknowledged is lost; writes never stood still; every node is back at Kafka 3.9.2',
    );
  });

  it('did not come to its end if a node was left out', () => {
    const without = actions.filter(({ node, kafka }) => node !== 'broker-2' || kafka !== '3.9.2');
    const rehearsal = rehearse(fromBrokers, literalUpgrade({ actions: without }));
    expect(rehearsal.verdict).toBe('no-go');
    expect(rehearsal.reasons).toEqual(['left out: broker-2 back to 3.9.2']);
    expect(rehearsal.rehearsed!.wayBack[1]).toEqual({ of: 'upgrade', after: 'brokers', rehearsed: null });
  });

  it('of the controllers alone leaves the brokers as they are', () => {
    const justControllers = finalized(
      actionsOf([controllers, '4.3.1'], [controllers, '3.9.2'], [[...controllers, ...brokers], '4.3.1']),
    );
    const given = { ...asked, rollbackAfter: 'controllers' as const };
    const { verdict, rehearsed } = rehearse(given, literalUpgrade({ actions: justControllers }));
    expect([verdict, rehearsed!.wayBack[0]!.rehearsed?.nodes]).toEqual(['go', 3]);
  });
});
