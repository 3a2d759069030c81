import stringWidth from 'string-width';
import { type Messages, plainText, textOf } from '#messages';
import type { Reason } from './area.ts';
import type { FileResult, Group, ScoredAnswer, Validation } from './validate.ts';

type Texts = Messages['validation'];

const mostListed = 20;
const digits = 3;
const answerDigits = 8;

const short = (value: number): string => String(Number(value.toPrecision(digits)));
const long = (value: number): string => String(Number(value.toPrecision(answerDigits)));

function toleranceText(tolerance: Group['tolerance'], texts: Texts): string {
  return 'value' in tolerance ? texts.tolerance[tolerance.kind](short(tolerance.value)) : texts.tolerance[tolerance.kind]();
}

function reasonText({ code, detail }: Reason, texts: Texts): string {
  const text = textOf(texts.reasons, code);
  return detail === undefined ? text : texts.reason(text, plainText(detail));
}

/** The first few of a list, and how many more there are. */
function firstOf(lines: readonly string[], texts: Texts): string[] {
  return lines.length <= mostListed ? [...lines] : [...lines.slice(0, mostListed), texts.more(lines.length - mostListed)];
}

function tableOf({ groups }: FileResult, texts: Texts): string[] {
  const { columns } = texts;
  const number = (value: number | null): string => (value === null ? texts.none : short(value));
  const table = [
    [columns.rows, columns.passed, columns.failed, columns.notScored, columns.worst, columns.mean, columns.tolerance],
    ...groups.map((group) => [
      textOf(texts.rows, group.rows),
      ...[group.passed, group.failed, group.notScored].map(String),
      number(group.worst),
      number(group.mean),
      toleranceText(group.tolerance, texts),
    ]),
  ];
  const widths = columnsOf(table);
  return table.map((line) =>
    line
      .map((cell, index) => pad(cell, widths[index] as number, index === 0))
      .join('  ')
      .trimEnd(),
  );
}

const columnsOf = (table: readonly (readonly string[])[]): number[] =>
  (table[0] ?? []).map((_, index) => Math.max(...table.map((line) => stringWidth(line[index] as string))));

const bandText = ({ low, high }: ScoredAnswer, texts: Texts): string =>
  texts.band(low === undefined ? '' : long(low), high === undefined ? '' : long(high));

/** Rows of a file that is printed one by one: what the model says of each, beside its band. */
function printedOf({ rows }: FileResult, texts: Texts): string[] {
  const { printed } = texts;
  const labelled = rows.filter(({ label }) => label !== undefined);
  if (labelled.length === 0) return [];
  const table = [
    [printed.row, printed.ours, printed.band, printed.verdict],
    ...labelled.map(({ line, label = '', status, answers: [answer], because, reason }) => {
      const verdict = status === 'passed' ? printed.within : status === 'failed' ? printed.outside : printed.unscored;
      const ours = answer?.predicted === null || answer === undefined ? texts.none : long(answer.predicted);
      const why = because ?? (answer === undefined || answer.predicted === null ? reason : undefined);
      return [
        `${line} ${plainText(label)}`,
        ours,
        answer === undefined ? '' : bandText(answer, texts),
        why === undefined ? verdict : texts.reason(verdict, reasonText(why, texts)),
      ];
    }),
  ];
  const widths = columnsOf(table);
  return [
    `  ${printed.title}`,
    ...table.map(
      (line) =>
        `    ${line
          .map((cell, index) => pad(cell, widths[index] as number, index !== 1))
          .join('  ')
          .trimEnd()}`,
    ),
  ];
}

const pad = (text: string, width: number, left: boolean): string => {
  const space = ' '.repeat(width - stringWidth(text));
  return left ? text + space : space + text;
};

function failuresOf({ file, rows }: FileResult, texts: Texts): string[] {
  return rows.flatMap((row) => {
    const place = `${plainText(file)}:${row.line}`;
    if (row.status !== 'failed') return [];
    if (row.answers.length === 0) return row.reason ? [texts.notComputed(place, reasonText(row.reason, texts))] : [];
    return row.answers
      .filter(({ passed }) => !passed)
      .map((scored) => {
        const { column, predicted, answer, error, tolerance } = scored;
        if (predicted === null || error === undefined)
          return texts.notComputed(place, reasonText(row.reason ?? { code: 'not-computed', detail: column }, texts));
        if (tolerance.kind === 'band') {
          const text = texts.failureBand(place, long(predicted), bandText(scored, texts), short(error));
          return row.because === undefined ? text : texts.reason(text, reasonText(row.because, texts));
        }
        return texts.failure(place, column, long(predicted), long(answer), short(error));
      });
  });
}

/** How many rows are not scored for each reason; the words of a file itself stay apart from our own. */
function unscoredOf({ rows }: FileResult, texts: Texts): string[] {
  const counts = new Map<string, number>();
  for (const { status, reason } of rows) {
    if (status !== 'not scored' || reason === undefined) continue;
    const why = reasonText(reason, texts);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([why, count]) => texts.unscored(count, why));
}

/**
 * Tells the result of one file.
 *
 * @param file the result
 * @param texts the texts of a language
 */
export function fileText(file: FileResult, texts: Texts): readonly string[] {
  const title = texts.reason(plainText(file.file), textOf(texts.kinds, file.kind));
  if (file.broken !== undefined) return [title, `  ${texts.broken(reasonText(file.broken, texts))}`];
  const failures = failuresOf(file, texts);
  return [
    title,
    ...tableOf(file, texts).map((line) => `  ${line}`),
    ...(file.cells === undefined ? [] : [`  ${texts.share(file.cells.within, file.cells.scored, short(file.cells.least))}`]),
    ...firstOf(unscoredOf(file, texts), texts).map((line) => `  ${line}`),
    ...printedOf(file, texts),
    ...(failures.length === 0 ? [] : [`  ${texts.failures}`, ...firstOf(failures, texts).map((line) => `    ${line}`)]),
  ];
}

/** The first line of a validation. */
export const validationTitle = ({ area, path }: Pick<Validation, 'area' | 'path'>, texts: Texts): string =>
  texts.title(area, plainText(path));

/** What follows after the files: those that nobody knows, and the count of the rows. */
export function validationEnd({ area, files, unknown, summary }: Validation, texts: Texts): readonly string[] {
  const skipped =
    unknown.length === 0 ? [] : [texts.unknown(unknown.length), ...firstOf(unknown, texts).map((file) => `  ${plainText(file)}`), ''];
  return [
    ...skipped,
    ...(files.length === 0 ? [texts.nothing(area), ''] : []),
    texts.summary(summary.passed, summary.failed, summary.notScored),
  ];
}

/**
 * Tells the result of a validation, file by file; the last line counts the rows.
 *
 * @param validation the result
 * @param texts the texts of a language
 */
export function validationText(validation: Validation, texts: Texts): string {
  return [
    validationTitle(validation, texts),
    '',
    ...validation.files.flatMap((file) => [...fileText(file, texts), '']),
    ...validationEnd(validation, texts),
  ].join('\n');
}
