/** What applications felt that wrote with a client library's own retries, beside the records of the rehearsal itself. */
import { longestInWords } from '../results/applications.ts';
import { count, duration, namedCounts } from '../text/words.ts';
import { newestKafkaVersion } from '../topology/mode.ts';
import type { Part } from './parts.ts';
import type { Asked, Rehearsed } from './rehearsal.ts';

/** Nothing where no application ran. */
export function applicationsPart({ applications }: Pick<Rehearsed, 'applications'>, asked: Asked): Part[] {
  if (applications.length === 0) return [];
  const intervals = [...new Set(applications.map(({ intervalMs }) => intervalMs))].join(' or ');
  return [
    {
      title: 'What applications felt',
      table: { heads, rows: applications.map((application) => rowOf(application, asked)) },
      lines: [
        `Each writes to each partition every ${intervals} ms, with the retries and the time limits that its library has by itself.`,
      ],
    },
  ];
}

const heads = [
  'application over',
  'nothing acknowledged for',
  'longest send',
  'acknowledged',
  'failed',
  'unknown',
  'lost',
  'duplicates',
  'errors',
];

function rowOf({ client, felt }: Rehearsed['applications'][number], asked: Asked): string[] {
  const { produce, longestSendMs, safety, errors } = felt;
  return [
    libraryOf(client, asked),
    longestInWords(produce),
    orUnknown(longestSendMs, duration),
    count(produce.ok),
    count(produce.fail),
    count(produce.unknown),
    orUnknown(safety.lost, count),
    orUnknown(safety.duplicates, count),
    namedCounts(errors),
  ];
}

function libraryOf(client: string, { from }: Asked): string {
  const names: Record<string, string> = {
    kafkajs: 'kafkajs',
    platformatic: '@platformatic/kafka',
    java: `the Java client of Kafka ${from}`,
    java4: `the Java client of Kafka ${newestKafkaVersion}`,
  };
  return names[client] ?? client;
}

function orUnknown(value: number | null, inWords: (value: number) => string): string {
  return value === null ? 'unknown' : inWords(value);
}
