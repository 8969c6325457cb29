/**
 * The end of what a run has started.
 */
import { causes } from '../errors.ts';

/** Removes it all. What cannot be removed is told, and costs nobody what was measured. */
export async function cleanedUp(started: AsyncDisposableStack, say: (line: string) => void): Promise<void> {
  try {
    await started.disposeAsync();
  } catch (error) {
    for (const { message } of causes(error)) say(message);
  }
}
