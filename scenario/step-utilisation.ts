import type { Catalog, Thing } from '#catalog';
import type { ResolvedLever } from './resolve.ts';
import { sourcesOf } from './stated-fact.ts';

/**
 * Step utilisation of a chip at a precision: what publications measured on it, else the prior over all chips of
 * that precision and architecture, named as one.
 */
export const stepUtilisation = ({
  catalog,
  accelerator,
  precision,
  architecture,
  asOf,
}: {
  readonly catalog: Catalog;
  readonly accelerator: Thing;
  readonly precision: string;
  readonly architecture: 'dense' | 'moe';
  readonly asOf: string | undefined;
}): Omit<ResolvedLever, 'lever' | 'value'> | undefined => {
  const fits = (thing: Thing): boolean =>
    thing.attributes['precision'] === precision &&
    thing.attributes['architecture'] === architecture &&
    thing.attributes['basis'] === 'step';
  const candidates = catalog.list('utilisation').filter(fits);
  const silicon = accelerator.attributes['sameSilicon'];
  const on = (id: string | undefined): Thing | undefined => candidates.find((thing) => thing.attributes['accelerator'] === id);
  const measured = on(accelerator.id) ?? (silicon === undefined ? undefined : on(silicon));
  const thing = measured ?? on('any');
  const selected = thing && catalog.select(thing, 'utilisation', asOf === undefined ? {} : { asOf });
  if (thing === undefined || selected === undefined) return undefined;
  const note = thing.attributes['rows'];
  return {
    distribution: selected.value,
    // A thing of grade D on this very chip is a prior too: nobody measured it.
    origin: measured === undefined || selected.grade === 'D' ? 'prior' : 'fact',
    grade: selected.grade,
    fact: `${thing.id}#utilisation`,
    sources: sourcesOf(selected),
    ...(note === undefined ? {} : { note }),
  };
};
