import { describe, expect, it } from 'vitest';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { upgradeHtml } from '../../src/rehearsal/upgrade-html.ts';
import { upgradeMd } from '../../src/rehearsal/upgrade-md.ts';
import { allTheWay, asked, back, literalMigration, timed, trouble, until } from './literal-migration.ts';
import { availability, window } from './literal-upgrade.ts';

/** With going back from the end of the dual write, and an outage on the way back and one in the last phase. */
const whole = rehearse(
  { ...asked, rollbackAfter: 'dual-write' },
  literalMigration({
    actions: timed([...until('dual-write'), ...back('dual-write'), ...allTheWay]),
    durationMs: 250_000,
    produce: availability([window(50_000, 900, 800)], [window(165_000, 400)]),
  }),
);

describe('the document of a migration', () => {
  it('says it all on one page', () => {
    expect(upgradeMd(whole)).toMatchInlineSnapshot(`
      "# Go, ZooKeeper to KRaft on Kafka 3.9.2, with going back after dual-write: nothing acknowledged is lost; writes stood still for 800 to 900 ms at the longest; every broker is on KRaft and ZooKeeper is switched off; topics, configurations, offsets and ACLs are as before

      Rehearsed on 1970-01-01 00:00 UTC for 4 min on a cluster of 3 ZooKeeper nodes, 3 brokers, 3 controllers in containers, while 100 records a second were written to 2 partitions and read (kafka-chaos 0.1.0, seed 1).

      One rehearsal on one machine: it shows that the way can be gone, and what it cost here. Your disks, networks and clients may make it cost more.

      ## Steps

      |  | step | at | took | no writes for | no reads for | way back |
      | --- | --- | --- | --- | --- | --- | --- |
      | 1 | controllers started | 10.0 s | 2.0 s | none | none | to ZooKeeper |
      | 2 | broker-1 into migration mode | 12.0 s | 10.0 s | none | none | to ZooKeeper |
      | 3 | broker-2 into migration mode | 22.0 s | 10.0 s | none | none | to ZooKeeper |
      | 4 | broker-3 into migration mode | 32.0 s | 10.0 s | none | none | to ZooKeeper |
      | 5 | all brokers in migration mode | 42.0 s | 2.0 s | none | none | to ZooKeeper |
      | 6 | metadata copied | 44.0 s | 2.0 s | none | none | to ZooKeeper |
      | 7 | dual write | 46.0 s | 2.0 s | none | none | to ZooKeeper |
      | 8 | broker-1 back to ZooKeeper | 48.0 s | 10.0 s | 800 to 900 ms | none | to ZooKeeper |
      | 9 | broker-2 back to ZooKeeper | 58.0 s | 10.0 s | none | none | to ZooKeeper |
      | 10 | broker-3 back to ZooKeeper | 68.0 s | 10.0 s | none | none | to ZooKeeper |
      | 11 | all brokers back on ZooKeeper | 78.0 s | 2.0 s | none | none | to ZooKeeper |
      | 12 | controllers started | 80.0 s | 2.0 s | none | none | to ZooKeeper |
      | 13 | broker-1 into migration mode | 82.0 s | 10.0 s | none | none | to ZooKeeper |
      | 14 | broker-2 into migration mode | 92.0 s | 10.0 s | none | none | to ZooKeeper |
      | 15 | broker-3 into migration mode | 102 s | 10.0 s | none | none | to ZooKeeper |
      | 16 | all brokers in migration mode | 112 s | 2.0 s | none | none | to ZooKeeper |
      | 17 | metadata copied | 114 s | 2.0 s | none | none | to ZooKeeper |
      | 18 | dual write | 116 s | 2.0 s | none | none | to ZooKeeper |
      | 19 | broker-1 to KRaft | 118 s | 10.0 s | none | none | to ZooKeeper |
      | 20 | broker-2 to KRaft | 128 s | 10.0 s | none | none | to ZooKeeper |
      | 21 | broker-3 to KRaft | 138 s | 10.0 s | none | none | to ZooKeeper |
      | 22 | all brokers on KRaft | 148 s | 2.0 s | none | none | to ZooKeeper |
      | 23 | controller-1 off ZooKeeper | 150 s | 10.0 s | none | none | none |
      | 24 | controller-2 off ZooKeeper | 160 s | 10.0 s | 400 ms | none | none |
      | 25 | controller-3 off ZooKeeper | 170 s | 10.0 s | none | none | none |
      | 26 | ZooKeeper switched off | 180 s | 2.0 s | none | none | none |

      Longest outage of writes: 800 to 900 ms (broker-1 back to ZooKeeper); the limit is 10.0 s.

      Records acknowledged: 4,812, lost: 0, there twice: 0.

      "No writes for" is the longest time that a partition acknowledged nothing, and in all the time that at least one did not; two numbers are the bounds between which the truth lies. An outage counts for the step in which it began. Each write was tried once: a client that tries again sees a delay where a failed write is counted here. Reads are those of a kafkajs consumer, which may stand still for its old session, 30 s, each time that its coordinator restarts; other clients may not.

      ## Phases

      | what | phase | recognised by |
      | --- | --- | --- |
      | controllers started | controllers | ZkMigrationState is 2 |
      | all brokers in migration mode | migration-mode | MigratingZkBrokerCount is 3 |
      | metadata copied | copied | ZkMigrationState is 1 |
      | dual write | dual-write | a new topic is in ZooKeeper |
      | all brokers on KRaft | kraft-brokers | MigratingZkBrokerCount is 0 |
      | ZooKeeper switched off | finalized | ZkMigrationState is 3; ZooKeeper is switched off |

      ## How far back one can go

      | after | way back | what it cost |
      | --- | --- | --- |
      | controllers started | remove the controllers; no broker is restarted | not rehearsed |
      | all brokers in migration mode | when ZkWriteBehindLag is 0 stop the controllers; in ZooKeeper at once (until then the cluster has no controller) set /controller\\_epoch above the kraftControllerEpoch in /controller if it is not (else no leader may be elected: KAFKA-20488), delete /controller and then /migration; restart every broker once, without the settings of the migration | not rehearsed |
      | metadata copied | as after "all brokers in migration mode" | not rehearsed |
      | dual write | as after "all brokers in migration mode" | 3 restarts in 32.0 s, no writes for 800 to 900 ms |
      | all brokers on KRaft | restart every broker with its configuration for ZooKeeper, and with the settings of the migration; then as after "all brokers in migration mode", so that each restarts a second time | not rehearsed |
      | ZooKeeper switched off | none: what was written since is in the log of the metadata only, not in ZooKeeper | – |

      ## Checklist

      |  | what | found |
      | --- | --- | --- |
      | ✓ | Cluster healthy before the first step | watched for 5.0 s, no outage |
      | ✓ | Producing and consuming throughout | 4,812 writes acknowledged, 4,812 records delivered |
      | – | Every replica in sync after each step | seen after 0 of 26 steps |
      | ✓ | Nothing acknowledged lost | 0 of 4,812 records |
      | ✓ | Topics, configurations, offsets and ACLs as before | compared 2 times: 6 topics, 12 configurations, 4 offsets, 3 ACLs |
      | ✓ | Every broker on KRaft, and ZooKeeper switched off, at the end | every phase came to its end |
      | ✓ | Going back to ZooKeeper | after dual-write: 3 restarts in 32.0 s |
      | ✓ | Performance before and after | a write took 4 ms (99 %: 9 ms) before, 4 ms (99 %: 8 ms) after |
      | ✓ | Cluster healthy at the end | 6 nodes that serve, all in sync |

      ✓ verified, ✗ not so, – not checked or not known.
      "
    `);
  });

  it('is the same as a page', () => {
    const html = upgradeHtml(whole);
    expect(html).toContain(
      '<title>ZooKeeper to KRaft on Kafka 3.9.2, with going back after dual-write: go</title>',
    );
    expect(html).toContain('<td>ZooKeeper switched off</td><td>finalized</td><td>ZkMigrationState is 3;');
    expect(html).toContain('title="broker-1 back to ZooKeeper"');
  });

  it('tells of the configuration only what was taken over, where the version stays', () => {
    const configuration = { file: 'server.properties', kept: 2, replaced: [], leftOut: [], newDefaults: [] };
    const md = upgradeMd(rehearse({ ...asked, configuration }, literalMigration()));
    expect(md).toContain(
      '## The configuration of brokers\n\n2 settings of server.properties were taken over.\n\n## Checklist',
    );
    expect(md).not.toContain('default in Kafka');
  });

  it('names whole phases that did not come to their end by what they lead to', () => {
    const harness = trouble('migrate copied: broker-3 is not registered', 60_000);
    const md = upgradeMd(
      rehearse(asked, literalMigration({ actions: timed(until('migration-mode')), harness })),
    );
    expect(md).toContain(
      '\n\nDid not come to their end: metadata copied, dual write, all brokers on KRaft, ZooKeeper switched off.\n\n',
    );
  });
});
