import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CalculonDatatype, type CalculonLimits, type CalculonModel, type CalculonSystem, calculonDatatypes } from '#run';
import { calculonModelSchema, calculonSystemSchema } from '#scenario';
import type { Reason } from '../area.ts';
import { largestFile } from '../read-table.ts';

/** What made a table of plans: the run of the program, from the index that lies beside it. */
export interface PlanRun {
  /** What the table holds: every plan that is valid, the best ones in order, or some rows. */
  readonly holds: 'all' | 'best' | 'some';
  readonly limits: CalculonLimits;
  readonly model: string;
  readonly system: string;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a JSON file says; nothing where it is none. */
const readJson = (file: string): unknown => {
  try {
    return statSync(file).size > largestFile ? undefined : JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
};

/** A list of runs, each with the file that it wrote. */
const isIndex = (value: unknown): value is readonly Json[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((entry) => isObject(entry) && 'file' in entry && 'model' in entry && 'system' in entry);

/** Models and systems by name. */
const isInputs = (value: unknown): value is { readonly models: Json; readonly systems: Json } =>
  isObject(value) && isObject(value['models']) && isObject(value['systems']);

/** Indexes and inputs of a folder, with the runs that they describe. */
export interface PlanInputs {
  readonly entries: readonly Json[];
  readonly models: Json;
  readonly systems: Json;
}

/** The JSON files that are read for the sake of tables of plans. */
export const isPlanInput = (file: string): boolean => {
  const value = readJson(file);
  return isIndex(value) || isInputs(value);
};

/**
 * Gathers what indexes and inputs say that lie in the folder of a table.
 *
 * @param table path of the table
 */
export function inputsBeside(table: string): PlanInputs {
  const folder = dirname(table);
  const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.json'));
  const beside = names.sort().map((name) => readJson(join(folder, name)));
  return {
    entries: beside.filter(isIndex).flat(),
    models: Object.assign({}, ...beside.filter(isInputs).map(({ models }) => models)),
    systems: Object.assign({}, ...beside.filter(isInputs).map(({ systems }) => systems)),
  };
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const packed = (name: string): string => name.replace(/\.gz$/i, '');

/** A flag by the beginning of its name: some are written with their short form behind. */
const flagOf = (flags: Json, name: string): unknown => Object.entries(flags).find(([key]) => key.startsWith(name))?.[1];

/** Whether activations are fused: yes, no, or both ways, in the order in which the program tries them. */
const fusedOf = (value: unknown): readonly boolean[] => {
  if (Array.isArray(value)) return value.map(Boolean);
  if (value === false || /^(f|false|0)$/i.test(String(value))) return [false];
  return /^(both|all|\*)$/i.test(String(value)) ? [false, true] : [true];
};

/**
 * A model by its name in the inputs.
 *
 * @param inputs what lies beside the table
 * @param name its name
 */
export const modelOf = ({ models }: Pick<PlanInputs, 'models'>, name: string): CalculonModel | undefined => {
  const parsed = calculonModelSchema.safeParse(models[name]);
  return parsed.success ? parsed.data : undefined;
};

/** A system by its name in the inputs. */
export const systemOf = ({ systems }: Pick<PlanInputs, 'systems'>, name: string): CalculonSystem | undefined => {
  const parsed = calculonSystemSchema.safeParse(systems[name]);
  return parsed.success ? parsed.data : undefined;
};

const isDatatype = (name: string): name is CalculonDatatype => Object.hasOwn(calculonDatatypes, name);

/**
 * The run that made a table, by the name that the index gives it.
 *
 * @param table path of the table
 * @param inputs what lies beside it
 */
export function runOf(table: string, inputs: PlanInputs): PlanRun | Reason {
  const name = basename(table);
  const entry =
    inputs.entries.find((each) => words(each['file']) === name) ??
    inputs.entries.find((each) => packed(words(each['file'])) === packed(name));
  if (entry === undefined) return { code: 'plans/no-entry' };
  const [model, system, datatype] = [words(entry['model']), words(entry['system']), words(entry['datatype']) || 'float16'];
  const [foundModel, foundSystem] = [modelOf(inputs, model), systemOf(inputs, system)];
  if (foundModel === undefined) return { code: 'plans/no-model', detail: model };
  if (foundSystem === undefined) return { code: 'plans/no-system', detail: system };
  if (!isDatatype(datatype)) return { code: 'plans/no-datatype', detail: datatype };
  const flags = isObject(entry['flags']) ? entry['flags'] : {};
  const command = words(entry['command']);
  const [processors, maxBatch] = [Number(entry['gpus'] ?? entry['num_procs'] ?? 0), Number(entry['batch'] ?? entry['max_batch_size'] ?? 0)];
  // Rows of a space of unknown limits are rows all the same.
  const isSpace = processors >= 1 && maxBatch >= 1;
  return {
    holds: !isSpace ? 'some' : /all-executions|\blae\b/.test(command) ? 'all' : /optimal-execution|\bloe\b/.test(command) ? 'best' : 'some',
    model,
    system,
    limits: {
      model: foundModel,
      system: foundSystem,
      processors,
      maxBatch,
      datatype,
      fusedActivation: fusedOf(flagOf(flags, 'fused_activation')),
      tensorOverlap: flagOf(flags, 'no_tp_overlap') !== true,
      dataOverlap: flagOf(flags, 'no_dp_overlap') !== true,
      microBatchBreak: flagOf(flags, 'mbs_break') === true,
      attention: flagOf(flags, 'attention_type') === 'multiquery' ? 'multiquery' : 'multihead',
      training: flagOf(flags, 'training') !== false,
      recomputeFix: entry['recomputefix'] === true,
    },
  };
}
