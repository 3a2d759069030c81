import type { ChipRates } from '#accelerator';
import type { ChipPrior, LinkConstants } from '#calibration';
import { trainingConstants } from '#calibration';
import type { Catalog, Thing } from '#catalog';
import { type Network, networkOf } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { MatrixPrecision } from '#run';
import { median } from '#uncertainty';

/** What training needs to know of an accelerator, in whole packages or in the part of one that is counted. */
export interface TrainingChip {
  readonly id: string;
  readonly peaks: Readonly<Record<'bf16' | 'fp8' | 'fp4', number | undefined>>;
  readonly memory: Quantity<'B'>;
  readonly memoryBandwidth: Quantity<'B/s'>;
  /** Best matrix product of a benchmark over the peak; absent where nobody published one. */
  readonly benchmarkShare: number | undefined;
  /** Its maker keeps it to itself and states a peak that it sustains. */
  readonly inHouse: boolean;
  /** That benchmark was not run on this chip: it is inferred from like ones. */
  readonly byAnalogy: boolean;
  readonly scaleUpBandwidth: Quantity<'B/s'>;
  readonly scaleUpDomain: number;
  readonly scaleOutBandwidth: Quantity<'B/s'>;
  /** Year of release, with its fraction. */
  readonly released: number;
  /** Facts that nobody published and a prior stands for. */
  readonly assumed: readonly string[];
}

const monthsPerYear = 12;
const unknownRelease = '2024';
/** A chip that its maker does not sell has run its maker's own software before anyone else can rent it. */
const inHouse = /^not sold/;
const bitsPerByte = 8;
/** Month in the middle of a year of which nothing more is known. */
const middle = 6;

const yearOf = (date: string): number => {
  const [year, month] = date.split('-').map(Number);
  return (year ?? 0) + ((month ?? middle) - 0.5) / monthsPerYear;
};

/** When the silicon came out: software is tuned for it, under whichever name it is sold. */
const firstOf = (catalog: Catalog, thing: Thing): string => {
  const own = thing.attributes['release'] ?? '';
  const dies = thing.attributes['dies'] ?? thing.attributes['sameSilicon'];
  const first = dies === undefined ? undefined : catalog.get(dies, 'accelerator')?.attributes['release'];
  const [earliest] = [own, first ?? own].filter((date) => date !== '').sort();
  return earliest ?? unknownRelease;
};

/**
 * Reads what training needs to know of an accelerator.
 *
 * @param catalog the catalogue
 * @param thing the accelerator
 * @param part what is counted, as a share of the package
 * @param prior what stands for links that nobody published
 */
export const trainingChip = (
  catalog: Catalog,
  thing: Thing,
  part = 1,
  prior: ChipPrior = trainingConstants.prior,
): TrainingChip | undefined => {
  const value = (fact: string): number | undefined => {
    const selected = catalog.select(thing, fact);
    const found = selected && median(selected.value);
    return found === undefined || !(found > 0) ? undefined : found;
  };
  const assumed: string[] = [];
  const orElse = (fact: string, stand: number): number => {
    const found = value(fact);
    if (found === undefined) assumed.push(fact);
    return found ?? stand;
  };
  const scaled = (found: number | undefined): number | undefined => (found === undefined ? undefined : found * part);
  const [peak, memory, bandwidth] = [value('peakBf16'), value('memory'), value('memoryBandwidth')];
  if (peak === undefined || memory === undefined || bandwidth === undefined) return undefined;
  const benchmark = value('matrixRate');
  const kept = inHouse.test(thing.attributes['exportStatus'] ?? '');
  return {
    id: thing.id,
    peaks: { bf16: peak * part, fp8: scaled(value('peakFp8') ?? value('peakInt8')), fp4: scaled(value('peakFp4')) },
    memory: quantity(memory * part, 'B'),
    memoryBandwidth: quantity(bandwidth * part, 'B/s'),
    benchmarkShare: benchmark === undefined ? undefined : benchmark / peak,
    inHouse: kept,
    byAnalogy: catalog.select(thing, 'matrixRate')?.grade === 'D',
    scaleUpBandwidth: quantity(orElse('scaleUpBandwidth', prior.scaleUpBandwidth) * part, 'B/s'),
    scaleUpDomain: orElse('scaleUpDomain', bitsPerByte) / part,
    scaleOutBandwidth: quantity(orElse('scaleOutBandwidth', prior.scaleOutBandwidth / bitsPerByte) * part, 'B/s'),
    released: yearOf(firstOf(catalog, thing)) - (kept ? prior.lead : 0),
    assumed,
  };
};

/** The share of the peak that large matrix products reach, and how sure that is. */
export interface MatrixShare {
  readonly share: Quantity<'1'>;
  /** Spread of its logarithm beyond that of calibrated chips. */
  readonly spread: number;
  readonly origin: 'calibrated' | 'benchmark' | 'prior';
}

/**
 * Share of the peak that large matrix products reach: calibrated, else from a benchmark of matrix products, else a prior.
 *
 * @param chip the accelerator
 * @param catalog where accelerators of the same silicon are named
 * @param constants calibrated shares and the prior
 */
export const matrixShareOf = (
  chip: TrainingChip,
  catalog: Catalog,
  constants: { readonly chips: Readonly<Record<string, number>>; readonly prior: ChipPrior } = trainingConstants,
): MatrixShare => {
  const attributes = catalog.get(chip.id, 'accelerator')?.attributes;
  const silicon = attributes?.['dies'] ?? attributes?.['sameSilicon'];
  const calibrated = constants.chips[chip.id] ?? (silicon === undefined ? undefined : constants.chips[silicon]);
  if (calibrated !== undefined) return { share: quantity(calibrated, '1'), spread: 0, origin: 'calibrated' };
  const { prior } = constants;
  if (chip.benchmarkShare !== undefined) {
    // Training falls behind a benchmark where clocks fall under load; a peak that is sustained has no such gap.
    const share = quantity(Math.min(1, chip.benchmarkShare * (chip.inHouse ? 1 : prior.ofMatrixRate)), '1');
    return chip.byAnalogy
      ? { share, spread: prior.spreadOfAnalogy, origin: 'prior' }
      : { share, spread: prior.spreadOfMatrixRate, origin: 'benchmark' };
  }
  return { share: quantity(prior.ofPeak, '1'), spread: prior.spreadOfPeak, origin: 'prior' };
};

/**
 * Rates of an accelerator in the number format of a plan; in 16 bit where it has no other.
 *
 * @param chip the accelerator
 * @param precision of the plan
 * @param matrixShare share of the peak that large products reach
 */
export const chipRates = (chip: TrainingChip, precision: MatrixPrecision, matrixShare: Quantity<'1'>): ChipRates => {
  const { peaks, memory, memoryBandwidth } = chip;
  const bf16 = peaks.bf16 ?? 0;
  const narrow = precision === 'fp8' ? peaks.fp8 : precision === 'fp4' ? (peaks.fp4 ?? peaks.fp8) : undefined;
  return { peak: quantity(bf16, 'FLOP/s'), formatPeak: quantity(narrow ?? bf16, 'FLOP/s'), memory, memoryBandwidth, matrixShare };
};

/**
 * Network of a cluster of one kind of accelerator: its scale-up domain and what joins the domains.
 *
 * @param chip the accelerator
 * @param size accelerators of a scale-up domain
 * @param scaleOut what one accelerator can send between domains
 * @param links shares and latencies
 */
export const chipNetwork = (
  chip: TrainingChip,
  size: number,
  scaleOut: Quantity<'B/s'>,
  links: LinkConstants = trainingConstants.links,
): Network => {
  const link = (bandwidth: Quantity<'B/s'>, latency: number, efficiency: number) => ({
    bandwidth,
    latency: quantity(latency, 's'),
    efficiency: quantity(efficiency, '1'),
    halfSize: quantity(0, 'B'),
  });
  return networkOf({
    scaleUp: { ...link(chip.scaleUpBandwidth, links.scaleUpLatency, links.scaleUpShare), size },
    scaleOut: { ...link(scaleOut, links.scaleOutLatency, links.scaleOutShare), halving: quantity(links.scaleOutHalving, '1') },
  });
};
