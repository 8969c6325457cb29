/**
 * The document for a change board, apart from how it is written down: Markdown and HTML say the same. It is for people who do not
 * know this program.
 */
import { count, lasting } from '../text/words.ts';
import { applicationsPart } from './applications-part.ts';
import { beforeAfterPart } from './before-after-part.ts';
import { configurationPart } from './configuration-part.ts';
import { faultsPart } from './faults-part.ts';
import { headline, several } from './in-words.ts';
import type { Part } from './parts.ts';
import { phasesPart } from './phases-part.ts';
import type { Check, Rehearsal, Rehearsed } from './rehearsal.ts';
import { stepsPart } from './steps-part.ts';
import { wayBackPart } from './way-back-part.ts';

export interface UpgradeDocument {
  headline: string;
  /** What was rehearsed, and how; nothing where nothing was. */
  about: string[];
  parts: Part[];
}

export function documentOf(rehearsal: Rehearsal): UpgradeDocument {
  const { asked, rehearsed, others = [] } = rehearsal;
  if (rehearsed === null) return { headline: headline(rehearsal), about: [], parts: [] };
  return {
    headline: headline(rehearsal),
    about: [aboutRun(rehearsed), ...others.map(aboutOther), aboutLimits],
    parts: [
      stepsPart(rehearsal, rehearsed),
      ...faultsPart(rehearsed),
      ...applicationsPart(rehearsed, asked),
      ...phasesPart(rehearsed.steps),
      wayBackPart(rehearsed.wayBack, asked),
      ...configurationPart(asked),
      ...beforeAfterPart(asked.beforeAfter),
      {
        title: 'Checklist',
        table: { heads: ['', 'what', 'found'], rows: rehearsed.checklist.map(checkRow) },
        lines: ['✓ verified, ✗ not so, – not checked or not known.'],
      },
    ],
  };
}

/** Where the role alone is no name for a node. */
const nodeNames: Record<string, string> = { zookeeper: 'ZooKeeper node' };

function aboutRun({ startedAt, durationMs, nodes, workload, madeBy }: Rehearsed): string {
  const at = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const cluster = Object.entries(nodes).map(([roles, number]) => several(number, nodeNames[roles] ?? roles));
  const perSecond = Math.round((1_000 / workload.intervalMs) * workload.partitions);
  return `Rehearsed on ${at} for ${lasting(durationMs)} on a cluster of ${cluster.join(', ')} in containers, while ${count(perSecond)} records a second were written to ${several(workload.partitions, 'partition')} and read (kafka-chaos ${madeBy.version}, seed ${madeBy.seed}).`;
}

function aboutOther({ verdict, reasons }: Pick<Rehearsal, 'verdict' | 'reasons'>): string {
  return `Another attempt at the same came to "${verdict}": ${reasons.join('; ')}.`;
}

const aboutLimits =
  'One rehearsal on one machine: it shows that the way can be gone, and what it cost here. Your disks, networks and clients may make it cost more.';

function checkRow({ what, holds, found }: Check): string[] {
  return [holds === null ? '–' : holds ? '✓' : '✗', what, found];
}
