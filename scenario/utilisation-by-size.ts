import type { Catalog } from '#catalog';
import type { ScenarioDocument } from './document.ts';
import { type ResolvedLever, resolveScenario } from './resolve.ts';
import { moved } from './silicon-levers.ts';

/** Utilisation that a cluster of some size reaches. */
export interface SizedUtilisation {
  readonly lever: ResolvedLever;
  /** Does a plan fit its memory? Where none does, the utilisation is a measurement on other clusters, or a prior. */
  readonly planned: boolean;
}

/** Sizes beyond this are planned as this one: plans take powers of two, and no batch feeds more ranks. */
const mostPlanned = 20;

const countPath = 'cluster.count';

const withCount = (document: ScenarioDocument, count: number): ScenarioDocument['levers'] => {
  const stated = document.levers.get(countPath);
  const place = stated?.place ?? { file: document.file, line: 1, column: 1 };
  return new Map(document.levers).set(countPath, {
    kind: 'value',
    distribution: { kind: 'point', value: count },
    unit: 'chip',
    text: String(count),
    origin: 'scenario',
    place,
  });
};

/**
 * Utilisation of the scenario's run by the size of its cluster, each size with the best plan for it. A plan that the scenario
 * states stands for sizes like the one that it states.
 *
 * @param document the scenario as it was written
 * @param catalog the facts
 * @param options the date of what is known
 * @returns nothing where the scenario has no plan, or states its utilisation: it is then the same at every size
 */
export const utilisationBySize = (
  document: ScenarioDocument,
  catalog: Catalog,
  options: { readonly asOf?: string },
): ((count: number) => SizedUtilisation) | undefined => {
  const { plan } = document;
  if (plan === undefined || document.levers.has('run.utilisation')) return undefined;
  const stated = document.levers.get(countPath);
  const own = plan.value === 'auto' && stated === undefined ? undefined : resolveScenario(document, catalog, options);
  const ownCount = own?.ok ? own.value.levers.get(countPath)?.value : undefined;
  const found = new Map<number, SizedUtilisation>();
  /** The size that is planned in the place of a power of two: it, or that of the scenario if it lies before the next one. */
  const sizeOf = (power: number): number => (ownCount !== undefined && powerOf(ownCount) === power ? ownCount : 2 ** power);
  const at = (power: number): SizedUtilisation => {
    const known = found.get(power);
    if (known !== undefined) return known;
    const size = sizeOf(power);
    const resolved =
      size === ownCount && own !== undefined
        ? own
        : resolveScenario({ ...document, plan: { ...plan, value: 'auto' }, levers: withCount(document, size) }, catalog, options);
    const lever = resolved.ok ? resolved.value.levers.get('run.utilisation') : undefined;
    if (lever === undefined) throw new RangeError('the scenario has no utilisation');
    const sized = { lever, planned: lever.fact === undefined };
    found.set(power, sized);
    return sized;
  };
  return (count) => {
    const power = powerOf(count);
    const low = count < sizeOf(power) && power > 0 ? power - 1 : power;
    const [here, next] = [at(low), at(Math.min(mostPlanned, low + 1))];
    const [from, to] = [sizeOf(low), sizeOf(Math.min(mostPlanned, low + 1))];
    if (count <= from || to <= from || !here.planned || !next.planned) return here;
    // Between two sizes that are planned, plans in between do as well as both.
    const share = Math.min(1, Math.log(count / from) / Math.log(to / from));
    return { planned: true, lever: scaledLever(here.lever, (next.lever.value / here.lever.value) ** share) };
  };
};

/** The lever with its value and interval moved. */
const scaledLever = (lever: ResolvedLever, factor: number): ResolvedLever => ({
  ...lever,
  value: lever.value * factor,
  distribution: moved(lever.distribution, factor),
});

const powerOf = (count: number): number => Math.min(mostPlanned, Math.floor(Math.log2(Math.max(1, count))));
