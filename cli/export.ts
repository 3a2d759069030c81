import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, isDate, openCatalog } from '#catalog';
import { headroomText, type Lang, messages } from '#messages';
import type { UnitId } from '#quantity';
import {
  buildExport,
  daysBetween,
  type ExportRecord,
  type ExportRow,
  type ExportStatus,
  type Sheet,
  type SheetTable,
  type TimelineState,
} from '#report';
import { reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { figureRows } from './figure-rows.ts';
import { langOption, languageOf } from './options.ts';
import { emitSheet, type SheetFlags, sheetOptions } from './sheet-output.ts';

interface ExportFlags extends SheetFlags {
  readonly date?: string;
  readonly to: string;
  readonly catalog?: string;
}

const usualBuyer = 'CN';
const today = (): string => new Date().toISOString().slice(0, 10);

const countryOf = (text: string): string => {
  const code = text.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code)) throw new InvalidArgumentError(messages(languageOf(undefined)).cost.command.country);
  return code;
};

const unitOf: Readonly<Record<NonNullable<ExportRow['nearest']>['figure'], UnitId>> = {
  tpp: 'TPP',
  density: 'TPP/mm2',
  linkBandwidth: 'B/s',
  memoryBandwidth: 'B/s',
};
const gigabyte = 1e9;

/** As the rules write it: TPP to the unit, density to the hundredth, bandwidths in GB/s. */
const ruleFigure = (value: number, unit: UnitId): string =>
  unit === 'TPP'
    ? Math.round(value).toLocaleString('en')
    : unit === 'TPP/mm2'
      ? value.toLocaleString('en', { maximumFractionDigits: 2 })
      : `${(value / gigabyte).toLocaleString('en', { maximumFractionDigits: 1 })} GB/s`;

/** Just over a line must not read as on it: there a thousandth counts. */
const roomText = (headroom: number): string => (Math.abs(headroom - 1) < 0.005 ? `${headroom.toFixed(3)}×` : headroomText(headroom));

const optional = (value: number | undefined, unit: UnitId): string => (value === undefined ? '–' : ruleFigure(value, unit));

const statusText = ({ outcome, because }: ExportStatus, lang: Lang): string => {
  const t = messages(lang).cost.export;
  const { brackets } = messages(lang);
  return because === undefined ? t.status[outcome] : `${t.status[outcome]}${brackets.open}${t.because[because]}${brackets.close}`;
};

const ruleName = (record: ExportRecord, id: string | undefined, lang: Lang): string =>
  id === undefined ? '–' : (record.rules.find((rule) => rule.id === id)?.name[lang] ?? id);

const nameOf = ({ name, released }: ExportRow, lang: Lang): string =>
  released ? name[lang] : messages(lang).cost.export.notYet(name[lang]);

const chipsTable = (record: ExportRecord, lang: Lang): SheetTable => {
  const t = messages(lang).cost.export;
  return {
    title: t.tables.chips,
    note: t.densityNote,
    head: [
      t.head.chip,
      t.head.tpp,
      t.head.format,
      t.head.density,
      t.head.link,
      t.head.memory,
      t.head.status,
      t.head.nearest,
      t.head.headroom,
      t.head.grade,
      t.head.leg,
    ],
    rows: record.rows.map((row) => {
      const { nearest, status } = row;
      const unit = nearest === undefined ? undefined : unitOf[nearest.figure];
      return [
        nameOf(row, lang),
        ruleFigure(row.tpp, 'TPP'),
        row.format.toUpperCase(),
        optional(row.density, 'TPP/mm2'),
        optional(row.link, 'B/s'),
        optional(row.memoryBandwidth, 'B/s'),
        statusText(status, lang),
        nearest === undefined || unit === undefined
          ? '–'
          : t.line(t.figures[nearest.figure], ruleFigure(nearest.own, unit), ruleFigure(nearest.limit, unit)),
        nearest === undefined ? '–' : roomText(nearest.headroom),
        row.grade,
        ruleName(record, status.leg, lang),
      ];
    }),
  };
};

const periodsTable = (record: ExportRecord, lang: Lang): readonly SheetTable[] => {
  const t = messages(lang).cost.export;
  const rows = record.rows.flatMap(({ name, periods }) =>
    periods.map((period, index) => [
      index === 0 ? name[lang] : '',
      period.from,
      period.until ?? t.open,
      statusText(period, lang),
      ruleName(record, period.leg, lang),
    ]),
  );
  return rows.length === 0
    ? []
    : [{ title: t.tables.periods, head: [t.head.chip, t.head.from, t.head.until, t.head.status, t.head.leg], rows }];
};

const rulesTable = (record: ExportRecord, lang: Lang): readonly SheetTable[] => {
  const t = messages(lang).cost.export;
  const isStatus = (word: string): word is ExportStatus['outcome'] => Object.hasOwn(t.status, word);
  return record.rules.length === 0
    ? []
    : [
        {
          title: t.tables.rules,
          head: [t.head.rule, t.head.from, t.head.until, t.head.inForce, t.head.status],
          rows: record.rules.map(({ name, from, until, inForce, outcome }) => [
            name[lang],
            from,
            until ?? t.open,
            inForce ? t.yes : t.no,
            isStatus(outcome) ? t.status[outcome] : outcome,
          ]),
        },
      ];
};

/** A chart has no room for makers: what follows the first space names the chip. */
const withoutMaker = (name: string): string => name.replace(/^\S+\s+(?=\S)/, '');

const outcomes = ['free', 'notify', 'case-by-case', 'licence', 'denied'] as const;

const timelineOf = (record: ExportRecord, lang: Lang): readonly TimelineState[] => {
  const t = messages(lang).cost.export;
  const { span } = record;
  if (span === undefined || record.rows.every(({ periods }) => periods.length === 0)) return [];
  return [
    {
      kind: 'timeline',
      lang,
      title: t.chart,
      description: t.chartNote(span.from, span.until),
      length: daysBetween(span.from, span.until),
      kinds: outcomes.map((outcome) => t.status[outcome]),
      axis: t.axis(span.from, span.until),
      rows: record.rows.map(({ name, periods }) => ({
        label: withoutMaker(name[lang]),
        spans: periods.map(({ from, until, outcome }) => ({
          kind: outcomes.indexOf(outcome),
          start: Math.max(0, daysBetween(span.from, from)),
          end: daysBetween(span.from, until ?? span.until),
        })),
      })),
    },
  ];
};

const sentenceOf = (record: ExportRecord, lang: Lang): string => {
  const t = messages(lang).cost.export;
  const [only] = record.rows;
  if (record.rows.length === 1 && only !== undefined) return t.one(only.name[lang], statusText(only.status, lang));
  const count = (outcome: ExportStatus['outcome']): string => String(record.rows.filter(({ status }) => status.outcome === outcome).length);
  return t.sentence(count('denied'), count('licence'), count('case-by-case'), count('notify'), count('free'));
};

const sheetOf = (record: ExportRecord, catalog: Catalog, lang: Lang): Sheet => {
  const t = messages(lang).cost.export;
  const { list } = messages(lang);
  const { inputs, sources } = figureRows(catalog, record.figures, lang);
  const assumed = record.rules.filter(
    ({ id, inForce }) => inForce && record.figures.some(({ thing, grade }) => thing === id && grade === 'D'),
  );
  return {
    title: t.title(record.to, record.date),
    sentence: sentenceOf(record, lang),
    notes: [
      ...(record.rules.length === 0 ? [t.noRules(record.to)] : []),
      ...(assumed.length === 0 ? [] : [t.gradeNote(assumed.map(({ name }) => name[lang]).join(list.semicolon))]),
      t.inForceNote,
    ],
    tables: [chipsTable(record, lang), ...periodsTable(record, lang), ...rulesTable(record, lang)],
    charts: timelineOf(record, lang),
    inputs,
    sources,
    graded: true,
    reproduce: reproduceLine(lang),
  };
};

const rowsOf = ({ rows, date, to }: ExportRecord) => [
  [
    'id',
    'date',
    'to',
    'tpp',
    'format',
    'density_TPP_per_mm2',
    'link_GB_per_s',
    'memory_GB_per_s',
    'status',
    'rule',
    'nearest_rule',
    'nearest_figure',
    'limit',
    'own',
    'headroom',
    'grade',
    'released',
  ],
  ...rows.map(({ id, tpp, format, density, link, memoryBandwidth, status, nearest, grade, released }) => [
    id,
    date,
    to,
    tpp,
    format,
    density,
    link === undefined ? undefined : link / gigabyte,
    memoryBandwidth === undefined ? undefined : memoryBandwidth / gigabyte,
    status.outcome,
    status.leg ?? status.because,
    nearest?.leg,
    nearest?.figure,
    nearest?.limit,
    nearest?.own,
    nearest?.headroom,
    grade,
    String(released),
  ]),
];

const exportRules = async (chips: readonly string[], flags: ExportFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const { date = today(), to } = flags;
  if (!isDate(date)) return fail([{ code: 'document/date', path: '', file: '--date', received: date }], lang);
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!opened.ok) return fail(opened.issues, lang);
  const catalog = opened.value;
  const built = buildExport(catalog, { chips, date, to });
  if (!built.ok) return fail(built.issues, lang);
  const record = built.value;
  await emitSheet(flags, { record, rows: rowsOf(record), sheet: (each) => sheetOf(record, catalog, each) });
};

/** `chokepoint export [CHIP…]`: what export rules measure of accelerators, and their status by date. */
export const addExport = (program: Command): void => {
  const { command: t } = messages(languageOf(undefined)).cost;
  const { cli } = messages(languageOf(undefined));
  sheetOptions(
    program
      .command('export')
      .description(t.export)
      .argument('[chips...]', t.chips)
      .option('--date <date>', t.date)
      .addOption(new Option('--to <country>', t.to).argParser(countryOf).default(usualBuyer)),
  )
    .option('--catalog <dir>', cli.help.catalog)
    .addOption(langOption())
    .addHelpText('after', `\n${t.exportHelp}`)
    .action(exportRules);
};
