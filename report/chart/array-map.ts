import { textWidth } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { ArrayMapState } from './state.ts';

/** Steps of darkness, from the lightest. */
const steps = 5;
const widest = 460;
const gap = 36;
const axis = 20;
const swatch = { width: 26, height: 14 };

type Panel = ArrayMapState['panels'][number];

/** All cells of one step as one path: an array has thousands. */
function stepPath({ values, low, high }: Panel, columns: number, step: number, cell: number, x: number, y: number): string {
  const span = high > low ? high - low : 1;
  const stepOf = (value: number): number => Math.max(0, Math.min(steps - 1, Math.floor(((value - low) / span) * steps)));
  const parts: string[] = [];
  const rows = columns === 0 ? 0 : Math.floor(values.length / columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (stepOf(values[i * columns + j] as number) !== step) continue;
      const from = j;
      // Neighbours of the same step become one rectangle: no seams, and a fraction of the size.
      while (j + 1 < columns && stepOf(values[i * columns + j + 1] as number) === step) j++;
      const left = x + from * cell;
      const right = x + (j + 1) * cell;
      const top = y + i * cell;
      parts.push(`M${left} ${top}L${right} ${top}L${right} ${top + cell}L${left} ${top + cell}Z`);
    }
  }
  return parts.join('');
}

function legend(panel: Panel, x: number, y: number, width: number): readonly Mark[] {
  const each = width / steps;
  return panel.legend.flatMap((text, step): readonly Mark[] => [
    { kind: 'rect', x: x + step * each, y, width: each - 3, height: swatch.height, style: `bar flow l${step + 1}` },
    { kind: 'text', x: x + step * each, y: y + swatch.height + 15, text, size: 11.5, style: 'quiet' },
  ]);
}

/**
 * Draws what happens in each cell of an array, as one or more maps of it: rows are driven from the left, columns read below.
 *
 * @param state what to show
 * @param size room
 */
export function arrayMap(state: ArrayMapState, { width }: Size): Scene {
  const { columns, panels } = state;
  const abreast = width >= panels.length * 260 + (panels.length - 1) * gap ? panels.length : 1;
  const room = Math.min(widest, (width - (abreast - 1) * gap) / abreast) - axis;
  // Whole pixels, so that cells meet without a seam.
  const cell = Math.max(1, Math.floor(room / Math.max(1, columns)));
  const marks: Mark[] = [];
  let height = 0;
  panels.forEach((panel, index) => {
    const rows = columns === 0 ? 0 : Math.floor(panel.values.length / columns);
    const x = (index % abreast) * (room + axis + gap) + axis;
    const top = abreast === 1 && index > 0 ? height + gap / 2 : 0;
    const y = top + 28;
    const across = cell * columns;
    const down = cell * rows;
    marks.push({ kind: 'text', x: x - axis, y: top + 14, text: panel.title, size: 14, style: 'strong' });
    for (let step = 0; step < steps; step++) {
      const d = stepPath(panel, columns, step, cell, x, y);
      if (d !== '') marks.push({ kind: 'path', d, style: `bar flow l${step + 1}` });
    }
    // The ends at which the array is driven and read.
    marks.push({ kind: 'line', x1: x - 5, x2: x - 5, y1: y, y2: y + down, style: 'rule' });
    marks.push({ kind: 'line', x1: x, x2: x + across, y1: y + down + 5, y2: y + down + 5, style: 'rule neck' });
    const driven = `▏${state.driven}`;
    marks.push({ kind: 'text', x: x - axis, y: y + down + 24, text: driven, size: 12, style: 'quiet' });
    marks.push({
      kind: 'text',
      x: x - axis + textWidth(driven, 12) + 14,
      y: y + down + 24,
      text: `▁ ${state.read}`,
      size: 12,
      style: 'neck',
    });
    marks.push(...legend(panel, x - axis, y + down + 36, Math.max(240, Math.min(across + axis, room + axis))));
    height = Math.max(height, y + down + 36 + swatch.height + 24);
  });
  return { width, height, lang: state.lang, title: state.title, description: state.description, marks };
}
