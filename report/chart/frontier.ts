import { textWidth } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { FrontierState } from './state.ts';

const margin = { right: 16, top: 46, bottom: 52 };

/**
 * Draws a plane of two levers, the part on the far side of a frontier shaded, and where the scenario stands in it.
 *
 * @param state what to show
 * @param size room
 */
export function frontier(state: FrontierState, { width }: Size): Scene {
  const height = Math.min(460, Math.max(300, width * 0.6));
  const left = Math.max(40, ...state.y.ticks.map(({ text }) => textWidth(text, 12.5))) + 12;
  const round = (value: number): number => Math.round(value * 100) / 100;
  const x = (share: number): number => round(left + share * (width - left - margin.right));
  const y = (share: number): number => round(height - margin.bottom - share * (height - margin.bottom - margin.top));
  const marks: Mark[] = [
    ...state.x.ticks.map(({ at }): Mark => ({ kind: 'line', x1: x(at), x2: x(at), y1: y(0), y2: y(1), style: 'grid' })),
    ...state.y.ticks.map(({ at }): Mark => ({ kind: 'line', x1: x(0), x2: x(1), y1: y(at), y2: y(at), style: 'grid' })),
    // One path: where columns touch or overlap the shade is not doubled.
    { kind: 'path', d: shade(state, x, y), style: 'band5' },
    { kind: 'path', d: edges(state, x, y), style: 'line' },
  ];
  let fits = Number.NEGATIVE_INFINITY;
  for (const { at, text } of state.x.ticks) {
    const reach = textWidth(text, 12.5) / 2 + 5;
    const place = Math.min(width - reach + 5, Math.max(reach, x(at)));
    if (place - reach < fits) continue;
    marks.push({ kind: 'text', x: place, y: y(0) + 18, text, size: 12.5, style: 'quiet', anchor: 'middle' });
    fits = place + reach;
  }
  for (const { at, text } of state.y.ticks)
    marks.push({ kind: 'text', x: left - 8, y: y(at) + 4, text, size: 12.5, style: 'quiet', anchor: 'end' });
  marks.push({ kind: 'text', x: width - margin.right, y: height - 8, text: state.x.label, size: 13, style: 'plain', anchor: 'end' });
  marks.push({ kind: 'text', x: 0, y: 14, text: state.y.label, size: 13, style: 'plain' });
  // The key: what the shade means.
  const [shaded, plain] = state.sides;
  const second = 22 + textWidth(shaded, 12.5) + 20;
  marks.push({ kind: 'rect', x: left, y: 25, width: 12, height: 12, style: 'band5' });
  marks.push({ kind: 'text', x: left + 18, y: 36, text: shaded, size: 12.5, style: 'quiet' });
  marks.push({ kind: 'rect', x: left + second, y: 25, width: 12, height: 12, style: 'cell none' });
  marks.push({ kind: 'text', x: left + second + 18, y: 36, text: plain, size: 12.5, style: 'quiet' });
  for (const [point, style] of [
    [state.nearest, 'mark'],
    [state.here, 'dot'],
  ] as const) {
    if (point === undefined) continue;
    const [px, py] = [x(point.x), y(point.y)];
    if (style === 'dot') marks.push({ kind: 'circle', x: px, y: py, radius: 6, style });
    else marks.push({ kind: 'path', d: `M${px} ${py - 7}l7 7l-7 7l-7 -7Z`, style });
    const after = px + 12 + textWidth(point.text, 13) < width;
    const below = py < y(1) + 24;
    marks.push({
      kind: 'text',
      x: after ? px + 11 : px - 11,
      y: below ? py + 20 : py - 10,
      text: point.text,
      size: 13,
      style: style === 'dot' ? 'strong' : 'strong neck',
      ...(after ? {} : { anchor: 'end' as const }),
    });
  }
  return { width, height, lang: state.lang, title: state.title, description: state.description, marks };
}

/** The frontier itself: where neighbouring columns have as many stretches, their ends are joined. */
function edges({ columns }: FrontierState, x: (share: number) => number, y: (share: number) => number): string {
  const inner = (stretches: (typeof columns)[number]['stretches']): readonly number[] =>
    stretches.flat().filter((share) => share > 0 && share < 1);
  const parts: string[] = [];
  for (let index = 1; index < columns.length; index++) {
    const [before, after] = [columns[index - 1], columns[index]] as [(typeof columns)[number], (typeof columns)[number]];
    const [a, b] = [inner(before.stretches), inner(after.stretches)];
    if (a.length !== b.length) continue;
    a.forEach((from, place) => {
      parts.push(`M${x((before.from + before.to) / 2)} ${y(from)}L${x((after.from + after.to) / 2)} ${y(b[place] as number)}`);
    });
  }
  return parts.length === 0 ? 'M0 0' : parts.join('');
}

function shade({ columns }: FrontierState, x: (share: number) => number, y: (share: number) => number): string {
  const parts = columns.flatMap(({ from, to, stretches }) =>
    stretches.map(([low, high]) => `M${x(from)} ${y(low)}H${x(to) + 0.3}V${y(high)}H${x(from)}Z`),
  );
  return parts.length === 0 ? 'M0 0' : parts.join('');
}
