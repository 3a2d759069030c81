import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import { buildDecomposition, type DecomposedRun, type DecompositionRecord, type Estimate, type Sheet, type WaterfallState } from '#report';
import type { RunFactor } from '#run';
import { type AnalogOutput, analogOptions, emit, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText, figureRows, multiple, multipleText } from './figure-rows.ts';
import { languageOf, numberBetween, oneOf, seedOption } from './options.ts';

interface DecomposeFlags extends AnalogOutput {
  readonly basis: 'final-run' | 'fleet';
  readonly claim?: readonly [number, number];
  readonly samples: number;
  readonly seed: number;
}

const mostChips = 1e9;
const mostSamples = 1e6;

const claimOf = (text: string): readonly [number, number] => {
  const [first, second, ...more] = text.split(':').map(Number);
  const counts = (value: number | undefined): value is number => value !== undefined && value >= 1 && value <= mostChips;
  if (!counts(first) || !counts(second) || more.length > 0) throw new InvalidArgumentError('100000:2000');
  return [first, second];
};

/** Chips that somebody counted to the last one; those of an estimate, in two digits. */
const chips = ({ value, band }: Estimate): string =>
  (band === undefined || band.p5 === band.p95 ? Math.round(value) : Number(value.toPrecision(2))).toLocaleString('en');
/** An interval of multiples; a dash where there is none. */
const spread = ({ band }: Estimate): string =>
  band === undefined || band.p5 === band.p95 ? '–' : `${multiple(band.p5).replace('×', '')}–${multiple(band.p95)}`;
const nameOf = ({ name }: DecomposedRun, lang: Lang): string => name[lang];

const labelOf = (record: DecompositionRecord, factor: RunFactor, lang: Lang, short: boolean): string => {
  const t = messages(lang).capability.decompose;
  const texts = short ? t.short : t.factors;
  const label = texts[factor];
  if (typeof label === 'string') return label;
  return label(nameOf(factor === 'basisFirst' ? record.first : record.second, lang));
};

/** Factors that say something: a basis of exactly 1 says that the run itself is counted. */
const shown = (record: DecompositionRecord): DecompositionRecord['factors'] =>
  record.factors.filter(({ factor, estimate }) => !(factor.startsWith('basis') && estimate.value === 1));

const logChart = (record: DecompositionRecord, lang: Lang): WaterfallState => {
  const t = messages(lang).capability.decompose;
  const { list } = messages(lang);
  const { first, second } = record;
  // From few chips to many: each factor makes the bar longer by its logarithm.
  const steps = shown(record).map(({ factor, estimate }) => ({
    label: labelOf(record, factor, lang, true),
    change: Math.log10(estimate.value),
    text: multiple(estimate.value),
    ...(estimate.band === undefined || estimate.band.p5 === estimate.band.p95
      ? {}
      : { interval: { low: Math.log10(estimate.band.p5), high: Math.log10(estimate.band.p95) } }),
  }));
  return {
    kind: 'waterfall',
    lang,
    title: t.chart,
    description: `${t.chartNote} ${steps.map(({ label, text }) => `${label} ${text}`).join(list.semicolon)}${list.end}`,
    start: { label: t.start(nameOf(second, lang)), value: Math.log10(second.counted.value), text: chips(second.counted) },
    steps,
    end: { label: t.start(nameOf(first, lang)), value: Math.log10(first.counted.value), text: chips(first.counted) },
  };
};

const sentenceOf = (record: DecompositionRecord, lang: Lang): string => {
  const t = messages(lang).capability.decompose;
  const { first, second } = record;
  const at = Object.fromEntries(record.factors.map(({ factor, estimate }) => [factor, estimate.value])) as Record<RunFactor, number>;
  const basis = at.basisFirst * at.basisSecond;
  const parts = [
    ...(Math.abs(basis - 1) > 1e-9 ? [t.basisPart(multiple(basis))] : []),
    t.workPart(multiple(record.work.value)),
    t.peakPart(multiple(at.peak)),
    t.timePart(multiple(at.time)),
    t.utilisationPart(multiple(at.utilisation)),
  ];
  const said = t.sentence(
    nameOf(first, lang),
    nameOf(second, lang),
    chips(first.counted),
    chips(second.counted),
    multiple(record.ratio.value),
  );
  return `${said}${lang === 'zh' ? '' : ' '}${t.parts(parts)}`;
};

const sheetOf = (record: DecompositionRecord, catalog: Catalog, lang: Lang): Sheet => {
  const { capability } = messages(lang);
  const t = capability.decompose;
  const { first, second, halving } = record;
  const trend = record.factors.find(({ factor }) => factor === 'trend')?.estimate as Estimate;
  const range = spread(trend);
  const months = String(Math.round(record.months));
  const said = record.onTrend ? t.onTrend : t.offTrend;
  const { inputs, sources } = figureRows(catalog, [...first.figures, ...second.figures, halving], lang);
  const time = ({ value, band }: Estimate): string => estimateText({ value, unit: 'h', ...(band === undefined ? {} : { band }) }, lang);
  const row = (label: string, read: (run: DecomposedRun) => string): readonly string[] => [label, read(first), read(second)];
  return {
    title: t.title(nameOf(first, lang), nameOf(second, lang)),
    sentence: sentenceOf(record, lang),
    notes: [
      t.bases[record.basis],
      ...[first, second]
        .filter((run) => run.counted.value !== run.chips.value)
        .map((run) => t.runNote(nameOf(run, lang), chips(run.counted), chips(run.chips))),
      said(multiple(record.work.value), multiple(trend.value), months, range),
      t.widths,
      t.equalModels,
      t.formats,
      t.derived,
      capability.noForecast,
    ],
    tables: [
      {
        title: t.tables.factors,
        head: [capability.table.factor, capability.table.value, capability.interval],
        rows: [
          ...shown(record).map(({ factor, estimate }) => [
            labelOf(record, factor, lang, false),
            multiple(estimate.value),
            spread(estimate),
          ]),
          [t.product, multiple(record.ratio.value), spread(record.ratio)],
        ],
      },
      {
        title: t.tables.runs,
        head: ['', nameOf(first, lang), nameOf(second, lang)],
        rows: [
          row(t.rows.month, ({ month }) => month),
          row(t.rows.counted, ({ counted }) => estimateText(counted, lang)),
          row(t.rows.chips, (run) => estimateText(run.chips, lang)),
          row(t.rows.time, (run) => time(run.time)),
          row(t.rows.peak, ({ peak }) => estimateText(peak, lang)),
          row(t.rows.flop, ({ flop }) => estimateText(flop, lang)),
          row(t.rows.utilisation, ({ utilisation }) => estimateText(utilisation, lang, true)),
        ],
      },
      {
        title: t.tables.views,
        head: ['', `${nameOf(first, lang)} / ${nameOf(second, lang)}`],
        rows: [
          [t.rows.chipsRatio, multipleText(record.chips)],
          [t.rows.chipHours, multipleText(record.chipHours)],
          [t.rows.work, multipleText(record.work)],
        ],
      },
    ],
    charts: [logChart(record, lang)],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

const decompose = async (first: string, second: string, flags: DecomposeFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!opened.ok) return fail(opened.issues, lang);
  const catalog = opened.value;
  const { basis, claim, samples, seed } = flags;
  const built = buildDecomposition(catalog, { first, second, basis, ...(claim === undefined ? {} : { claim }), samples, seed });
  if (!built.ok) return fail(built.issues, lang);
  const record = built.value;
  const { noForecast } = messages('en').capability;
  await emit(flags, { ...record, note: noForecast }, (each) => sheetOf(record, catalog, each));
};

/**
 * Adds `decompose` to a program: two training runs, taken apart.
 *
 * @param program the commands of Chokepoint
 */
export const addDecompose = (program: Command): void => {
  const { capability, cli } = messages(languageOf(undefined));
  const t = capability.decompose;
  analogOptions(
    program
      .command('decompose')
      .description(t.description)
      .argument('<first>', t.first)
      .argument('<second>', t.second)
      .addOption(new Option('--basis <basis>', t.basis).argParser(oneOf(['final-run', 'fleet'] as const)).default('final-run'))
      .addOption(new Option('--claim <first:second>', t.claim).argParser(claimOf).conflicts(['basis']))
      .addOption(new Option('--samples <n>', cli.help.samples).argParser(numberBetween(0, mostSamples, true)).default(4000))
      .addOption(seedOption())
      .addHelpText('after', `\n${t.help}`),
  ).action(decompose);
};
