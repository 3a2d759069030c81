import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { TornadoState } from './state.ts';

const top = 26;

/**
 * Draws how far each input moves a figure: to both sides of the central value, the longest bar above.
 *
 * @param state what to show
 * @param size room
 */
export function tornado(state: TornadoState, { width }: Size): Scene {
  const { bars, centre } = state;
  const wide = width >= 560;
  const row = wide ? 34 : 54;
  const labels = wide ? Math.min(width * 0.36, Math.max(60, ...bars.map(({ label }) => textWidth(label, 14))) + 16) : 0;
  const figures = Math.max(40, ...bars.flatMap(({ low, high }) => [low, high].map(({ text }) => textWidth(text, 12.5)))) + 8;
  const values = bars.flatMap(({ low, high }) => [low.value, high.value]);
  const [least, most] = [Math.min(centre.value, ...values), Math.max(centre.value, ...values)];
  const room = width - labels - 2 * figures;
  const x = (value: number): number => Math.round((labels + figures + ((value - least) / (most - least || 1)) * room) * 100) / 100;
  const middle = x(centre.value);
  const bottom = top + bars.length * row;
  const half = textWidth(centre.text, 13) / 2;
  const marks: Mark[] = [
    {
      kind: 'text',
      x: Math.min(width - half, Math.max(labels + half, middle)),
      y: 14,
      text: centre.text,
      size: 13,
      style: 'figure',
      anchor: 'middle',
    },
    { kind: 'line', x1: middle, x2: middle, y1: 20, y2: bottom, style: 'rule' },
  ];
  bars.forEach(({ label, low, high }, index) => {
    const y = top + index * row;
    const centreLine = wide ? y + row / 2 : y + 36;
    const [name = ''] = wrap(label, 14, wide ? labels - 12 : width, 1);
    marks.push({ kind: 'text', x: 0, y: wide ? centreLine + 5 : y + 18, text: name, size: 14, style: 'plain' });
    for (const [end, style] of [
      [low, 'band25'],
      [high, 'bar flow'],
    ] as const) {
      const place = x(end.value);
      const [from, to] = [Math.min(place, middle), Math.max(place, middle)];
      if (to - from > 0.5) marks.push({ kind: 'rect', x: from, width: to - from, y: centreLine - 8, height: 16, style });
    }
    // Each end is named on its outer side; where both lie on one side the nearer is not.
    const [first, last] = low.value <= high.value ? [low, high] : [high, low];
    if (first.value < centre.value)
      marks.push({ kind: 'text', x: x(first.value) - 6, y: centreLine + 4, text: first.text, size: 12.5, style: 'quiet', anchor: 'end' });
    if (last.value > centre.value)
      marks.push({ kind: 'text', x: x(last.value) + 6, y: centreLine + 4, text: last.text, size: 12.5, style: 'quiet' });
  });
  return { width, height: bottom + 4, lang: state.lang, title: state.title, description: state.description, marks };
}
