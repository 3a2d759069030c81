import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene } from './scene.ts';
import type { HourglassOpening, HourglassRow, HourglassState } from './state.ts';

/** Half-width at a headroom of one, as a part of the widest: a neck that just fits is narrow, yet open. */
const least = 0.05;
/** Headroom from which on the body grows no wider. */
const full = 10;
/** A floor that nothing limits stands wider than any that is limited. */
const free = 1.08;
const ticks: readonly number[] = [1, 2, 5, full];

/**
 * Half-width of the body at a headroom: logarithmic from 1× to 10×, nothing below 1×.
 *
 * @param headroom capacity over need
 * @returns part of the widest half-width, 0 to 1
 */
export function openness(headroom: number): number {
  if (!(headroom >= 1)) return 0;
  return least + (1 - least) * Math.min(1, Math.log(headroom) / Math.log(full));
}

type Level = keyof HourglassOpening;

/** From the palest body to the darkest: where few samples are open to where nearly all are. */
const levels: readonly Level[] = ['p90', 'p75', 'p50', 'p25', 'p10'];

/** Where the body stands. */
interface Frame {
  readonly centre: number;
  /** Half-width at full headroom. */
  readonly half: number;
  readonly top: number;
  /** Height of a floor. */
  readonly row: number;
  /** Half of the height over which a floor keeps its width. */
  readonly plateau: number;
}

interface Knot {
  readonly y: number;
  readonly width: number;
  readonly row: number;
}

const middle = ({ top, row }: Frame, index: number): number => top + (index + 0.5) * row;
const halfWidth = (row: HourglassRow, level: Level, { half }: Frame): number =>
  half * (row.opening === undefined ? free : openness(row.opening[level]));
const decimals = (value: number): number => Math.round(value * 100) / 100;

/** The flank of one body: each floor keeps its width for a while, and gives way to the next in a smooth bend. */
function knots(rows: readonly HourglassRow[], level: Level, frame: Frame): readonly Knot[] {
  return rows.flatMap((row, index) => {
    const width = halfWidth(row, level, frame);
    const y = middle(frame, index);
    const [above, below] = [index === 0 ? frame.row / 2 : frame.plateau, index === rows.length - 1 ? frame.row / 2 : frame.plateau];
    return [
      { y: y - above, width, row: index },
      { y: y + below, width, row: index },
    ];
  });
}

const at = ({ centre }: Frame, knot: Knot, side: 1 | -1): string => `${decimals(centre + side * knot.width)} ${decimals(knot.y)}`;

/** All bends share one shape, linear in the widths: bodies that nest at the floors nest everywhere between. */
function bend(frame: Frame, from: Knot, to: Knot, side: 1 | -1): string {
  if (from.width === to.width) return `L${at(frame, to, side)}`;
  const y = (from.y + to.y) / 2;
  return `C${at(frame, { ...from, y }, side)} ${at(frame, { ...to, y }, side)} ${at(frame, to, side)}`;
}

const pairs = <T>(list: readonly T[]): readonly (readonly [T, T])[] => list.slice(1).map((item, index) => [list[index] as T, item]);

function body(rows: readonly HourglassRow[], level: Level, frame: Frame): string {
  const down = knots(rows, level, frame);
  const up = down.toReversed();
  const right = pairs(down).map(([from, to]) => bend(frame, from, to, 1));
  const left = pairs(up).map(([from, to]) => bend(frame, from, to, -1));
  return `M${at(frame, down[0] as Knot, 1)}${right.join('')}L${at(frame, up[0] as Knot, -1)}${left.join('')}Z`;
}

/** Outline of the median, where it is open; dotted where nothing limits the floor. */
function edges(rows: readonly HourglassRow[], frame: Frame): readonly Mark[] {
  const d = { edge: '', open: '' };
  for (const [from, to] of pairs(knots(rows, 'p50', frame))) {
    if (from.width === 0 && to.width === 0) continue;
    const unlimited = rows[from.row]?.opening === undefined && rows[to.row]?.opening === undefined;
    for (const side of [1, -1] as const) d[unlimited ? 'open' : 'edge'] += `M${at(frame, from, side)}${bend(frame, from, to, side)}`;
  }
  return [
    ...(d.edge === '' ? [] : [{ kind: 'path', d: d.edge, style: 'edge' } as const]),
    ...(d.open === '' ? [] : [{ kind: 'path', d: d.open, style: 'edge open' } as const]),
  ];
}

function guides(frame: Frame, rows: number, style: string): readonly Mark[] {
  return [1, -1].map((side) => {
    const x = frame.centre + side * frame.half * least;
    return { kind: 'line', x1: x, x2: x, y1: frame.top, y2: frame.top + rows * frame.row, style };
  });
}

function grid(frame: Frame, rows: number): readonly Mark[] {
  return ticks.slice(1).flatMap((tick) =>
    [1, -1].map((side): Mark => {
      const x = frame.centre + side * frame.half * openness(tick);
      return { kind: 'line', x1: x, x2: x, y1: frame.top, y2: frame.top + rows * frame.row, style: 'grid' };
    }),
  );
}

function arrow(x: number, y: number, side: 1 | -1, style: string, size: number): Mark {
  const back = x + side * size * 1.6;
  return { kind: 'path', d: `M${decimals(x)} ${y}L${decimals(back)} ${y - size * 0.8}L${decimals(back)} ${y + size * 0.8}Z`, style };
}

/** The neck is measured like a part on a drawing: an arrow from either side. Where it is shut, a gate lies across. */
function neckMarks(row: HourglassRow, index: number, frame: Frame, ends: readonly [number, number], arrowSize: number): readonly Mark[] {
  const y = middle(frame, index);
  const tone = row.shut ? 'shut' : 'neck';
  const reach = row.shut ? gateReach(frame) : halfWidth(row, 'p50', frame);
  const marks: Mark[] = [];
  if (row.neck) {
    for (const side of [-1, 1] as const) {
      const tip = frame.centre + side * (reach + 2);
      const end = side < 0 ? ends[0] : ends[1];
      marks.push({ kind: 'line', x1: tip + side * arrowSize, x2: end, y1: y, y2: y, style: `halo` });
      marks.push({ kind: 'line', x1: tip + side * arrowSize, x2: end, y1: y, y2: y, style: `rule ${tone}` });
      marks.push(arrow(tip, y, side, `solid ${tone}`, arrowSize));
    }
  }
  if (row.shut)
    marks.push({
      kind: 'rect',
      x: frame.centre - reach,
      width: reach * 2,
      y: y - arrowSize / 2,
      height: arrowSize,
      round: 1,
      style: 'gate',
    });
  return marks;
}

/** Where nothing limits the ends of the chain, the glass has no end: it fades out. */
function fades(rows: readonly HourglassRow[], frame: Frame): readonly Mark[] {
  const unlimited = (row: HourglassRow): boolean => row.opening === undefined;
  const above = rows.findIndex((row) => !unlimited(row));
  const below = rows.toReversed().findIndex((row) => !unlimited(row));
  if (above < 0) return [];
  const reach = frame.half * free + 2;
  const box = { kind: 'fade', x: frame.centre - reach, width: 2 * reach } as const;
  return [
    ...(above === 0 ? [] : [{ ...box, y: frame.top - 1, height: above * frame.row, to: 'top' } as const]),
    ...(below === 0
      ? []
      : [{ ...box, y: frame.top + (rows.length - below) * frame.row, height: below * frame.row + 1, to: 'bottom' } as const]),
  ];
}

const gateReach = ({ half }: Frame): number => half * least * 2 + 5;

function glass(state: HourglassState, frame: Frame, ends: readonly [number, number], arrowSize: number): readonly Mark[] {
  const { rows } = state;
  const shown = state.sampled ? levels : (['p50'] as const);
  return [
    ...guides(frame, rows.length, 'guide'),
    ...shown.map((level): Mark => ({ kind: 'path', d: body(rows, level, frame), style: state.sampled ? `body ${level}` : 'body only' })),
    ...edges(rows, frame),
    ...fades(rows, frame),
    ...guides(frame, rows.length, 'guide inside'),
    ...rows.flatMap((row, index) => neckMarks(row, index, frame, ends, arrowSize)),
  ];
}

/** A figure without its range is better than a figure cut short. */
const fitting = ({ gives, givesShort }: HourglassRow, size: number, room: number): readonly string[] =>
  gives === '' ? [] : [textWidth(gives, size) <= room ? gives : givesShort];

const toneOf = (row: HourglassRow): string => (row.shut ? ' shut' : row.neck ? ' neck' : '');

function axis(state: HourglassState, frame: Frame, size: number): readonly Mark[] {
  const y = frame.top + state.rows.length * frame.row;
  const crowded = frame.half < 100;
  const labels = ticks
    .filter((tick) => !crowded || tick === 1 || tick === full)
    .flatMap((tick): readonly Mark[] => {
      const reach = frame.half * openness(tick);
      const text = `${tick}×`;
      const label = (x: number): Mark => ({ kind: 'text', x, y: y + size + 5, text, size, style: 'quiet', anchor: 'middle' });
      return tick === 1 ? [label(frame.centre)] : [label(frame.centre - reach), label(frame.centre + reach)];
    });
  return [
    ...labels,
    { kind: 'text', x: frame.centre, y: y + size * 2 + 10, text: state.words.axis, size, style: 'quiet', anchor: 'middle' },
  ];
}

interface Plate {
  readonly marks: readonly Mark[];
  readonly bottom: number;
}

/** The reason on one line, else on two: parted where it can be, or in halves rather than with a last word alone. */
function reasonLines({ reason, reasonParts }: HourglassRow, size: number, room: number): readonly string[] {
  const lines = wrap(reason, size, room, 2);
  if (lines.length < 2) return lines;
  if (reasonParts !== undefined) return reasonParts.flatMap((part) => wrap(part, size, room, 1));
  let narrower = lines;
  for (let width = room - size; width > room / 2; width -= size) {
    const next = wrap(reason, size, width, 3);
    if (next.length > 2) break;
    narrower = next;
  }
  return narrower;
}

/** Names to the left, the glass in the middle, what each floor gives to the right. */
function wide(state: HourglassState, width: number, top: number): Plate {
  const { rows, words } = state;
  const left = { name: 0, headroom: width * 0.237 };
  const right = width * 0.665;
  const room = width - right;
  const told = rows.map((row) => ({
    gives: fitting(row, 16, room),
    details: [...wrap(row.label, 13, room, 1), ...reasonLines(row, 13, room)],
  }));
  const tallest = Math.max(...told.map(({ gives, details }) => gives.length * 21 + details.length * 17));
  const frame: Frame = { centre: width * 0.445, half: width * 0.178, top: top + 30, row: Math.max(68, tallest + 8), plateau: 7 };
  const head = (x: number, text: string, anchor?: 'middle' | 'end'): Mark => ({
    kind: 'text',
    x,
    y: top + 14,
    text,
    size: 13,
    style: 'quiet',
    ...(anchor === undefined ? {} : { anchor }),
  });
  const ends = [left.headroom + 14, right - 14] as const;
  const texts = rows.flatMap((row, index): readonly Mark[] => {
    const y = middle(frame, index);
    const { gives, details } = told[index] as (typeof told)[number];
    const first = y + 5 - (details.length * 17 + (gives.length - 1) * 21) / 2;
    return [
      { kind: 'line', x1: 0, x2: width, y1: y + frame.row / 2, y2: y + frame.row / 2, style: 'rule faint' },
      { kind: 'text', x: left.name, y: y - 2, text: row.name, size: 17, style: `strong${toneOf(row)}` },
      { kind: 'text', x: left.name, y: y + 17, text: row.other, size: 13, style: 'quiet', lang: words.otherLang },
      {
        kind: 'text',
        x: left.headroom,
        y: row.range === undefined ? y + 5 : y - 2,
        text: row.figure,
        size: 16,
        style: `${row.opening === undefined ? 'quiet' : 'figure'}${toneOf(row)}`,
        anchor: 'end',
      },
      ...(row.range === undefined
        ? []
        : [{ kind: 'text', x: left.headroom, y: y + 17, text: row.range, size: 12.5, style: 'quiet', anchor: 'end' } as const]),
      ...gives.map((text): Mark => ({ kind: 'text', x: right, y: first, text, size: 16, style: `figure${toneOf(row)}` })),
      ...details.map(
        (text, line): Mark => ({ kind: 'text', x: right, y: first + gives.length * 20 + line * 17, text, size: 13, style: 'quiet' }),
      ),
    ];
  });
  return {
    marks: [
      head(left.name, words.floor),
      head(left.headroom, words.headroom, 'end'),
      head(right, words.gives),
      { kind: 'line', x1: 0, x2: width, y1: frame.top, y2: frame.top, style: 'rule faint' },
      ...grid(frame, rows.length),
      ...texts.filter(({ kind }) => kind === 'line'),
      ...glass(state, frame, ends, 5),
      ...texts.filter(({ kind }) => kind !== 'line'),
      ...axis(state, frame, 12.5),
    ],
    bottom: frame.top + rows.length * frame.row + 38,
  };
}

/** The glass to the left, all words to its right: for a phone. */
function narrow(state: HourglassState, width: number, top: number): Plate {
  const half = width * 0.155;
  const frame: Frame = { centre: half * free + 2, half, top: top + 4, row: 72, plateau: 7 };
  const left = frame.centre + half * free + 22;
  const { rows, words } = state;
  const texts = rows.flatMap((row, index): readonly Mark[] => {
    const y = middle(frame, index);
    const room = width - left;
    const lines = [
      ...fitting(row, 14, room).map((text) => ({ text, size: 14, style: 'plain' })),
      ...wrap(row.label === '' ? row.reason : row.label, 12, room, row.label === '' ? 2 : 1).map((text) => ({
        text,
        size: 12,
        style: 'quiet',
      })),
    ];
    return [
      { kind: 'line', x1: left, x2: width, y1: y + frame.row / 2, y2: y + frame.row / 2, style: 'rule faint' },
      {
        kind: 'text',
        x: left,
        y: y - 12,
        text: row.name,
        size: 15,
        style: `strong${toneOf(row)}`,
        tail: { text: row.other, size: 12, style: 'quiet', lang: words.otherLang },
      },
      {
        kind: 'text',
        x: width,
        y: y - 12,
        text: row.figure,
        size: 15,
        style: `${row.opening === undefined ? 'quiet' : 'figure'}${toneOf(row)}`,
        anchor: 'end',
      },
      ...lines.map(({ text, size, style }, line): Mark => ({ kind: 'text', x: left, y: y + 8 + line * 18, text, size, style })),
    ];
  });
  return {
    marks: [...grid(frame, rows.length), ...glass(state, frame, [0, left - 8], 3.5), ...texts, ...axis(state, frame, 11).slice(0, -1)],
    bottom: frame.top + rows.length * frame.row + 22,
  };
}

/** How the hourglass is laid out. */
export interface HourglassSize {
  readonly width: number;
  readonly layout: 'wide' | 'narrow' | 'thumbnail';
  /** Write the sentence above and what would relax the neck below: for a picture without a page around it. */
  readonly alone?: boolean;
}

/**
 * Draws the hourglass: floors from the ground up, as wide as their headroom, cut where it falls below one.
 *
 * @param state what to show
 * @param size room and layout
 */
export function hourglass(state: HourglassState, { width, layout, alone = false }: HourglassSize): Scene {
  const { lang, title, description } = state;
  if (layout === 'thumbnail') {
    const half = (width * 0.46) / free;
    const frame: Frame = { centre: width / 2, half, top: 2, row: width / state.rows.length, plateau: 2 };
    return { width, height: width + 4, lang, title, description, marks: glass(state, frame, [0, width], 3) };
  }
  const margin = alone ? 32 : 0;
  const inner = width - 2 * margin;
  const above: Mark[] = [];
  let top = margin;
  const write = (text: string, size: number, style: string, lead: number, into: Mark[]): void => {
    for (const line of wrap(text, size, inner, 4)) {
      top += size * 1.3;
      into.push({ kind: 'text', x: 0, y: top, text: line, size, style });
    }
    if (text !== '') top += lead;
  };
  if (alone) {
    write(state.headline, layout === 'wide' ? 26 : 20, 'strong', 6, above);
    write(state.title, 15, 'plain', 2, above);
    write(state.detail, 15, 'quiet', 20, above);
  }
  const plate = layout === 'wide' ? wide(state, inner, top) : narrow(state, inner, top);
  top = plate.bottom;
  const below: Mark[] = [];
  if (alone) {
    top += 10;
    write(state.below, 15, 'plain', 4, below);
    write(state.footnote, 12.5, 'quiet', 0, below);
  }
  return { width, height: Math.ceil(top + margin), lang, title, description, marks: shift([...above, ...plate.marks, ...below], margin) };
}

/** Marks to the right by a margin; paths carry their own transform. */
function shift(marks: readonly Mark[], dx: number): readonly Mark[] {
  if (dx === 0) return marks;
  return [{ kind: 'group', dx, marks }];
}
