import { type Paint, paint } from '../paint.ts';
import { clip, columns, fold, pad } from '../text-layout.ts';
import { openness } from './hourglass.ts';
import type { BarState, HourglassRow, HourglassState, StackedBarState } from './state.ts';

export interface TextSize {
  /** Columns. */
  readonly width: number;
  readonly color?: boolean;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * Draws bars with characters, to an eighth of a column.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function barText(state: BarState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const labels = Math.min(Math.floor(width * 0.4), Math.max(...state.bars.map(({ label }) => columns(label))));
  const figures = Math.max(...state.bars.map(({ text }) => columns(text)));
  const room = Math.max(4, width - labels - figures - 4);
  const most = Math.max(...state.bars.map(({ value }) => value), 0) || 1;
  return state.bars
    .map(({ label, value, text, tone }) => {
      const cells = Math.round((Math.max(0, value) / most) * room * 8);
      const drawn = '█'.repeat(Math.floor(cells / 8)) + eighths[cells % 8];
      const ink = tone === 'neck' ? p.neck : tone === 'shut' ? p.shut : tone === 'muted' ? p.quiet : p.flow;
      return `${pad(clip(label, labels), labels)}  ${ink(pad(drawn, room))}  ${pad(text, figures, 'right')}`;
    })
    .join('\n');
}

const fills = ['█', '▓', '▒', '░', '▚', '▞', '▤', '▥'];

/** Whole columns for shares, so that they add up to the width: the largest remainders get the columns left over. */
function apportion(shares: readonly number[], width: number): readonly number[] {
  const exact = shares.map((share) => share * width);
  const whole = exact.map(Math.floor);
  const left = Math.max(0, Math.round(exact.reduce((sum, value) => sum + value, 0)) - whole.reduce((sum, value) => sum + value, 0));
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest);
  for (const { index } of order.slice(0, left)) whole[index] = (whole[index] as number) + 1;
  return whole;
}

/**
 * Draws bars of shares with characters, and a key with the amount of each part where there is one bar.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function stackedBarText(state: StackedBarState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const lines: string[] = [];
  for (const { label, values } of state.bars) {
    if (state.bars.length > 1) lines.push(clip(label, width));
    const room = apportion(
      values.map(({ share }) => share),
      width,
    );
    lines.push(p.flow(room.map((count, index) => (fills[index % fills.length] as string).repeat(count)).join('')));
  }
  const single = state.bars.length === 1 ? state.bars[0] : undefined;
  const details = Math.max(0, ...(single?.values ?? []).map(({ detail }) => columns(detail)));
  state.parts.forEach((part, index) => {
    const value = single?.values[index];
    const labels = width - 8 - (value === undefined ? 0 : details + 7);
    const name = `${p.flow(fills[index % fills.length] as string)} ${pad(clip(part, labels), labels)}`;
    lines.push(value === undefined ? name.trimEnd() : `${name} ${pad(value.text, 5, 'right')}  ${pad(value.detail, details)}`.trimEnd());
  });
  return lines.join('\n');
}

const inks = [
  ['p25', '█'],
  ['p50', '▓'],
  ['p75', '▒'],
  ['p90', '░'],
] as const;

/** Body of the glass at one height: `from` and `to` are floors, alike at the middle of a floor. */
function slice(from: HourglassRow, to: HourglassRow, half: number): string {
  const reach = (level: (typeof inks)[number][0]): number => {
    const [a, b] = [from, to].map((row) => (row.opening === undefined ? 1 : openness(row.opening[level])));
    // A floor that is shut stays shut beside its own line too: the glass opens only beyond.
    return a === 0 || b === 0 ? 0.35 * Math.max(a as number, b as number) : ((a as number) + (b as number)) / 2;
  };
  const reaches = inks.map(([level]) => reach(level) * half);
  let out = '';
  for (let column = -half; column <= half; column += 1) {
    const level = reaches.findIndex((width) => width > 0 && Math.abs(column) <= Math.round(width));
    out += level < 0 ? ' ' : (inks[level] as (typeof inks)[number])[1];
  }
  return out;
}

/** The line of the neck: an arrow from either side, or a gate where it is shut. */
function neckSlice(row: HourglassRow, half: number): string {
  const open = slice(row, row, half);
  if (row.shut) return `${'─'.repeat(half - 2)}━━╳━━${'─'.repeat(half - 2)}`;
  const first = open.search(/\S/);
  if (first < 1) return open;
  const inside = open.trim();
  return `${'─'.repeat(first - 1)}▶${inside}◀${'─'.repeat(first - 1)}`;
}

const inkOf = (row: HourglassRow, p: Paint): ((text: string) => string) => (row.shut ? p.shut : row.neck ? p.neck : p.flow);

/**
 * Draws the hourglass with characters, two lines to a floor.
 *
 * @param state what to show
 * @param size columns and colour
 */
export function hourglassText(state: HourglassState, { width, color = false }: TextSize): string {
  const p = paint(color);
  const { rows, words } = state;
  const names = Math.max(columns(words.floor), ...rows.flatMap(({ name, other }) => [columns(name), columns(other)]));
  const figures = Math.max(columns(words.headroom), ...rows.flatMap(({ figure }) => [columns(figure)]));
  const half = Math.max(7, Math.min(16, Math.floor((width - names - figures - 8) * 0.22)));
  const body = 2 * half + 1;
  const gives = Math.max(0, width - names - figures - body - 7);
  const line = (name: string, figure: string, middle: string, text: string): string => `${name} ${figure}  ${middle}  ${text}`.trimEnd();
  const blank = ' '.repeat(figures);
  const out = [p.quiet(line(pad(words.floor, names), pad(words.headroom, figures, 'right'), ' '.repeat(body), clip(words.gives, gives)))];
  rows.forEach((row, index) => {
    const ink = inkOf(row, p);
    const strong = row.neck || row.shut ? ink : p.strong;
    const next = rows[index + 1];
    const columnsFit = columns(row.gives) <= gives ? row.gives : row.givesShort;
    const reason = columns(row.reason) <= gives ? row.reason : (row.reasonParts?.[1] ?? row.reason);
    // A floor that gives no figure has both its lines for the reason.
    const [first = '', second = ''] = row.gives === '' ? fold(row.reason, gives) : [columnsFit, row.neck || row.shut ? reason : row.label];
    const own = row.neck || row.shut ? neckSlice(row, half) : slice(row, row, half);
    out.push(
      line(
        strong(pad(row.name, names)),
        strong(pad(row.figure, figures, 'right')),
        ink(own),
        row.gives === '' ? p.quiet(clip(first, gives)) : strong(clip(first, gives)),
      ),
    );
    out.push(
      line(
        p.quiet(pad(row.other, names)),
        blank,
        p.flow(next === undefined ? (row.shut ? ' '.repeat(body) : slice(row, row, half)) : slice(row, next, half)),
        p.quiet(clip(second, gives)),
      ),
    );
  });
  return out.join('\n');
}
