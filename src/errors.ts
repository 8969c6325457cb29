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
