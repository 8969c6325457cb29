/**
 * `list`: what there is, one line each.
 */
import { exitStatus, UsageError } from '../errors.ts';
import { loadAllExperiments } from '../experiment/load.ts';
import { faults } from '../faults/index.ts';
import { type Mode, modes } from '../topology/mode.ts';

const modeSummaries: Record<Mode, string> = {
  zk: 'ZooKeeper ensemble and brokers (until Kafka 3.9)',
  kraft: 'a quorum of controllers, and brokers apart from it',
  'kraft-combined': 'nodes that are broker and controller at once',
};

const lists: Record<string, () => Promise<[name: string, summary: string][]>> = {
  experiments: async () => (await loadAllExperiments()).map(({ name, shows }) => [name, shows]),
  faults: async () => faults.map(({ kind, summary }) => [kind, summary]),
  modes: async () => modes.map((mode) => [mode, modeSummaries[mode]]),
};

export async function list(what: string | undefined): Promise<number> {
  const names = what === undefined ? Object.keys(lists) : [what];
  const parts: string[] = [];
  for (const name of names) {
    const entries = await lists[name]?.();
    if (entries === undefined) {
      throw new UsageError(`there is no list of "${name}"; there are ${Object.keys(lists).join(', ')}`);
    }
    const width = Math.max(...entries.map(([each]) => each.length));
    parts.push([name, ...entries.map(([each, summary]) => `  ${each.padEnd(width)}  ${summary}`)].join('\n'));
  }
  process.stdout.write(`${parts.join('\n\n')}\n`);
  return exitStatus.pass;
}
