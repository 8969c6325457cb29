/**
 * Errors that a person is meant to read: one sentence, no stack trace. What is thrown otherwise is a defect of
 * this program.
 */

/** The exit statuses of the program; 64 is EX_USAGE of sysexits.h. */
export const exitStatus = { pass: 0, fail: 1, unknown: 2, usage: 64 } as const;

/** The user asked for something that cannot be: a bad option, a bad file, an unknown name. Exit status 64. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The surroundings do not let the program do its work: no engine, no image, a full disk. Exit status 2. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/** What went wrong first, where removing what was started went wrong as well. */
export function firstCause(error: unknown): Error {
  return causes(error)[0];
}

/** What went wrong, in order: what made an end of it, and then what could not be removed. */
export function causes(error: unknown): [first: Error, ...further: Error[]] {
  return error instanceof SuppressedError
    ? [...causes(error.suppressed), ...causes(error.error)]
    : [error as Error];
}

/** Whether it comes of a disk without space, however it was wrapped. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' || isDiskFull(error.cause);
}
