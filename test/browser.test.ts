import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReportServer, serveReport } from '../cli/serve.ts';
import { startBrowser, type TestBrowser } from './support/browser.ts';
import { root } from './support/root.ts';

const scenario = 'scenarios/deepseek-v3-on-910c.yaml';
const han = /\p{Script=Han}/u;

let folder = '';
let browser: TestBrowser | undefined;
let server: ReportServer | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-report-'));
  const file = join(folder, 'report.html');
  execFileSync(process.execPath, ['dist/cli/main.js', 'run', scenario, '--samples', '500', '--html', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server = await serveReport({ html: readFileSync(file, 'utf8'), port: 0 });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const languages = [
  { lang: 'en', button: 'English' },
  { lang: 'zh', button: '中文' },
] as const;

/** Presses the switch of the page, as a reader would, unless the page already speaks the language. */
const speak = async (page: Page, lang: string): Promise<void> => {
  const name = languages.find((each) => each.lang === lang)!.button;
  if (!(await pageLanguage(page)).startsWith(lang))
    await page.getByText(name, { exact: true }).and(page.locator('button, a, label')).first().click();
  await page.waitForFunction(`document.documentElement.lang.startsWith('${lang}')`);
};

const pageLanguage = (page: Page): Promise<string> => page.evaluate('document.documentElement.lang');
const visibleText = (page: Page): Promise<string> => page.evaluate('document.body.innerText');

describe.each([1280, 375])('the report page, %i pixels wide', (width) => {
  test.each(languages)('reads well in $lang', async ({ lang }) => {
    const { page, errors, requests } = await browser!.open(server!.url, width);
    await speak(page, lang);

    const text = await visibleText(page);
    expect(text.length).toBeGreaterThan(1000);
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b|\[object |\bInfinity\b/);
    const [title = ''] = await page.locator('h1:visible').allInnerTexts();
    expect(han.test(title)).toBe(lang === 'zh');

    const excess = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(excess, 'pixels that the page scrolls sideways').toBeLessThanOrEqual(0);
    const shares = await page
      .locator('.inputs tbody th:visible')
      .evaluateAll((cells) =>
        cells.map((cell) => cell.getBoundingClientRect().width / (cell.closest('table')?.getBoundingClientRect().width ?? 0)),
      );
    expect(shares.length).toBeGreaterThan(0);
    expect(Math.min(...shares), 'share of the width that the name of an input has').toBeGreaterThan(width < 720 ? 0.95 : 0.5);
    expect(await page.locator('svg:visible').count()).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  test.each(languages.flatMap(({ lang }) => (['light', 'dark'] as const).map((colorScheme) => ({ lang, colorScheme }))))(
    'is accessible in $lang, $colorScheme',
    async ({ lang, colorScheme }) => {
      const { page } = await browser!.open(server!.url, width);
      await page.emulateMedia({ colorScheme });
      await speak(page, lang);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
    },
  );
});

test('the switch goes to Chinese and back, and says the same in other words', async () => {
  const { page, errors } = await browser!.open(server!.url, 1280);
  await speak(page, 'en');
  const english = await visibleText(page);
  await speak(page, 'zh');
  const chinese = await visibleText(page);
  await speak(page, 'en');
  expect(await visibleText(page)).toBe(english);
  expect(chinese.match(/\p{Script=Han}/gu)?.length).toBeGreaterThan(300);
  expect(english.match(/\p{Script=Han}/gu)?.length ?? 0).toBeLessThan(100);
  expect(errors).toEqual([]);
});

test('the file opens by itself, without a server', async () => {
  const { page, errors, requests } = await browser!.open(pathToFileURL(join(folder, 'report.html')).href, 1280);
  expect((await visibleText(page)).length).toBeGreaterThan(1000);
  expect(errors).toEqual([]);
  expect(requests).toEqual([]);
});

test('it prints, without what only a screen can use', async () => {
  const { page } = await browser!.open(server!.url, 1280);
  await speak(page, 'en');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('h1:visible').count()).toBe(1);
  expect(await page.getByText('中文', { exact: true }).and(page.locator('button, a, label')).filter({ visible: true }).count()).toBe(0);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.byteLength).toBeGreaterThan(20_000);
});
