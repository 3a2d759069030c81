import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './support/root.ts';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const cruise = (folder: string): readonly Violation[] => {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [command, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout).summary.violations;
};

/** A house in small, in which each file breaks one rule, or none. */
const planted: Readonly<Record<string, { readonly text: string; readonly breaks?: string }>> = {
  'model/0-quantity/index.ts': { text: `export const one = 1;` },
  'model/1-wafer/index.ts': { text: `export { wafer } from './wafer.ts';` },
  'model/1-wafer/wafer.ts': { text: `import { one } from '#quantity';\nexport const wafer = one;` },
  'model/2-die/index.ts': { text: `export { die } from './die.ts';` },
  'model/2-die/die.ts': { text: `import { wafer } from '#wafer';\nexport const die = wafer;` },
  'model/chain-input.ts': { text: `import type { die } from '#die';\nexport type Chained = typeof die;` },
  'model/chain.ts': { text: `import { die } from '#die';\nimport { wafer } from '#wafer';\nexport const chain = [wafer, die];` },
  'model/index.ts': { text: `export { chain } from './chain.ts';` },
  'messages/index.ts': { text: `export const say = 'yes';` },
  'report/index.ts': { text: `import { say } from '#messages';\nexport const report = say;` },
  'report/build-it.ts': { text: `import { chain } from '#model';\nexport const built = chain;` },
  'cli/main.ts': { text: `import { chain } from '#model';\nimport { report } from '#report';\nexport const main = [chain, report];` },

  'model/1-wafer/upward.ts': { text: `import { die } from '#die';\nexport const upward = die;`, breaks: '1-wafer-sees-only-lower-floors' },
  'model/1-wafer/upward-type.ts': {
    text: `import type { die } from '#die';\nexport type Upward = typeof die;`,
    breaks: '1-wafer-sees-only-lower-floors',
  },
  'model/0-quantity/upward.ts': {
    text: `import { wafer } from '#wafer';\nexport const up = wafer;`,
    breaks: '0-quantity-sees-only-lower-floors',
  },
  'model/2-die/deep.ts': { text: `import { wafer } from '../1-wafer/wafer.ts';\nexport const deep = wafer;`, breaks: 'no-deep-import' },
  'model/2-die/whole.ts': {
    text: `import { chain } from '../chain.ts';\nexport const whole = chain;`,
    breaks: 'only-the-chain-sees-all-floors',
  },
  'model/2-die/file.ts': {
    text: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
    breaks: 'pure-folders-need-no-package',
  },
  'model/2-die/yaml.ts': { text: `import { parse } from 'yaml';\nexport const read = parse;`, breaks: 'pure-folders-need-no-package' },
  'model/2-die/text.ts': { text: `import { say } from '#messages';\nexport const text = say;`, breaks: 'model-sees-only-model' },
  'model/2-die/lost.ts': { text: `import { gone } from './gone.ts';\nexport const lost = gone;`, breaks: 'resolves' },
  'model/2-die/hen.ts': { text: `import { egg } from './egg.ts';\nexport const hen = (): unknown => egg;`, breaks: 'no-cycles' },
  'model/2-die/egg.ts': { text: `import { hen } from './hen.ts';\nexport const egg = (): unknown => hen;`, breaks: 'no-cycles' },
  'model/loose.ts': { text: `import { die } from '#die';\nexport const loose = die;`, breaks: 'loose-file-beside-the-chain' },
  'model/deep.ts': {
    text: `import type { wafer } from './1-wafer/wafer.ts';\nexport type Deep = typeof wafer;`,
    breaks: 'no-deep-import-by-the-chain',
  },
  'uncertainty/clock.ts': {
    text: `import { hrtime } from 'node:process';\nexport const clock = hrtime;`,
    breaks: 'pure-folders-need-no-package',
  },
  'uncertainty/knows.ts': {
    text: `import { chain } from '#model';\nexport const knows = chain;`,
    breaks: 'uncertainty-sees-only-what-it-may',
  },
  'report/runs.ts': { text: `import { chain } from '#model';\nexport const runs = chain;`, breaks: 'report-sees-only-what-it-may' },
  'report/commands.ts': { text: `import { main } from '../cli/main.ts';\nexport const all = main;`, breaks: 'nothing-sees-the-commands' },
  'cli/tested.ts': { text: `import { expect } from 'vitest';\nexport const tested = expect;`, breaks: 'no-dev-package-in-the-product' },
};

let house = '';
let violations: readonly Violation[] = [];

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'chokepoint-house-'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs']) cpSync(join(root, file), join(house, file));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  for (const [file, { text }] of Object.entries(planted)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${text}\n`);
  }
  violations = cruise(house);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(Object.entries(planted).filter(([, { breaks }]) => breaks !== undefined))('%s is caught', (file, { breaks }) => {
  expect(violations.filter(({ from, to }) => from === file || to === file).map(({ rule }) => rule.name)).toContain(breaks);
});

test('what keeps the rules is left alone', () => {
  const lawful = Object.keys(planted).filter((file) => planted[file]?.breaks === undefined);
  expect(violations.filter(({ from }) => lawful.includes(from))).toEqual([]);
});

test('the tree of the house keeps them all', () => {
  expect(cruise(root).map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});

test('every rule was broken once', async () => {
  const { default: config } = await import(join(root, '.dependency-cruiser.mjs'));
  const broken = new Set(violations.map(({ rule }) => rule.name));
  const floorsOrFolders = /-sees-only-(lower-floors|what-it-may)$/;
  const rules = (config.forbidden as readonly { name: string }[]).map(({ name }) => name).filter((name) => !floorsOrFolders.test(name));
  expect(rules.filter((name) => !broken.has(name))).toEqual([]);
});
