import { paint } from '../paint.ts';
import { clip, columns, fold, pad } from '../text-layout.ts';
import type { FrontierState, HistogramState, TornadoState, WaterfallState } from './state.ts';
import type { TextSize } from './text.ts';

/** A stretch of a line of so many columns, in halves of a column. */
function stretch(from: number, to: number, room: number, ink: string): string {
  const [start, end] = [Math.round(Math.min(from, to) * room), Math.round(Math.max(from, to) * room)];
  const length = Math.max(from === to ? 0 : 1, end - start);
  return ' '.repeat(Math.min(start, room - length)) + ink.repeat(length);
}

/**
 * Draws a tornado with characters.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function tornadoText({ bars, centre }: TornadoState, { width, color = false }: TextSize): string {
  if (bars.length === 0) return '';
  const p = paint(color);
  const labels = Math.min(Math.floor(width * 0.34), Math.max(...bars.map(({ label }) => columns(label))));
  const figures = Math.max(...bars.flatMap(({ low, high }) => [columns(low.text), columns(high.text)]));
  const room = Math.max(9, width - labels - 2 * figures - 5);
  const values = bars.flatMap(({ low, high }) => [low.value, high.value]);
  const [least, most] = [Math.min(centre.value, ...values), Math.max(centre.value, ...values)];
  const place = (value: number): number => Math.round(((value - least) / (most - least || 1)) * (room - 1));
  const middle = place(centre.value);
  const lines = bars.map(({ label, low, high }) => {
    const cells = new Array<string>(room).fill(' ');
    for (const [end, ink] of [
      [low, '░'],
      [high, '█'],
    ] as const) {
      const at = place(end.value);
      for (let k = Math.min(at, middle); k <= Math.max(at, middle); k++) cells[k] = ink;
    }
    cells[middle] = '│';
    const [first, last] = low.value <= high.value ? [low, high] : [high, low];
    return `${pad(clip(label, labels), labels)}  ${p.quiet(pad(first.text, figures, 'right'))} ${p.flow(cells.join(''))} ${p.quiet(last.text)}`.trimEnd();
  });
  const head = `${' '.repeat(labels + figures + 3)}${pad(' '.repeat(Math.max(0, middle - Math.floor(columns(centre.text) / 2))) + centre.text, room)}`;
  return [head.trimEnd(), ...lines].join('\n');
}

/**
 * Draws a waterfall with characters.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function waterfallText({ start, steps, end }: WaterfallState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const lines = [start, ...steps, end];
  const labels = Math.min(Math.floor(width * 0.4), Math.max(...lines.map(({ label }) => columns(label))));
  const figures = Math.max(...lines.map(({ text }) => columns(text)));
  const room = Math.max(8, width - labels - figures - 4);
  const levels = [start.value];
  for (const { change } of steps) levels.push((levels.at(-1) as number) + change);
  const [least, most] = [Math.min(...levels, end.value), Math.max(...levels, end.value)];
  const cut = least > 0 && most - least < most * 0.3;
  const low = cut ? least - (most - least) * 0.5 : Math.min(0, least);
  const at = (value: number): number => (value - low) / (most - low || 1);
  return lines
    .map((line, index) => {
      const total = !('change' in line);
      const [from, to] = total ? [cut ? low : 0, line.value] : [levels[index - 1] as number, levels[index] as number];
      const ink = total ? p.strong : line.change > 0 ? p.neck : p.flow;
      const drawn = stretch(at(from), at(to), room, total ? '█' : line.change > 0 ? '▓' : '░');
      // A cut axis is torn open at its beginning.
      const bar = total && cut ? `≈${drawn.slice(1)}` : drawn;
      return `${pad(clip(line.label, labels), labels)}  ${ink(pad(bar, room))}  ${pad(line.text, figures, 'right')}`;
    })
    .join('\n');
}

/** Writes the texts of ticks below their places, as far as they do not run into each other. */
function axisLine(ticks: readonly { readonly at: number; readonly text: string }[], room: number): string {
  let line = '';
  for (const { at, text } of ticks) {
    const place = Math.min(room - columns(text), Math.max(0, Math.round(at * (room - 1)) - Math.floor(columns(text) / 2)));
    if (line !== '' && place <= columns(line)) continue;
    line = pad(line, place) + text;
  }
  return line;
}

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Draws a histogram in one line of characters.
 *
 * @param bins heights from 0 to 1
 */
export const sparkline = (bins: readonly number[]): string =>
  bins.map((height) => (height <= 0 ? ' ' : (levels[Math.min(7, Math.floor(height * 8))] as string))).join('');

/**
 * Draws a histogram with characters, its ticks and intervals below.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function histogramText({ bins, ticks, intervals, median }: HistogramState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const rows = 6;
  const beside = 2 + Math.max(0, ...intervals.map(({ text }) => columns(text)));
  const each = Math.max(1, Math.floor((Math.min(width, 100) - beside) / bins.length));
  const room = each * bins.length;
  const lines = Array.from({ length: rows }, (_, row) => {
    const floor = rows - 1 - row;
    return p.flow(
      bins
        .map((height) => {
          const filled = Math.round(height * rows * 8) - floor * 8;
          const ink = filled <= 0 ? (floor === 0 && height > 0 ? '▁' : ' ') : (levels[Math.min(7, filled - 1)] as string);
          return ink.repeat(each);
        })
        .join('')
        .trimEnd(),
    );
  });
  const axis = axisLine(ticks, room);
  const bands = intervals.map(({ from, to, text }) => `${pad(stretch(from, to, room, '─'), room)}  ${p.quiet(text)}`);
  return [
    `${' '.repeat(Math.max(0, Math.round(median.at * room) - Math.floor(columns(median.text) / 2)))}${median.text}`,
    ...lines,
    p.quiet(axis),
    ...bands,
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}

/**
 * Draws the plane of a frontier with characters.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function frontierText(state: FrontierState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const rows = 16;
  const left = Math.max(...state.y.ticks.map(({ text }) => columns(text)), 4);
  const room = Math.max(20, Math.min(90, width - left - 3));
  const tickAt = new Map(state.y.ticks.map(({ at, text }) => [Math.round((1 - at) * (rows - 1)), text]));
  const spot = ({ x, y }: { readonly x: number; readonly y: number }): string =>
    `${Math.round(x * (room - 1))}:${Math.round((1 - y) * (rows - 1))}`;
  const here = state.here && spot(state.here);
  const nearest = state.nearest && spot(state.nearest);
  const lines = Array.from({ length: rows }, (_, row) => {
    const share = 1 - row / (rows - 1);
    const cells = Array.from({ length: room }, (__, column) => {
      const name = `${column}:${row}`;
      if (name === here) return p.strong('●');
      if (name === nearest) return p.neck('◆');
      const along = column / (room - 1);
      const own = state.columns.find(({ from, to }) => along >= from && along <= to);
      return own?.stretches.some(([low, high]) => share >= low && share <= high) ? p.flow('▒') : '·';
    });
    return `${pad(tickAt.get(row) ?? '', left, 'right')} ${p.quiet('│')}${cells.join('')}`;
  });
  const [shaded, plain] = state.sides;
  return [
    state.y.label,
    ...lines,
    ' '.repeat(left + 2) + axisLine(state.x.ticks, room),
    pad(state.x.label, left + 2 + room, 'right'),
    '',
    ...fold(
      [
        `▒ ${shaded}`,
        `· ${plain}`,
        ...(state.here === undefined ? [] : [`● ${state.here.text}`]),
        ...(state.nearest === undefined ? [] : [`◆ ${state.nearest.text}`]),
      ].join('   '),
      width,
    ),
  ].join('\n');
}
