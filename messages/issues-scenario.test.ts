import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hintsEn, issuesEn } from './issues.en.ts';
import { hintsScenarioEn, issuesScenarioEn } from './issues-scenario.en.ts';
import { hintsScenarioZh, issuesScenarioZh } from './issues-scenario.zh.ts';

const folder = fileURLToPath(new URL('../scenario', import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const codesIn = (pattern: RegExp): string[] => [...new Set([...sources.matchAll(pattern)].map(([, code]) => code ?? ''))].toSorted();

describe('texts of the faults of scenarios', () => {
  it('are there for every code that the scenario reader gives, and for no other', () => {
    expect(codesIn(/'((?:scenario|set)\/[a-z-]+)'/g)).toEqual(Object.keys(issuesScenarioEn).toSorted());
  });

  it('are there for every hint', () => {
    const known = Object.keys({ ...hintsEn, ...hintsScenarioEn });
    expect(codesIn(/'(hint\/[a-z-]+)'/g).filter((code) => !known.includes(code))).toEqual([]);
    expect(codesIn(/'(hint\/[a-z-]+)'/g)).toEqual(expect.arrayContaining(Object.keys(hintsScenarioEn)));
  });

  it('stand under codes of their own', () => {
    expect(Object.keys(issuesScenarioEn).filter((code) => code in issuesEn)).toEqual([]);
    expect(Object.keys(hintsScenarioEn).filter((code) => code in hintsEn)).toEqual([]);
  });

  it('name the place, what was written and what is allowed', () => {
    const issue = { code: 'scenario/out-of-range', path: 'levers.cluster.count', expected: '1..1e9 chip', received: '0 chip' };
    for (const texts of [issuesScenarioEn, issuesScenarioZh]) {
      const { message, mend } = texts['scenario/out-of-range'](issue);
      expect(message).toContain('cluster.count');
      expect(message).toContain('0 chip');
      expect(mend).toContain('1..1e9 chip');
    }
    for (const hints of [hintsScenarioEn, hintsScenarioZh]) {
      expect(hints['hint/nest-lever']({ code: '', path: '', received: 'cluster.count' })).toContain('`cluster: { count: … }`');
    }
  });
});
