import type { Distribution } from '#quantity';
import { median } from '#uncertainty';
import type { FactValue, Selected, SelectOptions } from './catalog.ts';
import { isOnOrBefore } from './date.ts';
import { ends } from './ends.ts';

/**
 * The value of a fact among what its sources say. What was published after the as-of date is not known yet; the best
 * grade wins, then the newest date; what still disagrees becomes one interval, from the least 5% point to the greatest
 * 95% point around the median of the medians. An undated statement counts at any date, and gives way to a dated one.
 *
 * @param facts every statement of the fact
 * @param options as-of date, definition
 * @returns undefined where nothing counts
 */
export const selectFact = (facts: readonly FactValue[], options: SelectOptions = {}): Selected | undefined => {
  const { asOf, definition } = options;
  const asked = definition === undefined ? facts : facts.filter((fact) => fact.definition === definition);
  const known = asOf === undefined ? asked : asked.filter(({ date }) => date === undefined || isOnOrBefore(date, asOf));
  const early = known.length === 0 && options.orFirstAfter === true;
  const counted = early ? firstOf(asked) : known;

  const grade = least(counted.map((fact) => fact.grade));
  if (grade === undefined) return undefined;
  const best = counted.filter((fact) => fact.grade === grade);
  const newest = best.reduce<string | undefined>(
    (latest, { date }) => (latest === undefined || (date ?? '') > latest ? date : latest),
    undefined,
  );
  const agreed = sameMoney(best.filter(({ date }) => date === newest));
  const used = new Set(agreed);
  const note = early ? 'first-after' : grade === 'D' ? 'assumption' : agreed.length > 1 ? 'merged' : undefined;
  return {
    value: merged(agreed.map((fact) => fact.value)),
    unit: agreed[0]!.unit,
    grade,
    used: agreed,
    rivals: facts.filter((fact) => !used.has(fact)),
    ...(note === undefined ? {} : { note }),
  };
};

const firstOf = (facts: readonly FactValue[]): readonly FactValue[] => {
  const first = least(facts.flatMap(({ date }) => date ?? []));
  return facts.filter(({ date }) => date === first);
};

const least = <T extends string>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((low, value) => (low === undefined || value < low ? value : low), undefined);

/** Sums in yuan and dollars, or of two price levels, cannot span one interval: those like the first stay. */
const sameMoney = (facts: readonly FactValue[]): readonly FactValue[] => {
  const money = ({ currency, currencyYear }: FactValue): string => `${currency ?? 'USD'}${currencyYear ?? ''}`;
  return facts.filter((fact) => money(fact) === money(facts[0]!));
};

const merged = (values: readonly Distribution[]): Distribution => {
  if (values.length === 1) return values[0]!;
  const p5 = Math.min(...values.map((value) => ends(value)[0]));
  const p95 = Math.max(...values.map((value) => ends(value)[1]));
  if (p5 === p95) return { kind: 'point', value: p5 };
  return { kind: 'split', scale: p5 > 0 ? 'log' : 'linear', p5, p50: middle(values.map(median)), p95 };
};

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
