/** Which page is shown: all runs, one run, or one experiment, by what stands behind the # of the address. */
import type { PageData } from '../page-data.ts';
import { comparePage } from './compare.ts';
import { addressOf, loadData } from './data.ts';
import { h } from './dom.ts';
import { overview } from './overview.ts';
import { runPage } from './run-page.ts';
import { themeButton } from './theme.ts';

const place = document.getElementById('page')!;
const data = await loadData();
/** How far down the reader was in the overview, who comes back to it from a run. */
let overviewAt = 0;
let address: string | undefined;
let shown = new AbortController();

document.body.prepend(h('div', { class: 'top' }, h('a', { href: '#/' }, 'kafka-chaos'), themeButton()));
addEventListener('hashchange', show);
show();

function show(): void {
  if (address !== undefined && isOverview(address)) overviewAt = scrollY;
  const isFirst = address === undefined;
  address = location.hash;
  shown.abort();
  shown = new AbortController();
  place.replaceChildren(pageFor(data, address, shown.signal));
  document.title = `${place.querySelector('h1')?.textContent} – kafka-chaos`;
  if (isFirst) return;
  scrollTo(0, isOverview(address) ? overviewAt : 0);
  place.focus({ preventScroll: true });
}

function isOverview(address: string): boolean {
  return address === '' || address === '#/';
}

function pageFor(data: PageData, address: string, signal: AbortSignal): HTMLElement {
  const result = data.results.find((each) => addressOf(each) === address);
  if (result !== undefined) return runPage(data, result, signal);
  const experiment = /^#\/experiment\/(.+)$/.exec(address)?.[1];
  if (experiment !== undefined) return comparePage(data, decodeURIComponent(experiment), signal);
  return overview(data);
}
