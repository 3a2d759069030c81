import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ends } from '#catalog';
import { median } from '#uncertainty';
import { catalog } from '../test/support/shipped.ts';
import { fitCapability } from './accelerator-capability.ts';
import { capabilityReport } from './capability-report.ts';
import { leastSquares } from './least-squares.ts';

const fit = fitCapability(catalog);
const written = readFileSync(new URL('./accelerator-capability.yaml', import.meta.url), 'utf8');

test('a line through points on a line is that line, and its errors are those of the textbook', () => {
  expect(leastSquares([1, 2, 3, 4], [3, 5, 7, 9])).toMatchObject({ level: 6, slope: 2, meanX: 2.5, sd: 0 });
  // y = 0, 1, 1, 2 on x = 0..3: slope 0.6, residuals -0.1, 0.3, -0.3, 0.1.
  const { slope, sd, slopeError } = leastSquares([0, 1, 2, 3], [0, 1, 1, 2]);
  expect(slope).toBeCloseTo(0.6, 12);
  expect(sd).toBeCloseTo(Math.sqrt(0.2 / 2), 12);
  expect(slopeError).toBeCloseTo(Math.sqrt(0.1 / 5), 12);
});

test('what is written down is what the catalogue gives', () => {
  // An accelerator that is no row changes nothing that was fitted: the next fit will list it.
  const { notUsed: _, ...fitted } = parse(capabilityReport(fit)) as Record<string, unknown>;
  expect(parse(written)).toMatchObject(fitted);
});

test('each silicon is one row, and every accelerator is a row or has a reason not to be one', () => {
  const out = Object.values(fit.notUsed).flat();
  const used = fit.rows.map(({ id }) => id);
  expect([...used, ...out].sort()).toEqual(
    catalog
      .list('accelerator')
      .map(({ id }) => id)
      .sort(),
  );
});

test.each([
  ['peak-per-transistor', 'peak', fit.peakPerTransistor.value, fit.peakPerTransistor.interval],
  ['peak-density-exponent', 'value', fit.peakPerTransistor.exponent, fit.peakPerTransistor.exponentInterval],
  ['energy-per-flop', 'energy', fit.energyPerFlop.value, fit.energyPerFlop.interval],
  ['energy-density-exponent', 'value', fit.energyPerFlop.exponent, fit.energyPerFlop.exponentInterval],
  ['fp8-speedup', 'value', fit.formats['fp8']?.median ?? Number.NaN, undefined],
  ['fp4-speedup', 'value', fit.formats['fp4']?.median ?? Number.NaN, undefined],
  ['int8-speedup', 'value', fit.formats['int8']?.median ?? Number.NaN, undefined],
  ['capability-reference-density', 'density', fit.referenceDensity, undefined],
] as const)('the constant %s of the catalogue is the fitted one', (id, fact, value, interval) => {
  const thing = catalog.get(`parameter/${id}`);
  const selected = thing && catalog.select(thing, fact);
  expect(selected && median(selected.value) / value).toBeCloseTo(1, 2);
  if (interval !== undefined && selected !== undefined) {
    const [low, high] = ends(selected.value);
    expect(Math.abs(low - interval[0]) / Math.abs(interval[0])).toBeLessThan(0.01);
    expect(Math.abs(high - interval[1]) / Math.abs(interval[1])).toBeLessThan(0.01);
  }
});

test('the first TPU, 28 nm and not among the rows, lies in the interval that the fit gives for its area', () => {
  const tpu = catalog.get('accelerator/tpu-v1');
  const node = catalog.get('node/tsmc-28nm');
  const of = (thing: typeof tpu, fact: string): number => {
    const selected = thing && catalog.select(thing, fact);
    return selected === undefined ? Number.NaN : median(selected.value);
  };
  const { peakPerTransistor: law, referenceDensity, formats } = fit;
  const x = Math.log(of(node, 'transistorDensity') / referenceDensity);
  const perTransistor = of(tpu, 'peakInt8') / (formats['int8']?.median ?? 1) / (of(tpu, 'logicArea') * of(node, 'transistorDensity') * 1e6);
  const off = Math.log(perTransistor / law.value) - law.exponent * x;
  const spread = Math.hypot(law.logSd, law.exponentError * x);
  expect(Math.abs(off)).toBeLessThan(1.7 * spread);
  // It did better than the fit says: a design made for one thing.
  expect(off).toBeGreaterThan(0);
});
