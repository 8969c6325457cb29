import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/rehearsal/rehearsal.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { upgradeHtml } from '../../src/rehearsal/upgrade-html.ts';
import { upgradeMd } from '../../src/rehearsal/upgrade-md.ts';
import {
  actionsOf,
  asked,
  availability,
  brokers,
  controllers,
  finalized,
  literalTimeline,
  literalUpgrade,
  window,
} from './literal-upgrade.ts';

const isr = [1, 2, 3];

/** A rehearsal with going back from the controllers, three outages, and errors. */
const whole = rehearse(
  { ...asked, rollbackAfter: 'controllers' },
  literalUpgrade({
    actions: finalized(
      actionsOf([controllers, '4.3.1'], [controllers, '3.9.2'], [[...controllers, ...brokers], '4.3.1']),
    ),
    durationMs: 150_000,
    produce: availability(
      [window(102_000, 900, 800)],
      [window(102_300, 1_000, 700), window(119_900, 400, 310)],
    ),
    consume: availability([window(102_000, 1_100, 600)], []),
  }),
  literalTimeline({
    leadership: [
      ...literalTimeline().leadership,
      { atMs: 102_400, partition: 0, leader: 2, leaderEpoch: 1, isr },
      { atMs: 112_400, partition: 1, leader: 3, leaderEpoch: 1, isr },
    ],
    errors: { binMs: 250, byName: { NOT_LEADER_OR_FOLLOWER: [[408, 14]], CONNECTION_CLOSED: [[480, 3]] } },
  }),
);

describe('upgrade.md', () => {
  it('says it all on one page', () => {
    expect(upgradeMd(whole)).toMatchInlineSnapshot(`
      "# Go, Kafka 3.9.2 to 4.3.1 in KRaft: nothing acknowledged is lost; writes stood still for 700 ms to 1.0 s at the longest; every node runs Kafka 4.3.1; the features are raised

      Rehearsed on 1970-01-01 00:00 UTC for 3 min on a cluster of 3 controllers, 3 brokers in containers, while 100 records a second were written to 2 partitions and read (kafka-chaos 0.1.0, seed 1).

      One rehearsal on one machine: it shows that the way can be gone, and what it cost here. Your disks, networks and clients may make it cost more.

      ## Steps

      |  | step | at | took | no writes for | no reads for | leader changes | failed writes | way back |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      | 1 | controller-1 to 4.3.1 | 10.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 2 | controller-2 to 4.3.1 | 20.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 3 | controller-3 to 4.3.1 | 30.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 4 | controller-1 back to 3.9.2 | 40.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 5 | controller-2 back to 3.9.2 | 50.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 6 | controller-3 back to 3.9.2 | 60.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 7 | controller-1 to 4.3.1 | 70.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 8 | controller-2 to 4.3.1 | 80.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 9 | controller-3 to 4.3.1 | 90.0 s | 10.0 s | none | none | 0 | 0 | to 3.9.2 |
      | 10 | broker-1 to 4.3.1 | 100 s | 10.0 s | 700 ms to 1.0 s (800 ms to 1.3 s in all) | 600 ms to 1.1 s | 1 | 14 | to 3.9.2 |
      | 11 | broker-2 to 4.3.1 | 110 s | 10.0 s | 310 to 400 ms | none | 1 | 0 | to 3.9.2 |
      | 12 | broker-3 to 4.3.1 | 120 s | 10.0 s | none | none | 0 | 3 | to 3.9.2 |
      | 13 | raising the features | 130 s | 1.0 s | none | none | 0 | 0 | restore only |

      Longest outage of writes: 700 ms to 1.0 s (broker-1 to 4.3.1); the limit is 10.0 s.

      Records acknowledged: 4,812, lost: 0, there twice: 0.

      "No writes for" is the longest time that a partition acknowledged nothing, and in all the time that at least one did not; two numbers are the bounds between which the truth lies. An outage counts for the step in which it began. Each write was tried once: a client that tries again sees a delay where a failed write is counted here. Reads are those of a kafkajs consumer, which may stand still for its old session, 30 s, each time that its coordinator restarts; other clients may not.

      ## How far back one can go

      | after | way back | what it cost |
      | --- | --- | --- |
      | all controllers run 4.3.1 | each node back to Kafka 3.9.2, on the disk that it has | 3 nodes in 30.0 s, writes never stood still |
      | all nodes run 4.3.1 | each node back to Kafka 3.9.2, on the disk that it has | not rehearsed |
      | raising the features | none but a restore: in general Kafka does not lower metadata.version | – |

      ## Checklist

      |  | what | found |
      | --- | --- | --- |
      | ✓ | Cluster healthy before the first step | watched for 5.0 s, no outage |
      | ✓ | Producing and consuming throughout | 4,812 writes acknowledged, 4,812 records delivered |
      | ✓ | Every replica in sync after each step | seen after 13 of 13 steps |
      | ✓ | Nothing acknowledged lost | 0 of 4,812 records |
      | ✓ | Every node on Kafka 4.3.1 at the end | every node exchanged |
      | ✓ | Features raised to the new version | metadata.version from 21 to 29 |
      | ✓ | Going back to Kafka 3.9.2 | 3 nodes put back in 30.0 s |
      | ✓ | Performance before and after | a write took 4 ms (99 %: 9 ms) before, 4 ms (99 %: 8 ms) after |
      | ✓ | Cluster healthy at the end | 6 nodes that serve, all in sync |

      ✓ verified, ✗ not so, – not checked or not known.
      "
    `);
  });

  it('is one line where nothing was run', () => {
    expect(upgradeMd(rehearse(asked, undefined, undefined, 'there is no <image>'))).toBe(
      '# No-go, Kafka 3.9.2 to 4.3.1 in KRaft: there is no \\<image\\>\n',
    );
  });

  it('tells which steps did not come to their end, and that an outage was not over', () => {
    const open = { ...window(45_000, 30_000), toMs: null, censored: true };
    const md = upgradeMd(
      rehearse(
        asked,
        literalUpgrade({
          actions: actionsOf([controllers, '4.3.1'], [['broker-1'], '4.3.1']),
          produce: availability([open], []),
        }),
      ),
    );
    expect(md).toContain(
      '\n\nDid not come to their end: broker-2 to 4.3.1, broker-3 to 4.3.1, raising the features.\n\n',
    );
    expect(md).toContain('Longest outage of writes: ≥ 30.0 s (broker-1 to 4.3.1); the limit is 10.0 s.');
    expect(md).toContain('\n| ✗ | Producing and consuming throughout | ');
  });
});

describe('upgrade.html', () => {
  it('begins with the verdict and its reasons, and says all that the other says', () => {
    // It is only where its lines may end that the page differs.
    const html = upgradeHtml(whole).replaceAll('\u00a0', ' ');
    const [first] = upgradeMd(whole).split('\n');
    expect(html).toContain(`<main>\n<h1 class="go">${first!.replace('# ', '')}</h1>`);
    const cells = upgradeMd(whole)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .flatMap((line) => line.slice(2, -2).split(' | '))
      .filter((cell) => cell !== '---' && !cell.includes('\\'));
    const shown = [...html.matchAll(/<t[hd]>(.*?)<\/t[hd]>/g)].map(([, text]) => text);
    expect(shown).toEqual(expect.arrayContaining(cells));
  });

  it('runs no script and asks no network', () => {
    const html = upgradeHtml(whole);
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    );
    expect(html).not.toMatch(/<script|https?:|url\(|src=|href=|@import/);
  });

  it('takes nothing for markup that a broker or a file may say', () => {
    const nasty = `roll: broker-2 </h1><script>alert("1")</script> & more`;
    const { harness } = literalUpgrade();
    const html = upgradeHtml(
      rehearse(
        asked,
        literalUpgrade({
          actions: actionsOf([controllers, '4.3.1'], [['broker-1'], '4.3.1']),
          harness: { ...harness, troubles: [{ atMs: 60_000, what: nasty }] },
        }),
      ),
    );
    expect(html).toContain(
      'broker-2 &lt;/h1&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more',
    );
    expect(html).not.toContain('<script');
  });

  it('draws steps and outages where they were', () => {
    const produce = availability([window(40_500, 6_100)], []);
    const html = upgradeHtml(rehearse(asked, literalUpgrade({ produce })));
    // From 10 s to 71 s.
    expect(html).toContain(
      '<i class="band roll" style="left:49.18%;width:16.39%" title="broker-1 to 4.3.1">4</i>',
    );
    expect(html).toContain('<i class="block writes" style="left:50%;width:10%"></i>');
    expect(html).toContain('4: broker-1 to 4.3.1, no writes for 6.1 s; 5: broker-2 to 4.3.1;');
  });

  it('is as short as the other where nothing was run', () => {
    const html = upgradeHtml(rehearse(asked, undefined, undefined, 'there is no <image>'));
    expect(html).toContain('there is no &lt;image&gt;</h1>');
    expect(html).not.toContain('<section>');
  });
});

describe('the configuration', () => {
  const configuration = {
    ...{ file: 'server.properties', kept: 2, replaced: ['listeners'], leftOut: ['ssl.keystore.location'] },
    newDefaults: [
      { key: 'linger.ms', before: '0', after: '5' },
      { key: 'log.retention.ms', before: null, after: '' },
    ],
  };
  const md = (changes: Partial<Configuration> = {}) =>
    upgradeMd(rehearse({ ...asked, configuration: { ...configuration, ...changes } }, literalUpgrade()));

  it('says which defaults change, what was taken over, and what was not', () => {
    expect(md()).toContain(`## What changes in the configuration of brokers

| setting | default in Kafka 3.9.2 | in 4.3.1 |
| --- | --- | --- |
| linger.ms | 0 | 5 |
| log.retention.ms | none | empty |

These are set nowhere, and have another default after the upgrade.

2 settings of server.properties were taken over.

The rehearsal's own instead of yours: listeners.

Left out, because they are security or not Kafka's: ssl.keystore.location.
`);
  });

  it('says so if nothing of it is known', () => {
    expect(md({ file: null, newDefaults: [] })).toContain("The brokers had Kafka's defaults.");
    expect(md({ file: null, newDefaults: [] })).toContain('has another default in Kafka 4.3.1');
    expect(upgradeMd(rehearse(asked, literalUpgrade()))).not.toContain('configuration of brokers');
  });
});
