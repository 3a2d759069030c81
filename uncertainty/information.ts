import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import { selectQuantiles } from './select.ts';

/** What knowing one input would be worth. */
export interface InformationValue {
  /** How much narrower the 5% to 95% range of the output would be on average, as a share of it. */
  readonly narrowing: number;
  /** Share of cases in which the answer to a yes-or-no question would turn over; absent where none was asked. */
  readonly turns?: number;
  /** How much likelier the better of yes and no would be right. */
  readonly gain?: number;
}

/** Rows are grouped by the value of the input into so many parts of equal size. */
const PARTS = 32;
const SHUFFLES = 16;

/**
 * Estimates from a sample what it would be worth to know each input: the expected narrowing of the output, and the expected gain of a
 * decision between yes and no (the expected value of partial perfect information where a right answer is worth 1 and a wrong one 0).
 *
 * Both are averages over parts of the sample in which the input is nearly known. What so many parts would seem to gain from noise alone
 * is measured on shuffled rows, and taken off; a gain below three times the spread of that noise is none.
 *
 * @param inputs draws of the inputs
 * @param output finite outputs, row by row
 * @param yes whether the question has a yes in a row
 * @param seed of the shuffles
 * @source Strong, Oakley, Brennan, "Estimating multiparameter partial expected value of perfect information", Medical Decision Making 34 (2014)
 */
export function informationValues(
  inputs: readonly Float64Array[],
  output: Float64Array,
  yes?: Uint8Array,
  seed = 1,
): readonly InformationValue[] {
  const plain = Uint32Array.from(output, (_, row) => row);
  const shuffled = Array.from({ length: SHUFFLES }, (_, turn) => shuffle(plain, seed, turn));
  const average = (of: (rows: Uint32Array) => number, among = shuffled): number =>
    among.reduce((sum, rows) => sum + of(rows), 0) / among.length;
  const left = (rows: Uint32Array): number => meanOfParts(rows, (part) => width(Float64Array.from(part, (row) => output[row] as number)));
  const whole = average(left, shuffled.slice(0, 4));
  const share = yes === undefined ? 0 : mean(plain, yes);
  const known = (rows: Uint32Array): number =>
    yes === undefined
      ? 0
      : meanOfParts(rows, (part) => {
          const own = mean(part, yes);
          return Math.max(own, 1 - own);
        });
  const turned = (rows: Uint32Array): number =>
    yes === undefined ? 0 : meanOfParts(rows, (part) => (mean(part, yes) > 0.5 === share > 0.5 ? 0 : 1));
  const base = Math.max(share, 1 - share, average(known));
  const atRandom = average(known);
  const doubt = 3 * Math.sqrt(average((rows) => (known(rows) - atRandom) ** 2));
  return inputs.map((input) => {
    const order = plain.slice().sort((a, b) => (input[a] as number) - (input[b] as number));
    const narrowing = whole === 0 ? 0 : Math.min(1, Math.max(0, 1 - left(order) / whole));
    if (yes === undefined) return { narrowing };
    const gain = known(order) - base;
    return gain > doubt ? { narrowing, turns: turned(order), gain } : { narrowing, turns: 0, gain: 0 };
  });
}

const mean = (rows: Uint32Array, yes: Uint8Array): number => {
  let sum = 0;
  for (const row of rows) sum += yes[row] as number;
  return sum / rows.length;
};

const width = (values: Float64Array): number => {
  const [low = 0, high = 0] = selectQuantiles(values, [0.05, 0.95]);
  return high - low;
};

function meanOfParts(rows: Uint32Array, of: (part: Uint32Array) => number): number {
  const parts = Math.max(1, Math.min(PARTS, Math.floor(rows.length / 40)));
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const own = rows.subarray(Math.floor((part * rows.length) / parts), Math.floor(((part + 1) * rows.length) / parts));
    sum += of(own) * (own.length / rows.length);
  }
  return sum;
}

function shuffle(rows: Uint32Array, seed: number, turn: number): Uint32Array {
  const out = rows.slice();
  const key = parameterKey(`shuffle.${turn}`);
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(uniform(seed, i, key) * (i + 1));
    const held = out[i] as number;
    out[i] = out[j] as number;
    out[j] = held;
  }
  return out;
}
