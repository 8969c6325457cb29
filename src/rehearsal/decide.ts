/** Go, no-go, or that it cannot be told; and why. */
import { isStillOut } from '../measures/windows.ts';
import type { Run } from '../results/run-json.ts';
import { duration } from '../text/words.ts';
import { brokenIn } from './broken.ts';
import { outageText } from './in-words.ts';
import type { Course } from './plan.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';
import { longestOf } from './unavailability.ts';

export function decide(
  course: Course,
  longest: Rehearsed['longest'],
): Pick<Rehearsal, 'verdict' | 'reasons'> {
  const { run } = course;
  const broken = brokenIn(course);
  const tooLong = tooLongIn(course, longest);
  const unsure = unsureOf(run);
  // A machine that was too busy before anything was done may be why writes stood still; it loses nothing.
  const isDisturbed = run.harness.noiseBeforeFault.length > 0;
  if (broken.length > 0 || (tooLong.length > 0 && !isDisturbed)) {
    return { verdict: 'no-go', reasons: [...broken, ...tooLong] };
  }
  const failed = tooLong.length > 0 ? [] : expectationsThat('fail', run);
  if (failed.length > 0 && !isDisturbed) return { verdict: 'no-go', reasons: failed };
  if (unsure.length > 0) return { verdict: 'cannot tell', reasons: [...unsure, ...tooLong, ...failed] };
  return { verdict: 'go', reasons: forIt(course, longest) };
}

function tooLongIn({ asked, run }: Course, longest: Rehearsed['longest']): string[] {
  const { maxOutageMs } = asked;
  const notOver = isStillOut(run.produce)
    ? ['writes had not come back everywhere when the measuring ended']
    : [];
  if (longest === null || longest.outage.atMostMs <= maxOutageMs) return notOver;
  const { outage, step } = longest;
  const where = step === null ? 'outside of the steps' : `in ${step}`;
  return [
    `writes stood still for ${outageText(outage)} ${where}, the limit is ${duration(maxOutageMs)}`,
    ...notOver,
  ];
}

function unsureOf(run: Run): string[] {
  const { harness, safety, produce } = run;
  const noise = longestOf(harness.noiseBeforeFault);
  const why = [
    ...(noise === null
      ? []
      : [
          `before anything was done there was an outage of ${outageText(noise)} already: the machine was too busy`,
        ]),
    ...(safety.lost === null ? ['whether anything acknowledged is lost is not known'] : []),
    ...(produce.longestMs === null ? ['for how long writes stood still is not known'] : []),
  ];
  if (why.length > 0 || run.outcome !== 'unknown') return why;
  const unknown = expectationsThat('unknown', run);
  return unknown.length > 0 ? unknown : ['the run decides nothing'];
}

function expectationsThat(outcome: 'fail' | 'unknown', { expectations }: Run): string[] {
  const says = outcome === 'fail' ? 'not so' : 'not known';
  return expectations
    .filter((each) => each.outcome === outcome)
    .map(({ name, bound, measured }) => `${says}: ${name} (${bound}, measured ${measured ?? 'nothing'})`);
}

function forIt(course: Course, longest: Rehearsed['longest']): string[] {
  const { run, asked } = course;
  const read = longestOf((run.consume?.partitions ?? []).flatMap(({ windows }) => windows));
  return [
    'nothing acknowledged is lost',
    longest === null
      ? 'writes never stood still'
      : `writes stood still for ${outageText(longest.outage)} at the longest`,
    // Not to be found out by whoever decides, though it is a matter of the client.
    ...(read === null || read.atMostMs <= asked.maxOutageMs
      ? []
      : [`reads of a kafkajs consumer stood still for ${outageText(read)}, which decides nothing`]),
    ...reached(course),
    ...(run.inventory === null ? [] : ['topics, configurations, offsets and ACLs are as before']),
  ];
}

function reached({ asked, endsBack }: Course): string[] {
  const { mode, from, to } = asked;
  if (endsBack) return [`every node is back at Kafka ${from}`];
  return [
    ...(mode === 'zk-to-kraft' ? ['every broker is on KRaft and ZooKeeper is switched off'] : []),
    ...(from === to ? [] : [`every node runs Kafka ${to}`, 'the features are raised']),
  ];
}
