import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { TimelineState } from './state.ts';

const rowHeight = 22;
const rowGap = 4;
/** A span narrower than this, in px, is drawn together with its neighbours. */
const narrowest = 1.2;

type Span = TimelineState['rows'][number]['spans'][number];

/** Spans in pixels; neighbours that are too narrow to be told apart become one of the kind that takes most of it. */
const merged = (spans: readonly Span[], scale: number): readonly Span[] => {
  const drawn: Span[] = [];
  let at = 0;
  while (at < spans.length) {
    const first = spans[at]!;
    let { end } = first;
    const shares = new Map<number, number>([[first.kind, end - first.start]]);
    let next = at + 1;
    while ((end - first.start) * scale < narrowest && next < spans.length && (spans[next]!.start - end) * scale < narrowest) {
      const span = spans[next]!;
      shares.set(span.kind, (shares.get(span.kind) ?? 0) + span.end - span.start);
      end = span.end;
      next++;
    }
    const [kind] = [...shares].reduce((most, each) => (each[1] > most[1] ? each : most));
    const last = drawn.at(-1);
    if (last !== undefined && last.kind === kind && (first.start - last.end) * scale < 0.2 && next - at > 1)
      drawn[drawn.length - 1] = { ...last, end };
    else drawn.push({ kind, start: first.start, end });
    at = next;
  }
  return drawn;
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
    for (const span of merged(spans, scale)) {
      const wide = (span.end - span.start) * scale;
      // A gap of paper tells spans apart where they are wide enough to have one.
      marks.push({
        kind: 'rect',
        x: left + span.start * scale,
        y,
        width: wide > 4 ? wide - 0.8 : wide,
        height: rowHeight,
        style: `c${span.kind + 1}`,
      });
    }
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
