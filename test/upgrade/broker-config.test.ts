import { describe, expect, test } from 'vitest';
import { documentedSettings } from '../../src/cluster/documented-settings.ts';
import { configChanges, readBrokerConfig } from '../../src/upgrade/broker-config.ts';

/** As Kafka prints its documentation. */
const html = (settings: Record<string, string>) =>
  `<ul class="config-list">\n${Object.entries(settings)
    .map(
      ([key, value]) => `<li>
<h4><a id="${key}"></a><a id="brokerconfigs_${key}" href="#brokerconfigs_${key}">${key}</a></h4>
<p>What it is for, with <code>markup</code>.</p>
<table><tbody>
<tr><th>Type:</th><td>int</td></tr>
<tr><th>Default:</th><td>${value}</td></tr>
</tbody></table>
</li>`,
    )
    .join('\n')}\n</ul>`;

describe("Kafka's documentation of its settings", () => {
  test('says each key and its default', () => {
    const settings = documentedSettings(
      html({
        'log.retention.ms': 'null',
        'num.io.threads': '8',
        'a.b': '&lt;none&gt; &amp; &quot;x&quot;',
        c: '',
      }),
    );
    expect([...settings]).toEqual([
      ['log.retention.ms', null],
      ['num.io.threads', '8'],
      ['a.b', '<none> & "x"'],
      ['c', ''],
    ]);
  });

  test('may be nothing of the kind', () => {
    expect(documentedSettings('<html>no settings here</html>').size).toBe(0);
  });
});

const before = documentedSettings(
  html({
    ...{ 'num.io.threads': '8', 'num.recovery.threads.per.data.dir': '1', 'log.segment.bytes': '1073741824' },
    ...{
      'message.max.bytes': '1048588',
      'inter.broker.protocol.version': '3.9-IV0',
      listeners: 'PLAINTEXT://:9092',
    },
    ...{ 'ssl.keystore.location': 'null', 'log.dirs': 'null' },
  }),
);
const after = documentedSettings(
  html({
    ...{ 'num.io.threads': '8', 'num.recovery.threads.per.data.dir': '2', 'log.segment.bytes': '1073741824' },
    ...{ 'message.max.bytes': '1048588', listeners: 'PLAINTEXT://:9093', 'share.new': '1' },
  }),
);

describe("somebody's broker configuration", () => {
  const { kept, replaced, leftOut } = readBrokerConfig(
    `# ours
num.io.threads=16
log.segment.bytes : 536870912
message.max.bytes = 2\\
  097152
listeners=SASL_SSL://10.0.0.1:9092
log.dirs=/data/1,/data/2
ssl.keystore.location=/etc/secret
confluent.metrics.enable=true
`,
    before,
  );

  test('is taken over but for what is the cluster’s own, security, and what is not Kafka’s', () => {
    expect(kept).toEqual({
      'num.io.threads': '16',
      'log.segment.bytes': '536870912',
      'message.max.bytes': '2097152',
    });
    expect(replaced).toEqual(['listeners', 'log.dirs']);
    expect(leftOut).toEqual(['ssl.keystore.location', 'confluent.metrics.enable']);
  });

  test('has settings that the new version lacks, and defaults that change under it', () => {
    const set = { ...kept, 'inter.broker.protocol.version': '3.9' };
    expect(configChanges(set, before, after)).toEqual({
      gone: ['inter.broker.protocol.version'],
      newDefaults: [{ key: 'num.recovery.threads.per.data.dir', before: '1', after: '2' }],
    });
  });

  test('is safe from a new default of what it sets itself', () => {
    const set = { 'num.recovery.threads.per.data.dir': '1' };
    expect(configChanges(set, before, after).newDefaults).toEqual([]);
  });
});
