import type { Lang } from '#messages';
import { messages, textOf } from '#messages';
import { type ArrayProduct, productStages } from './build-array-product.ts';
import type { ChipFigure } from './build-chip-figures.ts';
import { type SettlingStudy, settlingStages } from './build-settling.ts';
import type { ArrayMapState, LinesState } from './chart/state.ts';
import { engineering, shareText } from './engineering.ts';
import type { Sheet, SheetInput } from './sheet.ts';

/** What every sheet of an array says besides its result. */
export interface ArraySheetFrame {
  readonly name: string;
  readonly figures: readonly ChipFigure[];
  /** Settings that are no figures of the catalogue, by label. */
  readonly reproduce: string;
  readonly sourceText: (id: string) => string;
}

const symbols: Readonly<Record<string, string>> = { S: 'S', ohm: 'Ω', Hz: 'Hz', V: 'V' };

const valueText = ({ value, unit }: ChipFigure): string =>
  Object.hasOwn(symbols, unit)
    ? engineering(value, symbols[unit] as string)
    : unit === '1' && value < 1
      ? shareText(value)
      : String(Number(value.toPrecision(6)));

function inputsOf({ figures, sourceText }: ArraySheetFrame, lang: Lang): Pick<Sheet, 'inputs' | 'sources'> {
  const ids = [...new Set(figures.flatMap(({ sources }) => sources))];
  const inputs = figures.map(
    (figure): SheetInput => ({
      label: figure.label[lang],
      value: valueText(figure),
      grade: figure.grade ?? messages(lang).analogArray.given,
      sources: figure.sources.map((id) => ids.indexOf(id) + 1),
    }),
  );
  return { inputs, sources: ids.map(sourceText) };
}

const bitsText = (error: number): string => (error > 0 ? String(Number(Math.max(0, -Math.log2(error)).toPrecision(3))) : '> 50');

/** Blocks of cells along one side of a picture, at most. */
const mostBlocks = 64;

/** Cells, or means over blocks of them, so that a picture of any array has a size. */
function blocks(values: Float64Array, columns: number): { readonly values: readonly number[]; readonly columns: number } {
  const rows = columns === 0 ? 0 : values.length / columns;
  const block = Math.max(1, Math.ceil(Math.max(rows, columns) / mostBlocks));
  const across = Math.ceil(columns / block);
  const down = Math.ceil(rows / block);
  const out: number[] = [];
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) {
      let sum = 0;
      let count = 0;
      for (let a = i * block; a < Math.min(rows, (i + 1) * block); a++) {
        for (let b = j * block; b < Math.min(columns, (j + 1) * block); b++) {
          sum += values[a * columns + b] as number;
          count += 1;
        }
      }
      out.push(sum / count);
    }
  }
  return { values: out, columns: across };
}

const steps = 5;

function arrayChart(product: ArrayProduct, lang: Lang): ArrayMapState {
  const { map } = messages(lang).analogArray;
  const panel = (title: string, values: Float64Array, factor: number) => {
    const shown = blocks(values, product.rows);
    const scaled = shown.values.map((value) => value * factor);
    const high = scaled.reduce((most, value) => Math.max(most, value), 0);
    const edge = (step: number): string => String(Number(((high * step) / steps).toPrecision(2)));
    const legend = Array.from({ length: steps }, (_, step) => map.range(edge(step), edge(step + 1)));
    return { columns: shown.columns, panel: { title, values: scaled, low: 0, high, legend } };
  };
  const conductances = panel(map.conductance, product.conductances, 1e6);
  const drops = panel(map.drop, product.drops, 100);
  return {
    kind: 'arrayMap',
    lang,
    title: map.title,
    description: map.description(shareText(product.worstDrop)),
    columns: drops.columns,
    panels: [conductances.panel, drops.panel],
    driven: map.driven,
    read: map.read,
  };
}

/**
 * Puts a product of an array into words, tables and a picture.
 *
 * @param product the product
 * @param frame names, inputs, sources
 * @param lang the language
 */
export function arrayProductSheet(product: ArrayProduct, frame: ArraySheetFrame, lang: Lang): Sheet {
  const { mvm, names } = messages(lang).analogArray;
  const { errors, sliced, binding } = product;
  const name = (stage: string): string => textOf(names, stage);
  const share = (count: number): string => (sliced.codes === 0 ? shareText(0) : shareText(count / sliced.codes));
  const isRight = sliced.wrong === 0 && sliced.wrongWithDrop === 0;
  return {
    title: mvm.title(frame.name, `${product.rows} × ${product.columns}`),
    sentence: binding === 'none' ? mvm.exact() : mvm.sentence(shareText(errors.converters), name(binding)),
    notes: [
      isRight ? mvm.slicedRight(String(sliced.codes)) : mvm.slicedWrong(share(sliced.wrong), share(sliced.wrongWithDrop)),
      product.method === 'stopped' ? mvm.stopped : mvm.certified(engineering(product.errorBound, 'V')),
    ],
    tables: [
      {
        title: mvm.stages,
        head: [mvm.stage, mvm.error, mvm.bits],
        rows: productStages.map((stage) => [name(stage), shareText(errors[stage]), bitsText(errors[stage])]),
      },
      {
        title: mvm.slices,
        head: [mvm.quantity, mvm.value],
        rows: [
          [mvm.arrays, String(sliced.slices)],
          [mvm.lines, String(sliced.rowsActive)],
          [mvm.passes, String(sliced.passes)],
          [mvm.adc, String(sliced.adcBits)],
          [mvm.codes, String(sliced.codes)],
          [mvm.wrong, share(sliced.wrong)],
          [mvm.wrongWithDrop, share(sliced.wrongWithDrop)],
          [mvm.meanDrop, shareText(product.meanDrop)],
          [mvm.worstDrop, shareText(product.worstDrop)],
          [mvm.solver, String(product.steps)],
          [mvm.memory, engineering(product.memory, 'B')],
        ],
      },
    ],
    charts: product.rows > 0 && product.columns > 0 ? [arrayChart(product, lang)] : [],
    ...inputsOf(frame, lang),
    reproduce: frame.reproduce,
  };
}

/** Round steps of an axis, at most this many. */
function ticksTo(high: number, most: number): readonly number[] {
  const raw = high / most;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((candidate) => candidate >= raw) ?? raw;
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, k) => Number((k * step).toPrecision(6)));
}

const nano = 1e9;

function settlingChart(study: SettlingStudy, bits: number, lang: Lang): readonly LinesState[] {
  const { settle } = messages(lang).analogArray;
  const last = study.curve.at(-1);
  if (last === undefined || study.settled === undefined || study.settled === 0) return [];
  const right = last.time * nano;
  const top = Math.ceil(Math.max(bits + 1, ...study.curve.map((point) => Math.min(point.bits, bits + 4)))) + 1;
  const tick = (value: number) => ({ value, text: String(value) });
  return [
    {
      kind: 'lines',
      lang,
      title: settle.chart,
      description: settle.chartNote(String(bits)),
      x: { scale: 'linear', low: 0, high: right, ticks: ticksTo(right, 8).map(tick), label: settle.axisTime },
      y: { scale: 'linear', low: 0, high: top, ticks: ticksTo(top, 6).map(tick), label: settle.axisBits },
      series: [{ name: settle.series, points: study.curve.map(({ time, bits: own }) => ({ x: time * nano, y: Math.max(0, own) })) }],
      walls: [
        { axis: 'y', value: bits + 1, text: settle.wall(String(bits)) },
        { axis: 'x', value: study.settled * nano, text: engineering(study.settled, 's') },
      ],
    },
  ];
}

/**
 * Puts a closed loop into words, tables and a picture.
 *
 * @param study the loop
 * @param bits bits to settle to
 * @param frame names, inputs, sources
 * @param lang the language
 */
export function settlingSheet(study: SettlingStudy, bits: number, frame: ArraySheetFrame, lang: Lang): Sheet {
  const { settle, names, mvm } = messages(lang).analogArray;
  const total = study.errors.wires;
  const sentence = (): string => {
    if (study.binding === 'stopped') return settle.stopped;
    if (study.binding === 'unstable') return settle.unstable(engineering(study.timeConstant ?? Number.POSITIVE_INFINITY, 's'));
    if (study.settled === undefined || total === undefined)
      return Object.keys(study.errors).length > 0 || study.condition !== undefined ? settle.lost : settle.singular;
    return settle.settled(engineering(study.settled, 's'), String(bits), bitsText(total));
  };
  const stages = settlingStages.flatMap((stage) => {
    const error = study.errors[stage];
    return error === undefined ? [] : [[textOf(names, stage), shareText(error), bitsText(error)]];
  });
  const motion: (readonly string[])[] = [
    ...(study.timeConstant === undefined || study.stable !== true ? [] : [[settle.timeConstant, engineering(study.timeConstant, 's')]]),
    ...(study.growthRate === undefined || study.stable === true ? [] : [[settle.growth, engineering(study.growthRate, '/s')]]),
    ...(study.stable === undefined
      ? []
      : [[settle.time(String(bits)), study.settled === undefined ? settle.never : engineering(study.settled, 's')]]),
    ...(study.condition === undefined ? [] : [[settle.condition, String(Number(study.condition.toPrecision(3)))]]),
    ...(study.outputVoltage === undefined ? [] : [[settle.output, engineering(study.outputVoltage, 'V')]]),
  ];
  return {
    title: settle.title(frame.name, `${study.size} × ${study.size}`),
    sentence: sentence(),
    notes: [settle.noRails],
    tables: [
      ...(stages.length === 0 ? [] : [{ title: settle.stages, head: [mvm.stage, mvm.error, mvm.bits], rows: stages }]),
      ...(motion.length === 0 ? [] : [{ title: settle.motion, head: [mvm.quantity, mvm.value], rows: motion }]),
    ],
    charts: settlingChart(study, bits, lang),
    ...inputsOf(frame, lang),
    reproduce: frame.reproduce,
  };
}
