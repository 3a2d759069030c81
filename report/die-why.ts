import { figure, type Lang, messages, plainNumber } from '#messages';
import { mm2PerCm2 } from '#quantity';
import type { Estimate } from './answer.ts';
import type { DieAnswer, DieInputId } from './die-answer.ts';
import { paint } from './paint.ts';
import { terminalSafe } from './terminal-safe.ts';
import { columns, fold, pad } from './text-layout.ts';

/** Figures of a die that can be derived. */
export const dieFigures = ['cost', 'sold', 'good', 'gross', 'yield'] as const;
export type DieFigure = (typeof dieFigures)[number];

/** One step of a derivation: what it is, how it is made, of what. */
export interface DieWhy {
  readonly id: DieFigure | 'share' | DieInputId | 'area';
  readonly estimate: Estimate;
  readonly percent?: true;
  /** How it is made of its parts; absent for what is given. */
  readonly formula?: string;
  /** Where it stands, for what is given. */
  readonly from?: string;
  readonly sources?: readonly number[];
  readonly parts: readonly DieWhy[];
}

/**
 * Derives a figure of a die from its parts, down to facts and what was stated.
 *
 * @param answer the answer
 * @param id the figure
 * @param lang the language of the formulas
 * @returns nothing where the answer has no such figure
 */
export function dieWhy(answer: DieAnswer, id: DieFigure, lang: Lang): DieWhy | undefined {
  const m = messages(lang);
  const { why, placement } = m.die;
  const input = (wanted: DieInputId): readonly DieWhy[] =>
    answer.inputs
      .filter((line) => line.id === wanted)
      .map((line) => ({
        id: line.id,
        estimate: line.estimate,
        ...(line.id === 'coreShare' || line.id === 'repairable' ? { percent: true as const } : {}),
        from:
          line.origin === 'command'
            ? m.origins.command
            : line.origin === 'wafer'
              ? m.die.origin.wafer
              : [line.grade, line.fact].filter(Boolean).join(' '),
        sources: line.sources,
        parts: [],
      }));
  const area: DieWhy = { id: 'area', estimate: { value: answer.die.area, unit: 'mm2' }, parts: [] };
  const used = answer.yields.find((line) => line.used);
  const { best } = answer.placement;
  const grossOf = (): DieWhy => ({
    id: 'gross',
    estimate: answer.figures.gross,
    formula: why.gross(best.proven ? placement.proven : placement.bound(String(best.upperBound))),
    parts: (['diameter', 'edgeExclusion', 'street', 'flatDepth'] as const).flatMap(input),
  });
  const yieldOf = (): DieWhy | undefined =>
    used && {
      id: 'yield',
      estimate: used.estimate,
      percent: true,
      formula: `${why.yields[used.model]}${m.list.semicolon}${why.m} = ${plainNumber(
        (answer.die.area / mm2PerCm2) * (answer.inputs.find((line) => line.id === 'defectDensity')?.estimate.value ?? 0),
        3,
      )}`,
      parts: [
        area,
        ...input('defectDensity'),
        ...(used.model === 'negative-binomial' ? input('clustering') : used.model.startsWith('bose') ? input('layers') : []),
      ],
    };
  const shareOf = (): DieWhy | undefined =>
    answer.salvage === undefined
      ? yieldOf()
      : {
          id: 'share',
          estimate: answer.salvage.sold,
          percent: true,
          formula: why.salvage,
          parts: [area, ...(['defectDensity', 'clustering', 'cores', 'maxBad', 'coreShare', 'repairable'] as const).flatMap(input)],
        };
  const made = (figureId: 'sold' | 'good', estimate: Estimate, formula: string, share: DieWhy | undefined): DieWhy => ({
    id: figureId,
    estimate,
    formula,
    parts: [grossOf(), ...(share === undefined ? [] : [share])],
  });
  const goodOf = (): DieWhy => made('good', answer.figures.good, why.good, yieldOf());
  const soldOf = (): DieWhy => (answer.figures.sold === undefined ? goodOf() : made('sold', answer.figures.sold, why.sold, shareOf()));
  switch (id) {
    case 'cost':
      return answer.figures.cost && { id, estimate: answer.figures.cost, formula: why.cost, parts: [...input('waferPrice'), soldOf()] };
    case 'sold':
      return soldOf();
    case 'good':
      return goodOf();
    case 'gross':
      return grossOf();
    case 'yield':
      return yieldOf();
  }
}

/**
 * Writes a derivation for a terminal, part below part, with the sources that it rests on.
 *
 * @param untrusted the answer
 * @param root the derivation
 * @param options language, colour, columns
 */
export function renderDieWhy(
  untrusted: DieAnswer,
  root: DieWhy,
  { lang, color, width }: { readonly lang: Lang; readonly color: boolean; readonly width: number },
): string {
  const answer = terminalSafe(untrusted);
  const m = messages(lang);
  const t = m.die;
  const p = paint(color);
  const label = (id: DieWhy['id']): string => {
    switch (id) {
      case 'cost':
      case 'sold':
      case 'good':
      case 'gross':
        return t.dies[id];
      case 'yield':
      case 'share':
      case 'area':
        return t.why[id];
      default:
        return t.inputs[id];
    }
  };
  const lines: string[] = [];
  const met = new Set<number>();
  const tell = (node: DieWhy, depth: number): void => {
    const { value, range } = figure(node.estimate, { lang, percent: node.percent });
    const indent = '  '.repeat(depth);
    for (const number of node.sources ?? []) met.add(number);
    const marks = (node.sources ?? []).map((number) => `[${number}]`).join('');
    const head = `${indent}${label(node.id)}${m.list.colon}`;
    const spread = range === undefined ? '' : `${m.brackets.open}${range}${m.brackets.close}`;
    const tail = [node.from, marks].filter((part) => part !== undefined && part !== '').join(' ');
    lines.push(`${depth === 0 ? p.strong(head + value) : head + value}${p.quiet(spread + (tail === '' ? '' : `  ${tail}`))}`);
    if (node.formula !== undefined)
      lines.push(...fold(`= ${node.formula}`, width - indent.length - 2).map((line) => `${indent}  ${p.quiet(line)}`));
    for (const part of node.parts) tell(part, depth + 1);
  };
  tell(root, 0);
  const cited = answer.sources.filter(({ number }) => met.has(number));
  const sources = cited.flatMap(({ number, title, publisher, date, url }) => {
    const mark = `  ${pad(`[${number}]`, 4, 'right')} `;
    const credit = [title, publisher, date].filter((part) => part !== undefined).join(m.list.comma);
    return [
      ...fold(credit, width - columns(mark)).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line),
      ...(url === undefined ? [] : [' '.repeat(mark.length) + p.quiet(url)]),
    ];
  });
  return `${[...lines, ...(sources.length === 0 ? [] : ['', p.strong(t.sections.sources), ...sources])].join('\n')}\n`;
}
