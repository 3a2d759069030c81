import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import { evaluate } from '#model';
import type { Checked, Issue } from '#quantity';
import { type BarState, buildServing, type Estimate, type ServingOptions, type ServingRecord, type ServingRow, type Sheet } from '#report';
import { servingParts } from '#run';
import { type ResolvedScenario, toInput } from '#scenario';
import { type AnalogOutput, analogOptions, emit, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText, figureRows } from './figure-rows.ts';
import { openScenario } from './open-scenario.ts';
import { languageOf, numberBetween, oneOf, wholeNumber } from './options.ts';

interface InferFlags extends AnalogOutput {
  readonly model?: string;
  readonly chip?: readonly string[];
  readonly count?: readonly number[];
  readonly input: number;
  readonly output: number;
  readonly objective: 'throughput' | 'latency';
  readonly tpot?: number;
  readonly weights?: 4 | 8 | 16;
  readonly cache?: 8 | 16;
  readonly ranks?: number;
  readonly tensor?: number;
  readonly batch?: number;
  readonly draft?: number;
  readonly region?: string;
}

/** Options that have a value where neither the command line nor a scenario says anything. */
type Usual = 'chip' | 'count' | 'region';

const most = { count: 1e7, tokens: 1e6, chips: 12, ranks: 4096, batch: 1e6, milliseconds: 1e5 };
const usual = { chips: 'h20,ascend-910c,h100-sxm', count: '512', input: 4096, output: 1024, region: 'region/us-average' };
const usualOf: Readonly<Record<Usual, string>> = { chip: usual.chips, count: usual.count, region: usual.region };
const milliseconds = 1000;

const listOf = (text: string): readonly string[] => {
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => word === '') || words.length > most.chips) throw new InvalidArgumentError(usual.chips);
  return words;
};
const countsOf = (text: string): readonly number[] => listOf(text).map(wholeNumber(1, most.count));
/** A number of bits among those that are offered. */
const bits =
  <T extends number>(...offered: readonly T[]) =>
  (text: string): T =>
    Number(oneOf(offered.map(String))(text)) as T;

const bitsPerByte = 8;
const gigabyte = 1e9;
const gigabytes = (bytes: number): string => `${(bytes / gigabyte).toPrecision(3)} GB`;
const rate = ({ value, band }: Estimate, lang: Lang): string => {
  const text = (each: number): string => figure({ value: Number(each.toPrecision(3)), unit: '1' }, { lang, digits: 3 }).value.trim();
  return band === undefined ? text(value) : `${text(value)} (${text(band.p5)}–${text(band.p95)})`;
};
const money = (estimate: Estimate | undefined): string => {
  if (estimate === undefined) return '–';
  const text = (each: number): string => (each * 1e6).toPrecision(2).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros));
  const { value, band } = estimate;
  return band === undefined ? `$${text(value)}` : `$${text(value)} ($${text(band.p5)}–${text(band.p95)})`;
};
const nameOf = ({ serving }: ServingRow, lang: Lang): string => serving.chip.name[lang];

const chartOf = (record: ServingRecord, lang: Lang): BarState => {
  const t = messages(lang).infer;
  const { list } = messages(lang);
  const bars = record.rows
    .filter(({ serving }) => serving.rate.feasible)
    .map((row) => ({
      label: nameOf(row, lang),
      value: row.output.value,
      text: rate({ value: row.output.value, unit: 'token/s' }, lang),
      tone: 'flow' as const,
      ...(row.output.band === undefined
        ? {}
        : { interval: { p5: row.output.band.p5, p25: row.output.band.p25, p75: row.output.band.p75, p95: row.output.band.p95 } }),
    }));
  return {
    kind: 'bar',
    lang,
    scale: 'linear',
    title: t.chart,
    description: `${t.chartNote} ${bars.map(({ label, text }) => `${label} ${text}`).join(list.semicolon)}${list.end}`,
    bars,
  };
};

const sentenceOf = (record: ServingRecord, lang: Lang): string => {
  const t = messages(lang).infer;
  const fitting = record.rows.filter(({ serving }) => serving.rate.feasible);
  const [first, ...others] = fitting;
  if (first === undefined) return t.none;
  const latency = record.objective === 'latency';
  const head = latency
    ? t.sentenceLatency(nameOf(first, lang), figure({ value: first.perToken.value, unit: 's' }, { lang, digits: 2 }).value)
    : t.sentence(nameOf(first, lang), rate({ value: first.output.value, unit: 'token/s' }, lang));
  const rest = latency
    ? []
    : others.map((row) => t.second(nameOf(row, lang), `${Math.round((100 * row.output.value) / first.output.value)}%`));
  const cheapest = record.cheapest === undefined ? undefined : record.rows[record.cheapest];
  const price =
    cheapest?.cost === undefined || record.rows.length < 2
      ? []
      : [t.cheapest(nameOf(cheapest, lang), figure({ value: cheapest.cost.whole.value, unit: 'USD/token' }, { lang, digits: 2 }).value)];
  const counts = new Set(record.rows.map(({ serving }) => serving.count));
  const fleets =
    counts.size < 2
      ? []
      : [
          t.fleets(
            fitting
              .map((row) =>
                t.fleet(
                  row.serving.count.toLocaleString('en'),
                  nameOf(row, lang),
                  figure({ value: row.fleet.value, unit: 'token/s' }, { lang, digits: 2 }).value,
                ),
              )
              .join(messages(lang).list.semicolon),
          ),
        ];
  return [head, ...rest, ...fleets, ...price].join(lang === 'zh' ? '' : ' ');
};

interface Shown {
  readonly record: ServingRecord;
  readonly catalog: Catalog;
  /** No limit was set on the time between two tokens. */
  readonly unhurried: boolean;
  /** Options that nobody gave. */
  readonly taken: readonly Usual[];
  readonly lang: Lang;
}

const sheetOf = ({ record, catalog, unhurried, taken, lang }: Shown): Sheet => {
  const t = messages(lang).infer;
  const { rows } = record;
  const figures = rows.flatMap(({ serving }) => serving.figures);
  const unique = figures.filter(
    (each, index) => figures.findIndex(({ thing, fact }) => thing === each.thing && fact === each.fact) === index,
  );
  const { inputs, sources } = figureRows(catalog, unique, lang);
  const factor = rows[0]?.serving.factor ?? 1;
  const share = (value: number): string => `${Math.round(100 * value)}%`;
  return {
    title: t.title(rows[0]?.serving.model.name[lang] ?? '', record.input.toLocaleString('en'), record.output.toLocaleString('en')),
    sentence: sentenceOf(record, lang),
    notes: [
      t.outline(String(factor)),
      ...(taken.length === 0 ? [] : [t.usual(taken.map((option) => `--${option} ${usualOf[option]}`).join(messages(lang).list.comma))]),
      ...(unhurried && record.objective === 'throughput' ? [t.unhurried] : []),
      t.notFitted,
      t.prefillBound,
      t.averages,
      t.costNote,
      ...rows.filter(({ cost }) => cost === undefined).map((row) => t.noPrice(nameOf(row, lang))),
      ...rows.filter(({ serving }) => serving.shareOrigin === 'prior').map((row) => t.prior(nameOf(row, lang))),
    ],
    tables: [
      {
        title: t.tables.rank,
        head: [t.head.chip, t.head.output, t.head.prefill, t.head.decode, t.head.share, t.head.fleet, t.head.binding],
        rows: rows.map((row) => [
          nameOf(row, lang),
          row.serving.rate.feasible ? rate(row.output, lang) : '–',
          rate({ value: row.prefill.value, unit: 'token/s' }, lang),
          rate({ value: row.decode.value, unit: 'token/s' }, lang),
          share(row.serving.rate.prefillShare),
          row.serving.rate.feasible ? rate(row.fleet, lang) : '–',
          t.parts[row.serving.rate.binding],
        ]),
      },
      {
        title: t.tables.cost,
        head: [t.head.chip, t.head.whole, t.head.input, t.head.answer, t.head.hour],
        rows: rows.map((row) => [
          nameOf(row, lang),
          money(row.cost?.whole),
          money(row.cost?.prefill),
          money(row.cost?.decode),
          row.serving.hour === undefined ? '–' : `$${row.serving.hour.total.toFixed(2)}`,
        ]),
      },
      {
        title: t.tables.plan,
        head: [
          t.head.chip,
          t.head.ranks,
          t.head.tensor,
          t.head.precision,
          t.head.batch,
          t.head.weights,
          t.head.cache,
          t.head.ttft,
          t.head.tpot,
        ],
        rows: rows.map((row) => {
          const { plan, rate: served } = row.serving;
          return [
            nameOf(row, lang),
            String(plan.ranks),
            String(plan.tensor),
            t.bits(String(plan.weightBytes * bitsPerByte)),
            served.decode.sequences.toLocaleString('en'),
            gigabytes(served.memory.weights),
            gigabytes(served.memory.perSequence),
            estimateText({ value: row.firstToken.value, unit: 's' }, lang),
            estimateText({ value: row.perToken.value, unit: 's' }, lang),
          ];
        }),
      },
      {
        title: t.tables.parts,
        head: [t.head.chip, ...servingParts.map((part) => t.parts[part])],
        rows: rows.map((row) => [
          nameOf(row, lang),
          ...servingParts.map((part) => share(row.serving.rate.decode.pass.parts[part] / row.serving.rate.decode.pass.time)),
        ]),
      },
    ],
    charts: [chartOf(record, lang)],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

/** What is served on what: the accelerators of scenarios, as many as there are, or those that are named. */
interface Fleet extends Pick<ServingOptions, 'model' | 'chips' | 'counts' | 'regions'> {
  /** Of these nobody said anything. */
  readonly usual: readonly Usual[];
}

interface Own {
  readonly file: string;
  readonly model: string;
  readonly chip: string;
  readonly count: number;
  readonly region: string | undefined;
}

/** What a scenario says of serving. Where power or supply sets the size of its cluster, it is what the chain makes of it. */
const ownOf = (scenario: ResolvedScenario): Own => ({
  file: scenario.document.file,
  model: scenario.things.model.id,
  chip: scenario.things.accelerator.id,
  count: Math.max(1, Math.floor(evaluate(toInput(scenario)).cluster.count)),
  region: scenario.things.region?.id,
});

const fleetOf = (names: readonly string[], flags: InferFlags): Checked<Fleet> => {
  const issues: Issue[] = [];
  const own = names.flatMap((name): readonly Own[] => {
    const one = openScenario(name, { set: [], ...(flags.catalog === undefined ? {} : { catalog: flags.catalog }) });
    if (!one.ok) {
      issues.push(...one.issues);
      return [];
    }
    const said = ownOf(one.value.scenario);
    if (flags.region === undefined && said.region === undefined)
      issues.push({ code: 'serving/nowhere', path: 'region', file: said.file, received: usual.region });
    return [said];
  });
  const model = flags.model ?? own[0]?.model;
  if (flags.model === undefined)
    for (const other of own.filter((each) => each.model !== model))
      issues.push({ code: 'serving/other-model', path: 'model', file: other.file, received: other.model, expected: model ?? '' });
  if (model === undefined && issues.length === 0) issues.push({ code: 'cli/no-option', path: '', received: '--model <id>' });
  if (issues.length > 0 || model === undefined) return { ok: false, issues };
  const alone = own.length === 0;
  return {
    ok: true,
    value: {
      model,
      chips: flags.chip ?? (alone ? listOf(usual.chips) : own.map(({ chip }) => chip)),
      counts: flags.count ?? (alone ? countsOf(usual.count) : own.map(({ count }) => count)),
      regions: flags.region !== undefined ? [flags.region] : alone ? [usual.region] : own.flatMap(({ region }) => region ?? []),
      usual: alone ? (['chip', 'count', 'region'] as const).filter((option) => flags[option] === undefined) : [],
    },
  };
};

const infer = async (scenarios: readonly string[], flags: InferFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const fleet = fleetOf(scenarios, flags);
  if (!fleet.ok) return fail(fleet.issues, lang);
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!opened.ok) return fail(opened.issues, lang);
  const catalog = opened.value;
  const { input, output, objective } = flags;
  const { usual: taken, ...served } = fleet.value;
  const built = buildServing(catalog, {
    ...served,
    input,
    output,
    objective,
    perToken: flags.tpot === undefined ? undefined : flags.tpot / milliseconds,
    weightBits: flags.weights,
    cacheBits: flags.cache,
    ranks: flags.ranks,
    tensor: flags.tensor,
    sequences: flags.batch,
    ...(flags.draft === undefined ? {} : { queries: 2, accepted: flags.draft }),
  });
  if (!built.ok) return fail(built.issues, lang);
  const record = built.value;
  if (record.rows.every(({ serving }) => !serving.rate.feasible)) process.exitCode = 1;
  const note = messages('en').infer.outline(String(record.rows[0]?.serving.factor ?? 1));
  await emit(flags, { ...record, note }, (each) => sheetOf({ record, catalog, unhurried: flags.tpot === undefined, taken, lang: each }));
};

/**
 * Adds `infer` to a program: an outline of serving.
 *
 * @param program the commands of Chokepoint
 */
export const addInfer = (program: Command): void => {
  const t = messages(languageOf(undefined)).infer.command;
  analogOptions(
    program
      .command('infer')
      .description(t.description)
      .argument('[scenario...]', t.scenario)
      .option('--model <id>', t.model)
      .addOption(new Option('--chip <ids>', t.chip(usual.chips)).argParser(listOf))
      .addOption(new Option('--count <list>', t.count(usual.count)).argParser(countsOf))
      .addOption(new Option('--input <n>', t.input).argParser(wholeNumber(1, most.tokens)).default(usual.input))
      .addOption(new Option('--output <n>', t.output).argParser(wholeNumber(1, most.tokens)).default(usual.output))
      .addOption(new Option('--objective <goal>', t.objective).argParser(oneOf(['throughput', 'latency'] as const)).default('throughput'))
      .addOption(new Option('--tpot <ms>', t.tpot).argParser(numberBetween(0.1, most.milliseconds)))
      .addOption(new Option('--weights <bits>', t.weights).argParser(bits(4, 8, 16)))
      .addOption(new Option('--cache <bits>', t.cache).argParser(bits(8, 16)))
      .addOption(new Option('--ranks <n>', t.ranks).argParser(wholeNumber(1, most.ranks)))
      .addOption(new Option('--tensor <n>', t.tensor).argParser(wholeNumber(1, most.ranks)))
      .addOption(new Option('--batch <n>', t.batch).argParser(wholeNumber(1, most.batch)))
      .addOption(new Option('--draft <n>', t.draft).argParser(numberBetween(1, 2)))
      .option('--region <id>', t.region(usual.region))
      .addHelpText('after', `\n${t.help}`),
  ).action(infer);
};
