import type { Catalog } from '#catalog';
import { quantity } from '#quantity';
import { optimalModel } from '#run';
import {
  type LargestRun,
  type LimitId,
  type MeanStanding,
  type NeededMeans,
  type ResolvedScenario,
  type RunDraws,
  type RunFigureId,
  type RunFigures,
  runFigures,
} from '#scenario';
import type { Bilingual, Estimate } from './answer.ts';
import { bandOf, leverEstimate } from './build-band.ts';
import { besirogluLaws, factsOf, hoffmannLaw } from './build-capability.ts';

/** The dense model that a fit expects the most of for the work of a run. */
export interface InverseOptimum {
  readonly law: 'besiroglu' | 'hoffmann';
  readonly parameters: Estimate;
  readonly tokens: Estimate;
}

/** A point of a frontier with its 90% interval. */
export interface InversePoint {
  readonly x: number;
  readonly y: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** An input of the chain that counts, by its lever. */
export interface InverseInput {
  readonly lever: string;
  readonly label: Bilingual;
  readonly estimate: Estimate;
  readonly grade: string;
  readonly sources: readonly string[];
}

interface InverseScenario {
  readonly name: string;
  readonly title: Bilingual;
  readonly start: string;
  readonly days: Estimate;
  readonly estimates: Readonly<Record<RunFigureId, Estimate>>;
  /** Share of draws in which there is an answer. */
  readonly possible: number;
  readonly binding: readonly LimitId[];
  readonly inputs: readonly InverseInput[];
}

export interface MaxScenario extends InverseScenario {
  readonly given: readonly { readonly lever: string; readonly estimate: Estimate }[];
  /** Accelerators that the scenario states and that the means took the place of. */
  readonly setAside: number | undefined;
  readonly optima: readonly InverseOptimum[];
  readonly used: LargestRun['used'];
  readonly gains: LargestRun['gains'];
  /** Probability that a run of so much work can be had. */
  readonly reaches: readonly { readonly flop: number; readonly probability: number }[];
  readonly frontier: { readonly lever: string; readonly points: readonly InversePoint[] } | undefined;
}

export interface MaxRecord {
  readonly schema: 'chokepoint/max/1';
  readonly scenarios: readonly MaxScenario[];
  /** Work of each scenario over that of the first, draw by draw. */
  readonly ratios: readonly Estimate[];
  readonly samples: number;
  readonly seed: number;
}

export interface NeedRecord extends InverseScenario {
  readonly schema: 'chokepoint/need/1';
  readonly flop: number;
  readonly optima: readonly InverseOptimum[];
  readonly standings: readonly MeanStanding[];
  /** Share of draws in which all that the scenario has suffices. */
  readonly fits: number;
  readonly frontier: readonly InversePoint[];
  readonly samples: number;
  readonly seed: number;
}

/** Units of the figures of a run. */
const units: Readonly<Record<RunFigureId, Estimate['unit']>> = {
  flop: 'FLOP',
  count: 'chip',
  power: 'W',
  time: 'd',
  cost: 'USD',
  capital: 'USD',
  energy: 'kWh',
  chipHours: 'chip-h',
};

const estimated = (value: number, unit: Estimate['unit'], draws: Float64Array): Estimate =>
  draws.length === 0 ? { value, unit } : { value, unit, band: bandOf(draws) };

const estimatesOf = (central: RunFigures, draws: RunDraws): InverseScenario['estimates'] =>
  Object.fromEntries(runFigures.map((id) => [id, estimated(central[id], units[id], draws[id])])) as InverseScenario['estimates'];

const optimaOf = (catalog: Catalog, flop: number, draws: Float64Array, seed: number): readonly InverseOptimum[] => {
  if (!(flop > 0)) return [];
  const facts = factsOf(catalog);
  const { law, draws: laws } = besirogluLaws(facts, draws.length, seed);
  const hoffmann = hoffmannLaw(facts);
  const of = (id: InverseOptimum['law'], by: (draw: number) => typeof law): InverseOptimum => {
    const each = (read: 'parameters' | 'tokens'): Float64Array =>
      draws.map((work, draw) => (work > 0 ? optimalModel({ law: by(draw), flop: quantity(work, 'FLOP') })[read] : 0));
    const best = optimalModel({ law: id === 'besiroglu' ? law : hoffmann, flop: quantity(flop, 'FLOP') });
    return {
      law: id,
      parameters: estimated(best.parameters, '1', each('parameters')),
      tokens: estimated(best.tokens, 'token', each('tokens')),
    };
  };
  return [of('besiroglu', (draw) => laws[draw] ?? law), of('hoffmann', () => hoffmann)];
};

/** Levers that decide such an answer most often, where a scenario has them. */
const told = [
  'run.utilisation',
  'run.productionLoss',
  'accelerator.peakBf16',
  'accelerator.peakFp8',
  'accelerator.peakFp4',
  'accelerator.power',
  'accelerator.memory',
  'cluster.serverPowerFactor',
  'cluster.pue',
  'cluster.failureRate',
  'cluster.restartTime',
  'energy.price',
  'market.price',
  'cost.quoteFactor',
  'cost.amortisation',
  'cost.networkShare',
  'cost.facilityCapex',
];

const inputsOf = (scenario: ResolvedScenario): readonly InverseInput[] => {
  const peak = `accelerator.peak${scenario.document.precision.charAt(0).toUpperCase()}${scenario.document.precision.slice(1)}`;
  return told.flatMap((path): InverseInput[] => {
    const resolved = scenario.levers.get(path);
    if (resolved === undefined || (path.startsWith('accelerator.peak') && path !== peak)) return [];
    const { lever, grade, sources } = resolved;
    return [{ lever: path, label: bilingual(lever.label), estimate: leverEstimate(resolved), grade: grade ?? '–', sources }];
  });
};

const bilingual = ({ en, zh }: { readonly en: string; readonly zh?: string | undefined }): Bilingual => ({ en, zh: zh ?? en });

const scenarioOf = (name: string, scenario: ResolvedScenario): Pick<InverseScenario, 'name' | 'title' | 'start' | 'days' | 'inputs'> => {
  const deadline = scenario.levers.get('run.deadline');
  return {
    name,
    title: bilingual(scenario.document.title),
    start: scenario.document.date,
    days: deadline === undefined ? { value: 0, unit: 'd' } : leverEstimate(deadline),
    inputs: inputsOf(scenario),
  };
};

/** Round amounts of work, one, two and five times a power of ten, about an interval. */
const roundWork = (low: number, high: number): readonly number[] => {
  if (!(low > 0) || !(high < Number.POSITIVE_INFINITY)) return [];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
    for (const lead of [1, 2, 5]) all.push(Number(`${lead}e${power}`));
  const from = all.findLastIndex((work) => work <= low);
  const to = all.findIndex((work) => work >= high);
  return all.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
};

export interface MaxInput {
  readonly name: string;
  readonly scenario: ResolvedScenario;
  readonly setAside: number | undefined;
  /** Levers that were given, in their order. */
  readonly given: readonly string[];
  readonly run: LargestRun;
}

/**
 * Makes the record of the largest runs of some scenarios.
 *
 * @param catalog the facts
 * @param inputs each scenario with its run; all of the same draws
 * @param options draws
 */
export function buildMax(
  catalog: Catalog,
  inputs: readonly MaxInput[],
  { samples, seed }: { readonly samples: number; readonly seed: number },
): MaxRecord {
  const first = inputs[0]?.run;
  return {
    schema: 'chokepoint/max/1',
    scenarios: inputs.map(({ name, scenario, setAside, given, run }): MaxScenario => {
      const estimates = estimatesOf(run.central, run.draws);
      const positive = run.draws.flop.filter((work) => work > 0).sort();
      const end = (share: number): number => positive[Math.round(share * (positive.length - 1))] ?? 0;
      return {
        ...scenarioOf(name, scenario),
        given: given.flatMap((lever) => {
          const resolved = scenario.levers.get(lever);
          return resolved === undefined ? [] : [{ lever, estimate: leverEstimate(resolved) }];
        }),
        setAside,
        estimates,
        possible: run.possible,
        binding: run.binding,
        optima: optimaOf(catalog, run.central.flop, run.draws.flop, seed),
        used: run.used,
        gains: run.gains,
        reaches: roundWork(end(0.01), end(0.99)).map((flop) => ({
          flop,
          probability: run.draws.flop.reduce((sum, work) => sum + (work >= flop ? 1 : 0), 0) / Math.max(1, run.samples),
        })),
        frontier:
          run.frontier === undefined
            ? undefined
            : {
                lever: run.frontier.lever,
                points: run.frontier.points.map(({ mean, value, points }) => ({
                  x: mean,
                  y: value,
                  p5: points?.[0] ?? value,
                  p50: points?.[2] ?? value,
                  p95: points?.[4] ?? value,
                })),
              },
        inputs: inputsOf(scenario),
      };
    }),
    ratios: inputs.slice(1).map(({ run }) => {
      const base = first as LargestRun;
      return estimated(
        run.central.flop / base.central.flop,
        '1',
        run.draws.flop.map((work, draw) => work / (base.draws.flop[draw] as number)),
      );
    }),
    samples,
    seed,
  };
}

/**
 * Makes the record of the means that a run needs.
 *
 * @param catalog the facts
 * @param scenario the scenario with its deadline
 * @param need what it needs
 * @param options what it is called, and the seed
 */
export function buildNeed(
  catalog: Catalog,
  scenario: ResolvedScenario,
  need: NeededMeans,
  { name, seed }: { readonly name: string; readonly seed: number },
): NeedRecord {
  return {
    schema: 'chokepoint/need/1',
    ...scenarioOf(name, scenario),
    flop: need.flop,
    estimates: estimatesOf(need.central, need.draws),
    possible: need.possible,
    binding: [need.binding],
    optima: optimaOf(catalog, need.flop, new Float64Array(need.samples).fill(need.flop), seed),
    standings: need.standings,
    fits: need.fits,
    frontier: need.frontier.map(({ flop, value, points }) => ({
      x: flop,
      y: value,
      p5: points?.[0] ?? value,
      p50: points?.[1] ?? value,
      p95: points?.[2] ?? value,
    })),
    samples: need.samples,
    seed,
  };
}
