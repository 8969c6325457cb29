/** The report of a sweep in a real browser. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/reports/html/report-html.ts';
import type { Results } from '../../src/results/results.ts';
import { hostileName } from '../reports/html/night.ts';
import { at, pointOf, speedRun, sweepOf, timeoutStudy } from '../tradeoff/literal-sweep.ts';
import { desktop, pages, phone, plain, screenshots } from './browser.ts';

/** One setting, with a point that is dominated and one at which nothing came about, because of something hostile. */
function oneSetting(): Results {
  const { results, sweep } = timeoutStudy();
  const slower = pointOf(at(20_000), [
    [17.6, 17.2, 17.4, 17.9, 18.3],
    [0, 0, 0, 0, 0],
  ]);
  const dead = speedRun(at(hostileName), 1, 1, { outcome: 'not run', run: undefined, reason: hostileName });
  const [{ setting, values }] = sweep!.axes as [{ setting: string; values: string[] }];
  const axes = [{ setting, values: [...values, '20000', hostileName] }];
  return sweepOf([...results, ...slower, dead], { ...sweep, axes });
}

/** Two settings, one of whose four combinations was not tried. */
function twoSettings(): Results {
  const [session, heartbeat] = [
    'controller:broker.session.timeout.ms',
    'broker:broker.heartbeat.interval.ms',
  ] as const;
  const set = (timeout: number, interval: number) => [`${session}=${timeout}`, `${heartbeat}=${interval}`];
  const steady = [0, 0, 0, 0, 0];
  return sweepOf(
    [
      ...pointOf(set(6_000, 1_000), [
        [5.5, 5.2, 5.4, 5.9, 5.7],
        [1, 2, 1, 1, 2],
      ]),
      ...pointOf(set(6_000, 2_000), [
        [6.5, 6.2, 6.4, 6.9, 6.7],
        [2, 2, 1, 3, 2],
      ]),
      ...pointOf(set(9_000, 2_000), [[8.5, 8.2, 8.4, 8.9, 8.7], steady]),
    ],
    {
      axes: [
        { setting: session, values: ['6000', '9000'] },
        { setting: heartbeat, values: ['1000', '2000'] },
      ],
      defaults: set(9_000, 2_000),
    },
  );
}

const { open: opened } = pages(
  async () => ({ one: reportHtml(oneSetting()), two: reportHtml(twoSettings()) }),
  '.sweep',
);

describe('the report of a sweep', () => {
  it('begins with the recommendation, and the line to be written down', () =>
    opened('one', {}, async (page) => {
      expect(await page.locator('.recommendation').textContent()).toMatch(
        /^Run with zookeeper\.session\.timeout\.ms=18000, which is Kafka's default\./,
      );
      expect(await page.locator('.setting pre').textContent()).toBe('zookeeper.session.timeout.ms=18000');
    }));

  it('has every point in a table, the best trade first, and why the others are not', () =>
    opened('one', {}, async (page) => {
      const rows = page.locator('.points').first().locator('tbody tr');
      expect(await rows.locator('th').allTextContents()).toEqual([
        ...['18000', '6000', '12000', '15000', '20000', hostileName],
      ]);
      expect(plain(await rows.nth(4).locator('td').last().textContent())).toBe(
        'slower than 18000 by 2.1 s and no steadier',
      );
      expect(await page.locator('.sweep li').textContent()).toContain(hostileName);
    }));

  it('draws outages against false failovers, with the front and the names of the points', () =>
    opened('one', {}, async (page) => {
      const drawing = page.locator('.trade .wide svg');
      expect(await drawing.isVisible()).toBe(true);
      expect(await drawing.locator('.point').count()).toBe(5);
      expect(await drawing.locator('.point.dominated').count()).toBe(1);
      expect(await drawing.locator('.steps').count()).toBe(1);
      const labels = await drawing.locator('.label').allTextContents();
      expect(labels).toContain('18000recommendeddefault');
      expect(await page.locator('.trade .narrow svg').isVisible()).toBe(false);
    }));

  it('has a map of each number for two settings, with the numbers in the cells', () =>
    opened('two', {}, async (page) => {
      const maps = page.locator('table.heat');
      expect(await maps.count()).toBe(2);
      expect((await maps.first().locator('tbody td').allTextContents()).map(plain)).toEqual([
        ...['5.5 s', '6.5 s', '', '8.5 s'],
      ]);
      const colours = await maps
        .first()
        .locator('tbody td')
        .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor));
      expect(new Set(colours).size).toBe(4);
    }));

  it.each(
    ['light', 'dark'].flatMap((scheme) => [
      [scheme, 'desktop', desktop] as const,
      [scheme, 'phone', phone] as const,
    ]),
  )(
    'in %s colours on a %s is no wider than the page',
    async (scheme, name, viewport) => {
      for (const which of ['one', 'two'] as const) {
        await opened(which, { viewport, colorScheme: scheme as 'light' | 'dark' }, async (page) => {
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect(width).toBeLessThanOrEqual(viewport.width);
          const shown = name === 'phone' ? '.trade .narrow svg' : '.trade .wide svg';
          expect(await page.locator(shown).isVisible()).toBe(true);
          const path = join(screenshots, `sweep-${which}-${name}-${scheme}.png`);
          await page.screenshot({ path, fullPage: true });
        });
      }
    },
    60_000,
  );
});
