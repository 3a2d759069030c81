import {
  type CalculonDatatype,
  type CalculonMemory,
  type CalculonNetwork,
  type CalculonProcessor,
  type CalculonSystem,
  calculonDatatypes,
} from './calculon-input.ts';

const flopPerTeraflop = 1e12;
const flopPerGigaflop = 1e9;
const bytesPerGigabyte = 1e9;
const bytesPerMegabyte = 1e6;
const bytesPerGibibyte = 1024 ** 3;

/** A rate that depends on the amount: from `from[i]` on it is `rate[i]`, the first that fits. */
export interface StepRate {
  readonly from: Float64Array;
  readonly rate: Float64Array;
}

/** A tier of the network, ready to be timed. */
export interface NetworkRate {
  readonly size: number;
  readonly mustBeFilled: boolean;
  readonly usage: number;
  readonly latency: number;
  /** Bytes a second that are reached. */
  readonly rate: number;
  readonly sendFactor: number;
  readonly scatterFactor: number;
  readonly scatterParts: number;
  readonly gatherFactor: number;
  readonly gatherParts: number;
  readonly reduceFactor: number;
  readonly reduceParts: number;
}

/** A system at one number format. */
export interface CalculonRates {
  readonly bytes: number;
  readonly peak: number;
  readonly matrix: StepRate;
  readonly vector: StepRate;
  readonly memory: StepRate;
  readonly offload: StepRate;
  readonly capacity: number;
  readonly offloadCapacity: number;
  /** Do arithmetic and memory overlap, or add up? */
  readonly roofline: boolean;
  readonly networks: readonly NetworkRate[];
}

const processor = (table: CalculonProcessor, datatype: CalculonDatatype): StepRate => {
  const { tflops = 0, gflops_efficiency: steps = [] } = table[datatype] ?? {};
  return {
    from: Float64Array.from(steps, ([from]) => from * flopPerGigaflop),
    rate: Float64Array.from(steps, ([, share]) => tflops * flopPerTeraflop * share),
  };
};

const memory = ({ GBps, MB_efficiency: steps }: CalculonMemory): StepRate => ({
  from: Float64Array.from(steps, ([from]) => from * bytesPerMegabyte),
  rate: Float64Array.from(steps, ([, share]) => GBps * bytesPerGigabyte * share),
});

const network = ({ bandwidth, efficiency, size, latency, ops, must_be_filled, processor_usage }: CalculonNetwork): NetworkRate => ({
  size,
  mustBeFilled: must_be_filled,
  usage: processor_usage,
  latency,
  rate: bandwidth * bytesPerGigabyte * efficiency,
  sendFactor: ops.p2p[0],
  scatterFactor: ops.reduce_scatter[0],
  scatterParts: ops.reduce_scatter[1] ?? 0,
  gatherFactor: ops.all_gather[0],
  gatherParts: ops.all_gather[1] ?? 0,
  reduceFactor: ops.all_reduce[0],
  reduceParts: ops.all_reduce[1] ?? 0,
});

/** The figures of a system that has been checked, at one number format. */
export const calculonRates = (system: CalculonSystem, datatype: CalculonDatatype): CalculonRates => ({
  bytes: calculonDatatypes[datatype],
  peak: (system.matrix[datatype]?.tflops ?? 0) * flopPerTeraflop,
  matrix: processor(system.matrix, datatype),
  vector: processor(system.vector, datatype),
  memory: memory(system.mem1),
  offload: memory(system.mem2),
  capacity: system.mem1.GiB * bytesPerGibibyte,
  offloadCapacity: system.mem2.GiB * bytesPerGibibyte,
  roofline: system.processing_mode === 'roofline',
  networks: system.networks.map(network),
});

/** Seconds for an amount at the rate of its step. */
export function timeAt({ from, rate }: StepRate, amount: number): number {
  let step = 0;
  while (amount < from[step]!) step++;
  return amount / rate[step]!;
}

const exchanged = (tier: NetworkRate, bytes: number, factor: number, parts: number, members: number): number => {
  const scaled = bytes * factor;
  return tier.latency + (scaled + (1 / members) * scaled * parts) / tier.rate;
};

export const sendTime = (tier: NetworkRate, bytes: number): number => tier.latency + (bytes * tier.sendFactor) / tier.rate;
export const scatterTime = (tier: NetworkRate, bytes: number, members: number): number =>
  exchanged(tier, bytes, tier.scatterFactor, tier.scatterParts, members);
export const gatherTime = (tier: NetworkRate, bytes: number, members: number): number =>
  exchanged(tier, bytes, tier.gatherFactor, tier.gatherParts, members);
export const reduceTime = (tier: NetworkRate, bytes: number, members: number): number =>
  exchanged(tier, bytes, tier.reduceFactor, tier.reduceParts, members);
