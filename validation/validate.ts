import { existsSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import type { Checked } from '#quantity';
import type {
  Answer,
  Area,
  Cells,
  CellType,
  Columns,
  DocumentInputs,
  DocumentKind,
  ExperimentKind,
  FileKind,
  Reason,
  RowKind,
  Tolerance,
} from './area.ts';
import { areas, ownAreas } from './areas.ts';
import { findFiles } from './find-files.ts';
import { guardedDocument, guardedRow } from './guarded-row.ts';
import { judge, judgeList } from './judge.ts';
import { type Document, mayHoldDocument, readDocument } from './read-document.ts';
import { mayHoldTable, readColumns, readTable, type Table, type TableRow } from './read-table.ts';
import { replayPool } from './replay-pool.ts';

/** One answer of a row beside ours. */
export interface ScoredAnswer {
  readonly column: string;
  readonly predicted: number | null;
  readonly answer: number;
  /** In the terms of the tolerance; absent where nothing could be computed. */
  readonly error?: number;
  readonly tolerance: Tolerance;
  /** Of a band: its ends; an end that is absent is open. */
  readonly low?: number;
  readonly high?: number;
  readonly passed: boolean;
}

export type Status = 'passed' | 'failed' | 'not scored';

export interface RowResult {
  readonly line: number;
  /** What the file calls the row, where the rows of its kind are printed one by one. */
  readonly label?: string;
  /** Which kind of row, where it is of a known kind. */
  readonly rows?: string;
  readonly status: Status;
  /** Why it is not scored, or could not be computed. */
  readonly reason?: Reason;
  readonly answers: readonly ScoredAnswer[];
  /** What lies behind a prediction that misses. */
  readonly because?: Reason;
  /** Columns that were empty and took their stated default. */
  readonly filled: readonly string[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notScored: number;
}

/** Rows of one kind in one file with one tolerance. */
export interface Group extends Counts {
  readonly rows: string;
  /** `own`: each cell has its own, of the noise that so few trials leave. */
  readonly tolerance: Tolerance | { readonly kind: 'own' };
  readonly worst: number | null;
  readonly mean: number | null;
}

export interface FileResult extends Counts {
  readonly file: string;
  readonly kind: string;
  readonly groups: readonly Group[];
  readonly rows: readonly RowResult[];
  /** Of a file that is one case: how many of its cells lie within their tolerance, and the share that must. */
  readonly cells?: { readonly within: number; readonly scored: number; readonly least: number };
  /** Why the file could not be read, though its columns are those of a kind. It counts as one failure. */
  readonly broken?: Reason;
}

export interface Validation {
  readonly schema: 'chokepoint/validation/1';
  readonly area: string;
  readonly path: string;
  readonly files: readonly FileResult[];
  /** Files that no kind of the area recognises. */
  readonly unknown: readonly string[];
  readonly summary: Counts;
}

const refusal = (reason: Reason) => ({ ok: false, reason }) as const;

/** A decimal number as people write it in a table; `0x10`, `1_000` and `Infinity` are words. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const readNumber = (text: string): number => (decimal.test(text) ? Number(text) : Number.NaN);

const readCell = (text: string, type: CellType): number | string => (type === 'text' ? text : readNumber(text));

/** Turns the declared columns of a row into values: empty cells take their default or leave the row unscored. */
function readCells(row: TableRow, columns: Columns, defaults: RowKind['defaults']) {
  const cells: Record<string, number | string> = {};
  const filled: string[] = [];
  for (const [name, type] of Object.entries(columns)) {
    const text = row.cells.get(name) ?? '';
    const fallback = defaults[name];
    if (text === '' && fallback === undefined) return refusal({ code: 'input-empty', detail: name });
    const value = text === '' ? (fallback as number | string) : readCell(text, type);
    if (Number.isNaN(value)) return { ok: false, bad: name } as const;
    if (text === '') filled.push(name);
    cells[name] = value;
  }
  return { ok: true, cells, filled } as const;
}

/** An input row as the rows that need it see it; a number that is missing or unreadable is NaN there, for the replay to notice. */
function givenRow(row: TableRow, columns: Columns): Cells<Columns> {
  const cells = Object.entries(columns).map(([name, type]) => [name, readCell(row.cells.get(name) ?? '', type)] as const);
  return guardedRow(Object.fromEntries(cells), columns);
}

/** One answer beside ours; of a band the row must lie between two of its own cells. */
function scoreAnswer({ column, tolerance }: Answer, row: TableRow, predicted: number | undefined): ScoredAnswer {
  const cell = (name: string): number | undefined => {
    const text = row.cells.get(name) ?? '';
    return text === '' ? undefined : readNumber(text);
  };
  const ends = tolerance.kind === 'band' ? { low: cell(tolerance.low), high: cell(tolerance.high) } : {};
  const answer = cell(column) ?? ends.low ?? ends.high ?? Number.NaN;
  const base = {
    column,
    answer,
    tolerance,
    ...(ends.low === undefined ? {} : { low: ends.low }),
    ...(ends.high === undefined ? {} : { high: ends.high }),
  };
  const readable = [answer, ends.low ?? 0, ends.high ?? 0].every(Number.isFinite);
  if (predicted === undefined || !Number.isFinite(predicted) || !readable) return { ...base, predicted: null, passed: false };
  const { error, within } = judge(predicted, answer, tolerance, ends);
  return { ...base, predicted, error, passed: within };
}

const hasAnswer = ({ column, tolerance }: Answer, row: TableRow): boolean =>
  (tolerance.kind === 'band' ? [tolerance.low, tolerance.high] : [column]).some((name) => (row.cells.get(name) ?? '') !== '');

function scoreRow(row: TableRow, kind: RowKind, given: readonly Cells<Columns>[]): RowResult {
  const base = { line: row.line, rows: kind.name };
  const unscored = (reason: Reason): RowResult => ({ ...base, status: 'not scored', reason, answers: [], filled: [] });
  const failed = (reason: Reason): RowResult => ({ ...base, status: 'failed', reason, answers: [], filled: [] });
  if (row.overlong) return failed({ code: 'row-overlong' });
  const present = kind.answers.filter((answer) => hasAnswer(answer, row));
  if (present.length === 0) return unscored({ code: 'answer-empty', detail: kind.answers.map(({ column }) => column).join(', ') });
  const read = readCells(row, kind.inputs, kind.defaults);
  if (!read.ok) return 'bad' in read ? failed({ code: 'input-not-a-number', detail: read.bad }) : unscored(read.reason);
  const replayed = kind.replay(guardedRow(read.cells, kind.inputs), given);
  if ('notScored' in replayed) return unscored(replayed.notScored);

  const answers = present.map((answer) => scoreAnswer(answer, row, replayed.predicted[answer.column]));
  const passed = answers.every((answer) => answer.passed);
  const because = replayed.because === undefined ? {} : { because: replayed.because };
  const result: RowResult = { ...base, status: passed ? 'passed' : 'failed', answers, filled: read.filled, ...because };
  const lost = answers.find((answer) => answer.predicted === null);
  if (lost === undefined) return result;
  return { ...result, reason: { code: Number.isFinite(lost.answer) ? 'not-computed' : 'answer-not-a-number', detail: lost.column } };
}

const count = (rows: readonly RowResult[]): Counts => ({
  passed: rows.filter(({ status }) => status === 'passed').length,
  failed: rows.filter(({ status }) => status === 'failed').length,
  notScored: rows.filter(({ status }) => status === 'not scored').length,
});

const sum = (parts: readonly Counts[]): Counts => ({
  passed: parts.reduce((total, { passed }) => total + passed, 0),
  failed: parts.reduce((total, { failed }) => total + failed, 0),
  notScored: parts.reduce((total, { notScored }) => total + notScored, 0),
});

function groupsOf(
  kinds: readonly { readonly name: string; readonly tolerances: readonly Tolerance[] }[],
  rows: readonly RowResult[],
): Group[] {
  return kinds.flatMap((rowKind) => {
    const members = rows.filter((row) => row.rows === rowKind.name);
    const tolerances = [...new Map(rowKind.tolerances.map((tolerance) => [JSON.stringify(tolerance), tolerance])).entries()];
    return members.length === 0
      ? []
      : tolerances.map(([key, tolerance]) => {
          const answers = members.flatMap((row) => row.answers).filter((answer) => JSON.stringify(answer.tolerance) === key);
          const errors = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
          const none = errors.length === 0;
          return {
            rows: rowKind.name,
            tolerance,
            ...count(members),
            worst: none ? null : errors.reduce((worst, error) => Math.max(worst, error), 0),
            mean: none ? null : errors.reduce((total, error) => total + error, 0) / errors.length,
          };
        });
  });
}

const broken = (file: string, kind: string, why: Reason): FileResult => ({
  file,
  kind,
  groups: [],
  rows: [],
  broken: why,
  passed: 0,
  failed: 1,
  notScored: 0,
});

/** The table of a file, or why it is none. */
function tableOf(path: string): Table {
  const table = readTable(path);
  if ('broken' in table) return table;
  const doubled = table.columns.find((name, index) => name !== '' && table.columns.indexOf(name) !== index);
  return doubled === undefined ? table : { broken: { code: 'column-doubled', detail: doubled } };
}

/** Rows of the neighbours of a file that have the columns asked for. */
type Neighbours = (columns: readonly string[]) => readonly TableRow[];

function scoreFile(path: string, file: string, kind: FileKind, neighbours: Neighbours): FileResult {
  const table = tableOf(path);
  if ('broken' in table) return broken(file, kind.name, table.broken);

  const selectorsOf = (row: TableRow): Record<string, string> =>
    Object.fromEntries(kind.selectors.map((name) => [name, row.cells.get(name) ?? '']));
  const given = kind.given;
  const elsewhere = given?.from;
  const candidates = elsewhere === undefined ? table.rows : neighbours(elsewhere);
  const helpers = given === undefined ? [] : candidates.filter((row) => given.when(selectorsOf(row)));
  const own = new Set(elsewhere === undefined ? helpers : []);
  const inputs = given === undefined ? [] : helpers.map((row) => givenRow(row, given.columns));
  const { prints } = kind;
  const rows = table.rows.map((row): RowResult => {
    const selectors = selectorsOf(row);
    const rowKind = kind.rows.find(({ when }) => when(selectors));
    const label = prints === undefined ? {} : { label: row.cells.get(prints) ?? '' };
    const named = { ...(rowKind === undefined ? {} : { rows: rowKind.name }), ...label };
    const unscored = (reason: Reason): RowResult => ({ line: row.line, ...named, status: 'not scored', reason, answers: [], filled: [] });
    const skipped = kind.skip(selectors);
    if (skipped !== undefined && (prints === undefined || rowKind === undefined)) return unscored(skipped);
    if (rowKind === undefined || own.has(row)) return unscored({ code: 'row-not-scored' });
    const scored = { ...scoreRow(row, rowKind, inputs), ...label };
    return skipped === undefined ? scored : { ...scored, status: 'not scored', reason: skipped };
  });
  return { file, kind: kind.name, groups: groupsOf(kind.rows.map(rowTolerances), rows), rows, ...count(rows) };
}

const rowTolerances = ({ name, answers }: RowKind) => ({ name, tolerances: answers.map(({ tolerance }) => tolerance) });

/** Every answer that rows were compared with. */
const tolerancesIn = (rows: readonly RowResult[]): readonly Tolerance[] =>
  rows.flatMap(({ answers }) => answers.map(({ tolerance }) => tolerance));

/** Rows of an experiment that can be replayed, by their line. */
function replayable(path: string, kind: ExperimentKind): ReadonlyMap<number, Readonly<Record<string, number | string>>> {
  const table = tableOf(path);
  if ('broken' in table) return new Map();
  return new Map(
    table.rows.flatMap((row) => {
      const read = row.overlong ? undefined : readCells(row, kind.inputs, kind.defaults);
      return read?.ok === true ? [[row.line, read.cells] as const] : [];
    }),
  );
}

/** Every cell of an experiment has a tolerance of its own: they are summed up by column, errors in units of it. */
function columnsOf(cells: readonly ScoredAnswer[]): readonly Group[] {
  return [...new Set(cells.map(({ column }) => column))].map((column) => {
    const own = cells.filter((cell) => cell.column === column);
    const errors = own.flatMap(({ error, tolerance, passed }) => {
      if (error === undefined) return [];
      const width = 'value' in tolerance ? tolerance.value : 0;
      return [width > 0 ? error / width : passed ? 0 : Number.POSITIVE_INFINITY];
    });
    return {
      rows: column,
      tolerance: { kind: 'own' },
      passed: own.filter(({ passed }) => passed).length,
      failed: own.filter(({ passed }) => !passed).length,
      notScored: 0,
      worst: errors.length === 0 ? null : Math.max(...errors),
      mean: errors.length === 0 ? null : errors.reduce((total, error) => total + error, 0) / errors.length,
    };
  });
}

/** A table whose rows are medians over random draws is one case: it passes when enough of its cells lie in tolerance. */
function scoreExperiment(path: string, file: string, kind: ExperimentKind, replays?: ReadonlyMap<number, unknown>): FileResult {
  const table = tableOf(path);
  if ('broken' in table) return broken(file, kind.name, table.broken);
  const rows = table.rows.map((row): RowResult => {
    const base = { line: row.line, rows: kind.name };
    const without = (status: Status, reason: Reason): RowResult => ({ ...base, status, reason, answers: [], filled: [] });
    if (row.overlong) return without('failed', { code: 'row-overlong' });
    const read = readCells(row, kind.inputs, kind.defaults);
    if (!read.ok)
      return 'bad' in read ? without('failed', { code: 'input-not-a-number', detail: read.bad }) : without('not scored', read.reason);
    const predicted = replays === undefined ? kind.replay(guardedRow(read.cells, kind.inputs)) : replays.get(row.line);
    const answers = kind.judge(predicted, Object.fromEntries([...row.cells].map(([name, cell]) => [name, readNumber(cell)])));
    if (answers.length === 0) return without('not scored', { code: 'row-not-scored' });
    return { ...base, status: answers.every(({ passed }) => passed) ? 'passed' : 'failed', answers, filled: read.filled };
  });
  const cells = rows.flatMap(({ answers }) => answers);
  // A row that could not be computed is a cell that is off.
  const lost = rows.filter(({ status, answers }) => status === 'failed' && answers.length === 0).length;
  const within = cells.filter(({ passed }) => passed).length;
  const scored = cells.length + lost;
  const passed = scored > 0 && within >= kind.leastShare * scored;
  return {
    file,
    kind: kind.name,
    groups: columnsOf(cells),
    rows,
    cells: { within, scored, least: kind.leastShare },
    passed: passed ? 1 : 0,
    failed: scored > 0 && !passed ? 1 : 0,
    notScored: scored === 0 ? 1 : 0,
  };
}

interface FoundDocument {
  readonly file: string;
  readonly document: Document;
  readonly kind: DocumentKind;
  readonly inputs: DocumentInputs;
}

/** The document as its replay sees it. */
function openDocument(file: string, document: Document, kind: DocumentKind): FoundDocument {
  const fromName = Object.entries(kind.fromName(basename(file)));
  const stated = new Map([...fromName, ...[...document].filter(([, value]) => value !== undefined)]);
  return { file, document, kind, inputs: guardedDocument(stated, kind.inputs) };
}

/** A list of numbers from whatever nesting; nothing where a leaf is none. */
function flatNumbers(value: unknown): readonly number[] | undefined {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) return undefined;
  const lists = value.map(flatNumbers);
  return lists.some((list) => list === undefined) ? undefined : (lists as readonly (readonly number[])[]).flat();
}

function scoreDocument({ file, document, kind, inputs }: FoundDocument, all: readonly FoundDocument[]): FileResult {
  const base = { line: 1, rows: kind.name };
  const result = (row: RowResult): FileResult => {
    const rows = [row];
    return { file, kind: kind.name, groups: groupsOf([{ name: kind.name, tolerances: tolerancesIn(rows) }], rows), rows, ...count(rows) };
  };
  const without = (status: Status, reason: Reason): FileResult => result({ ...base, status, reason, answers: [], filled: [] });
  const wanted = kind.answers(inputs).filter(({ key }) => document.get(key) !== undefined);
  if (wanted.length === 0) return without('not scored', { code: 'row-not-scored' });
  const joined = all.filter((other) => other.kind.name === kind.joins).map((other) => other.inputs);
  const replayed = kind.replay(inputs, joined);
  if ('notScored' in replayed) return without('not scored', replayed.notScored);
  if ('failed' in replayed) return without('failed', replayed.failed);
  let reason: Reason | undefined;
  const answers = wanted.map(({ key, tolerance }): ScoredAnswer => {
    const given = replayed.predicted[key];
    const predicted = typeof given === 'number' ? [given] : given;
    const answer = flatNumbers(document.get(key));
    const judged = predicted === undefined || answer === undefined ? undefined : judgeList(predicted, answer, tolerance);
    if (judged !== undefined && Number.isFinite(judged.predicted)) {
      const { error, within } = judged;
      return { column: key, predicted: judged.predicted, answer: judged.answer, error, tolerance, passed: within };
    }
    reason ??= { code: predicted === undefined || judged !== undefined ? 'not-computed' : 'not-as-long', detail: key };
    return { column: key, predicted: null, answer: answer?.[0] ?? Number.NaN, tolerance, passed: false };
  });
  const status = answers.every(({ passed }) => passed) ? 'passed' : 'failed';
  return result({ ...base, status, ...(reason === undefined ? {} : { reason }), answers, filled: [] });
}

/** A file that a kind of the area recognises, ready to be scored. */
interface Scoring {
  readonly file: string;
  /** Where replays of its rows can be made beforehand. */
  readonly experiment?: { readonly kind: string; readonly rows: () => ReturnType<typeof replayable> };
  readonly score: (replays?: ReadonlyMap<number, unknown>) => FileResult;
}

/** Files of an area below a path, and those that no kind recognises. */
function findScorings(
  area: string,
  path: string,
  known: readonly Area[],
): Checked<{ readonly scorings: Scoring[]; readonly unknown: string[] }> {
  const found = known.find(({ name }) => name === area);
  const issues = [
    ...(found === undefined
      ? [
          {
            code: 'validation/area-unknown',
            path: 'AREA',
            expected: [...known.map(({ name }) => name), ...(known === areas ? ownAreas : [])].join(', '),
            received: area,
          },
        ]
      : []),
    ...(existsSync(path) ? [] : [{ code: 'validation/path-missing', path: 'PATH', received: path }]),
  ];
  if (found === undefined || issues.length > 0) return { ok: false, issues };

  const places = findFiles(path).map((place) => ({ place, columns: new Set(mayHoldTable(place) ? readColumns(place) : []) }));
  const holds = (columns: ReadonlySet<string>, wanted: readonly string[]): boolean => wanted.every((column) => columns.has(column));
  const neighboursOf = (file: string): Neighbours => {
    const besides = places.filter(({ place }) => place !== file && dirname(place) === dirname(file));
    return (wanted) =>
      besides.flatMap(({ place, columns }) => {
        const table = holds(columns, wanted) ? readTable(place) : undefined;
        return table === undefined || 'broken' in table ? [] : table.rows;
      });
  };
  const { documents: documentKinds = [], experiments = [], inputs: inputFiles = [] } = found;
  const unknown: string[] = [];
  const documents: FoundDocument[] = [];
  // Documents are gathered before any is scored: one may need another, wherever it lies.
  const scorings: Scoring[] = [];
  for (const { place, columns: tabled } of places) {
    const file = relative(path, place).split(sep).join('/') || basename(path);
    const document = documentKinds.length > 0 && mayHoldDocument(place) ? readDocument(place) : undefined;
    const columns = document === undefined ? tabled : new Set(document.keys());
    const hasAll = (names: readonly string[]): boolean => holds(columns, names);
    const documentKind = document === undefined ? undefined : documentKinds.find(({ recognise }) => recognise.some(hasAll));
    const experiment = document === undefined ? experiments.find(({ recognise }) => hasAll(recognise)) : undefined;
    const kind = document === undefined ? found.files.find(({ recognise }) => hasAll(recognise)) : undefined;
    if (document !== undefined && documentKind !== undefined) {
      const opened = openDocument(file, document, documentKind);
      documents.push(opened);
      scorings.push({ file, score: () => scoreDocument(opened, documents) });
    } else if (experiment !== undefined)
      scorings.push({
        file,
        experiment: { kind: experiment.name, rows: () => replayable(place, experiment) },
        score: (replays) => scoreExperiment(place, file, experiment, replays),
      });
    else if (kind !== undefined) scorings.push({ file, score: () => scoreFile(place, file, kind, neighboursOf(place)) });
    else if (!inputFiles.some(({ recognise }) => hasAll(recognise))) unknown.push(file);
  }
  return { ok: true, value: { scorings, unknown } };
}

const resultOf = (area: string, path: string, files: readonly FileResult[], unknown: readonly string[]): Validation => ({
  schema: 'chokepoint/validation/1',
  area,
  path,
  files,
  unknown,
  summary: sum(files),
});

/**
 * Scores the model against every file of an area that lies at or below a path. Files are recognised by their
 * columns; a replay sees its declared input columns and nothing else.
 *
 * @param area name of the area
 * @param path file or folder
 * @param known the areas there are, for tests
 */
export function validate(area: string, path: string, known: readonly Area[] = areas): Checked<Validation> {
  const found = findScorings(area, path, known);
  if (!found.ok) return found;
  const files = found.value.scorings.map(({ score }) => score());
  return { ok: true, value: resultOf(area, path, files, found.value.unknown) };
}

/** Who works on a validation, and who watches it. */
export interface ValidationRun {
  /** Threads that replay experiments. */
  readonly workers: number;
  /** Is told of each file as it is finished, in their order. */
  readonly onFile: (file: FileResult) => void;
  /** Is told how many rows of a table are replayed. */
  readonly onRows: (file: string, done: number, rows: number) => void;
}

/**
 * The same, file by file as they are finished, with experiments replayed in worker threads. The digits are the same for any number of them.
 *
 * @param area name of the area
 * @param path file or folder
 * @param run workers, and who is told
 */
export async function validateInParts(area: string, path: string, run: ValidationRun): Promise<Checked<Validation>> {
  const found = findScorings(area, path, areas);
  if (!found.ok) return found;
  const { scorings, unknown } = found.value;
  const pool = scorings.some(({ experiment }) => experiment !== undefined) ? replayPool(run.workers) : undefined;
  const replays = scorings.map(async ({ file, experiment }) => {
    if (experiment === undefined || pool === undefined) return undefined;
    const rows = experiment.rows();
    const predicted = await pool.replay(experiment.kind, [...rows.values()], (done) => run.onRows(file, done, rows.size));
    return new Map([...rows.keys()].map((line, index) => [line, predicted[index]]));
  });
  const files: FileResult[] = [];
  for (const [index, { score }] of scorings.entries()) {
    const file = score(await replays[index]);
    files.push(file);
    run.onFile(file);
  }
  await pool?.close();
  return { ok: true, value: resultOf(area, path, files, unknown) };
}
