import { type Catalog, isOnOrBefore, type Thing } from '#catalog';
import type { ChainInput, RuleLeg } from '#model';
import { median } from '#uncertainty';
import { sourcesOf } from './stated-fact.ts';

const limits = [
  'tppMin',
  'tppBelow',
  'densityMin',
  'densityBelow',
  'linkBandwidthMin',
  'memoryBandwidthMin',
  'memoryBandwidthBelow',
] as const;

const outcomes: readonly string[] = ['denied', 'licence', 'case-by-case', 'notify'] satisfies readonly RuleLeg['outcome'][];
const isOutcome = (word: string | undefined): word is RuleLeg['outcome'] => word !== undefined && outcomes.includes(word);

const inForce = (rule: Thing, date: string): boolean => {
  const { from, until } = rule.attributes;
  return from !== undefined && isOnOrBefore(from, date) && (until === undefined || !isOnOrBefore(until, date));
};

/**
 * Legs of the export rules that speak of a chip of this maker, bought by this importer on this date. Makers at
 * home need no rule; what an importer's own government advises is not an export rule.
 */
export const rulesInForce = ({
  catalog,
  maker,
  importer,
  date,
}: {
  readonly catalog: Catalog;
  readonly maker: string | undefined;
  readonly importer: string;
  readonly date: string;
}): { readonly legs: readonly RuleLeg[]; readonly noRule: ChainInput['choice']['noRule']; readonly sources: readonly string[] } => {
  if (maker === importer) return { legs: [], noRule: 'free/home-made', sources: [] };
  const rules = catalog.list('rule').filter((rule) => rule.attributes['destination'] === importer && inForce(rule, date));
  const legs = rules.flatMap((rule): RuleLeg[] => {
    const { outcome } = rule.attributes;
    if (!isOutcome(outcome)) return [];
    const given = limits.flatMap((limit) => {
      const selected = catalog.select(rule, limit);
      return selected === undefined ? [] : [[limit, median(selected.value)] as const];
    });
    return [{ id: rule.id, outcome, ...Object.fromEntries(given) }];
  });
  return {
    legs,
    noRule: 'free/no-rule',
    sources: sourcesOf({ used: rules.flatMap((rule) => Object.values(rule.facts).flat()) }),
  };
};
