import { type Lang, messages } from '#messages';
import type { DieAnswer } from './die-answer.ts';
import { type DieRow, dieView } from './die-view.ts';
import { paint } from './paint.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';

const narrowest = 60;
const widest = 110;

/**
 * Writes the answer about a die for a terminal.
 *
 * @param untrusted the answer
 * @param options language, colour, columns
 */
export function renderDie(
  untrusted: DieAnswer,
  { lang, color, width: room }: { readonly lang: Lang; readonly color: boolean; readonly width: number },
): string {
  const answer = terminalSafe(untrusted);
  const { die: t } = messages(lang);
  const view = dieView(answer, lang);
  const width = Math.min(widest, Math.max(narrowest, room));
  const p = paint(color);
  const table = (rows: readonly DieRow[]): readonly string[] => {
    const labels = Math.min(Math.floor(width * 0.5), Math.max(...rows.map(({ label }) => columns(label))));
    const values = Math.max(...rows.map(({ value }) => columns(value)));
    const ranges = Math.max(0, ...rows.map(({ range }) => (range === undefined ? 0 : columns(range))));
    return rows.map(({ label, value, range, note, strong }) => {
      const head = `  ${pad(clip(label, labels), labels)}  ${strong ? p.strong(pad(value, values, 'right')) : pad(value, values, 'right')}`;
      const used = 4 + labels + values;
      const tail = [ranges === 0 ? '' : pad(range ?? '', ranges), note ?? ''].filter((part, i) => part !== '' || i === 0).join('  ');
      return (head + (tail.trim() === '' ? '' : p.quiet(clip(`  ${tail}`, width - used)))).trimEnd();
    });
  };
  const lines = [
    ...fold(view.headline, width).map((line) => (answer.feasible ? p.strong(line) : p.shut(line))),
    ...(view.detail === undefined ? [] : fold(view.detail, width)),
    ...view.sections.flatMap(({ title, rows }) => ['', p.strong(title), ...table(rows)]),
    ...view.remarks.flatMap((remark) => fold(remark, width - 4).map((line, i) => p.quiet(`${i === 0 ? '  · ' : '    '}${line}`))),
    ...sources(answer, lang, width, p.strong, p.quiet),
    '',
    p.quiet(answer.reproduce.samples > 0 ? t.ranges : t.noRanges),
    ...fold(
      t.reproduce(
        answer.reproduce.version,
        answer.reproduce.catalogDigest,
        answer.reproduce.seed,
        answer.reproduce.samples.toLocaleString('en'),
      ),
      width,
    ).map((line) => p.quiet(line)),
    ...fold(answer.reproduce.command, width, '  ').map((line) => p.quiet(line)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function sources(
  { sources: list }: DieAnswer,
  lang: Lang,
  width: number,
  strong: (text: string) => string,
  quiet: (text: string) => string,
): readonly string[] {
  if (list.length === 0) return [];
  const m = messages(lang);
  return [
    '',
    strong(m.die.sections.sources),
    ...list.flatMap(({ number, title, publisher, date, url }) => {
      const mark = `  ${pad(`[${number}]`, 4, 'right')} `;
      const credit = [title, publisher, date].filter((part) => part !== undefined).join(m.list.comma);
      const lines = fold(credit, width - mark.length).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line);
      return url === undefined ? lines : [...lines, ' '.repeat(mark.length) + quiet(url)];
    }),
  ];
}
