import type { ChipRates } from '#accelerator';
import { type Network, networkOf } from '#cluster';
import { quantity } from '#quantity';
import type { Software, StepConstants } from './step-constants.ts';

/** An accelerator of the size of an A100, `factor` times as fast, for tests. */
export const chipWith = (factor = 1, memory = 80e9): ChipRates => ({
  peak: quantity(312e12 * factor, 'FLOP/s'),
  formatPeak: quantity(312e12 * factor, 'FLOP/s'),
  memory: quantity(memory, 'B'),
  memoryBandwidth: quantity(2e12 * factor, 'B/s'),
  matrixShare: quantity(0.8, '1'),
});

const link = (bandwidth: number, latency: number) => ({
  bandwidth: quantity(bandwidth, 'B/s'),
  latency: quantity(latency, 's'),
  efficiency: quantity(0.8, '1'),
  halfSize: quantity(0, 'B'),
});

/** Servers of eight on rails, `factor` times as fast and `latency` times as late. */
export const networkWith = (factor = 1, latency = 1): Network =>
  networkOf({ scaleUp: { ...link(300e9 * factor, 2e-6 * latency), size: 8 }, scaleOut: link(25e9 * factor, 5e-6 * latency) });

/** Constants of the size that the fit finds, in round figures. */
export const constants = {
  memoryShare: 0.87,
  traffic: 1.1,
  wave: 1,
  unaligned: 16,
  passes: 1.9,
  attention: 0.65,
  headHalf: 32,
  scores: 0.6,
  grouped: 3,
  hostLayer: 4e-4,
  hostLayerEager: 1e-3,
  hostExchange: 0.05,
  hostRouted: 1.5e-3,
  tensorExposed: 0.4,
  pipelineExposed: 0.3,
  window: 0.65,
  interference: 0.12,
  straggler: 0.006,
  fusedLoss: 0.8,
  maturityLoss: 0.7,
  maturityTime: 1,
} as unknown as StepConstants;

/** A stack that compiles its layers and is no longer new. */
export const software: Software = { eager: false, age: quantity(10, 'yr') };
