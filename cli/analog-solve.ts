import type { Command } from 'commander';
import { openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import {
  type AnalogSolveAnswer,
  type AnalogSolveOptions,
  analogSolveNeed,
  buildAnalogSolve,
  chipFigures,
  engineering,
  type LinesState,
  type Sheet,
  type SheetInput,
  type Stage,
} from '#report';
import { readMatrix } from './analog-matrix.ts';
import { type AnalogOutput, analogOptions, emit, inputRows, numbered, percent, plainFigure, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { languageOf, numberBetween } from './options.ts';
import { write } from './output.ts';

interface SolveFlags extends AnalogOutput {
  readonly random?: string;
  readonly bits: number;
  readonly levels?: number;
  readonly leaf: number;
  readonly writeError?: number;
  readonly sliceError?: number;
  readonly gain?: number;
  readonly converterBits?: number;
  readonly rows?: number;
  readonly dacBits: number;
  readonly exactResidual?: true;
  readonly cycles: number;
  readonly trials?: number;
  readonly seed: number;
}

const chip = 'solver/pku-rram';
/** 2,500 x 2,500 needs about 1.5 GB. */
const mostEntries = 2500 ** 2;
const facts = ['cellBits', 'writeError', 'sliceError', 'amplifierGain', 'sharedRows'] as const;
const quiet = 1;
const manyDraws = 20;
const fewDraws = 3;
const largeFrom = 129;

const bitsText = (value: number): string => String(Number(value.toFixed(1)));

const precisionChart = (answer: AnalogSolveAnswer, lang: Lang): LinesState => {
  const t = messages(lang).analog.solve;
  const { precision, options } = answer;
  const top = options.bits + 2;
  const clamped = (value: number): number => Math.max(0, Math.min(top, value));
  const series = (key: 'p10' | 'p50' | 'p90') => precision.map((each, index) => ({ x: index + 1, y: clamped(each[key]) }));
  const last = Math.max(2, precision.length);
  const step = Math.max(1, Math.ceil(last / 10));
  return {
    kind: 'lines',
    lang,
    title: t.precision,
    description: t.precisionText(String(options.bits)),
    x: {
      scale: 'linear',
      low: 1,
      high: last,
      ticks: Array.from({ length: last }, (_, index) => index + 1)
        .filter((cycle) => (cycle - 1) % step === 0)
        .map((value) => ({ value, text: String(value) })),
      label: t.cycle,
    },
    y: {
      scale: 'linear',
      low: 0,
      high: top,
      ticks: Array.from({ length: Math.floor(top / 4) + 1 }, (_, index) => ({ value: 4 * index, text: String(4 * index) })),
      label: t.bits,
    },
    series: [
      { name: messages(lang).analog.solve.median, points: series('p50') },
      { name: t.low, dashed: true, points: series('p10') },
      { name: t.high, dashed: true, points: series('p90') },
    ],
    walls: [{ axis: 'y', value: options.bits, text: t.target(String(options.bits)) }],
  };
};

const wallChart = (answer: AnalogSolveAnswer, lang: Lang): LinesState | undefined => {
  const t = messages(lang).analog.solve;
  const { wall, options } = answer;
  const finite = wall.flatMap(({ blocks, oneArray }) => [blocks, oneArray]).filter((value) => Number.isFinite(value) && value > 0);
  if (finite.length === 0) return undefined;
  const high = Math.max(1.2, Math.min(3, Math.max(...finite)));
  const points = (key: 'blocks' | 'oneArray') =>
    wall.filter((point) => Number.isFinite(point[key])).map((point) => ({ x: 100 * point.writeError, y: Math.min(high, point[key]) }));
  return {
    kind: 'lines',
    lang,
    title: t.wallTitle,
    description: t.wallText,
    x: { scale: 'linear', low: 0, high: 30, ticks: [0, 5, 10, 20, 30].map((value) => ({ value, text: `${value}` })), label: t.wallAxis },
    y: { scale: 'linear', low: 0, high, ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, text: String(value) })), label: t.radius },
    series: [
      { name: messages(lang).analog.solve.methods['hpinv-leaf'], points: points('blocks') },
      ...(options.leaf >= answer.size ? [] : [{ name: t.methods['hpinv-full'], points: points('oneArray') }]),
    ],
    walls: [{ axis: 'y', value: 1, text: t.wall }],
  };
};

const cliffChart = (answer: AnalogSolveAnswer, lang: Lang): LinesState | undefined => {
  const t = messages(lang).analog.solve;
  const { cliff, options } = answer;
  if (cliff.length === 0) return undefined;
  const top = options.bits + 2;
  return {
    kind: 'lines',
    lang,
    title: t.cliff,
    description: t.cliffText,
    x: {
      scale: 'log',
      low: 0.05,
      high: 5,
      ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5].map((value) => ({ value, text: String(value) })),
      label: t.cliffAxis,
    },
    y: {
      scale: 'linear',
      low: 0,
      high: top,
      ticks: Array.from({ length: Math.floor(top / 4) + 1 }, (_, index) => ({ value: 4 * index, text: String(4 * index) })),
      label: t.bits,
    },
    series: cliff.map(({ rowsActive, dacBits, points }) => ({
      name: t.cliffSeries(String(rowsActive), String(dacBits)),
      points: points.map(({ sliceError, bits }) => ({ x: 100 * sliceError, y: Math.min(top, Math.max(0, bits)) })),
    })),
    walls: [{ axis: 'y', value: options.bits, text: t.target(String(options.bits)) }],
  };
};

const sentenceOf = (answer: AnalogSolveAnswer, lang: Lang): string => {
  const t = messages(lang).analog.solve;
  const last = answer.precision.at(-1);
  switch (answer.binding) {
    case 'converges': {
      const cycles = answer.cycles as NonNullable<AnalogSolveAnswer['cycles']>;
      return t.reached(String(answer.options.bits), plainFigure(cycles.p50), plainFigure(cycles.p10), plainFigure(cycles.p90));
    }
    case 'diverges':
      return t.diverged(plainFigure(answer.radius.p50));
    case 'inexact-product':
      return t.stalls(bitsText(last?.p50 ?? 0), percent(answer.wrongCodes));
    case 'cycles':
      return t.slow(bitsText(last?.p50 ?? 0), String(answer.precision.length));
  }
};

/** The answer as a sheet. */
const solveSheet = (answer: AnalogSolveAnswer, inputs: readonly SheetInput[], sources: readonly string[], lang: Lang): Sheet => {
  const { analog } = messages(lang);
  const t = analog.solve;
  const { radius, options } = answer;
  const many = options.trials > 1;
  const cell = (value: number, text: (value: number) => string): readonly string[] => [text(value), ''];
  const figures = [
    [t.radius, plainFigure(radius.p50), many ? analog.range(plainFigure(radius.p10), plainFigure(radius.p90)) : ''],
    [
      t.bitsPerCycle,
      radius.p50 < 1 ? bitsText(-Math.log2(radius.p50)) : analog.diverges,
      many && radius.p90 < 1 ? analog.range(bitsText(-Math.log2(radius.p90)), bitsText(-Math.log2(radius.p10))) : '',
    ],
    [t.condition, ...cell(answer.condition, plainFigure)],
    ...(options.exact
      ? []
      : [
          [t.wrong, ...cell(answer.wrongCodes, percent)],
          [t.adc, ...cell(answer.converterBitsForExactSums, String)],
          [t.passes, ...cell(answer.passes, String)],
        ]),
    [t.steps, t.stepsValue(answer.inversions, answer.products), ''],
    [t.cells, engineering(answer.cells), ''],
    [t.schur, engineering(answer.schurFlop, 'FLOP'), ''],
  ];
  const charts = [precisionChart(answer, lang), wallChart(answer, lang), cliffChart(answer, lang)].filter((chart) => chart !== undefined);
  const reachedMethods = answer.methods.filter(({ iterations }) => iterations !== undefined);
  return {
    title: t.title(answer.name, `${answer.size} × ${answer.size}`),
    sentence: answer.size === 1 ? `${t.one} ${sentenceOf(answer, lang)}` : sentenceOf(answer, lang),
    notes: [
      ...(answer.diverging > 0 && answer.binding !== 'diverges' ? [t.some(percent(answer.diverging))] : []),
      ...(answer.condition > 1e10 ? [t.nearSingular(plainFigure(answer.condition))] : []),
      ...(answer.lostOffDiagonal > 0.5 ? [t.degenerate(percent(answer.lostOffDiagonal))] : []),
      ...(options.exact ? [t.exactNote] : [t.quantised]),
    ],
    tables: [
      { title: t.figures, head: [t.figure, t.median, many ? t.band : ''], rows: figures },
      {
        title: t.precision,
        head: [t.cycle, `${t.bits}, ${t.median}`, many ? t.band : ''],
        rows: answer.precision.map(({ p10, p50, p90 }, index) => [
          String(index + 1),
          bitsText(p50),
          many ? analog.range(bitsText(p10), bitsText(p90)) : '',
        ]),
      },
      {
        title: t.rivals,
        note: t.rivalsNote[answer.rivalProducts],
        head: [t.method, t.iterations, t.readings],
        rows: [
          ...answer.methods.map(({ method, iterations, readings }) => [
            t.methods[method],
            iterations === undefined ? (method === 'fgmres' ? analog.never : analog.most(400)) : String(iterations),
            readings === undefined ? '–' : String(readings),
          ]),
          [t.methods.digital, '0', '–'],
        ],
      },
    ],
    charts: [
      ...charts,
      ...(reachedMethods.length === 0
        ? []
        : [
            {
              kind: 'bar' as const,
              lang,
              scale: 'linear' as const,
              title: t.rivals,
              description: t.rivalsNote[answer.rivalProducts],
              bars: reachedMethods.map(({ method, iterations }) => ({
                label: t.methods[method],
                value: iterations as number,
                text: String(iterations),
                tone: method.startsWith('hpinv') ? ('flow' as const) : ('muted' as const),
              })),
            },
          ]),
    ],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

const solve = async (file: string | undefined, flags: SolveFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const { analog } = messages(lang);
  const catalog = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!catalog.ok) return fail(catalog.issues, lang);
  const given = {
    ...(flags.levels === undefined ? {} : { cellBits: Math.log2(flags.levels) }),
    ...(flags.writeError === undefined ? {} : { writeError: flags.writeError }),
    ...(flags.sliceError === undefined ? {} : { sliceError: flags.sliceError }),
    ...(flags.gain === undefined ? {} : { amplifierGain: flags.gain }),
    ...(flags.rows === undefined ? {} : { sharedRows: flags.rows }),
  };
  const figures = chipFigures(catalog.value, chip, facts, given);
  if (!figures.ok) return fail(figures.issues, lang);
  const at = figures.value;
  const optionsFor = (n: number): AnalogSolveOptions => ({
    bits: flags.bits,
    levels: Math.round(2 ** at.cellBits.value),
    leaf: Math.max(1, Math.min(n, flags.leaf === 0 ? n : flags.leaf)),
    writeError: at.writeError.value,
    sliceError: at.sliceError.value,
    gain: at.amplifierGain.value,
    converterBits: flags.converterBits ?? Math.max(2, Math.floor(at.cellBits.value) + 1),
    rowsActive: at.sharedRows.value,
    dacBits: Math.min(flags.dacBits, flags.converterBits ?? Math.max(2, Math.floor(at.cellBits.value) + 1)),
    exact: flags.exactResidual === true,
    cycles: flags.cycles,
    trials: flags.trials ?? (n < largeFrom ? manyDraws : fewDraws),
    seed: flags.seed,
  });
  let slow = false;
  // A large matrix takes time to be drawn: what it will take is said before.
  const tell = (n: number): void => {
    const need = analogSolveNeed(n, optionsFor(n));
    if (slow || need.seconds <= quiet) return;
    slow = true;
    process.stderr.write(`${analog.memory(`${n} × ${n}`, String(Math.ceil(need.bytes / 1e6)), plainFigure(need.seconds))}\n`);
  };
  const read = readMatrix({ file, random: flags.random, seed: flags.seed, square: true, most: mostEntries, begins: tell });
  if (!read.ok) return fail(read.issues, lang);
  const { name, rows: n, values } = read.value;
  const options = optionsFor(n);
  tell(n);
  const hear = (stage: Stage): void => {
    if (slow) process.stderr.write(`${stage.at === 'inverse' ? analog.stage.inverse(stage.draw, stage.of) : analog.stage[stage.at]}\n`);
  };
  const answer = buildAnalogSolve(name, values, options, hear);
  if (!answer.feasible) {
    if (flags.json) write(`${JSON.stringify(answer, null, 2)}\n`);
    else {
      const t = analog.solve;
      write(
        `${answer.binding === 'empty' ? t.empty : answer.binding === 'singular' ? t.singular : t.singularBlock(String(answer.block ?? n))}\n`,
      );
    }
    process.exitCode = 1;
    return;
  }
  const used = facts.filter((fact) => !(options.exact && (fact === 'sliceError' || fact === 'sharedRows')));
  const cited = used.flatMap((fact) => at[fact].sources);
  const { numbers, texts } = numbered(catalog.value, cited);
  const inputsIn = (each: Lang) =>
    inputRows(
      used.map((fact) => at[fact]),
      numbers,
      each,
    );
  const grades = used.map((fact) => ({ input: fact, value: at[fact].value, grade: at[fact].grade ?? null, sources: at[fact].sources }));
  await emit(flags, { ...answer, inputs: grades }, (each) => solveSheet(answer, inputsIn(each), texts, each));
};

/** `chokepoint analog solve`: a system of equations on the chip and by its rivals. */
export const addAnalogSolve = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  const help = messages(languageOf(undefined)).cli.help;
  analogOptions(
    group
      .command('solve')
      .description(t.solve)
      .argument('[matrix]', t.matrix)
      .option('--random <family>', t.random)
      .option('--bits <n>', t.bits, numberBetween(1, 45, true), 24)
      .option('--levels <n>', t.levels, numberBetween(2, 128, true))
      .option('--leaf <n>', t.leaf, numberBetween(0, 4096, true), 4)
      .option('--write-error <share>', t.writeError, numberBetween(0, 1))
      .option('--slice-error <share>', t.sliceError, numberBetween(0, 1))
      .option('--gain <n>', t.gain, numberBetween(1, 1e12))
      .option('--converter-bits <n>', t.converterBits, numberBetween(1, 16, true))
      .option('--rows <n>', t.rows, numberBetween(0, 4096, true))
      .option('--dac-bits <n>', t.dacBits, numberBetween(1, 16, true), 1)
      .option('--exact-residual', t.exact)
      .option('--cycles <n>', t.cycles, numberBetween(1, 1000, true), 40)
      .option('--trials <n>', t.trials, numberBetween(1, 10_000, true))
      .option('--seed <n>', help.seed, numberBetween(0, 2 ** 32 - 1, true), 1),
  ).action(solve);
};
