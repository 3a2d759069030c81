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
  const high = Math.max(...levels, state.end.value);
  const low = Math.min(0, ...levels, state.end.value);
  const labelRoom = Math.min(width * 0.4, Math.max(...lines.map(({ label }) => textWidth(label, 14))) + 14);
  const figureRoom = Math.max(...lines.map(({ text }) => textWidth(text, 14))) + 14;
  const room = width - labelRoom - figureRoom;
  const x = (value: number): number => labelRoom + ((value - low) / (high - low || 1)) * room;
  const marks: Mark[] = [];
  lines.forEach((line, index) => {
    const y = index * row + 4;
    const total = !('change' in line);
    const [from, to] = total ? [0, line.value] : [levels[index - 1] as number, levels[index] as number];
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
    if (index < lines.length - 1) {
      const level = x(levels[Math.min(index, levels.length - 1)] as number);
      marks.push({ kind: 'line', x1: level, x2: level, y1: y + 4, y2: y + row + 8, style: 'rule faint' });
    }
  });
  return { width, height: lines.length * row + 6, lang: state.lang, title: state.title, description: state.description, marks };
}
