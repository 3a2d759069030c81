import { figure, figureText, headroomText, type Lang, messages, type Shortage, textOf } from '#messages';
import type { Answer, ConstraintLine, Estimate } from './answer.ts';
import { percentText } from './percent-text.ts';

/** The answer in words, made from its numbers only. */
export interface Sentence {
  /** What is possible, by when, at what cost, and what binds. */
  readonly headline: string;
  /** How sure that is and what binds next; empty where nothing is known of it. */
  readonly detail: string;
  /** What relaxing the neck would give. */
  readonly relaxation?: string;
}

/**
 * Names a constraint so that it can stand inside a sentence.
 *
 * @param id its path
 * @param label its label, for one without a text
 * @param lang the language
 */
export function constraintNoun(id: string, label: string, lang: Lang): string {
  const noun = textOf(messages(lang).constraints, id);
  return noun === id ? label : noun;
}

const nounOf = (line: ConstraintLine, lang: Lang): string => constraintNoun(line.id, line.label[lang], lang);

function shortage(line: ConstraintLine, lang: Lang): string {
  const m = messages(lang);
  const endless = line.need.value === Number.POSITIVE_INFINITY ? textOf(m.shortWithoutEnd, line.id) : line.id;
  if (endless !== line.id) return endless;
  // As the figures beside the sentence are rounded.
  const point = (estimate: Estimate): string => figure(estimate, { lang }).value;
  // 0.996 must not read as enough.
  const short = Math.min(0.99, line.headroom.value);
  const facts: Shortage = {
    label: nounOf(line, lang),
    capacity: point(line.capacity),
    need: point(line.need),
    allows: lang === 'zh' ? `${Math.round(short * 100)}%` : short.toFixed(2),
  };
  const text = textOf<(facts: Shortage) => string>(m.short, line.id);
  return typeof text === 'string' ? m.shortOther(facts) : text(facts);
}

/** Nine of ten samples are a yes, one of ten a no; between them stands a probably. */
const sure = 0.9;
const hopeless = 0.1;

/**
 * One word for how possible a run is: "Yes", "Probably", "Probably not" or "No", by the share of samples in which it fits.
 *
 * @param answer the answer; one without samples is a yes or a no
 * @param lang the language
 */
function verdict({ feasible, feasibleShare }: Answer, lang: Lang): string {
  const { yes, probably, unlikely, no } = messages(lang).sentence.verdicts;
  if (feasible) return feasibleShare === undefined || feasibleShare >= sure ? yes : probably;
  return feasibleShare === undefined || feasibleShare <= hopeless ? no : unlikely;
}

/**
 * How possible a run is, for the cell of a table: "Probably (77%)".
 *
 * @param answer the answer; without samples there is no share
 * @param lang the language
 */
export function possible(answer: Answer, lang: Lang): string {
  const { open, close } = messages(lang).brackets;
  const { feasibleShare } = answer;
  return verdict(answer, lang) + (feasibleShare === undefined ? '' : open + percentText(feasibleShare) + close);
}

function headline(answer: Answer, lang: Lang): string {
  const { sentence, list } = messages(lang);
  const { neck } = answer;
  if (!answer.feasible) {
    if (neck === undefined) return sentence.impossible;
    // Each constraint fits in most samples, yet in most samples one or the other does not.
    if (neck.headroom.value >= 1) return sentence.unlikely(percentText(answer.feasibleShare ?? 0), nounOf(neck, lang));
    return sentence.infeasible(verdict(answer, lang), shortage(neck, lang));
  }
  const estimate = (path: string): Estimate | undefined => answer.metrics.find((line) => line.path === path)?.estimate;
  const [time, cost] = [estimate('run.time'), estimate('cost.total')];
  const parts = [
    ...(time === undefined ? [] : [sentence.inTime(figureText(time, { lang }))]),
    ...(cost === undefined ? [] : [sentence.forCost(figureText(cost, { lang }))]),
  ];
  const what = parts.length === 0 ? sentence.possible : parts.join(lang === 'zh' ? list.comma : ' ');
  return neck === undefined
    ? sentence.unlimited(verdict(answer, lang), what)
    : sentence.feasible(verdict(answer, lang), what, nounOf(neck, lang), headroomText(neck.headroom.value));
}

function detail({ feasibleShare, neck, next }: Answer, lang: Lang): string {
  const { sentence } = messages(lang);
  const parts: string[] = [];
  if (feasibleShare !== undefined) parts.push(sentence.fits(percentText(feasibleShare)));
  const nextText = next === undefined ? undefined : ([nounOf(next, lang), headroomText(next.headroom.value)] as const);
  if (neck?.bindsShare !== undefined) {
    const share = percentText(neck.bindsShare);
    parts.push(
      nextText === undefined ? sentence.binds(nounOf(neck, lang), share) : sentence.bindsNext(nounOf(neck, lang), share, ...nextText),
    );
  } else if (nextText !== undefined) parts.push(sentence.next(...nextText));
  return parts.join(lang === 'zh' ? '' : ' ');
}

function relaxation({ relaxed, neck, metrics, floors }: Answer, lang: Lang): string | undefined {
  if (relaxed === undefined || neck === undefined) return undefined;
  const { sentence } = messages(lang);
  const by = percentText(relaxed.factor - 1);
  const next = floors.flatMap(({ constraints }) => constraints).find(({ id }) => id === relaxed.then);
  const then =
    relaxed.then === neck.id ? sentence.stillBinds : next === undefined ? sentence.nothingBinds : sentence.thenBinds(nounOf(next, lang));
  if (relaxed.change === 0) {
    // That more room changes nothing, not even what binds, is no advice.
    return relaxed.then === neck.id ? undefined : sentence.relaxedNext(nounOf(neck, lang), by, then);
  }
  const line = metrics.find(({ path }) => path === relaxed.metric);
  const size =
    line === undefined
      ? String(Math.abs(relaxed.change))
      : figure({ value: Math.abs(relaxed.change), unit: line.estimate.unit }, { lang, percent: line.percent, digits: 2 }).value;
  const effect =
    relaxed.metric === 'run.time'
      ? relaxed.change < 0
        ? sentence.earlier(size)
        : sentence.later(size)
      : sentence.changes(line?.label[lang] ?? relaxed.metric, `${relaxed.change < 0 ? '−' : '+'}${size}`);
  return sentence.relaxed(nounOf(neck, lang), by, sentence.both(effect, then));
}

/**
 * Puts an answer into one sentence, with a second on its certainty and a third on what would widen the neck.
 *
 * @param answer the answer
 * @param lang the language
 */
export function sentence(answer: Answer, lang: Lang): Sentence {
  const relaxed = relaxation(answer, lang);
  return { headline: headline(answer, lang), detail: detail(answer, lang), ...(relaxed === undefined ? {} : { relaxation: relaxed }) };
}
