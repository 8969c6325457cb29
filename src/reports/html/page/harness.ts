/** What the run says of itself, what its nodes wrote, and what they were configured to do. */
import { duration } from '../../../text/words.ts';
import type { PageData, PageResult, PageRun } from '../page-data.ts';
import { type Child, folded, h, tableOf, verbatim } from './dom.ts';

export function harnessNotes({ harness }: PageRun): Child[] {
  const { troubles, notes, stalls, noiseBeforeFault } = harness;
  const at = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const lengths = stalls.map(({ fromMs, toMs }) => toMs - fromMs);
  const stalledMs = lengths.reduce((sum, ms) => sum + ms, 0);
  return [
    troubles.length > 0 &&
      h(
        'div',
        { class: 'trouble' },
        h('p', {}, 'Could not be done, so the run cannot hold:'),
        h('ul', {}, ...troubles.map(({ atMs, what }) => h('li', {}, `${at(atMs)} ${what}`))),
      ),
    noiseBeforeFault.length > 0 &&
      h(
        'p',
        { class: 'trouble' },
        `${noiseBeforeFault.length} windows before anything was broken, ${duration(Math.max(...noiseBeforeFault.map(({ atMostMs }) => atMostMs)))} at most: the machine is too busy, and nothing but damage to records is decided.`,
      ),
    notes.length > 0 && h('ul', {}, ...notes.map(({ atMs, what }) => h('li', {}, `${at(atMs)} ${what}`))),
    h(
      'p',
      { class: 'aside' },
      stalls.length === 0
        ? 'The harness itself never stood still.'
        : `The harness itself stood still ${stalls.length === 1 ? 'once' : `${stalls.length} times`}, ${duration(stalledMs)} in all, ${duration(Math.max(...lengths))} at most: bounds are wider for it.`,
      ` kafka-chaos ${harness.version}, Node.js ${harness.node}.`,
    ),
  ];
}

export function nodeLogs({ nodeLogs }: PageResult): Child[] {
  if (nodeLogs === undefined || nodeLogs.length === 0) return [];
  return nodeLogs.map(({ node, lines }) =>
    folded(
      `${node}: ${lines.length === 0 ? 'nothing written then' : `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`}`,
      logText(lines),
    ),
  );
}

/** Lines by their weight, so that a warning is found among the rest. */
function logText(lines: readonly string[]): HTMLElement {
  const kindOf = (line: string) =>
    /\] (ERROR|FATAL) /.test(line) ? 'error' : /\] WARN /.test(line) ? 'warning' : 'plain';
  return h(
    'pre',
    { class: 'log', tabindex: '0' },
    ...lines.map((line) => h('span', { class: kindOf(line) }, verbatim(`${line}\n`))),
  );
}

/** By node, everything that the node itself reported; made only when somebody unfolds it. */
export function configuration(data: PageData, { config, run }: PageResult): Child[] {
  if (config === undefined || run === undefined) return [];
  return Object.keys(config.nodes).map((node) => {
    const details = folded(`${node}`);
    details.addEventListener(
      'toggle',
      () => {
        const settings = { ...data.configs[config.base], ...config.nodes[node] };
        const rows = Object.entries(settings)
          .filter(([, value]) => value !== null)
          .toSorted(([a], [b]) => (a < b ? -1 : 1));
        details.append(tableOf(`configuration of ${node}`, ['setting', 'value'], rows, 'settings'));
      },
      { once: true },
    );
    return details;
  });
}
