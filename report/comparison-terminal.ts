import { type Messages, messages } from '#messages';
import type { Answer } from './answer.ts';
import { type ComparisonCell, comparison, comparisonSentences, letterOf, type Paired } from './comparison.ts';
import { paint } from './paint.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';

/** The column of a scenario: figures to the right, then their ranges and their differences to the first. */
interface Column {
  readonly width: number;
  readonly cells: readonly string[];
  /** What stands above it. */
  readonly head: string;
}

function columnOf(letter: string, all: readonly ComparisonCell[], { brackets }: Messages, ranges: boolean): Column {
  const cells = all.map(({ text, range, difference }) => ({
    text,
    range: !ranges || range === undefined ? '' : brackets.open + range + brackets.close,
    difference: difference === undefined ? '' : `  ${difference}`,
  }));
  const most = (texts: readonly string[]): number => Math.max(...texts.map(columns));
  const range = most(cells.map((cell) => cell.range));
  const tail = range + most(cells.map(({ difference }) => difference));
  // The name of a neck may be longer than any figure, and runs on where others have their range.
  const figures = cells.filter((cell) => cell.range + cell.difference !== '');
  const width = Math.max(most(figures.map(({ text }) => text)) + tail, most(cells.map(({ text }) => text)));
  const figure = width - tail;
  return {
    width,
    head: pad(pad(letter, figure, 'right'), width),
    cells: cells.map((cell) =>
      columns(cell.text) > figure
        ? pad(cell.text, width, 'right')
        : pad(pad(cell.text, figure, 'right') + pad(cell.range, range) + cell.difference, width),
    ),
  };
}

/**
 * Writes scenarios side by side for a terminal: figures in rows, scenarios in columns, differences to the first.
 *
 * @param untrusted the scenarios, the first being the measure
 * @param options language, colour, columns
 * @param paired by scenario, its differences to the first
 */
export function renderComparison(
  untrusted: readonly Answer[],
  { lang, color, width: room }: TerminalOptions,
  paired: readonly (Paired | undefined)[] = [],
): string {
  const answers = terminalSafe(untrusted);
  const width = Math.min(160, Math.max(60, room));
  const p = paint(color);
  const m = messages(lang);
  const { report } = m;
  const { rows, alike } = comparison(answers, lang, paired);
  const labels = Math.min(Math.floor(width * 0.34), Math.max(...rows.map(({ label }) => columns(label))));
  const columnsWith = (ranges: boolean): readonly Column[] =>
    answers.map((_, index) =>
      columnOf(
        letterOf(index),
        rows.map(({ cells }) => cells[index] as ComparisonCell),
        m,
        ranges,
      ),
    );
  const whole = columnsWith(true);
  const shown = whole.reduce((used, column) => used + 2 + column.width, labels) <= width ? whole : columnsWith(false);
  const lines: string[] = [p.strong(report.compareTitle(answers.length)), ''];
  for (const { letter, title, headline } of comparisonSentences(answers, lang)) {
    lines.push(
      ...fold(`${letter}  ${title}`, width, '   ').map((line) => p.strong(line)),
      ...fold(headline, width - 3).map((line) => `   ${line}`),
      '',
    );
  }
  // Columns that do not fit go on below, with the labels again.
  let next = 0;
  while (next < answers.length) {
    let used = labels;
    const block: number[] = [];
    while (next < answers.length && (block.length === 0 || used + 2 + (shown[next] as Column).width <= width)) {
      used += 2 + (shown[next] as Column).width;
      block.push(next);
      next += 1;
    }
    lines.push(p.quiet(`${' '.repeat(labels)}${block.map((index) => `  ${(shown[index] as Column).head}`).join('')}`));
    rows.forEach(({ label }, row) => {
      const texts = block.map((index) => `  ${(shown[index] as Column).cells[row]}`);
      lines.push(`${pad(clip(label, labels), labels)}${texts.join('')}`);
    });
    lines.push('');
  }
  const notes = [
    ...(alike === 0 ? [] : [report.alike(alike)]),
    report.against(answers[0]?.title[lang] ?? ''),
    ...(paired.length === 0 ? [] : [report.paired]),
    report.compareHint,
  ];
  lines.push(p.quiet(notes.join(lang === 'zh' ? '' : ' ')));
  return `${lines
    .flatMap((line) => (columns(line) > width ? fold(line, width) : [line]))
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
