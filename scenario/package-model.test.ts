import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '#catalog';
import { catalog } from '../test/support/shipped.ts';
import { answerPackage } from './package-answer.ts';
import { packageModel } from './package-model.ts';
import { packageOf, packageTechnologies } from './read-package.ts';

/** Package files, sound but for as many slips as `slips` lets through. */
const files = (slips: number): fc.Arbitrary<unknown> => {
  const orSlip = <T>(sound: fc.Arbitrary<T>, ...wrong: readonly unknown[]): fc.Arbitrary<unknown> =>
    slips === 0 ? sound : fc.oneof({ weight: 20, arbitrary: sound }, { weight: slips, arbitrary: fc.constantFrom(...wrong) });
  const quantity = (unit: string, least: number, most: number): fc.Arbitrary<unknown> =>
    orSlip(
      fc.oneof(
        fc.double({ min: least, max: most, noNaN: true }).map((value) => `${value}${unit}`),
        fc
          .tuple(fc.double({ min: 0.01, max: 0.49, noNaN: true }), fc.double({ min: 0.5, max: 0.99, noNaN: true }))
          .map(([a, b]) => `${least + a * (most - least)}..${least + b * (most - least)}${unit}`),
      ),
      '-1',
      '300 %',
      'x',
      `1e12${unit}`,
      '1 parsec',
      [1],
    );
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
  const share = quantity('', 0.5, 1);
  const die = fc.record({
    node: orSlip(fc.constantFrom('N5', 'N7', 'SMIC 28nm', 'N+2', '16/14nm'), 'N55x', undefined),
    area: quantity(' mm2', 1, 400),
    count: orSlip(fc.constantFrom('1', '2', '4'), '2.5', '0'),
    on: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, orSlip(fc.constant('a'), 'z')),
    bonding: maybe(fc.constantFrom('die-to-wafer', 'wafer-to-wafer')),
    coverage: maybe(share),
    bondYield: maybe(share),
    defectDensity: maybe(quantity(' /cm2', 0, 1)),
    cores: maybe(fc.constant('16')),
    coresSold: maybe(fc.constantFrom('16', '12')),
  });
  return fc
    .record({
      name: fc.constant('x'),
      packaging: orSlip(fc.constantFrom('CoWoS-S', 'CoWoS-L', 'EMIB', 'XDFOI'), 'nothing', 'UCIe 2D', undefined),
      technology: maybe(fc.constantFrom(...packageTechnologies.filter((one) => one !== 'organic'))),
      volume: maybe(quantity(' chip', 1, 1e6)),
      dies: fc.array(die, { minLength: 1, maxLength: 3 }),
      memory: maybe(
        fc.array(fc.record({ hbm: orSlip(fc.constantFrom('HBM3', 'HBM3E'), 'HBM9'), stacks: orSlip(fc.constantFrom('1', '4'), '-1') }), {
          maxLength: 1,
        }),
      ),
      links: maybe(
        fc.array(
          fc.record({
            between: orSlip(fc.constant(['a', 'a']), ['a', 'z'], 'a'),
            bandwidth: quantity(' TB/s', 0, 2),
            standard: orSlip(fc.constantFrom('ucie-2-5d', 'gbt-46280', 'ACC'), 'CoWoS-S'),
          }),
          { maxLength: 2 },
        ),
      ),
      carrier: maybe(fc.record({ area: maybe(quantity(' mm2', 500, 4000)), stitchYield: maybe(share) })),
    })
    .map(({ dies, ...rest }) => ({
      ...rest,
      dies: dies.map((one, i) => ({ ...one, name: 'abc'[i], ...(i === 0 ? { on: undefined } : {}) })),
    }));
};

describe('a package that anybody may write', () => {
  it.each([0, 1, 5])(
    'is a cost, an obstacle, or faults with their places: never NaN, never a crash (slips: %d)',
    (slips) => {
      const seen = { cost: 0, obstacle: 0, faults: 0 };
      fc.assert(
        fc.property(files(slips), (value) => {
          const doc = readDocument({ text: JSON.stringify(value), file: 'p.yaml' });
          if (!doc.ok) throw new Error(JSON.stringify(doc.issues));
          const read = packageOf(doc.value);
          const model = read.ok ? packageModel({ catalog, spec: read.value.spec }) : read;
          if (!read.ok || !model.ok) {
            seen.faults += 1;
            const issues = read.ok ? (model.ok ? [] : model.issues.map(read.value.place)) : read.issues;
            return issues.length > 0 && issues.every(({ line }) => line === 1);
          }
          const answer = answerPackage({ model: model.value, samples: 3, seed: 1 });
          if (!answer.feasible) {
            seen.obstacle += 1;
            return answer.total === undefined;
          }
          seen.cost += 1;
          const bands = [answer.total!, ...Object.values(answer.parts!), answer.yield!];
          return bands.every(({ central, p5, p95 }) => [central, p5, p95].every(Number.isFinite) && p5 <= p95);
        }),
        { numRuns: 150 },
      );
      if (slips === 0) expect(seen.faults).toBe(0);
      else expect(seen.faults).toBeGreaterThan(15);
      if (slips < 5) expect(Math.min(seen.cost, seen.obstacle)).toBeGreaterThan(8);
    },
    120_000,
  );
});
