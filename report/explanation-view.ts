import { figure, type Lang, messages } from '#messages';
import type { WaterfallState } from './chart/state.ts';
import { percentText } from './percent-text.ts';
import type { ContributionRecord, ExplanationStudy, StudyTable, StudyView } from './study.ts';
import { changeText, sizeText, textsOfPlayer, told, valueText } from './study-words.ts';
import { capital } from './view.ts';

const nameOf = ({ id, levers }: ContributionRecord, lang: Lang): string =>
  textsOfPlayer(id, levers.length === 1 ? levers[0]?.label : undefined)[lang];

/** So many levers of a part are named beside it. */
const named = 3;

function sentences(study: ExplanationStudy, lang: Lang): readonly string[] {
  const { explain } = messages(lang).study;
  const { figure: head, from, to, range, contributions } = study;
  const label = head.label[lang];
  const change = to - from;
  const parts = contributions.filter(({ value }) => value !== 0);
  if (change === 0 && parts.length === 0) return told([explain.equal(label, valueText(from, head, lang))]);
  const down = change < 0;
  const out = [explain.difference(label, valueText(from, head, lang), valueText(to, head, lang), sizeText(change, head, lang), down)];
  const with_ = parts.filter(({ value }) => value < 0 === down);
  const against = parts.filter(({ value }) => value < 0 !== down);
  const words = (part: ContributionRecord): readonly [string, string] => [nameOf(part, lang), changeText(part.value, head, lang)];
  const [first, second] = with_;
  if (parts.length === 1 && first !== undefined) out.push(explain.only(nameOf(first, lang)));
  else {
    if (first !== undefined) out.push(explain.largest(...words(first)));
    if (second !== undefined) out.push(explain.second(...words(second)));
    if (against[0] !== undefined) out.push(explain.against(...words(against[0])));
  }
  if (range[0] !== range[1]) out.push(explain.range(changeText(range[0], head, lang), changeText(range[1], head, lang)));
  return told(out);
}

function steps(study: ExplanationStudy, lang: Lang): WaterfallState {
  const { list, report } = messages(lang);
  const { figure: head, from, to, contributions } = study;
  const parts = contributions.filter(({ value }) => value !== 0);
  const moves = parts.map((part) => ({
    label: capital(nameOf(part, lang)),
    change: part.value,
    text: changeText(part.value, head, lang),
    ...(part.range[0] === part.range[1] ? {} : { interval: { low: part.range[0], high: part.range[1] } }),
  }));
  return {
    kind: 'waterfall',
    lang,
    title: messages(lang).study.sections.explain(head.label[lang]),
    description: `${report.waterfall('A', 'B')}${list.colon}${moves.map(({ label, text }) => `${label} ${text}`).join(list.semicolon)}`,
    start: { label: 'A', value: from, text: valueText(from, head, lang) },
    steps: moves,
    end: { label: 'B', value: to, text: valueText(to, head, lang) },
  };
}

function changesOf({ levers, choices }: ContributionRecord, lang: Lang): string {
  const { study, report, list } = messages(lang);
  const sides = levers.map(({ label, unit, percent, from, to }) => {
    const side = (value: number | undefined): string =>
      value === undefined ? report.notGiven : figure({ value, unit }, { lang, percent }).value;
    return `${label[lang]} ${side(from)} → ${side(to)}`;
  });
  const others = choices.map((part) => study.players[part as keyof typeof study.players]);
  const all = [...others, ...sides];
  const rest = all.length - named;
  return [...all.slice(0, named), ...(rest > 0 ? [`+${rest}`] : [])].join(list.semicolon);
}

function table(study: ExplanationStudy, lang: Lang): StudyTable {
  const { heads } = messages(lang).study;
  const { figure: head, contributions } = study;
  const sampled = study.orders !== undefined;
  return {
    head: [heads.part, heads.contribution, heads.range, ...(sampled ? [heads.error] : []), heads.changes],
    align: ['left', 'right', 'right', ...(sampled ? ['right' as const] : []), 'left'],
    rows: contributions.map((part) => [
      capital(nameOf(part, lang)),
      changeText(part.value, head, lang),
      part.range[0] === part.range[1] ? '–' : part.range.map((end) => changeText(end, head, lang)).join(messages(lang).list.to),
      ...(sampled ? [part.error === undefined ? '–' : `±${sizeText(part.error.high - part.value, head, lang, 2)}`] : []),
      changesOf(part, lang),
    ]),
  };
}

/**
 * Writes the explanation of a difference in a language.
 *
 * @param study the study
 * @param lang the language
 */
export function explanationView(study: ExplanationStudy, lang: Lang): StudyView {
  const { study: words, list } = messages(lang);
  const { explain, sections } = words;
  const moved = study.contributions.filter(({ value }) => value !== 0);
  const joinedParts = study.contributions.filter(({ id }) => id.includes('+'));
  const heading = sections.explain(study.figure.label[lang]);
  return {
    lang,
    kicker: explain.names(study.titles[0][lang], study.titles[1][lang]),
    sentences: sentences(study, lang),
    sections: [
      ...(moved.length === 0 ? [] : [{ heading, chart: steps(study, lang) }]),
      ...(study.contributions.length === 0 ? [] : [{ heading: sections.levers, table: table(study, lang) }]),
    ],
    notes: [
      study.orders === undefined ? explain.exact(2 ** study.contributions.length) : explain.sampled(study.orders),
      explain.common(study.reproduce.samples.toLocaleString('en')),
      ...(study.left > 0 ? [explain.left(percentText(study.left))] : []),
      ...joinedParts.map((part) => explain.joined(capital(nameOf(part, lang)))),
      ...(study.idle.length === 0 ? [] : [sections.idle(study.idle.map((label) => label[lang]).join(list.item))]),
    ],
  };
}
