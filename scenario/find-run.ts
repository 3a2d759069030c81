import type { Catalog, Grade, Selected, Thing } from '#catalog';
import { type Checked, type Distribution, type Issue, monthsPerYear, type UnitId } from '#quantity';
import { median } from '#uncertainty';
import { sourcesOf } from './stated-fact.ts';

/** A figure that a comparison rests on. */
export interface RunFigure {
  /** Id of the thing and name of the fact. */
  readonly thing: string;
  readonly fact: string;
  readonly distribution: Distribution;
  readonly unit: UnitId;
  readonly grade: Grade;
  readonly sources: readonly string[];
  readonly definition?: string;
}

/** A training run that the catalogue knows, as it is compared with others. */
export interface PublishedRun {
  readonly id: string;
  readonly name: Readonly<Record<'en' | 'zh', string>>;
  readonly org: string;
  /** Month in which its training ended, or else in which the model came out. */
  readonly month: string;
  /** Months since the year 0. */
  readonly months: number;
  readonly flop: RunFigure;
  readonly chips: RunFigure;
  /** Wall time, or accelerator hours where only those were published. */
  readonly time: RunFigure;
  readonly peak: RunFigure;
  /** All that its maker has, where somebody counted it. */
  readonly fleet: RunFigure | undefined;
}

const monthsOf = (date: string): number => {
  const [year = 0, month] = date.split('-').map(Number);
  return year * monthsPerYear + (month ?? (monthsPerYear + 1) / 2);
};

/**
 * What was selected of a fact as a figure that an answer rests on; with its definition, where all that was used has the same.
 *
 * @param thing the thing
 * @param fact the fact
 * @param selected what was selected of it
 */
export const figureOf = (thing: Thing, fact: string, selected: Pick<Selected, 'value' | 'unit' | 'grade' | 'used'>): RunFigure => {
  const { value, unit, grade, used } = selected;
  const definitions = new Set(used.map(({ definition }) => definition));
  const [definition] = definitions;
  return {
    thing: thing.id,
    fact,
    distribution: value,
    unit,
    grade,
    sources: sourcesOf(selected),
    ...(definitions.size === 1 && definition !== undefined ? { definition } : {}),
  };
};

const selected = (catalog: Catalog, thing: Thing | undefined, fact: string): RunFigure | undefined => {
  const found = thing && catalog.select(thing, fact);
  return thing === undefined || found === undefined ? undefined : figureOf(thing, fact, found);
};

/** Of hours by what they hold, those of the whole run: the most. */
const wholeHours = (thing: Thing): RunFigure | undefined => {
  const [most] = [...(thing.facts['chipHours'] ?? [])].sort((a, b) => median(b.value) - median(a.value));
  return most === undefined ? undefined : figureOf(thing, 'chipHours', { ...most, used: [most] });
};

const fleetOf = (catalog: Catalog, org: string): RunFigure | undefined =>
  selected(
    catalog,
    catalog.list('cluster').find(({ attributes }) => attributes['scope'] === 'fleet' && attributes['owner'] === org),
    'chips',
  );

/**
 * Finds a training run by the model that came of it, with what a comparison needs.
 *
 * @param catalog the catalogue
 * @param text id, alias or name of the model
 * @param place the argument it stands in, for the message
 */
export const findRun = (catalog: Catalog, text: string, place: string): Checked<PublishedRun> => {
  const thing = catalog.get(text, 'model');
  const refuse = (code: string, extra: Partial<Issue>): Checked<never> => ({
    ok: false,
    issues: [{ code, path: '', file: place, received: text, ...extra }],
  });
  if (thing === undefined) {
    const meant = catalog.suggest(text, 'model');
    return refuse('decompose/no-model', meant === undefined ? {} : { expected: meant });
  }
  const { attributes } = thing;
  const accelerator = catalog.get(attributes['accelerator'] ?? '', 'accelerator');
  const [flop, chips, peak] = [
    selected(catalog, thing, 'flop'),
    selected(catalog, thing, 'chips'),
    selected(catalog, accelerator, 'peakBf16'),
  ];
  const time = selected(catalog, thing, 'hours') ?? wholeHours(thing);
  const whole = wholeHours(thing);
  // Hours of the whole run go before a wall time that was read for a part of it.
  const counted = time !== undefined && time.fact === 'hours' && whole !== undefined && whole.grade < time.grade ? whole : time;
  const month = attributes['trained'] ?? attributes['date'];
  if (flop === undefined || chips === undefined || peak === undefined || counted === undefined || month === undefined) {
    const lacking = Object.entries({ flop, chips, chipHours: counted, accelerator: peak, date: month })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    return refuse('decompose/unknown-run', { received: thing.id, expected: lacking.join(', ') });
  }
  const org = attributes['org'] ?? '';
  return {
    ok: true,
    value: {
      id: thing.id,
      name: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en },
      org,
      month,
      months: monthsOf(month),
      flop,
      chips,
      time: counted,
      peak,
      fleet: fleetOf(catalog, org),
    },
  };
};
