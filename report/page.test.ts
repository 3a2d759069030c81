import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../test/support/browser.ts';
import { renderComparisonHtml } from './comparison-html.ts';
import { feasibleAnswer, infeasibleAnswer, unsampledAnswer } from './fixture.ts';
import { renderHtml } from './html.ts';

// What only a browser knows of pages that the scenarios at hand do not show: a chain that is cut, hostile titles, a comparison.

let browser: TestBrowser;
let folder: string;

const address = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-pages-'));
  for (const lang of ['en', 'zh'] as const) {
    writeFileSync(join(folder, `cut-${lang}.html`), renderHtml(infeasibleAnswer, { lang }));
    writeFileSync(
      join(folder, `comparison-${lang}.html`),
      renderComparisonHtml([feasibleAnswer, infeasibleAnswer, unsampledAnswer], { lang }),
    );
  }
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['cut-zh', 'comparison-en'])('the page %s', (name) => {
  it.each([1280, 800, 375])('fits into %i pixels, runs nothing of a title and asks for nothing', async (width) => {
    const { page, errors, requests } = await browser.open(address(name), width);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0);
    expect(await page.locator('h1:visible').count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('can be read by everyone, %s', async (colorScheme) => {
    const { page } = await browser.open(address(name), 1280);
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  });
});

describe('the switch of languages', () => {
  it('works by links, and keeps the language on the way to a source', async () => {
    const { page } = await browser.open(address('cut-en'), 1280);
    const shown = (): Promise<string> => page.locator('.language:visible').evaluate((part) => part.id);
    expect(await shown()).toBe('en');
    await page.getByRole('link', { name: '中文' }).click();
    expect(await shown()).toBe('zh');
    await page.waitForFunction("document.documentElement.lang === 'zh-Hans'");
    await page.locator('a[href="#zh-source-4"]:visible').first().click();
    expect(await shown()).toBe('zh');
    await page.getByRole('link', { name: 'English' }).click();
    expect(await shown()).toBe('en');
  });

  it('shows inputs that are assumptions when asked', async () => {
    const { page } = await browser.open(address('cut-en'), 1280);
    const rows = page.locator('.inputs tbody tr:visible');
    expect(await rows.count()).toBe(6);
    await page.getByLabel('Show only assumptions').check();
    expect(await rows.count()).toBe(2);
  });
});
