import { type Lang, messages } from '#messages';
import { formatQuantity, secondsPerHour } from '#quantity';
import type { GoodputAnswer, GoodputEstimate } from './build-goodput.ts';
import type { LinesState } from './chart/state.ts';
import { engineering } from './engineering.ts';
import type { Sheet, SheetInput } from './sheet.ts';

const joulesPerWattHour = secondsPerHour;
/** Below this a run stands still, whatever the digits. */
const nothing = 1e-3;

/** Per cent to a tenth, or to a hundredth of what is small. */
const share = (value: number): string => {
  const percent = 100 * value;
  if (percent > 0 && percent < 0.005) return '<0.01%';
  return `${percent >= 99.95 || percent >= 1 ? percent.toFixed(1) : percent.toFixed(2)}%`;
};

const plain = (value: number): string =>
  Number(value >= 1000 ? value.toPrecision(4) : value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });

const units = [
  [172_800, 86_400, 'd'],
  [7200, 3600, 'h'],
  [120, 60, 'min'],
  [0, 1, 's'],
] as const;

/** Durations in the unit in which people think of them, or of another beside them; the letters are those of the SI in either language. */
const span = (seconds: number, like = seconds): string => {
  if (!Number.isFinite(seconds)) return '∞';
  const [, size, unit] = units.find(([from]) => Number.isFinite(like) && like >= from) ?? units[0];
  return `${plain(seconds / size)} ${unit}`;
};

const inputText = ({ value, unit, percent }: GoodputAnswer['inputs'][number]): string => {
  if (percent) return share(value);
  if (unit === 's') return span(value);
  if (unit === '1' || unit === 'chip/node') return plain(value);
  if (unit === 'B' || unit === 'B/s' || unit === 'W') return engineering(value, unit);
  return formatQuantity(value, unit);
};

/** Round ends and ticks of an axis of shares that begins below the least of them. */
const shareAxis = (least: number): { readonly low: number; readonly ticks: readonly number[] } => {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((size) => (1 - least) / size <= 6) ?? 0.2;
  const low = Math.max(0, Math.floor(least / step) * step);
  const count = Math.round((1 - low) / step);
  return { low, ticks: Array.from({ length: count + 1 }, (_, at) => Number((low + at * step).toFixed(4))) };
};

const thousands = (value: number): string => value.toLocaleString('en');

const chartOf = (answer: GoodputAnswer, lang: Lang): LinesState => {
  const { chart } = messages(lang).goodput;
  const { sizes, run, kept, question } = answer;
  const [first, last] = [sizes[0]?.count ?? 1, sizes.at(-1)?.count ?? 10];
  const { low, ticks } = shareAxis(Math.min(...sizes.map(({ kept: each }) => each.low ?? each.value)));
  const decades = Array.from({ length: Math.round(Math.log10(last / first)) + 1 }, (_, at) => first * 10 ** at);
  const describe = question.spares === undefined ? chart.text : chart.textSpares;
  return {
    kind: 'lines',
    lang,
    title: chart.title,
    description: describe(share(kept.value), thousands(run.count)),
    x: { scale: 'log', low: first, high: last, ticks: decades.map((value) => ({ value, text: thousands(value) })), label: chart.x },
    y: { scale: 'linear', low, high: 1, ticks: ticks.map((value) => ({ value, text: `${Math.round(100 * value)}%` })), label: chart.y },
    series: [{ name: chart.median, points: sizes.map(({ count, kept: each }) => ({ x: count, y: each.value })) }],
    walls: [{ axis: 'x', value: run.count, text: chart.here }],
    ...(kept.low === undefined
      ? {}
      : {
          band: {
            name: chart.band,
            points: sizes.map(({ count, kept: each }) => ({ x: count, low: each.low ?? each.value, high: each.high ?? each.value })),
          },
        }),
  };
};

/**
 * Puts an answer about goodput into words, tables and a chart.
 *
 * @param answer the answer
 * @param lang the language
 */
export function goodputSheet(answer: GoodputAnswer, lang: Lang): Sheet {
  const { goodput: t, analog } = messages(lang);
  const { question, run, kept, losses, causes, check, rules, wasted, total, checkpoint } = answer;
  const written = ({ value, low, high }: GoodputEstimate, text: (number: number, like: number) => string): string =>
    low === undefined || high === undefined || text(low, value) === text(high, value)
      ? text(value, value)
      : t.band(text(value, value), text(low, value), text(high, value));
  const worst = losses.find(({ loss }) => loss === answer.binding) ?? losses[0];
  const [cause, part] = [t.losses[answer.binding], share(worst?.share.value ?? 0)];
  const sentence = (): string => {
    if (kept.value < nothing) return t.never(cause);
    return kept.low === undefined || kept.high === undefined
      ? t.sentencePlain(share(kept.value), cause, part)
      : t.sentence(share(kept.value), share(kept.low), share(kept.high), cause, part);
  };
  const energy = (joules: number): string => engineering(joules / joulesPerWattHour, 'Wh');
  const ids = [...new Set(answer.inputs.flatMap(({ sources }) => sources))];
  const { spares } = question;
  return {
    title: t.title(thousands(run.count), run.chip.name[lang], plain(question.days)),
    sentence: sentence(),
    notes: [
      ...(run.model === undefined ? [t.notes.noModel] : []),
      spares === undefined ? t.notes.noSpares : t.notes.spares(thousands(spares), question.shrinks ? t.notes.shrinks : t.notes.waits),
      t.notes.rates,
      t.notes.sizes,
    ],
    tables: [
      {
        title: t.tables.lost,
        ...(kept.low === undefined ? {} : { note: t.tables.lostNote }),
        head: [t.tables.cause, t.tables.share, t.tables.days],
        rows: [
          [t.tables.keeps, written(kept, share), plain(kept.value * question.days)],
          ...[...losses]
            .sort((one, other) => other.share.value - one.share.value)
            .map((each) => [t.losses[each.loss], written(each.share, share), plain(each.days)]),
        ],
      },
      {
        title: t.tables.run,
        head: [t.tables.quantity, t.tables.value],
        rows: [
          [t.rows.nodes, thousands(answer.nodes)],
          [t.rows.interruptions, written(answer.interruptions, plain)],
          [t.rows.mtbf, written(answer.mtbf, span)],
          [t.rows.mode, t.modes[question.checkpoint]],
          ...(run.model === undefined ? [] : [[`${t.rows.size}, ${run.model.name[lang]}`, engineering(checkpoint.size, 'B')]]),
          [t.rows.blocking, written(checkpoint.blocking, span)],
          ...(checkpoint.lag > 0 ? [[t.rows.lag, span(checkpoint.lag)]] : []),
          [t.rows.interval, written(answer.interval, span)],
          [t.rows.chipHours, written(wasted.chipHours, (hours) => engineering(hours))],
          [t.rows.totalHours, engineering(total.chipHours)],
          [t.rows.energy, written(wasted.energy, energy)],
          [t.rows.totalEnergy, energy(total.energy)],
        ],
      },
      {
        title: t.tables.failures,
        head: [t.tables.failing, t.tables.ofFailures, t.tables.expected],
        rows: causes.map((each) => [
          t.causes[each.cause],
          written(each.share, share),
          plain(each.share.value * answer.interruptions.value),
        ]),
      },
      {
        title: t.tables.intervals,
        note: t.tables.intervalsNote,
        head: [t.tables.rule, t.tables.interval, t.tables.goodput],
        rows: [
          ...rules.map((each) => [t.rules[each.rule], span(each.interval), share(each.kept)]),
          ...(question.interval === undefined ? [] : [[t.tables.chosen, span(question.interval), written(kept, share)]]),
        ],
      },
      {
        title: t.tables.check,
        note: t.tables.checkNote(thousands(check.failures), share(check.error)),
        head: [t.tables.cause, t.tables.closed, t.tables.played],
        rows: [
          [t.tables.keeps, share(check.closed), share(check.played)],
          ...check.losses.map((each) => [t.losses[each.loss], share(each.closed), share(each.played)]),
        ],
      },
    ],
    charts: [chartOf(answer, lang)],
    inputs: answer.inputs.map(
      (input): SheetInput => ({
        label: input.label[lang],
        value: inputText(input),
        grade: input.grade,
        sources: input.sources.map((id) => ids.indexOf(id) + 1),
      }),
    ),
    sources: answer.sources.map((source) =>
      [source.title, source.publisher, source.date, source.url].filter((text) => text !== undefined).join(', '),
    ),
    reproduce: analog.reproduce(answer.command, answer.version),
  };
}
