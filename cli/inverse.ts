import { type Command, Option } from 'commander';
import type { Catalog } from '#catalog';
import { figure, type Lang, messages, textOf } from '#messages';
import { type Checked, type Issue, parseQuantity } from '#quantity';
import {
  buildMax,
  buildNeed,
  type Estimate,
  type InversePoint,
  type LinesState,
  type MaxRecord,
  type MaxScenario,
  type NeedRecord,
  type Sheet,
  type SheetTable,
} from '#report';
import {
  daysUntil,
  type GivenMeans,
  type LimitId,
  largestRun,
  listScenarios,
  meanLevers,
  neededMeans,
  type ResolvedScenario,
  readMeans,
  utilisationBySize,
  withGiven,
  withMeans,
} from '#scenario';
import { median } from '#uncertainty';
import { type AnalogOutput, analogOptions, decades, emit, numbered, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText, multipleText } from './figure-rows.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, type ScenarioFlags, scenarioOptions, seedOption, wholeNumber } from './options.ts';

interface InverseFlags extends ScenarioFlags, AnalogOutput {
  readonly set: readonly string[];
  readonly samples: number;
  readonly seed: number;
}
interface MaxFlags extends InverseFlags {
  readonly given: readonly string[];
}
interface NeedFlags extends InverseFlags {
  readonly for: string;
  readonly by?: string;
  readonly in?: string;
}

const most = { samples: 100_000, scenarios: 6 };
/** Every draw is solved anew: so many tell an interval of 95%. */
const usualSamples = 500;

const percent = (share: number): string => `${Number((100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0))}%`;
const plain = ({ value, unit, band }: Estimate, lang: Lang): string =>
  figure({ value, unit }, { lang, digits: unit !== 'FLOP' && (band === undefined || band.p5 === band.p95) ? 3 : 2 }).value;
const days = (estimate: Estimate, lang: Lang): string =>
  `${Number(estimate.value.toFixed(1))}${lang === 'zh' ? ' 天' : estimate.value === 1 ? ' day' : ' days'}`;

/** The range between two points of a band. */
const rangeText = (
  { value, unit, band }: Estimate,
  low: 'p2_5' | 'p5' | 'p10' | 'p25',
  high: 'p75' | 'p90' | 'p95' | 'p97_5',
  lang: Lang,
): string => {
  if (band === undefined) return '–';
  // What is used up to the last accelerator varies by less than one.
  if (band[high] - band[low] < 0.002 * value) return plain({ value, unit }, lang);
  if (!Number.isFinite(band[high])) return `≥ ${figure({ value: band[low], unit }, { lang, digits: 2 }).value}`;
  return figure({ value, unit, band: { p5: band[low], p95: band[high] } }, { lang }).range ?? plain({ value, unit }, lang);
};

const limitName = (limit: LimitId, lang: Lang): string => {
  const m = messages(lang);
  const own = m.inverse.limits as Readonly<Record<string, string>>;
  return own[limit] ?? textOf(m.constraints, limit);
};
const limitNames = (limits: readonly LimitId[], lang: Lang): string => {
  const { list } = messages(lang);
  const names = limits.map((limit) => limitName(limit, lang));
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(list.item)}${list.and}${names.at(-1)}`;
};
const meanName = (lever: string, lang: Lang): string => textOf(messages(lang).inverse.means, lever);

const spreadRow = (name: string, estimate: Estimate, lang: Lang): readonly string[] => [
  name,
  plain(estimate, lang),
  rangeText(estimate, 'p25', 'p75', lang),
  rangeText(estimate, 'p10', 'p90', lang),
  rangeText(estimate, 'p2_5', 'p97_5', lang),
];

type Told = Pick<MaxScenario, 'estimates' | 'optima'>;

const figuresTable = ({ estimates, optima }: Told, title: string, withFlop: boolean, lang: Lang, samples: number): SheetTable => {
  const t = messages(lang).inverse;
  const { rows, head, laws } = t;
  const work = withFlop ? [spreadRow(rows.flop, estimates.flop, lang)] : [];
  return {
    title,
    note: t.draws(samples.toLocaleString('en')),
    head: [head.figure, head.value, head.half, head.most, head.nearly],
    rows: [
      ...work,
      ...optima.flatMap(({ law, parameters, tokens }) => [
        spreadRow(rows.parameters(laws[law]), parameters, lang),
        spreadRow(rows.tokens(laws[law]), tokens, lang),
      ]),
      ...(['count', 'power', 'time', 'capital', 'cost', 'energy', 'chipHours'] as const).map((id) =>
        spreadRow(rows[id], estimates[id], lang),
      ),
    ],
  };
};

/** Ticks of one, two and five times the powers of ten. */
const ticksOf = (low: number, high: number, text: (value: number) => string): LinesState['x']['ticks'] => {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const leads = to - from > 3 ? [1] : [1, 2, 5];
  const all = Array.from({ length: to - from + 1 }, (_, index) => leads.map((lead) => Number(`${lead}e${from + index}`))).flat();
  const within = all.filter((value) => value >= low * 0.999 && value <= high * 1.001);
  return (within.length > 1 ? within.map((value) => ({ value, text: text(value) })) : decades(low, high, text)) as LinesState['x']['ticks'];
};

interface Curve {
  readonly name: string;
  readonly points: readonly InversePoint[];
}

const chartOf = (
  curves: readonly Curve[],
  {
    title,
    description,
    x,
    y,
    here,
    lang,
  }: {
    readonly title: string;
    readonly description: string;
    readonly x: { readonly unit: Estimate['unit']; readonly label: string };
    readonly y: { readonly unit: Estimate['unit']; readonly label: string };
    readonly here: number;
    readonly lang: Lang;
  },
): LinesState | undefined => {
  const t = messages(lang).inverse;
  const kept = curves.map(({ name, points }) => ({ name, points: points.filter(({ y: at }) => at > 0 && Number.isFinite(at)) }));
  const all = kept.flatMap(({ points }) => points);
  if (all.length < 2) return undefined;
  const ys = all.flatMap(({ y: at, p5, p95 }) => [at, p5, p95]).filter((value) => value > 0 && Number.isFinite(value));
  const span = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];
  const [xLow, xHigh] = span(all.map(({ x: at }) => at));
  const [yLow, yHigh] = span(ys);
  const text =
    (unit: Estimate['unit']) =>
    (value: number): string =>
      figure({ value, unit }, { lang, digits: 1 }).value.replace(/ FLOP$/, '');
  const named = (name: string, what: string): string => (kept.length === 1 ? what : `${name}${messages(lang).list.colon}${what}`);
  return {
    kind: 'lines',
    lang,
    title,
    description,
    x: { scale: 'log', low: xLow, high: xHigh, ticks: ticksOf(xLow, xHigh, text(x.unit)), label: x.label },
    y: { scale: 'log', low: yLow, high: yHigh, ticks: ticksOf(yLow, yHigh, text(y.unit)), label: y.label },
    series: kept.flatMap(({ name, points }) => {
      const of = (read: (point: InversePoint) => number) =>
        points.map((point) => ({ x: point.x, y: read(point) })).filter(({ y: at }) => at > 0 && Number.isFinite(at));
      return [
        { name: named(name, t.seriesMedian), points: of(({ p50 }) => p50) },
        // Intervals of several scenarios would lie over each other: they stand in the table.
        ...(kept.length > 1
          ? []
          : [
              { name: named(name, t.seriesLow), dashed: true, points: of(({ p5 }) => p5) },
              { name: named(name, t.seriesHigh), dashed: true, points: of(({ p95 }) => p95) },
            ]),
      ];
    }),
    walls: [{ axis: 'x', value: here, text: text(x.unit)(here) }],
  };
};

/** Every fifth point: half a power of ten apart. */
const fewOf = (points: readonly InversePoint[]): readonly InversePoint[] => points.filter((_, index) => index % 5 === 0);

const pointText = ({ y, p5, p95 }: InversePoint, unit: Estimate['unit'], lang: Lang): string => {
  if (!Number.isFinite(y)) return '–';
  const shown = figure({ value: y, unit, band: { p5, p95 } }, { lang });
  return shown.range === undefined || !Number.isFinite(p95) ? shown.value : `${shown.value} (${shown.range})`;
};

const inputsOf = (
  catalog: Catalog,
  scenarios: readonly Pick<MaxScenario, 'inputs' | 'title'>[],
  lang: Lang,
): Pick<Sheet, 'inputs' | 'sources'> => {
  const { numbers, texts } = numbered(
    catalog,
    scenarios.flatMap(({ inputs }) => inputs.flatMap(({ sources }) => sources)),
  );
  const inputs = scenarios.flatMap(({ inputs: own, title }, index) =>
    own
      .filter(
        ({ lever, estimate }) =>
          index === 0 || scenarios[0]?.inputs.find(({ lever: other }) => other === lever)?.estimate.value !== estimate.value,
      )
      .map(({ label, estimate, grade, sources }) => ({
        label: scenarios.length > 1 ? `${label[lang]} · ${title[lang]}` : label[lang],
        value: estimateText(estimate, lang),
        grade,
        sources: sources.flatMap((id) => numbers.get(id) ?? []),
      })),
  );
  return { inputs, sources: texts };
};

const meansText = ({ given, days: length }: MaxScenario, until: string | undefined, lang: Lang): string => {
  const m = messages(lang);
  const t = m.inverse;
  const named = given
    .filter(({ lever }) => lever !== 'run.deadline')
    .map(({ lever, estimate }) => (t.given as Readonly<Record<string, (value: string) => string>>)[lever]?.(plain(estimate, lang)) ?? '');
  const time = until === undefined ? t.within(days(length, lang)) : t.until(until, days(length, lang));
  const head = named.length === 0 ? t.max.own : t.max.with(named.join(m.list.and));
  return lang === 'zh' ? `${head}，${time}` : `${head} ${time}`;
};

const maxSheet = (record: MaxRecord, catalog: Catalog, until: string | undefined, lang: Lang): Sheet => {
  const m = messages(lang);
  const t = m.inverse;
  const { scenarios, ratios } = record;
  const [first] = scenarios as [MaxScenario];
  const several = scenarios.length > 1;
  const range = ({ estimates: { flop } }: MaxScenario): string => rangeText(flop, 'p5', 'p95', lang);
  const runs = (each: MaxScenario): boolean => each.estimates.flop.value > 0;
  const what = (each: MaxScenario): readonly string[] => {
    const [best] = each.optima;
    const [used] = each.used;
    if (!runs(each) || best === undefined) return [t.max.nothing(each.title[lang], limitNames(each.binding, lang))];
    return [
      several
        ? t.max.each(each.title[lang], plain(each.estimates.flop, lang), range(each))
        : t.max.sentence(
            meansText(each, until, lang),
            plain(each.estimates.flop, lang),
            range(each),
            plain(best.parameters, lang),
            plain(best.tokens, lang),
          ),
      ...(used === undefined || several ? [] : [t.max.binds(limitNames(used.limits, lang), percent(used.share))]),
    ];
  };
  const sentence = [
    ...(several ? [`${meansText(first, until, lang)}${m.list.colon.trim()}`] : []),
    ...scenarios.flatMap(what),
    ...ratios.flatMap((ratio, index) =>
      Number.isFinite(ratio.value)
        ? [t.max.ratio((scenarios[index + 1] as MaxScenario).title[lang], first.title[lang], multipleText(ratio))]
        : [],
    ),
  ].join(lang === 'zh' ? '' : ' ');
  const named = (title: string, each: MaxScenario): string => (several ? `${title}${m.list.colon}${each.title[lang]}` : title);
  const lever = first.frontier?.lever;
  const mean = lever === undefined ? '' : meanName(lever, lang);
  const unitOf = first.given.find(({ lever: own }) => own === lever)?.estimate.unit ?? first.days.unit;
  const here = first.given.find(({ lever: own }) => own === lever)?.estimate.value ?? first.days.value;
  const chart =
    lever === undefined
      ? undefined
      : chartOf(
          scenarios.map(({ title, frontier }) => ({ name: title[lang], points: frontier?.points ?? [] })),
          {
            title: t.max.frontier(mean),
            description: t.max.frontierNote(mean),
            x: { unit: unitOf, label: mean },
            y: { unit: 'FLOP', label: t.rows.flop },
            here,
            lang,
          },
        );
  return {
    title: t.max.title(scenarios.map(({ title }) => title[lang]).join(m.list.semicolon)),
    sentence,
    notes: [
      m.capability.noForecast,
      ...scenarios
        .flatMap(({ setAside, given }) =>
          setAside === undefined || given.some(({ lever, estimate }) => lever === 'cluster.count' && estimate.value === setAside)
            ? []
            : [t.max.setAside(setAside.toLocaleString('en'))],
        )
        .slice(0, 1),
      t.max.plan,
      ...scenarios.flatMap(({ possible }) => (possible < 1 && possible > 0 ? [t.max.zero(percent(1 - possible))] : [])).slice(0, 1),
      m.capability.capability.extrapolated,
    ],
    tables: [
      ...scenarios.filter(runs).map((each) => figuresTable(each, t.max.figures(each.title[lang]), true, lang, record.samples)),
      ...scenarios.map((each) => ({
        title: named(t.max.used, each),
        head: [t.max.usedHead.limits, t.max.usedHead.share],
        rows: each.used.map(({ limits, share }) => [limitNames(limits, lang), percent(share)]),
      })),
      ...scenarios
        .filter(({ gains }) => gains.length > 0)
        .map((each) => ({
          title: named(t.max.gains, each),
          head: [t.max.gainsHead.mean, t.max.gainsHead.has, t.max.gainsHead.gain],
          rows: each.gains.map(({ limit, value, unit, gain }) => [
            limitName(limit, lang),
            plain({ value, unit }, lang),
            `+${(100 * Math.max(0, gain)).toFixed(1)}%`,
          ]),
        })),
      {
        title: t.max.reaches,
        head: [t.max.reachHead, ...scenarios.map(({ title }) => (several ? title[lang] : t.head.value))],
        rows: [...new Set(scenarios.flatMap(({ reaches }) => reaches.map(({ flop }) => flop)))]
          .sort((a, b) => a - b)
          .map((flop) => [
            plainNumberOf(flop, lang),
            ...scenarios.map(({ reaches }) => {
              const found = reaches.find((each) => each.flop === flop);
              const beyond = flop > (reaches.at(-1)?.flop ?? 0) ? 0 : 1;
              return percent(found?.probability ?? beyond);
            }),
          ]),
      },
      ...(lever === undefined
        ? []
        : [
            {
              title: t.max.frontier(mean),
              note: t.max.frontierNote(mean),
              head: [mean, ...scenarios.map(({ title }) => (several ? title[lang] : t.rows.flop))],
              rows: fewOf(first.frontier?.points ?? []).map((point) => [
                plain({ value: point.x, unit: unitOf }, lang),
                ...scenarios.map(({ frontier }) => {
                  const own = frontier?.points.find(({ x }) => Math.abs(x / point.x - 1) < 1e-9);
                  return own === undefined ? '–' : pointText(own, 'FLOP', lang);
                }),
              ]),
            },
          ]),
    ],
    charts: chart === undefined ? [] : [chart],
    ...inputsOf(catalog, scenarios, lang),
    reproduce: reproduceLine(lang),
  };
};

const plainNumberOf = (flop: number, lang: Lang): string => figure({ value: flop, unit: 'FLOP' }, { lang, digits: 1 }).value;

/** Gives a scenario its means: those that a scenario reads by itself, and those that take the place of its size and date. */
const openWith = (
  file: string,
  flags: InverseFlags,
  means: GivenMeans,
): Checked<{
  readonly name: string;
  readonly catalog: Catalog;
  readonly scenario: ResolvedScenario;
  readonly setAside: number | undefined;
  readonly sizes: ReturnType<typeof utilisationBySize>;
}> => {
  const opened = openScenario(file, { ...flags, set: [...flags.set, ...means.assignments] });
  if (!opened.ok) return opened;
  const { name, catalog, scenario } = opened.value;
  const own = withMeans(scenario, means);
  if (!own.ok) return own;
  const sizes = utilisationBySize(scenario.document, catalog, flags.asOf === undefined ? {} : { asOf: flags.asOf });
  return { ok: true, value: { name, catalog, ...own.value, sizes } };
};

const runMax = async (words: readonly string[], flags: MaxFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  // After the first mean, one may forget to write --given again.
  const isMean = (word: string): boolean => Object.keys(meanLevers).some((id) => word.startsWith(`${id}=`));
  const files = words.filter((word) => !isMean(word));
  if (files.length === 0) return fail([{ code: 'cli/no-scenario', path: '', expected: listScenarios().join(', ') }], lang);
  if (files.length > most.scenarios)
    return fail([{ code: 'inverse/too-many', path: '', received: String(files.length), expected: String(most.scenarios) }], lang);
  const means = readMeans([...flags.given, ...words.filter(isMean)]);
  if (!means.ok) return fail(means.issues, lang);
  const given = [...new Set(means.value.ids.map((id) => meanLevers[id]))];
  const { samples, seed } = flags;
  const issues: Issue[] = [];
  const inputs: Parameters<typeof buildMax>[1][number][] = [];
  let catalog: Catalog | undefined;
  for (const file of files) {
    const opened = openWith(file, flags, means.value);
    if (!opened.ok) {
      issues.push(...opened.issues);
      continue;
    }
    const { name, scenario, setAside, sizes } = opened.value;
    catalog = opened.value.catalog;
    const run = largestRun(scenario, sizes, { samples, seed, along: given[0] ?? 'run.deadline' });
    if (run.ok) inputs.push({ name, scenario: run.value.scenario, setAside, given, run: run.value });
    else issues.push(...run.issues.map((issue) => ({ ...issue, file })));
  }
  if (issues.length > 0 || catalog === undefined) return fail(issues, lang);
  const facts = catalog;
  const record = buildMax(facts, inputs, { samples, seed });
  if (record.scenarios.every(({ estimates }) => !(estimates.flop.value > 0))) process.exitCode = 1;
  await emit(flags, { ...record, note: messages('en').capability.noForecast }, (each) =>
    maxSheet(record, facts, means.value.until?.date, each),
  );
};

const needSheet = (record: NeedRecord, catalog: Catalog, lang: Lang): Sheet => {
  const m = messages(lang);
  const t = m.inverse;
  const { estimates, standings } = record;
  const flop = plain({ value: record.flop, unit: 'FLOP' }, lang);
  const length = days(record.days, lang);
  const can = Number.isFinite(estimates.count.value);
  const [scarcest] = standings;
  const headroom = (value: number): string => multipleText({ value, unit: '1' });
  const sentence = can
    ? [
        t.need.sentence(
          flop,
          length,
          plain(estimates.count, lang),
          rangeText(estimates.count, 'p5', 'p95', lang),
          plain(estimates.power, lang),
          plain(estimates.capital, lang),
          plain(estimates.cost, lang),
        ),
        record.binding[0] === 'accelerator.memory' ? t.need.memory : t.need.time,
        ...(scarcest === undefined
          ? [t.need.unlimited]
          : [t.need.suffices(percent(record.fits)), t.need.scarcest(limitName(scarcest.limit, lang), headroom(scarcest.headroom))]),
      ].join(lang === 'zh' ? '' : ' ')
    : t.need.never(flop, length);
  const chart = chartOf([{ name: '', points: record.frontier }], {
    title: t.need.frontier,
    description: t.need.frontierNote,
    x: { unit: 'FLOP', label: t.rows.flop },
    y: { unit: 'chip', label: t.rows.count },
    here: record.flop,
    lang,
  });
  return {
    title: t.need.title(flop, record.title[lang]),
    sentence,
    notes: [
      m.capability.noForecast,
      t.need.cheapest,
      t.max.plan,
      ...(record.possible < 1 && record.possible > 0 ? [t.need.some(percent(1 - record.possible))] : []),
      m.capability.capability.extrapolated,
    ],
    tables: [
      ...(can ? [figuresTable(record, t.need.figures, false, lang, record.samples)] : []),
      ...(standings.length === 0
        ? []
        : [
            {
              title: t.need.standings,
              head: [t.need.standingsHead.limit, t.need.standingsHead.headroom, t.need.standingsHead.suffices, t.need.standingsHead.least],
              rows: standings.map(({ limit, headroom: has, suffices, least }) => [
                limitName(limit, lang),
                headroom(has),
                percent(suffices),
                percent(least),
              ]),
            },
          ]),
      {
        title: t.need.frontier,
        note: t.need.frontierNote,
        head: [t.rows.flop, t.rows.count],
        rows: fewOf(record.frontier).map((point) => [plain({ value: point.x, unit: 'FLOP' }, lang), pointText(point, 'chip', lang)]),
      },
    ],
    charts: chart === undefined ? [] : [chart],
    ...inputsOf(catalog, [record], lang),
    reproduce: reproduceLine(lang),
  };
};

/** The amount of work, from a text such as `1e26FLOP`. */
const readWork = (text: string): Checked<number> => {
  const bare = Number.isFinite(Number(text)) && text.trim() !== '';
  const parsed = parseQuantity(bare ? `${text} FLOP` : text, 'FLOP');
  if (!parsed.ok) return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, path: '', file: '--for', line: 1 })) };
  const flop = median(parsed.value.value);
  return flop > 0
    ? { ok: true, value: flop }
    : { ok: false, issues: [{ code: 'inverse/not-positive', path: '', file: '--for', received: text }] };
};

const runNeed = async (file: string, flags: NeedFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const work = readWork(flags.for);
  const means = readMeans(flags.in === undefined ? [] : [`days=${flags.in}`]);
  const issues: Issue[] = [
    ...(work.ok ? [] : work.issues),
    ...(means.ok ? [] : means.issues.map((issue) => ({ ...issue, path: '', file: '--in' }))),
  ];
  if (!work.ok || !means.ok) return fail(issues, lang);
  const opened = openWith(file, flags, means.value);
  if (!opened.ok) return fail(opened.issues, lang);
  const { name, catalog, sizes } = opened.value;
  let { scenario } = opened.value;
  if (flags.by !== undefined) {
    const until = daysUntil(scenario.document.date, flags.by, { file: '--by', line: 1 });
    if (!until.ok) return fail(until.issues, lang);
    scenario = withGiven(scenario, 'run.deadline', { kind: 'point', value: until.value }, until.value);
  }
  const { samples, seed } = flags;
  const need = neededMeans(scenario, sizes, { flop: work.value, samples, seed });
  if (!need.ok) return fail([{ code: 'inverse/half-a-question', path: '', file, expected: '--by, --in' }], lang);
  const record = buildNeed(catalog, need.value.scenario, need.value, { name, seed });
  if (!Number.isFinite(record.estimates.count.value)) process.exitCode = 1;
  await emit(flags, { ...record, note: messages('en').capability.noForecast }, (each) => needSheet(record, catalog, each));
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const inverseOptions = (command: Command): Command =>
  analogOptions(scenarioOptions(command), false)
    .addOption(new Option('--samples <n>', help().samples).argParser(wholeNumber(0, most.samples)).default(usualSamples))
    .addOption(seedOption());

/** `chokepoint max FILE… --given mean=value`: the largest run that means allow. */
export const addMax = (program: Command): void => {
  const t = messages(languageOf(undefined)).inverse.max;
  inverseOptions(
    program
      .command('max')
      .description(t.description)
      .argument('<file...>', t.file)
      .addOption(new Option('--given <mean=value>', t.given).argParser(collect).default([])),
  ).action(runMax);
};

/** `chokepoint need FILE --for FLOP --by DATE`: what a run takes. */
export const addNeed = (program: Command): void => {
  const t = messages(languageOf(undefined)).inverse.need;
  inverseOptions(
    program
      .command('need')
      .description(t.description)
      .argument('<file>', help().file)
      .requiredOption('--for <flop>', t.for)
      .addOption(new Option('--by <date>', t.by).conflicts(['in']))
      .addOption(new Option('--in <time>', t.in).conflicts(['by'])),
  ).action(runNeed);
};
