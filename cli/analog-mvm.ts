import { type Command, Option } from 'commander';
import { messages } from '#messages';
import { arrayProductSheet, buildArrayProduct, engineering, productMemory } from '#report';
import {
  type ArrayFlags,
  arrayOptions,
  arrayTexts,
  frameOf,
  normalsOf,
  openChip,
  progressBar,
  vectorOf,
  writeSheet,
} from './analog-array.ts';
import { readMatrix } from './analog-matrix.ts';
import { fail } from './fail.ts';
import { languageOf, numberBetween } from './options.ts';

interface MvmFlags extends ArrayFlags {
  readonly dacBits: number;
  readonly adcBits: number;
  readonly lines: number;
  readonly bend: number;
}

/** Entries that a product takes: 2,896 x 2,896. */
const most = 2 ** 23;
/** More memory than this is told before it is taken, B. */
const muchMemory = 2 ** 28;
const matrixBits = 24;
const facts = ['cellBits', 'lowestConductance', 'highestConductance', 'writeError', 'wireResistance', 'readVoltage'] as const;

async function mvm(file: string | undefined, flags: MvmFlags): Promise<void> {
  const lang = languageOf(flags.lang);
  const matrix = readMatrix({ file, random: flags.random, seed: flags.seed, square: false, most });
  if (!matrix.ok) return fail(matrix.issues, lang);
  const { rows, columns, values, name } = matrix.value;
  const vector = vectorOf(flags, columns);
  const chip = openChip(flags, facts, { cellBits: flags.cellBits, writeError: flags.writeError, wireResistance: flags.wire });
  if (!vector.ok) return fail(vector.issues, lang);
  if (!chip.ok) return fail(chip.issues, lang);
  const { catalog, figures } = chip.value;
  const cellBits = figures.cellBits.value;
  const memory = productMemory({ rows, columns, matrixBits, cellBits });
  if (memory > muchMemory) process.stderr.write(`${messages(lang).analogArray.memoryNote(engineering(memory, 'B'))}\n`);
  const bar = progressBar(lang);
  const product = buildArrayProduct({
    rows,
    columns,
    matrix: values,
    vector: vector.value,
    cellBits,
    writeError: figures.writeError.value,
    lowest: figures.lowestConductance.value,
    highest: figures.highestConductance.value,
    wire: figures.wireResistance.value,
    readVoltage: figures.readVoltage.value,
    dacBits: flags.dacBits,
    adcBits: flags.adcBits,
    nonlinearity: flags.bend,
    matrixBits,
    rowsActive: flags.lines,
    normals: normalsOf(flags.seed),
    goOn: () => bar.tick(undefined),
  });
  bar.clear();
  const frame = frameOf(name, catalog, figures);
  const record = { schema: 'chokepoint/analog-product/1', name, seed: flags.seed, inputs: Object.values(figures), ...product };
  await writeSheet(flags, (each) => arrayProductSheet(product, frame, each), record);
}

const mostBits = 16;
const bits = numberBetween(1, mostBits, true);

/**
 * Adds `analog mvm`.
 *
 * @param group the commands of the analog chip
 */
export function addAnalogMvm(group: Command): void {
  const { mvm: texts, options } = arrayTexts();
  arrayOptions(group.command('mvm').description(texts.description))
    .addOption(new Option('--cell-bits <n>', options.cellBits).argParser(numberBetween(1, 7, true)))
    .addOption(new Option('--dac-bits <n>', options.dac).argParser(bits).default(4))
    .addOption(new Option('--adc-bits <n>', options.adc).argParser(bits).default(8))
    .addOption(new Option('--lines <n>', options.lines).argParser(numberBetween(1, most, true)).default(8))
    .addOption(new Option('--bend <k>', options.bend).argParser(numberBetween(0, 100)).default(0))
    .action(mvm);
}
