import type { Answer, MetricLine } from './answer.ts';

/** A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text. */
const formula = /^[=+\-@\t\r]/;

/**
 * Writes a table as CSV (RFC 4180) that no spreadsheet takes for formulas.
 *
 * @param rows cells; numbers are written in full
 */
export function csv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const cell = (value: string | number | undefined): string => {
    if (value === undefined) return '';
    if (typeof value === 'number') return String(value);
    const safe = formula.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const quantiles = ({ estimate: { band } }: MetricLine): readonly (number | undefined)[] => [band?.p5, band?.p50, band?.p95];

/**
 * Writes every metric of an answer, one a row: path, value, unit and the 5, 50 and 95% points.
 *
 * @param answer the answer
 */
export function renderCsv(answer: Answer): string {
  return csv([
    ['path', 'value', 'unit', 'p5', 'p50', 'p95'],
    ...answer.metrics.map((line) => [line.path, line.estimate.value, line.estimate.unit, ...quantiles(line)]),
  ]);
}
