/** Columns of a table of training runs that a replay may read. All others are answers, or say who published them. */
export const inputColumns = [
  'workload',
  'model_name',
  'arch',
  'layers',
  'hidden',
  'heads',
  'kv_heads',
  'ffn_hidden',
  'vocab',
  'seq_len',
  'experts',
  'experts_active',
  'params_total',
  'params_active',
  'accelerator',
  'hbm_gb',
  'n_accelerators',
  'gpus_per_node',
  'scaleup_domain',
  'nic_gbps_per_gpu',
  'TP',
  'PP',
  'VPP',
  'DP',
  'CP',
  'EP',
  'zero_fsdp',
  'micro_batch',
  'global_batch',
  'recompute',
  'precision',
  'year',
] as const;

export type InputColumn = (typeof inputColumns)[number];

/** A row as a replay sees it: text of the input columns, empty where the cell is. */
export type RunCells = Readonly<Record<InputColumn, string>>;

/**
 * The input columns of a row and nothing else; asking for another one throws.
 *
 * @param cells all cells by column
 */
export function runCells(cells: ReadonlyMap<string, string>): RunCells {
  const own = Object.create(null) as Record<string, string>;
  for (const name of inputColumns) own[name] = cells.get(name) ?? '';
  return new Proxy(Object.freeze(own), {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
      throw new Error(`A replay asked for the column "${name}", which is not among its inputs`);
    },
  }) as RunCells;
}
