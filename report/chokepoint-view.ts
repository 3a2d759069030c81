import { headroomText, type Lang, messages } from '#messages';
import type { BarState } from './chart/state.ts';
import { percentText } from './percent-text.ts';
import { constraintNoun } from './sentence.ts';
import type { ChokepointRecord, ChokepointStudy, RelaxationRecord, StandingRecord, StudyTable, StudyView } from './study.ts';
import { changeText, sizeText, timesText } from './study-words.ts';
import { capital } from './view.ts';

const days = { path: 'run.time', label: { en: '', zh: '' }, unit: 'd' } as const;
const dollars = { path: 'cost.total', label: { en: '', zh: '' }, unit: 'USD' } as const;

const moreText = (factor: number): string => percentText(factor - 1);

/** What one relaxation does, in parts of a sentence: to the chance to fit, to time, to cost. */
function effects({ factor, fits, time, cost }: RelaxationRecord, lang: Lang): string {
  const { chokepoint } = messages(lang).study;
  const [before, after] = fits.map(percentText) as [string, string];
  const more = moreText(factor);
  const parts = [before === after ? chokepoint.keeps(more) : chokepoint.raises(more, before, after)];
  if (time !== undefined && time[1] !== 0) {
    const size = sizeText(time[1], days, lang, 2);
    parts.push(time[1] < 0 ? chokepoint.earlier(size) : chokepoint.later(size));
  }
  if (cost !== undefined && cost[1] !== 0) {
    const size = sizeText(cost[1], dollars, lang, 2);
    parts.push(cost[1] < 0 ? chokepoint.cheaper(size) : chokepoint.dearer(size));
  }
  return chokepoint.join(parts);
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
  const headroom = timesText(neck.headroom, lang);
  const ten = neck.relaxed.at(-1);
  return [
    neck.binds === 1 ? chokepoint.bindsAll(noun, headroom) : chokepoint.binds(noun, percentText(neck.binds), headroom),
    chokepoint.fits(percentText(neck.relaxed[0]?.fits[0] ?? fits)),
    ...(neck.lever === undefined ? [chokepoint.noLever] : neck.relaxed.map((relaxation) => capital(effects(relaxation, lang)))),
    ...(ten?.then === undefined || ten.then.id === neck.id
      ? []
      : [chokepoint.then(moreText(ten.factor), nounOf(ten.then, lang), percentText(ten.then.share))]),
    next === undefined ? chokepoint.nothingNext : chokepoint.next(nounOf(next, lang), percentText(next.share), headroomText(next.headroom)),
  ];
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
