import type { Architecture } from './architecture.ts';
import type { Plan } from './plan.ts';

/** Which layers each stage of a pipeline holds. */
export interface StageLayers {
  /** Stages of the pipeline. */
  readonly stages: number;
  /** Kinds of layers. */
  readonly kinds: number;
  /** Layers of kind `k` that a micro-batch passes on stage `i`, at `i * kinds + k`. */
  readonly counts: Int32Array;
}

/** Layers of stage `i` where `layers` do not divide evenly: the ends, which hold embedding and logits too, get the fewer. */
const evenShare = (layers: number, stages: number, stage: number): number => {
  const base = Math.floor(layers / stages);
  const more = layers - base * stages;
  if (more === 0) return base;
  const spared = stages - more;
  // The last stage is spared first, then the first one, then from the back.
  if (stage === stages - 1) return base;
  if (stage === 0) return spared >= 2 ? base : base + 1;
  const sparedInside = Math.max(0, spared - 2);
  return stage < stages - 1 - sparedInside ? base + 1 : base;
};

/**
 * Deals the layers of a model out to the stages of its pipeline: evenly or as the plan says, each chunk of a stage a run of
 * neighbours. A pipeline of two-way schedule folds back, so that its first stage holds the last layers too.
 *
 * @equation l \in \text{stage } i \iff \lfloor l / n \rfloor \bmod p = i
 * @param architecture layers of the model
 * @param plan stages, chunks, uneven stages
 */
export const stageLayers = (architecture: Architecture, plan: Plan): StageLayers => {
  const { pattern } = architecture;
  const kinds = architecture.kinds.length;
  const stages = plan.pipeline;
  const counts = new Int32Array(stages * kinds);
  if (stages === 1) {
    for (const kind of pattern) counts[kind] = counts[kind]! + 1;
    return { stages, kinds, counts };
  }
  const folded = plan.schedule === 'zb-v';
  const chunks = folded ? 2 : plan.virtual;
  const layers = pattern.length;
  let next = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const backwards = folded && chunk % 2 === 1;
    for (let step = 0; step < stages; step++) {
      const stage = backwards ? stages - 1 - step : step;
      let size: number;
      if (plan.stageLayers === undefined) size = evenShare(layers, stages * chunks, chunk * stages + step);
      else {
        const own = plan.stageLayers[stage]!;
        size = Math.floor(own / chunks) + (chunk < own % chunks ? 1 : 0);
      }
      for (let layer = 0; layer < size; layer++) {
        const cell = stage * kinds + pattern[next]!;
        counts[cell] = counts[cell]! + 1;
        next++;
      }
    }
  }
  return { stages, kinds, counts };
};
