import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { poissonMatrix } from '#analog';
import type { Checked, Issue } from '#quantity';
import { createSampler } from '#uncertainty';
import { drawSystem } from '#validation';

/** A matrix that a user named, or had drawn. */
export interface NamedMatrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
}

export interface MatrixRequest {
  /** A file of numbers, or nothing where a matrix is to be drawn. */
  readonly file: string | undefined;
  /** Family and size, `gram:64`. */
  readonly random: string | undefined;
  readonly seed: number;
  readonly square: boolean;
  /** Entries that may be asked for. */
  readonly most: number;
  /** Hears of how many rows a matrix will be, before it is drawn. */
  readonly begins?: (rows: number) => void;
}

/** A text longer than this holds more numbers than any command takes. */
const largestFile = 2 ** 28;

/** What `--random` may be called, and the family of the reference tables that it means. */
const families: Readonly<Record<string, string>> = { gram: 'gram_r16', gram4: 'gram_r4', uni: 'uni' };
const examples = 'gram:64, gram4:32, spd10:16, uni:16, mimo128x8, poisson:4, levels:64';

/**
 * Reads a matrix from a file, or draws one.
 *
 * @param request file or family, and what is demanded of it
 */
export function readMatrix(request: MatrixRequest): Checked<NamedMatrix> {
  const { file, random, square, most, begins = () => {} } = request;
  if (file === undefined && random === undefined) return { ok: false, issues: [{ code: 'cli/matrix-none', path: '', expected: examples }] };
  const read = file === undefined ? drawMatrix(random as string, request.seed, most, begins) : readNumbers(file);
  if (!read.ok) return read;
  const { rows, columns } = read.value;
  const size = `${rows} x ${columns}`;
  const at = { path: '', ...(file === undefined ? {} : { file }) };
  if (rows * columns > most)
    return { ok: false, issues: [{ code: 'cli/matrix-too-large', ...at, received: size, expected: String(most) }] };
  if (square && rows !== columns) return { ok: false, issues: [{ code: 'cli/matrix-not-square', ...at, received: size }] };
  return read;
}

/**
 * Reads a table of numbers, without a header, and says of each cell that is none where it stands.
 *
 * @param file path
 */
export function readNumbers(file: string): Checked<NamedMatrix> {
  let records: readonly string[][];
  try {
    if (statSync(file).size > largestFile) {
      return { ok: false, issues: [{ code: 'cli/matrix-too-large', path: '', file, received: file, expected: String(largestFile) }] };
    }
    records = parse(readFileSync(file), { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as string[][];
  } catch (error) {
    const received = String((error as { readonly code?: unknown }).code ?? error);
    return { ok: false, issues: [{ code: 'cli/matrix-unreadable', path: '', file, received }] };
  }
  const columns = records[0]?.length ?? 0;
  if (columns === 0) return { ok: false, issues: [{ code: 'cli/matrix-unreadable', path: '', file, received: '0 B' }] };
  const values = new Float64Array(records.length * columns);
  const issues: Issue[] = [];
  for (const [i, record] of records.entries()) {
    if (record.length !== columns) {
      issues.push({ code: 'cli/matrix-ragged', path: '', file, line: i + 1, received: String(record.length), expected: String(columns) });
      continue;
    }
    for (const [j, cell] of record.entries()) {
      const value = cell === '' ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) issues.push({ code: 'cli/matrix-cell', path: '', file, line: i + 1, column: j + 1, received: cell });
      values[i * columns + j] = value;
    }
  }
  return issues.length > 0
    ? { ok: false, issues: issues.slice(0, 20) }
    : { ok: true, value: { name: file, rows: records.length, columns, values } };
}

const unknownFamily = (received: string): Checked<NamedMatrix> => ({
  ok: false,
  issues: [{ code: 'cli/matrix-family', path: '--random', received, expected: examples }],
});

function drawMatrix(random: string, seed: number, most: number, begins: (rows: number) => void): Checked<NamedMatrix> {
  const antennas = /^mimo\d+x(\d+)$/.exec(random);
  const [family = '', size = ''] = random.split(':');
  const n = antennas !== null ? 2 * Number(antennas[1]) : family === 'poisson' ? Number(size) ** 2 : Number(size);
  if (antennas === null && !/^\d+$/.test(size)) return unknownFamily(random);
  if (n * n > most)
    return { ok: false, issues: [{ code: 'cli/matrix-too-large', path: '', received: `${n} x ${n}`, expected: String(most) }] };
  const named = (values: Float64Array): Checked<NamedMatrix> => ({ ok: true, value: { name: random, rows: n, columns: n, values } });
  if (family === 'levels') return named(numbers('uniform', seed, n * n));
  if (family === 'poisson') return named(poissonMatrix({ side: Number(size) }));
  const known = antennas === null ? (Object.hasOwn(families, family) ? families[family] : family) : random;
  if (n === 0) return named(new Float64Array(0));
  begins(n);
  const system = drawSystem(known as string, n, seed);
  return system === undefined ? unknownFamily(random) : named(system.matrix.slice());
}

const laws = {
  normal: { kind: 'normal', mean: 0, sd: 1 },
  uniform: { kind: 'uniform', low: 0, high: 1 },
} as const;

/**
 * Draws numbers, the same for the same seed.
 *
 * @param law how they lie
 * @param seed which of them
 * @param count how many
 */
export function numbers(law: keyof typeof laws, seed: number, count: number): Float64Array {
  const out = new Float64Array(count);
  createSampler({ seed, parameters: [{ path: law, distribution: laws[law] }] }).column(0, 0, out);
  return out;
}
