import { wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { HeatMapState } from './state.ts';

const steps = 5;
const row = 36;

/**
 * Draws a table of cells, darker where the level is higher; every cell also states its figure.
 *
 * @param state what to show
 * @param size room
 */
export function heatMap(state: HeatMapState, { width }: Size): Scene {
  const labelRoom = Math.min(150, width * 0.28);
  const cell = (width - labelRoom) / Math.max(1, state.columns.length);
  const heads = state.columns.map((column) => wrap(column, 13, cell - 8, 3));
  const top = Math.max(1, ...heads.map((lines) => lines.length)) * 17 + 10;
  const marks: Mark[] = heads.flatMap((lines, index) =>
    lines.map(
      (text, line): Mark => ({
        kind: 'text',
        x: labelRoom + (index + 0.5) * cell,
        y: 14 + line * 17,
        text,
        size: 13,
        style: 'quiet',
        anchor: 'middle',
      }),
    ),
  );
  state.rows.forEach(({ label, cells }, index) => {
    const y = top + index * row;
    marks.push({ kind: 'text', x: 0, y: y + row / 2 + 5, text: label, size: 14, style: 'strong' });
    cells.forEach(({ text, level, shut }, column) => {
      const x = labelRoom + column * cell;
      const step = level === undefined ? 0 : Math.min(steps, Math.floor(level * steps) + 1);
      marks.push({
        kind: 'rect',
        x,
        y,
        width: cell,
        height: row,
        style: shut ? 'cell shut' : level === undefined ? 'cell none' : `cell l${step}`,
      });
      marks.push({
        kind: 'text',
        x: x + cell / 2,
        y: y + row / 2 + 5,
        text,
        size: 14,
        style: shut || step === steps ? 'over' : 'figure',
        anchor: 'middle',
      });
    });
  });
  return { width, height: top + state.rows.length * row + 2, lang: state.lang, title: state.title, description: state.description, marks };
}
