/**
 * The clock of a run: nanoseconds since it began, monotonic, so that a correction of the system's time can make no
 * outage longer or shorter.
 */
export interface RunClock {
  startedAt: Date;
  /** Nanoseconds since the run began. */
  now(): number;
  /** The same for a moment on the system's clock, such as the time in a node's log line. */
  at(systemMs: number): number;
}

export function startClock(): RunClock {
  const began = process.hrtime.bigint();
  const startedAt = new Date();
  return {
    startedAt,
    now: () => Number(process.hrtime.bigint() - began),
    at: (systemMs) => (systemMs - startedAt.getTime()) * 1e6,
  };
}
