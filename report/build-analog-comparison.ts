import {
  type Accounting,
  type AnalogParts,
  type AnalogSolve,
  analogGain,
  analogPartNames,
  analogSolve,
  blockCounts,
  type DigitalArithmetic,
  type DigitalRival,
  refinementSweeps,
} from '#analog';
import type { Catalog, Grade, Selected } from '#catalog';
import { type Checked, type Distribution, type Issue, quantity, type UnitId } from '#quantity';
import { sourcesOf } from '#scenario';
import { createSampler, median } from '#uncertainty';

/** What is compared, and how often it is drawn. */
export interface AnalogComparisonOptions {
  /** Rows of the matrix. */
  readonly size: number;
  /** Rows of the largest array that inverts, where blocks are counted. */
  readonly leaf: number;
  /** Cycles of refinement to the precision of the rivals. */
  readonly cycles: number;
  /** Times that the slices are read for one precise product. */
  readonly passes: number;
  readonly slices: number;
  /** Right-hand sides for each matrix, where it is used again. */
  readonly rightSides: number;
  /** Share of its peak that the processor reaches, where it is not at its peak. */
  readonly utilisation: number;
  readonly symmetric: boolean;
  readonly condition: number;
  /** Id of the processor in the catalogue. */
  readonly processor: string;
  /** Id of the chip in the catalogue. */
  readonly chip: string;
  readonly samples: number;
  readonly seed: number;
}

export interface Band {
  readonly p5: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
}

export const accountingIds = ['converters-free', 'press', 'one-shot', 'reuse', 'steady'] as const;
export type AccountingId = (typeof accountingIds)[number];
export const rivalIds = ['processor-peak', 'processor-used', 'tensor', 'asic'] as const;
export type RivalId = (typeof rivalIds)[number];

export interface ComparisonCell {
  readonly accounting: AccountingId;
  readonly rival: RivalId;
  readonly energy: Band;
  /** One chip against one whole processor. */
  readonly speed: Band;
  /** The same for equal silicon area; absent where an area is not known. */
  readonly speedPerArea: Band | undefined;
  /** Share of draws in which the chip takes at most a hundredth of the energy. */
  readonly hundredfold: number;
  /** Share of draws in which the chip solves at least a thousand times as many systems. */
  readonly thousandfold: number;
  /** Share of draws in which the chip takes less energy. */
  readonly better: number;
  /** What takes most of the energy of the chip at the medians. */
  readonly binding: string;
}

export interface ComparisonInput {
  readonly path: string;
  readonly fact: string;
  readonly thing: { readonly en: string; readonly zh?: string };
  readonly kind: string;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly unit: UnitId;
  readonly grade: Grade;
  readonly sources: readonly string[];
}

export interface ReusePoint {
  readonly rightSides: number;
  /** Median gain in energy over the processor at its stated use. */
  readonly withWrites: number;
  readonly withoutWrites: number;
  /** The same in one full array and three cycles. */
  readonly singleWithWrites: number;
  readonly singleWithoutWrites: number;
}

/** The judgement on a statement, for the machinery of claims. */
export interface AnalogClaim {
  readonly id: string;
  readonly verdict: 'holds' | 'depends' | 'fails';
  /** Under the accounting that counts everything and uses matrices again. */
  readonly probability: number;
  readonly estimate: { readonly p5: number; readonly p50: number; readonly p95: number; readonly unit: UnitId };
  /** Where it holds and where it does not, by accounting and rival. */
  readonly bases: readonly {
    readonly accounting: AccountingId;
    readonly rival: RivalId;
    readonly probability: number;
    readonly holds: boolean;
  }[];
  readonly sources: readonly string[];
}

export interface AnalogComparison {
  readonly schema: 'chokepoint/analog-comparison/1';
  readonly options: AnalogComparisonOptions;
  readonly cells: readonly ComparisonCell[];
  /** At the medians: one full array, three cycles; and blocks to the full precision. */
  readonly solves: readonly {
    readonly name: 'one-array' | 'blocks';
    readonly leaf: number;
    readonly cycles: number;
    readonly solve: AnalogSolve;
    readonly schurFlop: number;
  }[];
  readonly reuse: readonly ReusePoint[];
  readonly endurance: { readonly writes: Band; readonly secondsAtKilohertz: Band };
  readonly inputs: readonly ComparisonInput[];
  readonly claims: readonly AnalogClaim[];
}

/** Cycles of the claim in the press: one array, a bit error rate like that of floating point. */
const pressCycles = 3;
/** The claims. */
const claimed = { energy: 100, speed: 1000 };
/** Bits of the significands: of the answer, and of bfloat16, which holds an implicit one. */
const significands = { answer: 24, tensor: 8 };
const hertz = 1000;

const processorFacts = ['peakFp32', 'peakBf16', 'power', 'logicArea'] as const;
const asicFacts = ['operationEnergy', 'operationRate'] as const;

/** What is counted under each accounting. */
const accountings: Readonly<
  Record<
    AccountingId,
    Omit<Accounting, 'rightSides'> & {
      readonly single: boolean;
      readonly converters: boolean;
      readonly matrices: 'one' | 'reused' | 'never';
    }
  >
> = {
  'converters-free': { freshFactors: true, writes: false, schur: false, single: true, converters: false, matrices: 'one' },
  press: { freshFactors: true, writes: false, schur: false, single: true, converters: true, matrices: 'one' },
  'one-shot': { freshFactors: true, writes: true, schur: true, single: false, converters: true, matrices: 'one' },
  reuse: { freshFactors: false, writes: true, schur: true, single: false, converters: true, matrices: 'reused' },
  steady: { freshFactors: false, writes: true, schur: true, single: false, converters: true, matrices: 'never' },
};

const bandOf = (values: Float64Array): Band => {
  const sorted = values.slice().sort();
  const at = (p: number): number => {
    const place = p * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(sorted.length - 1, low + 1);
    const below = sorted[low] as number;
    return place === low ? below : below + (place - low) * ((sorted[high] as number) - below);
  };
  return { p5: at(0.05), p10: at(0.1), p50: at(0.5), p90: at(0.9), p95: at(0.95) };
};

const shareOf = (values: Float64Array, test: (value: number) => boolean): number =>
  values.reduce((count, value) => count + (test(value) ? 1 : 0), 0) / values.length;

interface Known {
  readonly input: ComparisonInput;
  readonly distribution: Distribution;
}

/** A figure by path, in one draw or at the medians. */
type Figures = (path: string) => number;

const collect = (catalog: Catalog, options: AnalogComparisonOptions): Checked<readonly Known[]> => {
  const issues: Issue[] = [];
  const known: Known[] = [];
  const take = (id: string, kind: string, facts: readonly string[], prefix: string): void => {
    const thing = catalog.get(id, kind);
    if (thing === undefined) {
      const near = catalog.suggest(id, kind);
      issues.push({ code: 'cli/analog-unknown-thing', path: prefix, received: id, expected: near ?? kind });
      return;
    }
    for (const fact of facts) {
      const selected: Selected | undefined = catalog.select(thing, fact);
      if (selected === undefined) {
        issues.push({ code: 'cli/analog-missing-fact', path: prefix, received: thing.id, expected: fact });
        continue;
      }
      const sampled = createSampler({ seed: 1, parameters: [{ path: 'x', distribution: selected.value }] });
      const column = new Float64Array(1001);
      sampled.column(0, 0, column);
      const { p5, p95 } = bandOf(column);
      known.push({
        distribution: selected.value,
        input: {
          path: `${prefix}.${fact}`,
          fact,
          kind,
          thing: thing.name,
          p5,
          p50: median(selected.value),
          p95,
          unit: selected.unit,
          grade: selected.grade,
          sources: sourcesOf(selected),
        },
      });
    }
  };
  take(options.chip, 'solver', [...analogPartNames, 'endurance'], 'chip');
  take(options.processor, 'accelerator', processorFacts, 'processor');
  take('solver/fixed-point-asic', 'solver', asicFacts, 'asic');
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: known };
};

const partsOf = (at: Figures): AnalogParts =>
  Object.fromEntries(analogPartNames.map((fact) => [fact, at(`chip.${fact}`)])) as unknown as AnalogParts;

const rivalOf = (id: RivalId, at: Figures, options: AnalogComparisonOptions): DigitalRival => {
  const processor = (peak: string, use: number): DigitalArithmetic => {
    const rate = at(`processor.${peak}`) * use;
    return { rate: quantity(rate, 'FLOP/s'), energy: quantity(at('processor.power') / rate, 'J/FLOP') };
  };
  if (id === 'asic') {
    const own: DigitalArithmetic = {
      rate: quantity(at('asic.operationRate'), 'FLOP/s'),
      energy: quantity(at('asic.operationEnergy'), 'J/FLOP'),
    };
    return { factoring: own, solving: own, sweeps: 0 };
  }
  if (id === 'tensor') {
    const sweeps = refinementSweeps({ bits: significands.answer, significand: significands.tensor, condition: options.condition });
    return { factoring: processor('peakBf16', 1), solving: processor('peakFp32', 1), sweeps };
  }
  const own = processor('peakFp32', id === 'processor-peak' ? 1 : options.utilisation);
  return { factoring: own, solving: own, sweeps: 0 };
};

const solveOf = (at: Figures, options: AnalogComparisonOptions, single: boolean, converters: boolean): AnalogSolve =>
  analogSolve({
    size: options.size,
    leaf: single ? options.size : options.leaf,
    slices: options.slices,
    passes: options.passes,
    cycles: single ? pressCycles : options.cycles,
    converters,
    parts: partsOf(at),
  });

/** At the medians, with factors used as often as the cells are. */
const reuseGain = (at: Figures, options: AnalogComparisonOptions, single: boolean, writes: boolean, rightSides: number): number => {
  const leaf = single ? options.size : options.leaf;
  return analogGain({
    size: options.size,
    symmetric: options.symmetric,
    analog: solveOf(at, options, single, true),
    schurFlop: blockCounts({ size: options.size, leaf }).schurFlop,
    rival: rivalOf('processor-used', at, options),
    accounting: { freshFactors: false, writes, schur: true, rightSides },
  }).energy;
};

const gainOf = (at: Figures, options: AnalogComparisonOptions, id: AccountingId, rival: RivalId) => {
  const { single, converters, matrices, ...counted } = accountings[id];
  const analog = solveOf(at, options, single, converters);
  const { schurFlop } = blockCounts({ size: options.size, leaf: single ? options.size : options.leaf });
  const used = matrices === 'one' ? 1 : matrices === 'reused' ? options.rightSides : Number.POSITIVE_INFINITY;
  const gain = analogGain({
    size: options.size,
    symmetric: options.symmetric,
    analog,
    schurFlop,
    rival: rivalOf(rival, at, options),
    accounting: { ...counted, rightSides: used },
  });
  return { gain, analog };
};

const reuses = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6] as const;

/**
 * Compares the analog chip with digital rivals under each accounting, by draws of every uncertain constant.
 *
 * @param catalog the facts
 * @param options system, rivals, draws
 * @returns the comparison, or what the catalogue lacks
 */
export function buildAnalogComparison(catalog: Catalog, options: AnalogComparisonOptions): Checked<AnalogComparison> {
  const collected = collect(catalog, options);
  if (!collected.ok) return collected;
  const known = collected.value;
  const places = new Map(known.map(({ input }, index) => [input.path, index]));
  const sampler = createSampler({
    seed: options.seed,
    parameters: known.map(({ input, distribution }) => ({ path: `analog.${input.path}`, distribution })),
  });
  const draw = new Float64Array(known.length);
  const at: Figures = (path) => draw[places.get(path) as number] as number;
  const middle: Figures = (path) => (known[places.get(path) as number] as Known).input.p50;

  const pairs = accountingIds.flatMap((accounting) => rivalIds.map((rival) => ({ accounting, rival })));
  const columns = pairs.map(() => ({
    energy: new Float64Array(options.samples),
    speed: new Float64Array(options.samples),
    area: new Float64Array(options.samples),
  }));
  const endurance = new Float64Array(options.samples);
  for (let sample = 0; sample < options.samples; sample++) {
    sampler.fill(sample, draw);
    endurance[sample] = at('chip.endurance');
    pairs.forEach(({ accounting, rival }, index) => {
      const { gain, analog } = gainOf(at, options, accounting, rival);
      const column = columns[index] as (typeof columns)[number];
      column.energy[sample] = gain.energy;
      column.speed[sample] = gain.speed;
      column.area[sample] = (gain.speed * at('processor.logicArea')) / analog.area;
    });
  }
  const cells = pairs.map(({ accounting, rival }, index): ComparisonCell => {
    const { energy, speed, area } = columns[index] as (typeof columns)[number];
    return {
      accounting,
      rival,
      energy: bandOf(energy),
      speed: bandOf(speed),
      speedPerArea: rival === 'asic' ? undefined : bandOf(area),
      hundredfold: shareOf(energy, (value) => value >= claimed.energy),
      thousandfold: shareOf(speed, (value) => value >= claimed.speed),
      better: shareOf(energy, (value) => value > 1),
      binding: gainOf(middle, options, accounting, rival).gain.binding,
    };
  });
  const solves = [true, false].map((single) => {
    const leaf = single ? options.size : options.leaf;
    return {
      name: single ? ('one-array' as const) : ('blocks' as const),
      leaf,
      cycles: single ? pressCycles : options.cycles,
      solve: solveOf(middle, options, single, true),
      schurFlop: blockCounts({ size: options.size, leaf }).schurFlop,
    };
  });
  const fair = cells.find(({ accounting, rival }) => accounting === 'reuse' && rival === 'processor-used') as ComparisonCell;
  const claimOf = (id: string, chance: (cell: ComparisonCell) => number, band: Band): AnalogClaim => {
    const bases = cells.map((cell) => ({
      accounting: cell.accounting,
      rival: cell.rival,
      probability: chance(cell),
      holds: chance(cell) >= 0.5,
    }));
    const held = bases.filter(({ holds }) => holds).length;
    return {
      id,
      verdict: held === 0 ? 'fails' : held === bases.length ? 'holds' : 'depends',
      probability: chance(fair),
      estimate: { p5: band.p5, p50: band.p50, p95: band.p95, unit: '1' },
      bases,
      sources: [...new Set(known.flatMap(({ input }) => input.sources))],
    };
  };
  const claims = [
    claimOf('analog-hundredfold', ({ hundredfold }) => hundredfold, fair.energy),
    claimOf('analog-thousandfold', ({ thousandfold }) => thousandfold, fair.speed),
  ];
  return {
    ok: true,
    value: {
      schema: 'chokepoint/analog-comparison/1',
      options,
      cells,
      solves,
      reuse: reuses.map((rightSides) => ({
        rightSides,
        withWrites: reuseGain(middle, options, false, true, rightSides),
        withoutWrites: reuseGain(middle, options, false, false, rightSides),
        singleWithWrites: reuseGain(middle, options, true, true, rightSides),
        singleWithoutWrites: reuseGain(middle, options, true, false, rightSides),
      })),
      endurance: { writes: bandOf(endurance), secondsAtKilohertz: bandOf(endurance.map((writes) => writes / hertz)) },
      inputs: known.map(({ input }) => input),
      claims,
    },
  };
}
