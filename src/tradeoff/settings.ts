/**
 * The settings of a point of a sweep: what was set, what the nodes made of it, and in which file a person writes it down.
 */
import type { Sweep } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';

export interface SetValue {
  /** Who has it: the nodes of a role, the topic, the producers, the consumer. */
  role: string;
  key: string;
  set: string;
  /** What the server made of it, where that is something else: ZooKeeper grants sessions of 2 to 20 ticks, and no others. */
  effective?: string;
}

/** The values of a point in the order of the axes, with what its runs say became of them. */
export function valuesOf(
  set: readonly string[],
  { axes }: Pick<Sweep, 'axes'>,
  runs: readonly Run[],
): SetValue[] {
  const given = new Map(set.map((each): [string, string] => cut(each, '=')));
  const inOrder = [
    ...axes.map(({ setting }) => setting).filter((setting) => given.has(setting)),
    ...[...given.keys()].filter((setting) => !axes.some((axis) => axis.setting === setting)),
  ];
  return inOrder.map((setting) => {
    const [role, key] = cut(setting, ':');
    const value = { role, key, set: given.get(setting)! };
    const effective = runs.map((run) => effectiveIn(run, role, key)).find((each) => each !== undefined);
    return effective === undefined || effective === value.set ? value : { ...value, effective };
  });
}

/**
 * The value that the first node of the role reports that has the key at all; undefined if none has. Nodes of other roles do not
 * count: a broker has a `broker.session.timeout.ms` too, and controllers do not care for it.
 */
function effectiveIn({ cluster }: Run, role: string, key: string): string | undefined {
  const { nodes, effectiveConfig } = cluster;
  const ofRole = nodes.filter(({ roles }) => roles.includes(role));
  return ofRole.map(({ name }) => effectiveConfig[name]?.[key]).find((value) => typeof value === 'string');
}

/** "6000", "9000 / 2000" of several settings; "3000 (became 4000)" where the server made something else of it. */
export function nameOf(values: readonly SetValue[]): string {
  return values.map(valueInWords).join(' / ');
}

export function valueInWords({ set, effective }: SetValue): string {
  return effective === undefined ? set : `${set} (became ${effective})`;
}

/** Whether both say the same, in whatever order. */
export function isSameSet(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((each) => two.includes(each));
}

const files: Record<string, string> = {
  broker: 'server.properties of the brokers',
  controller: 'server.properties of the controllers',
  zookeeper: 'zoo.cfg of the ZooKeeper servers',
  topic: 'configuration of the topics',
  producer: 'configuration of the producers',
  consumer: 'configuration of the consumers',
};

/** The lines to be written down, by the file that they belong in. */
export function linesOf(values: readonly SetValue[]): { file: string; lines: string[] }[] {
  return [...Map.groupBy(values, ({ role }) => role)].map(([role, same]) => ({
    file: files[role] ?? `the configuration of ${role}`,
    lines: same.map(({ key, set }) => `${key}=${set}`),
  }));
}

function cut(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return [text.slice(0, place), text.slice(place + at.length)];
}
