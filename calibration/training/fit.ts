import { type Quantity, quantity } from '#quantity';
import type { PreparedStep } from '#run';
import { type MeasuredRun, prepareRun, throughputOf } from '#validation';
import type { TrainingConstants } from './constants-type.ts';

/** A constant that is fitted: where it stands, what is believed of it beforehand, and how firmly. */
export interface Parameter {
  readonly path: readonly [keyof TrainingConstants, string];
  readonly prior: number;
  /** Spread of its logarithm. */
  readonly spread: number;
}

const set = (constants: TrainingConstants, { path: [group, name] }: Parameter, value: number): TrainingConstants => ({
  ...constants,
  [group]: { ...(constants[group] as object), [name]: value },
});

/** Constants with the parameters at these logarithms. */
export const withValues = (base: TrainingConstants, parameters: readonly Parameter[], x: readonly number[]): TrainingConstants =>
  parameters.reduce((constants, parameter, index) => set(constants, parameter, Math.exp(x[index]!)), base);

/** Weight of what is believed beforehand: a spread of each constant against this much of the mean error, found by families left out. */
const priorWeight = 0.003;
/** Errors below this count as squares, above it as they are. */
const small = 0.02;
const slope = 1e-4;
const longestStride = 0.5;

export interface Fit {
  readonly constants: TrainingConstants;
  readonly x: readonly number[];
}

const familyWeights = (rows: readonly MeasuredRun[]): number[] => {
  const sizes = new Map<string, number>();
  for (const { family } of rows) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  return rows.map(({ family }) => 1 / sizes.get(family)! / sizes.size);
};

const shareOf = (constants: TrainingConstants, { chip }: MeasuredRun['run'], chips: ReadonlyMap<string, string>): Quantity<'1'> =>
  quantity(constants.chips[chips.get(chip.id) ?? chip.id] ?? constants.prior.ofPeak, '1');

/**
 * Finds the constants under which predictions deviate least from measurements: the mean over families of the mean of
 * |prediction / measurement - 1|, and a pull towards what was believed beforehand. Gauss-Newton with weights that make
 * squares of absolute values, damped.
 *
 * @param rows measured runs
 * @param parameters what is fitted
 * @param base all other constants
 * @param chips accelerators that share the constant of another one
 * @param start logarithms to start from
 */
export function fitConstants(
  rows: readonly MeasuredRun[],
  parameters: readonly Parameter[],
  base: TrainingConstants,
  chips: ReadonlyMap<string, string>,
  start: readonly number[] = parameters.map(({ prior }) => Math.log(prior)),
): Fit {
  const weights = familyWeights(rows);
  const logPrior = parameters.map(({ prior }) => Math.log(prior));
  const prepare = (constants: TrainingConstants): PreparedStep[] => rows.map(({ run }) => prepareRun(run, constants));
  const logs = (constants: TrainingConstants, prepared: readonly PreparedStep[]): Float64Array =>
    Float64Array.from(rows, ({ run, measured }, index) =>
      Math.log(throughputOf(run, prepared[index]!, shareOf(constants, run, chips), constants) / measured),
    );
  const loss = (errors: Float64Array, x: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += weights[i]! * Math.hypot(Math.exp(errors[i]!) - 1, small);
    x.forEach((value, j) => {
      sum += (priorWeight / 2) * ((value - logPrior[j]!) / parameters[j]!.spread) ** 2;
    });
    return sum;
  };
  let x = [...start];
  let constants = withValues(base, parameters, x);
  let prepared = prepare(constants);
  let errors = logs(constants, prepared);
  let best = loss(errors, x);
  let damping = 1e-3;
  for (let round = 0; round < 40; round++) {
    const columns = parameters.map((parameter, j) => {
      const moved = x.map((value, k) => (k === j ? value + slope : value));
      const other = withValues(base, parameters, moved);
      return logs(other, parameter.path[0] === 'links' ? prepare(other) : prepared).map((value, i) => (value - errors[i]!) / slope);
    });
    const n = parameters.length;
    const matrix = Array.from({ length: n }, () => new Float64Array(n));
    const gradient = new Float64Array(n);
    for (let i = 0; i < rows.length; i++) {
      const ratio = Math.exp(errors[i]!);
      const off = ratio - 1;
      const weight = weights[i]! / Math.hypot(off, small);
      for (let j = 0; j < n; j++) {
        const own = columns[j]![i]! * ratio;
        gradient[j] = gradient[j]! - weight * own * off;
        for (let k = 0; k <= j; k++) matrix[j]![k] = matrix[j]![k]! + weight * own * columns[k]![i]! * ratio;
      }
    }
    for (let j = 0; j < n; j++) {
      const firm = priorWeight / parameters[j]!.spread ** 2;
      gradient[j] = gradient[j]! - firm * (x[j]! - logPrior[j]!);
      matrix[j]![j] = matrix[j]![j]! + firm;
      for (let k = 0; k < j; k++) matrix[k]![j] = matrix[j]![k]!;
    }
    let moved = false;
    for (let attempt = 0; attempt < 8 && !moved; attempt++) {
      const stride = solve(matrix, gradient, damping);
      const longest = stride.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      const scale = longest > longestStride ? longestStride / longest : 1;
      const next = x.map((value, j) => value + scale * stride[j]!);
      const nextConstants = withValues(base, parameters, next);
      const nextPrepared = prepare(nextConstants);
      const nextErrors = logs(nextConstants, nextPrepared);
      const found = loss(nextErrors, next);
      if (found < best) {
        moved = best - found > 1e-7;
        [x, constants, prepared, errors, best] = [next, nextConstants, nextPrepared, nextErrors, found];
        damping = Math.max(1e-6, damping / 4);
        if (!moved) return { constants, x };
      } else damping *= 5;
    }
    if (!moved) break;
  }
  return { constants, x };
}

/** Solves (A + damping diag A) y = g by elimination with pivots. */
const solve = (matrix: readonly Float64Array[], right: Float64Array, damping: number): number[] => {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row.map((value, j) => (i === j ? value * (1 + damping) + 1e-12 : value)), right[i]!]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let j = i + 1; j < n; j++) if (Math.abs(rows[j]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = j;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let j = i + 1; j < n; j++) {
      const factor = rows[j]![i]! / rows[i]![i]!;
      if (factor !== 0) for (let k = i; k <= n; k++) rows[j]![k] = rows[j]![k]! - factor * rows[i]![k]!;
    }
  }
  const y = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let value = rows[i]![n]!;
    for (let k = i + 1; k < n; k++) value -= rows[i]![k]! * y[k]!;
    y[i] = value / rows[i]![i]!;
  }
  return y;
};
