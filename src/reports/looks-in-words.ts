/** What the method looked at beside the clients, in words: a controller's heap, the work of a ZooKeeper ensemble. */
import type { Run } from '../results/run-json.ts';

export function looksInWords({ heap, ensemble }: Pick<Run, 'heap' | 'ensemble'>): string[] {
  return [
    ...(heap === null ? [] : [heapInWords(heap)]),
    ...(ensemble === null ? [] : [ensembleInWords(ensemble)]),
  ];
}

function heapInWords({ node, liveBytes, grownBytes }: NonNullable<Run['heap']>): string {
  const more = grownBytes === null ? '' : `, ${megabytes(grownBytes)} more than at first`;
  return `what ${node} cannot do without in its heap is ${megabytes(liveBytes)}${more}`;
}

/** "the ZooKeeper servers wrote 0.1 times a second with 0.01 processors at first, and 48 times with 0.4 at last". */
function ensembleInWords({ first, last }: NonNullable<Run['ensemble']>): string {
  const { writesPerSecond } = last;
  const often = writesPerSecond === null ? 'under another leader' : `${writesPerSecond} times`;
  return `the ZooKeeper servers wrote ${first.writesPerSecond ?? '?'} times a second with ${first.processors ?? '?'} processors at first, and ${often} with ${last.processors ?? '?'} at last`;
}

/** "52.3 MB". */
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
