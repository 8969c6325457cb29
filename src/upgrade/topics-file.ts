/**
 * Topics of somebody's own cluster, as a rehearsal can create them: from what `kafka-topics.sh --describe` says, or from a list.
 */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { FurnishedTopic } from '../clients/furnish.ts';
import { UsageError } from '../errors.ts';

/** Kafka makes these itself. */
const internal = new Set([
  ...['__consumer_offsets', '__transaction_state', '__share_group_state'],
  ...['__cluster_metadata', '__remote_log_metadata'],
]);

/** A topic's line. Before Kafka 2.4 there was no space behind the colons, and before 2.8 there were no ids. */
const describedTopic =
  /^Topic: ?(?<name>\S+)\s+(?:TopicId: ?\S+\s+)?PartitionCount: ?(?<partitions>\d+)\s+ReplicationFactor: ?(?<replicationFactor>\d+)\s+Configs:(?<configs>.*)$/;
const describedPartition = /^\s*Topic: ?\S+\s+Partition: ?\d+\s/;
/** What may follow the configuration of a topic that will not be there for long. */
const markedForDeletion = /\s+MarkedForDeletion: ?true\s*$/;

/** Values may hold commas; but what follows a comma and looks like a key is one. */
const betweenConfigs = /,(?=[a-z]+(?:\.[a-z]+)*=)/;

const form =
  'the output of kafka-topics.sh --describe or a list of {name, partitions, replicationFactor, config}';

/** Every scalar is text, which is what Kafka takes, and loses no digits of 9223372036854775807. */
function wholeNumber(most: number) {
  const message = `must be a whole number from 1 to ${most}`;
  return z
    .string(message)
    .regex(/^[0-9]{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, message);
}

const noName = 'must be a name that a topic can have: up to 249 of a-z, A-Z, 0-9, ".", "_" and "-"';

const topicSchema = z.strictObject(
  {
    // The same as in org.apache.kafka.common.internals.Topic.
    name: z.string(noName).regex(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/, noName),
    partitions: wholeNumber(100_000),
    replicationFactor: wholeNumber(99),
    // `config:` with nothing behind it is nothing.
    config: z
      .preprocess(
        (value) => (value === '' ? {} : value),
        z.record(z.string(), z.string('must be a single value'), 'must be keys with values'),
      )
      .default({}),
  },
  'it is not a topic {name, partitions, replicationFactor, config}',
);

/**
 * The topics in a file, without those that are Kafka's own.
 *
 * Note that Kafka describes as a topic's configuration also what its brokers were configured to: in a rehearsal all of that is the
 * topic's own.
 * @throws UsageError that says the line, if it is neither of the two forms
 */
export function readTopics(text: string): FurnishedTopic[] {
  const topics = (/^\s*Topic: ?\S/m.test(text) ? described(text) : listed(text)).filter(
    ({ name }) => !internal.has(name),
  );
  const lines = new Map<string, number>();
  for (const { name, line } of topics) {
    const other = lines.get(name);
    if (other !== undefined) throw unusable(line, `topic ${name} is in line ${other} already`);
    lines.set(name, line);
  }
  if (topics.length === 0) throw new UsageError(`there are no topics in it: it must be ${form}`);
  return topics.map(({ line, ...topic }) => topic);
}

interface Located extends FurnishedTopic {
  line: number;
}

function unusable(line: number, why: string): UsageError {
  return new UsageError(`line ${line}: ${why}`);
}

function described(text: string): Located[] {
  return text.split(/\r?\n/).flatMap((content, index): Located[] => {
    if (content.trim() === '' || describedPartition.test(content)) return [];
    const line = index + 1;
    const found = describedTopic.exec(content.replace(markedForDeletion, ''))?.groups;
    if (found === undefined) throw unusable(line, 'it is not a line of kafka-topics.sh --describe');
    if (markedForDeletion.test(content)) return [];
    const { name, partitions, replicationFactor, configs } = found;
    const config = describedConfig(configs!.trim(), line);
    const topic = topicSchema.safeParse({ name, partitions, replicationFactor, config });
    if (!topic.success) throw unusable(line, inWords(topic.error.issues[0]!));
    return [{ ...topic.data, line }];
  });
}

function describedConfig(text: string, line: number): Record<string, string> {
  if (text === '') return {};
  return Object.fromEntries(
    text.split(betweenConfigs).map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw unusable(line, `"${each}" is not a configuration such as retention.ms=1000`);
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

/** JSON is YAML as well. */
function listed(text: string): Located[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter, prettyErrors: false });
  const lineOf = (offset: number) => Math.max(lineCounter.linePos(offset).line, 1);
  const [broken] = document.errors;
  if (broken !== undefined) throw unusable(lineOf(broken.pos[0]), broken.message);
  const data = plain(document);
  if (!Array.isArray(data)) throw unusable(1, `it is not ${form}`);
  /** Of the innermost thing on the path that is there. */
  const lineAt = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    return node?.range !== undefined || path.length === 0
      ? lineOf(node?.range?.[0] ?? 0)
      : lineAt(path.slice(0, -1));
  };
  return data.map((each, index) => {
    const topic = topicSchema.safeParse(each, { reportInput: true });
    if (topic.success) return { ...topic.data, line: lineAt([index]) };
    const issue = topic.error.issues[0]!;
    throw unusable(lineAt([index, ...issue.path]), inWords(issue));
  });
}

/** @throws UsageError for references to what is nowhere, which are no errors of syntax */
function plain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `a topic has no ${issue.keys.join(', ')}`;
  if (issue.path.length === 0) return issue.message;
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${issue.path.join('.')} ${isMissing ? 'is missing' : issue.message}`;
}
