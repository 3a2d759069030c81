import { type TrainingConstants, trainingConstants } from '#calibration';
import type { Catalog } from '#catalog';
import { quantity } from '#quantity';
import type { Plan, PlanSpace } from '#run';
import { chipRates, choosePlan, matrixShareOf, statedParameter } from '#scenario';
import type { OpenColumn, Run } from './read-run.ts';
import { networkOfRun, softwareOf, stepOf } from './time-run.ts';

/** What the plan states on the axes that a column speaks of. */
const axesOf: Readonly<Record<Exclude<OpenColumn, 'global_batch'>, (plan: Plan) => Partial<PlanSpace>>> = {
  TP: ({ tensor }) => ({ tensor: [tensor] }),
  PP: ({ pipeline }) => ({ pipeline: [pipeline] }),
  VPP: ({ virtual, schedule }) => ({ virtual: [virtual], schedule: [schedule] }),
  EP: ({ expert }) => ({ expert: [expert] }),
  zero_fsdp: ({ zero, shardGroup }) => ({ zero: [zero], shardGroup: [shardGroup] }),
  micro_batch: ({ microBatch }) => ({ microBatch: [microBatch] }),
  recompute: ({ recompute }) => ({ recompute: [recompute] }),
};
const columns = Object.keys(axesOf) as readonly (keyof typeof axesOf)[];

/** What the chosen plan has in a column. */
const chosenIn: Readonly<Record<OpenColumn, (plan: Plan) => string | number>> = {
  TP: ({ tensor }) => tensor,
  PP: ({ pipeline }) => pipeline,
  VPP: ({ virtual }) => virtual,
  EP: ({ expert }) => expert,
  zero_fsdp: ({ zero }) => zero,
  micro_batch: ({ microBatch }) => microBatch,
  global_batch: ({ globalBatch }) => globalBatch,
  recompute: ({ recompute }) => recompute,
};

/**
 * Fills what neither the row of a whole run nor a publication says of its plan with what a search finds best: of the plans in common use
 * that fit the memory, the one that gets most out of an accelerator. A run of weeks was not laid out by default.
 *
 * @param run the run as it was read
 * @param catalog constants of memory, and the usual batch
 * @param constants fitted constants
 */
export const completeRun = (run: Run, catalog: Catalog, constants: TrainingConstants = trainingConstants): Run => {
  const { open, plan, chips, eager, architecture, chip, domain, nodeSize } = run;
  if (open.length === 0) return run;
  // Of a batch that is not stated, each replica there may be takes a whole number of sequences.
  const rounds = Math.max(1, Math.round(statedParameter(catalog, 'plan-batch-tokens', 'value') / plan.sequence / chips));
  const globalBatch = open.includes('global_batch') ? rounds * chips : plan.globalBatch;
  const stated = columns.filter((column) => !open.includes(column)).map((column) => axesOf[column](plan));
  const { sequence, precision, state, gradientMessage, fusedAttention } = plan;
  const share = matrixShareOf(chip, catalog, constants).share;
  const chosen = choosePlan({
    architecture,
    rates: chipRates(chip, precision, share),
    network: networkOfRun(run, constants),
    domain,
    software: softwareOf(run),
    constants: stepOf(constants),
    nodeSize,
    overhead: {
      context: quantity(statedParameter(catalog, 'device-context', 'bytes'), 'B'),
      fragmentation: quantity(statedParameter(catalog, 'memory-fragmentation', 'value'), '1'),
    },
    accelerators: [chips],
    twoWay: run.year >= chip.twoWaySince,
    fixed: { globalBatch, sequence, precision, state, gradientMessage, fusedAttention },
    stated: {
      ...Object.assign({}, ...stated),
      context: [plan.context],
      sequenceParallel: [plan.sequenceParallel],
      overlapTensor: [plan.overlapTensor],
      overlapData: [!eager],
    },
  });
  if (chosen === undefined) return run;
  const own: Plan = { ...chosen.plan, overlapData: !(eager && chosen.plan.zero <= 1) };
  const named = new Set<string>(open);
  return {
    ...run,
    plan: own,
    filled: [
      ...run.filled.filter((name) => !named.has(name.replace(/ \(memory.*$/, ''))),
      ...open.map((column) => `${column} (search: ${chosenIn[column](own)})`),
    ],
  };
};
