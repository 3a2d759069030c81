import { firstIndex } from './discrete-law.ts';

/** Up to this many values quantiles are exact. */
export const EXACT_COUNT: number = 1_000_000;

/** Values of one weight: a buffer that grows by doubling. */
interface Level {
  values: Float64Array;
  size: number;
  /** Which of a pair the next compaction keeps; alternates, so that its errors cancel. */
  keepsUpper: boolean;
}

/**
 * Quantiles, mean and variance of a stream of numbers.
 *
 * Exact up to a limit. Beyond it every full buffer is sorted and halved into the buffer of twice the weight
 * (compaction, as in the sketches of Munro and Paterson and of Karnin, Lang and Liberty, without their
 * randomness): ranks are then off by at most `rankError`, about log2(n / limit) / limit, whatever the order
 * of the stream. Two streams merge into the quantiles of both.
 *
 * @source Munro and Paterson, "Selection and sorting with limited storage", TCS 12 (1980)
 */
export class Quantiles {
  readonly #limit: number;
  readonly #levels: Level[] = [newLevel()];
  #count = 0;
  #mean = 0;
  #squares = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #lost = 0;
  #view: { values: Float64Array; ends: Float64Array } | undefined;

  /**
   * @param limit how many values are kept exactly: an even number from 2
   * @throws when the limit is not such a number
   */
  constructor(limit: number = EXACT_COUNT) {
    if (!Number.isSafeInteger(limit) || limit < 2 || limit % 2 === 1)
      throw new RangeError(`the limit must be an even number from 2, not ${limit}`);
    this.#limit = limit;
  }

  /** How many values were pushed. */
  get count(): number {
    return this.#count;
  }

  /** The greatest possible error of a rank, as a share of the count: 0 while quantiles are exact. */
  get rankError(): number {
    return this.#count === 0 ? 0 : this.#lost / this.#count;
  }

  /** The mean of the values. */
  get mean(): number {
    this.#needValues();
    return this.#mean;
  }

  /** The sample variance of the values (divisor n - 1); 0 for a single value. */
  get variance(): number {
    this.#needValues();
    return this.#count === 1 ? 0 : this.#squares / (this.#count - 1);
  }

  /**
   * Adds a value.
   *
   * @param x the value
   * @throws when it is not finite
   */
  push(x: number): void {
    if (!Number.isFinite(x)) throw new RangeError(`quantiles need finite numbers; value ${this.#count} is ${x}`);
    this.#count += 1;
    const delta = x - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (x - this.#mean);
    if (x < this.#low) this.#low = x;
    if (x > this.#high) this.#high = x;
    this.#view = undefined;
    const base = this.#levels[0] as Level;
    if (base.size === this.#limit) this.#compact();
    append(base, x);
  }

  /**
   * Adds values.
   *
   * @param values the values
   * @throws when one is not finite; those before it are then added
   */
  pushAll(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.push(values[i] as number);
  }

  /**
   * Adds all values of another stream, which stays as it is.
   *
   * @param other the other stream
   */
  merge(other: Quantiles): void {
    if (other.#count === 0) return;
    const delta = other.#mean - this.#mean;
    const count = this.#count + other.#count;
    this.#squares += other.#squares + (delta * delta * this.#count * other.#count) / count;
    this.#mean += (delta * other.#count) / count;
    this.#count = count;
    this.#low = Math.min(this.#low, other.#low);
    this.#high = Math.max(this.#high, other.#high);
    this.#lost += other.#lost;
    this.#view = undefined;
    const added = other.#levels.map(({ values, size }) => values.slice(0, size));
    added.forEach((values, height) => {
      const level = this.#level(height);
      for (const x of values) append(level, x);
    });
    this.#compact();
  }

  /**
   * The quantile of the values: the order statistic at (n - 1) p, interpolated between neighbours.
   *
   * @param p a share of the values
   * @throws when p is not from 0 to 1 or there are no values
   */
  quantile(p: number): number {
    this.#needValues();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile needs a share from 0 to 1, not ${p}`);
    if (p === 0) return this.#low;
    if (p === 1) return this.#high;
    const place = (this.#count - 1) * p;
    const rank = Math.floor(place);
    const value = this.#ranked(rank);
    return place === rank ? value : value + (place - rank) * (this.#ranked(rank + 1) - value);
  }

  /** The value of a rank, from 0. */
  #ranked(rank: number): number {
    this.#view ??= this.#sorted();
    const { values, ends } = this.#view;
    if (ends.length === 0) return values[rank] as number;
    return values[firstIndex(ends.length, (i) => (ends[i] as number) > rank)] as number;
  }

  /** All values in rising order; where they differ in weight, with the rank at which each ends. */
  #sorted(): { values: Float64Array; ends: Float64Array } {
    const [base] = this.#levels;
    if (this.#levels.length === 1 && base !== undefined) {
      const values = base.values.subarray(0, base.size);
      return { values: values.sort(), ends: new Float64Array(0) };
    }
    const runs = this.#levels.map(({ values, size }) => values.subarray(0, size).sort());
    return mergeRuns(runs);
  }

  #level(height: number): Level {
    const level = this.#levels[height] ?? newLevel();
    this.#levels[height] = level;
    return level;
  }

  /** Halves every buffer that has reached the limit into the next. An odd value stays behind. */
  #compact(): void {
    if (this.#count <= this.#limit) return;
    for (let height = 0; height < this.#levels.length; height++) {
      const level = this.#levels[height] as Level;
      if (level.size < this.#limit) continue;
      const paired = level.size - (level.size % 2);
      const sorted = level.values.subarray(0, level.size).sort();
      const next = this.#level(height + 1);
      for (let i = level.keepsUpper ? 1 : 0; i < paired; i += 2) append(next, sorted[i] as number);
      level.keepsUpper = !level.keepsUpper;
      if (paired < level.size) sorted[0] = sorted[paired] as number;
      level.size -= paired;
      this.#lost += 2 ** height;
    }
  }

  #needValues(): void {
    if (this.#count === 0) throw new RangeError('there are no values yet');
  }
}

function newLevel(): Level {
  return { values: new Float64Array(64), size: 0, keepsUpper: false };
}

function append(level: Level, x: number): void {
  if (level.size === level.values.length) {
    const grown = new Float64Array(2 * level.size);
    grown.set(level.values);
    level.values = grown;
  }
  level.values[level.size++] = x;
}

/** Merges sorted runs, the values of run h counting 2^h each; `ends` is the rank at which each value ends. */
function mergeRuns(runs: readonly Float64Array[]): { values: Float64Array; ends: Float64Array } {
  const total = runs.reduce((sum, run) => sum + run.length, 0);
  const values = new Float64Array(total);
  const ends = new Float64Array(total);
  const heads = runs.map(() => 0);
  let end = 0;
  for (let i = 0; i < total; i++) {
    let least = -1;
    let value = Number.POSITIVE_INFINITY;
    for (let h = 0; h < runs.length; h++) {
      const head = (runs[h] as Float64Array)[heads[h] as number];
      if (head !== undefined && head < value) {
        least = h;
        value = head;
      }
    }
    heads[least] = (heads[least] as number) + 1;
    end += 2 ** least;
    values[i] = value;
    ends[i] = end;
  }
  return { values, ends };
}
