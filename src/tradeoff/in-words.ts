/** The recommendation in sentences: what to run with, what it buys and costs, and what runs cannot tell. */
import { duration } from '../text/words.ts';
import {
  alarmOf,
  alarmsText,
  outageText,
  outageWithInterval,
  range,
  rate,
  several,
} from './numbers-in-words.ts';
import { countedBy, type MeasuredPoint } from './points.ts';
import {
  type Difference,
  isTraded,
  type NoneKeeps,
  neededRuns,
  type Recommended,
  type Traded,
  type Tradeoff,
} from './recommend.ts';
import { isSameSet } from './settings.ts';

/** One sentence or two for each thing that is to be said. */
export function recommendationInWords(tradeoff: Tradeoff): string[] {
  const { recommendation } = tradeoff;
  switch (recommendation.kind) {
    case 'recommended':
      return [
        ...choiceInWords(recommendation, tradeoff),
        ...roomInWords(recommendation.point, alarmOf(tradeoff.sweep)),
        ...fewInWords(tradeoff),
        againstInWords(recommendation, tradeoff),
      ].filter((sentence) => sentence !== '');
    case 'none keeps the limits':
      return [noneInWords(recommendation, tradeoff)];
    case 'one side only':
      return [
        recommendation.measured === 'speed'
          ? 'Only speed was measured: the sweep has no experiment in which nothing dies (--against), so how steady the settings are is not known, and none is recommended.'
          : 'Only steadiness was measured: the sweep has no experiment in which something is broken, so how long outages last is not known, and no setting is recommended.',
      ];
    case 'nothing measured':
      return ['No setting has runs on both sides that tell, so none is recommended.'];
  }
}

/** Points of which no run decided anything, each with why. */
export function undecidedInWords({ points }: Tradeoff): string[] {
  return points
    .filter(({ runs }) => runs.counted === 0)
    .map(({ name, runs, reasons }) => {
      const parts = [
        ...(runs.unknown === 0 ? [] : [`${runs.unknown} unknown`]),
        ...(runs.notRun === 0 ? [] : [`${runs.notRun} not run`]),
      ];
      return `${name}: no run decided anything (${parts.join(', ')}): ${reasons.join('; ')}`;
    });
}

/** What has to be said beside the numbers: how much of the grid was tried, and what was counted, where it is not the usual. */
export function extentInWords({ sweep, points }: Tradeoff): string[] {
  const { gridSize, measure, alarms } = sweep;
  const usual = countedBy({ ...sweep, measure: undefined, alarms: undefined });
  const told = [
    ...(measure === undefined || measure === usual.outage ? [] : [`outage means ${measure}`]),
    ...(alarms === undefined || isSameSet(alarms, usual.failovers)
      ? []
      : [`${alarmOf(sweep)} means ${alarms.join(' or ')}`]),
  ];
  return [
    ...(gridSize === undefined
      ? []
      : [`A sample: ${points.length} of the ${gridSize} combinations of these values.`]),
    ...(told.length === 0 ? [] : [`Here ${told.join(', and ')}.`]),
  ];
}

/** "zookeeper.session.timeout.ms=18000". */
export function settingsText({ values }: Pick<MeasuredPoint, 'values'>): string {
  return values
    .map(({ key, set, effective }) =>
      effective === undefined ? `${key}=${set}` : `${key}=${set} (which became ${effective})`,
    )
    .join(', ');
}

function choiceInWords(recommended: Recommended, { limits, sweep }: Tradeoff): string[] {
  const alarm = alarmOf(sweep);
  const { point, shortest, because, keep, maxFalseFailovers } = recommended;
  const what = `Run with ${settingsText(point)}${point.isDefault ? ", which is Kafka's default" : ''}.`;
  const kept = boundsInWords(maxFalseFailovers, limits.maxOutageMs, alarm);
  if (because === 'shortest') {
    const which =
      keep === 1
        ? `It is the only setting with ${kept}; its outage lasts`
        : `Of the settings with ${kept} it has the shortest outage:`;
    return [`${what} ${which} ${outageWithInterval(point.outage)}.`];
  }
  const why = {
    default: "it is Kafka's default",
    steadier: `it is the steadier one (${alarmsText(point.falseFailovers.value, alarm)} a round against ${rate(shortest.falseFailovers.value)})`,
    longer: 'it is the longer one, and no less steady',
  }[because];
  return [
    `${what} Of the settings with ${kept}, ${shortest.name} has the shortest outage (${outageWithInterval(shortest.outage)}), but the runs cannot tell it from that of ${point.name} (${outageWithInterval(point.outage)}): preferred, because ${why}.`,
  ];
}

/** "no false failover and an outage of at most 10.0 s". */
function boundsInWords(maxFalseFailovers: number, maxOutageMs: number | undefined, alarm: string): string {
  const failovers =
    maxFalseFailovers === 0 ? `no ${alarm}` : `at most ${alarmsText(maxFalseFailovers, alarm)} a round`;
  return maxOutageMs === undefined
    ? failovers
    : `${failovers} and an outage of at most ${duration(maxOutageMs)}`;
}

/** With the rule of three: of what comes at random 3 / n times a round, n rounds show nothing in one case of twenty. */
function roomInWords({ falseFailovers, steadiness }: Traded, alarm: string): string[] {
  if (falseFailovers.value > 0) return [];
  const rounds = Math.min(...steadiness.map((each) => each.falseFailovers.length));
  return [
    `No ${alarm} in ${several(rounds, 'round')} still leaves room for up to ${rate(3 / rounds)} a round (95 %).`,
  ];
}

function fewInWords({ points }: Tradeoff): string[] {
  const runs = points
    .filter(isTraded)
    .flatMap(({ speed, steadiness }) => [
      ...speed.map(({ outagesMs }) => outagesMs.length),
      ...steadiness.map(({ falseFailovers }) => falseFailovers.length),
    ]);
  const fewest = Math.min(...runs);
  if (fewest >= neededRuns) return [];
  return [
    `There are settings with no more than ${several(fewest, 'run')} of an experiment: not enough runs to tell them apart.`,
  ];
}

function againstInWords({ point, against }: Recommended, { sweep, points }: Tradeoff): string {
  const { defaults } = sweep;
  if (point.isDefault) return '';
  if (defaults === undefined) {
    return 'The sweep does not say what Kafka does by default, so what this buys and costs is not known.';
  }
  if (against === undefined) {
    const tried = points.find(({ set }) => isSameSet(set, defaults));
    const name = tried?.name ?? defaults.map((each) => each.slice(each.indexOf('=') + 1)).join(' / ');
    return `Kafka's default (${name}) was not ${tried === undefined ? 'tried' : 'measured on both sides'}, so what this buys and costs is not known.`;
  }
  const sides = [
    { ...against.outageMs, inWords: longerInWords(against.outageMs) },
    { ...against.falseFailovers, inWords: moreInWords(against.falseFailovers, alarmOf(sweep)) },
  ];
  const those = (kind: string, which: (side: Difference) => boolean) => {
    const words = sides.filter(which).map(({ inWords }) => inWords);
    return words.length === 0 ? [] : [`${kind} ${words.join(' and ')}`];
  };
  const told = [
    ...those('buys', ({ isTold, value }) => isTold && value < 0),
    ...those('costs', ({ isTold, value }) => isTold && value > 0),
  ];
  const [untold] = those('not enough runs to tell:', ({ isTold }) => !isTold);
  const base = `Against Kafka's default (${against.point.name})`;
  if (told.length === 0) return `${base} there are ${untold}.`;
  const rest = untold === undefined ? '' : ` There are ${untold}.`;
  return `${base} it ${told.join(', and ')}.${rest}`;
}

/** "an outage 5.0 s shorter (4.2 to 5.8 s)". */
function longerInWords(difference: Difference): string {
  const { value } = difference;
  const amount = value === 0 ? 'as long' : `${duration(Math.abs(value))} ${value < 0 ? 'shorter' : 'longer'}`;
  return `an outage ${amount}${spanInWords(difference, duration, ['shorter', 'longer'])}`;
}

/** "0.4 false failovers a round more (0.2 to 0.8)". */
function moreInWords(difference: Difference, alarm: string): string {
  const { value } = difference;
  const amount =
    value === 0
      ? `as many ${alarm}s a round`
      : `${alarmsText(Math.abs(value), alarm)} a round ${value < 0 ? 'less' : 'more'}`;
  return `${amount}${spanInWords(difference, rate, ['less', 'more'])}`;
}

/** " (4.2 to 5.8 s)"; where it may be either, " (0.9 s shorter to 0.6 s longer)". */
function spanInWords(
  { from, to }: Difference,
  inWords: (magnitude: number) => string,
  [below, above]: [string, string],
): string {
  if (from === to) return '';
  if (from < 0 && to > 0) return ` (${inWords(-from)} ${below} to ${inWords(to)} ${above})`;
  const [least, most] = [from, to].map(Math.abs).toSorted((a, b) => a - b) as [number, number];
  return ` (${range(least, most, inWords)})`;
}

function noneInWords({ maxFalseFailovers, nearest }: NoneKeeps, { limits, sweep }: Tradeoff): string {
  const alarm = alarmOf(sweep);
  const inShort = ({ name, outage, falseFailovers }: Traded) =>
    `${name} (an outage of ${outageText(outage)}, ${alarmsText(falseFailovers.value, alarm)}${falseFailovers.value === 0 ? '' : ' a round'})`;
  return `No setting has ${boundsInWords(maxFalseFailovers, limits.maxOutageMs, alarm)}. Nearest ${nearest.length === 1 ? 'comes' : 'come'} ${nearest.map(inShort).join(' and ')}.`;
}
