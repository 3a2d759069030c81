import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene, Size } from './scene.ts';
import type { WaferDie, WaferMapState } from './state.ts';
import { waferCss } from './style.ts';

const margin = 12;
/** Below this width the words stand under the wafer instead of beside it. */
const besideFrom = 640;
/** Defects are only drawn where a die is large enough for dots, in px. */
const dotsFrom = 14;
/** And lines between dies where they leave something of them. */
const linesFrom = 4;

const fates = ['good', 'salvaged', 'bad', 'partial'] as const;
const round2 = (value: number): string => String(Math.round(value * 100) / 100);

/** Many rectangles in one element: a wafer of tiny dies has tens of thousands of them. */
const rectangles = (
  dies: readonly WaferDie[],
  x: (mm: number) => number,
  y: (mm: number) => number,
  width: number,
  height: number,
): string =>
  dies.map((die) => `M${round2(x(die.x))} ${round2(y(die.y) - height)}h${round2(width)}v${round2(height)}h${round2(-width)}z`).join('');

/** A circle as a path, so that many are one element. */
const dots = (centres: readonly (readonly [number, number])[], radius: number): string =>
  centres
    .map(
      ([x, y]) =>
        `M${round2(x - radius)} ${round2(y)}a${radius} ${radius} 0 1 0 ${round2(2 * radius)} 0a${radius} ${radius} 0 1 0 ${round2(-2 * radius)} 0`,
    )
    .join('');

/** The outline of a wafer with its notch at the bottom, or with its flat. */
function outline(cx: number, cy: number, radius: number, flat: number): string {
  if (flat > 0) {
    const half = Math.sqrt(Math.max(0, radius * radius - (radius - flat) ** 2));
    const bottom = cy + radius - flat;
    return `M${round2(cx + half)} ${round2(bottom)}A${round2(radius)} ${round2(radius)} 0 1 0 ${round2(cx - half)} ${round2(bottom)}z`;
  }
  const notch = radius * 0.018;
  const half = notch * 1.1;
  const edge = Math.sqrt(radius * radius - half * half);
  return [
    `M${round2(cx + half)} ${round2(cy + edge)}`,
    `A${round2(radius)} ${round2(radius)} 0 1 0 ${round2(cx - half)} ${round2(cy + edge)}`,
    `L${round2(cx)} ${round2(cy + edge - notch * 1.4)}z`,
  ].join('');
}

/** Small hatching, so that a lost die is told from a good one without colour. */
function hatch(dies: readonly WaferDie[], x: (mm: number) => number, y: (mm: number) => number, width: number, height: number): string {
  const step = 6;
  return dies
    .map((die) => {
      const [left, top] = [x(die.x), y(die.y) - height];
      const lines: string[] = [];
      for (let at = step; at < width + height; at += step) {
        const [x1, y1] = at <= height ? [0, at] : [at - height, height];
        const [x2, y2] = at <= width ? [at, 0] : [width, at - width];
        lines.push(`M${round2(left + x1)} ${round2(top + y1)}L${round2(left + x2)} ${round2(top + y2)}`);
      }
      return lines.join('');
    })
    .join('');
}

/**
 * Draws a wafer from above with the fate of each die, its exposure fields, and the counts beside it.
 *
 * @param state what to show
 * @param size room
 */
export function waferMap(state: WaferMapState, { width }: Size): Scene {
  const beside = width >= besideFrom;
  const diameter = beside ? Math.min(width * 0.6, 620) : width - 2 * margin;
  const titleLines = wrap(state.title, 20, width - 2 * margin, 3);
  const subtitle = wrap(state.subtitle, 14, width - 2 * margin, 4);
  const top = margin + titleLines.length * 26 + subtitle.length * 19 + 14;
  const scale = diameter / state.diameter;
  const radius = diameter / 2;
  const [cx, cy] = [beside ? margin + radius : width / 2, top + radius];
  const x = (mm: number): number => cx + mm * scale;
  const y = (mm: number): number => cy - mm * scale;
  const [dieWidth, dieHeight] = [state.die.width * scale, state.die.height * scale];
  const of = (fate: (typeof fates)[number]): readonly WaferDie[] => state.dies.filter((die) => die.fate === fate);

  const rim = outline(cx, cy, radius, state.flatDepth * scale);

  const marks: Mark[] = [
    ...titleLines.map((text, i): Mark => ({ kind: 'text', x: margin, y: margin + 20 + i * 26, text, size: 20, style: 'strong' })),
    ...subtitle.map(
      (text, i): Mark => ({ kind: 'text', x: margin, y: margin + titleLines.length * 26 + 16 + i * 19, text, size: 14, style: 'quiet' }),
    ),
    { kind: 'path', d: rim, style: 'wafer' },
  ];
  const inside: Mark[] = [];
  const fine = Math.min(dieWidth, dieHeight) < linesFrom ? ' fine' : '';
  for (const fate of fates) {
    const dies = of(fate);
    if (dies.length > 0) inside.push({ kind: 'path', d: rectangles(dies, x, y, dieWidth, dieHeight), style: `die ${fate}${fine}` });
  }
  const dotted = Math.min(dieWidth, dieHeight) >= dotsFrom;
  if (dotted) {
    inside.push({ kind: 'path', d: hatch(of('bad'), x, y, dieWidth, dieHeight), style: 'die-hatch' });
    const at = state.dies
      .filter(({ fate }) => fate !== 'partial')
      .flatMap((die) => die.defects.map(([dx, dy]) => [x(die.x) + dx * dieWidth, y(die.y) - dy * dieHeight] as const));
    if (at.length > 0) inside.push({ kind: 'path', d: dots(at, 1.7), style: 'defect' });
  }
  if (state.fields !== undefined) {
    const { x: fx, y: fy, pitchX, pitchY, columns } = state.fields;
    // Where a field is a die, its grid would say nothing that the dies do not.
    if (columns > 1) inside.push({ kind: 'path', d: fieldGrid({ fx, fy, pitchX, pitchY }, state, x, y), style: 'field-grid' });
  }
  const usable = (state.diameter / 2 - state.edgeExclusion) * scale;
  inside.push({ kind: 'circle', x: cx, y: cy, radius: usable, style: 'usable' });
  marks.push({ kind: 'clip', d: rim, marks: inside });
  marks.push({ kind: 'path', d: rim, style: 'wafer-rim' });

  const left = beside ? margin + diameter + 36 : margin;
  const room = width - left - margin;
  let at = beside ? top + 22 : top + diameter + 34;
  const figures = Math.max(...state.legend.map(({ text }) => textWidth(text, 22)));
  for (const { fate, label, text, note } of state.legend) {
    const lines = wrap(label, 15, room - 28, 2);
    marks.push({ kind: 'rect', x: left, y: at - 14, width: 16, height: 16, style: `die ${fate}`, round: 3 });
    if (fate === 'bad')
      marks.push({
        kind: 'path',
        d: hatch(
          [{ x: 0, y: 0, fate, defects: [] }],
          () => left,
          () => at + 2,
          16,
          16,
        ),
        style: 'die-hatch',
      });
    lines.forEach((line, i) => {
      marks.push({ kind: 'text', x: left + 26, y: at + i * 19, text: line, size: 15, style: 'figure' });
    });
    const below = at + lines.length * 19 + 8;
    marks.push({ kind: 'text', x: left + 26, y: below, text, size: 22, style: 'strong' });
    if (note !== undefined) {
      const fits = textWidth(note, 13) <= room - 26 - figures - 12;
      wrap(note, 13, fits ? room - 38 - figures : room - 26, 2).forEach((line, i) => {
        marks.push({
          kind: 'text',
          x: left + 26 + (fits ? figures + 12 : 0),
          y: fits ? below : below + 18 + i * 16,
          text: line,
          size: 13,
          style: 'quiet',
        });
      });
      at = below + (fits ? 38 : 54);
    } else at = below + 38;
  }
  for (const line of [...(dotted ? [state.dotsNote] : []), ...state.facts]) {
    const lines = wrap(line, 13, room, 3);
    lines.forEach((text, i) => {
      marks.push({ kind: 'text', x: left, y: at + i * 17, text, size: 13, style: 'quiet' });
    });
    at += lines.length * 17 + 5;
  }
  const height = Math.max(top + diameter + margin, at + margin);
  return { width, height, lang: state.lang, title: state.title, description: state.description, marks, sheet: waferCss };
}

/** Lines of the grid of fields, cut off at the usable radius. */
function fieldGrid(
  { fx, fy, pitchX, pitchY }: { readonly fx: number; readonly fy: number; readonly pitchX: number; readonly pitchY: number },
  state: WaferMapState,
  x: (mm: number) => number,
  y: (mm: number) => number,
): string {
  const radius = state.diameter / 2;
  const chord = (at: number): number => Math.sqrt(Math.max(0, radius * radius - at * at));
  const lines: string[] = [];
  const half = state.street / 2;
  for (let at = fx - half - Math.floor((fx - half + radius) / pitchX) * pitchX; at < radius; at += pitchX)
    lines.push(`M${round2(x(at))} ${round2(y(-chord(at)))}L${round2(x(at))} ${round2(y(chord(at)))}`);
  for (let at = fy - half - Math.floor((fy - half + radius) / pitchY) * pitchY; at < radius; at += pitchY)
    lines.push(`M${round2(x(-chord(at)))} ${round2(y(at))}L${round2(x(chord(at)))} ${round2(y(at))}`);
  return lines.join('');
}
