import { type Command, InvalidArgumentError } from 'commander';
import { type AnalogParts, analogPartNames } from '#analog';
import { type Lang, messages } from '#messages';
import { quantity } from '#quantity';
import {
  type AnalogTrain,
  type AnalogTrainOptions,
  buildAnalogTrain,
  type ChipFigure,
  chipFigures,
  engineering,
  type LinesState,
  type Sheet,
  type SheetInput,
} from '#report';
import { median, quantile } from '#uncertainty';
import { type AnalogOutput, analogOptions, emit, numbered, percent, plainFigure, reproduceLine, times } from './analog-output.ts';
import { fail } from './fail.ts';
import { openScenario } from './open-scenario.ts';
import { languageOf, numberBetween, type ScenarioFlags, scenarioOptions } from './options.ts';
import { write } from './output.ts';

interface TrainFlags extends Omit<AnalogOutput, 'lang' | 'catalog'>, ScenarioFlags {
  readonly optimizer: 'shampoo' | 'kfac';
  readonly refresh: number;
  readonly block: number;
  readonly damping: number;
  readonly batchTokens: number;
  readonly inverseUse?: number;
  readonly solvers: number;
  readonly leaf: number;
  readonly cycles: number;
}

const chip = 'solver/pku-rram';
const facts = [...analogPartNames, 'endurance'] as const;

const span = (seconds: number, lang: Lang): string => {
  const words = messages(lang).analog.train.spans;
  const steps = [
    [86_400 * 365.25, words.years],
    [86_400, words.days],
    [3600, words.hours],
    [60, words.minutes],
  ] as const;
  const found = steps.find(([size]) => seconds >= 2 * size);
  return found === undefined
    ? engineering(seconds, 's')
    : `${Number((seconds / found[0]).toPrecision(3)).toLocaleString('en')} ${found[1]}`;
};

const chartOf = (answer: AnalogTrain, lang: Lang): LinesState => {
  const t = messages(lang).analog.train;
  const sizes = [...new Set(answer.table.map(({ block }) => block))];
  const top = Math.max(...answer.table.map(({ ceiling }) => ceiling));
  const steps = [1, 1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 5, 10, 20, 50, 100, 1000, 1e4, 1e6];
  const high = steps.find((value) => value > top) ?? top;
  // Ticks closer than this to the top would run into one another.
  const ticks = steps.filter((value) => value <= high && (value === 1 || Math.log(value) > Math.log(high) / 12));
  return {
    kind: 'lines',
    lang,
    title: t.chart,
    description: t.chartText,
    x: {
      scale: 'log',
      low: 1,
      high: 100,
      ticks: [1, 2, 5, 10, 20, 50, 100].map((value) => ({ value, text: String(value) })),
      label: t.refreshAxis,
    },
    y: { scale: 'log', low: 1, high, ticks: ticks.map((value) => ({ value, text: `${value}×` })), label: t.ceilingAxis },
    series: sizes.map((block) => ({
      name: t.blockSeries(block),
      points: answer.table.filter((row) => row.block === block).map(({ refresh, ceiling }) => ({ x: refresh, y: ceiling })),
    })),
    walls: [{ axis: 'x', value: answer.options.refresh, text: t.every(answer.options.refresh) }],
  };
};

const sheetOf = (answer: AnalogTrain, name: string, inputs: readonly SheetInput[], sources: readonly string[], lang: Lang): Sheet => {
  const { analog } = messages(lang);
  const t = analog.train;
  const { result, options } = answer;
  const refreshes = [...new Set(answer.table.map(({ refresh }) => refresh))];
  const sizes = [...new Set(answer.table.map(({ block }) => block))];
  const at = (block: number, refresh: number): string =>
    percent(answer.table.find((row) => row.block === block && row.refresh === refresh)?.share ?? 0);
  return {
    title: t.title(name),
    sentence:
      answer.gain >= 1
        ? t.sentence(percent(result.share), factor(result.ceiling), span(answer.runWithInverses, lang), span(answer.runWithChip, lang))
        : t.slower(
            percent(result.share),
            factor(result.ceiling),
            times(answer.gain),
            span(answer.runWithInverses, lang),
            span(answer.runWithChip, lang),
          ),
    notes: [
      t.first,
      t.needs(percent(options.damping), plainFigure(answer.condition)),
      ...(options.optimizer === 'shampoo' ? [t.root] : []),
      t.writes(engineering(answer.refreshCells), engineering(answer.refreshEnergy, 'J'), span(answer.life, lang)),
      t.quality,
    ],
    tables: [
      {
        title: t.table,
        head: [t.figure, t.value],
        rows: [
          [t.rows.step, engineering(answer.stepTime, 's')],
          [t.rows.inverse, engineering(result.inverseTime, 's')],
          [t.rows.share, percent(result.share)],
          [t.rows.ceiling, factor(result.ceiling)],
          [t.rows.chipGain, times(answer.gain)],
          [t.rows.chipBinding, t.chipBinding[answer.chipBinding]],
          [t.rows.speedUp, factor(result.speedUp)],
          [t.rows.run, span(answer.runWithInverses, lang)],
          [t.rows.chipRun, span(answer.runWithChip, lang)],
          [t.rows.blocks, engineering(result.blocks)],
          [t.rows.refresh, engineering(result.refreshFlop, 'FLOP')],
          [t.rows.life, span(answer.life, lang)],
        ],
      },
      {
        title: t.refreshTable,
        head: [t.block, ...refreshes.map((every) => t.every(every))],
        rows: sizes.map((block) => [String(block), ...refreshes.map((refresh) => at(block, refresh))]),
      },
    ],
    charts: [chartOf(answer, lang)],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

const factor = (value: number): string => `${Number(value.toPrecision(value < 2 ? 4 : 3))}×`;

const train = async (file: string, flags: TrainFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { scenario, catalog, name } = opened.value;
  const found = chipFigures(catalog, chip, facts, {});
  if (!found.ok) return fail(found.issues, lang);
  const at: Readonly<Record<(typeof facts)[number], ChipFigure>> = found.value;
  const parameter = (id: string) => {
    const thing = catalog.get(`parameter/${id}`, 'parameter');
    const selected = thing && catalog.select(thing, 'value');
    if (thing === undefined || selected === undefined) throw new Error(`the catalogue has no parameter/${id}`);
    return { thing, selected, value: median(selected.value) };
  };
  const use = parameter('inverse-utilisation');
  const work = parameter(flags.optimizer === 'shampoo' ? 'shampoo-root-work' : 'kfac-inverse-work');
  const options: AnalogTrainOptions = {
    optimizer: flags.optimizer,
    refresh: flags.refresh,
    block: flags.block,
    damping: flags.damping,
    batchTokens: flags.batchTokens,
    inverseUse: flags.inverseUse ?? use.value,
    flopPerCube: work.value,
    solvers: flags.solvers,
    leaf: flags.leaf,
    cycles: flags.cycles,
    passes: 4,
  };
  const parts = Object.fromEntries(analogPartNames.map((fact) => [fact, at[fact].value])) as unknown as AnalogParts;
  const answer = buildAnalogTrain(scenario, options, parts, quantity(at.endurance.value, '1'));
  if ('feasible' in answer) {
    const t = messages(lang).analog.train;
    write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : `${answer.binding === 'no-shape' ? t.noShape : t.noTime}\n`);
    process.exitCode = 1;
    return;
  }
  const assumed = [...(flags.inverseUse === undefined ? [use] : []), work];
  const cited = [
    ...facts.flatMap((fact) => at[fact].sources),
    ...assumed.flatMap(({ selected }) => selected.used.map(({ source }) => source)),
  ];
  const { numbers, texts } = numbered(catalog, cited);
  const mark = (sources: readonly string[]): number[] => [...new Set(sources)].flatMap((source) => numbers.get(source) ?? []);
  const inputsIn = (each: Lang): SheetInput[] => [
    ...facts.map((fact): SheetInput => {
      const { label, value, grade, sources, unit } = at[fact];
      return {
        label: label[each],
        value: unit === '1' ? plainFigure(value) : unit === 'mm2' ? `${plainFigure(value)} mm²` : engineering(value, unit),
        grade: grade ?? '–',
        sources: mark(sources),
      };
    }),
    ...assumed.map(
      ({ thing, selected, value }): SheetInput => ({
        label: thing.name[each] ?? thing.name.en,
        value: `${plainFigure(value)} (${plainFigure(quantile(selected.value, 0.05))}–${plainFigure(quantile(selected.value, 0.95))})`,
        grade: selected.grade,
        sources: mark(selected.used.map(({ source }) => source)),
      }),
    ),
    { label: messages(each).analog.train.batch, value: engineering(flags.batchTokens), grade: '–', sources: [] },
  ];
  const inputs = [
    ...facts.map((fact) => ({ input: fact, value: at[fact].value, grade: at[fact].grade ?? null, sources: at[fact].sources })),
    ...assumed.map(({ thing, selected, value }) => ({
      input: thing.id,
      value,
      grade: selected.grade,
      sources: selected.used.map(({ source }) => source),
    })),
  ];
  await emit(flags, { ...answer, inputs }, (each) => sheetOf(answer, name, inputsIn(each), texts, each));
};

const optimizerOf = (text: string): 'shampoo' | 'kfac' => {
  if (text !== 'shampoo' && text !== 'kfac') throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(['shampoo', 'kfac']));
  return text;
};

/** `chokepoint analog train SCENARIO`: what faster inverses would do for a run. */
export const addAnalogTrain = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  analogOptions(
    scenarioOptions(group.command('train').description(t.train).argument('<file>', t.scenario))
      .option('--optimizer <name>', t.optimizer, optimizerOf, 'shampoo')
      .option('--refresh <steps>', t.refresh, numberBetween(1, 1e6, true), 10)
      .option('--block <rows>', t.block, numberBetween(2, 16_384, true), 1024)
      .option('--damping <share>', t.damping, numberBetween(1e-12, 1e3), 0.05)
      .option('--batch-tokens <n>', t.batchTokens, numberBetween(1, 1e10), 4_194_304)
      .option('--inverse-use <share>', t.inverseUse, numberBetween(1e-6, 1))
      .option('--solvers <n>', t.solvers, numberBetween(1, 1e6, true), 100)
      .option('--leaf <n>', t.leaf, numberBetween(1, 4096, true), 8)
      .option('--cycles <n>', t.cyclesTo, numberBetween(1, 1000, true), 10),
    false,
  ).action(train);
};
