import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkChart, constraintChart, costChart } from '../charts.ts';
import { costShares, costSteps, headroomMap } from '../comparison.ts';
import { feasibleAnswer, infeasibleAnswer, unsampledAnswer } from '../fixture.ts';
import { hourglassState } from '../hourglass-state.ts';
import { columns } from '../text-layout.ts';
import { draw } from './draw.ts';
import { hourglass, openness } from './hourglass.ts';
import { textWidth, wrap } from './measure.ts';
import type { Mark, Scene } from './scene.ts';
import type { BarState, ChartState, FanState, TimelineState } from './state.ts';
import { svg } from './svg.ts';
import { barText, hourglassText, stackedBarText } from './text.ts';

const fan: FanState = {
  kind: 'fan',
  lang: 'en',
  title: 'Accelerators in use',
  description: 'From 1 k to 9 k in four years',
  points: [1, 3, 6, 9].map((value, index) => ({
    x: index,
    label: String(2024 + index),
    value,
    interval: { p5: value * 0.6, p25: value * 0.8, p75: value * 1.2, p95: value * 1.5 },
  })),
  ticks: [0, 5, 10].map((value) => ({ value, text: `${value} k` })),
};

/** Four stages of a pipeline, with more micro-batches than can be told apart on a phone. */
const timeline: TimelineState = {
  kind: 'timeline',
  lang: 'zh',
  title: '流水线',
  description: '四级，四十个微批次',
  length: 130,
  kinds: ['前向', '反向', '同步与等待'],
  rows: [0, 1, 2, 3].map((stage) => ({
    label: `第 ${stage + 1} 级`,
    spans: [
      ...Array.from({ length: 40 }, (_, batch) => [
        { kind: 0, start: stage + 3 * batch, end: stage + 3 * batch + 1 },
        { kind: 1, start: stage + 3 * batch + 1, end: stage + 3 * batch + 3 },
      ]).flat(),
      { kind: 2, start: 126, end: 130 },
    ],
  })),
  between: { after: 1, text: '… 其间 4 级' },
  axis: '0 至 19.4 秒',
};

const charts = {
  bar: constraintChart(feasibleAnswer, 'en'),
  'bar-shut': constraintChart(infeasibleAnswer, 'zh'),
  'stacked-bar': costChart(feasibleAnswer, 'en'),
  'stacked-bars': costShares([feasibleAnswer, unsampledAnswer], 'en'),
  band: checkChart(feasibleAnswer, 'zh'),
  fan,
  waterfall: costSteps(
    feasibleAnswer,
    {
      ...feasibleAnswer,
      metrics: feasibleAnswer.metrics.map((line) =>
        line.path === 'cost.total' ? { ...line, estimate: { ...line.estimate, value: line.estimate.value * 0.8 } } : line,
      ),
      costParts: feasibleAnswer.costParts.map((part, index, { length }) => ({
        ...part,
        share: (2 * (index + 1)) / (length * (length + 1)),
      })),
    },
    ['A', 'B'],
    'en',
  ),
  'heat-map': headroomMap([feasibleAnswer, infeasibleAnswer], 'zh'),
  'array-map': {
    kind: 'arrayMap',
    lang: 'en',
    title: 'Voltage lost',
    description: 'It grows away from the drivers',
    columns: 6,
    panels: ['left', 'right'].map((title) => ({
      title,
      values: Array.from({ length: 30 }, (_, k) => (k % 6) + Math.floor(k / 6) / 4),
      low: 0,
      high: 6,
      legend: ['0–1.2', '1.2–2.4', '2.4–3.6', '3.6–4.8', '4.8–6'],
    })),
    driven: 'driven here',
    read: 'read here',
  },
  timeline,
  hourglass: hourglassState(feasibleAnswer, 'en'),
  'hourglass-shut': hourglassState(infeasibleAnswer, 'zh'),
  'hourglass-unsampled': hourglassState(unsampledAnswer, 'en'),
} satisfies Record<string, ChartState | undefined>;

const every = Object.entries(charts).flatMap(([name, state]) => (state === undefined ? [] : [[name, state] as const]));

const flat = (marks: readonly Mark[]): readonly Mark[] => marks.flatMap((mark) => (mark.kind === 'group' ? flat(mark.marks) : [mark]));
const texts = (scene: Scene): readonly Extract<Mark, { kind: 'text' }>[] => flat(scene.marks).filter((mark) => mark.kind === 'text');

describe('charts', () => {
  it('are all made from the answers', () => {
    expect(every).toHaveLength(Object.keys(charts).length);
  });

  it.each(every)('%s is drawn as before, wide and narrow', async (name, state) => {
    for (const [layout, width] of [
      ['wide', 976],
      ['narrow', 343],
    ] as const)
      await expect(svg(draw(state, { width }), { id: 'chart', alone: true })).toMatchFileSnapshot(`./output/${name}-${layout}.svg`);
  });

  it.each(every)('%s names and describes itself and holds no number that is none', (_, state) => {
    for (const width of [343, 976]) {
      const text = svg(draw(state, { width }), { id: 'c' });
      expect(text).toMatch(/^<svg [^>]*role="img"[^>]* aria-labelledby="c-title c-desc">/);
      expect(text).toMatch(/<title id="c-title">[^<]+<\/title><desc id="c-desc">[^<]+<\/desc>/);
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each(every)('%s keeps its texts inside, by its own measure', (_, state) => {
    for (const width of [343, 976]) {
      for (const { x, text, size, anchor } of texts(draw(state, { width }))) {
        const room = textWidth(text, size);
        const left = anchor === 'end' ? x - room : anchor === 'middle' ? x - room / 2 : x;
        expect(left, text).toBeGreaterThanOrEqual(-12);
        expect(left + room, text).toBeLessThanOrEqual(width + 12);
      }
    }
  });
});

describe('the hourglass', () => {
  it('is wider where there is more headroom, and shut below one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true }), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(openness(low)).toBeLessThanOrEqual(openness(high));
        expect(openness(high)).toBeLessThanOrEqual(1);
        expect(openness(a) > 0).toBe(a >= 1);
      }),
    );
  });

  const gates = (scene: Scene): number => flat(scene.marks).filter((mark) => mark.kind === 'rect' && mark.style === 'gate').length;

  it.each(['wide', 'narrow', 'thumbnail'] as const)('is cut by a gate where it is shut, %s', (layout) => {
    const size = { width: layout === 'wide' ? 976 : layout === 'narrow' ? 343 : 170, layout };
    expect(gates(hourglass(hourglassState(infeasibleAnswer, 'en'), size))).toBe(1);
    expect(gates(hourglass(hourglassState(feasibleAnswer, 'en'), size))).toBe(0);
  });

  it('points at the neck from either side', () => {
    const scene = hourglass(hourglassState(feasibleAnswer, 'en'), { width: 976, layout: 'wide' });
    expect(flat(scene.marks).filter((mark) => mark.kind === 'path' && mark.style === 'solid neck')).toHaveLength(2);
    expect(
      texts(scene)
        .filter(({ style }) => style.includes('neck'))
        .map(({ text }) => text),
    ).toEqual(['Accelerator', '1.02×', '752 TFLOP/s']);
  });

  it('has one body without samples and five with', () => {
    const bodies = (state: Parameters<typeof hourglass>[0]): number =>
      flat(hourglass(state, { width: 976, layout: 'wide' }).marks).filter((mark) => mark.kind === 'path' && mark.style.startsWith('body'))
        .length;
    expect([bodies(hourglassState(feasibleAnswer, 'en')), bodies(hourglassState(unsampledAnswer, 'en'))]).toEqual([5, 1]);
  });

  it('stands alone with its sentence', async () => {
    const scene = hourglass(hourglassState(feasibleAnswer, 'en'), { width: 1024, layout: 'wide', alone: true });
    expect(
      texts(scene)
        .map(({ text }) => text)
        .join(' '),
    ).toContain('memory is the tightest limit');
    await expect(svg(scene, { id: 'chart', alone: true })).toMatchFileSnapshot('./output/hourglass-alone.svg');
    await expect(
      svg(hourglass(hourglassState(infeasibleAnswer, 'en'), { width: 170, layout: 'thumbnail' }), { id: 'chart', alone: true }),
    ).toMatchFileSnapshot('./output/hourglass-thumbnail.svg');
  });

  it('survives an answer in which nothing is limited, or everything is shut', () => {
    const { neck: _, next: __, ...rest } = feasibleAnswer;
    const open = {
      ...rest,
      floors: feasibleAnswer.floors.map(({ id, metrics }) => ({ id, metrics, constraints: [], free: 'free/not-limited' })),
    };
    const shut = {
      ...feasibleAnswer,
      floors: feasibleAnswer.floors.map((floor) => ({ ...floor, headroom: { value: 0, unit: '1' as const } })),
    };
    for (const answer of [open, shut]) {
      for (const layout of ['wide', 'narrow', 'thumbnail'] as const)
        expect(svg(hourglass(hourglassState(answer, 'en'), { width: 343, layout }), { id: 'c' })).not.toMatch(/NaN|undefined/);
      expect(hourglassText(hourglassState(answer, 'zh'), { width: 80 }).split('\n')).toHaveLength(19);
    }
  });
});

describe('a logarithmic axis without a reference', () => {
  const state: BarState = {
    kind: 'bar',
    scale: 'log',
    lang: 'en',
    title: 'Sizes',
    description: '1 G and 100 G',
    bars: [1e9, 1e11].map((value) => ({ label: 'size', value, text: String(value), tone: 'flow' as const })),
  };
  const ofStyle = (bars: BarState, kind: 'rect' | 'line', style: string): readonly Mark[] =>
    flat(draw(bars, { width: 976 }).marks).filter((mark) => mark.kind === kind && mark.style === style);

  it('has bars from its end, of which the shortest is seen, and no line through them', () => {
    const [short, long] = ofStyle(state, 'rect', 'bar flow') as readonly Extract<Mark, { kind: 'rect' }>[];
    expect(short?.x).toBe(long?.x);
    expect(short?.width).toBeGreaterThan(10);
    expect(long?.width).toBeGreaterThan(short?.width as number);
    expect(ofStyle(state, 'line', 'rule')).toHaveLength(0);
  });

  it('has some ends even where nothing is above zero', () => {
    const none = { ...state, bars: state.bars.map((each) => ({ ...each, value: 0 })) };
    for (const mark of ofStyle(none, 'rect', 'bar flow') as readonly Extract<Mark, { kind: 'rect' }>[]) expect(mark.width).toBe(1);
  });
});

describe('charts of characters', () => {
  const bar = constraintChart(feasibleAnswer, 'zh');
  const stacked = costChart(feasibleAnswer, 'zh');

  it.each([60, 80, 100, 120])('keep to %i columns, Chinese counted twice', (width) => {
    for (const lang of ['en', 'zh'] as const) {
      const lines = [
        ...hourglassText(hourglassState(feasibleAnswer, lang), { width }).split('\n'),
        ...hourglassText(hourglassState(infeasibleAnswer, lang), { width }).split('\n'),
        ...barText(constraintChart(feasibleAnswer, lang)!, { width }).split('\n'),
        ...stackedBarText(costChart(feasibleAnswer, lang)!, { width }).split('\n'),
      ];
      for (const line of lines) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('gives every share its columns, and all of them together the width', () => {
    const first = stackedBarText(stacked!, { width: 70 }).split('\n')[0] as string;
    expect(columns(first)).toBe(70);
    expect(first.match(/█/g)).toHaveLength(Math.round(70 * 0.52));
  });

  it('draws longer bars for greater values', () => {
    const lengths = barText(bar!, { width: 80 })
      .split('\n')
      .map((line) => line.match(/█/g)?.length ?? 0);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  });

  it('cuts the glass where it is shut and marks the neck where it is not', () => {
    expect(hourglassText(hourglassState(infeasibleAnswer, 'en'), { width: 80 })).toContain('━━╳━━');
    expect(hourglassText(hourglassState(feasibleAnswer, 'en'), { width: 80 })).toMatch(/─▶.+◀─/);
  });
});

describe('wrapping', () => {
  it('breaks Latin between words, Chinese anywhere but before a closing mark', () => {
    expect(wrap('nothing in the scenario limits it', 13, 120, 3)).toEqual(['nothing in the', 'scenario limits it']);
    for (const line of wrap('整机外购，芯片制造不构成限制，余量充足。', 13, 60, 9)) expect(line).not.toMatch(/^[，。]/);
  });

  it('says that something is lost', () => {
    expect(wrap('a long text that does not fit into one line', 13, 120, 1)[0]).toMatch(/…$/);
  });
});
