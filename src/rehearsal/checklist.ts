/** What a change board asks, what was found, and what was not checked. */
import { isStillOut } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';
import { count, duration } from '../text/words.ts';
import { differencesIn, outageText, several } from './in-words.ts';
import { migrated, wentBackToZooKeeper } from './migration-checks.ts';
import { leftBehind, ofUnknownVersion, versionInTheEnd } from './not-done.ts';
import type { Course } from './plan.ts';
import type { Check, Rehearsed } from './rehearsal.ts';
import { longestOf } from './unavailability.ts';

export function checklistOf(course: Course, ways: Rehearsed['wayBack']): Check[] {
  const { asked, run } = course;
  const { mode, from, to } = asked;
  const isMigration = mode === 'zk-to-kraft';
  return [
    wellBefore(run),
    served(run),
    inSync(course),
    nothingLost(run),
    ...(isMigration || run.inventory !== null ? [asBefore(run)] : []),
    ...(isMigration ? [migrated(course)] : []),
    ...(from === to ? [] : [versions(course), raised(course)]),
    isMigration ? wentBackToZooKeeper(course, ways) : goneBack(course, ways),
    performance(run),
    wellAfter(run),
  ];
}

function wellBefore({ phases, harness }: Run): Check {
  const what = 'Cluster healthy before the first step';
  const steady = phases.findIndex(({ name }) => name === 'steady');
  const next = phases[steady + 1];
  const noise = longestOf(harness.noiseBeforeFault);
  if (noise !== null) return { what, holds: false, found: `an outage of ${outageText(noise)} already` };
  if (steady < 0 || next === undefined) return { what, holds: null, found: 'not watched' };
  const watchedMs = next.atMs - phases[steady]!.atMs;
  return { what, holds: true, found: `watched for ${duration(watchedMs)}, no outage` };
}

function served({ produce, consume }: Run): Check {
  const what = 'Producing and consuming throughout';
  const written = several(produce.ok, 'write');
  if (consume === null) return { what, holds: null, found: `${written} acknowledged; nobody read` };
  return {
    what,
    holds: produce.ok > 0 && consume.ok > 0 && ![produce, consume].some(isStillOut),
    found: `${written} acknowledged, ${several(consume.ok, 'record')} delivered`,
  };
}

function inSync({ steps }: Course): Check {
  const what = 'Every replica in sync after each step';
  const not = steps.filter((step) => step.inSync === false);
  const names = not.map(({ name }) => name).join(', ');
  if (not.length > 0) return { what, holds: false, found: `not after ${names}` };
  const seen = steps.filter((step) => step.inSync === true).length;
  const all = seen > 0 && seen === steps.length;
  return { what, holds: all ? true : null, found: `seen after ${seen} of ${several(steps.length, 'step')}` };
}

function nothingLost({ safety }: Run): Check {
  const what = 'Nothing acknowledged lost';
  const { acknowledged, lost } = safety;
  if (lost === null) return { what, holds: null, found: 'not known' };
  return { what, holds: lost === 0, found: `${count(lost)} of ${several(acknowledged, 'record')}` };
}

/** How a note begins that tells what raised features have brought along. */
const broughtAlong = 'not as before: ';

function asBefore({ inventory, harness }: Run): Check {
  const what = 'Topics, configurations, offsets and ACLs as before';
  if (inventory === null) return { what, holds: null, found: 'not compared' };
  const { comparisons, compared, differences } = inventory;
  const along = harness.notes.flatMap((note) =>
    note.what.startsWith(broughtAlong)
      ? [`; the raised features brought along: ${note.what.slice(broughtAlong.length)}`]
      : [],
  );
  return {
    what,
    holds: differences === 0,
    found: `compared ${several(comparisons, 'time')}: ${differences === 0 ? compared : `not as before: ${differencesIn(inventory)}`}${along.join('')}`,
  };
}

function versions(course: Course): Check {
  const what = `Every node on Kafka ${versionInTheEnd(course)} at the end`;
  const unknown = ofUnknownVersion(course);
  const behind = [
    ...leftBehind(course),
    ...(unknown.length === 0 ? [] : [`not known of ${unknown.join(', ')}`]),
  ];
  return { what, holds: behind.length === 0, found: behind.join('; ') || 'every node exchanged' };
}

function raised({ steps, endsBack }: Course): Check {
  const what = 'Features raised to the new version';
  const step = steps.find((each) => each.what === 'finalize');
  if (step?.what === 'finalize') return { what, holds: true, found: step.detail };
  return endsBack
    ? { what, holds: null, found: 'not rehearsed: it was to end with the old version' }
    : { what, holds: false, found: 'not raised' };
}

function goneBack({ asked }: Course, ways: Rehearsed['wayBack']): Check {
  const what = `Going back to Kafka ${asked.from}`;
  const rehearsed = ways.find((way) => way.rehearsed !== null)?.rehearsed;
  if (rehearsed) {
    return {
      what,
      holds: true,
      found: `${several(rehearsed.nodes, 'node')} put back in ${duration(rehearsed.tookMs)}`,
    };
  }
  return asked.rollbackAfter === undefined
    ? { what, holds: null, found: 'not rehearsed' }
    : { what, holds: false, found: 'did not come to its end' };
}

/** Whether it is fast enough is for the reader to say: it holds if there is something to compare. */
function performance({ latencyMs: { before, after } }: Run): Check {
  const what = 'Performance before and after';
  const told = ({ p50, p99 }: typeof before) =>
    p50 === null || p99 === null ? 'not measured' : `${duration(p50)} (99 %: ${duration(p99)})`;
  const isKnown = before.p99 !== null && after.p99 !== null;
  return {
    what,
    holds: isKnown ? true : null,
    found: `a write took ${told(before)} before, ${told(after)} after`,
  };
}

function wellAfter({ healed }: Run): Check {
  const what = 'Cluster healthy at the end';
  if (healed === null) return { what, holds: false, found: 'not seen' };
  const facts = Object.entries(healed.evidence).map(([of, value]) =>
    value === true ? of : `${value} ${of}`,
  );
  return { what, holds: true, found: facts.join(', ') || 'seen' };
}
