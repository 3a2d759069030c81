import { headroomText, type Lang, messages } from '#messages';
import type { BarState } from './chart/state.ts';
import { percentText } from './percent-text.ts';
import { constraintNoun } from './sentence.ts';
import type { ChokepointRecord, ChokepointStudy, RelaxationRecord, StandingRecord, StudyTable, StudyView } from './study.ts';
import { changeText, sizeText, timesText, told } from './study-words.ts';
import { capital, headroomRange } from './view.ts';

const days = { path: 'run.time', label: { en: '', zh: '' }, unit: 'd' } as const;
const dollars = { path: 'cost.total', label: { en: '', zh: '' }, unit: 'USD' } as const;

const moreText = (factor: number): string => percentText(factor - 1);

/** What one relaxation does to time and cost, in parts of a sentence. */
function effects({ time, cost }: RelaxationRecord, lang: Lang): readonly string[] {
  const { chokepoint } = messages(lang).study;
  const parts: string[] = [];
  if (time !== undefined && time[1] !== 0) {
    const size = sizeText(time[1], days, lang, 2);
    parts.push(time[1] < 0 ? chokepoint.earlier(size) : chokepoint.later(size));
  }
  if (cost !== undefined && cost[1] !== 0) {
    const size = sizeText(cost[1], dollars, lang, 2);
    parts.push(cost[1] < 0 ? chokepoint.cheaper(size) : chokepoint.dearer(size));
  }
  return parts;
}

/** How often the run fits, and how often with a little more room. */
function fitting(neck: StandingRecord, fits: number, lang: Lang): string {
  const { chokepoint } = messages(lang).study;
  const [one, ten] = [neck.relaxed[0], neck.relaxed.at(-1)];
  if (one === undefined || ten === undefined) return chokepoint.fits(percentText(fits));
  const [before, withOne, withTen] = [one.fits[0], one.fits[1], ten.fits[1]].map(percentText) as [string, string, string];
  return one.fits[0] === ten.fits[1]
    ? chokepoint.fitsSame(before, moreText(ten.factor))
    : chokepoint.fitsMore(before, moreText(one.factor), withOne, moreText(ten.factor), withTen);
}

const nounOf = ({ id, label }: Pick<StandingRecord, 'id' | 'label'>, lang: Lang): string => constraintNoun(id, label[lang], lang);

/**
 * Says in a few sentences which constraint binds, by how much, what more of it would give and what would bind next, from the numbers
 * alone.
 *
 * @param record the analysis
 * @param lang the language
 */
export function chokepointSentences({ fits, standings, next }: ChokepointRecord, lang: Lang): readonly string[] {
  const { chokepoint } = messages(lang).study;
  const [neck] = standings;
  if (neck === undefined) return [chokepoint.none];
  const noun = nounOf(neck, lang);
  const ten = neck.relaxed.at(-1);
  const given = ten === undefined ? [] : effects(ten, lang);
  const times = chokepoint.times(headroomText(neck.headroom.value), headroomRange(neck.headroom).range);
  const say = neck.headroom.value < 1 ? chokepoint.short : chokepoint.enough;
  return told([
    say(noun, percentText(neck.binds), times),
    fitting(neck, fits, lang),
    ...(neck.lever === undefined ? [chokepoint.noLever] : []),
    ...(ten === undefined || given.length === 0 ? [] : [chokepoint.gives(moreText(ten.factor), given)]),
    ...(ten?.then === undefined || ten.then.id === neck.id
      ? []
      : [chokepoint.then(moreText(ten.factor), nounOf(ten.then, lang), percentText(ten.then.share))]),
    next === undefined
      ? chokepoint.nothingNext
      : chokepoint.next(nounOf(next, lang), percentText(next.share), chokepoint.times(headroomText(next.headroom), undefined)),
  ]);
}

/** Every constraint with its share, its slack and what a little more of it gives. */
export function chokepointTable({ standings }: ChokepointRecord, lang: Lang): StudyTable {
  const { heads } = messages(lang).study;
  const { list } = messages(lang);
  const factors = [...new Set(standings.flatMap(({ relaxed }) => relaxed.map(({ factor }) => factor)))];
  const cell = (relaxation: RelaxationRecord | undefined): string => {
    if (relaxation === undefined) return '–';
    const { fits, time, cost } = relaxation;
    const points = changeText(fits[1] - fits[0], { path: '', label: { en: '', zh: '' }, unit: '1', percent: true }, lang, 2);
    const parts = [
      ...(fits[0] === fits[1] ? [] : [points]),
      ...(time === undefined || time[1] === 0 ? [] : [changeText(time[1], days, lang, 2)]),
      ...(cost === undefined || cost[1] === 0 ? [] : [changeText(cost[1], dollars, lang, 2)]),
    ];
    return parts.length === 0 ? '0' : parts.join(list.comma);
  };
  return {
    head: [heads.constraint, heads.binds, heads.headroom, ...factors.map((factor) => heads.more(moreText(factor)))],
    align: ['left', 'right', 'right', ...factors.map(() => 'right' as const)],
    rows: standings.map((standing) => [
      capital(standing.label[lang]),
      percentText(standing.binds),
      timesText(standing.headroom, lang),
      ...factors.map((factor) => cell(standing.relaxed.find((relaxation) => relaxation.factor === factor))),
    ]),
  };
}

function headrooms({ standings, title }: ChokepointStudy, lang: Lang): BarState | undefined {
  if (standings.length === 0) return undefined;
  const { list } = messages(lang);
  return {
    kind: 'bar',
    scale: 'log',
    lang,
    title: title[lang],
    description: standings.map(({ label, headroom }) => `${capital(label[lang])} ${headroomText(headroom.value)}`).join(list.semicolon),
    bars: standings.map(({ label, headroom, binds }, index) => ({
      label: `${capital(label[lang])} ${percentText(binds)}`,
      value: headroom.value,
      text: headroomText(headroom.value),
      ...(headroom.band === undefined ? {} : { interval: headroom.band }),
      tone: headroom.value < 1 ? 'shut' : index === 0 ? 'neck' : 'flow',
    })),
    reference: { value: 1, text: '1×' },
  };
}

/**
 * Writes a chokepoint study in a language.
 *
 * @param study the study
 * @param lang the language
 */
export function chokepointView(study: ChokepointStudy, lang: Lang): StudyView {
  const { study: words, report } = messages(lang);
  const chart = headrooms(study, lang);
  return {
    lang,
    kicker: study.title[lang],
    sentences: chokepointSentences(study, lang),
    sections:
      study.standings.length === 0
        ? []
        : [
            {
              heading: report.allConstraints,
              note: words.chokepoint.note,
              table: chokepointTable(study, lang),
              ...(chart === undefined ? {} : { chart }),
            },
          ],
    notes: [],
  };
}
