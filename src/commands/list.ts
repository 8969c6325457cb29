/**
 * `list`: what there is, one line each.
 */
import { z } from 'zod';
import { claims } from '../claims/claims.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { loadAllExperiments } from '../experiment/load.ts';
import { faults } from '../faults/index.ts';
import { loadStudies } from '../sweep/study.ts';
import { linkTargetForms } from '../topology/link-targets.ts';
import { type Mode, modes } from '../topology/mode.ts';
import { nodeTargetForms } from '../topology/targets.ts';

const modeSummaries: Record<Mode, string> = {
  zk: 'ZooKeeper ensemble and brokers (until Kafka 3.9)',
  kraft: 'a quorum of controllers, and brokers apart from it',
  'kraft-combined': 'nodes that are broker and controller at once',
  'zk-to-kraft': 'a cluster with ZooKeeper that is migrated; controllers join it on the way',
};

const lists: Record<string, () => Promise<[name: string, summary: string][]>> = {
  experiments: async () =>
    (await loadAllExperiments()).map(({ name, modes, shows }) => [name, `[${modes.join(', ')}] ${shows}`]),
  studies: async () => (await loadStudies()).map(({ name, mode, shows }) => [name, `[${mode}] ${shows}`]),
  faults: async () => faults.map(describeFault),
  targets: async () => [
    ...nodeTargetForms.map(({ form, summary }): [string, string] => [form, summary]),
    ...linkTargetForms.map(({ form, summary }): [string, string] => [form, summary]),
    ['{ partition: PARTITION }', 'a partition of the topic under test, for faults of administration'],
  ],
  modes: async () => modes.map((mode) => [mode, modeSummaries[mode]]),
  claims: async () => claims.map(({ id, says }) => [id, says]),
};

/** What can be listed. */
export const listNames = Object.keys(lists);

const whatIsHit = {
  nodes: 'nodes',
  links: 'links',
  partition: 'a partition',
  cluster: 'the whole cluster',
} as const;

/** What a fault does, and what may be set: each parameter with its unit, and its default if it has one. */
function describeFault({ kind, summary, hits, parameters }: (typeof faults)[number]): [string, string] {
  const described = Object.entries(parameters.shape).map(([name, schema]) => {
    const { default: fallback } = z.toJSONSchema(schema as z.ZodType, { io: 'input' });
    const unset = fallback === undefined ? '' : `; ${JSON.stringify(fallback)} by default`;
    return `${name} (${(schema as z.ZodType).description}${unset})`;
  });
  const whom = `[${whatIsHit[hits]}]`;
  return [kind, `${whom} ${summary}${described.length === 0 ? '' : `. With ${described.join(', ')}`}`];
}

export async function list(what: string | undefined): Promise<number> {
  const names = what === undefined ? listNames : [what];
  const parts: string[] = [];
  for (const name of names) {
    if (!listNames.includes(name)) {
      throw new UsageError(`there is no list of "${name}"; there are ${listNames.join(', ')}`);
    }
    const entries = await lists[name]!();
    const width = Math.max(...entries.map(([each]) => each.length));
    parts.push([name, ...entries.map(([each, summary]) => `  ${each.padEnd(width)}  ${summary}`)].join('\n'));
  }
  process.stdout.write(`${parts.join('\n\n')}\n`);
  return exitStatus.pass;
}
