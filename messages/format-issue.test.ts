import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { quantityCodes, quantityHints } from '#quantity';
import { formatIssue, issueText } from './format-issue.ts';
import { hintsEn, issuesEn } from './issues.en.ts';
import { hintsZh, issuesZh } from './issues.zh.ts';
import { issuesClaimsEn } from './issues-claims.en.ts';
import { issuesClaimsZh } from './issues-claims.zh.ts';
import { hintsCliEn, issuesCliEn } from './issues-cli.en.ts';
import { hintsCliZh, issuesCliZh } from './issues-cli.zh.ts';
import { hintsQuantityEn, issuesQuantityEn } from './issues-quantity.en.ts';
import { hintsQuantityZh, issuesQuantityZh } from './issues-quantity.zh.ts';
import { hintsScenarioEn, issuesScenarioEn } from './issues-scenario.en.ts';
import { hintsScenarioZh, issuesScenarioZh } from './issues-scenario.zh.ts';
import { langs } from './lang.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const full = { path: 'a.b', file: 'f.yaml', line: 3, column: 7, expected: 'EXPECTED', received: 'RECEIVED' };
const issues = [issuesEn, issuesCliEn, issuesScenarioEn, issuesQuantityEn, issuesClaimsEn].flatMap((table) => Object.keys(table));
const hints = [hintsEn, hintsCliEn, hintsScenarioEn, hintsQuantityEn].flatMap((table) => Object.keys(table));

/** The program as it is published. */
const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /(?<![.]test|fixture)[.]ts$/.test(path) ? [readFileSync(join(root, path), 'utf8')] : [];
  });

/** Every code and hint that something in the program can give; those of the YAML parser are its own. */
const emitted = (): ReadonlySet<string> => {
  const literal = /'((?:document|path|catalog|claims|cli|fact|lint|scenario|package|set|study|sweep|hint)\/[a-z0-9-]+)'/g;
  const literals = ['catalog', 'claims', 'cli', 'model', 'report', 'scenario', 'sweep', 'uncertainty']
    .flatMap(sources)
    .flatMap((text) => [...text.matchAll(literal)]);
  const ofDistributions = [...readFileSync(join(root, 'uncertainty/validate.ts'), 'utf8').matchAll(/report\('([a-z-]+)'/g)];
  return new Set([
    ...literals.map(([, code]) => code!),
    ...[...quantityCodes, ...quantityHints].map((code) => `quantity/${code}`),
    ...ofDistributions.map(([, code]) => `distribution/${code}`),
  ]);
};

describe('texts of issues', () => {
  it('exist for every code that is given, and for no other', () => {
    expect([...issues, ...hints].filter((code) => !code.startsWith('yaml/')).toSorted()).toEqual([...emitted()].toSorted());
  });

  it('exist in both languages', () => {
    const ofZh = [
      issuesZh,
      issuesCliZh,
      issuesScenarioZh,
      issuesQuantityZh,
      issuesClaimsZh,
      hintsZh,
      hintsCliZh,
      hintsScenarioZh,
      hintsQuantityZh,
    ];
    expect(ofZh.flatMap((table) => Object.keys(table))).toEqual([...issues, ...hints]);
  });

  it.each(issues)('%s: says what is wrong and how to mend it, without loose ends', (code) => {
    for (const lang of langs) {
      for (const issue of [
        { code, ...full },
        { code, path: '' },
      ]) {
        const { message, mend } = issueText(issue, lang);
        expect(message.length).toBeGreaterThan(4);
        expect(mend.length).toBeGreaterThan(1);
        expect(message).not.toMatch(/[.。]$/);
        expect(mend).not.toMatch(/[.。]$/);
      }
      const { message, mend } = issueText({ code, ...full }, lang);
      expect(`${message} ${mend}`).not.toContain('undefined');
      if (lang === 'zh') expect(message).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('formatIssue', () => {
  const issue = { ...full, code: 'document/unknown-key' };

  it('begins with the place, as editors make it clickable', () => {
    expect(formatIssue(issue, 'en')).toBe('f.yaml:3:7: The key "RECEIVED" is unknown here. Known here: EXPECTED.');
    expect(formatIssue(issue, 'zh')).toBe('f.yaml:3:7: 此处没有“RECEIVED”这个键。此处可用的键：EXPECTED。');
  });

  it('prefers the mend of the hint', () => {
    expect(formatIssue({ ...issue, hint: 'hint/did-you-mean' }, 'en')).toBe(
      'f.yaml:3:7: The key "RECEIVED" is unknown here. Did you mean "EXPECTED"?',
    );
  });

  it('leaves out a place that is not known', () => {
    expect(formatIssue({ code: 'document/empty', path: '', file: 'f.yaml' }, 'en')).toMatch(/^f\.yaml: This/);
    expect(formatIssue({ code: 'document/empty', path: '' }, 'en')).toMatch(/^This/);
  });

  it('hides nothing of a code without a text', () => {
    expect(formatIssue({ ...full, code: 'new/code' }, 'en')).toBe('f.yaml:3:7: new/code a.b RECEIVED EXPECTED.');
    expect(formatIssue({ ...full, code: 'toString' }, 'en')).toContain('toString');
  });

  it('lets nothing that a file says command the terminal', () => {
    expect(formatIssue({ ...issue, received: 'a\u001b[2Jb\u202ec\nd' }, 'en')).toContain('"a [2Jb c d"');
  });
});
