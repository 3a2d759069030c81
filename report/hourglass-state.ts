import { figure, figureText, headroomText, type Lang, messages, textOf } from '#messages';
import type { Answer, Estimate, FloorSection } from './answer.ts';
import type { HourglassOpening, HourglassRow, HourglassState } from './chart/state.ts';
import { sentence } from './sentence.ts';
import { capital, headroomRange } from './view.ts';

const opening = ({ value, band }: Estimate): HourglassOpening =>
  band === undefined
    ? { p10: value, p25: value, p50: value, p75: value, p90: value }
    : { p10: band.p10, p25: band.p25, p50: band.p50, p75: band.p75, p90: band.p90 };

function reason({ constraints, binding, free }: FloorSection, lang: Lang): Pick<HourglassRow, 'reason' | 'reasonParts'> {
  const m = messages(lang);
  const binds = constraints.find(({ id }) => id === binding);
  if (binds === undefined) return { reason: free === undefined ? '' : capital(textOf(m.codes, free)) };
  const label = capital(binds.label[lang]);
  if (binds.capacity.unit === '1') return { reason: label };
  const point = (estimate: Estimate): string => figure(estimate, { lang }).value;
  const sides = m.report.capacityForNeed(point(binds.capacity), point(binds.need));
  return { reason: label + m.list.colon + sides, reasonParts: [label, capital(sides)] };
}

function row(section: FloorSection, answer: Answer, lang: Lang): HourglassRow {
  const m = messages(lang);
  const { headroom } = section;
  const first = section.metrics[0];
  return {
    name: m.floors[section.id].name,
    other: messages(lang === 'en' ? 'zh' : 'en').floors[section.id].name,
    figure: headroom === undefined ? m.report.free : headroomText(headroom.value),
    ...(headroom === undefined ? {} : { opening: opening(headroom) }),
    ...(headroom === undefined ? {} : headroomRange(headroom)),
    gives: first === undefined ? '' : figureText(first.estimate, { lang, percent: first.percent }),
    givesShort: first === undefined ? '' : figure(first.estimate, { lang, percent: first.percent }).value,
    label: first === undefined ? '' : capital(first.label[lang]),
    ...reason(section, lang),
    neck: answer.neck?.floor === section.id,
    shut: headroom !== undefined && headroom.value < 1,
  };
}

/**
 * What the hourglass of an answer shows.
 *
 * @param answer the answer
 * @param lang the language
 */
export function hourglassState(answer: Answer, lang: Lang): HourglassState {
  const m = messages(lang);
  const rows = answer.floors.map((section) => row(section, answer, lang)).toReversed();
  const words = sentence(answer, lang);
  const { version, samples, catalogDigest, seed } = answer.reproduce;
  return {
    kind: 'hourglass',
    lang,
    rows,
    title: m.report.hourglassTitle(answer.title[lang]),
    description: [
      ...rows.map(({ name, figure }) => m.report.hourglassFloor(name, figure)),
      ...(answer.neck === undefined ? [] : [m.report.hourglassNeck(m.floors[answer.neck.floor].name)]),
    ].join(m.list.semicolon),
    sampled: rows.some(({ opening: of }) => of !== undefined && of.p10 !== of.p90),
    words: {
      floor: m.report.floor,
      headroom: m.report.headroom,
      gives: m.report.gives,
      axis: m.report.axis,
      otherLang: lang === 'en' ? 'zh' : 'en',
    },
    headline: words.headline,
    detail: words.detail,
    below: words.relaxation ?? '',
    footnote: m.report.pictureNote(version, catalogDigest, seed, samples),
  };
}
