import { figureText, headroomText, type Lang, messages } from '#messages';
import type { Answer, Estimate } from './answer.ts';
import type { BandState, BarState, Interval, StackedBarState } from './chart/state.ts';
import { capital, view } from './view.ts';

const interval = ({ band }: Estimate): { readonly interval?: Interval } =>
  band === undefined ? {} : { interval: { p5: band.p5, p25: band.p25, p75: band.p75, p95: band.p95 } };

/**
 * Where the money goes, as shares of one bar; nothing where the cost has no parts.
 *
 * @param answer the answer
 * @param lang the language
 */
export function costChart(answer: Answer, lang: Lang): StackedBarState | undefined {
  const { costParts, costTotal, m } = view(answer, lang);
  if (costParts.length === 0) return undefined;
  return {
    kind: 'stackedBar',
    lang,
    title: costTotal === undefined ? m.report.cost : `${m.report.cost}${m.list.colon}${m.report.costTotal(costTotal)}`,
    description: costParts.map(({ label, shareText }) => `${label} ${shareText}`).join(m.list.semicolon),
    parts: costParts.map(({ label }) => label),
    bars: [
      { label: answer.title[lang], values: costParts.map(({ share, shareText, amount }) => ({ share, text: shareText, detail: amount })) },
    ],
  };
}

/**
 * Every constraint of the chain by its headroom, tightest first; nothing where there is none.
 *
 * @param answer the answer
 * @param lang the language
 */
export function constraintChart(answer: Answer, lang: Lang): BarState | undefined {
  const { report, list } = messages(lang);
  const lines = answer.floors.flatMap(({ constraints }) => constraints).toSorted((a, b) => a.headroom.value - b.headroom.value);
  if (lines.length === 0) return undefined;
  return {
    kind: 'bar',
    scale: 'log',
    lang,
    title: report.allConstraints,
    description: lines.map(({ label, headroom }) => `${capital(label[lang])} ${headroomText(headroom.value)}`).join(list.semicolon),
    bars: lines.map(({ id, label, headroom }) => ({
      label: capital(label[lang]),
      value: headroom.value,
      text: headroomText(headroom.value),
      ...interval(headroom),
      tone: headroom.value < 1 ? 'shut' : id === answer.neck?.id ? 'neck' : 'flow',
    })),
    reference: { value: 1, text: '1×' },
  };
}

/**
 * Our figure with its intervals beside the published one; nothing where none is published.
 *
 * @param answer the answer
 * @param lang the language
 */
export function checkChart(answer: Answer, lang: Lang): BandState | undefined {
  const { check } = answer;
  if (check === undefined) return undefined;
  const { report } = messages(lang);
  const style = { lang, percent: check.percent };
  return {
    kind: 'band',
    lang,
    title: report.check,
    description: view(answer, lang).check?.sentence ?? '',
    rows: [{ label: capital(report.ours), value: check.ours.value, text: figureText(check.ours, style), ...interval(check.ours) }],
    marks: [{ value: check.published.value, text: `${capital(report.published)} ${figureText(check.published, style)}` }],
  };
}
