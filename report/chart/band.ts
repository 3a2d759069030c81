import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { BandState } from './state.ts';

/** Widths of letters differ from font to font: what stands at the edge keeps a little off it. */
const edge = 3;

/**
 * Draws intervals on one axis: 90% pale, 50% darker, a dot for the central value, diamonds for what it is compared with.
 *
 * @param state what to show
 * @param size room
 */
export function band(state: BandState, { width }: Size): Scene {
  const values = [
    ...state.rows.flatMap(({ value, interval }) => (interval === undefined ? [value] : [value, interval.p5, interval.p95])),
    ...state.marks.map(({ value }) => value),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const slack = (high - low) * 0.12 || Math.abs(high) * 0.1 || 1;
  const x = (value: number): number => ((value - low + slack) / (high - low + 2 * slack)) * width;
  const row = 52;
  const bottom = state.rows.length * row;
  const marks: Mark[] = state.rows.flatMap(({ label, value, text, interval }, index): readonly Mark[] => {
    const y = index * row;
    const middle = y + 36;
    const [name = ''] = wrap(label, 14, width - textWidth(text, 14) - 16, 1);
    const bands: readonly Mark[] =
      interval === undefined
        ? []
        : [
            { kind: 'rect', x: x(interval.p5), width: x(interval.p95) - x(interval.p5), y: middle - 8, height: 16, style: 'band5' },
            { kind: 'rect', x: x(interval.p25), width: x(interval.p75) - x(interval.p25), y: middle - 8, height: 16, style: 'band25' },
          ];
    return [
      { kind: 'text', x: 0, y: y + 16, text: name, size: 14, style: 'plain' },
      { kind: 'text', x: width, y: y + 16, text, size: 14, style: 'figure', anchor: 'end' },
      { kind: 'line', x1: 0, x2: width, y1: middle, y2: middle, style: 'rule faint' },
      ...bands,
      { kind: 'circle', x: x(value), y: middle, radius: 5.5, style: 'dot' },
    ];
  });
  // Below the bars, where no figure of ours stands in the way.
  for (const { value, text } of state.marks) {
    const place = Math.round(x(value) * 100) / 100;
    const half = textWidth(text, 13) / 2;
    marks.push({ kind: 'line', x1: place, x2: place, y1: 24, y2: bottom, style: 'rule neck' });
    marks.push({ kind: 'path', d: `M${place} ${bottom - 4}l6 6l-6 6l-6 -6Z`, style: 'mark' });
    marks.push({
      kind: 'text',
      x: Math.min(width - half - edge, Math.max(half + edge, place)),
      y: bottom + 26,
      text,
      size: 13,
      style: 'plain neck',
      anchor: 'middle',
    });
  }
  return {
    width,
    height: bottom + (state.marks.length === 0 ? 4 : 32),
    lang: state.lang,
    title: state.title,
    description: state.description,
    marks,
  };
}
