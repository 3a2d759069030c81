import type { Catalog } from '#catalog';
import { readTable } from '../read-table.ts';
import { runCells } from './input-columns.ts';
import { type Run, readRun } from './read-run.ts';
import { notScored } from './scored-run.ts';

/** A measured run of a publication. */
export interface MeasuredRun {
  readonly id: string;
  readonly family: string;
  readonly run: Run;
  /** Tokens a second and accelerator. */
  readonly measured: number;
}

/**
 * Reads the rows of a table of training runs that are scored as steps.
 *
 * @param path file
 * @param catalog models and accelerators by name
 * @throws where the file is no table
 */
export function readMeasured(path: string, catalog: Catalog): readonly MeasuredRun[] {
  const table = readTable(path);
  if ('broken' in table) throw new Error(`${path}: ${table.broken.code}`);
  return table.rows.flatMap(({ cells }) => {
    if (notScored(cells) !== undefined) return [];
    const read = readRun(runCells(cells), catalog);
    if (!read.ok) return [];
    return [
      { id: cells.get('id') ?? '', family: cells.get('family') ?? '', run: read.run, measured: Number(cells.get('target_tok_s_gpu')) },
    ];
  });
}
