import { figure, headroomText, type Lang, messages, plainNumber } from '#messages';
import type { Answer, Estimate, MetricLine } from './answer.ts';
import type { HeatMapState, StackedBarState, WaterfallState } from './chart/state.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { percentText } from './percent-text.ts';
import { possible, sentence } from './sentence.ts';
import type { Change } from './study.ts';
import { capital, errorText, view } from './view.ts';

/** A scenario among others is spoken of by a letter: titles are long. */
export const letterOf = (index: number): string =>
  String.fromCodePoint('A'.codePointAt(0)! + (index % 26)) + (index < 26 ? '' : String(Math.floor(index / 26)));

export interface ComparisonCell {
  readonly text: string;
  readonly range?: string;
  /** Against the first scenario, draw by draw where there are draws; absent there and where there is nothing to compare. */
  readonly difference?: string;
  /** The range of the difference over the draws that both share. */
  readonly differs?: string;
}

/** Differences to the first scenario by metric, draw by draw: ratios, of shares of a whole the differences. 5, 50 and 95% points. */
export type Paired = Readonly<Record<string, Change>>;

export interface ComparisonRow {
  readonly label: string;
  readonly cells: readonly ComparisonCell[];
}

export interface Comparison {
  readonly rows: readonly ComparisonRow[];
  /** How many further figures read alike in all scenarios. */
  readonly alike: number;
}

const metricOf = (answer: Answer, path: string): MetricLine | undefined => answer.metrics.find((line) => line.path === path);

/** Every metric that a floor of any of the answers shows, once, from the ground up. */
function paths(answers: readonly Answer[]): readonly MetricLine[] {
  const found = new Map<string, MetricLine>();
  const first = answers[0];
  if (first === undefined) return [];
  first.floors.forEach((_, index) => {
    for (const line of answers.flatMap(({ floors }) => floors[index]?.metrics ?? [])) if (!found.has(line.path)) found.set(line.path, line);
  });
  return [...found.values()];
}

/** How far apart two scenarios are in a figure: by the draws that they share, else by their values. */
function difference(
  { path, estimate: { value }, percent }: MetricLine,
  first: number | undefined,
  paired: Paired | undefined,
  lang: Lang,
): Pick<ComparisonCell, 'difference' | 'differs'> {
  const shared = paired?.[path];
  if (shared !== undefined) {
    const [low, middle, high] = shared.map((change) => apart(change, percent, lang)) as [string, string, string];
    if (shared.every((change) => change === (percent ? 0 : 1))) return {};
    return { difference: middle, ...(low === high ? {} : { differs: low + messages(lang).list.to + high }) };
  }
  if (first === undefined || !Number.isFinite(value) || !Number.isFinite(first) || value === first) return {};
  if (percent) return { difference: apart(value - first, percent, lang) };
  return first === 0 ? {} : { difference: apart(value / first, percent, lang) };
}

/** A ratio, or the difference of two shares. */
function apart(change: number, percent: true | undefined, lang: Lang): string {
  if (percent) {
    const points = change * 100;
    return messages(lang).report.points(`${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`);
  }
  // A change of several times is easier to grasp as a factor.
  return change >= 3 ? `${plainNumber(change, 2)}×` : errorText(change - 1);
}

/** Do the scenarios differ in a figure, in what is shown of it? */
const differs = ({ cells }: ComparisonRow): boolean =>
  cells.some(({ text, range, difference: against }) => text !== cells[0]?.text || range !== cells[0]?.range || against !== undefined);

/**
 * Puts scenarios side by side: what is possible, what binds, then every figure that differs, with its difference to the first.
 *
 * @param answers the scenarios, the first being the measure
 * @param lang the language
 * @param paired by scenario, its differences to the first over the draws that both share
 */
export function comparison(answers: readonly Answer[], lang: Lang, paired: readonly (Paired | undefined)[] = []): Comparison {
  const { report } = messages(lang);
  const metrics = paths(answers).map(({ path, label }): ComparisonRow => {
    const first = answers[0] === undefined ? undefined : metricOf(answers[0], path)?.estimate.value;
    return {
      label: capital(label[lang]),
      cells: answers.map((answer, index): ComparisonCell => {
        const line = metricOf(answer, path);
        if (line === undefined) return { text: report.notGiven };
        const { value: text, range } = figure(line.estimate, { lang, percent: line.percent });
        const against = index === 0 ? {} : difference(line, first, paired[index], lang);
        return { text, ...(range === undefined ? {} : { range }), ...against };
      }),
    };
  });
  const differing = metrics.filter(differs);
  const rows = [
    { label: report.feasible, cells: answers.map((answer) => ({ text: possible(answer, lang) })) },
    {
      label: report.neckRow,
      cells: answers.map(({ neck }) => ({
        text: neck === undefined ? report.notGiven : capital(neck.label[lang]),
      })),
    },
    {
      label: report.neckHeadroom,
      cells: answers.map(({ neck }) => ({ text: neck === undefined ? report.free : headroomText(neck.headroom.value) })),
    },
    ...differing,
  ];
  return { rows, alike: metrics.length - differing.length };
}

/**
 * Headroom of every floor in every scenario.
 *
 * @param answers the scenarios
 * @param lang the language
 */
export function headroomMap(answers: readonly Answer[], lang: Lang): HeatMapState {
  const { report, floors, list } = messages(lang);
  const rows = (answers[0]?.floors ?? []).toReversed().map(({ id }) => ({
    label: floors[id].name,
    cells: answers.map((answer) => {
      const headroom = answer.floors.find((section) => section.id === id)?.headroom?.value;
      if (headroom === undefined) return { text: report.free };
      // Tight is dark: what deserves attention should be seen first.
      const level = 1 - Math.min(1, Math.log10(Math.max(1, headroom)));
      return { text: headroomText(headroom), level, shut: headroom < 1 };
    }),
  }));
  return {
    kind: 'heatMap',
    lang,
    title: report.heatMap,
    description: rows
      .map(({ label, cells }) => `${label}${list.colon}${cells.map(({ text }, index) => `${letterOf(index)} ${text}`).join(list.comma)}`)
      .join(list.semicolon),
    columns: answers.map((_, index) => letterOf(index)),
    rows,
  };
}

/**
 * How the cost of the first scenario becomes that of another, part by part; nothing where either has no parts.
 *
 * @param from the first scenario
 * @param to the other
 * @param names how the two are called
 * @param lang the language
 */
export function costSteps(from: Answer, to: Answer, names: readonly [string, string], lang: Lang): WaterfallState | undefined {
  if (from.costParts.length === 0 || to.costParts.length === 0) return undefined;
  const { report, list } = messages(lang);
  // The middle of a sum is not the sum of the middles: parts are shares of the cost that is told elsewhere.
  const total = ({ costParts, metrics }: Answer): Estimate =>
    metrics.find(({ path }) => path === 'cost.total')?.estimate ?? {
      value: costParts.reduce((sum, { amount }) => sum + amount.value, 0),
      unit: costParts[0]!.amount.unit,
    };
  const [first, last] = [total(from), total(to)];
  const money = (value: number): string => figure({ value, unit: first.unit }, { lang, digits: 2 }).value;
  const labels = new Map([...from.costParts, ...to.costParts].map(({ path, label }) => [path, capital(label[lang])]));
  const amount = (answer: Answer, path: string): number =>
    (answer.costParts.find((part) => part.path === path)?.share ?? 0) * total(answer).value;
  const steps = [...labels].flatMap(([path, label]) => {
    const change = amount(to, path) - amount(from, path);
    return change === 0 ? [] : { label, change, text: `${change < 0 ? '−' : '+'}${money(Math.abs(change))}` };
  });
  return {
    kind: 'waterfall',
    lang,
    title: report.waterfall(names[0], names[1]),
    description: steps.map(({ label, text }) => `${label} ${text}`).join(list.semicolon),
    start: { label: names[0], value: first.value, text: figure(first, { lang }).value },
    steps,
    end: { label: names[1], value: last.value, text: figure(last, { lang }).value },
  };
}

/**
 * The parts of the cost of every scenario, as bars of equal length; nothing where no cost has parts.
 *
 * @param answers the scenarios
 * @param lang the language
 */
export function costShares(answers: readonly Answer[], lang: Lang): StackedBarState | undefined {
  const labels = new Map(answers.flatMap(({ costParts }) => costParts.map(({ path, label }) => [path, capital(label[lang])] as const)));
  if (labels.size === 0) return undefined;
  const { report, list } = messages(lang);
  const bars = answers.map((answer, index) => ({
    label: `${letterOf(index)}  ${view(answer, lang).costTotal ?? ''}`,
    values: [...labels.keys()].map((path) => {
      const share = answer.costParts.find((part) => part.path === path)?.share ?? 0;
      return { share, text: percentText(share), detail: '' };
    }),
  }));
  return {
    kind: 'stackedBar',
    lang,
    title: report.cost,
    description: bars
      .map(({ label, values }) => `${label}${list.colon}${values.map(({ text }) => text).join(list.comma)}`)
      .join(list.semicolon),
    parts: [...labels.values()],
    bars,
  };
}

/**
 * Writes a comparison as JSON: the answers in order, the first being the measure, and their differences to it draw by draw.
 *
 * @param answers the scenarios
 * @param paired by scenario, its differences to the first
 */
export function renderComparisonJson(answers: readonly Answer[], paired: readonly (Paired | undefined)[] = []): string {
  return json({ schema: 'chokepoint/comparison/1', answers, ...(paired.length === 0 ? {} : { paired }) });
}

/**
 * Writes every metric of every scenario as CSV, one a row.
 *
 * @param answers the scenarios
 */
export function renderComparisonCsv(answers: readonly Answer[]): string {
  const first = new Map(answers[0]?.metrics.map((line) => [line.path, line.estimate.value]));
  return csv([
    ['scenario', 'path', 'value', 'unit', 'p5', 'p50', 'p95', 'over_first'],
    ...answers.flatMap((answer) =>
      answer.metrics.map(({ path, estimate: { value, unit, band } }) => {
        const base = first.get(path);
        return [
          answer.reproduce.scenario,
          path,
          value,
          unit,
          band?.p5,
          band?.p50,
          band?.p95,
          base === undefined || base === 0 ? undefined : value / base,
        ];
      }),
    ),
  ]);
}

/**
 * The plain sentence of every scenario, by its letter.
 *
 * @param answers the scenarios
 * @param lang the language
 */
export function comparisonSentences(
  answers: readonly Answer[],
  lang: Lang,
): readonly { readonly letter: string; readonly title: string; readonly headline: string }[] {
  return answers.map((answer, index) => ({
    letter: letterOf(index),
    title: answer.title[lang],
    headline: sentence(answer, lang).headline,
  }));
}
