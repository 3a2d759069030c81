import { textWidth } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { LinesAxis, LinesState } from './state.ts';

const margin = { left: 64, right: 16, bottom: 46 };
const legendRow = 22;
const swatch = 22;
const colours = 8;

const scaleOf = (axis: LinesAxis, from: number, to: number): ((value: number) => number) => {
  const of = axis.scale === 'log' ? Math.log10 : (value: number): number => value;
  const [low, high] = [of(axis.low), of(axis.high)];
  return (value) => {
    const share = (of(axis.scale === 'log' ? Math.max(value, axis.low) : value) - low) / (high - low || 1);
    return Math.round((from + Math.min(1, Math.max(0, share)) * (to - from)) * 100) / 100;
  };
};

/** Names of the lines, in rows that fit. */
const legend = (state: LinesState, width: number): { readonly marks: readonly Mark[]; readonly height: number } => {
  const marks: Mark[] = [];
  let x = 0;
  let y = 14;
  state.series.forEach(({ name, dashed }, index) => {
    const room = swatch + 8 + textWidth(name, 13) + 20;
    if (x > 0 && x + room > width) {
      x = 0;
      y += legendRow;
    }
    const style = `series s${(index % colours) + 1}${dashed === true ? ' dashed' : ''}`;
    marks.push({ kind: 'line', x1: x, x2: x + swatch, y1: y - 4, y2: y - 4, style });
    marks.push({ kind: 'text', x: x + swatch + 8, y, text: name, size: 13, style: 'plain' });
    x += room;
  });
  if (state.band !== undefined) {
    if (x > 0 && x + swatch + 8 + textWidth(state.band.name, 13) > width) {
      x = 0;
      y += legendRow;
    }
    marks.push({ kind: 'rect', x, y: y - 10, width: swatch, height: 12, style: 'band5' });
    marks.push({ kind: 'text', x: x + swatch + 8, y, text: state.band.name, size: 13, style: 'plain' });
  }
  return { marks, height: y + 14 };
};

/**
 * Draws several lines over two axes, each linear or logarithmic, with their names above and walls across.
 *
 * @param state what to show
 * @param size room
 */
export function lines(state: LinesState, { width }: Size): Scene {
  const top = legend(state, width);
  const plot = Math.min(360, Math.max(220, width * 0.42));
  const height = top.height + plot + margin.bottom;
  const bottom = top.height + plot;
  const right = width - margin.right;
  const x = scaleOf(state.x, margin.left, right);
  const y = scaleOf(state.y, bottom, top.height + 10);
  const every = Math.ceil(state.x.ticks.length / Math.max(2, Math.floor((right - margin.left) / 56)));
  const edge = (end: 'low' | 'high'): string[] => (state.band?.points ?? []).map((point) => `${x(point.x)} ${y(point[end])}`);
  const marks: Mark[] = [
    ...top.marks,
    ...(state.band === undefined || state.band.points.length < 2
      ? []
      : [{ kind: 'path', d: `M${[...edge('low'), ...edge('high').reverse()].join('L')}Z`, style: 'band5' } as const]),
    ...state.y.ticks.flatMap(({ value, text }): readonly Mark[] => [
      { kind: 'line', x1: margin.left, x2: right, y1: y(value), y2: y(value), style: 'grid' },
      { kind: 'text', x: margin.left - 8, y: y(value) + 4, text, size: 12.5, style: 'quiet', anchor: 'end' },
    ]),
    ...state.x.ticks
      .filter((_, index) => index % every === 0)
      .map(({ value, text }): Mark => {
        // A number at the very end must not run out of the picture.
        const middle = Math.min(x(value), width - textWidth(text, 12.5) / 2);
        return { kind: 'text', x: middle, y: bottom + 18, text, size: 12.5, style: 'quiet', anchor: 'middle' };
      }),
    { kind: 'text', x: right, y: bottom + 38, text: state.x.label, size: 12.5, style: 'quiet', anchor: 'end' },
    { kind: 'text', x: 0, y: bottom + 38, text: `↑ ${state.y.label}`, size: 12.5, style: 'quiet' },
    ...state.walls.flatMap(({ axis, value, text }): readonly Mark[] =>
      axis === 'x'
        ? [
            { kind: 'line', x1: x(value), x2: x(value), y1: top.height + 10, y2: bottom, style: 'rule shut' },
            { kind: 'text', x: x(value) - 6, y: top.height + 24, text, size: 12.5, style: 'shut', anchor: 'end' },
          ]
        : [
            { kind: 'line', x1: margin.left, x2: right, y1: y(value), y2: y(value), style: 'rule neck' },
            { kind: 'text', x: right - 4, y: y(value) - 6, text, size: 12.5, style: 'neck', anchor: 'end' },
          ],
    ),
    ...state.series.flatMap(({ points, dashed, dots }, index): readonly Mark[] => {
      if (points.length === 0) return [];
      const style = `series s${(index % colours) + 1}${dashed === true ? ' dashed' : ''}`;
      const path: Mark = { kind: 'path', d: `M${points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L')}`, style };
      const lone = points.length === 1;
      const circles =
        dots === true || lone
          ? points.map((point): Mark => ({ kind: 'circle', x: x(point.x), y: y(point.y), radius: 3, style: `c${(index % colours) + 1}` }))
          : [];
      return lone ? circles : [path, ...circles];
    }),
  ];
  return { width, height, lang: state.lang, title: state.title, description: state.description, marks };
}
