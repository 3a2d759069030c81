import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import { type Catalog, isDate, kinds, nearest, openCatalog } from '#catalog';
import { figure, figureText, type Lang, messages, plainNumber, type Spread, textOf } from '#messages';
import type { UnitId } from '#quantity';
import { answerWafer, type WaferAnswer, type WaferFigure, type WaferLayer, type WaferVariant, type WaferWhy, whyWafer } from '#scenario';
import { fail } from './fail.ts';
import { langOption, languageOf, type SamplingFlags, samplingOptions } from './options.ts';
import { terminalWidth, useColor, write } from './output.ts';
import { tableLines, wrapWords } from './table.ts';
import { nameOf, sourceText } from './thing-text.ts';

interface WaferFlags extends SamplingFlags {
  readonly without?: readonly string[];
  readonly only?: readonly string[];
  readonly until?: string;
  readonly capacity?: number;
  readonly die?: { readonly width: number; readonly height: number };
  readonly fleet?: readonly { readonly tool: string; readonly count: number }[];
  readonly load?: number;
  readonly date?: string;
  readonly ramp?: true;
  readonly why?: string;
  readonly catalog?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly lang?: Lang;
}

const texts = (): ReturnType<typeof messages>['wafer'] => messages(languageOf(undefined)).wafer;

const refuse = (why: string): never => {
  throw new InvalidArgumentError(why);
};

const list = (text: string): readonly string[] =>
  text
    .split(/[,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Tools that are named: to take away none of them would be to ask nothing. */
const readTools = (text: string): readonly string[] => {
  const tools = list(text);
  return tools.length > 0 ? tools : refuse(texts().write.tools);
};

const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, 万: 1e4 };

/** Wafer starts as people write them: 50k, 50,000, 5万. */
const readCapacity = (text: string): number => {
  const [, digits = '', scale = ''] = /^([\d,]*\.?\d+)\s*([kKM万]?)(?:\s*(?:wafers?(?:\/month)?|wpm|片\/月|片))?$/.exec(text.trim()) ?? [];
  const value = Number(digits.replaceAll(',', '')) * (scales[scale] ?? Number.NaN);
  return digits !== '' && value > 0 && value <= 1e8 ? value : refuse(texts().write.capacity);
};

const readDie = (text: string): { readonly width: number; readonly height: number } => {
  const [, a, b] = /^(\d+(?:\.\d+)?)\s*(?:mm)?\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(?:mm)?$/i.exec(text.trim()) ?? [];
  const width = Number(a);
  const height = Number(b);
  return width > 0 && height > 0 && width <= 300 && height <= 300 ? { width, height } : refuse(texts().write.die);
};

/** Machines of a fleet: `nxt-2000i=20, xt-860m=15`. */
const readFleet = (text: string): readonly { readonly tool: string; readonly count: number }[] => {
  const parts = list(text).map((part) => /^(.+?)\s*[=×x*]\s*(\d+)$/.exec(part));
  if (parts.length === 0) return refuse(texts().write.fleet);
  return parts.map((part) => {
    const [, tool = '', count = ''] = part ?? [];
    return tool === '' ? refuse(texts().write.fleet) : { tool: tool.trim(), count: Number(count) };
  });
};

const readLoad = (text: string): number => {
  const [, digits, percent] = /^(\d*\.?\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (percent === '%' ? 100 : 1);
  return value >= 0 && value <= 0.99 ? value : refuse(texts().write.load);
};

const readDate = (text: string): string => (/^\d{4}(-\d{2})?$/.test(text) && isDate(text) ? text : refuse(texts().write.date));

/** `chokepoint wafer NODE`: what a wafer takes, and what changes when tools are taken away. */
export const addWafer = (program: Command): void => {
  const { command } = texts();
  const { help } = messages(languageOf(undefined)).cli;
  samplingOptions(
    program
      .command('wafer')
      .description(command.description)
      .argument('<node>', command.node)
      .addOption(new Option('--without <tools>', command.without).argParser(readTools))
      .addOption(new Option('--only <tools>', command.only).argParser(readTools))
      .addOption(new Option('--until <date>', command.until).argParser(readDate))
      .addOption(new Option('--capacity <starts>', command.capacity).argParser(readCapacity))
      .addOption(new Option('--fleet <machines>', command.fleet).argParser(readFleet).conflicts(['without', 'only', 'until']))
      .addOption(new Option('--die <sides>', command.die).argParser(readDie))
      .addOption(new Option('--load <share>', command.load).argParser(readLoad))
      .addOption(new Option('--date <date>', command.date).argParser(readDate))
      .option('--ramp', command.ramp)
      .option('--why <figure>', command.why),
  )
    .option('--catalog <dir>', help.catalog)
    .option('--as-of <date>', help.asOf)
    .addOption(new Option('--json', command.json))
    .addOption(langOption())
    .addHelpText('after', `\n${command.help}`)
    .action(wafer);
};

const wafer = (node: string, flags: WaferFlags): void => {
  const lang = languageOf(flags.lang);
  if (flags.asOf !== undefined && !isDate(flags.asOf))
    return fail([{ code: 'document/date', path: '', file: '--as-of', received: flags.asOf }], lang);
  const opened = openCatalog({
    ...(flags.catalog === undefined ? {} : { overlay: flags.catalog }),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  });
  if (!opened.ok) return fail(opened.issues, lang);
  const { without, only, until, capacity, fleet, die, load, date, samples, seed } = flags;
  const question = {
    catalog: opened.value,
    node,
    ...(without === undefined ? {} : { without }),
    ...(only === undefined ? {} : { only }),
    ...(until === undefined ? {} : { until }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(fleet === undefined ? {} : { fleet }),
    ...(die === undefined ? {} : { die }),
    ...(load === undefined ? {} : { load }),
    ...(date === undefined ? {} : { date }),
    ...(flags.ramp ? { state: 'ramp' as const } : {}),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
    samples,
    seed,
  };
  const print: Print = { catalog: opened.value, lang, choice: choiceText(flags, lang), compared: without !== undefined };
  if (flags.why !== undefined) {
    const why = whyWafer({ ...question, figure: flags.why });
    if (!why.ok)
      return fail(
        why.issues.map((issue) => withNearest(issue)),
        lang,
      );
    return write(flags.json ? `${JSON.stringify(why.value, null, 2)}\n` : whyText(why.value, print));
  }
  const answer = answerWafer(question);
  if (!answer.ok) return fail(answer.issues, lang);
  write(flags.json ? `${JSON.stringify(answer.value, null, 2)}\n` : answerText(answer.value, print));
};

/** An unknown figure is answered with the one that is spelled most like it. */
const withNearest = <T extends { readonly code: string; readonly received?: string; readonly expected?: string }>(issue: T): T => {
  if (issue.code !== 'cli/unknown-figure') return issue;
  const meant = nearest(issue.received ?? '', (issue.expected ?? '').split(', '));
  return meant === undefined ? issue : { ...issue, expected: meant, hint: 'hint/did-you-mean' };
};

interface Print {
  readonly catalog: Catalog;
  readonly lang: Lang;
  /** What was taken away, in words. */
  readonly choice: string;
  /** Is the first process one that has what is taken away? */
  readonly compared: boolean;
}

/** Kinds of light as people write them; a tool keeps the name it was given. */
const lightName = (word: string, lang: Lang): string => textOf(messages(lang).wafer.lights, word.toLowerCase());

const choiceText = ({ without, only, until }: WaferFlags, lang: Lang): string => {
  const { wafer: words, list: marks } = messages(lang);
  return [
    ...(without === undefined ? [] : [words.without(without.map((word) => lightName(word, lang)).join(marks.item))]),
    ...(only === undefined ? [] : [words.only(only.map((word) => lightName(word, lang)).join(marks.item))]),
    ...(until === undefined ? [] : [words.until(until)]),
  ].join(marks.item);
};

const band = ({ central, p5, p95 }: WaferFigure, unit: UnitId): Spread => ({ value: central, unit, band: { p5, p95 } });
const textOfFigure = (each: WaferFigure, lang: Lang): string => figureText(band(each, each.unit), { lang, percent: each.percent });

/** Value and range in two cells. */
const cells = (each: WaferFigure | undefined, lang: Lang): readonly [string, string] => {
  if (each === undefined) return ['', ''];
  const { value, range = '' } = figure(band(each, each.unit), { lang, percent: each.percent });
  return [value, range];
};

const find = (variant: WaferVariant | undefined, id: string): WaferFigure | undefined => variant?.figures.find((each) => each.id === id);

const layerName = (id: string, lang: Lang): string => {
  const { layers, via, viaBetween } = messages(lang).wafer;
  const name = (key: string): string => textOf(layers, key);
  if (!id.startsWith('v-')) return name(id);
  return id.endsWith('-s') ? viaBetween(name(id.slice(2, -2))) : via(name(id.slice(2)));
};

const howText = (
  {
    technique,
    lithography,
    splits,
    cuts,
    cutLithography,
  }: Pick<WaferLayer, 'technique' | 'splits' | 'cuts' | 'cutLithography'> & { readonly lithography: string },
  lang: Lang,
): string => {
  const { how, lights } = messages(lang).wafer;
  const light = textOf(lights, lithography);
  const made = technique === 'le' ? (splits === 1 ? how.single(light) : how.split(splits, light)) : how[technique](light);
  return cuts === 0 ? made : how.cuts(made, cuts, textOf(lights, cutLithography ?? lithography));
};

/** In a word or two, for a table. */
const shortHow = ({ technique, splits, cuts, lithography, cutLithography }: WaferLayer, lang: Lang): string => {
  const { lights } = messages(lang).wafer;
  const light = textOf(lights, lithography);
  const made = technique === 'le' ? (splits === 1 ? light : `LE${splits} ${light}`) : `${technique.toUpperCase()} ${light}`;
  return cuts === 0 ? made : `${made} + ${cuts} ${textOf(lights, cutLithography ?? lithography)}`;
};

const reasonText = ({ reason, next }: WaferLayer, lang: Lang): string => {
  const { reasons } = messages(lang).wafer;
  if (reason === 'cheapest')
    return next === undefined
      ? reasons.cheapestAlone
      : reasons.cheapest(howText({ ...next, technique: next.technique as 'le' }, lang), `${plainNumber(100 * next.ratio, 3)}%`);
  return reason === 'resolved' || reason === 'only' || reason === 'euv-limit' ? reasons[reason] : reason;
};

const answerText = (answer: WaferAnswer, print: Print): string => {
  const { lang, catalog } = print;
  const color = pc.createColors(useColor());
  const { wafer: words } = messages(lang);
  const node = catalog.get(answer.node);
  const name = node === undefined ? answer.node : nameOf(node, lang);
  const width = terminalWidth();
  const shown = answer.other ?? answer.own;
  const heading = (text: string): readonly string[] => ['', color.bold(text)];
  const lines = [
    color.bold(answer.other === undefined ? words.title(name) : words.titleCompared(name, print.choice)),
    '',
    ...sentences(answer, print).flatMap((text) => wrapWords(text, width, '')),
    ...heading(words.headings.figures),
    ...figureLines(answer, print),
    ...(shown.layers.length === 0 ? [] : [...heading(words.headings.layers), ...layerLines(answer, lang)]),
    ...(shown.steps.length === 0 ? [] : [...heading(words.headings.steps), ...stepLines(answer, print)]),
    ...(shown.scanners.length === 0 ? [] : [...heading(words.headings.scanners), ...scannerLines(answer, print)]),
    ...(answer.drivers.length === 0 ? [] : [...heading(words.headings.drivers), ...driverLines(answer, print, width)]),
    '',
    ...wrapWords(words.rangeNote, width, ''),
    ...wrapWords(words.inputsNote(answer.inputs.length, answer.inputs.filter(({ grade }) => grade === 'D').length), width, ''),
  ];
  return `${lines.join('\n')}\n`;
};

const nameOfTool = (id: string, catalog: Catalog, lang: Lang): string => {
  const tool = catalog.get(id);
  return tool === undefined ? id : nameOf(tool, lang);
};

const sentences = (answer: WaferAnswer, { lang, catalog }: Print): readonly string[] => {
  const { sentence, layers: _ } = messages(lang).wafer;
  const { own, other } = answer;
  const shown = other ?? own;
  const said = (variant: WaferVariant, id: string): string => {
    const each = find(variant, id);
    return each === undefined ? '' : textOfFigure(each, lang);
  };
  if (shown.binding !== undefined) {
    const { layer, pitch, floor } = shown.binding;
    const nm = (value: number): string => `${plainNumber(value, 3)} nm`;
    return [
      floor === undefined ? sentence.noScanner(layerName(layer, lang)) : sentence.impossible(layerName(layer, lang), nm(pitch), nm(floor)),
    ];
  }
  const ratio = (id: string): string => {
    const each = answer.differences.find((difference) => difference.id === id);
    if (each === undefined) return '';
    const less = each.central < 0;
    const text = textOfFigure(less ? { ...each, central: -each.central, p5: -each.p95, p95: -each.p5 } : each, lang);
    return less ? sentence.less(text) : sentence.more(text);
  };
  const machines = (variant: WaferVariant): string =>
    sentence.join(
      (['immersion', 'euv', 'dry'] as const).flatMap((kind) => {
        const each = find(variant, `${kind}Scanners`);
        return each === undefined || (each.central === 0 && each.p95 === 0) ? [] : [sentence[kind](textOfFigure(each, lang))];
      }),
    );
  const capacity = answer.capacity === undefined ? undefined : answer.capacity.toLocaleString('en');
  const comparable = other !== undefined && own.binding === undefined;
  return [
    comparable
      ? sentence.costsMore(ratio('costPerWaferOut.ratio'), said(shown, 'costPerWaferOut'), said(own, 'costPerWaferOut'))
      : sentence.costs(said(shown, 'costPerWaferOut')),
    ...(comparable && answer.die !== undefined
      ? [sentence.dieCosts(ratio('costPerGoodDie.ratio'), said(shown, 'costPerGoodDie'), said(own, 'costPerGoodDie'))]
      : []),
    ...(capacity === undefined
      ? []
      : [comparable ? sentence.machinesAgainst(capacity, machines(shown), machines(own)) : sentence.machines(capacity, machines(shown))]),
    ...(answer.fleet === undefined
      ? []
      : [
          sentence.fleet(
            said(own, 'fleetCapacity'),
            answer.fleet.layers.map((id) => layerName(id.replace(/-cut$/, ''), lang)).join(messages(lang).list.item),
            answer.fleet.machines.map((id) => nameOfTool(id, catalog, lang)).join(messages(lang).list.item),
          ),
        ]),
    ...(shown.feasible < 1 ? [sentence.sometimes(`${plainNumber(100 * shown.feasible, 3)}%`)] : []),
  ];
};

const ownLabel = ({ lang, compared }: Print): string => {
  const { own, withAll } = messages(lang).wafer;
  return compared ? withAll : own;
};

const figureLines = (answer: WaferAnswer, print: Print): readonly string[] => {
  const { lang, choice } = print;
  const words = messages(lang).wafer;
  const { own, other } = answer;
  if (other === undefined) {
    return tableLines(
      own.figures.map((each) => [`  ${textOf(words.figures, each.id)}`, ...cells(each, lang)]),
      ['left', 'right', 'left'],
    );
  }
  const ids = [...new Set([...own.figures, ...other.figures].map(({ id }) => id))];
  const rows = ids.map((id) => [
    `  ${textOf(words.figures, id)}`,
    ...cells(find(own, id), lang),
    ...cells(find(other, id), lang),
    ...cells(answer.differences.find((each) => each.id === `${id}.ratio`) ?? answer.differences.find((each) => each.id === id), lang),
  ]);
  return tableLines(
    [['', ownLabel(print), '', choice, '', words.difference, ''], ...rows],
    ['left', 'right', 'left', 'right', 'left', 'right', 'left'],
  );
};

const layerLines = (answer: WaferAnswer, lang: Lang): readonly string[] => {
  const { columns, times } = messages(lang).wafer;
  const { own, other } = answer;
  const shown = other ?? own;
  const before = new Map(own.layers.map((layer) => [layer.id, layer]));
  const rows = shown.layers.map((layer) => {
    const was = other === undefined ? undefined : before.get(layer.id);
    const now = shortHow(layer, lang);
    const then = was === undefined ? '' : shortHow(was, lang);
    return [
      `  ${layer.count > 1 ? `${times(layer.count)} ` : ''}${layerName(layer.id, lang)}`,
      `${plainNumber(layer.pitch, 3)} nm`,
      then === '' || then === now ? now : `${then} → ${now}`,
      `$${Math.round(layer.cost)}`,
      reasonText(layer, lang),
    ];
  });
  return tableLines(
    [[`  ${columns.layer}`, columns.pitch, columns.how, columns.cost, columns.reason], ...rows],
    ['left', 'right', 'left', 'right', 'left'],
  );
};

const stepLines = (answer: WaferAnswer, print: Print): readonly string[] => {
  const { lang, choice } = print;
  const words = messages(lang).wafer;
  const { own, other } = answer;
  const rows = own.steps.map((each) => [
    `  ${textOf(words.steps, each.id)}`,
    ...cells(each, lang),
    ...(other === undefined
      ? []
      : cells(
          other.steps.find(({ id }) => id === each.id),
          lang,
        )),
  ]);
  if (other === undefined) return tableLines(rows, ['left', 'right', 'left']);
  return tableLines([['', ownLabel(print), '', choice, ''], ...rows], ['left', 'right', 'left', 'right', 'left']);
};

const scannerLines = (answer: WaferAnswer, print: Print): readonly string[] => {
  const { lang, choice, catalog } = print;
  const { own, other } = answer;
  const tools = [...new Set([...own.scanners, ...(other?.scanners ?? [])].map(({ tool }) => tool))];
  const rows = tools.map((tool) => [
    `  ${nameOfTool(tool, catalog, lang)}`,
    ...cells(
      own.scanners.find((each) => each.tool === tool),
      lang,
    ),
    ...(other === undefined
      ? []
      : cells(
          other.scanners.find((each) => each.tool === tool),
          lang,
        )),
  ]);
  if (other === undefined) return tableLines(rows, ['left', 'right', 'left']);
  return tableLines([['', ownLabel(print), '', choice, ''], ...rows], ['left', 'right', 'left', 'right', 'left']);
};

/** The name of a constant: of its thing, and of the fact where that says more. */
const factName = (path: string, catalog: Catalog, lang: Lang): string => {
  const [id = '', fact = ''] = path.split('#');
  const thing = catalog.get(id);
  if (thing === undefined) return path;
  const label = kinds[thing.kind]?.facts[fact]?.label[lang] ?? fact;
  const { list: marks } = messages(lang);
  return thing.kind === 'parameter' ? nameOf(thing, lang) : `${nameOf(thing, lang)}${marks.colon}${label}`;
};

const driverLines = (answer: WaferAnswer, { lang, catalog, choice }: Print, width: number): readonly string[] => {
  const { drivers: words, figures } = messages(lang).wafer;
  const { list: marks } = messages(lang);
  return answer.drivers.flatMap(({ figure: id, of, ranking }) => {
    const label = textOf(figures, id);
    const title = of === 'other' ? words.other(label, choice) : label;
    const text = ranking.map(({ fact, share }) => `${factName(fact, catalog, lang)} ${Math.round(100 * share)}%`).join(marks.semicolon);
    return wrapWords(`${title}${marks.colon}${text === '' ? words.none : text}`, width - 2, '  ');
  });
};

const whyText = (why: WaferWhy, { lang, catalog }: Print): string => {
  const color = pc.createColors(useColor());
  const words = messages(lang).wafer;
  const width = terminalWidth();
  const label = textOf(words.figures, why.figure.id);
  const style = { lang, percent: why.figure.percent };
  const value = (number: number, unit: UnitId, percent?: boolean): string => figure({ value: number, unit }, { lang, percent }).value;
  const numbers = new Map<string, number>();
  const cite = (ids: readonly string[]): string =>
    ids
      .map((id) => {
        if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
        return `[${numbers.get(id)}]`;
      })
      .join('');
  const parts = why.parts.map((part) => [
    `  ${textOf(words.figures, part.id) === part.id ? textOf(words.steps, part.id) : textOf(words.figures, part.id)}`,
    ...cells(part, lang),
  ]);
  const inputs = why.inputs.map((input) => [
    `  ${factName(input.fact, catalog, lang)}`,
    value(input.value, input.unit),
    input.p5 === input.p95
      ? ''
      : (figure({ value: input.value, unit: input.unit, band: { p5: input.p5, p95: input.p95 } }, { lang }).range ?? ''),
    input.p5 === input.p95 ? '' : figure({ value: input.low, unit: why.figure.unit }, style).value,
    input.p5 === input.p95 ? '' : figure({ value: input.high, unit: why.figure.unit }, style).value,
    input.grade,
    cite(input.sources),
  ]);
  const { columns } = words;
  const lines = [
    color.bold(words.of(label, textOfFigure(why.figure, lang))),
    ...wrapWords(`= ${textOf(words.formulas, why.figure.id)}`, width, '  '),
    ...(parts.length === 0 ? [] : ['', color.bold(words.headings.parts), ...tableLines(parts, ['left', 'right', 'left'])]),
    '',
    color.bold(words.headings.moves),
    ...tableLines(
      [[`  ${columns.input}`, columns.value, '', columns.low, columns.high, columns.grade, columns.source], ...inputs],
      ['left', 'right', 'left', 'right', 'right', 'left', 'left'],
    ),
    '',
    color.bold(words.headings.sources),
    ...[...numbers].flatMap(([id, number]) => sourceText({ number, source: catalog.source(id), lang, locators: new Set(), width })),
  ];
  return `${lines.join('\n')}\n`;
};
