import type { Distribution } from '#quantity';
import { createSampler, type Sampler } from '#uncertainty';

type LawName = 'normal' | 'uniform' | 'centred';

const laws: Readonly<Record<LawName, Distribution>> = {
  normal: { kind: 'normal', mean: 0, sd: 1 },
  uniform: { kind: 'uniform', low: 0, high: 1 },
  centred: { kind: 'uniform', low: -1, high: 1 },
};

const samplers = new Map<string, Sampler>();

/** Numbers of draws that are kept: tables ask for the same ones row after row. */
const mostKept = 8e6;
const kept = new Map<string, Float64Array>();
let keptNumbers = 0;

/** Draws as `draws` gives them, kept for the next who asks: they are not to be written to. */
export function sharedDraws(law: LawName, purpose: string, trial: number, count: number): Float64Array {
  const key = `${law} ${purpose} ${trial} ${count}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (keptNumbers + count > mostKept) {
    kept.clear();
    keptNumbers = 0;
  }
  const found = draws(law, purpose, trial, count);
  kept.set(key, found);
  keptNumbers += count;
  return found;
}

/**
 * Draws for one purpose in one trial: the same for every file that asks, whatever else it asks for.
 *
 * @param law how they lie
 * @param purpose names the stream
 * @param trial which trial
 * @param count how many
 */
export function draws(law: LawName, purpose: string, trial: number, count: number): Float64Array {
  const path = `${law} ${purpose}`;
  const sampler = samplers.get(path) ?? createSampler({ seed: 1, parameters: [{ path, distribution: laws[law] }] });
  samplers.set(path, sampler);
  const out = new Float64Array(count);
  sampler.column(0, trial * count, out);
  return out;
}
