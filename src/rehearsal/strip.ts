/**
 * The steps as bands along the time, and on them when writes and reads stood still. Plain boxes, placed in per cent, so that they
 * fit a phone as well.
 */

import { escaped } from '../text/escaped.ts';
import { duration } from '../text/words.ts';
import { unavailabilityText } from './in-words.ts';
import type { Rehearsed, Span, Unavailability } from './rehearsal.ts';

/** Nothing where no step came to its end. */
export function strip({ steps, outside }: Rehearsed): string {
  const first = steps[0];
  if (first === undefined) return '';
  const costs = [...steps.map(({ cost }) => cost), outside];
  const writes = costs.flatMap((cost) => cost.writes.spans);
  const reads = costs.flatMap((cost) => cost.reads?.spans ?? []);
  const fromMs = Math.min(first.fromMs, ...[...writes, ...reads].map((span) => span.fromMs));
  const toMs = Math.max(...[...steps, ...writes, ...reads].map((span) => span.toMs));
  const placed = (span: Span) => {
    const percent = (ms: number) => Math.round((ms / (toMs - fromMs)) * 10_000) / 100;
    return `left:${percent(span.fromMs - fromMs)}%;width:${percent(span.toMs - span.fromMs)}%`;
  };
  const bands = steps.map(
    (step, i) =>
      `<i class="band ${step.what}" style="${placed(step)}" title="${escaped(step.name)}">${i + 1}</i>`,
  );
  const blocks = (spans: readonly Span[], what: string) =>
    spans.map((span) => `<i class="block ${what}" style="${placed(span)}"></i>`);
  return `<figure>
<div class="strip" role="img" aria-label="${escaped(inWords(steps))}">
<div class="lane steps">${bands.join('')}</div>
<div class="lane">${blocks(writes, 'writes').join('')}</div>
<div class="lane">${blocks(reads, 'reads').join('')}</div>
</div>
<figcaption><span>${duration(fromMs)}</span><span class="key"><i class="band"></i>step, by its number <i class="block writes"></i>no writes <i class="block reads"></i>no reads</span><span>${duration(toMs)}</span></figcaption>
</figure>`;
}

function inWords(steps: Rehearsed['steps']): string {
  const outages = (writes: Unavailability) =>
    writes.longest === null ? '' : `, no writes for ${unavailabilityText(writes)}`;
  return steps.map(({ name, cost }, i) => `${i + 1}: ${name}${outages(cost.writes)}`).join('; ');
}
