import type { ChipRates } from '#accelerator';
import type { Network } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import type { MemoryOverhead } from '../memory/plan-memory.ts';
import { type ServingMemory, servingMemory } from './serving-memory.ts';
import { type ServingPart, type ServingPass, servingPass } from './serving-pass.ts';
import type { ServingConstants, ServingPlan } from './serving-plan.ts';

export interface ServingRateInput {
  readonly architecture: Architecture;
  readonly chip: ChipRates;
  readonly network: Network;
  readonly plan: ServingPlan;
  readonly constants: ServingConstants;
  readonly overhead: MemoryOverhead;
  /** Tokens of a prompt. */
  readonly input: number;
  /** Tokens of an answer. */
  readonly output: number;
  /** Longest time between two tokens of an answer; absent where only throughput counts. */
  readonly perToken?: Quantity<'s'> | undefined;
  /** Sequences at once in one copy, where they are stated; else as many as memory and the limit allow. */
  readonly sequences?: number | undefined;
  /** New tokens that a pass of decoding tries: 1, or more where a draft is checked. */
  readonly queries?: number | undefined;
  /** Tokens that a pass of decoding yields: 1, or more where a draft is often right. */
  readonly accepted?: number | undefined;
}

/** A phase of serving. */
export interface ServingPhase {
  /** Tokens in a second and accelerator. */
  readonly rate: Quantity<'token/s'>;
  readonly pass: ServingPass;
  /** Sequences at once in one copy. */
  readonly sequences: number;
}

export interface ServingRate {
  readonly prefill: ServingPhase;
  readonly decode: ServingPhase;
  /** Output tokens in a second and accelerator where both phases share the accelerators in the best proportion. */
  readonly output: Quantity<'token/s'>;
  /** Share of the accelerators that prefill takes. */
  readonly prefillShare: Quantity<'1'>;
  /** Time from a prompt to its first token, without waiting. */
  readonly firstToken: Quantity<'s'>;
  /** Time between two tokens of an answer. */
  readonly perToken: Quantity<'s'>;
  readonly memory: ServingMemory;
  readonly feasible: boolean;
  /** What stops it, or what takes longest in the longer phase. */
  readonly binding: 'memory' | 'latency' | ServingPart;
}

/** Tokens that a prefill pass of one rank takes on at most: beyond, throughput no longer grows. */
const prefillTokens = 16_384;

/**
 * Tokens a second that an accelerator serves, prompt and answer apart and together: the largest batch that memory and the
 * time between tokens allow, and the proportion of accelerators in which neither phase waits for the other.
 *
 * @equation r = \frac{1}{\frac{I}{O r_p} + \frac{1}{r_d}},\quad r_d = \frac{B a}{n\, t(B)}
 * @pure
 * @param input model, chip, network, plan, constants, lengths, limits
 */
export const servingRate = (input: ServingRateInput): ServingRate => {
  const { architecture, chip, network, plan, constants, overhead, perToken, queries = 1, accepted = 1 } = input;
  const groups = plan.ranks / plan.tensor;
  const whole = input.input + input.output;
  const memory = servingMemory({ architecture, plan, memory: chip.memory, overhead, context: whole });
  const base = { architecture, chip, network, plan, constants };
  const meanContext = input.input + input.output / 2;
  const decodePass = (sequences: number): ServingPass =>
    servingPass({ ...base, sequences, queries, context: meanContext, logits: queries });
  const stepLimit = perToken === undefined ? Number.POSITIVE_INFINITY : perToken * accepted;

  const most = input.sequences ?? memory.sequences;
  let sequences = Math.max(groups, most);
  let pass = decodePass(sequences);
  let held: 'memory' | 'latency' | undefined;
  if (input.sequences === undefined && pass.time > stepLimit) {
    // A pass takes the longer the more sequences it has: halve the stretch until one more would be too many.
    let [low, high] = [groups, sequences];
    if (decodePass(low).time > stepLimit) held = 'latency';
    while (high - low > groups) {
      const middle = low + Math.floor((high - low) / 2 / groups) * groups;
      if (decodePass(middle).time > stepLimit) high = middle;
      else low = middle;
    }
    sequences = low;
    pass = decodePass(low);
  }
  if (memory.sequences < groups) held = 'memory';

  const prompts =
    Math.max(1, Math.min(Math.floor(prefillTokens / Math.max(1, input.input)), Math.max(1, memory.sequences / groups))) * groups;
  const prefillOf = (count: number): ServingPass =>
    servingPass({ ...base, sequences: count, queries: input.input, context: input.input / 2, logits: 1 });
  const prefillPass = prefillOf(prompts);
  const prefillRate = (prompts * input.input) / prefillPass.time / plan.ranks;
  const decodeRate = (sequences * accepted) / pass.time / plan.ranks;
  const perAnswer = { prefill: input.input / prefillRate, decode: input.output / decodeRate };
  const chipTime = perAnswer.prefill + perAnswer.decode;
  const longer = perAnswer.prefill > perAnswer.decode ? prefillPass : pass;
  return {
    prefill: { rate: quantity(prefillRate, 'token/s'), pass: prefillPass, sequences: prompts },
    decode: { rate: quantity(decodeRate, 'token/s'), pass, sequences },
    output: quantity(input.output / chipTime, 'token/s'),
    prefillShare: quantity(perAnswer.prefill / chipTime, '1'),
    firstToken: quantity(prefillOf(groups).time, 's'),
    perToken: quantity(pass.time / accepted, 's'),
    memory,
    feasible: held === undefined,
    binding: held ?? longer.binding,
  };
};
