import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { BarState } from './state.ts';

const padding = { bottom: 24, top: 8 };
const referenceSize = 12.5;

/** A logarithmic axis without a line to measure by ends a little beyond what it shows: bars need some length, ends some room. */
const margin = { below: 2, above: 1.1 };

/** Ends of a logarithmic axis: those that were asked for, else by the reference, else by what is shown. */
function logSpan({ span, reference }: BarState, shown: readonly number[]): NonNullable<BarState['span']> {
  if (span !== undefined) return span;
  const positive = shown.filter((value) => value > 0);
  // Where nothing is above zero there is nothing to span: any decade shows it.
  if (reference === undefined)
    return positive.length === 0
      ? { low: 1, high: 10 }
      : { low: Math.min(...positive) / margin.below, high: Math.max(...positive) * margin.above };
  const { value } = reference;
  // Beyond a factor of twenty more says nothing, and would press the rest together.
  return { low: Math.max(value / 4, Math.min(value / 2, ...positive)), high: Math.min(value * 20, Math.max(value * 2, ...shown)) };
}

/**
 * Position of a value on the axis, 0 to 1: linear from zero, or logarithmic over the decades that the values touch. Bars
 * begin at the reference of a logarithmic axis, and at its end where it has none.
 */
function axisOf(state: BarState): { readonly at: (value: number) => number; readonly from: number } {
  const values = state.bars.flatMap(({ value, interval }) => (interval === undefined ? [value] : [value, interval.p5, interval.p95]));
  const { reference } = state;
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  if (state.scale === 'linear') {
    const most = Math.max(...values, ...(reference === undefined ? [] : [reference.value]), 0) || 1;
    return { at: (value) => within(value / most), from: 0 };
  }
  const { low, high } = logSpan(state, values);
  const at = (value: number): number => within(Math.log(Math.max(value, low) / low) / Math.log(high / low));
  return { at, from: reference === undefined ? 0 : at(reference.value) };
}

/**
 * Draws bars with their intervals, labels above on a narrow page and to the left on a wide one.
 *
 * @param state what to show
 * @param size room
 */
export function bar(state: BarState, { width }: Size): Scene {
  const wide = width >= 560;
  const labelRoom = wide ? Math.min(width * 0.38, Math.max(...state.bars.map(({ label }) => textWidth(label, 14)), 60) + 16) : 0;
  const figureRoom = Math.max(...state.bars.map(({ text }) => textWidth(text, 14)), 40) + 14;
  const left = labelRoom;
  const room = width - left - (wide ? figureRoom : 0);
  const row = wide ? 34 : 50;
  const axis = axisOf(state);
  const x = (value: number): number => left + room * axis.at(value);
  const zero = left + room * axis.from;
  const bottom = padding.top + state.bars.length * row;
  const marks: Mark[] = [];
  state.bars.forEach(({ label, value, text, tone, interval }, index) => {
    const y = padding.top + index * row;
    const middle = wide ? y + row / 2 : y + 32;
    const textTone = tone === 'neck' || tone === 'shut' ? ` ${tone}` : '';
    const [name = ''] = wrap(label, 14, wide ? labelRoom - 12 : width - figureRoom, 1);
    marks.push({ kind: 'text', x: 0, y: wide ? middle + 5 : y + 16, text: name, size: 14, style: `plain${textTone}` });
    marks.push({ kind: 'text', x: width, y: wide ? middle + 5 : y + 16, text, size: 14, style: `figure${textTone}`, anchor: 'end' });
    const [start, end] = [Math.min(zero, x(value)), Math.max(zero, x(value))];
    marks.push({ kind: 'rect', x: start, width: Math.max(1, end - start), y: middle - 7, height: 14, style: `bar ${tone}` });
    if (interval !== undefined && x(interval.p95) > x(interval.p5)) {
      marks.push({ kind: 'line', x1: x(interval.p5), x2: x(interval.p95), y1: middle, y2: middle, style: 'whisker' });
      for (const end of [interval.p5, interval.p95])
        marks.push({ kind: 'line', x1: x(end), x2: x(end), y1: middle - 4, y2: middle + 4, style: 'whisker' });
    }
  });
  // On a phone the labels stand above the bars, and a line through them all would cross the words.
  const spans = wide
    ? [{ y1: padding.top, y2: bottom }]
    : state.bars.map((_, index) => ({ y1: padding.top + index * row + 22, y2: padding.top + index * row + 42 }));
  const guideOf = ({ value, text }: NonNullable<BarState['reference']>): readonly Mark[] => {
    const line = x(value);
    const half = textWidth(text, referenceSize) / 2;
    const words = Math.max(half, Math.min(width - half, line));
    return [
      ...spans.map((span): Mark => ({ kind: 'line', x1: line, x2: line, ...span, style: 'rule' })),
      { kind: 'text', x: words, y: bottom + 16, text, size: referenceSize, style: 'quiet', anchor: 'middle' },
    ];
  };
  const guide = state.reference === undefined ? [] : guideOf(state.reference);
  return {
    width,
    height: bottom + padding.bottom,
    lang: state.lang,
    title: state.title,
    description: state.description,
    marks: [...marks, ...guide],
  };
}
