import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';

/** A page that tells on itself. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors in the console, exceptions, and failed requests. */
  readonly errors: readonly string[];
  /** Every address asked for, apart from the page itself. */
  readonly requests: readonly string[];
}

/** A real browser for tests. */
export interface TestBrowser {
  readonly open: (address: string, width: number, options?: { readonly locale?: string }) => Promise<WatchedPage>;
  readonly close: () => Promise<void>;
}

const height = 900;

/**
 * Starts Chromium without a window and without the traffic of its own.
 *
 * @throws when no Chromium is installed; `npm test` installs one or says how
 */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: run npm test, or set CHROMIUM_PATH.');
  const downloads = mkdtempSync(join(tmpdir(), 'chokepoint-browser-'));
  const browser: Browser = await chromium.launch({
    executablePath,
    downloadsPath: downloads,
    args: [
      '--headless=new',
      // Containers of a CI run as root, where the sandbox of Chromium refuses to start.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const contexts: BrowserContext[] = [];
  return {
    async open(address, width, { locale = 'en-GB' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
      contexts.push(context);
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('requestfailed', (request) => errors.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
      page.on('request', (request) => {
        if (!request.isNavigationRequest() && !/^(data|blob):/.test(request.url())) requests.push(request.url());
      });
      await page.goto(address);
      return { page, errors, requests };
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}
