import { figure, type Lang, type Messages, messages, plainNumber } from '#messages';
import type { Estimate } from './answer.ts';
import { percentText } from './percent-text.ts';
import type { TrainingAnswer, TrainingMemory, TrainingMemoryPart } from './training.ts';
import { capital } from './view.ts';

/** One line of a table: what it is, its figure, and what else there is to say. */
export interface TrainingRow {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
}

/** A figure with its range and what it means. */
export interface TrainingFigure extends TrainingRow {
  readonly spread: string;
  readonly definition: string;
}

/** A part of a whole. */
export interface TrainingShare extends TrainingRow {
  readonly share: number;
}

/** A training answer in one language, every number written. */
export interface TrainingView {
  readonly lang: Lang;
  readonly m: Messages;
  readonly title: string;
  readonly headline: string;
  readonly detail: string;
  readonly figures: readonly TrainingFigure[];
  readonly inputs: readonly {
    readonly thing: string;
    readonly label: string;
    readonly value: string;
    readonly grade: string;
    readonly sources: readonly number[];
  }[];
  readonly setting: readonly TrainingRow[];
  readonly time: readonly TrainingShare[];
  readonly exchanges: readonly { readonly label: string; readonly exposed: string; readonly hidden: string }[];
  readonly memory: {
    readonly capacity: string;
    readonly columns: readonly string[];
    readonly rows: readonly { readonly label: string; readonly values: readonly string[]; readonly total: boolean }[];
    readonly bars: readonly { readonly label: string; readonly shares: readonly TrainingShare[] }[];
    readonly parts: readonly string[];
  };
  readonly flop: readonly TrainingRow[];
  readonly notes: readonly string[];
}

const millisecond = 1e-3;
const microsecond = 1e-6;

/** A span of time in the unit in which it reads best. */
export function timeText(seconds: number, { train }: Messages, digits = 3): string {
  if (seconds === 0 || seconds >= 1) return `${plainNumber(seconds, digits)}${train.units.second}`;
  if (seconds >= millisecond) return `${plainNumber(seconds / millisecond, digits)}${train.units.millisecond}`;
  return `${plainNumber(seconds / microsecond, digits)}${train.units.microsecond}`;
}

/** A count, in groups of three. */
export const wholeText = (count: number): string => count.toLocaleString('en');

const gigabyte = 1e9;
const bytesText = (bytes: number): string => `${(bytes / gigabyte).toFixed(bytes < 10 * gigabyte ? 2 : 1)} GB`;

const rangeOf = ({ band }: Estimate, write: (value: number) => string): string =>
  band === undefined ? '' : `${write(band.p10)}–${write(band.p90)}`;

const stageLabel = (memory: TrainingMemory, answer: TrainingAnswer, { train }: Messages): string => {
  if (answer.stages === 1) return train.memory.only;
  if (memory.stage === 0) return train.memory.first;
  return memory.stage === answer.stages - 1 ? train.memory.last : train.memory.heaviest(String(memory.stage + 1));
};

/** First and last stage, and the heaviest where it is another. */
const shownStages = ({ memory, stages }: TrainingAnswer): readonly TrainingMemory[] => {
  if (memory === undefined) return [];
  const { first, last, greatest } = memory;
  if (stages === 1) return [first];
  return greatest.stage === first.stage || greatest.stage === last.stage ? [first, last] : [first, greatest, last];
};

/**
 * Parts that take memory in any of several accounts, in their order.
 *
 * @param accounts the accounts
 */
export const usedParts = (accounts: readonly Pick<TrainingMemory, 'parts'>[]): readonly TrainingMemoryPart[] =>
  (accounts[0]?.parts ?? []).map(({ part }) => part).filter((part) => accounts.some(({ parts }) => bytesOf(parts, part) > 0));

/**
 * Bytes of one part; none where it is not listed.
 *
 * @param parts the account
 * @param wanted the part
 */
export const bytesOf = (parts: TrainingMemory['parts'], wanted: TrainingMemoryPart): number =>
  parts.find(({ part }) => part === wanted)?.bytes ?? 0;

const memoryView = (answer: TrainingAnswer, m: Messages): TrainingView['memory'] => {
  const { train } = m;
  const shown = shownStages(answer);
  const capacity = answer.memory?.capacity ?? 0;
  const used = usedParts(shown);
  const label = (part: TrainingMemoryPart): string => train.memory.parts[part];
  const room = Math.max(capacity, ...shown.map(({ total }) => total));
  return {
    capacity: bytesText(capacity),
    columns: shown.map((memory) => stageLabel(memory, answer, m)),
    rows: [
      ...used.map((part) => ({ label: label(part), values: shown.map(({ parts }) => bytesText(bytesOf(parts, part))), total: false })),
      { label: train.memory.total, values: shown.map(({ total }) => bytesText(total)), total: true },
      ...(answer.stages === 1
        ? []
        : [{ label: train.memory.inFlight, values: shown.map(({ inFlight }) => plainNumber(inFlight, 3)), total: false }]),
    ],
    parts: used.map(label),
    bars: shown.map((memory) => ({
      label: `${stageLabel(memory, answer, m)}${m.list.colon}${bytesText(memory.total)} ${train.memory.of(bytesText(capacity))}`,
      shares: [
        ...used.map((part) => ({
          label: label(part),
          share: bytesOf(memory.parts, part) / room,
          value: percentText(bytesOf(memory.parts, part) / room),
          detail: bytesText(bytesOf(memory.parts, part)),
        })),
      ],
    })),
  };
};

const settingView = (answer: TrainingAnswer, { train }: Messages, lang: Lang): readonly TrainingRow[] => {
  const { model, chip } = answer;
  const count = (value: number, digits = 4): string => figure({ value, unit: '1' }, { lang, digits }).value;
  return [
    { label: train.rows.parameters, value: count(model.parameters), detail: '' },
    ...(model.activeParameters === model.parameters
      ? []
      : [{ label: train.rows.active, value: count(model.activeParameters), detail: '' }]),
    ...(model.predictionParameters === 0 ? [] : [{ label: train.rows.prediction, value: count(model.predictionParameters), detail: '' }]),
    {
      label: train.rows.batch,
      value: figure({ value: answer.batch * answer.sequence, unit: 'token' }, { lang, digits: 4 }).value,
      detail: `${wholeText(answer.batch)} × ${wholeText(answer.sequence)}`,
    },
    { label: train.rows.microBatches, value: wholeText(answer.microBatches), detail: '' },
    { label: train.rows.domain, value: wholeText(answer.domain), detail: answer.cluster?.name[lang] ?? '' },
    { label: train.rows.precision, value: answer.precision.toUpperCase(), detail: '' },
    { label: train.rows.share, value: percentText(chip.share), detail: train.definitions.share[chip.shareOrigin] },
  ];
};

const figuresView = (answer: TrainingAnswer, m: Messages): readonly TrainingFigure[] => {
  const { speed } = answer;
  const { train } = m;
  if (speed === undefined) return [];
  const time = (value: number): string => timeText(value, m);
  const rate = (value: number): string => plainNumber(value, 3);
  const share = (value: number): string => `${plainNumber(100 * value, 3)}%`;
  const row = (label: string, estimate: Estimate, write: (value: number) => string, definition = ''): TrainingFigure => {
    const spread = rangeOf(estimate, write);
    return {
      label,
      value: write(estimate.value),
      detail: [spread, definition].filter((text) => text !== '').join(m.list.semicolon),
      spread,
      definition,
    };
  };
  const narrow = speed.mfuBf16 === speed.mfu.value ? '' : `${m.list.semicolon}${train.definitions.mfuBf16(share(speed.mfuBf16))}`;
  return [
    row(train.rows.stepTime, speed.stepTime, time),
    row(train.rows.tokensPerSecond, speed.tokensPerSecond, rate),
    row(train.rows.tokensPerSecondPerChip, speed.tokensPerSecondPerChip, rate),
    row(train.rows.mfu, speed.mfu, share, `${train.definitions.mfu}${narrow}`),
    row(train.rows.hfu, speed.hfu, share, train.definitions.hfu),
  ];
};

const notesOf = (answer: TrainingAnswer, m: Messages, lang: Lang): readonly string[] => {
  const { train } = m;
  const { model, assumed, chip } = answer;
  const names = assumed.map((fact) => answer.inputs.find((line) => line.fact === fact)?.label[lang] ?? fact);
  return [
    ...(model.assumedFamily ? [train.notes.assumedFamily(model.family ?? '')] : []),
    ...(assumed.length === 0 ? [] : [train.notes.assumed(names.join(m.list.comma))]),
    ...(chip.shareOrigin === 'prior' ? [train.notes.prior] : []),
  ];
};

/**
 * Writes a training answer out in one language.
 *
 * @param answer the answer
 * @param lang the language
 */
export function trainingView(answer: TrainingAnswer, lang: Lang): TrainingView {
  const m = messages(lang);
  const { train } = m;
  const { speed, flop, feasible, memory } = answer;
  const time = (value: number): string => timeText(value, m);
  const bound = speed?.breakdown.find(({ part }) => part === speed.binding);
  const details =
    speed === undefined
      ? []
      : [
          train.interval(time(speed.interval80[0]), time(speed.interval80[1])),
          ...(bound === undefined ? [] : [capital(train.binds(train.parts[bound.part], percentText(bound.share)))]),
          ...(memory === undefined ? [] : [train.headline.tight(bytesText(memory.greatest.total), bytesText(memory.capacity))]),
        ];
  const fits =
    speed === undefined
      ? train.headline.shut
      : train.headline.fits(
          time(speed.stepTime.value),
          plainNumber(speed.tokensPerSecondPerChip.value, 3),
          `${plainNumber(100 * speed.mfu.value, 3)}%`,
        );
  return {
    lang,
    m,
    title: train.title(answer.model.name[lang], wholeText(answer.accelerators), answer.chip.name[lang]),
    headline: feasible ? fits : train.headline.shut,
    detail: details.map((text) => `${text}${m.list.end}`).join(lang === 'zh' ? '' : ' '),
    figures: figuresView(answer, m),
    setting: settingView(answer, m, lang),
    time: (speed?.breakdown ?? [])
      .filter(({ seconds }) => seconds > 0)
      .map(({ part, seconds, share }) => ({ label: train.parts[part], value: percentText(share), detail: time(seconds), share })),
    exchanges: (speed?.exchanges ?? [])
      .filter(({ exposed, hidden }) => exposed + hidden > 0)
      .map(({ by, exposed, hidden }) => ({ label: train.exchanges[by], exposed: time(exposed), hidden: time(hidden) })),
    memory: memoryView(answer, m),
    flop: Object.entries(flop ?? {}).map(([definition, value]) => ({
      label: train.flop[definition as keyof typeof train.flop],
      value: `${plainNumber(value, 4)} FLOP`,
      detail: '',
    })),
    inputs: answer.inputs.map(({ thing, label, value, unit, grade, sources }) => ({
      thing,
      label: label[lang],
      value: figure({ value, unit }, { lang, digits: 4 }).value,
      grade,
      sources,
    })),
    notes: notesOf(answer, m, lang),
  };
}
