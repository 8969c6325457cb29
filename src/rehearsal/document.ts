/**
 * The document for a change board, apart from how it is written down: Markdown and HTML say the same. It is for people who do not
 * know this program.
 */
import { count, duration, lasting } from '../text/words.ts';
import { between, headline, outageText, several, unavailabilityText } from './in-words.ts';
import type {
  Asked,
  Bounds,
  Check,
  Cost,
  Rehearsal,
  Rehearsed,
  Step,
  Unavailability,
  WayBack,
} from './rehearsal.ts';

export interface Table {
  heads: string[];
  rows: string[][];
}

export interface Part {
  title: string;
  table: Table;
  /** What stands below the table. */
  lines: string[];
}

export interface UpgradeDocument {
  headline: string;
  /** What was rehearsed, and how; nothing where nothing was. */
  about: string[];
  parts: Part[];
}

export function documentOf(rehearsal: Rehearsal): UpgradeDocument {
  const { asked, rehearsed } = rehearsal;
  if (rehearsed === null) return { headline: headline(rehearsal), about: [], parts: [] };
  return {
    headline: headline(rehearsal),
    about: [aboutRun(rehearsed), aboutLimits],
    parts: [
      stepsPart(rehearsal, rehearsed),
      {
        title: 'How far back one can go',
        table: {
          heads: ['after', 'way back', 'what it cost'],
          rows: rehearsed.wayBack.map((way) => wayBackRow(way, asked)),
        },
        lines: [],
      },
      ...configurationPart(asked),
      {
        title: 'Checklist',
        table: { heads: ['', 'what', 'found'], rows: rehearsed.checklist.map(checkRow) },
        lines: ['✓ verified, ✗ not so, – not checked or not known.'],
      },
    ],
  };
}

function configurationPart({ from, to, configuration }: Asked): Part[] {
  if (configuration === undefined) return [];
  const { file, kept, replaced, leftOut, newDefaults } = configuration;
  const written = (value: string | null) => (value === null ? 'none' : value === '' ? 'empty' : value);
  const taken =
    file === null
      ? ["The brokers had Kafka's defaults. What yours set is not rehearsed by that."]
      : [
          `${several(kept, 'setting')} of ${file} ${kept === 1 ? 'was' : 'were'} taken over.`,
          ...(replaced.length === 0 ? [] : [`The rehearsal's own instead of yours: ${replaced.join(', ')}.`]),
          ...(leftOut.length === 0
            ? []
            : [`Left out, because they are security or not Kafka's: ${leftOut.join(', ')}.`]),
        ];
  const changed =
    newDefaults.length === 0
      ? `No setting that is not set has another default in Kafka ${to}.`
      : 'These are set nowhere, and have another default after the upgrade.';
  return [
    {
      title: 'What changes in the configuration of brokers',
      table: {
        heads: ['setting', `default in Kafka ${from}`, `in ${to}`],
        rows: newDefaults.map(({ key, before, after }) => [key, written(before), written(after)]),
      },
      lines: [changed, ...taken],
    },
  ];
}

function aboutRun({ startedAt, durationMs, nodes, workload, madeBy }: Rehearsed): string {
  const at = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const cluster = Object.entries(nodes).map(([roles, number]) => several(number, roles));
  const perSecond = Math.round((1_000 / workload.intervalMs) * workload.partitions);
  return `Rehearsed on ${at} for ${lasting(durationMs)} on a cluster of ${cluster.join(', ')} in containers, while ${count(perSecond)} records a second were written to ${several(workload.partitions, 'partition')} and read (kafka-chaos ${madeBy.version}, seed ${madeBy.seed}).`;
}

const aboutLimits =
  'One rehearsal on one machine: it shows that the way can be gone, and what it cost here. Your disks, networks and clients may make it cost more.';

/** Columns of which nothing is known in any row are left out. */
function stepsPart({ asked, endsBack }: Rehearsal, rehearsed: Rehearsed): Part {
  const { steps, outside, undone } = rehearsed;
  const heads = [
    ...['', 'step', 'at', 'took', 'no writes for', 'no reads for', 'leader changes', 'failed writes'],
    ...['slowest write', '99 % of writes', 'most behind', 'way back'],
  ];
  const rows = [
    ...steps.map((step, i) => stepRow(step, i + 1, asked.from)),
    ...(outside.writes.spans.length + (outside.reads?.spans.length ?? 0) === 0
      ? []
      : [
          [
            ...['', 'outside of the steps', '–', '–', ...outagesText(outside)],
            ...['–', '–', '–', '–', '–', '–'],
          ],
        ]),
  ];
  const kept = heads.map((_, column) => rows.some((row) => row[column] !== '–'));
  const keptOf = (row: readonly string[]) => row.filter((_, column) => kept[column]);
  return {
    title: endsBack ? 'Steps, there and back' : 'Steps',
    table: { heads: keptOf(heads), rows: rows.map(keptOf) },
    lines: [
      ...(undone.length === 0 ? [] : [`Did not come to their end: ${undone.join(', ')}.`]),
      longestText(rehearsed, asked.maxOutageMs),
      totalsText(rehearsed),
      aboutSteps,
    ],
  };
}

const aboutSteps =
  '"No writes for" is the longest time that a partition acknowledged nothing, and in all the time that at least one did not; two numbers are the bounds between which the truth lies. An outage counts for the step in which it began. Each write was tried once: a client that tries again sees a delay where a failed write is counted here.';

function stepRow(step: Step, number: number, from: string): string[] {
  const { name, fromMs, toMs, cost, canGoBack } = step;
  return [
    String(number),
    name,
    duration(fromMs),
    duration(toMs - fromMs),
    ...outagesText(cost),
    orDash(cost.leaderChanges, count),
    orDash(cost.errors, (errors) => between(errors, count)),
    orDash(cost.slowestMs, (slowest: Bounds) => between(slowest, duration)),
    orDash(cost.p99Ms, duration),
    orDash(cost.mostBehind, (behind) => between(behind, count)),
    canGoBack ? `to ${from}` : 'restore only',
  ];
}

function outagesText({ writes, reads }: Pick<Cost, 'writes' | 'reads'>): [string, string] {
  return [unavailabilityText(writes), orDash(reads, unavailabilityText)];
}

function longestText({ longest }: Rehearsed, maxOutageMs: number): string {
  const borne = `${duration(maxOutageMs)} are borne`;
  if (longest === null) return `Writes never stood still; ${borne}.`;
  const where = longest.step === null ? 'outside of the steps' : longest.step;
  return `Longest outage of writes: ${outageText(longest.outage)} (${where}); ${borne}.`;
}

function totalsText({ totals }: Rehearsed): string {
  const orUnknown = (value: number | null) => (value === null ? 'not known' : count(value));
  const { acknowledged, lost, duplicates } = totals;
  return `Records acknowledged: ${count(acknowledged)}, lost: ${orUnknown(lost)}, there twice: ${orUnknown(duplicates)}.`;
}

function wayBackRow({ after, rehearsed }: WayBack, { from, to }: Rehearsal['asked']): string[] {
  if (after === 'finalize') {
    return [
      'raising the features',
      'none but a restore: in general Kafka does not lower metadata.version',
      '–',
    ];
  }
  const place = after === 'controllers' ? `all controllers run ${to}` : `all nodes run ${to}`;
  const cost =
    rehearsed === null
      ? 'not rehearsed'
      : `${several(rehearsed.nodes, 'node')} in ${duration(rehearsed.tookMs)}, ${outageInWords(rehearsed.writes)}`;
  return [place, `each node back to Kafka ${from}, on the disk that it has`, cost];
}

function outageInWords(writes: Unavailability): string {
  return writes.longest === null ? 'writes never stood still' : `no writes for ${unavailabilityText(writes)}`;
}

function checkRow({ what, holds, found }: Check): string[] {
  return [holds === null ? '–' : holds ? '✓' : '✗', what, found];
}

function orDash<T>(value: T | null, inWords: (value: T) => string): string {
  return value === null ? '–' : inWords(value);
}
