import type { ChipRates } from '#accelerator';
import { type ChipPrior, type LinkConstants, trainingConstants } from '#calibration';
import type { Catalog, Thing } from '#catalog';
import { type Link, type Network, type NetworkInput, networkOf, torusSides } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { MatrixPrecision } from '#run';
import { median } from '#uncertainty';
import { generalParameter, statedParameter } from './stated-fact.ts';

/** What collectives reach of the bandwidth of a link, whatever that is. */
type LinkQuality = Omit<Link, 'bandwidth' | 'reducing'>;

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
  /** Accelerators of its domain that it is wired to; absent where switches join all. */
  readonly scaleUpNeighbours: number | undefined;
  /** Share of the link that is reached where the switches of the domain add up; absent where they do not. */
  readonly scaleUpReducing: number | undefined;
  readonly links: { readonly scaleUp: LinkQuality; readonly scaleOut: LinkQuality };
  readonly scaleOutBandwidth: Quantity<'B/s'>;
  /** Results of a product that its multiprocessors work on at once. */
  readonly wave: number;
  /** Year in which fused attention came out, with its fraction: its kernels have grown since. */
  readonly fusedSince: number;
  /** Year in which pipelines of two ways came out. */
  readonly twoWaySince: number;
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

/** What benchmarks of collectives found of a kind of link. */
const linkQuality = (catalog: Catalog, id: string): LinkQuality => {
  const halving = catalog.select(generalParameter(catalog, id).thing, 'halving');
  return {
    efficiency: quantity(statedParameter(catalog, id, 'value'), '1'),
    latency: quantity(statedParameter(catalog, id, 'time'), 's'),
    halfSize: quantity(statedParameter(catalog, id, 'bytes'), 'B'),
    piece: quantity(statedParameter(catalog, id, 'piece'), 'B'),
    ...(halving === undefined ? {} : { halving: quantity(median(halving.value), '1') }),
  };
};

/**
 * Reads what training needs to know of an accelerator.
 *
 * @param catalog the catalogue
 * @param thing the accelerator
 * @param part what is counted, as a share of the package
 * @param prior what stands for links that nobody published
 * @throws Error where the catalogue lacks what benchmarks found of its links, or how products are cut
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
  const domain = orElse('scaleUpDomain', bitsPerByte);
  const neighbours = value('scaleUpNeighbours');
  return {
    id: thing.id,
    peaks: { bf16: peak * part, fp8: scaled(value('peakFp8') ?? value('peakInt8')), fp4: scaled(value('peakFp4')) },
    memory: quantity(memory * part, 'B'),
    memoryBandwidth: quantity(bandwidth * part, 'B/s'),
    benchmarkShare: benchmark === undefined ? undefined : benchmark / peak,
    inHouse: kept,
    byAnalogy: catalog.select(thing, 'matrixRate')?.grade === 'D',
    scaleUpBandwidth: quantity(orElse('scaleUpBandwidth', prior.scaleUpBandwidth) * part, 'B/s'),
    scaleUpDomain: domain / part,
    // Parts of packages that are all wired to one another are so too.
    scaleUpNeighbours: neighbours !== undefined && neighbours >= domain - 1 ? domain / part - 1 : neighbours,
    scaleUpReducing: value('scaleUpReducing'),
    links: { scaleUp: linkQuality(catalog, 'scale-up-link'), scaleOut: linkQuality(catalog, 'scale-out-link') },
    scaleOutBandwidth: quantity(orElse('scaleOutBandwidth', prior.scaleOutBandwidth / bitsPerByte) * part, 'B/s'),
    fusedSince: statedParameter(catalog, 'fused-attention', 'value'),
    twoWaySince: statedParameter(catalog, 'two-way-pipeline', 'value'),
    wave: statedParameter(catalog, 'product-wave', 'value') * part,
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
  const { peaks, memory, memoryBandwidth, wave } = chip;
  const bf16 = peaks.bf16 ?? 0;
  const narrow = precision === 'fp8' ? peaks.fp8 : precision === 'fp4' ? (peaks.fp4 ?? peaks.fp8) : undefined;
  return { peak: quantity(bf16, 'FLOP/s'), formatPeak: quantity(narrow ?? bf16, 'FLOP/s'), memory, memoryBandwidth, matrixShare, wave };
};

export interface ChipNetworkInput {
  readonly chip: TrainingChip;
  /** Accelerators of a scale-up domain. */
  readonly domain: number;
  /** Accelerators that take part: a torus of fewer than a domain is cut out of it. */
  readonly accelerators: number;
  /** What one accelerator can send between domains. */
  readonly scaleOut: Quantity<'B/s'>;
  /** Share of it that is reached where the switches between domains add up; absent where they do not. */
  readonly scaleOutReducing?: number | undefined;
  readonly blocks?: NetworkInput['blocks'];
  /** What training leaves of what a benchmark reaches. */
  readonly links?: LinkConstants;
}

const dimensionsPerNeighbour = 0.5;

/** How the accelerators of a domain are joined: by switches, each to each, or as a torus. */
const topologyOf = ({ chip, domain, accelerators }: ChipNetworkInput): Pick<NetworkInput['scaleUp'], 'size' | 'torus' | 'mesh'> => {
  const { scaleUpNeighbours: neighbours, scaleUpDomain } = chip;
  if (neighbours === undefined) return { size: domain };
  if (neighbours >= scaleUpDomain - 1) return domain <= neighbours + 1 ? { size: domain, mesh: neighbours } : { size: domain };
  const size = Math.max(1, Math.min(domain, accelerators));
  return { size, torus: torusSides(size, neighbours * dimensionsPerNeighbour) };
};

/**
 * Network of a cluster of one kind of accelerator: its scale-up domain and what joins the domains. Links reach what
 * benchmarks of collectives found; between domains a training run, in which all groups talk at once, reaches a share of it.
 *
 * @param input accelerator, domains, links between them and blocks with narrower uplinks
 */
export const chipNetwork = (input: ChipNetworkInput): Network => {
  const { chip, scaleOut, scaleOutReducing, blocks, links = trainingConstants.links } = input;
  const { scaleUp: inside, scaleOut: outside } = chip.links;
  const reducing = (share: number | undefined): Pick<Link, 'reducing'> => (share === undefined ? {} : { reducing: quantity(share, '1') });
  return networkOf({
    scaleUp: { ...inside, bandwidth: chip.scaleUpBandwidth, ...reducing(chip.scaleUpReducing), ...topologyOf(input) },
    scaleOut: {
      ...outside,
      bandwidth: scaleOut,
      efficiency: quantity(outside.efficiency * links.scaleOutLoad, '1'),
      ...reducing(scaleOutReducing),
    },
    blocks,
  });
};
