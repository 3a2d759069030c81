import { figure, figureText, headroomText, type Lang, langs, messages, textOf } from '#messages';
import type { Bilingual, Estimate } from './answer.ts';
import { percentText } from './percent-text.ts';
import type { StudyFigure, Uncertain } from './study.ts';
import { capital } from './view.ts';

/** How a part of an explanation is called in each language: by its own name, else by the label of its lever. */
export const textsOfPlayer = (id: string, label?: Bilingual): Bilingual =>
  Object.fromEntries(
    langs.map((lang) => {
      const parts = id.split('+').map((part) => {
        const { players } = messages(lang).study;
        return Object.hasOwn(players, part) || label === undefined ? textOf(players, part) : label[lang];
      });
      return [lang, parts.join(lang === 'zh' ? '、' : ', ')];
    }),
  ) as unknown as Bilingual;

/** A value of a figure: `$52 M`, `41 days`. */
export const valueText = (value: number, { unit, percent }: StudyFigure, lang: Lang, digits?: number): string =>
  figure({ value, unit }, { lang, percent, ...(digits === undefined ? {} : { digits }) }).value;

/** A change of a figure with its sign: `−$1.4 M`, `+0.3 points`. */
export const changeText = (change: number, head: StudyFigure, lang: Lang, digits = 3): string =>
  `${change < 0 ? '−' : '+'}${sizeText(change, head, lang, digits)}`;

/** The size of a change, without its sign. */
export const sizeText = (change: number, head: StudyFigure, lang: Lang, digits = 3): string =>
  head.percent ? messages(lang).report.points(pointsText(Math.abs(change) * 100)) : valueText(Math.abs(change), head, lang, digits);

const pointsText = (points: number): string =>
  points === 0 ? '0' : points < 0.1 ? points.toPrecision(1) : points.toFixed(points < 10 ? 2 : 1).replace(/\.?0+$/, '');

/** An estimate of a figure with its range. */
export const estimateText = (estimate: Estimate, { percent }: StudyFigure, lang: Lang): string => figureText(estimate, { lang, percent });

/** A share with its interval: `84% (78–88%)`. */
export const shareText = ({ value, low, high }: Uncertain, lang: Lang): string => {
  const { open, close } = messages(lang).brackets;
  const bare = (share: number): string => percentText(Math.max(0, share));
  return bare(value) + open + intervalText({ value, low, high }) + close;
};

/** The interval of a share: `78–88%`. */
export const intervalText = ({ low, high }: Uncertain): string =>
  `${percentText(Math.max(0, low)).replace('%', '')}–${percentText(Math.max(0, high))}`;

/** A coefficient from -1 to 1: `−0.94`. */
export const coefficientText = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`;

/** A coefficient with its interval. */
export const coefficientRange = ({ value, low, high }: Uncertain, lang: Lang): string => {
  const { open, close } = messages(lang).brackets;
  return coefficientText(value) + open + coefficientText(low) + messages(lang).list.to + coefficientText(high) + close;
};

/** A headroom as a multiple, for a sentence. */
export const timesText = (headroom: Estimate, lang: Lang): string => {
  const { open, close } = messages(lang).brackets;
  const middle = headroomText(headroom.value);
  if (headroom.band === undefined) return middle;
  const [from, to] = [headroomText(headroom.band.p5), headroomText(headroom.band.p95)];
  return from === to ? middle : `${middle}${open}${from.replace('×', '')}–${to}${close}`;
};

/** The label of a figure or lever, as it stands alone. */
export const labelText = ({ label }: StudyFigure, lang: Lang): string => capital(label[lang]);

/** Sentences as they are told: a label that begins one begins with a capital, and no blank stands before one. */
export const told = (sentences: readonly string[]): readonly string[] =>
  sentences.map((sentence) => capital(sentence.trim().replace(/ *([，。；：、（）]) */g, '$1')));
