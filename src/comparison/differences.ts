/**
 * What was not the same when the two sides of a cell were measured: versions, settings, size and workload.
 */
import type { Run } from '../results/run-json.ts';
import type { Cell } from './cells.ts';

/** "Kafka 3.9.2 -> 4.3.1", "controller:broker.session.timeout.ms (default) -> 4000"; what was set comes before what is so by default. */
export function differencesIn({ base, head, set }: Cell): string[] {
  const [was, is] = [valuesOf(base, set.base), valuesOf(head, set.head)];
  const wereSet = [...set.base, ...set.head].map((each) => settingIn(each)[0]);
  return [...new Set(['Kafka', ...wereSet, ...was.keys()])].flatMap((name) => {
    // What only one version knows of is no setting that somebody changed.
    const otherwise = wereSet.includes(name) ? '(default)' : undefined;
    const [before, now] = [was.get(name) ?? otherwise, is.get(name) ?? otherwise];
    if (before === undefined || now === undefined || before === now) return [];
    return [`${name} ${shortened(before)} -> ${shortened(now)}`];
  });
}

/** Every run has host ports of its own. */
const ofEveryRun = ['advertised.listeners'];

/** Each fact by its name, with all the values that it has in these runs. */
function valuesOf(runs: readonly Run[], set: readonly string[]): Map<string, string> {
  const facts = runs.flatMap(factsOf);
  const reported = new Set(facts.map(([name]) => name));
  // A broker that reports a setting knows better what became of it than whoever set it.
  const unreported = set.map(settingIn).filter(([name]) => !reported.has(name));
  return new Map(
    [...Map.groupBy([...facts, ...unreported], ([name]) => name)].map(([name, same]) => [
      name,
      [...new Set(same.map(([, value]) => value))].sort().join(', '),
    ]),
  );
}

function factsOf({ kafkaVersion, harness, client, workload, cluster }: Run): [string, string][] {
  const roles = Map.groupBy(
    cluster.nodes.flatMap((node) => node.roles),
    (role) => role,
  );
  const applications = workload.applications.map((each) => each.client).join(', ');
  const settings = Object.values(cluster.effectiveConfig)
    .flatMap((config) => Object.entries(config))
    .filter(([key]) => !ofEveryRun.includes(key));
  return [
    ['Kafka', kafkaVersion],
    ['kafka-chaos', harness.version],
    ['client', client],
    ['acks', workload.acks],
    ['interval', `${workload.intervalMs} ms`],
    ['partitions', String(workload.partitions)],
    ['applications', applications || 'none'],
    ...[...roles].map(([role, nodes]): [string, string] => [`nodes that are ${role}`, String(nodes.length)]),
    ...settings.map(([key, value]): [string, string] => [key, value ?? '(not set)']),
  ];
}

/**
 * The name and the value of `role:key=value`. A broker's goes by the key alone, as brokers report it; they report also what
 * controllers decide by, and then it is not what the controllers have.
 */
function settingIn(text: string): [string, string] {
  const [, role, key, value] = /^([^:]*):([^=]*)=(.*)$/.exec(text) ?? [];
  return [role === 'broker' ? key! : `${role}:${key}`, value ?? ''];
}

const mostLetters = 40;

function shortened(value: string): string {
  return value.length <= mostLetters ? value : `${value.slice(0, mostLetters - 1)}…`;
}
