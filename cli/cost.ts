import { type Command, Option } from 'commander';
import type { Catalog } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import type { Currency } from '#quantity';
import {
  type BarState,
  buildCost,
  type CostBasis,
  type CostBasisId,
  type CostLeafId,
  type CostRecord,
  type Estimate,
  leverEstimate,
  type Sheet,
  type SheetInput,
  type SheetTable,
  type StackedBarState,
} from '#report';
import { numbered, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText } from './figure-rows.ts';
import { networkTable, networkWords } from './network.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, oneOf, type ScenarioFlags, scenarioOptions, seedOption, wholeNumber } from './options.ts';
import { emitSheet, type SheetFlags, sheetOptions } from './sheet-output.ts';

interface CostFlags extends SheetFlags, ScenarioFlags {
  readonly currency: Currency;
  readonly moneyOf?: number;
  readonly samples: number;
  readonly seed: number;
}

const currencies = ['USD', 'CNY', 'EUR'] as const satisfies readonly Currency[];
const most = { samples: 1_000_000, year: 2100 };
const least = { year: 1900 };
const usualDraws = 1_000;

const spaced = (parts: readonly string[], lang: Lang): string => parts.filter((part) => part !== '').join(lang === 'zh' ? '' : ' ');
const percentOf = (share: Estimate, lang: Lang): string => estimateText(share, lang, true);
const bare = ({ value, unit }: Estimate, lang: Lang, percent = false): string =>
  figure({ value, unit }, { lang, digits: 2, percent }).value;

const basisTable = (record: CostRecord, lang: Lang): SheetTable => {
  const { cost: t } = messages(lang);
  return {
    title: t.tables.bases,
    head: [t.head.basis, t.head.amount, t.head.perToken, t.head.electricity],
    rows: record.bases.map(({ id, amount, perMillionTokens, electricity }) => [
      t.bases[id],
      estimateText(amount, lang),
      perMillionTokens === undefined ? '–' : estimateText(perMillionTokens, lang),
      electricity === undefined ? '–' : percentOf(electricity, lang),
    ]),
  };
};

const questionTable = (record: CostRecord, lang: Lang): SheetTable => {
  const { cost: t } = messages(lang);
  return {
    title: t.tables.questions,
    head: [t.head.basis, t.head.question],
    rows: record.bases.map(({ id }) => [t.bases[id], t.answers[id]]),
    prose: true,
  };
};

const partsTable = ({ id, amount, leaves }: CostBasis, lang: Lang): SheetTable => {
  const { cost: t } = messages(lang);
  const sum = leaves.reduce((total, { share }) => total + share.value, 0);
  return {
    title: t.tables.parts(t.bases[id]),
    head: [t.head.part, t.head.cost, t.head.share],
    rows: [
      ...leaves.map((leaf) => [t.leaves[leaf.id], estimateText(leaf.amount, lang), percentOf(leaf.share, lang)]),
      [t.sum, estimateText(amount, lang), bare({ value: sum, unit: '1' }, lang, true)],
    ],
  };
};

const carbonTable = ({ carbon }: CostRecord, lang: Lang): SheetTable => {
  const { cost: t } = messages(lang);
  const { operational, embodied, total, perMillionTokens, embodiedShare } = carbon;
  const rest: Estimate = {
    value: 1 - embodiedShare.value,
    unit: '1',
    ...(embodiedShare.band === undefined
      ? {}
      : { band: { ...embodiedShare.band, p5: 1 - embodiedShare.band.p95, p95: 1 - embodiedShare.band.p5 } }),
  };
  return {
    title: t.tables.carbon,
    note: t.carbon.note,
    head: [t.head.part, t.head.value, t.head.share],
    rows: [
      [t.carbon.operational, estimateText(operational, lang), percentOf(rest, lang)],
      [t.carbon.embodied, estimateText(embodied, lang), percentOf(embodiedShare, lang)],
      [t.carbon.total, estimateText(total, lang), bare({ value: 1, unit: '1' }, lang, true)],
      [t.carbon.perToken, estimateText(perMillionTokens, lang), ''],
    ],
  };
};

/** The run under each convention as bars with their intervals; the purchase serves more than the run. */
const basesChart = (record: CostRecord, lang: Lang): BarState => {
  const { cost: t } = messages(lang);
  const bases = record.bases.filter(({ id, amount }) => id !== 'purchase' && Number.isFinite(amount.value));
  return {
    kind: 'bar',
    lang,
    scale: 'linear',
    title: t.charts.bases,
    description: t.charts.basesNote,
    bars: bases.map(({ id, amount: { value, unit, band } }) => ({
      label: t.bases[id],
      value,
      text: bare({ value, unit }, lang),
      tone: id.startsWith('rent') ? ('muted' as const) : ('flow' as const),
      ...(band === undefined || !Number.isFinite(band.p95)
        ? {}
        : { interval: { p5: band.p5, p25: band.p25, p75: band.p75, p95: band.p95 } }),
    })),
  };
};

/** Leaves that stand together in the picture, where there is room for eight. */
const groupOf = (id: CostLeafId): CostLeafId | 'owner' | 'staff' =>
  id === 'solver'
    ? 'chips'
    : id === 'operation' || id === 'interest' || id === 'waiting' || id === 'thrownAway'
      ? 'owner'
      : id === 'pay' || id === 'equity'
        ? 'staff'
        : id;
const drawnGroups = ['chips', 'server', 'network', 'facility', 'energy', 'owner', 'experiments', 'staff'] as const;
const drawnBases: readonly CostBasisId[] = [
  'final.valueLost',
  'final.straightLine',
  'owner.valueLost',
  'owner.straightLine',
  'development.valueLost',
  'development.straightLine',
];

const sharesChart = (record: CostRecord, lang: Lang): StackedBarState => {
  const { cost: t } = messages(lang);
  const bases = record.bases.filter(({ id }) => drawnBases.includes(id));
  const used = drawnGroups.filter((group) => bases.some(({ leaves }) => leaves.some(({ id }) => groupOf(id) === group)));
  return {
    kind: 'stackedBar',
    lang,
    title: t.charts.shares,
    description: t.charts.sharesNote,
    parts: used.map((group) => (group === 'owner' || group === 'staff' ? t.groups[group] : t.leaves[group])),
    bars: bases.map(({ id, leaves }) => ({
      label: t.bases[id],
      values: used.map((group) => {
        const share = leaves.filter((leaf) => groupOf(leaf.id) === group).reduce((sum, leaf) => sum + leaf.share.value, 0);
        return { share, text: bare({ value: share, unit: '1' }, lang, true), detail: '' };
      }),
    })),
  };
};

const sentenceOf = (record: CostRecord, lang: Lang): string => {
  const { cost: t } = messages(lang);
  const amountOf = (id: CostBasisId): string => {
    const basis = record.bases.find((each) => each.id === id);
    return basis === undefined ? '–' : bare(basis.amount, lang);
  };
  return t.headline(amountOf('final.valueLost'), amountOf('owner.valueLost'), amountOf('development.valueLost'));
};

/** What the headline leaves out: rent, and electricity by what is counted. */
const besides = (record: CostRecord, lang: Lang): readonly string[] => {
  const { cost: t } = messages(lang);
  const rent = record.bases.find(({ id }) => id === 'rent.onDemand');
  const powered = record.bases
    .flatMap(({ id, electricity }) => (electricity === undefined || id.startsWith('rent') ? [] : [{ id, share: electricity.value }]))
    .toSorted((a, b) => a.share - b.share);
  const [low, high] = [powered[0], powered.at(-1)];
  const share = (value: number): string => bare({ value, unit: '1' }, lang, true);
  return [
    ...(rent === undefined ? [t.rentNote] : [t.rented(bare(rent.amount, lang))]),
    ...(low === undefined || high === undefined
      ? []
      : [t.electricity(share(low.share), t.bases[low.id], share(high.share), t.bases[high.id])]),
  ];
};

const notesOf = (record: CostRecord, lang: Lang): readonly string[] => {
  const { cost: t } = messages(lang);
  const years = figure({ value: record.writeOff.years, unit: 'yr' }, { lang, digits: 2 }).value;
  const endless = record.bases.some(({ amount: { value, band } }) => !Number.isFinite(band?.p97_5 ?? value));
  return [
    ...besides(record, lang),
    t.moneyNote(t.money(t.currencies[record.currency], String(record.moneyOf)), String(record.year)),
    record.samples === 0 ? t.noSamplesNote : t.sharesNote,
    spaced([t.lineNote(years), t.lineFrom[record.writeOff.from]], lang),
    ...(record.acquire === 'make' ? [t.makeNote] : []),
    ...(endless ? [t.endlessNote] : []),
    ...(record.network === undefined ? [] : networkWords(record.network, lang)),
    t.servedNote,
  ];
};

const sheetOf = (record: CostRecord, catalog: Catalog, lang: Lang): Sheet => {
  const { cost: t } = messages(lang);
  const named = [...record.levers, ...(record.network?.figures ?? [])];
  const { numbers, texts } = numbered(
    catalog,
    named.flatMap(({ sources }) => sources),
  );
  const inputs = record.levers.map(
    (resolved): SheetInput => ({
      label: resolved.lever.label[lang],
      value: estimateText(leverEstimate(resolved), lang, resolved.lever.percent === true),
      grade: resolved.grade ?? '–',
      sources: resolved.sources.flatMap((source) => numbers.get(source) ?? []),
    }),
  );
  const detailed = record.bases.filter(({ id, leaves }) => leaves.length > 1 || id === 'purchase');
  return {
    title: t.title(record.title[lang]),
    sentence: sentenceOf(record, lang),
    notes: notesOf(record, lang),
    tables: [
      basisTable(record, lang),
      questionTable(record, lang),
      ...detailed.map((basis) => partsTable(basis, lang)),
      carbonTable(record, lang),
      ...(record.network === undefined ? [] : [networkTable(record.network, lang)]),
    ],
    charts: [basesChart(record, lang), sharesChart(record, lang)],
    inputs,
    sources: texts,
    reproduce: reproduceLine(lang),
  };
};

type Row = readonly (string | number | undefined)[];

const rowsOf = ({ bases, carbon, currency, moneyOf }: CostRecord): readonly Row[] => {
  const row = (basis: string, part: string, { value, unit, band }: Estimate, share?: Estimate): Row => [
    basis,
    part,
    value,
    unit === currency ? `${unit} of ${moneyOf}` : unit,
    band?.p5,
    band?.p50,
    band?.p95,
    share?.value,
  ];
  return [
    ['basis', 'part', 'value', 'unit', 'p5', 'p50', 'p95', 'share'],
    ...bases.flatMap(({ id, amount, perMillionTokens, electricity, leaves }) => [
      row(id, 'total', amount),
      ...leaves.map((leaf) => row(id, leaf.id, leaf.amount, leaf.share)),
      ...(perMillionTokens === undefined ? [] : [row(id, 'perMillionTokens', perMillionTokens)]),
      ...(electricity === undefined ? [] : [row(id, 'electricityShare', electricity)]),
    ]),
    ...(['operational', 'embodied', 'total', 'perMillionTokens'] as const).map((part) => row('carbon', part, carbon[part])),
  ];
};

const cost = async (file: string, flags: CostFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { scenario, catalog } = opened.value;
  const { samples, seed, currency, moneyOf } = flags;
  const built = buildCost(scenario, catalog, { samples, seed, currency, moneyOf });
  if (!built.ok)
    return fail(
      built.issues.map((issue) => ({ ...issue, file: moneyOf === undefined ? '--currency' : '--money-of' })),
      lang,
    );
  const record = built.value;
  const { levers, ...figures } = record;
  const read = levers.map(({ lever: { path, unit }, value, distribution, origin, grade, fact, sources }) => ({
    path,
    unit,
    value,
    distribution,
    origin,
    grade,
    fact,
    sources,
  }));
  await emitSheet(flags, {
    record: { ...figures, inputs: read },
    rows: rowsOf(record),
    sheet: (each) => sheetOf(record, catalog, each),
  });
};

/** `chokepoint cost FILE`: the complete cost of a model under every convention. */
export const addCost = (program: Command): void => {
  const { command: t } = messages(languageOf(undefined)).cost;
  const command = program.command('cost').description(t.cost).argument('<file>', help().file);
  sheetOptions(scenarioOptions(command))
    .addOption(new Option('--currency <code>', t.currency).argParser(oneOf(currencies)).default('USD'))
    .addOption(new Option('--money-of <year>', t.moneyOf).argParser(wholeNumber(least.year, most.year)))
    .addOption(new Option('--samples <n>', t.samples).argParser(wholeNumber(0, most.samples)).default(usualDraws))
    .addOption(seedOption())
    .addHelpText('after', `\n${t.costHelp}`)
    .action(cost);
};
