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
