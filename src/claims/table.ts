/**
 * The claims, and what was measured, as Markdown: it can be read at a terminal as well.
 */
import { markdownCell } from '../text/markdown.ts';
import { inUnitOf } from '../text/quantity.ts';
import type { Evidence } from './claim.ts';
import { type ClaimVerdict, type DecidedClaim, type Finding, neededRuns } from './decide.ts';

const signs: Record<ClaimVerdict, string> = {
  holds: '✅',
  'does not hold': '❌',
  depends: '⚖️',
  'not decided here': '–',
};

const ofSeveral: Record<ClaimVerdict, string> = {
  holds: 'hold',
  'does not hold': 'do not hold',
  depends: 'depend',
  'not decided here': 'not decided here',
};

export function claimsMd(decided: readonly DecidedClaim[]): string {
  const counts = Map.groupBy(decided, ({ verdict }) => verdict);
  const heads = ['claim', 'what is said', 'what would have to be', 'measured', 'verdict'];
  const rows = decided.flatMap(({ claim, verdict, because, findings }) => {
    const said = `${signs[verdict]} ${verdict}${because === undefined ? '' : `: ${because}`}`;
    const measured = claim.evidence.map((evidence) => ({
      evidence,
      found: findings.filter((finding) => finding.evidence === evidence),
    }));
    const [first, ...rest] = measured;
    if (first === undefined) return [[claim.id, claim.says, '–', '–', said]];
    return [
      [
        claim.id,
        claim.says,
        bound(first.evidence),
        first.found.map(inWords).join('; ') || 'nothing yet',
        said,
      ],
      ...rest.map(({ evidence, found }) => [
        '',
        '',
        bound(evidence),
        found.map(inWords).join('; ') || 'nothing yet',
        '',
      ]),
    ];
  });
  const table = [heads, heads.map(() => '---'), ...rows].map(
    (row) => `| ${row.map(markdownCell).join(' | ')} |`,
  );
  return `# Claims about Kafka

${[...counts].map(([verdict, { length }]) => countInWords(verdict, length)).join(', ')}. A verdict rests on ${neededRuns} runs at least of each mode: *holds* if it was so in all of them, *does not hold*
if in none, *depends* if in some, or in one mode and not in another. What has several parts holds in a mode if all of them do, and does not if one does not. Measured: the median, and between which values it lies with 95 % certainty (with
fewer than six runs: between which all of them lie).

${table.join('\n')}
`;
}

/** "1 holds", "19 hold". */
function countInWords(verdict: ClaimVerdict, count: number): string {
  return `${count} ${count === 1 ? verdict : ofSeveral[verdict]}`;
}

function inWords({ evidence, mode, kafkaVersion, measured, agree, interval, verdict }: Finding): string {
  const { median, from, to } = interval;
  const one = (value: number) => quantity(evidence, value);
  const spread = measured.length === 1 || from === to ? '' : ` (${one(from)} to ${one(to)})`;
  const so = verdict === 'not decided here' ? '' : `, so in ${agree}`;
  return `${mode} ${kafkaVersion}: ${one(median)}${spread}, ${measured.length} ${measured.length === 1 ? 'run' : 'runs'}${so}`;
}

function bound(evidence: Evidence): string {
  const { experiment, at, measure, atLeast, atMost } = evidence;
  const where = at === undefined ? '' : ` at ${at.set.join(' ')}`;
  const bounds = [
    ...(atLeast === undefined ? [] : [`≥ ${quantity(evidence, atLeast)}`]),
    ...(atMost === undefined ? [] : [`≤ ${quantity(evidence, atMost)}`]),
  ];
  return `${experiment}${where}: ${measure} ${bounds.join(', ')}`;
}

function quantity({ measure }: Evidence, value: number): string {
  if (value === Infinity) return 'never';
  return inUnitOf(measure, value);
}
