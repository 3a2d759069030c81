import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { median } from '#uncertainty';
import { catalog } from '../test/support/shipped.ts';
import { fitWaferProcess } from './wafer-process.ts';
import { waferProcessReport } from './wafer-process-report.ts';

describe('fit of the wafer floor', () => {
  const fit = fitWaferProcess(catalog);

  it('gives what is written down', () => {
    expect(readFileSync(join(import.meta.dirname, 'wafer-process.yaml'), 'utf8')).toBe(waferProcessReport(fit));
  });

  it('gives what the catalogue states', () => {
    const stated = (id: string, fact: string): number => {
      const thing = catalog.get(id);
      const selected = thing && catalog.select(thing, fact);
      return selected === undefined ? Number.NaN : median(selected.value);
    };
    expect(stated('parameter/wire-pitch-factor', 'value')).toBe(fit.wireFactor);
    expect(stated('parameter/hole-pitch-factor', 'value')).toBe(fit.holeFactor);
    expect(stated('parameter/split-exponent', 'value')).toBe(fit.splitExponent);
    expect(stated('lithography/arfi', 'defectsPerExposure') / fit.immersionDefects).toBeCloseTo(1, 2);
    expect(stated('lithography/euv', 'defectsPerExposure') / fit.euvDefects).toBeCloseTo(1, 2);
    expect(stated('lithography/euv', 'efficiency') / fit.euvEfficiency).toBeCloseTo(1, 2);
  });

  it('comes closer to every row than what was assumed before, or stays where it was, but for whole masks', () => {
    for (const { target, before, after } of fit.rows)
      expect(Math.abs(after - target)).toBeLessThanOrEqual(Math.max(Math.abs(before - target), 2));
  });
});
