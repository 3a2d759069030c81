import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import { type Checked, type Issue, monthsPerYear } from '#quantity';
import {
  type BarState,
  buildCapability,
  type CapabilityMeasure,
  type CapabilityOptions,
  type CapabilityRecord,
  capabilityMeasures,
  type Estimate,
  type Sheet,
} from '#report';
import { median } from '#uncertainty';
import { type AnalogOutput, analogOptions, emit, plainFigure, reproduceLine } from './analog-output.ts';
import { fail } from './fail.ts';
import { estimateText, figureRows, multipleText } from './figure-rows.ts';
import { languageOf, numberBetween, seedOption } from './options.ts';

interface CapabilityFlags extends AnalogOutput {
  readonly flop?: number;
  readonly model?: string;
  readonly parameters?: number;
  readonly tokens?: number;
  readonly since?: number;
  readonly until?: number;
  readonly with: readonly CapabilityMeasure[];
  readonly samples: number;
  readonly seed: number;
}

const bounds = { flop: [1e15, 1e33], parameters: [1e6, 1e16], tokens: [1e6, 1e18], samples: 1e6 } as const;

/** Months since the year 0 of a date written YYYY-MM or YYYY. */
const monthOf = (text: string): number => {
  const match = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('2022-08');
  return Number(match[1]) * monthsPerYear + (match[2] === undefined ? (monthsPerYear + 1) / 2 : Number(match[2]));
};
const dateOf = (months: number): string => {
  const year = Math.floor((months - 1) / monthsPerYear);
  return `${year}-${String(Math.floor(months - year * monthsPerYear)).padStart(2, '0')}`;
};

const measuresOf = (text: string): readonly CapabilityMeasure[] => {
  const words = text.split(',').map((word) => word.trim());
  const known = (word: string): word is CapabilityMeasure => (capabilityMeasures as readonly string[]).includes(word);
  if (!words.every(known)) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(capabilityMeasures));
  return [...new Set(words.filter(known))];
};

type Compared = NonNullable<CapabilityOptions['model']>;

/** The model that is compared with the best, from the catalogue or from the flags. */
const comparedModel = (flags: CapabilityFlags, catalog: Catalog): Checked<{ readonly model?: Compared; readonly flop?: number }> => {
  const refuse = (issue: Issue): Checked<never> => ({ ok: false, issues: [issue] });
  const { parameters, tokens } = flags;
  if (flags.model === undefined) {
    if (parameters === undefined && tokens === undefined) return { ok: true, value: {} };
    if (parameters === undefined || tokens === undefined) return refuse({ code: 'capability/half-a-model', path: '' });
    const name = `${figure({ value: parameters, unit: '1' }, { lang: 'en' }).value}`;
    return {
      ok: true,
      value: { model: { name: { en: name, zh: figure({ value: parameters, unit: '1' }, { lang: 'zh' }).value }, parameters, tokens } },
    };
  }
  const thing = catalog.get(flags.model, 'model');
  if (thing === undefined) {
    const near = catalog.suggest(flags.model, 'model');
    return refuse({
      code: 'decompose/no-model',
      path: '',
      file: '--model',
      received: flags.model,
      ...(near === undefined ? {} : { expected: near }),
    });
  }
  const value = (fact: string): number | undefined => {
    const found = catalog.select(thing, fact);
    return found && median(found.value);
  };
  const size = parameters ?? value('activeParameters') ?? value('parameters');
  const text = tokens ?? value('tokens');
  const flop = value('flop');
  const known = flop === undefined ? {} : { flop };
  if (size === undefined || text === undefined)
    return flop === undefined && flags.flop === undefined
      ? refuse({ code: 'capability/no-tokens', path: '', file: '--model', received: thing.id })
      : { ok: true, value: known };
  const name = { en: thing.name.en, zh: thing.name.zh ?? thing.name.en };
  return { ok: true, value: { model: { name, parameters: size, tokens: text }, ...known } };
};

const optionsOf = (flags: CapabilityFlags, catalog: Catalog): Checked<CapabilityOptions> => {
  const compared = comparedModel(flags, catalog);
  const { since, until } = flags;
  const issues: Issue[] = compared.ok ? [] : [...compared.issues];
  if ((since === undefined) !== (until === undefined)) issues.push({ code: 'capability/half-a-time', path: '' });
  const months = since === undefined || until === undefined ? undefined : until - since;
  if (months !== undefined && months < 0)
    issues.push({ code: 'capability/backwards', path: '', received: dateOf(until as number), expected: dateOf(since as number) });
  if (!compared.ok || issues.length > 0) return { ok: false, issues };
  const { model, flop: known } = compared.value;
  const flop = flags.flop ?? (model === undefined ? known : 6 * model.parameters * model.tokens);
  if (flop === undefined) return { ok: false, issues: [{ code: 'capability/needs-flop', path: '' }] };
  return { ok: true, value: { flop, model, months, measures: flags.with, samples: flags.samples, seed: flags.seed } };
};

const count = (estimate: Estimate, lang: Lang): string => estimateText(estimate, lang);
/** Compute, each end by itself: its intervals reach over orders of magnitude. */
const flopText = ({ value, unit, band }: Estimate, lang: Lang): string => {
  const text = (each: number): string => figure({ value: each, unit }, { lang, digits: 2 }).value;
  return band === undefined || band.p5 === band.p95
    ? text(value)
    : `${text(value)} (${text(band.p5).replace(/ FLOP$/, '')}–${text(band.p95)})`;
};
const plain = ({ value, band }: Estimate): string =>
  band === undefined || band.p5 === band.p95
    ? plainFigure(value)
    : `${plainFigure(value)} (${plainFigure(band.p5)}–${plainFigure(band.p95)})`;
const lossText = ({ value, band }: Estimate): string =>
  band === undefined ? value.toFixed(3) : `${value.toFixed(3)} (${band.p5.toFixed(3)}–${band.p95.toFixed(3)})`;

/** Sizes of the best model by each fit, and of the one that is compared. */
const sizeChart = ({ optima, model }: CapabilityRecord, lang: Lang): BarState => {
  const t = messages(lang).capability.capability;
  const { list } = messages(lang);
  const bars = [
    ...optima.map(({ law, parameters: { value, unit, band } }) => ({
      label: t.laws[law],
      value,
      text: figure({ value, unit }, { lang }).value,
      tone: 'flow' as const,
      ...(band === undefined || band.p5 === band.p95 ? {} : { interval: { p5: band.p5, p25: band.p25, p75: band.p75, p95: band.p95 } }),
    })),
    ...(model === undefined
      ? []
      : [
          {
            label: model.name[lang],
            value: model.parameters,
            text: figure({ value: model.parameters, unit: '1' }, { lang }).value,
            tone: 'neck' as const,
          },
        ]),
  ];
  return {
    kind: 'bar',
    scale: 'log',
    lang,
    title: t.chart,
    description: `${t.chartNote} ${bars.map(({ label, text }) => `${label} ${text}`).join(list.semicolon)}${list.end}`,
    bars,
  };
};

const sheetOf = (record: CapabilityRecord, catalog: Catalog, lang: Lang): Sheet => {
  const { capability } = messages(lang);
  const t = capability.capability;
  const write = (value: number, unit: Estimate['unit']): string => figure({ value, unit }, { lang }).value;
  const [replicated] = record.optima;
  const sizes = record.optima.flatMap(({ parameters }) => [
    parameters.value,
    ...(parameters.band === undefined ? [] : [parameters.band.p5, parameters.band.p95]),
  ]);
  const { inputs, sources } = figureRows(catalog, record.figures, lang);
  const { model, gains } = record;
  return {
    title: t.title(write(record.flop, 'FLOP')),
    sentence: t.sentence(
      write(replicated?.parameters.value ?? 0, '1'),
      write(replicated?.tokens.value ?? 0, 'token'),
      write(Math.min(...sizes), '1'),
      write(Math.max(...sizes), '1'),
    ),
    notes: [t.extrapolated, t.sparse, t.loss, ...(model === undefined ? [] : [t.overTrained]), capability.noForecast],
    tables: [
      {
        title: t.optima,
        note: t.optimaNote,
        head: [t.head.law, t.head.parameters, t.head.tokens, t.head.ratio, t.head.loss],
        rows: record.optima.map(({ law, parameters, tokens, tokensPerParameter, loss }) => [
          t.laws[law],
          count(parameters, lang),
          count(tokens, lang),
          plain(tokensPerParameter),
          loss === undefined ? '–' : lossText(loss),
        ]),
      },
      ...(model === undefined
        ? []
        : [
            {
              title: t.beside(model.name[lang]),
              head: [t.head.law, t.besideHead.loss, t.besideHead.factor, t.besideHead.flop, t.besideHead.spent],
              rows: record.beside.map(({ law, loss, factor, equivalentFlop, spent }) => [
                t.laws[law],
                lossText(loss),
                multipleText(factor),
                flopText(equivalentFlop, lang),
                estimateText(spent, lang, true),
              ]),
            },
          ]),
      ...(gains === undefined
        ? []
        : [
            {
              title: gains.months === undefined ? t.measured : t.trend(String(Math.round(gains.months))),
              head: ['', capability.table.value],
              rows: [
                [t.gain, multipleText(gains.gain)],
                [t.effective, flopText(gains.effective, lang)],
              ],
            },
          ]),
      {
        title: t.measures,
        note: t.measuresNote,
        head: [t.measureHead.measure, t.measureHead.gain, t.measureHead.applied],
        rows: record.measures.map(({ measure, gain, applied }) => [t.names[measure], multipleText(gain), applied ? t.yes : t.no]),
      },
      {
        title: t.maturity,
        note: t.maturityNote,
        head: [t.maturityHead.evidence, t.maturityHead.factor, t.maturityHead.grade],
        rows: record.maturity.map(({ name, value, figure: { grade } }) => [name[lang], multipleText(value), grade]),
      },
    ],
    charts: [sizeChart(record, lang)],
    inputs,
    sources,
    reproduce: reproduceLine(lang),
  };
};

const capability = async (flags: CapabilityFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!opened.ok) return fail(opened.issues, lang);
  const catalog = opened.value;
  const options = optionsOf(flags, catalog);
  if (!options.ok) return fail(options.issues, lang);
  const built = buildCapability(catalog, options.value);
  if (!built.ok) return fail(built.issues, lang);
  const record = built.value;
  await emit(flags, { ...record, note: messages('en').capability.noForecast }, (each) => sheetOf(record, catalog, each));
};

/**
 * Adds `capability` to a program: what a compute budget can train.
 *
 * @param program the commands of Chokepoint
 */
export const addCapability = (program: Command): void => {
  const { capability: texts, cli } = messages(languageOf(undefined));
  const t = texts.capability;
  analogOptions(
    program
      .command('capability')
      .description(t.description)
      .addOption(new Option('--flop <n>', t.flop).argParser(numberBetween(...bounds.flop)))
      .option('--model <id>', t.model)
      .addOption(new Option('--parameters <n>', t.parameters).argParser(numberBetween(...bounds.parameters)))
      .addOption(new Option('--tokens <n>', t.tokens).argParser(numberBetween(...bounds.tokens)))
      .addOption(new Option('--since <date>', t.since).argParser(monthOf).conflicts(['with']))
      .addOption(new Option('--until <date>', t.until).argParser(monthOf).conflicts(['with']))
      .addOption(new Option('--with <measures>', t.with).argParser(measuresOf).default([]))
      .addOption(new Option('--samples <n>', cli.help.samples).argParser(numberBetween(0, bounds.samples, true)).default(2000))
      .addOption(seedOption()),
  ).action(capability);
};
