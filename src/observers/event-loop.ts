/**
 * Watches the harness itself: while its event loop stands still, it neither sends nor notices answers.
 */
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';

const tickMs = 5;
/** A tick this much too late is a stall. Shorter ones are within the interval of a probe. */
const stallMs = 15;

/** Writes an event for every stall, until `signal` aborts. */
export function watchEventLoop(clock: RunClock, emit: (event: Event) => void, signal: AbortSignal): void {
  let lastNs = clock.now();
  const timer = setInterval(() => {
    const nowNs = clock.now();
    if (nowNs - lastNs > (tickMs + stallMs) * 1e6) {
      emit({ type: 'event', timeNs: nowNs, kind: 'harness-stall', fromNs: lastNs, toNs: nowNs });
    }
    lastNs = nowNs;
  }, tickMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
