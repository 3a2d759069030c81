import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatIssue, issueText } from './format-issue.ts';
import { hintsEn, issuesEn } from './issues.en.ts';
import { hintsZh, issuesZh } from './issues.zh.ts';
import { langs } from './lang.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const full = { path: 'a.b', file: 'f.yaml', line: 3, column: 7, expected: 'EXPECTED', received: 'RECEIVED' };

/** Codes and hints that the catalogue and its commands can give. */
const emitted = (): ReadonlySet<string> => {
  const files = [...readdirSync(join(root, 'catalog')).map((name) => `catalog/${name}`), 'cli/catalog.ts'];
  const sources = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'));
  return new Set(
    sources.flatMap((text) => [...text.matchAll(/'((?:document|path|catalog|fact|lint|hint)\/[a-z0-9-]+)'/g)].map(([, code]) => code!)),
  );
};

describe('texts of issues', () => {
  it('exist for every code that is given, and for no other', () => {
    const known = [...Object.keys(issuesEn), ...Object.keys(hintsEn).filter((hint) => hint.startsWith('hint/'))];
    expect(new Set(known)).toEqual(emitted());
    expect(Object.keys(issuesZh)).toEqual(Object.keys(issuesEn));
    expect(Object.keys(hintsZh)).toEqual(Object.keys(hintsEn));
  });

  it.each(Object.keys(issuesEn))('%s: says what is wrong and how to mend it, without loose ends', (code) => {
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
