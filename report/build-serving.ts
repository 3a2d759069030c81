import type { Catalog } from '#catalog';
import type { Checked, Issue } from '#quantity';
import { type ResolvedServing, resolveServing, type ServingRequest } from '#scenario';
import { normalQuantile } from '#uncertainty';
import type { Estimate } from './answer.ts';
import { bandAt } from './build-band.ts';

/** One kind of accelerator, as it serves. */
export interface ServingRow {
  readonly serving: ResolvedServing;
  /** Output tokens in a second and accelerator, with their prompts. */
  readonly output: Estimate;
  readonly prefill: Estimate;
  readonly decode: Estimate;
  /** Output tokens in a second of all accelerators there are. */
  readonly fleet: Estimate;
  readonly firstToken: Estimate;
  readonly perToken: Estimate;
  /** USD per token: of answers with their prompts, of prompts, of answers alone. */
  readonly cost: { readonly whole: Estimate; readonly prefill: Estimate; readonly decode: Estimate } | undefined;
}

export interface ServingRecord {
  readonly schema: 'chokepoint/serving/1';
  /** Says that this is an outline and no plan of capacity. */
  readonly outline: true;
  readonly input: number;
  readonly output: number;
  readonly objective: 'throughput' | 'latency';
  /** In the order of what is asked: tokens a second and accelerator, or time between tokens. */
  readonly rows: readonly ServingRow[];
  /** Row whose tokens cost least; absent where no price is known. */
  readonly cheapest: number | undefined;
}

export interface ServingOptions extends Omit<ServingRequest, 'chip' | 'count' | 'region'> {
  readonly chips: readonly string[];
  /** One for all kinds, or one of each. */
  readonly counts: readonly number[];
  /** Where the electricity is paid: one for all kinds, or one of each. */
  readonly regions: readonly string[];
}

const secondsPerHour = 3600;
/** Share of cases that lies below the upper end of the factor. */
const upper = 0.95;

const within = (value: number, unit: Estimate['unit'], factor: number): Estimate => {
  const sigma = Math.log(factor) / normalQuantile(upper);
  return { value, unit, band: bandAt((share) => value * Math.exp(sigma * normalQuantile(share))) };
};

const rowOf = (serving: ResolvedServing): ServingRow => {
  const { rate, factor, hour, count } = serving;
  const estimate = (value: number, unit: Estimate['unit']): Estimate => within(value, unit, factor);
  const costOf = (tokens: number, price: number): Estimate => estimate(price / (tokens * secondsPerHour), 'USD/token');
  return {
    serving,
    output: estimate(rate.output, 'token/s'),
    prefill: estimate(rate.prefill.rate, 'token/s'),
    decode: estimate(rate.decode.rate, 'token/s'),
    fleet: estimate(rate.output * count, 'token/s'),
    firstToken: estimate(rate.firstToken, 's'),
    perToken: estimate(rate.perToken, 's'),
    cost:
      hour === undefined
        ? undefined
        : {
            whole: costOf(rate.output, hour.total),
            prefill: costOf(rate.prefill.rate, hour.total),
            decode: costOf(rate.decode.rate, hour.total),
          },
  };
};

/** What holds of each of some things: stated once for all of them, or once of each. */
const ofEach = <T>(values: readonly T[], count: number, option: string): Checked<readonly T[]> => {
  const [only] = values;
  if (values.length === count) return { ok: true, value: values };
  return values.length === 1 ? { ok: true, value: Array.from({ length: count }, () => only as T) } : mismatch(option, values.length, count);
};

const mismatch = (file: string, stated: number, kinds: number): Checked<never> => ({
  ok: false,
  issues: [{ code: 'serving/one-of-each', path: '', file, received: String(stated), expected: String(kinds) }],
});

/**
 * Serves a model on several kinds of accelerators and ranks them.
 *
 * @param catalog the facts
 * @param options model, accelerators, lengths, objective
 * @returns the record, or what is unknown or not stated of each
 */
export function buildServing(catalog: Catalog, options: ServingOptions): Checked<ServingRecord> {
  const { chips, counts, regions, ...request } = options;
  const [ownCounts, ownRegions] = [ofEach(counts, chips.length, '--count'), ofEach(regions, chips.length, '--region')];
  if (!ownCounts.ok) return ownCounts;
  if (!ownRegions.ok) return ownRegions;
  const issues: Issue[] = [];
  const rows: ServingRow[] = [];
  chips.forEach((chip, index) => {
    const [count, region] = [ownCounts.value[index] as number, ownRegions.value[index] as string];
    const resolved = resolveServing(catalog, { ...request, chip, count, region });
    if (resolved.ok) rows.push(rowOf(resolved.value));
    else
      for (const issue of resolved.issues) if (!issues.some((other) => JSON.stringify(other) === JSON.stringify(issue))) issues.push(issue);
  });
  if (issues.length > 0) return { ok: false, issues };
  const sorted = rows.sort((a, b) => {
    const [one, other] = [a.serving.rate, b.serving.rate];
    if (one.feasible !== other.feasible) return one.feasible ? -1 : 1;
    return options.objective === 'latency' ? one.perToken - other.perToken : other.output - one.output;
  });
  let cheapest: number | undefined;
  sorted.forEach(({ cost, serving }, index) => {
    const least = cheapest === undefined ? Number.POSITIVE_INFINITY : (sorted[cheapest]?.cost?.whole.value ?? Number.POSITIVE_INFINITY);
    if (serving.rate.feasible && cost !== undefined && cost.whole.value < least) cheapest = index;
  });
  const { input, output, objective } = options;
  return { ok: true, value: { schema: 'chokepoint/serving/1', outline: true, input, output, objective, rows: sorted, cheapest } };
}
