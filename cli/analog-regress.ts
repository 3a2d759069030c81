import { type Command, InvalidArgumentError } from 'commander';
import { openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import { type AnalogRegression, buildAnalogRegression, type ChipFigure, chipFigures, engineering, type Sheet } from '#report';
import { median } from '#uncertainty';
import { numbers, readNumbers } from './analog-matrix.ts';
import {
  type AnalogOutput,
  analogOptions,
  emit,
  inputRows,
  interval,
  numbered,
  percent,
  plainFigure,
  reproduceLine,
  times,
} from './analog-output.ts';
import { fail } from './fail.ts';
import { languageOf, numberBetween } from './options.ts';
import { write } from './output.ts';

interface RegressFlags extends AnalogOutput {
  readonly random?: readonly [number, number];
  readonly levels?: number;
  readonly writeError?: number;
  readonly gain?: number;
  readonly gbw?: number;
  readonly bits: number;
  readonly processor: string;
  readonly utilisation: number;
  readonly trials: number;
  readonly seed: number;
}

const chip = 'solver/pku-rram';
const facts = [
  'cellBits',
  'writeError',
  'amplifierGain',
  'gainBandwidth',
  'highestConductance',
  'meanConductance',
  'readVoltage',
  'amplifierPower',
  'writeEnergy',
] as const;
/** Points and weights together that the motion of the circuit is worked out for. */
const most = 512;

const shapeOf = (text: string): readonly [number, number] => {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null || Number(match[1]) < 1 || Number(match[2]) < 1) throw new InvalidArgumentError('64x8');
  return [Number(match[1]), Number(match[2])];
};

/** Neighbouring columns go together, as those of measured data do; the first is a constant, and a tenth of the target is noise. */
const drawData = (rows: number, columns: number, seed: number): Float64Array => {
  const z = numbers('normal', seed, rows * (columns + 1));
  const tie = 0.5;
  const out = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    const at = i * (columns + 1);
    let before = 0;
    let target = 0;
    for (let j = 0; j < columns; j++) {
      before = j === 0 ? 1 : tie * (j === 1 ? 0 : before) + Math.sqrt(1 - tie ** 2) * (z[at + j] as number);
      out[at + j] = before;
      target += before * Math.cos(j);
    }
    out[at + columns] = target + 0.1 * (z[at + columns] as number);
  }
  return out;
};

const sheetOf = (
  answer: AnalogRegression,
  name: string,
  figures: readonly ChipFigure[],
  rival: string,
  sources: ReturnType<typeof numbered>,
  lang: Lang,
): Sheet => {
  const t = messages(lang).analog.regress;
  const { error, excess, energy } = answer;
  const { p10, p50, p90 } = error;
  const percents = (value: number): string => percent(value);
  return {
    title: t.title(name, String(answer.rows), String(answer.columns)),
    sentence:
      answer.stable >= 0.5
        ? t.sentence(
            interval(p50, p10, p90, percents),
            interval(excess.p50, excess.p10, excess.p90),
            answer.settling === undefined ? '–' : engineering(answer.settling, 's'),
          )
        : t.unstable(percent(1 - answer.stable)),
    notes: [t.once, t.accounting],
    tables: [
      {
        title: t.errors,
        head: [t.figure, t.value],
        rows: [
          [t.rows.levels, percent(answer.levels)],
          [t.rows.gain, percent(answer.gainAndLevels)],
          [t.rows.error, interval(p50, p10, p90, percents)],
          [t.rows.excess, interval(excess.p50, excess.p10, excess.p90)],
          [t.rows.stable, percent(answer.stable)],
        ],
      },
      {
        title: t.energy,
        note: t.energyNote(rival),
        head: [t.figure, t.value, t.gain],
        rows: [
          [t.rows.solve, engineering(energy.solve, 'J'), times(energy.digital / energy.solve)],
          [
            t.rows.write(plainFigure(answer.cells)),
            engineering(energy.solve + energy.write, 'J'),
            times(energy.digital / (energy.solve + energy.write)),
          ],
          [t.rows.digital, engineering(energy.digital, 'J'), '1×'],
        ],
      },
    ],
    charts: [],
    inputs: inputRows(figures, sources.numbers, lang),
    sources: sources.texts,
    reproduce: reproduceLine(lang),
  };
};

const regress = async (file: string | undefined, flags: RegressFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const t = messages(lang).analog.regress;
  const catalog = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!catalog.ok) return fail(catalog.issues, lang);
  const found = chipFigures(catalog.value, chip, facts, {
    ...(flags.levels === undefined ? {} : { cellBits: Math.log2(flags.levels) }),
    ...(flags.writeError === undefined ? {} : { writeError: flags.writeError }),
    ...(flags.gain === undefined ? {} : { amplifierGain: flags.gain }),
    ...(flags.gbw === undefined ? {} : { gainBandwidth: flags.gbw }),
  });
  if (!found.ok) return fail(found.issues, lang);
  const processor = catalog.value.get(flags.processor, 'accelerator');
  const [peak, power] = ['peakFp32', 'power'].map((fact) => processor && catalog.value.select(processor, fact));
  if (processor === undefined || peak === undefined || power === undefined) {
    const near = catalog.value.suggest(flags.processor, 'accelerator') ?? 'accelerator';
    return fail([{ code: 'cli/analog-unknown-thing', path: '--processor', received: flags.processor, expected: near }], lang);
  }
  const [points, weights] = flags.random ?? [64, 8];
  const read =
    file === undefined
      ? {
          ok: true as const,
          value: { name: `${points}x${weights}`, rows: points, columns: weights + 1, values: drawData(points, weights, flags.seed) },
        }
      : readNumbers(file);
  if (!read.ok) return fail(read.issues, lang);
  const { name, rows, columns: width, values } = read.value;
  const columns = width - 1;
  if (columns < 1 || rows + columns > most)
    return fail(
      [
        {
          code: columns < 1 ? 'cli/matrix-unreadable' : 'cli/matrix-too-large',
          path: '',
          ...(file === undefined ? {} : { file }),
          received: `${rows} x ${width}`,
          expected: `${most - columns} x ${width}`,
        },
      ],
      lang,
    );
  const at = found.value;
  const answer = buildAnalogRegression({
    rows,
    columns,
    data: values.filter((_, index) => index % width < columns),
    targets: values.filter((_, index) => index % width === columns),
    cellBits: at.cellBits.value,
    writeError: at.writeError.value,
    gain: at.amplifierGain.value,
    gainBandwidth: at.gainBandwidth.value,
    highest: at.highestConductance.value,
    meanConductance: at.meanConductance.value,
    readVoltage: at.readVoltage.value,
    amplifierPower: at.amplifierPower.value,
    writeEnergy: at.writeEnergy.value,
    digitalEnergy: median(power.value) / (median(peak.value) * flags.utilisation),
    bits: flags.bits,
    trials: flags.trials,
    seed: flags.seed,
  });
  if (!answer.feasible) {
    write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : `${t.refused[answer.binding]}\n`);
    process.exitCode = 1;
    return;
  }
  const figures = facts.map((fact) => at[fact]);
  const sources = numbered(
    catalog.value,
    figures.flatMap((figure) => figure.sources),
  );
  const rivalIn = (each: Lang): string =>
    messages(each).analog.compare.processor(
      processor.name[each] ?? processor.name.en,
      messages(each).analog.compare.rivals['processor-used'](percent(flags.utilisation)),
    );
  await emit(flags, { ...answer, inputs: figures }, (each) => sheetOf(answer, name, figures, rivalIn(each), sources, each));
};

/** `chokepoint analog regress`: least squares in one step of the generalised inverse. */
export const addAnalogRegress = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  const help = messages(languageOf(undefined)).cli.help;
  analogOptions(
    group
      .command('regress')
      .description(t.regress)
      .argument('[data]', t.data)
      .option('--random <RxC>', t.randomData, shapeOf)
      .option('--levels <n>', t.levels, numberBetween(2, 128, true))
      .option('--write-error <share>', t.writeError, numberBetween(0, 1))
      .option('--gain <n>', t.gain, numberBetween(1, 1e12))
      .option('--gbw <hz>', t.gainBandwidth, numberBetween(1, 1e12))
      .option('--bits <n>', t.settleBits, numberBetween(1, 40, true), 8)
      .option('--processor <id>', t.processor, 'accelerator/h100-sxm')
      .option('--utilisation <share>', t.utilisation, numberBetween(1e-4, 1), 0.2)
      .option('--trials <n>', t.trials, numberBetween(1, 1000, true), 20)
      .option('--seed <n>', help.seed, numberBetween(0, 2 ** 32 - 1, true), 1),
  ).action(regress);
};
