import { messages } from '#messages';
import type { Answer } from './answer.ts';
import { type ComparisonCell, comparisonRows, comparisonSentences, letterOf } from './comparison.ts';
import { paint } from './paint.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';

const cellText = ({ text, difference }: ComparisonCell): string => (difference === undefined ? text : `${text}  ${difference}`);

/**
 * Writes scenarios side by side for a terminal: figures in rows, scenarios in columns, differences to the first.
 *
 * @param untrusted the scenarios, the first being the measure
 * @param options language, colour, columns
 */
export function renderComparison(untrusted: readonly Answer[], { lang, color, width: room }: TerminalOptions): string {
  const answers = terminalSafe(untrusted);
  const width = Math.min(160, Math.max(60, room));
  const p = paint(color);
  const { report, list } = messages(lang);
  const rows = comparisonRows(answers, lang);
  const labels = Math.min(Math.floor(width * 0.34), Math.max(...rows.map(({ label }) => columns(label))));
  const widths = answers.map((_, index) => Math.max(...rows.map(({ cells }) => columns(cellText(cells[index] as ComparisonCell)))));
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
    while (next < answers.length && (block.length === 0 || used + 2 + (widths[next] as number) <= width)) {
      used += 2 + (widths[next] as number);
      block.push(next);
      next += 1;
    }
    lines.push(
      p.quiet(`${' '.repeat(labels)}${block.map((index) => `  ${pad(letterOf(index), widths[index] as number, 'right')}`).join('')}`),
    );
    for (const { label, cells } of rows) {
      const texts = block.map((index) => `  ${pad(cellText(cells[index] as ComparisonCell), widths[index] as number, 'right')}`);
      lines.push(`${pad(clip(label, labels), labels)}${texts.join('')}`);
    }
    lines.push('');
  }
  lines.push(p.quiet(`${report.against(answers[0]?.title[lang] ?? '')}${list.comma === '，' ? '' : ' '}${report.compareHint}`));
  return `${lines
    .flatMap((line) => (columns(line) > width ? fold(line, width) : [line]))
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
