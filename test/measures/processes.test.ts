import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { processes } from '../../src/measures/processes.ts';
import { event, healed, injected, phase } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, processes());
const runs = (atMs: number, node = 'controller-1') =>
  event(atMs, { kind: 'process', node, running: true, exitCode: null });
const ends = (atMs: number, exitCode: number, node = 'controller-1') =>
  event(atMs, { kind: 'process', node, running: false, exitCode });
const member = (atMs: number, what: 'ensemble-left' | 'ensemble-joined', node = 'zookeeper-1') =>
  event(atMs, { kind: 'node-log', node, what, line: what });

describe('processes', () => {
  it('end by themselves if no signal ends them', () => {
    expect(
      measure(
        runs(0),
        phase(900, 'fault'),
        injected(1000),
        ends(1100, 137),
        runs(2000),
        ends(2200, 1),
        runs(3000),
      ),
    ).toEqual({
      ...{ endedByThemselves: 1, leftEnsemble: 0, away: 0 },
      ends: [{ atMs: 2200, node: 'controller-1', exitCode: 1 }],
    });
    expect(measure(runs(0), injected(1000), ends(1100, 143), ends(1200, 0, 'broker-1'))).toMatchObject({
      ...{ endedByThemselves: 1, away: 2 },
    });
  });

  it('that end before the first fault are not its doing, and away all the same', () => {
    expect(measure(runs(0), ends(500, 1), injected(1000))).toEqual({
      ...{ endedByThemselves: 0, leftEnsemble: 0, away: 1, ends: [] },
    });
  });

  it('leave their ensemble and come back, more than once', () => {
    const left = [runs(0, 'zookeeper-1'), injected(1000), member(1500, 'ensemble-left')];
    expect(measure(...left)).toMatchObject({ leftEnsemble: 1, away: 1, endedByThemselves: 0 });
    const back = [...left, healed(2000), member(2500, 'ensemble-joined')];
    expect(measure(...back)).toMatchObject({ leftEnsemble: 1, away: 0 });
    expect(measure(...back, member(2600, 'ensemble-left'), member(2700, 'ensemble-joined'))).toMatchObject({
      ...{ leftEnsemble: 2, away: 0 },
    });
  });

  it('out of their ensemble that end and start anew are away no longer', () => {
    expect(
      measure(
        runs(0, 'zookeeper-1'),
        injected(1000),
        member(1500, 'ensemble-left'),
        ends(1600, 10, 'zookeeper-1'),
        runs(2000, 'zookeeper-1'),
      ),
    ).toMatchObject({ leftEnsemble: 1, endedByThemselves: 1, away: 0 });
  });

  it('are unknown without an injection, and where nobody watched', () => {
    const unknown = { endedByThemselves: null, leftEnsemble: null, away: null, ends: [] };
    expect(measure(runs(0), ends(500, 1))).toEqual(unknown);
    expect(measure(injected(1000), member(1500, 'ensemble-left'))).toEqual(unknown);
  });
});
