import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import type { Checked, Issue } from '#quantity';
import { type ResolvedScenario, readScenario, resolveScenario, sampleScenario, uncertainLevers } from '#scenario';
import { correlatedGroups, correlationMatrix, median, triangleOf } from '#uncertainty';
import { leverByPath } from './levers.ts';
import { samplerOf } from './sample.ts';
import { folderOf, sound } from './test/folder.ts';

const catalog = openCatalog();
const resolved = (text: string): Checked<ResolvedScenario> => {
  const document = readScenario({ file: join(folderOf({ 'a.yaml': text }), 'a.yaml') });
  if (!document.ok) return document;
  if (!catalog.ok) throw new Error('no catalogue');
  return resolveScenario(document.value, catalog.value);
};
const issuesOf = (text: string): readonly Issue[] => {
  const result = resolved(text);
  return result.ok ? [] : result.issues;
};

const levers = `  cluster: { count: 2048 chip, pue: 1.1..1.4 }
  energy: { price: 0.04..0.12 USD/kWh, carbonIntensity: 500 gCO2/kWh }
  cost: { networkShare: 0.1..0.3 }
`;
const correlated = (list: string): string => `${sound}${levers}correlations:\n${list}`;

describe('correlations of a scenario', () => {
  it('tie the draws of their levers and no others', () => {
    const tied = resolved(correlated('  - { between: [energy.price, cluster.pue], rank: -0.8 }\n'));
    const free = resolved(sound + levers);
    if (!tied.ok || !free.ok) throw new Error(JSON.stringify([tied, free]));
    const paths = uncertainLevers(tied.value);
    const columns = ([scenario, path]: readonly [ResolvedScenario, string]): Float64Array => {
      const out = new Float64Array(4_000);
      samplerOf(scenario, paths, { seed: 1 }).column(paths.indexOf(path), 0, out);
      return out;
    };
    const ranks = (values: Float64Array): number => {
      const [x, y] = [columns([tied.value, 'energy.price']), values];
      const above = (column: Float64Array): readonly boolean[] => {
        const middle = column.slice().sort()[2_000] as number;
        return Array.from(column, (value) => value > middle);
      };
      const [a, b] = [above(x), above(y)];
      return a.filter((value, i) => value === b[i]).length / a.length;
    };
    // Signs of two normals agree in 1/2 + asin(r)/pi of draws.
    expect(ranks(columns([tied.value, 'cluster.pue']))).toBeCloseTo(0.5 + Math.asin(2 * Math.sin((-0.8 * Math.PI) / 6)) / Math.PI, 1);
    // The first in the order of the registry keeps the draws that it has alone.
    expect([...columns([tied.value, 'cluster.pue'])]).toEqual([...columns([free.value, 'cluster.pue'])]);
    for (const path of paths.filter((other) => other !== 'energy.price' && other !== 'cluster.pue'))
      expect([...columns([tied.value, path]).slice(0, 20)]).toEqual([...columns([free.value, path]).slice(0, 20)]);
    const spread = (scenario: ResolvedScenario): number => {
      const sorted = sampleScenario(scenario, { samples: 4_000, seed: 1 }).metrics.get('cost.energy')!.slice().sort();
      return sorted[3_800]! / sorted[200]!;
    };
    expect(spread(tied.value)).toBeLessThan(spread(free.value) * 0.97);
  });

  it.each([
    ['the first of a pair', 'cluster.pue', 'cluster: { pue: 1.2 }'],
    ['the second', 'energy.price', 'energy: { price: 0.08 USD/kWh }'],
  ])('keep the draws of every other lever where %s is pinned', (_, pinned, pin) => {
    const pair = correlated('  - { between: [energy.price, cluster.pue], rank: -0.8 }\n');
    const folder = folderOf({ 'whole.yaml': pair, 'pinned.yaml': `extends: whole.yaml\nlevers:\n  ${pin}\n` });
    const of = (name: string): ResolvedScenario => {
      const document = readScenario({ file: join(folder, name) });
      if (!document.ok || !catalog.ok) throw new Error(JSON.stringify(document));
      const result = resolveScenario(document.value, catalog.value);
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      return result.value;
    };
    const [whole, without] = [of('whole.yaml'), of('pinned.yaml')];
    const left = uncertainLevers(whole).filter((path) => path !== pinned);
    expect(uncertainLevers(without)).toEqual(left);
    for (const points of ['philox', 'sobol', 'halton'] as const) {
      const column = (scenario: ResolvedScenario, path: string): Float64Array => {
        const paths = uncertainLevers(scenario);
        const out = new Float64Array(1_500);
        samplerOf(scenario, paths, { seed: 3, points }).column(paths.indexOf(path), 0, out);
        return out;
      };
      for (const path of left) expect(column(without, path), path).toEqual(column(whole, path));
    }
  });

  it('cite no source for a pair of which one lever is certain', () => {
    const result = resolved(correlated('  - { between: [energy.price, cluster.count], rank: 0.5, source: chaincatcher-h100 }\n'));
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    expect(result.value.cited).not.toContain('chaincatcher-h100');
  });

  it('come from the catalogue too, where the scenario says nothing of the pair', () => {
    const overlay = folderOf({
      'correlation/tariff-pue.yaml': `id: correlation/tariff-pue
name: { en: Dear power and thrift, zh: 电贵则省 }
first: energy.price
second: cluster.pue
source: assumption
locator: made up for this test
grade: D
facts: { rank: -0.6 }
`,
    });
    const laid = openCatalog({ overlay });
    if (!laid.ok) throw new Error(JSON.stringify(laid.issues));
    const of = (text: string): unknown => {
      const document = readScenario({ file: join(folderOf({ 'a.yaml': text }), 'a.yaml') });
      if (!document.ok) throw new Error(JSON.stringify(document.issues));
      const result = resolveScenario(document.value, laid.value);
      return result.ok ? result.value.correlations.filter(({ between }) => between.includes('energy.price')) : result.issues;
    };
    expect(of(sound + levers)).toEqual([{ between: ['energy.price', 'cluster.pue'], rank: -0.6 }]);
    expect(of(correlated('  - { between: [cluster.pue, energy.price], rank: 0.2 }\n'))).toEqual([
      { between: ['cluster.pue', 'energy.price'], rank: 0.2 },
    ]);
  });

  it('are taken away by `none`', () => {
    const folder = folderOf({
      'parent.yaml': correlated('  - { between: [energy.price, cluster.pue], rank: 0.5 }\n'),
      'child.yaml': 'extends: parent.yaml\ncorrelations: none\n',
    });
    const of = (name: string) => {
      const document = readScenario({ file: join(folder, name) });
      return document.ok ? document.value.correlations : document.issues;
    };
    expect(of('parent.yaml')).toHaveLength(1);
    expect(of('child.yaml')).toBeUndefined();
  });

  it.each([
    [
      'an unknown lever',
      '{ between: [energy.prize, cluster.pue], rank: 0.5 }',
      { code: 'scenario/unknown-lever', expected: 'energy.price' },
    ],
    ['a lever with itself', '{ between: [energy.price, energy.price], rank: 0.5 }', { code: 'scenario/self-correlation' }],
    ['a rank that is none', '{ between: [energy.price, cluster.pue], rank: 1.5 }', { code: 'scenario/rank' }],
    ['one lever', '{ between: [energy.price], rank: 0.5 }', {}],
    ['an unknown source', '{ between: [energy.price, cluster.pue], rank: 0.5, source: nobody-1900 }', { code: 'scenario/unknown-source' }],
  ])('refuse %s, at its place', (_, entry, issue) => {
    expect(issuesOf(correlated(`  - ${entry}\n`))).toMatchObject([{ ...issue, line: 12 }]);
  });

  it('refuse a pair that is stated twice, in whatever order', () => {
    const entry = (a: string, b: string): string => `  - { between: [${a}, ${b}], rank: 0.5 }\n`;
    expect(issuesOf(correlated(entry('energy.price', 'cluster.pue') + entry('cluster.pue', 'energy.price')))).toMatchObject([
      { code: 'scenario/second-correlation', line: 13 },
    ]);
  });

  it('refuse to contradict each other, and say what would fit', () => {
    const three = `  - { between: [energy.price, cluster.pue], rank: 0.9 }
  - { between: [cluster.pue, cost.networkShare], rank: 0.9 }
`;
    const [issue, ...more] = issuesOf(correlated(three));
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ code: 'scenario/correlations-contradict', line: 12 });
    const mended = (issue?.expected ?? '').split(', ').map((text) => /(\S+) ~ (\S+) (\S+)/.exec(text)?.slice(1) ?? []);
    expect(mended).toHaveLength(3);
    const list = mended.map(([a, b, rank]) => `  - { between: [${a}, ${b}], rank: ${rank} }\n`).join('');
    expect(issuesOf(correlated(list))).toEqual([]);
  });

  it('that are shipped name levers, fit together, are graded, and count unless a scenario says otherwise', () => {
    if (!catalog.ok) throw new Error('no catalogue');
    const shipped = catalog.value.list('correlation');
    expect(shipped.length).toBeGreaterThan(5);
    const pairs = shipped.map(({ attributes }) => [attributes['first'], attributes['second']] as const);
    for (const path of pairs.flat()) expect(leverByPath.has(path ?? '')).toBe(true);
    expect(new Set(pairs.map((pair) => pair.toSorted().join(' '))).size).toBe(pairs.length);
    const correlations = pairs.map(([first = '', second = ''], place) => ({
      between: [first, second] as const,
      rank: median(catalog.value.select(shipped[place]!, 'rank')!.value),
    }));
    for (const group of correlatedGroups([...new Set(correlations.flatMap(({ between }) => between))], correlations))
      expect(triangleOf(correlationMatrix(group, correlations)), group.join(', ')).toBeDefined();
    const as = (text: string): ResolvedScenario => {
      const result = resolved(text);
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      return result.value;
    };
    const tied = as(sound + levers);
    expect(tied.correlations).toContainEqual({ between: ['cluster.detectionTime', 'cluster.restartTime'], rank: 0.5 });
    const free = as(
      correlated(
        '  - { between: [cluster.detectionTime, cluster.restartTime], rank: 0 }\n  - { between: [cluster.restartTime, cluster.manualRestartTime], rank: 0 }\n',
      ),
    );
    // What is lost to a failure is a sum of times that are now long together.
    const spread = (scenario: ResolvedScenario): number => {
      const sorted = sampleScenario(scenario, { samples: 4_000, seed: 1, only: ['cluster.goodput'] })
        .metrics.get('cluster.goodput')!
        .slice()
        .sort();
      return sorted[3_800]! - sorted[200]!;
    };
    expect(spread(tied)).toBeGreaterThan(1.04 * spread(free));
  });
});
