import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { FurnishedTopic } from '../../src/clients/furnish.ts';
import { UsageError } from '../../src/errors.ts';
import { readTopics } from '../../src/upgrade/topics-file.ts';

const partitionLine = (name: string, partition: number) =>
  `\tTopic: ${name}\tPartition: ${partition}\tLeader: 1\tReplicas: 1,2\tIsr: 1,2\tElr: \tLastKnownElr: `;

/** As kafka-topics.sh of Kafka 3.9 and 4 prints it. */
function description({ name, partitions, replicationFactor, config }: FurnishedTopic): string {
  const configs = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const head = `Topic: ${name}\tTopicId: Pp0uU1pRTLuJN1rV9KrV7g\tPartitionCount: ${partitions}`;
  return [
    `${head}\tReplicationFactor: ${replicationFactor}\tConfigs: ${configs.join(',')}`,
    ...Array.from({ length: partitions }, (_, partition) => partitionLine(name, partition)),
  ].join('\n');
}

const topic = (name: string, config: Record<string, string> = {}): FurnishedTopic => ({
  ...{ name, partitions: 3, replicationFactor: 2, config },
});

const configs = fc
  .record(
    {
      'cleanup.policy': fc.constantFrom('compact', 'compact,delete', 'delete'),
      'follower.replication.throttled.replicas': fc.constantFrom('*', '0:1,1:2,0:3', ''),
      'retention.ms': fc.maxSafeInteger().map(String),
      preallocate: fc.constantFrom('true', 'false'),
      'flush.messages': fc.constant('9223372036854775807'),
      'compression.gzip.level': fc.constantFrom('-1', '9'),
    },
    { requiredKeys: [] },
  )
  .map((config) => ({ ...config }) as Record<string, string>);
const topics: fc.Arbitrary<FurnishedTopic[]> = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,20}$/),
    partitions: fc.integer({ min: 1, max: 5 }),
    replicationFactor: fc.integer({ min: 1, max: 9 }),
    config: configs,
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 5 },
);

describe('the description of topics', () => {
  test('is read as kafka-topics.sh prints it', () => {
    fc.assert(
      fc.property(topics, fc.constantFrom('\n', '\r\n', '\n\n'), (all, lineEnd) => {
        expect(readTopics(all.map(description).join('\n').replaceAll('\n', lineEnd))).toEqual(all);
      }),
    );
  });

  test('may have commas in values, and other values behind them', () => {
    const text =
      'Topic: a\tTopicId: x\tPartitionCount: 3\tReplicationFactor: 2\tConfigs: cleanup.policy=compact,delete,leader.replication.throttled.replicas=0:1,1:2,retention.ms=1000';
    expect(readTopics(text)[0]!.config).toEqual({
      'cleanup.policy': 'compact,delete',
      'leader.replication.throttled.replicas': '0:1,1:2',
      'retention.ms': '1000',
    });
  });

  test('may be of an old Kafka, or copied with spaces for tabs', () => {
    const old =
      'Topic:a\tPartitionCount:3\tReplicationFactor:2\tConfigs:retention.ms=1\n\tTopic: a\tPartition: 0\tLeader: 1';
    const copied =
      'Topic: b   TopicId: x   PartitionCount: 3   ReplicationFactor: 2   Configs:\nTopic: b   Partition: 0   Leader: 1';
    expect(readTopics(`${old}\n${copied}`)).toEqual([topic('a', { 'retention.ms': '1' }), topic('b')]);
  });

  test("leaves out Kafka's own topics and those that are being deleted", () => {
    const internal = ['__consumer_offsets', '__transaction_state', '__share_group_state'].map((name) =>
      description(topic(name)),
    );
    const deleted = description(topic('d', { a: 'b' })).replace('a=b', 'a=b\tMarkedForDeletion: true');
    expect(readTopics([...internal, deleted, description(topic('mine'))].join('\n'))).toEqual([
      topic('mine'),
    ]);
  });

  test.each([
    ['Topic: a\tPartitionCount: many', 'line 2: it is not a line of kafka-topics.sh --describe'],
    ['[2026-01-01] WARN something', 'line 2: it is not a line of kafka-topics.sh --describe'],
    [
      'Topic: b\tPartitionCount: 0\tReplicationFactor: 2\tConfigs: ',
      'line 2: partitions must be a whole number from 1 to 100000',
    ],
    [
      'Topic: b\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: nonsense',
      'line 2: "nonsense" is not a configuration such as retention.ms=1000',
    ],
    ['Topic: a\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: ', 'line 2: topic a is in line 1 already'],
  ])('is refused with %j', (line, why) => {
    const first = 'Topic: a\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: ';
    expect(() => readTopics(`${first}\n${line}\n`)).toThrow(new UsageError(why));
  });
});

describe('a list of topics', () => {
  test('is read as YAML and as JSON', () => {
    fc.assert(
      fc.property(topics, (all) => {
        expect(readTopics(stringify(all))).toEqual(all);
        expect(readTopics(JSON.stringify(all, null, 2))).toEqual(all);
      }),
    );
  });

  test('has values without quotes, of which no digit is lost, and may say nothing of its configuration', () => {
    const text = [
      '- { name: a, partitions: 3, replicationFactor: 2 }',
      '- name: b',
      '  partitions: 3',
      '  replicationFactor: 2',
      '  config:',
      '- name: c',
      '  partitions: 3',
      '  replicationFactor: 2',
      '  config: { flush.ms: 9223372036854775807, preallocate: true, min.cleanable.dirty.ratio: 0.50 }',
    ].join('\n');
    expect(readTopics(text)).toEqual([
      topic('a'),
      topic('b'),
      topic('c', {
        'flush.ms': '9223372036854775807',
        preallocate: 'true',
        'min.cleanable.dirty.ratio': '0.50',
      }),
    ]);
  });

  test("leaves out Kafka's own topics", () => {
    expect(readTopics(stringify([topic('__consumer_offsets'), topic('a')]))).toEqual([topic('a')]);
  });

  const form =
    'the output of kafka-topics.sh --describe or a list of {name, partitions, replicationFactor, config}';
  test.each([
    ['', `line 1: it is not ${form}`],
    ['hello', `line 1: it is not ${form}`],
    ['{"topics": []}', `line 1: it is not ${form}`],
    ['[]', `there are no topics in it: it must be ${form}`],
    ['- 3', 'line 1: it is not a topic {name, partitions, replicationFactor, config}'],
    ['- name: a\n  partitions: 1', 'line 1: replicationFactor is missing'],
    [
      '- name: a\n  partitions: 1\n  replicationFactor: two',
      'line 3: replicationFactor must be a whole number from 1 to 99',
    ],
    ['- name: a\n  partitions: 1.5', 'line 2: partitions must be a whole number from 1 to 100000'],
    [
      '- name: ..\n  partitions: 1\n  replicationFactor: 1',
      'line 1: name must be a name that a topic can have: up to 249 of a-z, A-Z, 0-9, ".", "_" and "-"',
    ],
    [
      '- name: a\n  partitions: 1\n  replicationFactor: 1\n  config:\n    retention.ms: [1]',
      'line 5: config.retention.ms must be a single value',
    ],
    [
      '- name: a\n  partitions: 1\n  replicationFactor: 1\n  config: 3',
      'line 4: config must be keys with values',
    ],
    ['- name: a\n  partitions: 1\n  replicationFactor: 1\n  replicas: 2', 'line 1: a topic has no replicas'],
    [
      '- { name: a, partitions: 1, replicationFactor: 1 }\n- { name: a, partitions: 2, replicationFactor: 1 }',
      'line 2: topic a is in line 1 already',
    ],
    [
      '- name: a\n- [',
      'line 2: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['- *nobody', 'Unresolved alias (the anchor must be set before the alias): nobody'],
  ])('is refused with %j', (text, why) => {
    expect(() => readTopics(text)).toThrow(new UsageError(why));
  });
});
