import { describe, expect, it } from 'vitest';
import { hintsScenarioEn, issuesScenarioEn } from './issues-scenario.en.ts';
import { hintsScenarioZh, issuesScenarioZh } from './issues-scenario.zh.ts';

describe('texts of the faults of scenarios', () => {
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
