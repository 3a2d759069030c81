import { figure, figureText, headroomText, type Lang, type Messages, messages, textOf } from '#messages';
import type { Answer, Bilingual, ConstraintLine, CountOf, Estimate, FloorId, FloorSection, Grade, MetricLine } from './answer.ts';
import { percentText } from './percent-text.ts';
import { type Sentence, sentence } from './sentence.ts';

export interface MetricView {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly range?: string;
  readonly bound?: string;
}

export interface ConstraintView {
  readonly id: string;
  readonly label: string;
  /** Capacity and need; absent where they are but a ratio, which the headroom tells already. */
  readonly sides?: string;
  readonly headroom: string;
  readonly range?: string;
  readonly binds?: string;
  readonly shut: boolean;
  readonly neck: boolean;
  readonly of: Estimate;
}

export interface FloorView {
  readonly id: FloorId;
  readonly name: string;
  /** The name in the other language, small beside the first. */
  readonly other: string;
  readonly question: string;
  /** `1.02×`, or that nothing limits the floor. */
  readonly headroom: string;
  readonly range?: string;
  /** Why nothing limits it. */
  readonly free?: string;
  readonly of?: Estimate;
  readonly shut: boolean;
  readonly neck: boolean;
  readonly constraints: readonly ConstraintView[];
  readonly metrics: readonly MetricView[];
  /** Numbers of the sources that its inputs rest on. */
  readonly sources: readonly number[];
}

export interface InputView {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly range?: string;
  readonly grade?: Grade;
  readonly gradeText?: string;
  readonly origin: string;
  readonly fact?: string;
  readonly note?: string;
  readonly sources: readonly number[];
}

/** An answer in one language, every number written: what the terminal and the page arrange, each in its way. */
export interface View {
  readonly lang: Lang;
  readonly m: Messages;
  readonly title: string;
  readonly story: string;
  readonly sentence: Sentence;
  readonly keyFigures: readonly MetricView[];
  /** From the ground up. */
  readonly floors: readonly FloorView[];
  readonly costTotal?: string;
  readonly costParts: readonly { readonly label: string; readonly amount: string; readonly share: number; readonly shareText: string }[];
  readonly check?: {
    readonly sentence: string;
    readonly label: string;
    readonly ours: string;
    readonly published: string;
    readonly error: string;
    readonly note?: string;
    readonly source?: number;
  };
  /** One sentence for each code, with all that it speaks of. */
  readonly caveats: readonly string[];
  readonly inputs: readonly InputView[];
  readonly sampled: boolean;
}

/** What the strip above the floors shows, where the scenario has it. */
const keyPaths = [
  'run.time',
  'cost.total',
  'cost.development',
  'cluster.size',
  'run.chipHours',
  'cost.energyUse',
  'cost.emissions',
  'cost.energyShare',
];

/**
 * Begins a label with a capital, unless its first word has capitals of its own.
 *
 * @param text the label
 */
export function capital(text: string): string {
  return /^[a-z]+(\W|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Bindings that say that nothing binds. */
const unbound: ReadonlySet<string> = new Set(['none', 'free']);

const labelOf = (label: Bilingual, lang: Lang): string => capital(label[lang]);

/**
 * Writes a metric in a language.
 *
 * @param line the metric
 * @param lang the language
 */
export function metricView({ path, label, estimate, percent, binding }: MetricLine, lang: Lang): MetricView {
  const m = messages(lang);
  return {
    path,
    label: labelOf(label, lang),
    ...figure(estimate, { lang, percent }),
    ...(binding === undefined || unbound.has(binding) ? {} : { bound: m.report.boundBy(textOf(m.bindings, binding)) }),
  };
}

function constraintView(line: ConstraintLine, lang: Lang, neck: string | undefined): ConstraintView {
  const { ratios, capacityForNeed } = messages(lang).report;
  const ratio = textOf(ratios, line.id);
  const sides =
    line.capacity.unit === '1'
      ? ratio === line.id
        ? undefined
        : ratio
      : capacityForNeed(figureText(line.capacity, { lang }), figureText(line.need, { lang }));
  return {
    id: line.id,
    label: labelOf(line.label, lang),
    of: line.headroom,
    headroom: headroomText(line.headroom.value),
    shut: line.headroom.value < 1,
    neck: line.id === neck,
    ...headroomRange(line.headroom),
    ...(sides === undefined ? {} : { sides }),
    ...(line.bindsShare === undefined ? {} : { binds: percentText(line.bindsShare) }),
  };
}

/**
 * Writes the range of a headroom: `0.97–1.08×`; nothing where both ends read alike.
 *
 * @param headroom the headroom with its band
 */
export function headroomRange({ band }: Estimate): { readonly range?: string } {
  if (band === undefined) return {};
  const [from, to] = [headroomText(band.p5), headroomText(band.p95)];
  return from === to ? {} : { range: `${from.replace('×', '')}–${to}` };
}

/**
 * Writes a relative error with its sign.
 *
 * @param error ours over theirs, less one
 */
export function errorText(error: number): string {
  const size = Math.abs(error * 100);
  return `${error < 0 ? '−' : '+'}${size < 10 ? size.toFixed(1) : size.toFixed(0)}%`;
}

/** A line break after a Chinese mark, which YAML makes a space, is none. */
const unbroken = (text: string): string => text.replace(/(?<=[，。；：、？！”）]) +/gu, '');

/** Levers of energy have no floor of their own: they are paid on the floor of cost. */
function sourcesOf(floor: FloorId, { inputs }: Answer): readonly number[] {
  const own = inputs.filter(({ path }) => path.startsWith(`${floor}.`) || (floor === 'cost' && path.startsWith('energy.')));
  return [...new Set(own.flatMap(({ sources }) => sources))].sort((a, b) => a - b);
}

function floorView(section: FloorSection, answer: Answer, lang: Lang): FloorView {
  const m = messages(lang);
  const other = messages(lang === 'en' ? 'zh' : 'en');
  const { headroom } = section;
  return {
    id: section.id,
    name: m.floors[section.id].name,
    other: other.floors[section.id].name,
    question: m.floors[section.id].question,
    headroom: headroom === undefined ? m.report.free : headroomText(headroom.value),
    ...(headroom === undefined ? {} : headroomRange(headroom)),
    ...(section.free === undefined ? {} : { free: textOf(m.codes, section.free) }),
    ...(headroom === undefined ? {} : { of: headroom }),
    shut: headroom !== undefined && headroom.value < 1,
    neck: answer.neck?.floor === section.id,
    constraints: section.constraints.map((line) => constraintView(line, lang, answer.neck?.id)),
    metrics: section.metrics.map((line) => metricView(line, lang)),
    sources: sourcesOf(section.id, answer),
  };
}

/**
 * Writes an answer in a language.
 *
 * @param answer the answer
 * @param lang the language
 */
export function view(answer: Answer, lang: Lang): View {
  const m = messages(lang);
  const byPath = new Map(answer.metrics.map((line) => [line.path, line]));
  const labels = new Map([...answer.metrics, ...answer.inputs].map((line) => [line.path, labelOf(line.label, lang)]));
  const total = byPath.get('cost.total');
  const { check } = answer;
  return {
    lang,
    m,
    title: answer.title[lang],
    story: lang === 'zh' ? unbroken(answer.story.zh) : answer.story[lang],
    sentence: sentence(answer, lang),
    sampled: answer.reproduce.sampler !== 'none',
    keyFigures: keyPaths.flatMap((path) => byPath.get(path) ?? []).map((line) => metricView(line, lang)),
    floors: answer.floors.map((section) => floorView(section, answer, lang)),
    ...(total === undefined ? {} : { costTotal: figureText(total.estimate, { lang }) }),
    costParts: answer.costParts.map(({ label, amount, share }) => ({
      label: labelOf(label, lang),
      amount: figureText(amount, { lang }),
      share,
      shareText: percentText(share),
    })),
    ...(check === undefined ? {} : { check: checkView(check, lang, m) }),
    caveats: caveats(answer, labels, m),
    inputs: answer.inputs.map((line) => ({
      path: line.path,
      label: labelOf(line.label, lang),
      ...figure(line.estimate, { lang, percent: line.percent }),
      origin: textOf(m.origins, line.origin),
      sources: line.sources,
      ...(line.grade === undefined ? {} : { grade: line.grade, gradeText: m.grades[line.grade] }),
      ...(line.fact === undefined ? {} : { fact: line.fact }),
      ...(line.note === undefined ? {} : { note: line.note }),
    })),
  };
}

/** A date as it is, and so many of all as `544 / 20,000`, which is read alike in both languages. */
const detailText = (detail: string | CountOf): string =>
  typeof detail === 'string' ? detail : [detail.count, detail.of].map((each) => each.toLocaleString('en')).join(' / ');

function caveats({ caveats: all }: Answer, labels: ReadonlyMap<string, string>, m: Messages): readonly string[] {
  const codes = new Map<string, string[]>();
  for (const { code, path, detail } of all) {
    const subjects = codes.get(code) ?? [];
    const told = detail === undefined ? '' : `${m.brackets.open}${detailText(detail)}${m.brackets.close}`;
    if (path !== undefined) subjects.push((labels.get(path) ?? path) + told);
    codes.set(code, subjects);
  }
  return [...codes].map(([code, subjects]) => {
    const text = textOf(m.codes, code);
    return (subjects.length === 0 ? text : text + m.list.colon + subjects.join(m.list.item)) + m.list.end;
  });
}

function checkView(check: NonNullable<Answer['check']>, lang: Lang, m: Messages): NonNullable<View['check']> {
  const style = { lang, percent: check.percent };
  const parts = {
    label: labelOf(check.label, lang),
    ours: figureText(check.ours, style),
    published: figureText(check.published, style),
    error: errorText(check.error),
  };
  return {
    ...parts,
    sentence: [
      m.report.checkSentence(parts.label, parts.ours, parts.published, parts.error),
      ...(check.inside === undefined ? [] : [check.inside ? m.report.inside : m.report.outside]),
      ...(check.below === undefined ? [] : [m.report.below(percentText(check.below))]),
    ].join(lang === 'zh' ? '' : ' '),
    ...(check.note === undefined ? {} : { note: check.note[lang] }),
    ...(check.source === undefined ? {} : { source: check.source }),
  };
}
