import type { Command } from 'commander';
import type { Catalog } from '#catalog';
import { type Lang, messages } from '#messages';
import { type AnalogTrain, buildAnalogTrain, type DrawnFigure, engineering, type LinesState, leverEnds, type Sheet } from '#report';
import { metricByPath } from '#scenario';
import { type AnalogOutput, analogOptions, emit, numbered, percent, plainFigure, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, numberBetween, oneOf, type ScenarioFlags, scenarioOptions, seedOption, wholeNumber } from './options.ts';
import { write } from './output.ts';

interface TrainFlags extends Omit<AnalogOutput, 'lang' | 'catalog'>, ScenarioFlags {
  readonly optimizer?: 'shampoo' | 'kfac';
  readonly refresh?: number;
  readonly block?: number;
  readonly damping?: number;
  readonly batchTokens?: number;
  readonly inverseUse?: number;
  readonly overlap?: number;
  readonly solvers?: number;
  readonly leaf?: number;
  readonly cycles?: number;
  readonly samples: number;
  readonly seed: number;
}

/** Which lever each option sets. */
const leverOf = {
  refresh: 'run.refresh',
  block: 'run.curvatureBlock',
  damping: 'run.damping',
  batchTokens: 'run.batchTokens',
  inverseUse: 'run.inverseUtilisation',
  overlap: 'run.inverseOverlap',
  solvers: 'solver.perAccelerator',
  leaf: 'solver.leaf',
  cycles: 'solver.cycles',
} as const satisfies Partial<Record<keyof TrainFlags, string>>;

const chip = 'pku-rram';

const span = (days: number, lang: Lang): string => {
  const words = messages(lang).analog.train.spans;
  const steps = [
    [365.25, words.years],
    [1, words.days],
    [1 / 24, words.hours],
    [1 / 1440, words.minutes],
  ] as const;
  const [size, unit] = steps.find(([length]) => days >= 2 * length) ?? steps[3];
  return `${Number((days / size).toPrecision(3)).toLocaleString('en')} ${unit}`;
};

const factor = (value: number): string =>
  `${value >= 0.5 && value < 2 ? value.toFixed(3) : Number(value.toPrecision(3)).toLocaleString('en')}×`;

/** A figure in its unit. */
const shown = (path: string, value: number, lang: Lang): string => {
  const metric = metricByPath.get(path);
  switch (metric?.unit) {
    case 'd':
      return span(value, lang);
    case 'USD':
      return `$${engineering(value).replace(/ /, ' ')}`;
    case 'kWh':
      return engineering(1000 * value, 'Wh');
    case 'mm2':
      return `${plainFigure(value)} mm²`;
    case '1':
      return metric.percent ? percent(value) : path === 'solver.writes' ? plainFigure(value) : factor(value);
    default:
      return engineering(value, metric?.unit ?? '');
  }
};

const withEnds = ({ path, p5, p50, p95 }: DrawnFigure, lang: Lang): string => {
  const [low, middle, high] = [shown(path, p5, lang), shown(path, p50, lang), shown(path, p95, lang)];
  // A unit that both ends share is said once.
  const unit = /[^\d.,]+$/.exec(high)?.[0] ?? '';
  const start = unit !== '' && low.endsWith(unit) ? low.slice(0, -unit.length) : low;
  return low === high ? middle : `${middle} (${start}–${high})`;
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
    walls: answer.refresh > 100 ? [] : [{ axis: 'x', value: answer.refresh, text: t.every(answer.refresh) }],
  };
};

/** The answer as a sheet. */
const trainSheet = (answer: AnalogTrain, name: string, catalog: Catalog, lang: Lang): Sheet => {
  const t = messages(lang).analog.train;
  const refreshes = [...new Set(answer.table.map(({ refresh }) => refresh))];
  const sizes = [...new Set(answer.table.map(({ block }) => block))];
  const at = (block: number, refresh: number): string => {
    const row = answer.table.find((each) => each.block === block && each.refresh === refresh);
    return row === undefined ? '–' : percent(row.share);
  };
  const own = (figures: readonly DrawnFigure[], path: string): DrawnFigure => figures.find((figure) => figure.path === path) as DrawnFigure;
  const text = (figures: readonly DrawnFigure[], path: string): string => withEnds(own(figures, path), lang);
  const paths = [...new Set([...answer.accelerators, ...answer.solvers].map(({ path }) => path))];
  const has = (figures: readonly DrawnFigure[], path: string): string =>
    figures.some((figure) => figure.path === path) ? text(figures, path) : '–';
  const { numbers, texts } = numbered(
    catalog,
    answer.levers.flatMap(({ sources }) => sources),
  );
  return {
    title: t.title(name),
    sentence: t.sentence({
      share: text(answer.accelerators, 'run.inverseShare'),
      ceiling: text(answer.accelerators, 'run.inverseCeiling'),
      gain: text(answer.solvers, 'solver.gain'),
      from: text(answer.accelerators, 'run.time'),
      to: text(answer.solvers, 'run.time'),
      faster: percent(answer.faster),
    }),
    notes: [
      t.first,
      t.claim(text(answer.solvers, 'solver.claimedGain'), text(answer.solvers, 'solver.energyGain')),
      t.needs(percent(answer.damping), plainFigure(answer.condition), percent(answer.converges)),
      ...(answer.optimiser === 'shampoo' ? [t.root] : []),
      t.batch(engineering(answer.batchTokens.value), t.origins[answer.batchTokens.origin]),
      t.binding(t.chipBinding[answer.chipBinding as keyof typeof t.chipBinding]),
      t.quality,
    ],
    tables: [
      {
        title: t.table,
        note: t.tableNote(String(answer.samples)),
        head: [t.figure, t.onAccelerators, t.onSolvers],
        rows: paths.map((path) => [metricByPath.get(path)?.label[lang] ?? path, has(answer.accelerators, path), has(answer.solvers, path)]),
      },
      {
        title: t.refreshTable,
        head: [t.block, ...refreshes.map((every) => t.every(every))],
        rows: sizes.map((block) => [String(block), ...refreshes.map((refresh) => at(block, refresh))]),
      },
    ],
    charts: [chartOf(answer, lang)],
    inputs: answer.levers.map((resolved) => {
      const { lever, value, grade, sources } = resolved;
      const unit = lever.unit === '1' || lever.unit === 'token' || lever.unit === 'USD/mm2' ? '' : lever.unit;
      const one = (number: number): string =>
        lever.percent
          ? percent(number)
          : unit === ''
            ? plainFigure(number)
            : unit === 'mm2'
              ? `${plainFigure(number)} mm²`
              : engineering(number, unit);
      const [low, high] = leverEnds(resolved);
      return {
        label: lever.label[lang],
        value: low === high ? one(value) : `${one(value)} (${one(low)}–${one(high)})`,
        grade: grade ?? '–',
        sources: [...new Set(sources)].flatMap((source) => numbers.get(source) ?? []),
      };
    }),
    sources: texts,
    reproduce: reproduceLine(lang),
  };
};

const train = async (file: string, flags: TrainFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const asked = Object.entries(leverOf).flatMap(([flag, path]) => {
    const value = flags[flag as keyof typeof leverOf];
    return value === undefined ? [] : [`${path}=${value}`];
  });
  const written = openScenario(file, flags);
  if (!written.ok) return fail(written.issues, lang);
  const { document } = written.value.scenario;
  const optimiser = flags.optimizer ?? (document.optimiser === 'first-order' ? 'shampoo' : document.optimiser);
  // What the command line sets goes last, and wins.
  const set = [...flags.set, `optimiser=${optimiser}`, ...asked];
  const onAccelerators = openScenario(file, { ...flags, set: [...set, 'solver=none'] });
  const onSolvers = openScenario(file, { ...flags, set: document.roles.solver === undefined ? [...set, `solver=${chip}`] : set });
  if (!onAccelerators.ok) return fail(onAccelerators.issues, lang);
  if (!onSolvers.ok) return fail(onSolvers.issues, lang);
  const answer = buildAnalogTrain({
    onAccelerators: onAccelerators.value.scenario,
    onSolvers: onSolvers.value.scenario,
    samples: flags.samples,
    seed: flags.seed,
  });
  if ('feasible' in answer) {
    write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : `${messages(lang).analog.train.noTime}\n`);
    process.exitCode = 1;
    return;
  }
  const { levers, ...figures } = answer;
  const inputs = levers.map((resolved) => {
    const [p5, p95] = leverEnds(resolved);
    return { input: resolved.lever.path, value: resolved.value, p5, p95, grade: resolved.grade ?? null, sources: resolved.sources };
  });
  const { name, catalog } = written.value;
  await emit(flags, { ...figures, inputs }, (each) => trainSheet(answer, name, catalog, each));
};

/** `chokepoint analog train SCENARIO`: what faster inverses would do for a run. */
export const addAnalogTrain = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  analogOptions(
    scenarioOptions(group.command('train').description(t.train).argument('<file>', t.scenario))
      .option('--optimizer <name>', t.optimizer, oneOf(['shampoo', 'kfac'] as const))
      .option('--refresh <steps>', t.refresh, numberBetween(1, 1e6, true))
      .option('--block <rows>', t.block, numberBetween(2, 16_384, true))
      .option('--damping <share>', t.damping, numberBetween(1e-12, 1e3))
      .option('--batch-tokens <n>', t.batchTokens, numberBetween(1, 1e10))
      .option('--inverse-use <share>', t.inverseUse, numberBetween(1e-6, 1))
      .option('--overlap <share>', t.overlap, numberBetween(0, 1))
      .option('--solvers <n>', t.solvers, numberBetween(1, 1e6, true))
      .option('--leaf <n>', t.leaf, numberBetween(1, 4096, true))
      .option('--cycles <n>', t.cyclesTo, numberBetween(1, 1000, true))
      .option('--samples <n>', help().samples, wholeNumber(10, 100_000), 1000)
      .addOption(seedOption()),
    false,
  ).action(train);
};
