import { type Command, Option } from 'commander';
import { openCatalog } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import { buildNetwork, type NetworkRecord, type SheetTable, serverPriceOf } from '#report';
import { median } from '#uncertainty';
import { reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText, figureRows } from './figure-rows.ts';
import { langOption, languageOf, numberBetween, seedOption, wholeNumber } from './options.ts';
import { emitSheet, type SheetFlags, sheetOptions } from './sheet-output.ts';

interface NetworkFlags extends SheetFlags {
  readonly count: number;
  readonly radix?: number;
  readonly rails?: number;
  readonly oversubscription: number;
  readonly card?: number;
  readonly chip?: string;
  readonly samples: number;
  readonly seed: number;
  readonly catalog?: string;
}

const most = { count: 1e7, radix: 4096, rails: 64, oversubscription: 16, card: 1e5, samples: 1_000_000 };
const usualDraws = 1_000;

const whole = (value: number): string => value.toLocaleString('en');

/** The bill as a table: what is bought, how many, at what price, and what it comes to. */
export const networkTable = (record: NetworkRecord, lang: Lang): SheetTable => {
  const { cost: t } = messages(lang);
  const { prices, cost } = record;
  const blank = '';
  const money = (estimate: Parameters<typeof estimateText>[0]): string => estimateText(estimate, lang);
  return {
    title: t.tables.network,
    note: `${t.network.topology(String(record.radix), String(record.rails), String(record.oversubscription))}${lang === 'zh' ? '' : ' '}${t.network.speed}`,
    head: [t.head.item, t.head.quantity, t.head.price, t.head.cost],
    rows: [
      ...record.switchesByTier.map((count, index) => [
        t.network.tier(index + 1),
        whole(count),
        index === 0 ? money(prices.switch) : blank,
        blank,
      ]),
      [t.network.switches, whole(record.switches), blank, money(cost.switches)],
      [t.network.links, whole(record.links), money(prices.link), money(cost.links)],
      [
        t.network.cards,
        whole(record.cards),
        prices.card.value === 0 ? t.network.inServer : money(prices.card),
        prices.card.value === 0 ? t.export.open : money(cost.cards),
      ],
      [t.network.total, blank, blank, money(cost.total)],
      [t.network.perChip, blank, blank, money(cost.perChip)],
      ...(record.published === undefined
        ? []
        : [
            [t.network.perChipWithoutCards, blank, blank, money(record.perChipWithoutCards)],
            [t.network.publishedRow, blank, blank, money(record.published)],
          ]),
      ...(record.serverPrice === undefined
        ? []
        : [[prices.card.value === 0 ? t.network.serverPrice : t.network.bareServerPrice, blank, blank, money(record.serverPrice)]]),
      ...(record.share === undefined ? [] : [[t.network.shareRow, blank, blank, estimateText(record.share, lang, true)]]),
      [t.network.factorRow, blank, blank, estimateText(record.factor, lang, true)],
    ],
  };
};

/** Share of the cluster beside the one that the chain takes, and why they differ. */
export const networkWords = (record: NetworkRecord, lang: Lang): readonly string[] => {
  const { network: t } = messages(lang).cost;
  if (record.share === undefined) return record.published === undefined ? [] : [t.publishedNote];
  const [share, factor] = [estimateText(record.share, lang, true), estimateText(record.factor, lang, true)];
  return [
    t.share(share, factor),
    record.prices.card.value === 0 ? t.whyWithCards : t.why,
    record.share.value < record.factor.value ? t.dear : t.cheap,
    ...(record.published === undefined ? [] : [t.publishedNote]),
  ];
};

/** Parts of the bill as rows of a table of figures. */
export const networkRows = ({ switchesByTier, ...record }: NetworkRecord): readonly (readonly (string | number | undefined)[])[] => [
  ['item', 'quantity', 'value', 'unit', 'p5', 'p50', 'p95'],
  ...switchesByTier.map((count, index) => [`switches.tier${index + 1}`, count, undefined, undefined, undefined, undefined, undefined]),
  ...(['switches', 'links', 'cards', 'total', 'perChip'] as const).map((item) => {
    const { value, unit, band } = record.cost[item];
    return [item, item === 'total' || item === 'perChip' ? undefined : record[item], value, unit, band?.p5, band?.p50, band?.p95];
  }),
  ...(['perChipWithoutCards', 'published', 'serverPrice', 'share', 'factor'] as const).flatMap((item) => {
    const estimate = record[item];
    return estimate === undefined
      ? []
      : [[item, undefined, estimate.value, estimate.unit, estimate.band?.p5, estimate.band?.p50, estimate.band?.p95]];
  }),
];

const network = async (flags: NetworkFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const t = messages(lang).cost;
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!opened.ok) return fail(opened.issues, lang);
  const catalog = opened.value;
  const server = flags.chip === undefined ? undefined : serverPriceOf(catalog, flags.chip);
  if (server?.ok === false) return fail(server.issues, lang);
  const { count, radix, rails, oversubscription, card, samples, seed } = flags;
  const serverPrice = server?.value.price;
  // Cards are counted with the network and taken out of the server.
  if (card !== undefined && serverPrice !== undefined && card >= median(serverPrice)) {
    return fail(
      [{ code: 'cli/bad-value', path: '--card', received: String(card), expected: t.network.belowServer(median(serverPrice)) }],
      lang,
    );
  }
  const record = buildNetwork(catalog, {
    count,
    radix,
    rails,
    oversubscription,
    cardPrice: card,
    serverPrice,
    samples,
    seed,
  });
  if (record === undefined) {
    return fail([{ code: 'cli/bad-value', path: '--count', received: String(count), expected: t.network.tooLarge }], lang);
  }
  await emitSheet(flags, {
    record,
    rows: networkRows(record),
    sheet: (each) => {
      const { cost: words } = messages(each);
      const { inputs, sources } = figureRows(catalog, [...record.figures, ...(server?.value.figures ?? [])], each);
      return {
        title: words.network.title(whole(count)),
        sentence: words.network.sentence(
          whole(record.switches),
          whole(record.links),
          words.network.tiers(record.tiers),
          figure({ value: record.cost.total.value, unit: 'USD' }, { lang: each, digits: 2 }).value,
        ),
        notes: [
          ...networkWords(record, each),
          ...(flags.chip === undefined ? [words.network.noServer] : []),
          ...(server !== undefined && server.value.price === undefined ? [words.network.noPrice(flags.chip ?? '')] : []),
        ],
        tables: [networkTable(record, each)],
        charts: [],
        inputs,
        sources,
        reproduce: reproduceLine(each),
      };
    },
  });
};

/** `chokepoint network --count N`: the bill of a scale-out network. */
export const addNetwork = (program: Command): void => {
  const { command: t } = messages(languageOf(undefined)).cost;
  const { cli } = messages(languageOf(undefined));
  sheetOptions(
    program
      .command('network')
      .description(t.network)
      .addOption(new Option('--count <n>', t.count).argParser(wholeNumber(1, most.count)).makeOptionMandatory())
      .addOption(new Option('--radix <n>', t.radix).argParser(wholeNumber(2, most.radix)))
      .addOption(new Option('--rails <n>', t.rails).argParser(wholeNumber(1, most.rails)))
      .addOption(new Option('--oversubscription <ratio>', t.oversubscription).argParser(numberBetween(1, most.oversubscription)).default(1))
      .addOption(new Option('--card <price>', t.card).argParser(numberBetween(0, most.card)))
      .option('--chip <id>', t.chip)
      .addOption(new Option('--samples <n>', t.samples).argParser(wholeNumber(0, most.samples)).default(usualDraws))
      .addOption(seedOption()),
  )
    .option('--catalog <dir>', cli.help.catalog)
    .addOption(langOption())
    .addHelpText('after', `\n${t.networkHelp}`)
    .action(network);
};
