/**
 * Where images may come from, if the user fixes it.
 */
import { UsageError } from '../errors.ts';

/** `local`: what is there already; `pull`: the official images; `build`: built here from packages, once. */
export const imageSources = ['local', 'pull', 'build'] as const;
export type ImageSource = (typeof imageSources)[number];

export const imageSourceVariable = 'KAFKA_CHAOS_IMAGES';

/**
 * The source that the environment fixes, or undefined for the usual order: built here before, pulled, built.
 * @throws UsageError for a value that is no source
 */
export function fixedSource(env: Readonly<Record<string, string | undefined>> = process.env) {
  const value = env[imageSourceVariable];
  if (value === undefined || value === '') return undefined;
  const source = imageSources.find((each) => each === value);
  if (source === undefined) {
    throw new UsageError(`${imageSourceVariable} is "${value}", but can only be ${imageSources.join(', ')}`);
  }
  return source;
}

/** Whether an image may be looked for in one way. */
export function allows(fixed: ImageSource | undefined, source: ImageSource): boolean {
  return fixed === undefined || fixed === source;
}
