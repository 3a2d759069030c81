import { type Command, Option } from 'commander';
import { buildSettling, settlingSheet } from '#report';
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

interface SettleFlags extends ArrayFlags {
  readonly gain?: number;
  readonly gbw?: number;
  readonly bits: number;
}

/** Entries that a closed loop takes: 1,024 x 1,024. Its motion costs the cube of the size. */
const most = 2 ** 20;
const facts = ['cellBits', 'highestConductance', 'writeError', 'amplifierGain', 'gainBandwidth', 'wireResistance', 'readVoltage'] as const;

async function settle(file: string | undefined, flags: SettleFlags): Promise<void> {
  const lang = languageOf(flags.lang);
  const matrix = readMatrix({ file, random: flags.random, seed: flags.seed, square: true, most });
  if (!matrix.ok) return fail(matrix.issues, lang);
  const { rows, values, name } = matrix.value;
  const vector = vectorOf(flags, rows);
  const chip = openChip(flags, facts, {
    cellBits: flags.cellBits,
    writeError: flags.writeError,
    amplifierGain: flags.gain,
    gainBandwidth: flags.gbw,
    wireResistance: flags.wire,
  });
  if (!vector.ok) return fail(vector.issues, lang);
  if (!chip.ok) return fail(chip.issues, lang);
  const { catalog, figures } = chip.value;
  const bar = progressBar(lang);
  const study = buildSettling({
    size: rows,
    matrix: values,
    rightSide: vector.value,
    cellBits: figures.cellBits.value,
    writeError: figures.writeError.value,
    highest: figures.highestConductance.value,
    gain: figures.amplifierGain.value,
    gainBandwidth: figures.gainBandwidth.value,
    wire: figures.wireResistance.value,
    readVoltage: figures.readVoltage.value,
    bits: flags.bits,
    normals: normalsOf(flags.seed),
    goOn: (done, total) => bar.tick(done / total),
  });
  bar.clear();
  const frame = frameOf(name, catalog, figures);
  const record = {
    schema: 'chokepoint/analog-settling/1',
    name,
    seed: flags.seed,
    bits: flags.bits,
    inputs: Object.values(figures),
    ...study,
  };
  await writeSheet(flags, (each) => settlingSheet(study, flags.bits, frame, each), record);
}

/**
 * Adds `analog settle`.
 *
 * @param group the commands of the analog chip
 */
export function addAnalogSettle(group: Command): void {
  const { settle: texts, options } = arrayTexts();
  arrayOptions(group.command('settle').description(texts.description))
    .addOption(new Option('--cell-bits <n>', options.continuous).argParser(numberBetween(0, 7, true)))
    .addOption(new Option('--gain <n>', options.gain).argParser(numberBetween(1, 1e15)))
    .addOption(new Option('--gbw <hz>', options.gainBandwidth).argParser(numberBetween(1, 1e12)))
    .addOption(new Option('--bits <n>', options.settleBits).argParser(numberBetween(1, 40, true)).default(8))
    .action(settle);
}
