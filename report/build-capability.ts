import type { Catalog } from '#catalog';
import { type Checked, type Distribution, quantity } from '#quantity';
import { algorithmicGain, anchoredModel, effectiveCompute, optimalModel, overTraining, type ScalingLaw } from '#run';
import { figureOf, generalParameter, type RunFigure } from '#scenario';
import { createSampler, median, quantile } from '#uncertainty';
import type { Bilingual, Estimate } from './answer.ts';
import { bandAt, bandOf } from './build-band.ts';

export const capabilityLaws = ['besiroglu', 'hoffmann', 'approach-1', 'approach-2'] as const;
/** Published fits of the best model for a compute budget. */
export type CapabilityLaw = (typeof capabilityLaws)[number];

export const capabilityMeasures = ['distillation', 'synthetic-data', 'sparsity', 'low-precision'] as const;
/** Methods whose gain in compute somebody published. */
export type CapabilityMeasure = (typeof capabilityMeasures)[number];

/** Published evidence of how far software carries a stack. */
const maturityEvidence = ['software-maturity-ascend', 'software-maturity-cuda', 'software-maturity-rocm-serving', 'software-maturity-rocm'];

export interface CapabilityOptions {
  /** Model FLOP. */
  readonly flop: number;
  /** A model that is compared with the best: parameters and tokens. */
  readonly model?: { readonly name: Bilingual; readonly parameters: number; readonly tokens: number } | undefined;
  /** Calendar time over which methods got better, months. */
  readonly months?: number | undefined;
  readonly measures: readonly CapabilityMeasure[];
  readonly samples: number;
  readonly seed: number;
}

export interface CapabilityOptimum {
  readonly law: CapabilityLaw;
  readonly parameters: Estimate;
  readonly tokens: Estimate;
  readonly tokensPerParameter: Estimate;
  /** Absent where the fit says nothing of the loss. */
  readonly loss: Estimate | undefined;
  readonly binding: 'parameters' | 'tokens';
}

/** How a model stands to the best one for its own compute. */
export interface CapabilityBeside {
  readonly law: 'besiroglu' | 'hoffmann';
  readonly loss: Estimate;
  readonly factor: Estimate;
  readonly spent: Estimate;
  readonly equivalentFlop: Estimate;
  readonly binding: 'over-trained' | 'under-trained';
}

export interface CapabilityRecord {
  readonly schema: 'chokepoint/capability/1';
  readonly flop: number;
  readonly optima: readonly CapabilityOptimum[];
  readonly model: { readonly name: Bilingual; readonly parameters: number; readonly tokens: number; readonly flop: number } | undefined;
  readonly beside: readonly CapabilityBeside[];
  readonly gains:
    | {
        readonly by: 'trend' | 'measures';
        readonly months: number | undefined;
        readonly gain: Estimate;
        readonly effective: Estimate;
        readonly binding: 'compute' | 'methods';
      }
    | undefined;
  readonly measures: readonly {
    readonly measure: CapabilityMeasure;
    readonly gain: Estimate;
    readonly applied: boolean;
    readonly figure: RunFigure;
  }[];
  readonly maturity: readonly { readonly name: Bilingual; readonly value: Estimate; readonly figure: RunFigure }[];
  readonly figures: readonly RunFigure[];
  readonly samples: number;
  readonly seed: number;
}

export interface Facts {
  readonly figures: RunFigure[];
  readonly distribution: (id: string, fact?: string, definition?: string) => Distribution;
  readonly value: (id: string) => number;
}

export const factsOf = (catalog: Catalog): Facts => {
  const figures: RunFigure[] = [];
  const distribution = (id: string, fact = 'value', definition?: string): Distribution => {
    const { thing, selected } = generalParameter(catalog, id, fact, definition === undefined ? {} : { definition });
    if (!figures.some((figure) => figure.thing === thing.id)) figures.push(figureOf(thing, fact, selected));
    return selected.value;
  };
  return { figures, distribution, value: (id) => median(distribution(id)) };
};

/** The fit of Hoffmann et al. as a law; a point, for no interval of it is believed. */
export const hoffmannLaw = ({ value }: Facts): ScalingLaw => ({
  irreducible: value('scaling-hoffmann-e'),
  parameterScale: value('scaling-hoffmann-a'),
  parameterExponent: value('scaling-hoffmann-alpha'),
  tokenScale: value('scaling-hoffmann-b'),
  tokenExponent: value('scaling-hoffmann-beta'),
});

/** Draws of the fit of Besiroglu et al.: E and both exponents, which hang together; A and B follow the exponents. */
export const besirogluLaws = (
  facts: Facts,
  samples: number,
  seed: number,
): { readonly law: ScalingLaw; readonly draws: readonly ScalingLaw[] } => {
  const [e, alpha, beta] = ['e', 'alpha', 'beta'].map((name) => facts.distribution(`scaling-besiroglu-${name}`)) as [
    Distribution,
    Distribution,
    Distribution,
  ];
  const [a, b] = [facts.value('scaling-besiroglu-a'), facts.value('scaling-besiroglu-b')];
  const [parameters, tokens] = [facts.value('scaling-besiroglu-parameter-anchor'), facts.value('scaling-besiroglu-token-anchor')];
  const best = [e, alpha, beta].map(median) as [number, number, number];
  const lawOf = (irreducible: number, parameterExponent: number, tokenExponent: number): ScalingLaw => ({
    irreducible,
    parameterExponent,
    tokenExponent,
    // Where the fit is anchored, what a finite model or text adds does not depend on the exponent.
    parameterScale: a * parameters ** (parameterExponent - best[1]),
    tokenScale: b * tokens ** (tokenExponent - best[2]),
  });
  const sampler = createSampler({
    seed,
    parameters: [
      { path: 'scaling.irreducible', distribution: e, low: 0 },
      { path: 'scaling.alpha', distribution: alpha, low: Number.MIN_VALUE },
      { path: 'scaling.beta', distribution: beta, low: Number.MIN_VALUE },
    ],
    correlations: [
      { between: ['scaling.irreducible', 'scaling.alpha'], rank: facts.value('scaling-besiroglu-e-with-alpha') },
      { between: ['scaling.irreducible', 'scaling.beta'], rank: facts.value('scaling-besiroglu-e-with-beta') },
      { between: ['scaling.alpha', 'scaling.beta'], rank: facts.value('scaling-besiroglu-alpha-with-beta') },
    ],
  });
  const row = new Float64Array(3);
  const draws = Array.from({ length: samples }, (_, sample) => {
    sampler.fill(sample, row);
    return lawOf(row[0] as number, row[1] as number, row[2] as number);
  });
  return { law: lawOf(...best), draws };
};

/** What a monotone function makes of a distribution. */
const spread = (distribution: Distribution, of: (value: number) => number, unit: Estimate['unit'] = '1'): Estimate => {
  const value = of(median(distribution));
  if (distribution.kind === 'point') return { value, unit };
  const rising = of(quantile(distribution, 0.95)) >= of(quantile(distribution, 0.05));
  return { value, unit, band: bandAt((share) => of(quantile(distribution, rising ? share : 1 - share))) };
};

/**
 * What a compute budget can train: the best dense model by every published fit, how a given model stands to it, and what
 * methods add.
 *
 * @param catalog the facts
 * @param options compute, model, time or measures
 */
export function buildCapability(catalog: Catalog, options: CapabilityOptions): Checked<CapabilityRecord> {
  const { flop, model, months, measures, samples, seed } = options;
  const facts = factsOf(catalog);
  const { law, draws } = besirogluLaws(facts, samples, seed);
  const hoffmann = hoffmannLaw(facts);
  const compute = quantity(flop, 'FLOP');
  const estimate = (value: number, unit: Estimate['unit'], of: (drawn: ScalingLaw) => number): Estimate =>
    draws.length === 0 ? { value, unit } : { value, unit, band: bandOf(Float64Array.from(draws, of)) };

  const fitted = (id: 'besiroglu' | 'hoffmann'): CapabilityOptimum => {
    const of = id === 'besiroglu' ? law : hoffmann;
    const best = optimalModel({ law: of, flop: compute });
    const from = (read: (optimum: ReturnType<typeof optimalModel>) => number, unit: Estimate['unit']): Estimate =>
      id === 'besiroglu'
        ? estimate(read(best), unit, (drawn) => read(optimalModel({ law: drawn, flop: compute })))
        : { value: read(best), unit };
    return {
      law: id,
      parameters: from((optimum) => optimum.parameters, '1'),
      tokens: from((optimum) => optimum.tokens, 'token'),
      tokensPerParameter: from((optimum) => optimum.tokensPerParameter, '1'),
      loss: from((optimum) => optimum.loss, '1'),
      binding: best.binding,
    };
  };
  const anchored = (approach: 1 | 2): CapabilityOptimum => {
    const exponent = facts.distribution(`scaling-approach-${approach}-exponent`);
    const anchorFlop = quantity(median(facts.distribution('scaling-anchor-flop', 'flop')), 'FLOP');
    const anchorParameters = quantity(facts.value('scaling-anchor-parameters'), '1');
    const at = (value: number) => anchoredModel({ flop: compute, anchorFlop, anchorParameters, exponent: quantity(value, '1') });
    return {
      law: `approach-${approach}`,
      parameters: spread(exponent, (value) => at(value).parameters),
      tokens: spread(exponent, (value) => at(value).tokens, 'token'),
      tokensPerParameter: spread(exponent, (value) => at(value).tokensPerParameter),
      loss: undefined,
      binding: at(median(exponent)).binding,
    };
  };

  const besides = (id: 'besiroglu' | 'hoffmann'): CapabilityBeside[] => {
    if (model === undefined) return [];
    const [parameters, tokens] = [quantity(model.parameters, '1'), quantity(model.tokens, 'token')];
    const of = id === 'besiroglu' ? law : hoffmann;
    const stand = overTraining({ law: of, parameters, tokens });
    const from = (read: (stand: ReturnType<typeof overTraining>) => number, unit: Estimate['unit']): Estimate =>
      id === 'besiroglu'
        ? estimate(read(stand), unit, (drawn) => read(overTraining({ law: drawn, parameters, tokens })))
        : { value: read(stand), unit };
    return [
      {
        law: id,
        loss: from(({ loss }) => loss, '1'),
        factor: from(({ factor }) => factor, '1'),
        spent: from(({ spent }) => spent, '1'),
        equivalentFlop: from(({ equivalentFlop }) => equivalentFlop, 'FLOP'),
        binding: stand.binding,
      },
    ];
  };

  const known = capabilityMeasures.map((measure) => {
    const distribution = facts.distribution(`gain-${measure}`);
    const figure = facts.figures.find(({ thing }) => thing === `parameter/gain-${measure}`) as RunFigure;
    return { measure, gain: spread(distribution, (value) => value), applied: measures.includes(measure), figure, distribution };
  });
  const gains = ((): CapabilityRecord['gains'] => {
    if (months !== undefined) {
      const halving = facts.distribution('algorithmic-halving-time', 'months', '90% interval');
      const gainOf = (halvingTime: number): number =>
        algorithmicGain({ elapsed: quantity(months, 'month'), halvingTime: quantity(halvingTime, 'month') });
      const gain = spread(halving, gainOf);
      const { binding } = effectiveCompute({ flop: compute, gains: { by: 'trend', factors: [gain.value] } });
      const effective = spread(
        halving,
        (time) => effectiveCompute({ flop: compute, gains: { by: 'trend', factors: [gainOf(time)] } }).flop,
        'FLOP',
      );
      return { by: 'trend', months, gain, effective, binding };
    }
    const applied = known.filter((measure) => measure.applied);
    if (applied.length === 0) return undefined;
    const sampler = createSampler({
      seed,
      parameters: applied.map(({ measure, distribution }) => ({ path: `gain.${measure}`, distribution, low: Number.MIN_VALUE })),
    });
    const row = new Float64Array(applied.length);
    const product = (factors: readonly number[]) => effectiveCompute({ flop: compute, gains: { by: 'measures', factors } });
    const centre = product(applied.map(({ distribution }) => median(distribution)));
    const drawnGains = Float64Array.from({ length: samples }, (_, sample) => {
      sampler.fill(sample, row);
      return product(Array.from(row)).gain;
    });
    const banded = (value: number, unit: Estimate['unit'], scale: number): Estimate =>
      samples === 0 ? { value, unit } : { value, unit, band: bandOf(drawnGains.map((gain) => gain * scale)) };
    return {
      by: 'measures',
      months: undefined,
      gain: banded(centre.gain, '1', 1),
      effective: banded(centre.flop, 'FLOP', flop),
      binding: centre.binding,
    };
  })();
  const maturity = maturityEvidence.map((id) => {
    const distribution = facts.distribution(id);
    const value: Estimate = {
      value: median(distribution),
      unit: '1',
      ...(distribution.kind === 'point' ? {} : { band: bandAt((share) => quantile(distribution, share)) }),
    };
    const { thing } = generalParameter(catalog, id);
    const figure = facts.figures.find(({ thing: of }) => of === `parameter/${id}`) as RunFigure;
    return { name: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en }, value, figure };
  });
  return {
    ok: true,
    value: {
      schema: 'chokepoint/capability/1',
      flop,
      optima: [fitted('besiroglu'), fitted('hoffmann'), anchored(1), anchored(2)],
      model:
        model === undefined
          ? undefined
          : {
              ...model,
              flop: overTraining({ law, parameters: quantity(model.parameters, '1'), tokens: quantity(model.tokens, 'token') }).flop,
            },
      beside: [...besides('besiroglu'), ...besides('hoffmann')],
      gains,
      measures: known.map(({ measure, gain, applied, figure }) => ({ measure, gain, applied, figure })),
      maturity,
      figures: facts.figures,
      samples,
      seed,
    },
  };
}
