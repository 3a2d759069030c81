import { figure, type Lang, messages } from '#messages';
import type { ChartState, HeatMapState, LinesState, StackedBarState } from './chart/state.ts';
import { shareText } from './engineering.ts';
import type { PlanAnswer, PlanLine } from './plan.ts';
import { planWhy } from './plan-why.ts';
import type { Sheet, SheetInput, SheetTable } from './sheet.ts';
import { shortPlan } from './short-plan.ts';
import { ticksOf } from './ticks.ts';
import type { TrainingInputLine } from './training.ts';
import { trainingPipelineChart, trainingTimeChart } from './training-charts.ts';
import { bytesOf, timeText, trainingView, usedParts, wholeText } from './training-view.ts';

const gigabyte = 1e9;
const million = 1e6;

export const memoryText = (bytes: number): string => `${(bytes / gigabyte).toFixed(1)} GB`;

/** Three digits, as people write them. */
const roundText = (value = 0): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });

const scoreText = (score: number, answer: PlanAnswer, lang: Lang): string => {
  const { plan } = messages(lang);
  switch (answer.objective.kind) {
    case 'time':
      return timeText(score, messages(lang));
    case 'cost':
      return plan.dollars(roundText(score * million));
    case 'energy':
      return plan.joules(roundText(score));
    case 'chips':
      return wholeText(score);
  }
};

/**
 * Figures that an answer rests on, as a sheet lists them.
 *
 * @param inputs the figures
 * @param lang the language
 */
export const sheetInputs = (inputs: readonly TrainingInputLine[], lang: Lang): readonly SheetInput[] =>
  inputs.map(({ label, value, unit, grade, sources }) => ({
    label: label[lang],
    value: figure({ value, unit }, { lang, digits: 4 }).value,
    grade,
    sources,
  }));

/**
 * Publications as a sheet lists them.
 *
 * @param sources the publications
 */
export const sheetSources = (sources: PlanAnswer['sources']): readonly string[] =>
  sources.map(({ title, publisher, date, url }) => [title, publisher, date, url].filter((part) => part !== undefined).join(', '));

/** Ranks of a plan that are more than one, as they are spoken of. */
const ranksOf = (plan: string, comma: string): string =>
  plan
    .split(',')
    .flatMap((pair) => /^(tp|pp|dp|cp|ep)=(\d+)$/.exec(pair)?.slice(1, 3).join(' ').toUpperCase() ?? [])
    .join(comma);

const topTable = (answer: PlanAnswer, lang: Lang): SheetTable => {
  const m = messages(lang);
  const { columns, sections } = m.plan;
  const [first] = answer.top;
  const fewest = answer.objective.kind === 'chips';
  const behind = (line: PlanLine): number =>
    // Of as many accelerators that all do, the slower ones are behind.
    first === undefined ? 0 : (fewest && line.score === first.score ? line.stepTime / first.stepTime : line.score / first.score) - 1;
  const hosts = answer.top.some(({ hostMemory }) => hostMemory > 0);
  // Where all of them are used there is nothing to say of their number.
  const other = answer.objective.kind !== 'time' || answer.top.some(({ accelerators }) => accelerators < answer.accelerators);
  const scored = answer.objective.kind === 'cost' || answer.objective.kind === 'energy';
  const row = (line: PlanLine, index: number): readonly string[] => [
    String(index + 1),
    ...(other ? [wholeText(line.accelerators), ...(!scored ? [] : [scoreText(line.score, answer, lang)])] : []),
    timeText(line.stepTime, m),
    index === 0 ? '' : shareText(behind(line)),
    shareText(line.mfu),
    memoryText(line.memory),
    ...(hosts ? [memoryText(line.hostMemory)] : []),
    m.train.parts[line.binding],
    shortPlan(line.plan),
  ];
  return {
    title: sections.top,
    head: [
      columns.rank,
      ...(other ? [columns.chips, ...(!scored ? [] : [columns.score[answer.objective.kind]])] : []),
      columns.time,
      columns.against,
      columns.mfu,
      columns.memory,
      ...(hosts ? [columns.host] : []),
      columns.binding,
      columns.plan,
    ],
    rows: answer.top.map(row),
    prose: true,
  };
};

const frontTable = (answer: PlanAnswer, lang: Lang): SheetTable | undefined => {
  const m = messages(lang);
  const { columns, sections, frontNote } = m.plan;
  const { front } = answer;
  if (front.length < 2) return undefined;
  // Enough of a long front to see its run: the ends, and evenly between them.
  const shown = 8;
  const step = Math.max(1, (front.length - 1) / (shown - 1));
  const picked = front.length <= shown ? front : Array.from({ length: shown }, (_, index) => front[Math.round(index * step)]!);
  return {
    title: sections.front,
    note: frontNote,
    head: [columns.time, columns.memory, columns.mfu, columns.plan],
    rows: picked.map((line) => [timeText(line.stepTime, m), memoryText(line.memory), shareText(line.mfu), shortPlan(line.plan)]),
    prose: true,
  };
};

const differenceTable = (answer: PlanAnswer, lang: Lang): SheetTable | undefined => {
  const m = messages(lang);
  const { columns, sections } = m.plan;
  const { comparison } = answer;
  if (comparison === undefined || comparison.parts.length === 0) return undefined;
  return {
    title: sections.differences,
    head: [columns.part, columns.best, columns.other, columns.saved],
    rows: comparison.parts.map(({ part, best, other, saved }) => [
      m.train.parts[part],
      timeText(best, m),
      timeText(other, m),
      `${saved < 0 ? '−' : ''}${timeText(Math.abs(saved), m)}`,
    ]),
  };
};

const axisOf = (scale: LinesState['x']['scale'], low: number, high: number, label: string): LinesState['x'] => ({
  scale,
  low,
  high,
  label,
  ticks: ticksOf({ low, high, scale }, (value) => String(Number(value.toPrecision(6)))).map(({ at, text }) => ({
    value: Number(text) || low + at * (high - low),
    text,
  })),
});
/** Times that lie further apart than this are drawn on a logarithmic axis. */
const wide = 3;

const frontChart = (answer: PlanAnswer, lang: Lang): LinesState | undefined => {
  const { plan } = messages(lang);
  const { front, chip } = answer;
  if (front.length < 2) return undefined;
  const memory = front.map((line) => line.memory / gigabyte);
  const time = front.map((line) => line.stepTime);
  const [least, most, capacity] = [Math.min(...memory), Math.max(...memory), chip.memory / gigabyte];
  const [fast, slow] = [Math.min(...time), Math.max(...time)];
  const edge = (slow - fast) * 0.05;
  const [low, high] = [Math.max(0, least - (capacity - least) * 0.05), Math.max(most, capacity)];
  return {
    kind: 'lines',
    lang,
    title: plan.sections.front,
    description: plan.frontText,
    x: axisOf('linear', low, high, plan.memoryAxis),
    y: axisOf(slow > wide * fast ? 'log' : 'linear', Math.max(fast / 2, fast - edge), slow + edge, plan.timeAxis),
    series: [
      {
        name: plan.frontSeries,
        dots: true,
        points: front.map((line) => ({ x: line.memory / gigabyte, y: line.stepTime })).sort((one, other) => one.x - other.x),
      },
    ],
    walls: [{ axis: 'x', value: capacity, text: `${plan.capacity} ${memoryText(chip.memory)}` }],
  };
};

const mapChart = (answer: PlanAnswer, lang: Lang): HeatMapState | undefined => {
  const m = messages(lang);
  const { plan } = m;
  const { map } = answer;
  if (map === undefined) return undefined;
  const times = map.cells.flat().flatMap(({ stepTime }) => stepTime ?? []);
  const [fastest, slowest] = [Math.min(...times), Math.max(...times)];
  const brief = (seconds: number): string =>
    seconds >= 100 ? seconds.toFixed(0) : seconds >= 10 ? seconds.toFixed(1) : seconds.toFixed(2);
  return {
    kind: 'heatMap',
    lang,
    title: plan.sections.map,
    description: plan.mapText(times.length === 0 ? '–' : timeText(fastest, m)),
    columns: map.pipeline.map((stages) => `PP ${stages}`),
    rows: map.tensor.map((tensor, row) => ({
      label: `TP ${tensor}`,
      cells: map.cells[row]!.map((cell) =>
        cell.why === undefined
          ? {
              text: brief(cell.stepTime),
              level: slowest > fastest ? (0.999 * Math.log(slowest / cell.stepTime)) / Math.log(slowest / fastest) : 1 / 2,
            }
          : { text: plan.mapWhy[cell.why], ...(cell.why === 'divisibility' || cell.why === 'format' ? {} : { shut: true }) },
      ),
    })),
  };
};

const memoryChart = (answer: PlanAnswer, lang: Lang): StackedBarState | undefined => {
  const m = messages(lang);
  const { plan, train } = m;
  const { memory, chip } = answer;
  if (memory.length === 0) return undefined;
  const used = usedParts(memory);
  const room = Math.max(chip.memory, ...memory.map(({ total }) => total));
  return {
    kind: 'stackedBar',
    lang,
    title: plan.sections.memory,
    description: plan.memoryText(memoryText(room)),
    parts: used.map((part) => train.memory.parts[part]),
    bars: memory.map(({ plan: text, parts, total }) => ({
      label: plan.usedBy(shortPlan(text), memoryText(total)),
      values: used.map((part) => {
        const bytes = bytesOf(parts, part);
        return { share: bytes / room, text: memoryText(bytes), detail: memoryText(bytes) };
      }),
    })),
  };
};

const notesOf = (answer: PlanAnswer, lang: Lang): readonly string[] => {
  const m = messages(lang);
  const { plan } = m;
  const { counts, best, objective, unbound, uncertainty, nearest, chip, takes } = answer;
  if (best === undefined) {
    if (nearest === undefined) return [];
    return [
      answer.binding === 'deadline'
        ? plan.nearestLate(nearest.plan, timeText(nearest.stepTime, m), roundText(takes), roundText(objective.days))
        : plan.nearest(nearest.plan, memoryText(nearest.memory), memoryText(chip.memory)),
    ];
  }
  const lost = unbound === undefined ? 0 : 1 - unbound.score / best.score;
  const free =
    unbound === undefined
      ? []
      : lost > 0
        ? [plan.unbound(shareText(lost), shortPlan(unbound.plan), memoryText(unbound.memory))]
        : [plan.unboundNot];
  const unsure =
    uncertainty === undefined
      ? []
      : [
          `${plan.uncertain(shareText(uncertainty.wins), wholeText(uncertainty.draws), shareText(uncertainty.regret.mean), shareText(uncertainty.regret.p95))}${lang === 'zh' ? '' : ' '}${
            uncertainty.expected.plan === uncertainty.median.plan
              ? plan.expectedSame
              : plan.expectedOther(shortPlan(uncertainty.expected.plan))
          }`,
        ];
  const scored =
    objective.kind === 'time'
      ? []
      : objective.kind === 'chips'
        ? [plan.scored.chips(wholeText(best.score), roundText(objective.days), roundText(takes))]
        : [plan.scored[objective.kind](scoreText(best.score, answer, lang), wholeText(best.accelerators))];
  const idle =
    objective.kind === 'time' && best.accelerators < answer.accelerators
      ? [plan.idle(wholeText(best.accelerators), wholeText(answer.accelerators - best.accelerators))]
      : [];
  return [
    plan.plan(best.plan),
    ...scored,
    ...idle,
    planWhy(answer, lang),
    ...free,
    ...unsure,
    plan.proof(
      wholeText(counts.raw),
      wholeText(counts.timed),
      wholeText(counts.bounded),
      wholeText(counts.memory),
      wholeText(counts.indivisible),
    ),
  ].filter((note) => note !== '');
};

/**
 * Writes the answer to which plan is best as a sheet.
 *
 * @param answer the answer
 * @param lang the language
 */
export function planSheet(answer: PlanAnswer, lang: Lang): Sheet {
  const m = messages(lang);
  const { plan } = m;
  const { best, training } = answer;
  const view = training === undefined ? undefined : trainingView(training, lang);
  const charts: readonly (ChartState | undefined)[] = [
    mapChart(answer, lang),
    frontChart(answer, lang),
    memoryChart(answer, lang),
    training === undefined || view === undefined ? undefined : trainingPipelineChart(training, view),
    view === undefined ? undefined : trainingTimeChart(view),
  ];
  return {
    title: plan.title(answer.model.name[lang], wholeText(answer.accelerators), answer.chip.name[lang]),
    sentence:
      best === undefined
        ? plan.shut[answer.binding]
        : plan.best(timeText(best.stepTime, m), shareText(best.mfu), ranksOf(best.plan, m.list.comma)),
    notes: notesOf(answer, lang),
    tables:
      answer.top.length === 0
        ? []
        : [topTable(answer, lang), differenceTable(answer, lang), frontTable(answer, lang)].filter((each) => each !== undefined),
    charts: charts.filter((each) => each !== undefined),
    inputs: sheetInputs(answer.inputs, lang),
    sources: sheetSources(answer.sources),
    reproduce: m.analog.reproduce(answer.reproduce.command, answer.reproduce.version),
  };
}
