import { describe, expect, it } from 'vitest';
import type { Entry, NodeLogSign } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { recovery } from '../../src/measures/recovery.ts';
import type { PartitionAvailability, Window } from '../../src/measures/windows.ts';
import { event, healed, injected, inTime, leadership, operation, phase } from '../history/literals.ts';

const log = (atMs: number, what: NodeLogSign, node = 'controller-1') =>
  event(atMs, { kind: 'node-log', node, what, line: what });

const available = (
  partition: number,
  ...windows: [from: number, to: number | null][]
): PartitionAvailability => ({
  partition,
  windows: windows.map(
    ([fromMs, toMs]): Window => ({ fromMs, toMs, atLeastMs: 0, atMostMs: 0, censored: toMs === null }),
  ),
  longestMs: 0,
  unavailableMs: 0,
});

const measure = (entries: Entry[], partitions: PartitionAvailability[] = []) =>
  fold(entries, recovery({ partitions: () => partitions, brokerIds: { 'broker-1': 1, 'broker-2': 2 } }));

const steadyState = [leadership(0, 1, 5, [1, 2, 3], 0), leadership(0, 2, 3, [2, 3, 1], 1)];

describe('recovery', () => {
  it('is unknown throughout where nothing was injected', () => {
    expect(measure([...steadyState, log(10, 'fenced'), operation(0, 2)], [available(0)])).toEqual({
      detectedMs: null,
      electedMs: null,
      clientMs: null,
      firstAckMs: null,
      steadyMs: null,
      fullIsrMs: null,
      lagDrainedMs: null,
    });
  });

  it('detects with the first fencing or expired session, by the time of the node that logged it', () => {
    const history = [injected(1000), log(10_500, 'session-expired'), log(10_000, 'fenced')];
    expect(measure(history).detectedMs).toBe(9000);
  });

  it('does not take a sign from before the injection, and counts one that came while it was proven as 0', () => {
    expect(measure([log(500, 'fenced'), phase(900, 'fault'), injected(1000)]).detectedMs).toBeNull();
    expect(measure([phase(900, 'fault'), log(950, 'fenced'), injected(1000)]).detectedMs).toBe(0);
  });

  it('counts the first acknowledgement of a record that was due after the injection, however early it may have been invoked', () => {
    // As of a client in a container, of which only the answer is told.
    const java = (atMs: number) => operation(atMs - 3000, atMs + 5, { scheduledMs: atMs });
    const history = inTime(java(900), java(990), injected(1000), java(1100), java(1200));
    expect(measure(history, [available(0)]).firstAckMs).toBe(105);
  });

  const fencing = (atMs: number, id: number) =>
    event(atMs, { kind: 'node-log', node: 'controller-1', what: 'fenced', line: `Fencing broker ${id}` });

  it('does not detect what a controller says of another broker', () => {
    const history = [injected(1000, ['broker-1']), fencing(3000, 2), fencing(10_000, 1)];
    expect(measure(history).detectedMs).toBe(9000);
    expect(measure([injected(1000, ['controller-1']), fencing(11_000, 1)]).detectedMs).toBeNull();
  });

  it('detects of cut links a broker that they coordinated, and any if it is not known which they were', () => {
    expect(measure([injected(1000, []), fencing(10_000, 1)]).detectedMs).toBe(9000);
    const cut = (...links: string[]) => ({ ...injected(1000, []), links }) as Entry;
    const given = [fencing(5_000, 3), fencing(10_000, 1)];
    expect(measure([cut('broker-1->controller-2'), ...given]).detectedMs).toBe(9000);
    expect(measure([cut('broker-1->broker-2', 'broker-2->broker-1'), ...given]).detectedMs).toBeNull();
    const session = log(19_000, 'session-expired', 'zookeeper-1');
    expect(measure([cut('broker-1->zookeeper-1'), session]).detectedMs).toBe(18_000);
    expect(measure([cut('broker-2->broker-1'), session]).detectedMs).toBeNull();
  });

  it('does not take for the injection what it cost to start nodes again', () => {
    const history = inTime(injected(1000), operation(1019, 1024), phase(20_000, 'healing'), healed(22_000));
    expect(measure(history, [available(0, [20_500, 21_000])]).firstAckMs).toBe(24);
  });

  it('counts from the end of the process that was hit, though its effect was proven later', () => {
    const ends = event(1_000, { kind: 'process', node: 'broker-1', running: false, exitCode: 137 });
    const history = inTime(
      [...steadyState, phase(900, 'fault'), ends, operation(1_019, 1_024, { partition: 1 })],
      [log(16_000, 'session-expired'), leadership(16_100, 2, 6, [2, 3], 0), injected(17_000)],
      [operation(17_020, 17_025, { partition: 1 }), leadership(19_900, 2, 6, [1, 2, 3], 0)],
    );
    const partitions = [available(0, [990, 16_500]), available(1)];
    expect(measure(history, partitions)).toMatchObject({
      ...{ detectedMs: 15_000, electedMs: 15_100, firstAckMs: 15_500, fullIsrMs: 18_900 },
    });
    expect(measure(history, [available(1)]).firstAckMs).toBe(24);
    // That of another process, before or meanwhile, is not it.
    const other = { ...ends, node: 'broker-2' };
    const elsewhere = inTime([
      ...steadyState,
      phase(900, 'fault'),
      other,
      injected(17_000),
      operation(17_020, 17_025),
    ]);
    expect(measure(elsewhere, [available(0)]).firstAckMs).toBe(25);
  });

  it('has a client that knows when an attempt has come back that went to another broker', () => {
    const attempts = [
      operation(500, 502, { broker: 1 }),
      operation(1_100, 1_102, { broker: 1, outcome: 'unknown' }),
      operation(1_400, 3_500, { broker: 3 }),
      operation(3_600, 3_602, { broker: 3 }),
    ];
    const elections = [leadership(3_000, 3, 6, [2, 3], 0)];
    const history = inTime([...steadyState, ...attempts], [injected(1_000)], elections);
    expect(measure(history).clientMs).toBe(2_500);
    expect(measure(inTime([...steadyState, ...attempts], [injected(1_000)])).clientMs).toBeNull();
    const ignorant = inTime([...steadyState, ...attempts.slice(0, 2)], [injected(1_000)], elections);
    expect(measure(ignorant).clientMs).toBeNull();
  });

  it('says when the consumer has caught up, not before all acknowledge again', () => {
    const lag = (...behindMs: [number, number][]) => ({
      behind: behindMs.map(([from, to]) => ({ fromNs: from * 1e6, toNs: to * 1e6 })),
      knownUntilNs: 20_000e6,
    });
    const drained = (found: ReturnType<typeof lag>, partitions: PartitionAvailability[]) =>
      fold(
        [...steadyState, injected(1_000)],
        recovery({ partitions: () => partitions, brokerIds: { 'broker-1': 1 }, lag: () => found }),
      ).lagDrainedMs;
    expect(drained(lag(), [available(0, [900, 5_000])])).toBe(4_000);
    expect(drained(lag([5_500, 9_000]), [available(0, [900, 5_000])])).toBe(8_000);
    expect(drained(lag([5_500, 18_000]), [available(0, [900, 5_000])])).toBeNull();
    expect(drained(lag(), [available(0, [900, null])])).toBeNull();
  });

  it('has elected when every partition that the hit broker led has a leader in a higher epoch', () => {
    const led = [...steadyState, leadership(0, 1, 8, [1, 2, 3], 2)];
    const history = [
      ...led,
      injected(1000, ['broker-1']),
      leadership(1500, 3, 4, [3], 1), // led by broker 2, which was not hit
      leadership(2000, null, 6, [1], 0),
      leadership(3000, 2, 7, [2, 3], 0),
    ];
    expect(measure(history).electedMs).toBeNull();
    expect(measure([...history, leadership(3500, 3, 9, [2, 3], 2)]).electedMs).toBe(2500);
  });

  it('has elected with the first new leader where it is not known which brokers the fault hit', () => {
    const history = [...steadyState, injected(1000, []), leadership(1500, 3, 4, [3], 1)];
    expect(measure(history).electedMs).toBe(500);
  });

  it('does not take for elected what another step had elected before, nor its other signs', () => {
    const attempts = [operation(500, 502, { broker: 1 }), operation(2_400, 2_402, { broker: 2 })];
    const history = inTime(
      [...steadyState, ...attempts, phase(1_000, 'fault')],
      [log(1_900, 'fenced'), log(1_950, 'controller-elected')],
      [leadership(2_000, 2, 6, [2, 3], 0), leadership(4_000, 1, 7, [1, 2, 3], 0)],
      [operation(4_500, 4_502, { broker: 1 }), phase(5_000, 'fault'), injected(5_010)],
      [log(14_000, 'fenced'), leadership(14_100, 2, 8, [2, 3], 0), operation(14_200, 14_210, { broker: 2 })],
    );
    expect(measure(history)).toMatchObject({ detectedMs: 8_990, electedMs: 9_090, clientMs: 9_200 });
  });

  it('does not take an election of later for the one that a fault brought about which hit no broker', () => {
    const history = [...steadyState, injected(1_000, ['controller-1']), log(2_500, 'controller-elected')];
    expect(measure([...history, leadership(35_000, 3, 6, [2, 3], 0)]).electedMs).toBe(1_500);
    const ofZooKeeper = [...steadyState, injected(1_000, ['zookeeper-1']), leadership(35_000, 3, 6, [2, 3])];
    expect(measure(ofZooKeeper).electedMs).toBeNull();
  });

  it('does not take the same leader in the same epoch for elected', () => {
    expect(measure([...steadyState, injected(1000), leadership(2000, 1, 5, [1], 0)]).electedMs).toBeNull();
  });

  it('takes the new controller for elected where the fault hit no leader', () => {
    const history = [...steadyState, injected(1000, ['controller-1']), log(2500, 'controller-elected')];
    expect(measure(history).electedMs).toBe(1500);
  });

  it('has its first ack when the last partition came back', () => {
    const partitions = [available(0, [990, 10_000]), available(1, [995, 12_000])];
    expect(measure([injected(1000), healed(20_000)], partitions).firstAckMs).toBe(11_000);
  });

  it('has no first ack where one partition never came back, or never acknowledged', () => {
    expect(
      measure([injected(1000)], [available(0, [990, 9000]), available(1, [990, null])]).firstAckMs,
    ).toBeNull();
    expect(measure([injected(1000)], [available(0)]).firstAckMs).toBeNull();
  });

  it('takes the first acknowledged operation that was invoked after the injection where there was no window', () => {
    const history = inTime(injected(1000), operation(999, 1001), operation(1019, 1024));
    expect(measure(history, [available(0)]).firstAckMs).toBe(24);
  });

  it('does not charge the injection with a window of the healing', () => {
    const history = inTime(injected(1000), operation(1019, 1024), healed(20_000));
    expect(measure(history, [available(0, [20_500, 21_000])]).firstAckMs).toBe(24);
  });

  it('has the full ISR from when no partition had fewer replicas in sync than before any more', () => {
    const history: Entry[] = [
      ...steadyState,
      injected(1000),
      leadership(2000, 2, 6, [2, 3], 0),
      leadership(2100, 2, 3, [2, 3], 1),
      leadership(5000, 2, 6, [2, 3, 1], 0),
      leadership(6000, 2, 3, [2, 3, 1], 1),
    ];
    expect(measure(history).fullIsrMs).toBe(5000);
    expect(measure([...history, leadership(7000, 2, 3, [2], 1)]).fullIsrMs).toBeNull();
    expect(
      measure([...history, leadership(7000, 2, 3, [2], 1), leadership(8000, 2, 3, [1, 2, 3], 1)]).fullIsrMs,
    ).toBe(7000);
  });

  it('had the full ISR all the while where it never shrank, and does not know without observation', () => {
    expect(measure([...steadyState, injected(1000)]).fullIsrMs).toBe(0);
    expect(measure([injected(1000)]).fullIsrMs).toBeNull();
  });
});
