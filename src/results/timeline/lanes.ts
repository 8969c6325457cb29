/**
 * One lane a partition: when it was available, and what its attempts came to while it was not.
 *
 * A partition is unavailable in the windows of measures/availability.ts and nowhere else, so the lanes show the very outages that
 * run.json counts. In a window, slices of 100 ms are `refused` where most of the attempts scheduled in them certainly were not
 * written, and `unknown` where most may have been, or were answered only after the window's threshold. An attempt
 * that was not sent (UNSENT) says nothing: a slice that has no others goes on as the one before.
 */
import type { Entry, Operation } from '../../history/entry.ts';
import { availability } from '../../measures/availability.ts';
import type { Fold } from '../../measures/fold.ts';
import { ceilMs, floorMs, nsPerMs } from '../../measures/time.ts';
import { thresholdNs, type Window } from '../../measures/windows.ts';
import type { Lane, LaneState, Segment } from './timeline-json.ts';
import { warmUp } from './warm-up.ts';

const sliceMs = 100;

interface Track {
  firstNs: number;
  lastNs: number;
  /** By slice: how many were refused, less how many ended unknown; missing where neither was. */
  slices: Map<number, number>;
}

export function lanes(options: { intervalMs: number; partitions: readonly number[] }): Fold<Lane[]> {
  const windows = availability({ kind: 'produce', ...options });
  const lateNs = thresholdNs(options.intervalMs);
  const tracks = new Map<number, Track>();
  const isWarmUp = warmUp();

  function addAttempt(attempt: Operation): void {
    const { partition, scheduledNs, completedNs, outcome } = attempt;
    const track = tracks.get(partition) ?? { firstNs: scheduledNs, lastNs: scheduledNs, slices: new Map() };
    tracks.set(partition, track);
    track.firstNs = Math.min(track.firstNs, scheduledNs);
    track.lastNs = Math.max(track.lastNs, scheduledNs);
    const isServed = outcome === 'ok' && completedNs - scheduledNs <= lateNs;
    if (isServed || attempt.error?.name === 'UNSENT') return;
    const slice = Math.floor(scheduledNs / nsPerMs / sliceMs);
    track.slices.set(slice, (track.slices.get(slice) ?? 0) + (outcome === 'fail' ? 1 : -1));
  }

  return {
    add(entry: Entry) {
      if (isWarmUp(entry)) return;
      windows.add(entry);
      if (entry.type === 'operation' && entry.kind === 'produce') addAttempt(entry);
    },
    result: () =>
      windows.result().partitions.map(({ partition, windows }) => {
        const track = tracks.get(partition);
        return { partition, segments: track === undefined ? [] : segmentsOf(track, windows) };
      }),
  };
}

function segmentsOf({ firstNs, lastNs, slices }: Track, windows: readonly Window[]): Segment[] {
  const segments: Segment[] = [];
  const add = (fromMs: number, toMs: number, state: LaneState) => {
    const last = segments.at(-1);
    if (last !== undefined && last.state === state && last.toMs === fromMs) last.toMs = toMs;
    else if (toMs > fromMs) segments.push({ fromMs, toMs, state });
  };
  let atMs = floorMs(firstNs);
  for (const window of windows) {
    const endMs = window.toMs ?? window.fromMs + window.atMostMs;
    add(atMs, window.fromMs, 'available');
    atMs = Math.max(atMs, window.fromMs);
    let state = firstState(slices, atMs, endMs);
    while (atMs < endMs) {
      const slice = Math.floor(atMs / sliceMs);
      state = stateOf(slices.get(slice)) ?? state;
      const nextMs = Math.min(endMs, (slice + 1) * sliceMs);
      add(atMs, nextMs, state);
      atMs = nextMs;
    }
  }
  add(atMs, ceilMs(lastNs), 'available');
  return segments;
}

/** What the first attempts of a window came to, which holds from its begin on. */
function firstState(slices: Track['slices'], fromMs: number, toMs: number): LaneState {
  for (let slice = Math.floor(fromMs / sliceMs); slice * sliceMs < toMs; slice++) {
    const state = stateOf(slices.get(slice));
    if (state !== undefined) return state;
  }
  return 'unknown';
}

function stateOf(balance: number | undefined): 'refused' | 'unknown' | undefined {
  if (balance === undefined) return undefined;
  return balance > 0 ? 'refused' : 'unknown';
}
