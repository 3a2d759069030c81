import type { LeverSetting, Place, ScenarioDocument, StatedCorrelation } from './document.ts';
import type { Role } from './levers.ts';
import type { WrittenPlan } from './plan-schema.ts';
import { none } from './schema.ts';

/** What was written, and where. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}

type Check = NonNullable<ScenarioDocument['check']>;

/** What one file or the command line says, in parts that another layer can replace. */
export interface Layer {
  readonly fields: Readonly<
    Partial<
      {
        [Key in 'title' | 'story' | 'actor' | 'date' | 'precision' | 'acquire' | 'optimiser' | 'checkpoint']: Located<
          ScenarioDocument[Key]
        >;
      } & {
        readonly acquired: Located<string>;
        readonly tools: Located<string>;
        readonly check: Located<Check | typeof none>;
        readonly correlations: Located<readonly StatedCorrelation[] | typeof none>;
        readonly plan: Located<WrittenPlan | 'auto'>;
      }
    >
  >;
  /** Ids by role, or `none`. */
  readonly roles: Readonly<Partial<Record<Role, Located<string>>>>;
  readonly levers: ReadonlyMap<string, LeverSetting>;
}

/**
 * Lays one layer over another: levers by path, roles by role, everything else as a whole.
 *
 * @param under what is extended
 * @param over what extends it
 */
export const layOver = (under: Layer, over: Layer): Layer => ({
  fields: { ...under.fields, ...over.fields },
  roles: { ...under.roles, ...over.roles },
  levers: new Map([...under.levers, ...over.levers]),
});

/** The layer as a scenario; `undefined` where a part without a default was never written. */
export const toDocument = (file: string, { fields, roles, levers }: Layer): ScenarioDocument | undefined => {
  const { title, story, actor, date, acquired, precision, acquire, optimiser, checkpoint, tools, check, correlations, plan } = fields;
  if (title === undefined || actor === undefined || date === undefined) return undefined;
  return {
    file,
    title: title.value,
    story: story?.value ?? { en: '', zh: '' },
    actor: actor.value,
    date: date.value,
    ...(acquired === undefined || acquired.value === none ? {} : { acquired: acquired.value }),
    precision: precision?.value ?? 'bf16',
    acquire: acquire?.value ?? 'buy',
    optimiser: optimiser?.value ?? 'first-order',
    checkpoint: checkpoint?.value ?? 'async',
    ...(tools === undefined || tools.value === none ? {} : { tools: { text: tools.value, place: tools.place } }),
    roles: Object.fromEntries(
      Object.entries(roles).flatMap(([role, { value, place }]) => (value === none ? [] : [[role, { id: value, place }]])),
    ),
    levers,
    ...(correlations === undefined || correlations.value === none ? {} : { correlations: correlations.value }),
    ...(plan === undefined ? {} : { plan }),
    ...(check === undefined || check.value === none ? {} : { check: check.value }),
  };
};
