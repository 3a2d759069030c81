import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runValidate } from './validate.ts';

const reference = fileURLToPath(new URL('../validation/reference/', import.meta.url));
/** A folder of tables that no area knows. */
const strange = mkdtempSync(join(tmpdir(), 'strange-'));
writeFileSync(join(strange, 'birds.csv'), 'bird,wings\nwren,2\n');
afterAll(() => rmSync(strange, { recursive: true }));

const listen = () => {
  const said = { out: '', error: '' };
  const output = {
    out: (text: string): void => {
      said.out += text;
    },
    error: (text: string): void => {
      said.error += text;
    },
  };
  return { said, output };
};

test('passes on the shipped reference files', async () => {
  const { said, output } = listen();
  expect(await runValidate('cost', reference, { lang: 'en' }, output)).toBe(0);
  expect(said.out.split('\n').at(-1)).toBe('26 passed, 0 failed, 10 not scored');
  expect(said.error).toBe('');
});

test('the same as JSON', async () => {
  const { said, output } = listen();
  expect(await runValidate('cost', reference, { json: true }, output)).toBe(0);
  expect(JSON.parse(said.out)).toMatchObject({
    schema: 'chokepoint/validation/1',
    area: 'cost',
    summary: { passed: 26, failed: 0, notScored: 10 },
  });
});

test.each(['en', 'zh'] as const)('an unknown area and a missing path are said, with exit code 2 (%s)', async (lang) => {
  const { said, output } = listen();
  expect(await runValidate('alchemy', '/no/such/place', { lang }, output)).toBe(2);
  expect(said.out).toBe('');
  expect(said.error).toContain('alchemy');
  expect(said.error).toContain('cost');
  expect(said.error).toContain('/no/such/place');
});

test('JSON gives the issues themselves', async () => {
  const { said, output } = listen();
  expect(await runValidate('cost', '/no/such/place', { json: true }, output)).toBe(2);
  expect(JSON.parse(said.out).issues).toMatchObject([{ code: 'validation/path-missing', received: '/no/such/place' }]);
});

test.each(['cost', 'training', 'silicon', 'analog'])('where nothing is recognised for %s nothing has passed', async (area) => {
  for (const lang of ['en', 'zh'] as const) {
    const { said, output } = listen();
    expect(await runValidate(area, strange, { lang }, output)).toBe(2);
    expect(said.out).toBe('');
    expect(said.error).toContain(strange);
    expect(said.error).toMatch(lang === 'en' ? /nothing was scored/ : /未作任何评分/);
  }
  const { said, output } = listen();
  expect(await runValidate(area, strange, { json: true }, output)).toBe(2);
  expect(JSON.parse(said.out).issues).toMatchObject([{ code: 'validation/nothing-recognised', received: strange }]);
});

test('a table of failures and goodput alone is printed, and is no misuse', async () => {
  const { said, output } = listen();
  expect(await runValidate('training', join(reference, 'goodput.csv'), { lang: 'en' }, output)).toBe(0);
  expect(said.out).toContain('L3-1 unexpected interruptions: published 419 count');
  expect(said.out).not.toContain('nothing was scored');
  expect(said.error).toBe('');
});
