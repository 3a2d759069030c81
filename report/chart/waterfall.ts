import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { WaterfallState } from './state.ts';

const row = 34;

/**
 * Draws how one figure becomes another, step by step from top to bottom.
 *
 * @param state what to show
 * @param size room
 */
export function waterfall(state: WaterfallState, { width }: Size): Scene {
  const lines = [state.start, ...state.steps, state.end];
  const levels = [state.start.value];
  for (const { change } of state.steps) levels.push((levels.at(-1) as number) + change);
  const reach = state.steps.flatMap(({ change, interval }, index) => {
    const base = levels[index] as number;
    return interval === undefined ? [base + change] : [base + change, base + interval.low, base + interval.high];
  });
  const high = Math.max(...levels, ...reach, state.end.value);
  const least = Math.min(...levels, ...reach, state.end.value);
  // Where the steps are small beside the whole, an axis from nothing would hide them: it is cut, and the bars say so.
  const cut = least > 0 && high - least < high * 0.3;
  const low = cut ? least - (high - least) * 0.5 : Math.min(0, least);
  const labelRoom = Math.min(width * 0.4, Math.max(...lines.map(({ label }) => textWidth(label, 14))) + 14);
  const figureRoom = Math.max(...lines.map(({ text }) => textWidth(text, 14))) + 14;
  const room = width - labelRoom - figureRoom;
  const x = (value: number): number => labelRoom + ((value - low) / (high - low || 1)) * room;
  const marks: Mark[] = [];
  lines.forEach((line, index) => {
    const y = index * row + 4;
    const total = !('change' in line);
    const [from, to] = total ? [cut ? low : 0, line.value] : [levels[index - 1] as number, levels[index] as number];
    const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    const [name = ''] = wrap(line.label, 14, labelRoom - 10, 1);
    marks.push({ kind: 'text', x: 0, y: y + 19, text: name, size: 14, style: total ? 'strong' : 'plain' });
    marks.push({ kind: 'text', x: width, y: y + 19, text: line.text, size: 14, style: 'figure', anchor: 'end' });
    marks.push({
      kind: 'rect',
      x: left,
      width: Math.max(1, right - left),
      y: y + 4,
      height: row - 14,
      style: total ? 'bar flow' : line.change > 0 ? 'up' : 'down',
    });
    if (total && cut) {
      const torn = left + 10;
      marks.push({ kind: 'path', d: `M${torn} ${y + 2}l4 5l-4 5l4 5l-4 5l4 4h5l-4 -4l4 -5l-4 -5l4 -5l-4 -5Z`, style: 'paper' });
    }
    if (!total && line.interval !== undefined) {
      const [start, end] = [x(from + line.interval.low), x(from + line.interval.high)];
      const middle = y + 4 + (row - 14) / 2;
      marks.push({ kind: 'line', x1: start, x2: end, y1: middle, y2: middle, style: 'whisker' });
      for (const place of [start, end])
        marks.push({ kind: 'line', x1: place, x2: place, y1: middle - 4, y2: middle + 4, style: 'whisker' });
    }
    if (index < lines.length - 1) {
      const level = x(levels[Math.min(index, levels.length - 1)] as number);
      marks.push({ kind: 'line', x1: level, x2: level, y1: y + 4, y2: y + row + 8, style: 'rule faint' });
    }
  });
  return { width, height: lines.length * row + 6, lang: state.lang, title: state.title, description: state.description, marks };
}
