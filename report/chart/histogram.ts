import { textWidth } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { HistogramState } from './state.ts';

const bars = { top: 26, height: 150 };

/**
 * Draws how samples are spread, with the median and the intervals that hold 50, 80 and 95% below.
 *
 * @param state what to show
 * @param size room
 */
export function histogram(state: HistogramState, { width }: Size): Scene {
  const { bins, ticks, median, intervals } = state;
  const margin = 28;
  const room = width - 2 * margin;
  const x = (share: number): number => Math.round((margin + share * room) * 100) / 100;
  const base = bars.top + bars.height;
  const marks: Mark[] = bins.map(
    (height, index): Mark => ({
      kind: 'rect',
      x: x(index / bins.length) + 0.5,
      width: room / bins.length - 1,
      y: base - height * bars.height,
      height: height * bars.height,
      style: 'band25',
    }),
  );
  marks.push({ kind: 'line', x1: x(0), x2: x(1), y1: base, y2: base, style: 'rule faint' });
  const half = textWidth(median.text, 13) / 2;
  marks.push({ kind: 'line', x1: x(median.at), x2: x(median.at), y1: bars.top - 6, y2: base, style: 'rule' });
  marks.push({
    kind: 'text',
    x: Math.min(width - half, Math.max(half, x(median.at))),
    y: 14,
    text: median.text,
    size: 13,
    style: 'figure',
    anchor: 'middle',
  });
  let [last, fits] = [-1, Number.NEGATIVE_INFINITY];
  for (const { at, text } of ticks) {
    const reach = textWidth(text, 12.5) / 2 + 4;
    if (x(at) - reach < fits || at <= last) continue;
    marks.push({ kind: 'text', x: x(at), y: base + 18, text, size: 12.5, style: 'quiet', anchor: 'middle' });
    [last, fits] = [at, x(at) + reach];
  }
  intervals.forEach(({ from, to, text }, index) => {
    const y = base + 34 + index * 22;
    marks.push({ kind: 'rect', x: x(from), width: Math.max(1, x(to) - x(from)), y, height: 8, style: 'band25' });
    const wide = textWidth(text, 12.5);
    const after = x(to) + 8 + wide < width;
    marks.push({
      kind: 'text',
      x: after ? x(to) + 8 : Math.max(wide, x(from) - 8),
      y: y + 8,
      text,
      size: 12.5,
      style: 'quiet',
      ...(after ? {} : { anchor: 'end' as const }),
    });
  });
  return {
    width,
    height: base + 34 + intervals.length * 22,
    lang: state.lang,
    title: state.title,
    description: state.description,
    marks,
  };
}
