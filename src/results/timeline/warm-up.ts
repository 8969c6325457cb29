/** Tells the attempts of the warm-up, which are not measured and so stand in no picture. */
import type { Entry } from '../../history/entry.ts';

/** Says of each entry, in order, whether it is an attempt that was sent before the steady phase of a run that warms up. */
export function warmUp(): (entry: Entry) => boolean {
  let untilNs = -Infinity;
  return (entry) => {
    if (entry.type === 'operation') return entry.kind === 'produce' && entry.invokedNs < untilNs;
    if (entry.kind === 'phase' && entry.name === 'warm-up') untilNs = Infinity;
    if (entry.kind === 'phase' && entry.name === 'steady') untilNs = entry.timeNs;
    return false;
  };
}
