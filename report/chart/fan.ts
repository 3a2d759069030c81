import { textWidth } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { FanState, Interval } from './state.ts';

const margin = { left: 56, right: 12, top: 12, bottom: 28 };

/**
 * Draws a quantity along an axis, with bands that hold 50% and 90% of samples.
 *
 * @param state what to show, by rising `x`
 * @param size room
 */
export function fan(state: FanState, { width }: Size): Scene {
  const height = Math.min(340, Math.max(220, width * 0.5));
  const { points, ticks } = state;
  const { along, marks: noted = [] } = state;
  const xs = along === undefined ? points.map(({ x }) => x) : [along.from, along.to];
  const ys = [
    ...points.flatMap(({ value, interval }) => (interval === undefined ? [value] : [value, interval.p5, interval.p95])),
    ...ticks.map(({ value }) => value),
  ];
  const scale = (values: readonly number[], from: number, to: number): ((value: number) => number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value) => Math.round((from + ((value - low) / (high - low || 1)) * (to - from)) * 100) / 100;
  };
  const x = scale(xs, margin.left, width - margin.right);
  const y = scale(ys, height - margin.bottom, margin.top);
  const area = (low: keyof Interval, high: keyof Interval): string => {
    const with_ = points.filter(({ interval }) => interval !== undefined);
    const edge = (list: typeof with_, end: keyof Interval): string =>
      list.map((point) => `${x(point.x)} ${y((point.interval as Interval)[end])}`).join('L');
    return with_.length < 2 ? '' : `M${edge(with_, high)}L${edge(with_.toReversed(), low)}Z`;
  };
  const every = Math.ceil(points.length / Math.max(2, Math.floor(width / 90)));
  const marks: Mark[] = [
    ...ticks.flatMap(({ value, text }): readonly Mark[] => [
      { kind: 'line', x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value), style: 'grid' },
      { kind: 'text', x: margin.left - 8, y: y(value) + 4, text, size: 12.5, style: 'quiet', anchor: 'end' },
    ]),
    ...(
      [
        ['p5', 'p95', 'band5'],
        ['p25', 'p75', 'band25'],
      ] as const
    ).flatMap(([low, high, style]): readonly Mark[] => {
      const d = area(low, high);
      return d === '' ? [] : [{ kind: 'path', d, style }];
    }),
    { kind: 'path', d: `M${points.map((point) => `${x(point.x)} ${y(point.value)}`).join('L')}`, style: 'line' },
    ...(along === undefined ? points : [])
      .filter((_, index) => index % every === 0)
      .map(
        ({ x: place, label }): Mark => ({
          kind: 'text',
          x: x(place),
          y: height - 8,
          text: label,
          size: 12.5,
          style: 'quiet',
          anchor: 'middle',
        }),
      ),
  ];
  let fits = Number.NEGATIVE_INFINITY;
  for (const { at, text } of along?.ticks ?? []) {
    const half = textWidth(text, 12.5) / 2 + 5;
    const place = Math.min(width - half, Math.max(half, x(at)));
    if (place - half < fits) continue;
    marks.push({ kind: 'text', x: place, y: height - 8, text, size: 12.5, style: 'quiet', anchor: 'middle' });
    fits = place + half;
  }
  for (const { x: at, value, text, tone } of noted) {
    const [px, py] = [x(at), y(value)];
    if (tone === 'flow') marks.push({ kind: 'circle', x: px, y: py, radius: 6, style: 'dot' });
    else marks.push({ kind: 'path', d: `M${px} ${py - 7}l7 7l-7 7l-7 -7Z`, style: 'mark' });
    const before = px - 12 - textWidth(text, 13) > margin.left;
    marks.push({
      kind: 'text',
      x: before ? px - 11 : px + 11,
      y: py - 9,
      text,
      size: 13,
      style: tone === 'flow' ? 'strong' : 'strong neck',
      ...(before ? { anchor: 'end' as const } : {}),
    });
  }
  return { width, height, lang: state.lang, title: state.title, description: state.description, marks };
}
