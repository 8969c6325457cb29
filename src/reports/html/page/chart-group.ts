/** Charts below each other that show the same stretch of time: dragging in one zooms all, a double click shows all again. */
import type uPlot from 'uplot';
import { type Backdrop, createChart, type Stretch, type Strip } from './chart.ts';
import { h } from './dom.ts';
import { onThemeChange } from './theme.ts';

export interface Time {
  /** ms since the run began at which the clock of the charts is 0. */
  originMs: number;
  /** What is shown, on that clock. */
  fromMs: number;
  toMs: number;
}

/** Until `signal` aborts, the charts follow the width of the page and its colours. */
export function chartGroup(
  strips: readonly Strip[],
  { originMs, fromMs, toMs }: Time,
  backdrop: Backdrop,
  signal: AbortSignal,
): HTMLElement {
  const charts: uPlot[] = [];
  const whole = { min: fromMs / 1000, max: toMs / 1000 };
  const reset = h('button', { type: 'button', class: 'quiet reset' }, 'show all');
  const element = h(
    'div',
    { class: 'charts' },
    h(
      'p',
      { class: 'aside' },
      h('span', {}, 'Drag over a stretch of time to zoom, double click to show all again. '),
      reset,
    ),
  );
  const onZoom = (stretch: Stretch) => {
    reset.hidden = stretch.min === whole.min && stretch.max === whole.max;
    element.dataset.from = stretch.min.toFixed(3);
    element.dataset.to = stretch.max.toFixed(3);
    for (const chart of charts) chart.setScale('x', stretch);
  };
  reset.addEventListener('click', () => onZoom(whole));

  const readings: ((ms: number | null) => void)[] = [];
  const onHover = (seconds: number | null) => {
    for (const read of readings) read(seconds === null ? null : seconds * 1000 + originMs);
  };
  const key = `charts-${Math.random()}`;
  for (const [at, strip] of strips.entries()) {
    const { place, figure, read } = captioned(strip);
    element.append(figure);
    readings.push(read);
    // The clock stands below the lanes, which are looked at first, and at the very end.
    const hasClock = at === 0 || at === strips.length - 1;
    charts.push(createChart({ strip, backdrop, originMs, whole, hasClock, key, place, onZoom, onHover }));
  }
  onZoom(whole);

  const observer = new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width > 0) for (const chart of charts) chart.setSize({ width, height: chart.height });
  });
  observer.observe(element);
  onThemeChange(() => {
    for (const chart of charts) chart.redraw(false, true);
  }, signal);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    for (const chart of charts) chart.destroy();
  });
  return element;
}

/** What stands around a chart: its title, how it is read, and what is under the cursor. */
function captioned({ name, title, note, read }: Strip) {
  const reading = h('span', { class: 'reading', 'aria-hidden': 'true' });
  const place = h('div', { class: 'canvas', role: 'img', 'aria-label': title });
  const caption = h('figcaption', {}, h('h3', {}, title), h('span', { class: 'note' }, note), reading);
  return {
    place,
    figure: h('figure', { class: `strip strip-${name}` }, caption, place),
    read(ms: number | null) {
      reading.textContent = ms === null ? '' : (read?.(ms) ?? '');
    },
  };
}
