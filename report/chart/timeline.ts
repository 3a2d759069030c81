import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { TimelineState } from './state.ts';

const rowHeight = 22;
const rowGap = 4;
/** A span narrower than this, in px, is drawn together with its neighbours. */
const narrowest = 3;

type Span = TimelineState['rows'][number]['spans'][number];

interface Drawn {
  readonly start: number;
  readonly end: number;
  /** Share of the time that each kind takes, where several are drawn as one. */
  readonly shares: ReadonlyMap<number, number>;
}

/** Neighbours that are too narrow to be told apart become one, which says what it is made of. */
const merged = (spans: readonly Span[], scale: number): readonly Drawn[] => {
  const drawn: Drawn[] = [];
  for (let at = 0; at < spans.length; ) {
    const { start, kind } = spans[at]!;
    let { end } = spans[at]!;
    const shares = new Map([[kind, end - start]]);
    const crowded = (end - start) * scale < narrowest;
    let next = at + 1;
    for (; crowded && next < spans.length; next++) {
      const span = spans[next]!;
      if ((span.start - end) * scale > 1 || (span.end - span.start) * scale >= narrowest) break;
      shares.set(span.kind, (shares.get(span.kind) ?? 0) + span.end - span.start);
      end = span.end;
    }
    drawn.push({ start, end, shares });
    at = next;
  }
  return drawn;
};

/** Where several kinds are drawn as one, each takes its share of the height. */
const rectangles = ({ start, end, shares }: Drawn, left: number, scale: number, y: number): readonly Mark[] => {
  const wide = (end - start) * scale;
  // A gap of paper tells spans apart where they are wide enough to have one.
  const width = wide > 4 && shares.size === 1 ? wide - 0.8 : wide;
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  let top = y;
  return [...shares]
    .sort(([one], [other]) => one - other)
    .map(([kind, share]) => {
      const height = total > 0 ? (rowHeight * share) / total : rowHeight;
      const mark: Mark = { kind: 'rect', x: left + start * scale, y: top, width, height, style: `c${kind + 1}` };
      top += height;
      return mark;
    });
};

/**
 * Draws rows of spans on one axis of time, with a key of their kinds below.
 *
 * @param state what to show
 * @param size room
 */
export function timeline(state: TimelineState, { width }: Size): Scene {
  const marks: Mark[] = [];
  const left = Math.min(width / 4, Math.max(0, ...state.rows.map(({ label }) => textWidth(label, 13))) + 12);
  const scale = (width - left) / state.length;
  let y = 4;
  state.rows.forEach(({ label, spans }, index) => {
    const [name = ''] = wrap(label, 13, left - 8, 1);
    marks.push({ kind: 'text', x: 0, y: y + 16, text: name, size: 13, style: 'quiet' });
    marks.push({ kind: 'rect', x: left, y, width: width - left, height: rowHeight, style: 'cell none' });
    for (const each of merged(spans, scale)) marks.push(...rectangles(each, left, scale, y));
    y += rowHeight + rowGap;
    if (state.between?.after === index) {
      marks.push({ kind: 'text', x: left, y: y + 13, text: state.between.text, size: 13, style: 'quiet' });
      y += rowHeight;
    }
  });
  marks.push({ kind: 'text', x: width, y: y + 14, text: state.axis, size: 13, style: 'quiet', anchor: 'end' });
  let x = left;
  state.kinds.forEach((kind, index) => {
    const wide = textWidth(kind, 13) + 44;
    if (x + wide > width - textWidth(state.axis, 13) - 16 && x > left) {
      x = left;
      y += 22;
    }
    marks.push({ kind: 'rect', x, y: y + 3, width: 13, height: 13, style: `c${index + 1}`, round: 2 });
    marks.push({ kind: 'text', x: x + 20, y: y + 14, text: kind, size: 13, style: 'plain' });
    x += wide;
  });
  return { width, height: y + 24, lang: state.lang, title: state.title, description: state.description, marks };
}
