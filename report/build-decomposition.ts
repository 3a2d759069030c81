import type { Catalog } from '#catalog';
import { type Checked, type Distribution, quantity } from '#quantity';
import { decomposeRuns, type RunDecomposition, type RunFactor, type RunRecord, runFactors } from '#run';
import { figureOf, findRun, generalParameter, type PublishedRun, type RunFigure } from '#scenario';
import { createSampler, median, quantile } from '#uncertainty';
import type { Bilingual, Estimate } from './answer.ts';
import { bandAt, bandOf } from './build-band.ts';

export const decompositionBases = ['final-run', 'fleet', 'claim'] as const;
/** What is counted: the chips of the runs, all that their makers have, or what somebody claims. */
export type DecompositionBasis = (typeof decompositionBases)[number];

export interface DecompositionOptions {
  readonly first: string;
  readonly second: string;
  readonly basis: 'final-run' | 'fleet';
  /** Chips that a claim counts of each. */
  readonly claim?: readonly [first: number, second: number];
  readonly samples: number;
  readonly seed: number;
}

/** One of the two runs, as it was compared. */
export interface DecomposedRun {
  readonly id: string;
  readonly name: Bilingual;
  readonly org: string;
  readonly month: string;
  /** Chips that are counted. */
  readonly counted: Estimate;
  /** Chips of the final run. */
  readonly chips: Estimate;
  /** Wall time of it, h. */
  readonly time: Estimate;
  readonly peak: Estimate;
  readonly flop: Estimate;
  readonly utilisation: Estimate;
  readonly figures: readonly RunFigure[];
}

export interface DecompositionRecord {
  readonly schema: 'chokepoint/decomposition/1';
  readonly basis: DecompositionBasis;
  readonly first: DecomposedRun;
  readonly second: DecomposedRun;
  /** Counted chips of the first over those of the second. */
  readonly ratio: Estimate;
  /** Their product is the ratio. */
  readonly factors: readonly { readonly factor: RunFactor; readonly estimate: Estimate }[];
  readonly work: Estimate;
  readonly chips: Estimate;
  readonly chipHours: Estimate;
  readonly binding: RunFactor;
  /** Calendar months between the runs. */
  readonly months: number;
  /** Compute that halves in this time, months. */
  readonly halving: RunFigure;
  /** Does the work that was saved lie inside the 90% interval of the trend? */
  readonly onTrend: boolean;
  readonly samples: number;
  readonly seed: number;
}

const halvingOf = (catalog: Catalog): RunFigure => {
  const { thing, selected } = generalParameter(catalog, 'algorithmic-halving-time', 'months', { definition: '90% interval' });
  return figureOf(thing, 'months', selected);
};

const certain = (value: number): Distribution => ({ kind: 'point', value });

/** What is drawn of a run, in the order of `drawn`. */
const drawn = ['flop', 'chips', 'time', 'peak'] as const;

const recordOf = (run: PublishedRun, [flop, chips, time, peak]: readonly [number, number, number, number]): RunRecord => ({
  flop: quantity(flop, 'FLOP'),
  chips: quantity(chips, 'chip'),
  time: quantity(run.time.fact === 'chipHours' ? time / chips : time, 'h'),
  peak: quantity(peak, 'FLOP/s'),
});

const counted = (
  run: PublishedRun,
  basis: DecompositionBasis,
  claimed: number | undefined,
  place: string,
): Checked<Distribution | undefined> => {
  if (basis === 'claim') return { ok: true, value: certain(claimed ?? 0) };
  if (basis === 'final-run') return { ok: true, value: undefined };
  return run.fleet === undefined
    ? { ok: false, issues: [{ code: 'decompose/no-fleet', path: '', file: place, received: run.org }] }
    : { ok: true, value: run.fleet.distribution };
};

/**
 * Takes apart how many chips one run took over another: what is counted, time, peak, utilisation, work, and how much of the
 * work the trend of methods explains.
 *
 * @param catalog the facts
 * @param options the runs, and what is counted
 */
export function buildDecomposition(catalog: Catalog, options: DecompositionOptions): Checked<DecompositionRecord> {
  const { samples, seed, claim } = options;
  const basis: DecompositionBasis = claim === undefined ? options.basis : 'claim';
  const [one, other] = [findRun(catalog, options.first, 'FIRST'), findRun(catalog, options.second, 'SECOND')];
  if (!one.ok || !other.ok) return { ok: false, issues: [...(one.ok ? [] : one.issues), ...(other.ok ? [] : other.issues)] };
  const runs = [one.value, other.value] as const;
  const counts = runs.map((run, index) => counted(run, basis, claim?.[index], '--basis fleet'));
  const issues = counts.flatMap((count) => (count.ok ? [] : count.issues));
  if (issues.length > 0) return { ok: false, issues };
  const laws = counts.map((count) => (count.ok ? count.value : undefined));

  const halving = halvingOf(catalog);
  const months = runs[1].months - runs[0].months;
  const trendOf = (halvingTime: number): number => 2 ** (months / halvingTime);
  const take = (values: readonly number[], halvingTime: number, claimed: readonly (number | undefined)[]): RunDecomposition => {
    const records = runs.map((run, index) => recordOf(run, values.slice(4 * index, 4 * index + 4) as [number, number, number, number]));
    const [first, second] = records as [RunRecord, RunRecord];
    return decomposeRuns({
      first,
      second,
      claimed: { first: quantity(claimed[0] ?? first.chips, 'chip'), second: quantity(claimed[1] ?? second.chips, 'chip') },
      trend: quantity(trendOf(halvingTime), '1'),
    });
  };

  const distributions = runs.flatMap((run) => drawn.map((name) => run[name].distribution));
  const medians = distributions.map(median);
  const at = take(
    medians,
    median(halving.distribution),
    laws.map((law) => law && median(law)),
  );

  const parameters = [
    ...runs.flatMap((run, index) =>
      drawn.map((name) => ({ path: `${index} ${name}`, distribution: run[name].distribution, low: Number.MIN_VALUE })),
    ),
    { path: 'halving', distribution: halving.distribution, low: Number.MIN_VALUE },
    ...laws.flatMap((law, index) => (law === undefined ? [] : [{ path: `${index} counted`, distribution: law, low: Number.MIN_VALUE }])),
  ];
  const sampler = createSampler({ seed, parameters });
  const row = new Float64Array(parameters.length);
  const columns = new Map<string, Float64Array>();
  const keep = (name: string, sample: number, value: number): void => {
    const column = columns.get(name) ?? new Float64Array(samples);
    column[sample] = value;
    columns.set(name, column);
  };
  for (let sample = 0; sample < samples; sample++) {
    sampler.fill(sample, row);
    const values = Array.from(row);
    let place = 9;
    const claimed = laws.map((law) => (law === undefined ? undefined : values[place++]));
    const parts = take(values, values[8] as number, claimed);
    for (const factor of runFactors) keep(factor, sample, parts.factors[factor]);
    keep('ratio', sample, parts.ratio);
    keep('work', sample, parts.work);
    keep('chips', sample, parts.chips);
    keep('chipHours', sample, parts.chipHours);
    keep('utilisationFirst', sample, parts.utilisation.first);
    keep('utilisationSecond', sample, parts.utilisation.second);
    for (const index of [0, 1] as const)
      keep(`time ${index}`, sample, recordOf(runs[index], values.slice(4 * index, 4 * index + 4) as [number, number, number, number]).time);
  }
  const estimate = (name: string, value: number, unit: Estimate['unit'] = '1'): Estimate => {
    const column = columns.get(name);
    return column === undefined ? { value, unit } : { value, unit, band: bandOf(column) };
  };
  const published = ({ distribution, unit }: RunFigure): Estimate => {
    const value = median(distribution);
    if (distribution.kind === 'point') return { value, unit };
    return { value, unit, band: bandAt((share) => quantile(distribution, share)) };
  };
  const side = (index: 0 | 1): DecomposedRun => {
    const run = runs[index];
    const law = laws[index];
    const chips = published(run.chips);
    const values = medians.slice(4 * index, 4 * index + 4) as [number, number, number, number];
    return {
      id: run.id,
      name: run.name,
      org: run.org,
      month: run.month,
      counted: law === undefined ? chips : published({ ...run.chips, distribution: law }),
      chips,
      time: estimate(`time ${index}`, recordOf(run, values).time, 'h'),
      peak: published(run.peak),
      flop: published(run.flop),
      utilisation: index === 0 ? estimate('utilisationFirst', at.utilisation.first) : estimate('utilisationSecond', at.utilisation.second),
      figures: [run.flop, run.chips, run.time, run.peak, ...(basis === 'fleet' && run.fleet !== undefined ? [run.fleet] : [])],
    };
  };
  const trendEstimate: Estimate = {
    value: at.factors.trend,
    unit: '1',
    band: bandAt((share) => trendOf(quantile(halving.distribution, months < 0 ? share : 1 - share))),
  };
  const ends = [quantile(halving.distribution, 0.95), quantile(halving.distribution, 0.05)].map(trendOf).sort((a, b) => a - b);
  return {
    ok: true,
    value: {
      schema: 'chokepoint/decomposition/1',
      basis,
      first: side(0),
      second: side(1),
      ratio: estimate('ratio', at.ratio),
      factors: runFactors.map((factor) => ({
        factor,
        // The trend rests on one input, whose tail is steep: its interval is read and not drawn.
        estimate: factor === 'trend' ? trendEstimate : estimate(factor, at.factors[factor]),
      })),
      work: estimate('work', at.work),
      chips: estimate('chips', at.chips),
      chipHours: estimate('chipHours', at.chipHours),
      binding: at.binding,
      months,
      halving,
      onTrend: at.work >= (ends[0] as number) && at.work <= (ends[1] as number),
      samples,
      seed,
    },
  };
}
