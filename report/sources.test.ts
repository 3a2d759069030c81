import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Catalog, FactValue } from '#catalog';
import { answerPackage, packageModel, productPackage, readScenario, resolveScenario, shippedFolder } from '#scenario';
import { must, catalog as shipped } from '../test/support/shipped.ts';
import { buildAnalogComparison } from './build-analog-comparison.ts';
import { chipFigures } from './build-chip-figures.ts';
import { buildExport } from './build-export.ts';
import { serverPriceOf } from './build-network.ts';
import { buildServing } from './build-serving.ts';

/** The catalogue in which every statement says more. */
const saying = (more: (fact: FactValue) => Partial<FactValue>): Catalog => ({
  ...shipped,
  digest: `${shipped.digest}, told again`,
  select: (thing, fact, options) => {
    const selected = shipped.select(thing, fact, options);
    return selected && { ...selected, used: selected.used.map((each) => ({ ...each, ...more(each) })) };
  },
});

/** Every statement was made a second time, by others. */
const second = 'hearsay';
const catalog = saying(({ also = [] }) => ({ also: [...also, second] }));

describe('who said the same is named wherever sources are', () => {
  it.each(['910c-domestic-dies', '28nm-only', 'deepseek-v3-h800'])('in the levers of %s', (name) => {
    const document = must(readScenario({ file: join(shippedFolder, `${name}.yaml`), root: shippedFolder, set: [] }));
    const scenario = must(resolveScenario(document, catalog));
    const silent = [...scenario.levers.values()].filter(
      ({ fact, sources, note }) => (fact !== undefined || note?.startsWith('computed') === true) && !sources.includes(second),
    );
    expect(silent.map(({ lever }) => lever.path)).toEqual([]);
  });

  it('in a package', () => {
    const product = shipped.get('product/ascend-910c');
    if (product === undefined) throw new Error('no product');
    const built = productPackage(catalog, product);
    if (!built.ok) throw new Error(built.missing);
    const model = must(packageModel({ catalog, spec: built.spec }));
    const read = answerPackage({ model, samples: 0, seed: 1 }).inputs.filter(({ grade }) => grade !== undefined);
    expect(read.length).toBeGreaterThan(5);
    for (const { path, sources } of read) expect(sources, path).toContain(second);
  });

  it('in figures of an analog chip', () => {
    const figures = must(chipFigures(catalog, 'solver/pku-rram', ['writeEnergy', 'endurance'], {}));
    for (const { fact, sources } of Object.values(figures)) expect(sources, fact).toContain(second);
  });

  it('in a comparison with an analog chip', () => {
    const { inputs } = must(
      buildAnalogComparison(catalog, {
        size: 16,
        leaf: 8,
        cycles: 3,
        passes: 1,
        slices: 8,
        rightSides: 1,
        utilisation: 0.5,
        symmetric: false,
        condition: 10,
        processor: 'accelerator/h100-sxm',
        chip: 'solver/pku-rram',
        samples: 10,
        seed: 1,
      }),
    );
    for (const { path, sources } of inputs) expect(sources, path).toContain(second);
  });
});

describe('what a figure means is said beside it', () => {
  const definition = 'as they count it';
  const defined = saying(() => ({ definition }));
  const all = (figures: readonly { readonly fact: string; readonly definition?: string }[]): void => {
    expect(figures.length).toBeGreaterThan(1);
    for (const figure of figures) expect(figure.definition, figure.fact).toBe(definition);
  };

  it('in limits of exports', () => {
    all(must(buildExport(defined, { chips: ['h20'], date: '2025-06', to: 'CN' })).figures);
  });

  it('in the price of a server', () => {
    all(must(serverPriceOf(defined, 'h100-sxm')).figures);
  });

  it('in serving', () => {
    const { rows } = must(
      buildServing(defined, {
        model: 'deepseek-v3',
        chips: ['h20'],
        counts: [64],
        regions: ['china-national'],
        input: 1000,
        output: 500,
        objective: 'throughput',
      }),
    );
    all(rows.flatMap(({ serving }) => serving.figures));
  });
});
