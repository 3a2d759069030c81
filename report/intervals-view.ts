import { figure, type Lang, messages, type Spread } from '#messages';
import type { Answer, MetricLine } from './answer.ts';
import type { HistogramState } from './chart/state.ts';
import { sparkline } from './chart/study-text.ts';

import type { StudyTable } from './study.ts';
import { ticksOf } from './ticks.ts';
import { capital } from './view.ts';

/** Figures that are drawn as histograms, where they vary. */
export const drawnFigures: readonly string[] = ['run.time', 'cost.total'];

/** Pairs of points that hold 50, 80 and 95% of samples. */
const pairs = [
  ['p25', 'p75'],
  ['p10', 'p90'],
  ['p2_5', 'p97_5'],
] as const;

const rangeText = (line: MetricLine, [low, high]: (typeof pairs)[number], lang: Lang): string => {
  const { value, unit, band } = line.estimate;
  if (band === undefined) return '';
  const spread: Spread = { value, unit, band: { p5: band[low], p95: band[high] } };
  const written = figure(spread, { lang, percent: line.percent });
  return written.range ?? written.value;
};

const heights = ({ histogram }: MetricLine): readonly number[] => {
  const most = Math.max(1, ...(histogram?.counts ?? []));
  return (histogram?.counts ?? []).map((count) => count / most);
};

/**
 * Median and the intervals that hold 50, 80 and 95% of samples, for figures that vary.
 *
 * @param answer the answer
 * @param lang the language
 * @param paths the figures; all where it is left out
 */
export function intervalsTable({ metrics }: Answer, lang: Lang, paths?: readonly string[]): StudyTable | undefined {
  const { heads } = messages(lang).study;
  const rows = metrics.filter(({ path, histogram }) => histogram !== undefined && (paths?.includes(path) ?? true));
  if (rows.length === 0) return undefined;
  return {
    head: [heads.figure, heads.median, heads.half, heads.fourFifths, heads.wide, heads.histogram],
    align: ['left', 'right', 'right', 'right', 'right', 'left'],
    rows: rows.map((line) => [
      capital(line.label[lang]),
      figure(line.estimate, { lang, percent: line.percent }).value,
      ...pairs.map((pair) => rangeText(line, pair, lang)),
      sparkline(
        heights(line)
          .filter((_, index) => index % 2 === 0)
          .map((height, index) => Math.max(height, heights(line)[2 * index + 1] ?? 0)),
      ),
    ]),
  };
}

/**
 * How the samples of a figure are spread; nothing where it does not vary.
 *
 * @param answer the answer
 * @param path the figure
 * @param lang the language
 */
export function histogramChart({ metrics }: Answer, path: string, lang: Lang): HistogramState | undefined {
  const line = metrics.find((candidate) => candidate.path === path);
  const { histogram, estimate } = line ?? {};
  const band = estimate?.band;
  if (line === undefined || histogram === undefined || estimate === undefined || band === undefined) return undefined;
  const { sections, heads } = messages(lang).study;
  const { list } = messages(lang);
  const { from, to } = histogram;
  const at = (value: number): number => Math.min(1, Math.max(0, (value - from) / (to - from)));
  const style = { lang, percent: line.percent };
  const write = (value: number): string => figure({ value, unit: estimate.unit }, { ...style, digits: 3 }).value;
  const label = capital(line.label[lang]);
  const names = [heads.half, heads.fourFifths, heads.wide];
  const intervals = pairs.map(([low, high], index) => ({
    from: at(band[low]),
    to: at(band[high]),
    text: `${names[index]} ${rangeText(line, pairs[index] as (typeof pairs)[number], lang)}`,
  }));
  return {
    kind: 'histogram',
    lang,
    title: sections.histogram(label),
    description: [`${heads.median} ${write(estimate.value)}`, ...intervals.map(({ text }) => text)].join(list.semicolon),
    bins: heights(line),
    ticks: ticksOf({ low: from, high: to, scale: 'linear' }, write),
    median: { at: at(estimate.value), text: write(estimate.value) },
    intervals: intervals.toReversed(),
  };
}
