import { type Peaks, performanceDensity, totalProcessingPerformance } from '#accelerator';
import { type Catalog, isOnOrBefore, type Thing } from '#catalog';
import { nearestLine, type RuleLeg, type RuleStatus, ruleStatus } from '#policy';
import { type Issue, quantity, secondsPerDay } from '#quantity';
import { figureOf, findAccelerator, type RunFigure, rulesInForce } from '#scenario';
import { median } from '#uncertainty';

/** What the rules of a day say of a chip. */
export interface ExportStatus {
  readonly outcome: RuleStatus['outcome'];
  /** Rule that decides; absent where none reaches the chip. */
  readonly leg?: string;
  /** Why none does, where no rule speaks of such a sale. */
  readonly because?: 'free/home-made' | 'free/no-rule';
}

/** One accelerator as the export rules measure it. */
export interface ExportRow {
  readonly id: string;
  readonly name: Readonly<Record<'en' | 'zh', string>>;
  readonly maker: string | undefined;
  readonly release: string | undefined;
  /** Was it to be had on the date? */
  readonly released: boolean;
  readonly tpp: number;
  /** Format whose operations times bits are the most. */
  readonly format: string;
  /** TPP/mm2; absent where the area is not known. */
  readonly density: number | undefined;
  /** Scale-up link, both directions together, B/s. */
  readonly link: number | undefined;
  readonly memoryBandwidth: number | undefined;
  readonly status: ExportStatus;
  /** The line that would change the status first, with the chip's own figure beside it. */
  readonly nearest?: {
    readonly leg: string;
    readonly figure: 'tpp' | 'density' | 'linkBandwidth' | 'memoryBandwidth';
    readonly limit: number;
    readonly own: number;
    readonly headroom: number;
  };
  /** Worst grade of the figures that were measured. */
  readonly grade: string;
  /** Statuses by date, each from its first day on; only of chips that were asked for by name. */
  readonly periods: readonly (ExportStatus & { readonly from: string; readonly until: string | undefined })[];
}

export interface ExportRecord {
  readonly schema: 'chokepoint/export/1';
  readonly date: string;
  readonly to: string;
  readonly rows: readonly ExportRow[];
  /** Rules on sales to the destination that the catalogue holds, with their days and the names of their legs. */
  readonly rules: readonly {
    readonly id: string;
    readonly name: Readonly<Record<'en' | 'zh', string>>;
    readonly outcome: string;
    readonly from: string;
    readonly until: string | undefined;
    readonly inForce: boolean;
  }[];
  /** First and last day of the timeline. */
  readonly span: { readonly from: string; readonly until: string } | undefined;
  readonly figures: readonly RunFigure[];
}

export interface ExportOptions {
  /** All accelerators where none is named. */
  readonly chips: readonly string[];
  readonly date: string;
  readonly to: string;
}

const peakFacts = ['peakFp64', 'peakFp32', 'peakBf16', 'peakFp8', 'peakFp6', 'peakFp4', 'peakInt8'] as const;
const measured = [...peakFacts, 'logicArea', 'scaleUpBandwidth', 'memoryBandwidth'] as const;
type Measured = (typeof measured)[number];
const limitFacts = ['tppMin', 'tppBelow', 'densityMin', 'densityBelow', 'linkBandwidthMin', 'memoryBandwidthMin', 'memoryBandwidthBelow'];

interface Chip {
  readonly thing: Thing;
  readonly figures: readonly RunFigure[];
  readonly values: Readonly<Partial<Record<Measured, number>>>;
}

const figuresOf = (catalog: Catalog, thing: Thing, facts: readonly string[]): readonly RunFigure[] =>
  facts.flatMap((fact): RunFigure[] => {
    const found = catalog.select(thing, fact);
    return found === undefined ? [] : [figureOf(thing, fact, found)];
  });

const chipOf = (catalog: Catalog, thing: Thing): Chip => {
  const figures = figuresOf(catalog, thing, measured);
  const values = Object.fromEntries(figures.map(({ fact, distribution }) => [fact, median(distribution)]));
  return { thing, figures, values };
};

/** The figures of a chip that rules measure, and its status under some legs. */
const under = (legs: readonly RuleLeg[], { values }: Chip) => {
  const { tpp, binding } = totalProcessingPerformance(values as Peaks);
  const area = values.logicArea;
  const density = area === undefined ? undefined : performanceDensity({ tpp, area: quantity(area, 'mm2') });
  const link = values.scaleUpBandwidth === undefined ? undefined : quantity(2 * values.scaleUpBandwidth, 'B/s');
  const memoryBandwidth = values.memoryBandwidth === undefined ? undefined : quantity(values.memoryBandwidth, 'B/s');
  const input = { legs, tpp, performanceDensity: density, linkBandwidth: link, memoryBandwidth };
  const status = ruleStatus(input);
  return { tpp, binding, density, link, memoryBandwidth, status, line: nearestLine({ ...input, status }) };
};

const statusOf = (catalog: Catalog, chip: Chip, to: string, date: string) => {
  const { legs, noRule } = rulesInForce({ catalog, maker: chip.thing.attributes['country'], importer: to, date });
  const found = under(legs, chip);
  const { outcome, leg } = found.status;
  const status: ExportStatus = {
    outcome,
    ...(leg === undefined ? {} : { leg }),
    ...(legs.length === 0 ? { because: noRule } : {}),
  };
  return { ...found, status };
};

/** First day of what a date names. */
export const firstDay = (date: string): string => `${date}-01-01`.slice(0, 4) + (date.slice(4, 7) || '-01') + (date.slice(7, 10) || '-01');

/** Days on which a rule on sales to a destination begins or ends. */
const turns = (catalog: Catalog, to: string): readonly string[] =>
  [
    ...new Set(
      catalog
        .list('rule')
        .filter((rule) => rule.attributes['destination'] === to)
        .flatMap(({ attributes: { from, until } }) => [...(from === undefined ? [] : [from]), ...(until === undefined ? [] : [until])]),
    ),
  ].sort();

/** From the release on, or from before the first rule; neighbouring days with the same status are one period. */
const periodsOf = (catalog: Catalog, chip: Chip, to: string, start: string): ExportRow['periods'] => {
  const release = chip.thing.attributes['release'];
  const first = release === undefined || firstDay(release) < start ? start : firstDay(release);
  const days = [first, ...turns(catalog, to).filter((day) => day > first)];
  const periods: { from: string; until: string | undefined; status: ExportStatus }[] = [];
  for (const day of days) {
    const { status } = statusOf(catalog, chip, to, day);
    const last = periods.at(-1);
    if (last !== undefined && last.status.outcome === status.outcome && last.status.leg === status.leg) continue;
    if (last !== undefined) last.until = day;
    periods.push({ from: day, until: undefined, status });
  }
  return periods.map(({ from, until, status }) => ({ ...status, from, until }));
};

const rowOf = (catalog: Catalog, chip: Chip, { date, to }: ExportOptions, start: string | undefined): ExportRow => {
  const { thing } = chip;
  const { tpp, binding, density, link, memoryBandwidth, status, line } = statusOf(catalog, chip, to, date);
  const own = { tpp, density, linkBandwidth: link, memoryBandwidth };
  const { release } = thing.attributes;
  const decides = chip.figures.filter(({ fact }) => !peakFacts.some((peak) => peak === fact) || fact.toLowerCase() === `peak${binding}`);
  return {
    id: thing.id,
    name: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en },
    maker: thing.attributes['country'],
    release,
    released: release === undefined || isOnOrBefore(release, date),
    tpp,
    format: binding,
    density,
    link,
    memoryBandwidth,
    status,
    ...(line === undefined
      ? {}
      : {
          nearest: { leg: line.leg, figure: line.figure, limit: line.limit, own: own[line.figure] ?? Number.NaN, headroom: line.headroom },
        }),
    grade:
      decides
        .map(({ grade }) => grade)
        .toSorted()
        .at(-1) ?? 'D',
    periods: start === undefined ? [] : periodsOf(catalog, chip, to, start),
  };
};

const severity: Readonly<Record<RuleStatus['outcome'], number>> = { denied: 4, licence: 3, 'case-by-case': 2, notify: 1, free: 0 };

/** A year earlier: what held before the first rule. */
const yearBefore = (date: string): string => `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(firstDay(to)) - Date.parse(firstDay(from))) / (secondsPerDay * 1000);

/**
 * Holds accelerators of the catalogue against the export rules in force on a day.
 *
 * @param catalog the facts
 * @param options accelerators, day and destination
 * @returns the table, or every name that is none
 */
export function buildExport(
  catalog: Catalog,
  options: ExportOptions,
): { readonly ok: true; readonly value: ExportRecord } | { readonly ok: false; readonly issues: readonly Issue[] } {
  const { chips, date, to } = options;
  const issues: Issue[] = [];
  const things = chips.flatMap((name): Thing[] => {
    const thing = catalog.get(name, 'accelerator') ?? findAccelerator(catalog, name)?.thing;
    if (thing !== undefined) return [thing];
    const near = catalog.suggest(name, 'accelerator');
    issues.push({ code: 'train/no-chip', path: '', file: 'chip', received: name, ...(near === undefined ? {} : { expected: near }) });
    return [];
  });
  if (issues.length > 0) return { ok: false, issues };
  const days = turns(catalog, to);
  const [first] = days;
  const named = chips.length > 0;
  const start = named && first !== undefined ? yearBefore(first) : undefined;
  const rows = (named ? things : catalog.list('accelerator'))
    .map((thing) => chipOf(catalog, thing))
    .map((chip) => ({ chip, row: rowOf(catalog, chip, options, start) }))
    .filter(({ row }) => named || row.tpp > 0);
  if (!named) rows.sort((a, b) => severity[b.row.status.outcome] - severity[a.row.status.outcome] || b.row.tpp - a.row.tpp);
  const rules = catalog.list('rule').filter((rule) => rule.attributes['destination'] === to && rule.attributes['from'] !== undefined);
  const last = [...days, firstDay(date)].toSorted().at(-1) ?? firstDay(date);
  return {
    ok: true,
    value: {
      schema: 'chokepoint/export/1',
      date,
      to,
      rows: rows.map(({ row }) => row),
      rules: rules
        .map((rule) => {
          const { from = '', until, outcome = '' } = rule.attributes;
          const inForce = isOnOrBefore(from, date) && (until === undefined || !isOnOrBefore(until, date));
          return { id: rule.id, name: { en: rule.name.en, zh: rule.name.zh ?? rule.name.en }, outcome, from, until, inForce };
        })
        .sort((a, b) => `${a.from} ${a.id}`.localeCompare(`${b.from} ${b.id}`)),
      span: start === undefined ? undefined : { from: start, until: last },
      figures: [
        ...(named ? rows.flatMap(({ chip }) => chip.figures) : []),
        ...rules.flatMap((rule) => figuresOf(catalog, rule, limitFacts)),
      ],
    },
  };
}
