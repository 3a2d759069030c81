import { type TrainingConstants, trainingConstants } from '#calibration';
import type { Catalog } from '#catalog';
import type { Network } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import {
  type PreparedStep,
  prepareStep,
  type Software,
  type StepConstants,
  stepColumns,
  type TrainingStep,
  timeStep,
  trainingStep,
} from '#run';
import { chipNetwork, chipRates, type MatrixShare, matrixShareOf } from '#scenario';
import type { Run } from './read-run.ts';

/**
 * Constants of a step.
 *
 * @param constants all of them
 */
export const stepOf = (constants: TrainingConstants): StepConstants => constants.step as unknown as StepConstants;

/**
 * Network of a run.
 *
 * @param run the run
 * @param constants links of the network
 */
export const networkOfRun = ({ chip, domain, chips, scaleOut }: Run, { links }: TrainingConstants): Network =>
  chipNetwork({ chip, domain, accelerators: chips, scaleOut, links });

/**
 * Prepares the step of a run; what it depends on of the constants are the links.
 *
 * @param run the run
 * @param constants links of the network
 */
export const prepareRun = (run: Run, constants: TrainingConstants = trainingConstants): PreparedStep =>
  prepareStep({
    architecture: run.architecture,
    chip: chipRates(run.chip, run.plan.precision, quantity(1, '1')),
    network: networkOfRun(run, constants),
    plan: run.plan,
  });

/** What the run was made with. */
export const softwareOf = ({ eager, age, fusedAge }: Run): Software => ({ eager, age, fusedAge });

const out = new Float64Array(stepColumns);

/**
 * Throughput of a prepared run: the form for calibration.
 *
 * @param run the run
 * @param prepared its step
 * @param matrixShare share of the peak that its chip reaches
 * @param constants all others
 * @unit token/s
 */
export const throughputOf = (run: Run, prepared: PreparedStep, matrixShare: Quantity<'1'>, constants: TrainingConstants): number =>
  prepared.tokens /
  timeStep({ prepared, chip: { matrixShare }, software: softwareOf(run), constants: stepOf(constants), nodeSize: run.nodeSize }, out) /
  prepared.chips;

export interface TimedRun {
  readonly step: TrainingStep;
  readonly matrixShare: MatrixShare;
}

/**
 * Times a run with all that goes with it.
 *
 * @param run the run
 * @param catalog accelerators of the same silicon
 * @param constants fitted constants
 */
export const timeRun = (run: Run, catalog: Catalog, constants: TrainingConstants = trainingConstants): TimedRun => {
  const matrixShare = matrixShareOf(run.chip, catalog, constants);
  return {
    matrixShare,
    step: trainingStep({
      architecture: run.architecture,
      chip: chipRates(run.chip, run.plan.precision, matrixShare.share),
      network: networkOfRun(run, constants),
      plan: run.plan,
      software: softwareOf(run),
      constants: stepOf(constants),
      nodeSize: run.nodeSize,
    }),
  };
};
