/** Light or dark: as the system has it, until the reader says otherwise. */
import { h } from './dom.ts';

const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? systemIsDark() : chosen === 'dark';
}

/** The button that changes it. Charts are drawn in colours of their own, so they are told. */
export function themeButton(): HTMLElement {
  const button = h('button', { type: 'button', class: 'quiet', id: 'theme' });
  const name = () => {
    button.textContent = isDark() ? 'light' : 'dark';
    button.setAttribute('aria-label', `change to ${isDark() ? 'light' : 'dark'} colours`);
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    name();
    document.dispatchEvent(new Event('themechange'));
  });
  name();
  return button;
}

/** Calls back whenever the colours have changed, for as long as the signal is not aborted. */
export function onThemeChange(change: () => void, signal: AbortSignal): void {
  document.addEventListener('themechange', change, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', change, { signal });
}

/** A colour of the style sheet, by its name there, as a canvas understands it. */
export function colour(name: string): string {
  // Only as the colour of something is it known which of the two it is.
  const sample = h('i', { style: `color: var(--${name})` });
  document.body.append(sample);
  const { color } = getComputedStyle(sample);
  sample.remove();
  return color;
}
