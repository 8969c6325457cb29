/** Which of the results the overview shows. It is kept while the reader looks at a run and comes back. */
import { modes } from '../../../topology/mode.ts';
import type { PageData, PageResult } from '../page-data.ts';
import { changeOf } from './changes.ts';
import { h } from './dom.ts';
import { outcomeMark, outcomes } from './figures.ts';

export interface Filter {
  text: string;
  /** What is not wanted, so that an empty filter shows everything. */
  without: Set<string>;
  subject: string;
  onlyChanged: boolean;
}

export const filter: Filter = { text: '', without: new Set(), subject: '', onlyChanged: false };

/** Everything by which a result can be found: its name, what was broken, which errors there were. */
function wordsOf({ experiment, mode, kafkaVersion, set = [], subject, reason, run }: PageResult): string {
  const faults = run?.faults.flatMap(({ kind, nodes }) => [kind, ...nodes]) ?? [];
  const words = [
    experiment,
    mode,
    kafkaVersion,
    ...set,
    subject,
    reason,
    ...faults,
    ...Object.keys(run?.errors ?? {}),
  ];
  return words.join(' ').toLowerCase();
}

export function isWanted(data: PageData, result: PageResult): boolean {
  const { text, without, subject, onlyChanged } = filter;
  if (without.has(result.outcome) || without.has(result.mode)) return false;
  if (subject !== '' && result.subject !== subject) return false;
  if (onlyChanged && changeOf(data, result) === undefined) return false;
  const words = wordsOf(result);
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** The controls of the filter; `changed` is called after each change. */
export function filterBar(data: PageData, changed: () => void): HTMLElement {
  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'experiment, fault, node, error',
    'aria-label': 'show only runs with these words',
  });
  search.value = filter.text;
  search.addEventListener('input', () => {
    filter.text = search.value;
    changed();
  });
  const toggle = (name: string, label: Node | string) => {
    const box = h('input', { type: 'checkbox', name });
    box.checked = !filter.without.has(name);
    box.addEventListener('change', () => {
      if (box.checked) filter.without.delete(name);
      else filter.without.add(name);
      changed();
    });
    return h('label', { class: 'chip' }, box, label);
  };
  const present = modes.filter((mode) => data.results.some((result) => result.mode === mode));
  return h(
    'form',
    { class: 'filter', role: 'search' },
    search,
    h(
      'fieldset',
      {},
      h('legend', { class: 'unseen' }, 'outcomes'),
      ...outcomes.map((each) => toggle(each, outcomeMark(each))),
    ),
    present.length > 1 &&
      h(
        'fieldset',
        {},
        h('legend', { class: 'unseen' }, 'modes'),
        ...present.map((mode) => toggle(mode, mode)),
      ),
    subjectChoice(data, changed),
    data.previous !== null && changedOnly(changed),
  );
}

function subjectChoice({ results }: PageData, changed: () => void): HTMLElement | null {
  const subjects = [...new Set(results.flatMap(({ subject }) => subject ?? []))].toSorted();
  if (subjects.length < 2) return null;
  const select = h(
    'select',
    { 'aria-label': 'subject', id: 'subject' },
    h('option', { value: '' }, 'all subjects'),
    ...subjects.map((subject) => h('option', { value: subject }, subject)),
  );
  select.value = filter.subject;
  select.addEventListener('change', () => {
    filter.subject = select.value;
    changed();
  });
  return select;
}

function changedOnly(changed: () => void): HTMLElement {
  const box = h('input', { type: 'checkbox', name: 'changed' });
  box.checked = filter.onlyChanged;
  box.addEventListener('change', () => {
    filter.onlyChanged = box.checked;
    changed();
  });
  return h('label', { class: 'chip' }, box, 'changed only');
}
