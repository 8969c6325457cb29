/** The report of a suite in a real browser. */
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/reports/html/report-html.ts';
import { hostileError, hostileName, night, repeatedNight } from '../reports/html/night.ts';
import { desktop, pages, phone, plain, screenshots } from './browser.ts';

const shown = 'The leader of a partition is killed, and another takes over.';

const { open } = pages(async () => {
  const results = await night();
  const previous = structuredClone(results);
  previous.startedAt = '1969-12-31T00:00:00.000Z';
  previous.results[0]!.run!.produce.longestMs! += 3_000;
  const log = `[1970-01-01T00:00:12,100] WARN ${hostileError}`;
  const nodeLogs = new Map(
    results.results.map(({ folder }) => [folder, [{ node: 'broker-1', lines: [log] }]]),
  );
  const measures = { 'the outage is no longer than predicted': 'produce.longestMs' };
  const experiments = new Map([
    ['kill-leader', { subject: 'brokers', shows: shown, measures }],
    ['unclean-on', { subject: 'replication', shows: hostileName, measures: {} }],
  ]);
  return {
    night: reportHtml(results, { previous, nodeLogs, experiments }),
    /** A night in which one experiment was repeated. */
    repeated: reportHtml(await repeatedNight()),
  };
}, '#page > *');

/** Opens a page of a report, by the end of its address. */
const opened = (
  hash: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
  report: 'night' | 'repeated' = 'night',
) => open(report, options, use, hash);

const experiments = (page: Page) => page.locator('table.overview tbody th a').allTextContents();

describe('the overview', () => {
  it('shows all runs, worst first, and how many hold', () =>
    opened('', {}, async (page) => {
      expect(await experiments(page)).toEqual([
        ...['pause-leader', 'unclean-on', 'kill-leader', hostileName, 'stop-leader'],
      ]);
      expect(await page.locator('.tally li').allTextContents()).toEqual([
        '2✗fails',
        '0?unknown',
        '1–not run',
        '5✓holds',
      ]);
      expect(await page.locator('.entry').count()).toBe(9);
      expect(await page.locator('.entry.earlier').textContent()).toContain('was run once more');
      expect(await page.getByText('−3.0 s').count()).toBe(1);
      expect(await page.locator('h1').textContent()).toBe(`suite nightly ${hostileName}`);
    }));

  it.each([
    ['desktop', desktop],
    ['tablet', { width: 900, height: 1200 }],
    ['phone', phone],
  ])('has bars of one scale on a %s, whatever stands in the modes and in opened repeats', (_, viewport) =>
    opened(
      '',
      { viewport },
      async (page) => {
        await page.locator('.repeats > summary').click();
        const boxes = await Promise.all((await page.locator('.bar').all()).map((bar) => bar.boundingBox()));
        expect(new Set(boxes.map((box) => box!.width.toFixed(1))).size).toBe(1);
      },
      'repeated',
    ),
  );

  it('says what a bar and a sign mean before it uses them', () =>
    opened('', {}, async (page) => {
      const legend = (await page.getByText('In a bar, solid is').boundingBox())!;
      expect(legend.y).toBeLessThan((await page.locator('.bar').first().boundingBox())!.y);
    }));

  it('filters by words, outcome, mode, subject and what changed', () =>
    opened('', {}, async (page) => {
      await page.fill('#search', 'kill broker-1 LEADER');
      // Every run of these has a leader, a broker and a kill in it but for the others' names.
      expect((await experiments(page)).toSorted()).toEqual(['kill-leader', 'pause-leader', 'stop-leader']);
      await page.uncheck('input[name="pass"]');
      expect(await experiments(page)).toEqual(['pause-leader']);
      expect(await page.locator('.hits').textContent()).toBe('2 of 9 runs shown');
      await page.check('input[name="pass"]');
      await page.uncheck('input[name="zk"]');
      expect(await page.locator('table.overview thead th').allTextContents()).toEqual([
        'experiment',
        'kraft',
      ]);
      await page.fill('#search', '');
      await page.selectOption('#subject', 'replication');
      expect(await experiments(page)).toEqual(['unclean-on']);
      await page.check('input[name="zk"]');
      await page.selectOption('#subject', '');
      await page.check('input[name="changed"]');
      expect(await experiments(page)).toEqual(['kill-leader']);
      await page.fill('#search', 'nothing is like this');
      expect(await page.locator('#overview').textContent()).toBe('No run is like that.');
    }));

  it('is gone through with the keyboard, and keeps its filter', () =>
    opened('', {}, async (page) => {
      await page.fill('#search', 'unclean');
      await page.locator('.entry').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('h1:has-text("unclean-on")');
      await page.goBack();
      await page.waitForSelector('table.overview');
      expect(await page.inputValue('#search')).toBe('unclean');
      expect(await experiments(page)).toEqual(['unclean-on']);
    }));
});

describe('runs that repeat each other', () => {
  const visible = (page: Page) => page.locator('.repeats .entry:visible').count();

  it('are one entry, with what they come to together', () =>
    opened(
      '',
      {},
      async (page) => {
        expect(await experiments(page)).toEqual(['kill-leader']);
        const summary = page.locator('.repeats > summary');
        expect(await summary.count()).toBe(1);
        expect(await summary.locator('.outcomes').textContent()).toBe('✗fails 1✓holds 4');
        expect(plain(await summary.locator('.outage').textContent())).toBe('6.5 s (6.3 to 14.2, 5 runs)');
        const box = async (part: string) => (await summary.locator(`.bar ${part}`).boundingBox())!;
        const [median, spread] = [await box('.least'), await box('.spread')];
        expect(spread.x).toBeGreaterThan(median.x);
        expect(spread.x).toBeLessThan(median.x + median.width);
        expect(spread.x + spread.width).toBeGreaterThan(median.x + median.width);
        // The single run in the other mode is as it always was.
        expect(plain(await page.locator('td[data-mode="zk"] > .entry .outage').textContent())).toBe(
          '9.4 s (at least 8.9 s)',
        );
        await page.screenshot({ path: join(screenshots, 'repeats-closed.png'), fullPage: true });
      },
      'repeated',
    ));

  it('open to the single ones by mouse and by keyboard, and stay open', () =>
    opened(
      '',
      {},
      async (page) => {
        expect(await visible(page)).toBe(1);
        await page.locator('.repeats > summary').click();
        expect(await visible(page)).toBe(6);
        await page.screenshot({ path: join(screenshots, 'repeats-open.png'), fullPage: true });
        await page.locator('.repeats a.entry').nth(1).click();
        await page.waitForSelector('.strip-lanes canvas');
        await page.goBack();
        await page.waitForSelector('table.overview');
        expect(await visible(page)).toBe(6);
        await page.locator('.repeats > summary').focus();
        await page.keyboard.press('Enter');
        expect(await visible(page)).toBe(1);
      },
      'repeated',
    ));

  it('are told together whatever the filter shows of them', () =>
    opened(
      '',
      {},
      async (page) => {
        await page.locator('.repeats > summary').click();
        await page.uncheck('input[name="pass"]');
        expect(await visible(page)).toBe(2);
        expect(await page.locator('.repeats .outcomes').textContent()).toBe('✗fails 1✓holds 4');
        expect(await page.locator('.hits').textContent()).toBe('1 of 6 runs shown');
      },
      'repeated',
    ));

  it('stand together above the single numbers on the page of their experiment, and are drawn once', () =>
    opened(
      '#/experiment/kill-leader',
      {},
      async (page) => {
        expect(await page.locator('h2').first().textContent()).toBe('Repeats together');
        const together = page.locator('[aria-label="what repeats come to together"]');
        expect(plain(await together.locator('tbody tr').nth(1).textContent())).toBe(
          'no writes for6.5 s (6.3 to 14.2, 5 runs)9.4 s (1 run)',
        );
        expect(await page.locator('.columns h2 a').allTextContents()).toEqual(['kraft 3.9.2', 'zk 3.9.2']);
      },
      'repeated',
    ));

  it.each([
    ['desktop', desktop],
    ['phone', phone],
  ])('are no wider than the page on a %s', (name, viewport) =>
    opened(
      '',
      { viewport },
      async (page) => {
        await page.locator('.repeats > summary').click();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          viewport.width,
        );
        await page.screenshot({ path: join(screenshots, `repeats-${name}.png`), fullPage: true });
      },
      'repeated',
    ),
  );
});

describe('the page of a run', () => {
  it('tells all of it, and shows as text what a broker wrote', () =>
    opened('', {}, async (page) => {
      await page.locator('.entry.is-pass').first().click();
      await page.waitForSelector('.strip-lanes canvas');
      expect(await page.locator('h2').allTextContents()).toEqual([
        ...['Time line', 'What was broken', 'Recovery', 'Expectations', 'Verdicts', 'Safety', 'Clients'],
        ...['The harness', 'Node logs around the faults', 'Effective configuration'],
      ]);
      expect(await page.locator('.strip h3').allTextContents()).toEqual([
        ...[
          'Partitions',
          'Latency from the scheduled time',
          'Errors by name',
          'Replicas in sync',
          'Consumer lag',
        ],
      ]);
      expect(await page.locator('.command code').textContent()).toBe(
        'npm run chaos -- run kill-leader --mode zk --kafka 3.9.2 --seed 7',
      );
      expect(await page.locator('.shows').textContent()).toBe(shown);
      expect(
        (await page.locator('[aria-label="expectations"] tbody tr').allTextContents()).map(plain),
      ).toEqual([
        'the outage is no longer than predicted≤ 20.0 s9.4 s✓holds',
        'nothing acknowledged is lost= 00✓holds',
      ]);
      expect(await page.locator('.stairs tbody th').allTextContents()).toContain('full ISR');
      expect(await page.locator('main').textContent()).toContain(hostileError);
      await page.getByText('broker-1: 1 line').click();
      expect(await page.locator('.log .warning').textContent()).toContain(hostileError);
      await page
        .locator('details', { hasText: /^broker-2$/ })
        .locator('summary')
        .click();
      await page.waitForSelector('text=some.setting.299.ms');
      await page.getByText(/events in order/).click();
      await page.waitForSelector('text=led by broker-2, leader epoch 2');
    }));

  it('zooms all charts by dragging in one, and shows all again by a double click', () =>
    opened('#/run/0.1', {}, async (page) => {
      const charts = page.locator('.charts');
      const shown = async () =>
        [await charts.getAttribute('data-from'), await charts.getAttribute('data-to')].map(Number);
      expect(await shown()).toEqual([-6, 28.5]);
      const over = page.locator('.strip-latency .u-over');
      await over.scrollIntoViewIfNeeded();
      const box = (await over.boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.2, box.y + 50);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.4, box.y + 50, { steps: 5 });
      await page.mouse.up();
      const [from, to] = await shown();
      expect(from).toBeCloseTo(-6 + 0.2 * 34.5, 0);
      expect(to).toBeCloseTo(-6 + 0.4 * 34.5, 0);
      // Under the cursor, every chart tells of the same moment.
      await page.mouse.move(box.x + box.width * 0.5, box.y + 50);
      expect(await page.locator('.strip-lanes .reading').textContent()).toContain('0: unknown · 1: refused');
      await over.dblclick();
      expect(await shown()).toEqual([-6, 28.5]);
      expect(await page.locator('.reset').isHidden()).toBe(true);
    }));

  it('zooms under a finger too', () =>
    opened('#/run/0.1', { viewport: phone, hasTouch: true }, async (page) => {
      const over = page.locator('.strip-lanes .u-over');
      const box = (await over.boundingBox())!;
      const at = (share: number) => ({
        ...{ pointerType: 'touch', isPrimary: true, bubbles: true },
        ...{ clientX: box.x + share * box.width, clientY: box.y + 40 },
      });
      await over.dispatchEvent('pointerdown', at(0.2));
      await over.dispatchEvent('pointermove', at(0.3));
      await over.dispatchEvent('pointermove', at(0.6));
      await over.dispatchEvent('pointerup', at(0.6));
      expect(Number(await page.locator('.charts').getAttribute('data-from'))).toBeCloseTo(-6 + 0.2 * 34.5, 0);
      await page.locator('.reset').click();
      expect(await page.locator('.charts').getAttribute('data-from')).toBe('-6.000');
    }));

  it('says why a run did not come about', () =>
    opened('#/run/7.1', {}, async (page) => {
      expect(await page.locator('main').textContent()).toContain(
        'This run did not come about: interrupted (SIGINT).',
      );
    }));
});

describe('the page of an experiment', () => {
  it('has its modes side by side, by one clock', () =>
    opened('#/experiment/kill-leader', {}, async (page) => {
      expect(await page.locator('.columns h2 a').allTextContents()).toEqual(['zk 3.9.2', 'kraft 3.9.2']);
      expect(await page.locator('.columns canvas').count()).toBe(10);
      expect(await page.locator('.shows').textContent()).toBe(shown);
      const [zk, kraft] = await page.locator('.charts').all();
      expect(await zk!.getAttribute('data-to')).toBe(await kraft!.getAttribute('data-to'));
    }));

  it('is found by a name that is markup', () =>
    opened('', {}, async (page) => {
      await page.getByRole('link', { name: hostileName, exact: true }).click();
      await page.waitForSelector('.columns canvas');
      expect(await page.locator('h1').textContent()).toBe(hostileName);
    }));
});

describe('on every screen', () => {
  it.each([
    ...['light', 'dark'].flatMap((scheme) => [
      [scheme, 'desktop', desktop] as const,
      [scheme, 'phone', phone] as const,
    ]),
  ])(
    'in %s colours on a %s nothing is wider than the page',
    async (scheme, name, viewport) => {
      const pages = { overview: '', run: '#/run/0.1', experiment: '#/experiment/kill-leader' };
      for (const [what, hash] of Object.entries(pages)) {
        await opened(hash, { viewport, colorScheme: scheme as 'light' | 'dark' }, async (page) => {
          await page.waitForSelector(what === 'overview' ? '.entry' : 'canvas');
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
            viewport.width,
          );
          await page.screenshot({ path: join(screenshots, `${what}-${name}-${scheme}.png`), fullPage: true });
        });
      }
    },
    60_000,
  );

  it('changes its colours when it is told to', () =>
    opened('#/run/0.1', { colorScheme: 'light' }, async (page) => {
      const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await paper();
      await page.click('#theme');
      expect(await paper()).not.toBe(light);
      await page.click('#theme');
      expect(await paper()).toBe(light);
    }));
});
