import { figure, type Lang, messages, plainNumber } from '#messages';
import { mm2PerCm2 } from '#quantity';
import type { Estimate } from './answer.ts';
import type { DieAnswer } from './die-answer.ts';

/** One line of the answer: what it is, its figure with range, and what there is to say of it. */
export interface DieRow {
  readonly label: string;
  readonly value: string;
  readonly range?: string | undefined;
  readonly note?: string | undefined;
  readonly strong?: boolean;
}

export interface DieSection {
  readonly id: 'placement' | 'field' | 'yield' | 'bins' | 'dies' | 'drivers' | 'inputs';
  readonly title: string;
  readonly rows: readonly DieRow[];
}

/** An answer in words, for any renderer. */
export interface DieView {
  readonly headline: string;
  /** What keeps the cost up; absent where nothing can be made. */
  readonly detail?: string;
  /** Sections that have something to say, in the order of the work. */
  readonly sections: readonly DieSection[];
  /** Words of sources that matter as much as their figure. */
  readonly remarks: readonly string[];
}

/** Inputs of which the words of the source matter as much as the figure: what a density was inferred from, what a price is of. */
const remarked: ReadonlySet<string> = new Set(['defectDensity', 'waferPrice']);

/** A number as short as it can be said exactly enough: 25.5, 0.87, 84. */
const short = (value: number): string => String(Number(value.toPrecision(4)));
const count = (value: number): string => Math.round(value).toLocaleString('en');

/** How the size of the die and its process are said. */
const whatOf = ({ die, node }: DieAnswer, lang: Lang): string => {
  const { die: m } = messages(lang);
  const size = `${m.sides(short(die.width), short(die.height))}`;
  return m.what(size, node?.name[lang]);
};

/** One sentence that answers. */
const headlineOf = (answer: DieAnswer, lang: Lang): string => {
  const { die: m } = messages(lang);
  const what = whatOf(answer, lang);
  if (!answer.feasible) {
    const side = (id: string): string => short(answer.inputs.find((input) => input.id === id)?.estimate.value ?? Number.NaN);
    return answer.binding === 'wafer'
      ? m.impossible.wafer(what)
      : m.impossible.field(what, m.sides(side('fieldWidth'), side('fieldHeight')));
  }
  const { gross, good, sold, cost } = answer.figures;
  const money = cost === undefined ? undefined : figure(cost, { lang });
  return m.headline({
    what,
    gross: figure({ value: gross.value, unit: 'die' }, { lang }).value,
    sold: figure({ value: (sold ?? good).value, unit: '1' }, { lang, digits: 3 }).value,
    cost: money === undefined ? undefined : money.value.replace(lang === 'zh' ? /\/颗$/ : / per die$/, ''),
    salvaged: sold !== undefined,
  });
};

/**
 * Puts the answer about a die into words.
 *
 * @param answer the answer
 * @param lang the language
 */
export function dieView(answer: DieAnswer, lang: Lang): DieView {
  const m = messages(lang);
  const t = m.die;
  const said = (label: string, estimate: Estimate, note?: string, strong?: boolean): DieRow => {
    const { value, range } = figure(estimate, { lang, percent: estimate.unit === '1' });
    return { label, value, range, note, ...(strong === undefined ? {} : { strong }) };
  };
  const { placement, shots, salvage, figures } = answer;
  const { best } = placement;
  const placementRows: readonly DieRow[] = [
    {
      label: t.placement.best,
      value: count(best.perWafer),
      note: [
        best.proven ? t.placement.proven : t.placement.bound(count(best.upperBound)),
        ...(best.turned ? [t.placement.turned] : []),
      ].join(m.list.comma),
      strong: true,
    },
    ...placement.centred.map(({ kind, perWafer }): DieRow => ({ label: t.placement.kinds[kind], value: count(perWafer) })),
    { label: t.placement.closedForm, value: plainNumber(placement.closedForm, 3), note: t.placement.closedNote },
  ];
  const shotRows: readonly DieRow[] =
    shots === undefined
      ? []
      : [
          shots.exposuresPerDie > 1
            ? { label: t.field.exposuresPerDie, value: count(shots.exposuresPerDie) }
            : {
                label: t.field.dies,
                value: count(shots.diesPerField),
                note: shots.streetOutside
                  ? t.field.streetOutside
                  : shots.diesPerField > 1
                    ? t.field.perField(shots.columns, shots.rows)
                    : undefined,
              },
          { label: t.field.shots, value: count(shots.shots), note: t.field.shotsNote(count(shots.wholeShots), count(shots.partialShots)) },
          said(t.field.used, { value: shots.utilisation, unit: '1' }),
        ];
  const density = answer.inputs.find(({ id }) => id === 'defectDensity')?.estimate.value ?? 0;
  const yieldRows: readonly DieRow[] = [
    { label: t.yield.defects, value: plainNumber((answer.die.area / mm2PerCm2) * density, 2) },
    ...answer.yields.map(({ model, parameter, used, estimate }) =>
      said(t.models[model](short(parameter ?? 0)), estimate, used ? t.yield.used : undefined, used),
    ),
    ...(salvage === undefined
      ? []
      : [
          said(t.yield.sold(short(salvage.maxBad), short(salvage.cores)), salvage.sold, t.yield.binding[salvage.binding], true),
          said(t.yield.ceiling, salvage.ceiling),
        ]),
  ];
  const binRows = (answer.bins ?? []).map(
    ({ maxBad, share }, index, all): DieRow =>
      said(index === 0 ? t.bins.first(short(maxBad)) : t.bins.next(short((all[index - 1]?.maxBad ?? 0) + 1), short(maxBad)), share),
  );
  const dieRows: readonly DieRow[] = [
    said(t.dies.gross, figures.gross),
    said(t.dies.good, figures.good),
    ...(figures.sold === undefined ? [] : [said(t.dies.sold, figures.sold)]),
    ...(figures.cost === undefined ? [] : [said(t.dies.cost, figures.cost, undefined, true)]),
  ];
  const driverUnit = figures.cost === undefined ? 'die/wafer' : 'USD/die';
  const driverRows = (answer.feasible ? answer.drivers : []).map(({ id, low, high }): DieRow => {
    const at = (value: number): string => figure({ value, unit: driverUnit }, { lang }).value;
    return { label: t.inputs[id], value: at(low), range: at(high) };
  });
  const inputRows = answer.inputs.map(({ id, estimate, origin, grade, fact, sources }): DieRow => {
    const share = id === 'coreShare' || id === 'repairable';
    const { value, range } = figure(estimate, { lang, percent: share });
    const from =
      origin === 'command'
        ? m.origins.command
        : origin === 'wafer'
          ? t.origin.wafer
          : [grade, sources.map((n) => `[${n}]`).join(''), fact].filter(Boolean).join(' ');
    return { label: t.inputs[id], value, range, note: from };
  });
  const section = (id: DieSection['id'], title: string, rows: readonly DieRow[], shown = answer.feasible): readonly DieSection[] =>
    shown && rows.length > 0 ? [{ id, title, rows }] : [];
  return {
    headline: headlineOf(answer, lang),
    ...(answer.feasible && (answer.binding === 'yield' || answer.binding === 'area') ? { detail: t.binding[answer.binding] } : {}),
    sections: [
      ...section('placement', t.sections.placement, placementRows, answer.binding !== 'wafer'),
      ...section('field', t.sections.field, shotRows),
      ...section('yield', t.sections.yield, yieldRows),
      ...section('bins', t.sections.bins, binRows),
      ...section('dies', t.sections.dies, dieRows),
      ...section('drivers', figures.cost === undefined ? t.sections.driversSold : t.sections.drivers, driverRows),
      ...section('inputs', t.sections.inputs, inputRows, true),
    ],
    remarks: [
      ...(answer.feasible && answer.inputs.every(({ id }) => id !== 'waferPrice') ? [t.dies.noPrice] : []),
      ...answer.inputs.flatMap(({ id, note }) =>
        note === undefined || !remarked.has(id) ? [] : [`${t.inputs[id]}${m.list.colon}${note}`],
      ),
    ],
  };
}
