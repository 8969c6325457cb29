/** Pages in a real browser: Chromium, as the system has it. Screenshots of both themes are kept for a look by eye. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { ensurePrograms } from '../../src/engine/install.ts';

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };
export const screenshots = join(tmpdir(), 'kafka-chaos-report-screenshots');

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Text of a page, wherever its lines may end. */
export const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');

export interface Pages {
  /** Opens a page, hands it over, and sees to it that it said nothing, asked for nothing and ran nothing foreign. */
  open(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
    hash?: string,
  ): Promise<void>;
}

/**
 * Pages for the tests of a file; they and the browser go when these are over.
 * @param make makes the text of each, by name
 * @param ready what is there when a page has been made
 */
export function pages(make: () => Promise<Record<string, string>>, ready: string): Pages {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    if (process.env.CHROMIUM === undefined) {
      const chromium = { program: 'chromium', package: 'chromium' };
      await ensurePrograms([chromium], 'to look at pages in a browser', console.log);
    }
    folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-pages-'));
    mkdirSync(screenshots, { recursive: true });
    for (const [name, html] of Object.entries(await make())) {
      writeFileSync(join(folder, `${name}.html`), html);
    }
    browser = await chromium.launch({
      executablePath,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  return {
    async open(name, options, use, hash = '') {
      const page = await browser.newPage({ viewport: desktop, ...options });
      page.setDefaultTimeout(10_000);
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('dialog', (dialog) => {
        said.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
      });
      page.on('request', (request) => {
        if (!request.url().startsWith('file:')) said.push(`request: ${request.url()}`);
      });
      try {
        await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}${hash}`);
        await page.waitForSelector(ready).catch((error) => said.push(String(error)));
        expect(said).toEqual([]);
        await use(page);
        expect(said).toEqual([]);
        expect(await page.locator('img').count()).toBe(0);
      } finally {
        await page.close();
      }
    },
  };
}
