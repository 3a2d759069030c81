import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { StackedBarState } from './state.ts';

/** Classes of colour; later parts begin anew and are told apart by their place and label. */
const colours = 8;
const colour = (index: number): string => `c${(index % colours) + 1}`;

const barHeight = 40;

/**
 * Draws bars of shares, each part named: a key below tells the amount of every part, in the order of the bar.
 *
 * @param state what to show
 * @param size room
 */
export function stackedBar(state: StackedBarState, { width }: Size): Scene {
  const marks: Mark[] = [];
  const several = state.bars.length > 1;
  let y = 4;
  for (const { label, values } of state.bars) {
    if (several) {
      const [name = ''] = wrap(label, 14, width, 1);
      marks.push({ kind: 'text', x: 0, y: y + 14, text: name, size: 14, style: 'strong' });
      y += 22;
    }
    let x = 0;
    values.forEach(({ share, text }, index) => {
      const part = share * width;
      marks.push({ kind: 'rect', x, y, width: Math.max(0, part - 1.5), height: barHeight, style: colour(index) });
      if (textWidth(text, 13) + 10 < part) marks.push({ kind: 'text', x: x + 8, y: y + barHeight / 2 + 5, text, size: 13, style: 'over' });
      x += part;
    });
    y += barHeight + 16;
  }
  const single = state.bars.length === 1 ? state.bars[0] : undefined;
  const details = Math.max(0, ...(single?.values ?? []).map(({ detail }) => textWidth(detail, 14)));
  // A phone has no room for both figures beside the name: the amount then stands below it.
  const stacked = width < 560 && details > 0;
  const row = stacked ? 48 : 30;
  state.parts.forEach((part, index) => {
    const value = single?.values[index];
    const right = stacked ? width : width - details - 16;
    const [name = ''] = wrap(part, 14, (value === undefined ? width : right - 52) - 26, 1);
    marks.push({ kind: 'rect', x: 0, y: y + 6, width: 14, height: 14, style: colour(index), round: 2 });
    marks.push({ kind: 'text', x: 24, y: y + 18, text: name, size: 14, style: 'plain' });
    if (value !== undefined) {
      marks.push({ kind: 'text', x: right, y: y + 18, text: value.text, size: 14, style: 'figure', anchor: 'end' });
      if (value.detail !== '')
        marks.push(
          stacked
            ? { kind: 'text', x: 24, y: y + 37, text: value.detail, size: 13, style: 'quiet' }
            : { kind: 'text', x: width, y: y + 18, text: value.detail, size: 14, style: 'quiet', anchor: 'end' },
        );
    }
    marks.push({ kind: 'line', x1: 0, x2: width, y1: y + row - 2, y2: y + row - 2, style: 'rule faint' });
    y += row;
  });
  return { width, height: y + 2, lang: state.lang, title: state.title, description: state.description, marks };
}
