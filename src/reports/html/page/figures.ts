/** What a run came to, in the words and the order in which everybody reads it. */

import {
  type Measured,
  outcomeOrder,
  reachedIn,
  type Spread,
  wordForNever,
} from '../../../results/repeats.ts';
import { count, duration } from '../../../text/words.ts';
import { defaultSizes } from '../../../topology/mode.ts';
import type { PageData, PageResult, PageRun } from '../page-data.ts';
import { type Child, folded, h } from './dom.ts';

export type AnyOutcome = PageResult['outcome'];

/** Worst first. An outcome is always a sign and a word, never a colour alone. */
export const outcomes: readonly AnyOutcome[] = outcomeOrder;
const outcomeSigns = { fail: '✗', unknown: '?', 'not run': '–', pass: '✓' } as const;
const outcomeNames = { fail: 'fails', unknown: 'unknown', 'not run': 'not run', pass: 'holds' } as const;

export const outcomeName = (outcome: AnyOutcome) => outcomeNames[outcome];

/** The colour class of an outcome; style.css knows it. */
export const outcomeClass = (outcome: AnyOutcome) => `is-${outcome.replace(' ', '-')}`;

export function outcomeMark(outcome: AnyOutcome): HTMLElement {
  return h(
    'span',
    { class: `outcome ${outcomeClass(outcome)}` },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, outcomeSigns[outcome]),
    outcomeNames[outcome],
  );
}

export interface Outage {
  atMostMs: number;
  atLeastMs: number;
  censored: boolean;
}

/** The longest window of any partition; null if it is unknown, 0 if there was none. */
export function outageOf(availability: PageRun['produce'] | null): Outage | null {
  if (availability === null || availability.longestMs === null) return null;
  const none = { atMostMs: 0, atLeastMs: 0, censored: false };
  return availability.partitions
    .flatMap(({ windows }) => windows)
    .reduce<Outage>((a, b) => (b.atMostMs > a.atMostMs ? b : a), none);
}

/** "13.9 s", "≥ 60 s" where it was not over, "no gap". */
export function outageText(outage: Outage | null, nothing = 'no gap'): string {
  if (outage === null) return 'unknown';
  if (outage.atMostMs === 0) return nothing;
  return `${outage.censored ? '≥ ' : ''}${duration(outage.atMostMs)}`;
}

/** The lower bound beside `outageText`: "at least 13.2 s". One that was not over has "≥" before its length, and is told what of that is proven. */
export function provenText(outage: Outage | null): string | undefined {
  if (outage === null || outage.atMostMs === 0) return undefined;
  const proven = duration(outage.atLeastMs);
  return outage.censored ? `${proven} proven` : `at least ${proven}`;
}

/** An outage as a bar: solid is the at-least bound, pale what may be more; a line stands where it was predicted to end. */
export function outageBar(outage: Outage | null, scaleMs: number, predictedMs?: number): HTMLElement {
  const { atMostMs = 0, atLeastMs = 0, censored = false } = outage ?? {};
  return bar(
    h('i', { class: censored ? 'most open' : 'most', style: `width:${percent(atMostMs, scaleMs)}` }),
    h('i', { class: 'least', style: `width:${percent(atLeastMs, scaleMs)}` }),
    predictedLine(scaleMs, predictedMs),
  );
}

/** The outages of repeats as a bar: solid up to the median, and a line with ends from where to where that lies. */
export function spreadBar(spread: Spread | undefined, scaleMs: number, predictedMs?: number): HTMLElement {
  if (spread === undefined) return bar();
  const { median, from, to } = spread;
  const [left, right] = [from, to].map(({ ms }: Measured) => percent(ms, scaleMs));
  return bar(
    h('i', {
      class: median.isOpen ? 'least open' : 'least',
      style: `width:${percent(median.ms, scaleMs)}`,
    }),
    from.ms !== to.ms &&
      h('i', {
        class: to.isOpen ? 'spread open' : 'spread',
        style: `left:${left};width:calc(${right} - ${left})`,
      }),
    predictedLine(scaleMs, predictedMs),
  );
}

const bar = (...parts: Child[]) => h('span', { class: 'bar', 'aria-hidden': 'true' }, ...parts);

const percent = (ms: number, scaleMs: number) => `${Math.min(100, (100 * ms) / scaleMs).toFixed(2)}%`;

function predictedLine(scaleMs: number, predictedMs: number | undefined): Child {
  if (predictedMs === undefined || predictedMs > scaleMs) return null;
  return h('i', { class: 'predicted', style: `left:${percent(predictedMs, scaleMs)}` });
}

export const safetyNames: Record<string, string> = {
  committedBack: 'committed offsets went back',
  skipped: 'passed over',
  disagreeing: 'offsets at which replicas disagree',
  phantom: 'phantoms',
};

export const orUnknown = (number: number | null | undefined) =>
  number === null || number === undefined ? 'unknown' : count(number);

/** "lost 0", and whatever else was found or is not known. */
export function safetyText({ safety }: { safety: Record<string, number | null> }): string {
  const { acknowledged: _, ...findings } = safety;
  return Object.entries(findings)
    .filter(([name, found]) => name === 'lost' || (found !== 0 && found !== null))
    .map(([name, found]) => `${safetyNames[name] ?? name} ${orUnknown(found)}`)
    .join(', ');
}

/** The steps of the recovery clock, in the order in which they are told, by their names. */
export const recoverySteps = [
  ['detectedMs', 'detected'],
  ['electedMs', 'elected'],
  ['clientMs', 'client knew'],
  ['firstAckMs', 'all acknowledge'],
  ['steadyMs', 'as before'],
  ['lagDrainedMs', 'consumer caught up'],
  ['fullIsrMs', 'full ISR'],
] as const;

/** "after 13.4 s", or why there is no number. */
export function recoveryText(run: PageRun, step: keyof PageRun['recovery']): string {
  if (run.faults.length === 0) return '–';
  const ms = run.recovery[step];
  if (ms !== null) return `after ${duration(ms)}`;
  if (reachedIn(run, step) === null) return '–';
  return wordForNever(step);
}

/** "kill broker-3"; of many links their number. */
export function hitText({ kind, nodes, links }: { kind: string; nodes: string[]; links: string[] }): string {
  if (nodes.length > 0) return `${kind} ${nodes.join(', ')}`;
  if (links.length === 0) return kind;
  return `${kind} ${links.length === 1 ? links[0] : `${links.length} links`}`;
}

/** Facts as they were read: a list of terms. What many links have in common is folded away behind the first of them. */
export function factList(facts: Record<string, unknown> | null): Child {
  const items = Object.entries(facts ?? {}).map(([name, value]) =>
    h('li', {}, `${name} `, h('b', {}, String(value))),
  );
  return items.length === 0 ? '–' : shortList(items);
}

const mostItems = 7;

/** The first items of a list, and the others folded away. */
export function shortList(items: HTMLElement[]): Child {
  if (items.length <= mostItems) return h('ul', { class: 'facts' }, ...items);
  const [first, rest] = [items.slice(0, mostItems - 1), items.slice(mostItems - 1)];
  return h(
    'div',
    {},
    h('ul', { class: 'facts' }, ...first),
    folded(`and ${rest.length} more`, h('ul', { class: 'facts' }, ...rest)),
  );
}

/** "2026-11-24 18:54 UTC". */
export const dateText = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** "zk 3.9.2": which of the runs of an experiment this is, but for its repeats. */
export const variantText = ({ mode, kafkaVersion, set = [] }: PageResult) =>
  [`${mode} ${kafkaVersion}`, ...set].join(', ');

/** The command that runs it again with the same choices. */
export function commandOf(
  { experiment, mode, kafkaVersion, set = [], run }: PageResult,
  seed: number,
): string {
  const settings = set.map((each) => `--set ${each}`);
  const own = run === undefined ? [] : [...sizesOf(run), ...workloadOf(run)];
  return [
    `npm run chaos -- run ${experiment} --mode ${mode} --kafka ${kafkaVersion}`,
    ...[...own, ...settings, `--seed ${run?.seed ?? seed}`],
  ].join(' ');
}

/** Options for what is not as usual. An experiment may have it so by itself; then saying it changes nothing. */
function sizesOf({ mode, cluster }: PageRun): string[] {
  const options = { brokers: 'broker', controllers: 'controller', zookeepers: 'zookeeper' } as const;
  return (Object.keys(options) as (keyof typeof options)[]).flatMap((option) => {
    const role = options[option];
    const count = cluster.nodes.filter(({ roles }) => roles.includes(role)).length;
    const isSaidByBrokers = mode === 'kraft-combined' && role === 'controller';
    return count === 0 || count === defaultSizes[option] || isSaidByBrokers ? [] : [`--${option} ${count}`];
  });
}

function workloadOf({ workload: { applications, acks, intervalMs, partitions } }: PageRun): string[] {
  return [
    ...(applications.length === 0 ? [] : [`--client ${applications.map(({ client }) => client).join(',')}`]),
    ...(acks === 'all' ? [] : [`--acks ${acks}`]),
    ...(intervalMs === 20 ? [] : [`--interval-ms ${intervalMs}`]),
    ...(partitions === 3 ? [] : [`--partitions ${partitions}`]),
  ];
}

/** A broker by its name; a leader that nobody knows is none. */
export function brokerName({ cluster }: PageRun, id: number | null): string {
  if (id === null) return 'no leader';
  const node = cluster.nodes.find((each) => each.id === id && each.roles.includes('broker'));
  return node?.name ?? `broker ${id}`;
}

/** The sentence that an experiment says of itself, for under its name. */
export function showsOf({ experiments }: PageData, experiment: string): Child {
  const about = experiments[experiment];
  return about === undefined ? null : h('p', { class: 'shows' }, about.shows);
}
