import { figure, type Lang, messages, plainNumber } from '#messages';
import { mm2PerCm2 } from '#quantity';
import type { Estimate } from './answer.ts';
import type { DieAnswer } from './die-answer.ts';
import { paint } from './paint.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';

interface Row {
  readonly label: string;
  readonly value: string;
  readonly range?: string | undefined;
  readonly note?: string | undefined;
  readonly strong?: boolean;
}

const percent = { '1': true } as Readonly<Record<string, boolean>>;
/** Inputs of which the words of the source matter as much as the figure: what a density was inferred from, what a price is of. */
const remarked: ReadonlySet<string> = new Set(['defectDensity', 'waferPrice']);
const narrowest = 60;
const widest = 110;

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
export const dieHeadline = (answer: DieAnswer, lang: Lang): string => {
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
 * Writes the answer about a die for a terminal.
 *
 * @param untrusted the answer
 * @param options language, colour, columns
 */
export function renderDie(
  untrusted: DieAnswer,
  { lang, color, width: room }: { readonly lang: Lang; readonly color: boolean; readonly width: number },
): string {
  const answer = terminalSafe(untrusted);
  const m = messages(lang);
  const t = m.die;
  const width = Math.min(widest, Math.max(narrowest, room));
  const p = paint(color);
  const said = (label: string, estimate: Estimate, note?: string, strong?: boolean): Row => {
    const { value, range } = figure(estimate, { lang, percent: percent[estimate.unit] });
    return { label, value, range, note, ...(strong === undefined ? {} : { strong }) };
  };
  const table = (rows: readonly Row[]): readonly string[] => {
    const labels = Math.min(Math.floor(width * 0.5), Math.max(...rows.map(({ label }) => columns(label))));
    const values = Math.max(...rows.map(({ value }) => columns(value)));
    const ranges = Math.max(0, ...rows.map(({ range }) => (range === undefined ? 0 : columns(range))));
    return rows.map(({ label, value, range, note, strong }) => {
      const head = `  ${pad(clip(label, labels), labels)}  ${strong ? p.strong(pad(value, values, 'right')) : pad(value, values, 'right')}`;
      const used = 4 + labels + values;
      const tail = [ranges === 0 ? '' : pad(range ?? '', ranges), note ?? ''].filter((part, i) => part !== '' || i === 0).join('  ');
      return (head + (tail.trim() === '' ? '' : p.quiet(clip(`  ${tail}`, width - used)))).trimEnd();
    });
  };
  const section = (title: string, rows: readonly Row[]): readonly string[] =>
    rows.length === 0 ? [] : ['', p.strong(title), ...table(rows)];

  const { placement, shots, salvage, figures } = answer;
  const { best } = placement;
  const placementRows: readonly Row[] = [
    {
      label: t.placement.best,
      value: count(best.perWafer),
      note: [
        best.proven ? t.placement.proven : t.placement.bound(count(best.upperBound)),
        ...(best.turned ? [t.placement.turned] : []),
      ].join(m.list.comma),
      strong: true,
    },
    ...placement.centred.map(({ kind, perWafer }): Row => ({ label: t.placement.kinds[kind], value: count(perWafer) })),
    { label: t.placement.closedForm, value: plainNumber(placement.closedForm, 3), note: t.placement.closedNote },
  ];
  const shotRows: readonly Row[] =
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
  const yieldRows: readonly Row[] = [
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
    ({ maxBad, share }, index, all): Row =>
      said(index === 0 ? t.bins.first(short(maxBad)) : t.bins.next(short((all[index - 1]?.maxBad ?? 0) + 1), short(maxBad)), share),
  );
  const dieRows: readonly Row[] = [
    said(t.dies.gross, figures.gross),
    said(t.dies.good, figures.good),
    ...(figures.sold === undefined ? [] : [said(t.dies.sold, figures.sold)]),
    ...(figures.cost === undefined ? [] : [said(t.dies.cost, figures.cost, undefined, true)]),
  ];
  const driverUnit = figures.cost === undefined ? 'die/wafer' : 'USD/die';
  const driverRows = (answer.feasible ? answer.drivers : []).map(({ id, low, high }): Row => {
    const at = (value: number): string => figure({ value, unit: driverUnit }, { lang }).value;
    return { label: t.inputs[id], value: at(low), range: at(high) };
  });
  const inputRows = answer.inputs.map(({ id, estimate, origin, grade, fact, sources }): Row => {
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
  const lines = [
    ...fold(dieHeadline(answer, lang), width).map((line) => (answer.feasible ? p.strong(line) : p.shut(line))),
    ...(answer.feasible && (answer.binding === 'yield' || answer.binding === 'area') ? fold(t.binding[answer.binding], width) : []),
    ...(answer.binding === 'wafer' ? [] : section(t.sections.placement, placementRows)),
    ...section(t.sections.field, shotRows),
    ...(answer.feasible ? section(t.sections.yield, yieldRows) : []),
    ...(answer.feasible ? section(t.sections.bins, binRows) : []),
    ...(answer.feasible ? section(t.sections.dies, dieRows) : []),
    ...(answer.feasible && figures.cost === undefined ? fold(t.dies.noPrice, width - 2).map((line) => `  ${p.quiet(line)}`) : []),
    ...section(figures.cost === undefined ? t.sections.driversSold : t.sections.drivers, driverRows),
    ...section(t.sections.inputs, inputRows),
    ...answer.inputs.flatMap(({ id, note }) =>
      note === undefined || !remarked.has(id)
        ? []
        : fold(`${t.inputs[id]}${m.list.colon}${note}`, width - 4).map((line, i) => p.quiet(`${i === 0 ? '  · ' : '    '}${line}`)),
    ),
    ...sources(answer, lang, width, p.strong, p.quiet),
    '',
    p.quiet(answer.reproduce.samples > 0 ? t.ranges : t.noRanges),
    ...fold(
      t.reproduce(
        answer.reproduce.version,
        answer.reproduce.catalogDigest,
        answer.reproduce.seed,
        answer.reproduce.samples.toLocaleString('en'),
      ),
      width,
    ).map((line) => p.quiet(line)),
    ...fold(answer.reproduce.command, width, '  ').map((line) => p.quiet(line)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function sources(
  { sources: list }: DieAnswer,
  lang: Lang,
  width: number,
  strong: (text: string) => string,
  quiet: (text: string) => string,
): readonly string[] {
  if (list.length === 0) return [];
  const m = messages(lang);
  return [
    '',
    strong(m.die.sections.sources),
    ...list.flatMap(({ number, title, publisher, date, url }) => {
      const mark = `  ${pad(`[${number}]`, 4, 'right')} `;
      const credit = [title, publisher, date].filter((part) => part !== undefined).join(m.list.comma);
      const lines = fold(credit, width - mark.length).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line);
      return url === undefined ? lines : [...lines, ' '.repeat(mark.length) + quiet(url)];
    }),
  ];
}
