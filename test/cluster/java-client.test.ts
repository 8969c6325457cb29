import { expect, test } from 'vitest';
import { javaProducerArguments, javaProducerProperties } from '../../src/cluster/java-client.ts';

const options = { topic: 'kafka-chaos', perSecond: 30, acks: -1, valuePrefix: 7, keys: 5 } as const;

test("the producer is given what it is to do, and Java's own retries", () => {
  expect(javaProducerArguments(['127.0.0.1:1', '127.0.0.1:2'], options).join(' ')).toBe(
    'org.apache.kafka.tools.VerifiableProducer --bootstrap-server 127.0.0.1:1,127.0.0.1:2 --topic kafka-chaos' +
      ' --throughput 30 --acks -1 --value-prefix 7 --repeating-keys 5' +
      ' --producer.config /etc/kafka-chaos/java-producer.properties',
  );
  expect(javaProducerProperties({})).toBe('retries=2147483647\n');
});

test('idempotence is as asked for, and Java decides if nobody does', () => {
  expect(javaProducerProperties({ idempotent: false })).toContain('\nenable.idempotence=false\n');
  expect(javaProducerProperties({ idempotent: true })).toContain('\nenable.idempotence=true\n');
});
