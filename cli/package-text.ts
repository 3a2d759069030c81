import pc from 'picocolors';
import { type Catalog, kinds, type Thing } from '#catalog';
import { figure, figureText, type Lang, messages, plainNumber, plainText, textOf } from '#messages';
import type { UnitId } from '#quantity';
import {
  type Band,
  type CompatAnswer,
  costParts,
  type PackageAnswer,
  type PackageModel,
  type PublishedBeside,
  waferModel,
} from '#scenario';
import { terminalWidth, useColor } from './output.ts';
import { tableLines, wrapWords } from './table.ts';
import { nameOf } from './thing-text.ts';

export interface PackageTextInput {
  readonly catalog: Catalog;
  readonly lang: Lang;
  readonly model: PackageModel;
  readonly answer: PackageAnswer;
  readonly published: readonly PublishedBeside[];
  readonly compared: CompatAnswer | undefined;
  readonly product: Thing | undefined;
  /** How many other packages share its dies. */
  readonly shared: number;
  readonly why: boolean;
}

const percent = (value: number, digits = 3): string => `${plainNumber(100 * value, digits)}%`;
const mm2 = (value: number): string => `${plainNumber(value, 4)} mm²`;

const amount = (band: Band, lang: Lang, unit: UnitId = 'USD'): readonly [value: string, range: string] => {
  const { value, range = '' } = figure({ value: band.central, unit, band: { p5: band.p5, p95: band.p95 } }, { lang });
  return [value, range];
};
const one = (value: number, unit: UnitId, lang: Lang): string => figure({ value, unit }, { lang, digits: 3 }).value;

/** Inputs that move the cost by less than this are not worth a line. */
const leastDrive = 0.02;
const mostDrivers = 8;

/**
 * Tells what a package costs.
 *
 * @param input the answer and all that is set beside it
 */
export const packageText = (input: PackageTextInput): string => {
  const { answer, lang, product, compared } = input;
  const color = pc.createColors(useColor());
  const words = messages(lang).package;
  const width = terminalWidth();
  const heading = (text: string): readonly string[] => ['', color.bold(text)];
  const title = product === undefined ? plainText(answer.name) : nameOf(product, lang);
  const packaging = input.model.packaging === undefined ? [] : [nameOf(input.model.packaging, lang)];
  const lines = [
    color.bold(title),
    color.dim([textOf(words.technologies, answer.technology), ...packaging].join(messages(lang).list.semicolon)),
    '',
    ...sentences(input).flatMap((text) => wrapWords(text, width, '')),
    ...(answer.feasible
      ? [
          ...heading(words.headings.parts),
          ...partLines(input),
          ...heading(words.headings.dies),
          ...dieLines(input),
          ...linkLines(input, heading),
          ...heading(words.headings.rest),
          ...restLines(input).flatMap((text) => wrapWords(text, width - 2, '  ')),
          ...waferLines(input, heading),
          ...designLines(input, heading, width),
          ...publishedLines(input, heading),
        ]
      : []),
    ...(compared === undefined ? [] : compatLines(input, compared, heading, width)),
    ...driverLines(input, heading, width),
    ...(input.why ? [...heading(words.headings.inputs), ...inputLines(input)] : []),
    '',
    ...(answer.feasible ? wrapWords(words.rangeNote, width, '') : []),
    ...(input.why
      ? []
      : wrapWords(words.inputsNote(answer.inputs.length, answer.inputs.filter(({ grade }) => grade === 'D').length), width, '')),
  ];
  return `${lines.join('\n')}\n`;
};

type Heading = (text: string) => readonly string[];

const sentences = ({ answer, lang }: PackageTextInput): readonly string[] => {
  const words = messages(lang).package;
  if (!answer.feasible || answer.total === undefined) {
    const why = textOf(messages(lang).bindings, answer.binding);
    return [answer.at === undefined ? words.impossible(why) : words.impossibleAt(why, plainText(answer.at))];
  }
  const { central, p5, p95 } = answer.total;
  const [first] = answer.why ?? [];
  return [
    words.sentence(figureText({ value: central, unit: 'USD', band: { p5, p95 } }, { lang })),
    ...(first === undefined ? [] : [words.sentenceShare(textOf(words.parts, first.part), percent(first.share, 2))]),
    ...(answer.packages > 1 ? [words.packages(answer.packages)] : []),
    ...(answer.possible < 1 ? [words.sometimes(percent(answer.possible))] : []),
  ];
};

const partLines = ({ answer, lang }: PackageTextInput): readonly string[] => {
  const { columns, parts: names } = messages(lang).package;
  const { parts, total } = answer;
  if (parts === undefined || total === undefined) return [];
  const row = (name: string, band: Band): readonly string[] => [
    `  ${name}`,
    ...amount(band, lang),
    percent(band.central / total.central, 2),
  ];
  return tableLines(
    [
      [`  ${columns.part}`, columns.amount, columns.range, columns.share],
      ...costParts.filter((part) => parts[part].p95 > 0).map((part) => row(names[part], parts[part])),
      row(names.total, total),
    ],
    ['left', 'right', 'left', 'right'],
  );
};

const dieLines = ({ answer, lang, catalog }: PackageTextInput): readonly string[] => {
  const { columns } = messages(lang).package;
  const rows = (answer.dies ?? []).map(({ name, node, count, area, perWafer, yield: good, cost }) => {
    const process = node === undefined ? undefined : catalog.get(node);
    return [
      `  ${plainText(name)}`,
      process === undefined ? '' : nameOf(process, lang),
      String(count),
      mm2(area),
      String(perWafer),
      percent(good),
      one(cost, 'USD', lang),
    ];
  });
  return tableLines(
    [[`  ${columns.die}`, columns.node, columns.count, columns.area, columns.perWafer, columns.yield, columns.cost], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
  );
};

const linkLines = ({ answer, lang }: PackageTextInput, heading: Heading): readonly string[] => {
  const { columns, headings } = messages(lang).package;
  const { links } = answer;
  if (links === undefined) return [];
  const rows = links.map(({ between, edge, area, power }) => [
    `  ${between.map((end) => plainText(end)).join(' – ')}`,
    edge === 0 ? '' : `${plainNumber(edge, 3)} mm`,
    mm2(area),
    one(power, 'W', lang),
  ]);
  return [
    ...heading(headings.links),
    ...tableLines([[`  ${columns.between}`, columns.edge, columns.area, columns.power], ...rows], ['left', 'right', 'right', 'right']),
  ];
};

const restLines = ({ answer, lang }: PackageTextInput): readonly string[] => {
  const words = messages(lang).package;
  const { carrier, substrateArea, yield: good, escapes, linkPower } = answer;
  return [
    ...(carrier === undefined ? [] : [words.carrier(mm2(carrier.area), String(carrier.perWafer), percent(carrier.yield))]),
    ...(carrier === undefined || carrier.stitches === 0 ? [] : [words.stitches(carrier.stitches)]),
    ...(substrateArea === undefined ? [] : [words.substrate(mm2(substrateArea))]),
    ...(linkPower === undefined ? [] : [words.linkPower(one(linkPower, 'W', lang))]),
    ...(good === undefined ? [] : [words.assembled(percent(good.central))]),
    ...(escapes === undefined ? [] : [words.escapes(percent(escapes, 2))]),
  ];
};

/** What was paid for a wafer beside what it costs to make, for processes whose layers the catalogue knows. */
const waferLines = ({ model, answer, lang, catalog }: PackageTextInput, heading: Heading): readonly string[] => {
  const { columns, headings } = messages(lang).package;
  const seen = new Map<string, readonly string[]>();
  for (const [i, node] of model.nodes.entries()) {
    const die = answer.dies?.[i];
    if (node === undefined || die === undefined || seen.has(node.id)) continue;
    const price = model.design(model.medians).dies[i]!.waferPrice;
    const made = waferModel({ catalog, node });
    const cost = made.ok ? made.value.evaluate(made.value.medians) : undefined;
    if (cost === undefined || !cost.feasible) continue;
    const out = cost.costPerWaferOut;
    seen.set(node.id, [`  ${nameOf(node, lang)}`, one(price, 'USD', lang), one(out, 'USD', lang), percent(price / out - 1, 2)]);
  }
  if (seen.size === 0) return [];
  return [
    ...heading(headings.wafers),
    ...tableLines(
      [[`  ${columns.node}`, columns.price, columns.waferCost, columns.margin], ...seen.values()],
      ['left', 'right', 'right', 'right'],
    ),
  ];
};

const designLines = ({ answer, lang, shared }: PackageTextInput, heading: Heading, width: number): readonly string[] => {
  const words = messages(lang).package;
  const { design, carbon } = answer;
  const usd = (value: number): string => one(value, 'USD', lang);
  const grams = (value: number): string => one(value, 'gCO2', lang);
  const { list: marks } = messages(lang);
  return [
    ...(design === undefined
      ? []
      : [
          ...heading(words.headings.design),
          ...wrapWords(
            [
              words.designUnit(usd(design.total), usd(design.modules), usd(design.chips), usd(design.package)),
              ...(shared === 0 ? [] : [words.designShared(shared)]),
            ].join(marks.semicolon),
            width - 2,
            '  ',
          ),
        ]),
    ...(carbon === undefined
      ? []
      : [
          ...heading(words.headings.carbon),
          ...wrapWords(
            words.carbonUnit(grams(carbon.total), grams(carbon.dies), grams(carbon.packaging), grams(carbon.wasted)),
            width - 2,
            '  ',
          ),
        ]),
  ];
};

const publishedLines = ({ published, lang }: PackageTextInput, heading: Heading): readonly string[] => {
  const { columns, headings, facts, inside, above, below } = messages(lang).package;
  if (published.length === 0) return [];
  const rows = published.map(({ fact, value, ours, date = '', source, definition = '', inside: lies }) => {
    const share = fact === 'yield';
    const unit: UnitId = share ? '1' : 'USD';
    const written = (band: Band): string =>
      figureText({ value: band.central, unit, band: { p5: band.p5, p95: band.p95 } }, { lang, percent: share });
    const alone = value.p5 === value.p95 ? (share ? percent(value.central) : one(value.central, unit, lang)) : written(value);
    const our = share ? `${percent(ours.p5)}–${percent(ours.p95)}` : written(ours);
    return [
      `  ${textOf(facts, fact)}`,
      alone,
      our,
      lies ? inside : value.central > ours.p95 ? above : below,
      [[date, source].filter((text) => text !== '').join(' '), share ? plainText(definition) : '']
        .filter((text) => text !== '')
        .join(messages(lang).list.semicolon),
    ];
  });
  return [
    ...heading(headings.published),
    ...tableLines(
      [[`  ${columns.figure}`, columns.published, columns.ours, columns.verdict, columns.source], ...rows],
      ['left', 'right', 'right', 'left', 'left'],
    ),
  ];
};

const compatLines = (
  { lang }: PackageTextInput,
  { program, lines, faults, refused }: CompatAnswer,
  heading: Heading,
  width: number,
): readonly string[] => {
  const words = messages(lang).package;
  const { compat, columns, parts } = words;
  const title = heading(compat.title(textOf(compat.names, program)));
  if (refused !== undefined) return [...title, `  ${textOf(compat.refused, refused)}`];
  const name = (item: string): string => {
    const [head = '', tail] = item.split(': ');
    if (tail === undefined) return textOf(parts, plainText(head));
    return `${plainText(head)}: ${textOf(columns, tail)}`;
  };
  const number = (value: number | undefined, unit: string): string =>
    value === undefined
      ? ''
      : unit === '1'
        ? percent(value)
        : unit === 'kgCO2'
          ? `${plainNumber(value, 4)} kg`
          : unit === 'week'
            ? plainNumber(value, 4)
            : unit === 'die'
              ? plainNumber(value, 6)
              : one(value, 'USD', lang);
  const rows = lines.map(({ item, unit, theirs, ours }) => [
    `  ${name(item)}`,
    number(theirs, unit),
    number(ours, unit),
    theirs === undefined || ours === undefined ? '' : `${ours - theirs > 0 ? '+' : ''}${plainNumber(ours - theirs, 3)}`,
  ]);
  return [
    ...title,
    ...tableLines([['', columns.theirs, columns.ours, columns.difference], ...rows], ['left', 'right', 'right', 'right']),
    `  ${compat.habits}`,
    ...faults.flatMap((fault) => wrapWords(`- ${textOf(compat.faults, fault)}`, width - 4, '    ')),
  ];
};

/** The name of an input: of the fact behind it, else its path in the file. */
const inputName = (row: PackageAnswer['inputs'][number], { catalog, lang }: Pick<PackageTextInput, 'catalog' | 'lang'>): string => {
  const [id = '', fact = ''] = (row.fact ?? '').split('#');
  const thing = row.fact === undefined ? undefined : catalog.get(id);
  if (thing === undefined) return plainText(row.path);
  const label = kinds[thing.kind]?.facts[fact]?.label[lang] ?? fact;
  return thing.kind === 'parameter' ? nameOf(thing, lang) : `${nameOf(thing, lang)}${messages(lang).list.colon}${label}`;
};

const driverLines = (input: PackageTextInput, heading: Heading, width: number): readonly string[] => {
  const { answer, lang } = input;
  const byName = new Map<string, number>();
  for (const row of answer.inputs) {
    if (row.drives >= leastDrive) byName.set(inputName(row, input), (byName.get(inputName(row, input)) ?? 0) + row.drives);
  }
  if (byName.size === 0) return [];
  const text = [...byName]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostDrivers)
    .map(([name, drives]) => `${name} ${percent(drives, 2)}`)
    .join(messages(lang).list.semicolon);
  return [...heading(messages(lang).package.headings.drivers), ...wrapWords(text, width - 2, '  ')];
};

const inputLines = (input: PackageTextInput): readonly string[] => {
  const { answer, lang } = input;
  const { columns, stated } = messages(lang).package;
  const rows = answer.inputs.map((row) => [
    `  ${plainText(row.path)}`,
    row.unit === '1' ? plainNumber(row.value, 4) : one(row.value, row.unit, lang),
    row.fact === undefined ? stated : `${row.fact}${row.grade === undefined ? '' : ` ${row.grade}`}`,
    row.sources.join(', '),
    row.drives < leastDrive ? '' : percent(row.drives, 2),
  ]);
  return tableLines(
    [[`  ${columns.input}`, columns.value, columns.from, columns.source, columns.drives], ...rows],
    ['left', 'right', 'left', 'left', 'right'],
  );
};
