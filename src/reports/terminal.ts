/**
 * Runs in words, for a person at a terminal. Text in, text out: no colour is put where none can be
 * shown, because `styleText` looks at the stream.
 */
import { styleText } from 'node:util';
import type { Event } from '../history/entry.ts';
import type { Run } from '../results/run-json.ts';
import { type Service, servedIn, servicesOf } from '../results/services.ts';
import { count, duration, namedCounts, outcomeWords } from '../text/words.ts';
import { clientsTable } from './clients-table.ts';
import { looksInWords, megabytes } from './looks-in-words.ts';
import { lossInWords } from './loss-in-words.ts';
import { trialInWords } from './trial-in-words.ts';

/** All that a person is told of one run: what it came to, what does not hold, and its clients side by side. */
export function runInFull(run: Run): string {
  const { experiment, mode, kafkaVersion, outcome } = run;
  const clients = clientsTable(run);
  return [
    `${experiment} ${mode} ${kafkaVersion}: ${outcomeWords[outcome]}`,
    `  ${runInWords(run)}`,
    ...brokenExpectations(run).map((line) => `  ${line}`),
    ...(clients === '' ? [] : [`\n${clients}`]),
  ].join('\n');
}

/** What one run came to, as one sentence a line. */
export function runInWords(run: Run): string {
  return [
    ...run.actions.map(actionInWords),
    ...run.faults.map(faultInWords),
    ...(run.trials?.tried ?? []).map(trialInWords),
    ...looksInWords(run),
    outageInWords(run),
    ...othersInWords(run),
    ...recoveryInWords(run),
    ...changesInWords(run),
    errorsInWords(run),
    safetyInWords(run),
    ...lossInWords(run),
    ...predictionInWords(run),
    ...disturbanceInWords(run),
  ].join(';\n  ');
}

function actionInWords({ what, phase, detail, tookMs }: Omit<Run['actions'][number], 'atMs'>): string {
  return `${what}${phase === undefined ? '' : ` ${phase}`} (${detail}) took ${duration(tookMs)}`;
}

function faultInWords({ kind, nodes, links, evidence }: Run['faults'][number]): string {
  return `${kind} ${whom(nodes, links)} (${facts(evidence)})`;
}

/** Names are told as long as a person would read them. */
const mostNames = 4;

function whom(nodes: readonly string[], links: readonly string[]): string {
  const names = [...nodes, ...links];
  if (names.length <= mostNames) return names.join(', ');
  return `${names.slice(0, mostNames - 1).join(', ')} and ${names.length - mostNames + 1} more`;
}

/** "no writes for 9.2 s (≥ 9.1 s) on 3 of 3 partitions, because …". */
function outageInWords({ produce, consume, faults }: Run): string {
  const hit = produce.partitions.filter((each) => each.windows.length > 0);
  if (produce.longestMs === null) return 'whether writes were possible is unknown';
  const reads =
    consume === null || consume.longestMs === null
      ? ''
      : consume.longestMs === 0
        ? '; reads went on'
        : `; the consumer got nothing for ${longestWindow(consume)}`;
  if (hit.length === 0) return `writes went on, no gap longer than ${duration(produce.thresholdMs)}${reads}`;
  const led = Math.max(...faults.map((fault) => Number(fault.evidence['partitions led'] ?? Infinity)), 0);
  const because =
    faults.length > 0 && hit.length > led
      ? `, because the leaders of ${hit.length - led} waited for the replica that was hit (acks=all)`
      : '';
  return `no writes for ${longestWindow(produce)} on ${hit.length} of ${produce.partitions.length} partitions${because}${reads}`;
}

/** The longest window: its at-most bound, and its at-least bound in parentheses. */
function longestWindow(availability: Run['produce']): string {
  const windows = availability.partitions.flatMap((each) => each.windows);
  const longest = windows.reduce((a, b) => (b.atMostMs > a.atMostMs ? b : a));
  if (longest.censored) return `≥ ${duration(longest.atMostMs)} and not over at the end`;
  return `${duration(longest.atMostMs)} (≥ ${duration(longest.atLeastMs)})`;
}

/** "detected after 9.0 s, elected 48 ms later, all acknowledge 0.1 s later, full ISR after 16.3 s". */
function recoveryInWords({ recovery, faults }: Run): string[] {
  if (faults.length === 0) return [];
  const steps = [
    ['detected', recovery.detectedMs],
    ['elected', recovery.electedMs],
    ['the client knew', recovery.clientMs],
    ['every partition acknowledges', recovery.firstAckMs],
    ['service as before', recovery.steadyMs],
    ['consumer caught up', recovery.lagDrainedMs],
    ['full ISR', recovery.fullIsrMs],
  ] as const;
  let lastMs: number | undefined;
  // Where all partitions acknowledge, what did not happen was not needed: a node that ends in order is not found dead, and where
  // the fault hit no leader, none is elected, and no client had to learn of it.
  const served = recovery.firstAckMs !== null;
  const needless = new Set(['the client knew', ...(served ? ['detected', 'elected'] : [])]);
  const taken = steps.filter(([name, ms]) => ms !== null || !needless.has(name));
  const words = taken.map(([name, ms]) => {
    // Three calm seconds may have come later: a run ends some seconds after the healing.
    const calm = name === 'service as before' || name === 'consumer caught up';
    if (ms === null) return `${name} ${calm ? 'not before the measuring ended' : 'never'}`;
    const text =
      lastMs === undefined || ms < lastMs
        ? `${name} after ${duration(ms)}`
        : `${name} ${duration(ms - lastMs)} later`;
    lastMs = ms;
    return text;
  });
  return [words.join(', ')];
}

const uninterrupted: Record<Service, string> = {
  writes: 'writes went on',
  reads: 'reads went on',
  administration: 'administration went on',
  'new clients': 'new clients got in',
};

/** What else was asked for: "no administration for 30.7 s (≥ 30.4 s)". */
function othersInWords(run: Run): string[] {
  return servicesOf([run], ['writes', 'reads']).map((service) => {
    const availability = servedIn(run, service)!;
    if (availability.longestMs === null) return `whether there was ${service} is unknown`;
    return availability.longestMs === 0
      ? uninterrupted[service]
      : `no ${service} for ${longestWindow(availability)}`;
  });
}

/** What changed hands: only where it did, "the controller changed once, after 1.4 s". */
function changesInWords({ controllers, replication }: Run): string[] {
  const { changes, electedMs, servesMs } = controllers;
  const { isrShrinks, leaderChanges } = replication;
  const after = [
    ...(electedMs === null ? [] : [`, after ${duration(electedMs)}`]),
    ...(servesMs === null ? [] : [`, and served after ${duration(servesMs)}`]),
  ].join('');
  const moved = [
    ...(changes ? [`the controller changed ${times(changes)}${after}`] : []),
    ...(leaderChanges ? [`leaders changed ${times(leaderChanges)}`] : []),
    ...(isrShrinks ? [`ISRs shrank ${times(isrShrinks)}`] : []),
  ];
  return moved.length === 0 ? [] : [moved.join('; ')];
}

const times = (number: number) => (number === 1 ? 'once' : `${count(number)} times`);

function errorsInWords({ errors, produce }: Run): string {
  const named = namedCounts({ NOT_ENOUGH_REPLICAS: 0, ...errors });
  return `attempts: ${count(produce.ok)} ok, ${count(produce.fail)} refused, ${count(produce.unknown)} unknown (${named})`;
}

/** The findings that are no word of their own in run.json. */
const safetyWords: Record<string, string> = {
  committedBack: 'committed offsets went back',
  skipped: 'passed over',
  disagreeing: 'offsets at which replicas disagree',
};

function safetyInWords({ safety }: Run): string {
  const { acknowledged, ...findings } = safety;
  const words = Object.entries(findings)
    .filter(([name, found]) => name === 'lost' || found !== 0)
    .map(([name, found]) => `${safetyWords[name] ?? name} ${found === null ? 'unknown' : count(found)}`);
  return `acknowledged ${count(acknowledged)}, ${words.join(', ')}`;
}

function predictionInWords({ predicted }: Run): string[] {
  return predicted === null
    ? []
    : [`predicted at most ${duration(predicted.atMostMs)} (${predicted.because})`];
}

function disturbanceInWords({ harness }: Run): string[] {
  const { stalls, noiseBeforeFault, troubles, notes } = harness;
  const longestMs = Math.max(...stalls.map((each) => each.toMs - each.fromMs));
  const stalledMs = stalls.reduce((sum, each) => sum + each.toMs - each.fromMs, 0);
  return [
    ...notes.map(({ what }) => what),
    ...troubles.map(({ what }) => `could not be done, so the run cannot hold: ${what}`),
    ...(stalls.length === 0
      ? []
      : [
          `the harness itself stood still ${stalls.length} times, ${duration(stalledMs)} in all, ${duration(longestMs)} at most: bounds are wider for it`,
        ]),
    ...(noiseBeforeFault.length === 0
      ? []
      : [
          `${noiseBeforeFault.length} windows before anything was broken: the machine is too busy, and nothing but damage to records is decided`,
        ]),
  ];
}

/** What a run should know at once, as it happens. */
export function eventInWords(event: Event): string {
  switch (event.kind) {
    case 'fault-injected':
      return `${event.fault}: ${whom(event.nodes, event.links)} (${facts(event.evidence)})`;
    case 'fault-healed':
      return `${event.fault} healed (${facts(event.evidence)})`;
    case 'healed':
      return `well again (${facts(event.evidence)})`;
    case 'action':
      return actionInWords(event);
    case 'inventory':
      return event.differences.length === 0
        ? `as before: ${event.compared}`
        : `not as before: ${event.differences.join('; ')}`;
    case 'trial':
      return trialInWords(event);
    case 'heap':
      return `${event.node} cannot do without ${megabytes(event.liveBytes)} of its heap`;
    case 'ensemble':
      return `the ZooKeeper servers have written ${count(event.writes)} times, and were on a processor for ${duration(event.processorMs)}`;
    case 'note':
    case 'trouble':
      return event.what;
    default:
      return event.kind;
  }
}

/** Evidence in words; what many links have in common is told once. */
function facts(evidence: Record<string, unknown>): string {
  const words = Object.entries(evidence).map(([name, value]) => ({ name, value: String(value) }));
  const isLink = ({ name }: { name: string }) => name.includes('->');
  const links = words.filter(isLink);
  if (links.length <= mostNames) return words.map(({ name, value }) => `${name} ${value}`).join(', ');
  const common = [...Map.groupBy(links, ({ value }) => value)].map(
    ([value, same]) => `${same.length === 1 ? same[0]!.name : `${same.length} links`} ${value}`,
  );
  const rest = words.filter((word) => !isLink(word)).map(({ name, value }) => `${name} ${value}`);
  const most = 6;
  const told =
    common.length <= most ? common : [...common.slice(0, most), `and ${common.length - most} more`];
  return [...rest, ...told].join(', ');
}

/** Expectations that do not hold, with what was measured; nothing if all hold. */
export function brokenExpectations(run: Run): string[] {
  return run.expectations
    .filter((each) => each.outcome !== 'pass')
    .map(
      ({ name, bound, measured, outcome }) =>
        `${outcome === 'fail' ? styleText('red', 'does not hold') : styleText('yellow', 'cannot be told')}: ${name} (${bound}, measured ${measured ?? 'nothing'})`,
    );
}
