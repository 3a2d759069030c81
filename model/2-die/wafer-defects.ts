import { mm2PerCm2, type Quantity } from '#quantity';
import type { PlacedDie } from './list-dies.ts';
import type { Salvage } from './salvage-yield.ts';

export interface WaferDefectsInput {
  /** Dies of a wafer, from `listDies`. */
  readonly dies: readonly PlacedDie[];
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  readonly defectDensity: Quantity<'/cm2'>;
  /** Of one rate for each die; infinite where defects fall independently. */
  readonly clustering: Quantity<'1'>;
  /** Equal cores of which some may be bad; without it a die with any defect is lost. */
  readonly salvage?: Salvage | undefined;
  /** Uniform numbers in (0, 1), a stream of its own for each die: the same arguments give the same number. */
  readonly uniform: (die: number, draw: number) => number;
}

/** What became of a die: sold in full, sold with bad cores, lost to defects, or cut by the rim from the start. */
export type DieFate = 'good' | 'salvaged' | 'bad' | 'partial';

export interface MappedDie extends PlacedDie {
  readonly fate: DieFate;
  /** Where its defects lie, from its lower left corner, as shares of its sides. */
  readonly defects: readonly (readonly [x: number, y: number])[];
  readonly badCores: number;
}

/** Gamma deviate of mean 1 by Marsaglia and Tsang; `next` gives uniforms. */
const gamma = (alpha: number, next: () => number): number => {
  if (alpha < 1) return gamma(alpha + 1, next) * ((alpha + 1) / alpha) * next() ** (1 / alpha);
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    // Box and Muller; one of the pair is enough.
    const normal = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(next()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return (d * v) / alpha;
  }
};

/** More defects than this on one die are drawn as so many: it is lost many times over. */
const mostDefects = 400;

/** Poisson deviate by the gaps between events. */
const poisson = (mean: number, next: () => number): number => {
  let count = 0;
  for (let at = -Math.log(next()); at < mean && count < mostDefects; at -= Math.log(next())) count++;
  return count;
};

/**
 * One wafer as the yield model with clustering may print it: each die draws its rate, then its defects, and each defect hits a core
 * or the rest. Over many wafers the shares of good and salvaged dies are those of `salvageYield`. Neighbours draw
 * independently of each other, for the model says nothing of them.
 *
 * @equation \lambda \sim \Gamma(\alpha, D_0 / \alpha), \quad n \sim \mathrm{Poisson}(\lambda A)
 * @param input dies, defects, cores and uniform numbers
 */
export const waferDefects = (input: WaferDefectsInput): readonly MappedDie[] => {
  const { dies, width, height, defectDensity, clustering, salvage, uniform } = input;
  const mean = ((width * height) / mm2PerCm2) * defectDensity;
  return dies.map((die, index): MappedDie => {
    if (die.kind === 'partial') return { ...die, fate: 'partial', defects: [], badCores: 0 };
    let drawn = 0;
    const next = (): number => uniform(index, drawn++);
    const rate = clustering === Number.POSITIVE_INFINITY ? 1 : gamma(clustering, next);
    const defects = Array.from({ length: poisson(mean * rate, next) }, (): readonly [number, number] => [next(), next()]);
    if (salvage === undefined) return { ...die, fate: defects.length === 0 ? 'good' : 'bad', defects, badCores: 0 };
    const bad = new Set<number>();
    let lost = false;
    for (const _ of defects) {
      if (next() < salvage.coreShare) bad.add(Math.floor(next() * salvage.cores));
      else if (next() >= salvage.repairable) lost = true;
    }
    const fate = lost || bad.size > salvage.maxBad ? 'bad' : bad.size > 0 ? 'salvaged' : 'good';
    return { ...die, fate, defects, badCores: bad.size };
  });
};
