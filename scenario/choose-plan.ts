import { checkPlan, type Plan, planMemory, prepareStep, stepColumns, timeStep } from '#run';
import type { WrittenPlan } from './plan-schema.ts';
import { completePlan } from './read-plan.ts';
import type { ResolvedTraining } from './resolve-training.ts';

const powersUpTo = (most: number): number[] => {
  const powers: number[] = [];
  for (let power = 1; power <= most; power *= 2) powers.push(power);
  return powers;
};

const mostStages = 16;
const mostTensor = 16;
const mostChunks = 8;

/** Chunks that a stage can hold: as many as the layers divide into, a few at most. */
const chunksOf = (layers: number, stages: number): number => {
  if (stages === 1) return 1;
  let chunks = 1;
  for (let each = 2; each <= mostChunks; each++) if (layers % (stages * each) === 0) chunks = each;
  return chunks;
};

export interface ChosenPlan {
  readonly written: WrittenPlan;
  readonly plan: Plan;
  /** Plans that were considered and can run. */
  readonly feasible: number;
}

const powerBelow = (value: number): number => 2 ** Math.floor(Math.log2(Math.max(1, value)));

/** Ways to compute again and to split state, which do not hang on the ranks. */
const ways = (['none', 'selective', 'full'] as const).flatMap((recompute) => [1, 3].map((zero) => ({ recompute, zero })));

/** Plans of powers of two for tensor, pipeline and expert ranks, with every way to compute again and to split state. */
const candidates = (layers: number, routed: number, accelerators: number, domain: number, batch: number): readonly WrittenPlan[] =>
  powersUpTo(Math.min(mostTensor, domain)).flatMap((tp) =>
    powersUpTo(Math.min(mostStages, layers, Math.floor(accelerators / tp))).flatMap((pp) => {
      const dp = powerBelow(Math.min(accelerators / (tp * pp), batch));
      const chunks = chunksOf(layers, pp);
      const experts = routed > 1 ? powersUpTo(Math.min(routed, tp * dp)) : [1];
      const ranks = experts.map((ep) => ({ tp, pp, dp, ep, ...(ep > domain && pp > 1 ? { overlapExpert: true } : {}) }));
      const staged = chunks > 1 ? [...ranks, ...ranks.map((each) => ({ ...each, vpp: chunks }))] : ranks;
      return staged.flatMap((each) => ways.filter(({ zero }) => pp === 1 || zero === 1).map((way) => ({ ...each, ...way })));
    }),
  );

/**
 * Chooses a plan where none is stated: of powers of two for tensor, pipeline and expert ranks, of recompute and sharding,
 * the fastest that fits the memory. A search for the best plan of all is another command.
 *
 * @param resolved model, accelerator, network and constants; its own plan is not looked at
 * @param batch sequences of a step
 * @param sequence tokens of a sequence
 */
export const choosePlan = (resolved: ResolvedTraining, batch: number, sequence: number): ChosenPlan | undefined => {
  const { architecture, accelerators, domain, network, rates, software, constants, nodeSize, overhead, plan: given } = resolved;
  const routed = architecture.kinds.reduce((most, { feedForward }) => Math.max(most, feedForward.routed), 0);
  const out = new Float64Array(stepColumns);
  let best: Omit<ChosenPlan, 'feasible'> | undefined;
  let [feasible, fastest] = [0, Number.POSITIVE_INFINITY];
  for (const each of candidates(architecture.pattern.length, routed, accelerators, domain, batch)) {
    const written = { ...each, precision: given.precision };
    const plan = completePlan(written, { accelerators, batch, sequence });
    if (checkPlan(architecture, plan).length > 0) continue;
    if (planMemory(architecture, plan, overhead).greatest.total > rates.memory) continue;
    feasible += 1;
    const prepared = prepareStep({ architecture, chip: rates, network, plan });
    const time = (timeStep({ prepared, chip: rates, software, constants, nodeSize }, out) * prepared.chips) / prepared.tokens;
    if (time >= fastest) continue;
    fastest = time;
    best = { written, plan };
  }
  return best === undefined ? undefined : { ...best, feasible };
};
