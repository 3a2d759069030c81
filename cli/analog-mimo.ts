import { type Command, InvalidArgumentError } from 'commander';
import { openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import {
  type AnalogMimo,
  type AnalogMimoOptions,
  buildAnalogMimo,
  chipFigures,
  type LinesState,
  type Sheet,
  type SheetInput,
} from '#report';
import {
  type AnalogOutput,
  analogOptions,
  decades,
  emit,
  inputRows,
  numbered,
  percent,
  plainFigure,
  reproduceLine,
} from './analog-output.ts';
import { fail } from './fail.ts';
import { languageOf, numberBetween } from './options.ts';

interface MimoFlags extends AnalogOutput {
  readonly antennas: readonly [number, number];
  readonly qam: number;
  readonly snr: readonly number[];
  readonly levels?: number;
  readonly leaf: number;
  readonly writeError?: number;
  readonly gain?: number;
  readonly exactResidual?: true;
  readonly cycles: number;
  readonly channels: number;
  readonly seed: number;
}

const chip = 'solver/pku-rram';
const facts = ['cellBits', 'writeError', 'sliceError', 'sharedRows', 'amplifierGain'] as const;
const vectors = 40;
const orders = [4, 16, 64, 256, 1024];
/** Complex products a second that the commands reach, roughly: only to say beforehand that it takes long. */
const workPerSecond = 4e8;
/** Published cycles to the error rate of floating point, with the antennas they speak of. */
const published: Readonly<Record<string, number>> = { '128x8': 3, '16x4': 2 };

const antennasOf = (text: string): readonly [number, number] => {
  const match = /^(\d+)x(\d+)$/.exec(text);
  const receive = Number(match?.[1]);
  const transmit = Number(match?.[2]);
  if (match === null || transmit < 1 || receive < transmit || receive > 1024 || transmit > 128) throw new InvalidArgumentError('128x8');
  return [receive, transmit];
};

const list = (text: string): readonly number[] => {
  const values = text.split(',').map(Number);
  if (text.trim() === '' || values.length > 40 || values.some((value) => !Number.isFinite(value) || Math.abs(value) > 100))
    throw new InvalidArgumentError('0,10,20');
  return [...new Set(values)].sort((a, b) => a - b);
};

const orderOf = (text: string): number => {
  if (!orders.includes(Number(text))) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(orders.map(String)));
  return Number(text);
};

const rate = (value: number): string => (value === 0 ? '0' : value.toExponential(1).replace('e-', 'e-').replace('e+0', ''));

const chartOf = (answer: AnalogMimo, lang: Lang): LinesState => {
  const t = messages(lang).analog.mimo;
  const { rows, options, bits } = answer;
  const floor = 10 ** Math.floor(Math.log10(1 / bits));
  const at = (value: number): number => Math.max(floor, value);
  const low = rows[0]?.snr ?? 0;
  const high = Math.max(low + 1, rows.at(-1)?.snr ?? 1);
  return {
    kind: 'lines',
    lang,
    title: t.chart,
    description: t.bits(bits.toLocaleString('en')),
    x: { scale: 'linear', low, high, ticks: rows.map(({ snr }) => ({ value: snr, text: String(snr) })), label: t.snr },
    y: { scale: 'log', low: floor, high: 1, ticks: decades(floor, 1), label: t.rate },
    series: [
      ...Array.from({ length: options.cycles }, (_, cycle) => ({
        name: t.cycle(cycle + 1),
        points: rows.map(({ snr, cycles }) => ({ x: snr, y: at(cycles[cycle] as number) })),
      })),
      { name: t.float, dashed: true, points: rows.map(({ snr, single }) => ({ x: snr, y: at(single) })) },
    ],
    walls: [{ axis: 'y', value: Math.max(floor, 1 / bits), text: t.floor }],
  };
};

const sheetOf = (answer: AnalogMimo, inputs: readonly SheetInput[], sources: readonly string[], lang: Lang): Sheet => {
  const { analog } = messages(lang);
  const t = analog.mimo;
  const { options, rows } = answer;
  const antennas = `${options.receive}x${options.transmit}`;
  const last = rows.at(-1);
  const claimedCycles = options.order === 256 ? published[antennas] : undefined;
  const slowest = rows.map(({ equalFrom }) => equalFrom ?? Number.POSITIVE_INFINITY).reduce((a, b) => Math.max(a, b), 0);
  const failing = rows
    .filter(({ equalFrom }) => (equalFrom ?? Number.POSITIVE_INFINITY) > (claimedCycles ?? 0))
    .map(({ snr }) => String(snr))
    .join(', ');
  const found = Number.isFinite(slowest) ? t.found(String(slowest)) : t.foundMore(String(options.cycles));
  return {
    title: t.title(`${options.receive} × ${options.transmit}`, String(options.order)),
    sentence: [
      last?.equalFrom === undefined
        ? t.unequal(String(last?.snr ?? 0), String(options.cycles))
        : t.equal(String(last.snr), String(last.equalFrom)),
      // What was published is said first of all, whether it is found again or not.
      ...(claimedCycles === undefined
        ? []
        : [
            slowest <= claimedCycles
              ? t.isReproduced(antennas, String(claimedCycles))
              : t.isNotReproduced(antennas, String(claimedCycles), failing),
          ]),
    ].join(lang === 'zh' ? '' : ' '),
    notes: [
      t.same,
      options.slices === undefined
        ? analog.solve.exactNote
        : t.arrays(percent(options.slices.error), String(Math.min(2 * options.transmit, options.slices.rowsActive))),
      t.radius(plainFigure(answer.radius)) + (answer.diverging > 0 ? ` ${analog.solve.some(percent(answer.diverging))}` : ''),
      ...(claimedCycles === undefined ? [] : [`${t.published} ${slowest <= claimedCycles ? t.reproduced : t.notReproduced(found)}`]),
    ],
    tables: [
      {
        title: t.table,
        note: t.bits(answer.bits.toLocaleString('en')),
        head: [t.snr, ...Array.from({ length: options.cycles }, (_, cycle) => t.cycle(cycle + 1)), t.float, t.double, t.equalHead],
        rows: rows.map(({ snr, cycles, single, double, equalFrom }) => [
          String(snr),
          ...cycles.map(rate),
          rate(single),
          rate(double),
          equalFrom === undefined ? analog.most(options.cycles) : String(equalFrom),
        ]),
      },
    ],
    charts: [chartOf(answer, lang)],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

const mimo = async (flags: MimoFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const { analog } = messages(lang);
  const catalog = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!catalog.ok) return fail(catalog.issues, lang);
  const figures = chipFigures(catalog.value, chip, facts, {
    ...(flags.levels === undefined ? {} : { cellBits: Math.log2(flags.levels) }),
    ...(flags.writeError === undefined ? {} : { writeError: flags.writeError }),
    ...(flags.gain === undefined ? {} : { amplifierGain: flags.gain }),
  });
  if (!figures.ok) return fail(figures.issues, lang);
  const at = figures.value;
  const [receive, transmit] = flags.antennas;
  const options: AnalogMimoOptions = {
    receive,
    transmit,
    order: flags.qam,
    snrs: flags.snr,
    leaf: Math.min(2 * transmit, flags.leaf === 0 ? 2 * transmit : flags.leaf),
    cellBits: at.cellBits.value,
    writeError: at.writeError.value,
    gain: at.amplifierGain.value,
    converterBits: Math.max(2, Math.floor(at.cellBits.value) + 1),
    ...(flags.exactResidual ? {} : { slices: { error: at.sliceError.value, rowsActive: at.sharedRows.value } }),
    cycles: flags.cycles,
    channels: flags.channels,
    vectors,
    seed: flags.seed,
  };
  const n = 2 * transmit;
  const work =
    flags.channels * vectors * flags.snr.length * (flags.cycles * 2 * n * n + 4 * receive * transmit) + flags.channels * 10 * n ** 3;
  const slow = work > workPerSecond;
  const step = Math.max(1, Math.round(flags.channels / 10));
  const answer = buildAnalogMimo(options, (done) => {
    if (slow && done % step === 0) process.stderr.write(`${analog.stage.channels(done, flags.channels)}\n`);
  });
  const { numbers, texts } = numbered(
    catalog.value,
    facts.flatMap((fact) => at[fact].sources),
  );
  const inputsIn = (each: Lang) =>
    inputRows(
      facts.map((fact) => at[fact]),
      numbers,
      each,
    );
  const inputs = facts.map((fact) => ({ input: fact, value: at[fact].value, grade: at[fact].grade ?? null, sources: at[fact].sources }));
  await emit(flags, { ...answer, inputs }, (each) => sheetOf(answer, inputsIn(each), texts, each));
};

/** `chokepoint analog mimo`: detection of symbols of many antennas. */
export const addAnalogMimo = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  const help = messages(languageOf(undefined)).cli.help;
  analogOptions(
    group
      .command('mimo')
      .description(t.mimo)
      .option('--antennas <RxT>', t.antennas, antennasOf, [128, 8])
      .option('--qam <n>', t.qam, orderOf, 256)
      .option('--snr <list>', t.snr, list, [0, 5, 10, 15, 20, 25])
      .option('--levels <n>', t.levels, numberBetween(2, 128, true))
      .option('--leaf <n>', t.leaf, numberBetween(0, 256, true), 4)
      .option('--write-error <share>', t.writeError, numberBetween(0, 1))
      .option('--gain <n>', t.gain, numberBetween(1, 1e12))
      .option('--exact-residual', t.exact)
      .option('--cycles <n>', t.cycles, numberBetween(1, 60, true), 5)
      .option('--channels <n>', t.channels, numberBetween(1, 10_000, true), 100)
      .option('--seed <n>', help.seed, numberBetween(0, 2 ** 32 - 1, true), 1),
  ).action(mimo);
};
