import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { controllers } from '../../src/measures/controllers.ts';
import { fold } from '../../src/measures/fold.ts';
import { administer } from '../checkers/literals.ts';
import { controller, event, healed, injected, phase } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, controllers());
const before = controller(100, 'controller-1', 3);

describe('the controllers', () => {
  it('are every epoch that was seen, and the changes after the injection began', () => {
    expect(
      measure(
        controller(50, 'controller-3', 2),
        before,
        phase(990, 'fault'),
        injected(1000),
        controller(2500, 'controller-2', 4),
        controller(4000, 'controller-1', 7),
      ),
    ).toEqual({
      changes: 2,
      electedMs: 1500,
      servesMs: null,
      loadingMs: null,
      epochs: [
        { atMs: 50, node: 'controller-3', epoch: 2 },
        { atMs: 100, node: 'controller-1', epoch: 3 },
        { atMs: 2500, node: 'controller-2', epoch: 4 },
        { atMs: 4000, node: 'controller-1', epoch: 7 },
      ],
    });
  });

  it('are counted by the epochs of ZooKeeper and of the quorum apart, on the way from one to the other', () => {
    const found = measure(
      controller(50, 'broker-1', 4),
      phase(990, 'fault'),
      controller(2000, 'controller-1', 1),
      controller(3000, 'broker-2', 5),
      controller(4000, 'controller-3', 2),
    );
    expect(found).toMatchObject({ changes: 3 });
    expect(found.epochs.map(({ node }) => node)).toEqual([
      'broker-1',
      'controller-1',
      'broker-2',
      'controller-3',
    ]);
  });

  it('are those of another quorum after a way back to ZooKeeper, which begins to count anew', () => {
    const back = event(5000, {
      kind: 'action',
      what: 'revert',
      phase: 'dual-write',
      tookMs: 900,
      detail: '',
    });
    const found = measure(
      controller(50, 'broker-1', 4),
      controller(1000, 'controller-1', 2),
      { ...back, node: 'broker-1' } as Entry,
      controller(2000, 'controller-2', 1),
      back,
      controller(6000, 'controller-2', 1),
      phase(7000, 'fault'),
      injected(7010, ['controller-2']),
      controller(8010, 'controller-3', 2),
    );
    expect(found).toMatchObject({ changes: 1, electedMs: 1000 });
    expect(found.epochs.map(({ node, epoch }) => `${node}:${epoch}`)).toEqual([
      ...['broker-1:4', 'controller-1:2', 'controller-2:1', 'controller-3:2'],
    ]);
  });

  it('did not change where the same one was named again, an old one, none, or one without an epoch', () => {
    const found = measure(
      before,
      injected(1000),
      controller(1100, null, null),
      controller(1200, 'controller-2', null),
      controller(1300, 'controller-1', 3),
      controller(1400, 'controller-3', 2),
    );
    expect(found).toMatchObject({ changes: 0, electedMs: null });
    expect(found.epochs).toHaveLength(1);
  });

  it('changed at once where the next one was seen while the fault was still being proven', () => {
    const early = controller(1200, 'controller-2', 4);
    expect(measure(before, phase(1000, 'fault'), early, injected(1500))).toMatchObject({
      changes: 1,
      electedMs: 0,
    });
  });

  it('that changed while topics were created, before anything was broken, were not elected for the fault', () => {
    const [creating, killing] = [phase(1000, 'fault'), phase(5000, 'fault')];
    const history = [before, creating, controller(2000, 'controller-2', 4), killing, injected(5100)];
    expect(measure(...history)).toMatchObject({ changes: 1, electedMs: null });
    expect(measure(...history, controller(6100, 'controller-3', 5))).toMatchObject({
      ...{ changes: 2, electedMs: 1000 },
    });
  });

  it('are not known to have changed where the first was seen after the injection', () => {
    expect(measure(injected(1000), controller(1100, 'controller-1', 3))).toMatchObject({
      changes: 0,
      electedMs: null,
    });
  });

  it('are unknown without an injection, and without any epoch', () => {
    expect(measure(before, controller(2000, 'controller-2', 4)).changes).toBeNull();
    expect(measure(injected(1000), controller(1100, 'broker-1', null))).toEqual({
      changes: null,
      electedMs: null,
      servesMs: null,
      loadingMs: null,
      epochs: [],
    });
  });

  describe('serve again', () => {
    const found = (windows: [fromMs: number, toMs: number | null][], ...entries: Entry[]) =>
      fold(
        entries,
        controllers({
          administration: () => ({
            ...{ partition: 0, longestMs: 0, unavailableMs: 0 },
            windows: windows.map(([fromMs, toMs]) => ({
              ...{ fromMs, toMs, atLeastMs: 0, atMostMs: 0, censored: toMs === null },
            })),
          }),
        }),
      );
    const serving = (...of: Parameters<typeof found>) => found(...of).servesMs;

    it('after they have loaded what they need to know', () => {
      const elected = [
        controller(50, 'controller-1', 3),
        injected(1000),
        controller(2500, 'controller-2', 4),
      ];
      expect(found([[900, 4200]], ...elected)).toMatchObject({
        electedMs: 1500,
        servesMs: 3200,
        loadingMs: 1700,
      });
      expect(found([[900, null]], ...elected)).toMatchObject({ servesMs: null, loadingMs: null });
    });

    it('when the window ends that the injection opened, not that of before, nor that of the healing', () => {
      const run = [administer(990), injected(1000), administer(1001), healed(9000)];
      expect(
        serving(
          [
            [200, 800],
            [1003, 3500],
            [9100, 9900],
          ],
          ...run,
        ),
      ).toBe(2500);
    });

    it('with the first success of what was asked after the injection, where it opened none', () => {
      const early = administer(999);
      expect(serving([[9100, 9900]], injected(1000), early, administer(1040), healed(9000))).toBe(42);
    });

    it('never where the window stays open, or nothing succeeds', () => {
      expect(serving([[990, null]], injected(1000))).toBeNull();
      expect(serving([], injected(1000), administer(1100, { outcome: 'fail' }))).toBeNull();
    });
  });
});
