/**
 * `summary.md`: a suite on one screen, for a pull request or the summary page of a CI job. The worst comes first.
 */

import { finalResults } from './final-results.ts';
import { markdownCell } from './markdown.ts';
import { countsInWords, whyNot, worstFirst } from './overview.ts';
import type { Result, Results } from './results.ts';
import { cell, outcomeWords } from './terminal.ts';
import { timeInWords } from './time-spent.ts';
import { count, duration } from './words.ts';

const signs = { pass: '✅', fail: '❌', unknown: '❔', 'not run': '⏹️' } as const;

export function summaryMd({ what, startedAt, seed, parallel, results }: Results): string {
  const last = finalResults(results);
  const again = results.length - last.length;
  const at = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const parts = [
    `# kafka-chaos ${what}: ${countsInWords(results)}`,
    `${at}, seed ${seed}${parallel > 1 ? `, ${parallel} runs at once` : ''}. ${timeInWords(results)}.`,
    ...(again === 0
      ? []
      : [`${again} decided nothing at first and ${again === 1 ? 'was' : 'were'} run once more.`]),
    table(worstFirst(last)),
    ...details(worstFirst(results)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { experiment, mode, kafkaVersion, outcome, run } = result;
    const about = [`${signs[outcome]} ${word(outcome)}`, `${experiment}`, `${mode} ${kafkaVersion}`];
    if (run === undefined) return [...about, '–', '–', '–', '–', '–'];
    const { produce, consume, safety, recovery, faults } = run;
    const recovered = recovery.fullIsrMs;
    return [
      ...about,
      cell(produce),
      consume === null ? '–' : cell(consume),
      faults.length === 0 ? '–' : recovered === null ? 'never' : duration(recovered),
      count(safety.acknowledged),
      safety.lost === null ? 'unknown' : count(safety.lost),
    ];
  });
  const heads = [
    '',
    'experiment',
    'mode',
    'no writes for',
    'no reads for',
    'full ISR after',
    'acknowledged',
    'lost',
  ];
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((row) => `| ${row.map(markdownCell).join(' | ')} |`).join('\n');
}

/** What did not come to "holds", in full, attempts that were made again among it. */
function details(results: readonly Result[]): string[] {
  const open = results.filter(({ outcome }) => outcome !== 'pass');
  if (open.length === 0) return [];
  const lines = open.map((result) => {
    const { experiment, mode, n, attempt, outcome } = result;
    const which = `${experiment} ${mode}${n > 1 ? ` ${n}` : ''}${attempt > 1 ? ', once more' : ''}`;
    return `- **${which}** ${word(outcome)}: ${markdownCell(whyNot(result) || 'no reason is known')}`;
  });
  return ['## What does not hold, or cannot be told', lines.join('\n')];
}

const word = (outcome: Result['outcome']) => (outcome === 'not run' ? 'not run' : outcomeWords[outcome]);
