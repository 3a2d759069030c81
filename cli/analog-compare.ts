import type { Command } from 'commander';
import type { Catalog } from '#catalog';
import { kinds, openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import {
  type AccountingId,
  type AnalogComparison,
  accountingIds,
  type Band,
  type BarState,
  buildAnalogComparison,
  type ComparisonCell,
  engineering,
  type LinesState,
  type RivalId,
  rivalIds,
  type Sheet,
  type SheetTable,
} from '#report';
import {
  type AnalogOutput,
  analogOptions,
  decades,
  emit,
  interval,
  numbered,
  percent,
  plainFigure,
  reproduceLine,
  times,
} from './analog-output.ts';
import { fail } from './fail.ts';
import { languageOf, numberBetween } from './options.ts';

interface CompareFlags extends AnalogOutput {
  readonly size: number;
  readonly leaf: number;
  readonly cycles: number;
  readonly passes: number;
  readonly reuse: number;
  readonly utilisation: number;
  readonly processor: string;
  readonly symmetric?: true;
  readonly condition: number;
  readonly samples: number;
  readonly seed: number;
}

const chip = 'solver/pku-rram';

/** The comparison as a sheet. */
export const comparisonSheet = (comparison: AnalogComparison, catalog: Catalog, lang: Lang): Sheet => {
  const { analog, list } = messages(lang);
  const t = analog.compare;
  const { options, cells } = comparison;
  const processor = catalog.get(options.processor, 'accelerator');
  const name = processor?.name[lang] ?? processor?.name.en ?? options.processor;
  const rivalText = (rival: RivalId): string => {
    const text = rival === 'processor-used' ? t.rivals[rival](percent(options.utilisation)) : t.rivals[rival];
    return rival === 'asic' ? text : t.processor(name, text);
  };
  const cell = (accounting: AccountingId, rival: RivalId): ComparisonCell =>
    cells.find((each) => each.accounting === accounting && each.rival === rival) as ComparisonCell;
  const band = ({ p10, p50, p90 }: Band): string => interval(p50, p10, p90);
  const table = (
    title: string,
    note: string | undefined,
    rivals: readonly RivalId[],
    text: (each: ComparisonCell) => string,
  ): SheetTable => ({
    title,
    ...(note === undefined ? {} : { note }),
    head: [t.accounting, ...rivals.map(rivalText)],
    rows: accountingIds.map((accounting) => [t.accountings[accounting], ...rivals.map((rival) => text(cell(accounting, rival)))]),
  });
  const claim = comparison.claims[0] as AnalogComparison['claims'][number];
  // One clause for each rival, with the accountings that hold against it.
  const held = rivalIds.flatMap((rival) => {
    const names = claim.bases.filter((basis) => basis.holds && basis.rival === rival).map(({ accounting }) => t.accountings[accounting]);
    return names.length === 0 ? [] : [t.basis(names.join(list.and), rivalText(rival))];
  });
  // Which accountings the claim holds under, and which it does not, for each rival.
  const judged = (claimId: string): SheetTable => {
    const { verdict, bases } = comparison.claims.find(({ id }) => id === claimId) as AnalogComparison['claims'][number];
    return {
      title: t.claims[claimId as keyof typeof t.claims],
      note: t.claimVerdict[verdict],
      head: [t.accounting, ...rivalIds.map(rivalText)],
      rows: accountingIds.map((accounting) => [
        t.accountings[accounting],
        ...rivalIds.map((rival) => {
          const basis = bases.find((each) => each.accounting === accounting && each.rival === rival);
          return basis === undefined ? '–' : t.judged(basis.holds, percent(basis.probability));
        }),
      ]),
    };
  };
  const fair = cell('reuse', 'processor-used');
  const fairText = band(fair.energy);
  const sentence =
    claim.verdict === 'holds'
      ? t.verdict.holds(held.join(list.semicolon))
      : claim.verdict === 'depends'
        ? t.verdict.depends(held.join(list.semicolon), fairText, percent(fair.hundredfold))
        : t.verdict.fails(fairText, percent(fair.hundredfold));
  const counted: Readonly<Record<AccountingId, string>> = {
    'converters-free': t.accountingText['converters-free'],
    press: t.accountingText.press,
    'one-shot': t.accountingText['one-shot'](String(options.leaf), String(options.cycles)),
    reuse: t.accountingText.reuse(plainFigure(options.rightSides)),
    steady: t.accountingText.steady,
  };
  const used = accountingIds.map((accounting) => cell(accounting, 'processor-used').energy);
  const bars: BarState = {
    kind: 'bar',
    lang,
    scale: 'log',
    title: t.chartEnergy,
    description: t.chartEnergyText(rivalText('processor-used')),
    bars: accountingIds.map((accounting) => {
      const { energy } = cell(accounting, 'processor-used');
      return {
        label: t.accountings[accounting],
        value: energy.p50,
        text: times(energy.p50),
        tone: energy.p50 >= 100 ? ('flow' as const) : energy.p50 >= 1 ? ('neck' as const) : ('shut' as const),
        interval: { p5: energy.p5, p25: energy.p10, p75: energy.p90, p95: energy.p95 },
      };
    }),
    span: {
      low: Math.min(...used.map(({ p5 }) => p5)) / 2,
      high: Math.max(200, ...used.map(({ p95 }) => p95)),
    },
    reference: { value: 100, text: '100×' },
  };
  const gains = comparison.reuse.flatMap(({ rightSides: _, ...gain }) => Object.values(gain));
  const low = 10 ** Math.floor(Math.log10(Math.min(...gains)));
  const high = Math.max(1000, 10 ** Math.ceil(Math.log10(Math.max(...gains))));
  const most = comparison.reuse.at(-1)?.rightSides ?? 1;
  const reuse: LinesState = {
    kind: 'lines',
    lang,
    title: t.chartReuse,
    description: t.chartReuseText(rivalText('processor-used')),
    x: { scale: 'log', low: 1, high: most, ticks: decades(1, most), label: t.reuseAxis },
    y: { scale: 'log', low, high, ticks: decades(low, high), label: t.gainAxis },
    series: [
      ...(
        [
          [t.reuseSeries.blocksWrites, 'withWrites', false],
          [t.reuseSeries.blocksFree, 'withoutWrites', true],
          [t.reuseSeries.oneWrites, 'singleWithWrites', false],
          [t.reuseSeries.oneFree, 'singleWithoutWrites', true],
        ] as const
      ).map(([series, key, dashed]) => ({
        name: series,
        dashed,
        points: comparison.reuse.map((point) => ({ x: point.rightSides, y: point[key] })),
      })),
    ],
    walls: [
      { axis: 'y', value: 100, text: t.claimed },
      { axis: 'y', value: 1, text: t.even },
    ],
  };
  const { columns } = t;
  const solves: SheetTable = {
    title: t.solves,
    head: [columns.way, columns.time, columns.energy, columns.goes, columns.write, columns.cells, columns.area],
    rows: comparison.solves.map(({ name: way, leaf, cycles, solve }) => [
      way === 'blocks' ? t.solveNames.blocks(String(leaf), String(cycles)) : t.solveNames['one-array'](String(cycles)),
      engineering(solve.time, 's'),
      engineering(solve.energy, 'J'),
      `${t.binding[solve.binding]} ${percent(solve.shares[solve.binding])}`,
      `${engineering(solve.writeEnergy, 'J')}, ${engineering(solve.writeTime, 's')}`,
      engineering(solve.cells),
      `${plainFigure(solve.area)} mm²`,
    ]),
  };
  const { numbers, texts } = numbered(
    catalog,
    comparison.inputs.flatMap(({ sources }) => sources),
  );
  const span = (seconds: number): string => (seconds < 7200 ? `${plainFigure(seconds / 60)} min` : `${plainFigure(seconds / 3600)} h`);
  return {
    title: t.title(String(options.size)),
    sentence,
    notes: [
      ...accountingIds.map((accounting) => `${t.accountings[accounting]}${list.colon}${counted[accounting]}`),
      t.endurance(span(comparison.endurance.secondsAtKilohertz.p10), span(comparison.endurance.secondsAtKilohertz.p90)),
      t.node,
      t.left,
    ],
    tables: [
      table(t.energy, t.energyNote, rivalIds, ({ energy }) => band(energy)),
      judged('analog-hundredfold'),
      table(t.speed, t.speedNote, rivalIds, ({ speed }) => band(speed)),
      judged('analog-thousandfold'),
      table(t.perArea, t.perAreaNote, ['processor-peak', 'processor-used', 'tensor'], ({ speedPerArea }) =>
        speedPerArea === undefined ? '' : band(speedPerArea),
      ),
      solves,
    ],
    charts: [bars, reuse],
    inputs: comparison.inputs.map(({ fact, kind, p5, p50, p95, unit, grade, sources }) => ({
      label: kinds[kind]?.facts[fact]?.label[lang] ?? fact,
      value: p5 === p95 ? withUnit(p50, unit) : `${withUnit(p50, unit)} (${withUnit(p5, unit)}–${withUnit(p95, unit)})`,
      grade,
      sources: sources.flatMap((source) => numbers.get(source) ?? []),
    })),
    sources: texts,
    reproduce: reproduceLine(lang),
  };
};

const withUnit = (value: number, unit: string): string =>
  unit === '1' ? plainFigure(value) : unit === 'mm2' ? `${plainFigure(value)} mm²` : engineering(value, unit === 'ohm' ? 'Ω' : unit);

const compare = async (flags: CompareFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const catalog = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!catalog.ok) return fail(catalog.issues, lang);
  const built = buildAnalogComparison(catalog.value, {
    size: flags.size,
    leaf: Math.min(flags.size, flags.leaf === 0 ? flags.size : flags.leaf),
    cycles: flags.cycles,
    passes: flags.passes,
    slices: 8,
    rightSides: flags.reuse,
    utilisation: flags.utilisation,
    symmetric: flags.symmetric === true,
    condition: flags.condition,
    processor: flags.processor,
    chip,
    samples: flags.samples,
    seed: flags.seed,
  });
  if (!built.ok) return fail(built.issues, lang);
  await emit(flags, built.value, (each) => comparisonSheet(built.value, catalog.value, each));
};

/** `chokepoint analog compare`: energy and throughput gain under each accounting. */
export const addAnalogCompare = (group: Command): void => {
  const t = messages(languageOf(undefined)).analog.command;
  const help = messages(languageOf(undefined)).cli.help;
  analogOptions(
    group
      .command('compare')
      .description(t.compare)
      .option('--size <n>', t.size, numberBetween(2, 4096, true), 128)
      .option('--leaf <n>', t.leaf, numberBetween(0, 4096, true), 8)
      .option('--cycles <n>', t.cyclesTo, numberBetween(1, 1000, true), 10)
      .option('--passes <n>', t.passes, numberBetween(1, 4096, true), 4)
      .option('--reuse <n>', t.reuse, numberBetween(1, 1e9), 100)
      .option('--utilisation <share>', t.utilisation, numberBetween(1e-4, 1), 0.2)
      .option('--processor <id>', t.processor, 'accelerator/h100-sxm')
      .option('--symmetric', t.symmetric)
      .option('--condition <k>', t.condition, numberBetween(1, 1e16), 8)
      .option('--samples <n>', help.samples, numberBetween(100, 100_000, true), 2000)
      .option('--seed <n>', help.seed, numberBetween(0, 2 ** 32 - 1, true), 1),
  ).action(compare);
};
