import { type Lang, messages } from '#messages';
import type { FanState, FrontierAxis, FrontierState } from './chart/state.ts';
import { percentText } from './percent-text.ts';
import type { BreakEvenStudy, FrontierStudy, StudyLever, StudyTable, StudyView } from './study.ts';
import { labelText, told, valueText } from './study-words.ts';
import { ticksOf } from './ticks.ts';

type Range = BreakEvenStudy['range'];

const place = (value: number, lever: StudyLever, lang: Lang): string => valueText(value, lever, lang, 3);

const ratioText = (ratio: number): string => valueText(ratio, { path: '', label: { en: '', zh: '' }, unit: '1' }, 'en', 3);

function sentences(study: BreakEvenStudy, lang: Lang): readonly string[] {
  const { breakEven } = messages(lang).study;
  const { figure, lever, target, crossings, ends, value, central, spread, stretches, range } = study;
  const label = figure.label[lang];
  const aim = valueText(target, figure, lang);
  const noun = lever.label[lang];
  const at = (x: number): string => place(x, lever, lang);
  const out: string[] = [];
  const [first] = crossings;
  if (first === undefined) {
    out.push(
      breakEven.none(label, aim, noun, at(range.low), at(range.high)),
      breakEven.ends(label, valueText(ends[0], figure, lang, 3), valueText(ends[1], figure, lang, 3)),
    );
  } else {
    if (crossings.length > 1) out.push(breakEven.several(label, aim, noun, crossings.length));
    for (const crossing of crossings) {
      const say = crossing.jumps ? breakEven.jump : breakEven.one;
      out.push(say(label, aim, noun, at(crossing.at), crossing.rises));
    }
    if (crossings.length === 1 && value !== undefined && value > 0) {
      const ratio = first.at / value;
      out.push(Math.abs(ratio - 1) < 0.005 ? breakEven.same(at(value)) : breakEven.against(ratioText(ratio), at(value)));
    }
  }
  out.push(breakEven.central(label, valueText(central, figure, lang, 3)));
  const own = stretches.filter(({ probability }) => probability !== undefined);
  if (first !== undefined && value !== undefined) {
    if (own.length === 0) out.push(breakEven.certain);
    else {
      const above = own.filter((stretch) => stretch.above).reduce((sum, { probability = 0 }) => sum + probability, 0);
      // Told of the side that the scenario is not on.
      const other = central >= target ? ([1 - above, breakEven.below] as const) : ([above, breakEven.above] as const);
      out.push(breakEven.probability(percentText(Math.max(0, other[0])), other[1]));
    }
  }
  if (spread.points !== undefined && crossings.length > 0) {
    const [low, middle, high] = spread.points;
    if (low !== high) out.push(breakEven.spread(at(low), at(high), at(middle)));
  }
  if (crossings.length > 0 && spread.share < 1) out.push(breakEven.absent(percentText(1 - spread.share)));
  out.push(breakEven.overall(label, aim, percentText(study.above)));
  return told(out);
}

/** The figure along the lever. */
function curve(
  { curve: points, figure, lever, range, target, crossings, value, central }: BreakEvenStudy,
  lang: Lang,
): FanState | undefined {
  const finite = points.filter(({ y }) => Number.isFinite(y));
  if (finite.length < 2) return undefined;
  const share = (x: number): number =>
    range.scale === 'log' ? Math.log(x / range.low) / Math.log(range.high / range.low) : (x - range.low) / (range.high - range.low);
  const [least, most] = [Math.min(target, ...finite.map(({ y }) => y)), Math.max(target, ...finite.map(({ y }) => y))];
  // What goes far beyond the target is of no interest, and would press the rest together.
  const top = target > 0 ? Math.min(most, target * 4) : most;
  const shown = finite.filter(({ y }) => y <= top);
  if (shown.length < 2) return undefined;
  return {
    kind: 'fan',
    lang,
    title: messages(lang).study.sections.breakEven(figure.label[lang]),
    description: `${labelText(lever, lang)} ${place(range.low, lever, lang)} → ${place(range.high, lever, lang)}`,
    points: shown.map(({ x, y }) => ({ x: share(x), label: '', value: y })),
    ticks: [...new Set([least > 0 && least < target * 0.2 ? 0 : least, target, top])].map((value) => ({
      value,
      text: valueText(value, figure, lang, 2),
    })),
    along: { from: 0, to: 1, ticks: ticksOf(range, (value) => valueText(value, lever, lang, 2)) },
    marks: [
      ...crossings.map(({ at }) => ({ x: share(at), value: target, text: place(at, lever, lang), tone: 'neck' as const })),
      ...(value === undefined || !Number.isFinite(central) || central > top
        ? []
        : [{ x: share(value), value: central, text: messages(lang).study.breakEven.here, tone: 'flow' as const }]),
    ],
  };
}

function table({ stretches, lever, figure, target }: BreakEvenStudy, lang: Lang): StudyTable {
  const { heads, breakEven } = messages(lang).study;
  const aim = valueText(target, figure, lang);
  const known = stretches.some(({ probability }) => probability !== undefined);
  return {
    head: [labelText(lever, lang), labelText(figure, lang), ...(known ? [heads.probability] : [])],
    align: ['left', 'left', ...(known ? ['right' as const] : [])],
    rows: stretches.map(({ from, to, above, probability }) => [
      `${place(from, lever, lang)} – ${place(to, lever, lang)}`,
      above ? breakEven.sideAbove(aim) : breakEven.sideBelow(aim),
      ...(known ? [percentText(probability ?? 0)] : []),
    ]),
  };
}

/**
 * Writes a break-even study in a language.
 *
 * @param study the study
 * @param lang the language
 */
export function breakEvenView(study: BreakEvenStudy, lang: Lang): StudyView {
  const { sections, breakEven } = messages(lang).study;
  const chart = curve(study, lang);
  const heading = sections.breakEven(study.figure.label[lang]);
  return {
    lang,
    kicker: study.title[lang],
    sentences: sentences(study, lang),
    sections: [
      ...(chart === undefined ? [] : [{ heading, note: labelText(study.lever, lang), chart }]),
      { heading: sections.stretches, table: table(study, lang) },
    ],
    notes: [breakEven.range(place(study.range.low, study.lever, lang), place(study.range.high, study.lever, lang))],
  };
}

const shareIn = ({ low, high, scale }: Range, value: number): number =>
  Math.min(1, Math.max(0, scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)));

function plane(study: FrontierStudy, lang: Lang): FrontierState {
  const { study: words, list } = messages(lang);
  const { points, ranges, levers, figure, target, values, nearest } = study;
  const [across, up] = ranges;
  const aim = valueText(target, figure, lang);
  const columns = points.map(({ x, startsAbove, crossings }, index) => {
    const at = shareIn(across, x);
    const half = 0.5 / (points.length - 1);
    let from = startsAbove ? 0 : undefined;
    const stretches: (readonly [number, number])[] = [];
    for (const { at: y, rises } of crossings) {
      const share = shareIn(up, y);
      if (rises) from = share;
      else if (from !== undefined) {
        stretches.push([from, share]);
        from = undefined;
      }
    }
    if (from !== undefined) stretches.push([from, 1]);
    return { from: index === 0 ? 0 : at - half, to: index === points.length - 1 ? 1 : at + half, stretches };
  });
  const axis = (index: 0 | 1): FrontierAxis => ({
    label: labelText(levers[index], lang),
    ticks: ticksOf(ranges[index], (value) => valueText(value, levers[index], lang, 2)),
  });
  const [x, y] = values;
  const spot = (px: number, py: number, text: string): NonNullable<FrontierState['here']> => ({
    x: shareIn(across, px),
    y: shareIn(up, py),
    text,
  });
  return {
    kind: 'frontier',
    lang,
    title: words.sections.frontier(figure.label[lang], aim),
    description: `${labelText(levers[0], lang)}${list.comma}${labelText(levers[1], lang)}`,
    x: axis(0),
    y: axis(1),
    columns,
    ...(x === undefined || y === undefined ? {} : { here: spot(x, y, words.breakEven.here) }),
    ...(nearest === undefined
      ? {}
      : {
          nearest: spot(nearest[0], nearest[1], `${place(nearest[0], levers[0], lang)}${list.comma}${place(nearest[1], levers[1], lang)}`),
        }),
    sides: [words.breakEven.sideAbove(aim), words.breakEven.sideBelow(aim)],
  };
}

/**
 * Writes a frontier of two levers in a language.
 *
 * @param study the study
 * @param lang the language
 */
export function frontierView(study: FrontierStudy, lang: Lang): StudyView {
  const { breakEven, sections } = messages(lang).study;
  const { figure, target, levers, nearest, points, ranges } = study;
  const label = figure.label[lang];
  const aim = valueText(target, figure, lang);
  const at = (index: 0 | 1, value: number): string => `${levers[index].label[lang]} ${place(value, levers[index], lang)}`;
  return {
    lang,
    kicker: study.title[lang],
    sentences: told([
      ...(nearest === undefined
        ? [
            breakEven.noFrontier(label, aim, levers[0].label[lang], levers[1].label[lang]),
            breakEven.always(points[0]?.startsAbove ?? false),
          ]
        : [breakEven.frontier(label, aim, at(0, nearest[0]), at(1, nearest[1]))]),
      breakEven.central(label, valueText(study.central, figure, lang, 3)),
    ]),
    sections: [{ heading: sections.frontier(figure.label[lang], aim), chart: plane(study, lang) }],
    notes: ranges.map(({ low, high }, index) =>
      breakEven.range(place(low, levers[index as 0 | 1], lang), place(high, levers[index as 0 | 1], lang)),
    ),
  };
}
