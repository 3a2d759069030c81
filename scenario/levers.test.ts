import { describe, expect, it } from 'vitest';
import { isUnitId, type UnitId } from '#quantity';
import { plainRun } from '../model/chain.fixture.ts';
import { constraintKinds } from './constraints.ts';
import { levers } from './levers.ts';
import { metrics } from './metrics.ts';

describe('the registry', () => {
  it('names the levers that the chain reads, no more and no fewer', () => {
    const { choice: _, ...groups } = plainRun;
    const read = Object.entries(groups).flatMap(([group, fields]) =>
      Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [] : [`${group}.${name}`])),
    );
    expect(levers.map(({ path }) => path).sort()).toEqual(read.sort());
  });

  it.each([...levers, ...metrics])('$path has a unit, a label and a meaning in both languages', ({ unit, label, meaning }) => {
    expect(isUnitId(unit as UnitId)).toBe(true);
    for (const text of [label, meaning]) {
      expect(text.en).toMatch(/[a-z]/i);
      expect(text.zh).toMatch(/[\u4e00-\u9fff]|PUE/);
      // Chinese is set with full-width marks.
      expect(text.zh).not.toMatch(/[\u4e00-\u9fff][,;:()]|[,;:()][\u4e00-\u9fff]/);
    }
    expect(meaning.en.endsWith('.')).toBe(true);
    expect(meaning.zh.endsWith('。')).toBe(true);
  });

  it.each(levers)('$path has a range that is not empty', ({ low, high }) => {
    expect(low).toBeLessThan(high);
  });

  it('speaks in per cent of plain numbers only', () => {
    const shares = [...levers, ...metrics].filter(({ percent }) => percent);
    expect(shares.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['run.utilisation', 'wafer.allocation', 'die.yield', 'cost.energyShareOfDevelopment']),
    );
    for (const { path, unit } of shares) expect(unit, path).toBe('1');
  });

  it('relaxes constraints by levers that exist', () => {
    const paths = levers.map(({ path }) => path);
    for (const lever of Object.values(constraintKinds).flatMap((kind) => kind.levers)) expect(paths).toContain(lever);
  });
});
