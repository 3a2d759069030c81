import type { Reason } from '../area.ts';

/** Columns beside the inputs that say which rows count, and what was measured. */
export const recognised = ['target_tok_s_gpu', 'n_accelerators', 'quality'] as const;

/**
 * Why a row is not scored as a step; undefined where it is.
 *
 * @param cells all cells of the row
 */
export function notScored(cells: ReadonlyMap<string, string>): Reason | undefined {
  const quality = cells.get('quality') ?? '';
  if (quality !== 'A' && quality !== 'B') return { code: 'training-quality', detail: quality };
  const preferred = cells.get('preferred') ?? '';
  if (preferred !== '' && Number(preferred) !== 1) return { code: 'training-superseded' };
  if (!(Number(cells.get('target_tok_s_gpu')) > 0)) return { code: 'answer-empty', detail: 'target_tok_s_gpu' };
  if (/whole run|production/.test(cells.get('workload') ?? '')) return { code: 'training-whole-run' };
  return undefined;
}
