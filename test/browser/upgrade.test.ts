/** The document of an upgrade in a real browser. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { upgradeHtml } from '../../src/rehearsal/upgrade-html.ts';
import { asked, availability, literalUpgrade, window } from '../rehearsal/literal-upgrade.ts';
import { hostileName } from '../reports/html/night.ts';
import { desktop, pages, phone, screenshots } from './browser.ts';

const { open } = pages(async () => {
  const produce = availability([window(41_000, 1_300)], [window(52_000, 400)]);
  const hostile = { troubles: [{ atMs: 1, what: hostileName }], notes: [] };
  const { harness } = literalUpgrade();
  return {
    go: upgradeHtml(rehearse(asked, literalUpgrade({ produce }))),
    'no-go': upgradeHtml(rehearse(asked, literalUpgrade({ harness: { ...harness, ...hostile } }))),
  };
}, 'h1');

describe('the document of an upgrade', () => {
  it('begins with the verdict, and has every step in a table', () =>
    open('go', {}, async (page) => {
      expect(await page.locator('h1').textContent()).toMatch(/^Go, Kafka 3\.9\.2 to 4\.3\.1 in KRaft/);
      const steps = page.locator('table').first().locator('tbody tr');
      expect(await steps.count()).toBe(7);
    }));

  it.each([
    ['desktop', desktop],
    ['phone', phone],
  ])('numbers only those steps of its strip that have room for it, on a %s', (_, viewport) =>
    open('go', { viewport }, async (page) => {
      const [shown, wrong] = (await page.evaluate(`(() => {
        const bands = [...document.querySelectorAll('.steps .band')];
        const widthOf = (band) => {
          const range = document.createRange();
          range.selectNodeContents(band);
          return range.getBoundingClientRect();
        };
        const fits = (band) => widthOf(band).width < band.clientWidth;
        const isShown = (band) => widthOf(band).bottom <= band.getBoundingClientRect().bottom + 1;
        return [bands.filter(isShown).length, bands.filter((band) => isShown(band) !== fits(band)).length];
      })()`)) as [number, number];
      expect(shown).toBeGreaterThan(2);
      expect(wrong).toBe(0);
    }),
  );

  it('shows what went wrong as text', () =>
    open('no-go', {}, async (page) => {
      expect(await page.locator('h1').textContent()).toMatch(/^No-go/);
      expect(await page.locator('main').textContent()).toContain(hostileName);
    }));

  it.each([
    ['light', 'desktop', desktop],
    ['dark', 'desktop', desktop],
    ['light', 'phone', phone],
    ['dark', 'phone', phone],
  ] as const)('in %s colours on a %s is no wider than the page', (colorScheme, name, viewport) =>
    open('go', { viewport, colorScheme }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await page.screenshot({
        path: join(screenshots, `upgrade-${name}-${colorScheme}.png`),
        fullPage: true,
      });
    }),
  );
});
