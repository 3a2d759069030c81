import { describe, expect, it } from 'vitest';
import { columns } from '../text-layout.ts';
import { draw } from './draw.ts';
import { textWidth } from './measure.ts';
import type { FanState, FrontierState, HistogramState, TornadoState, WaterfallState } from './state.ts';
import { frontierText, histogramText, sparkline, tornadoText, waterfallText } from './study-text.ts';
import { svg } from './svg.ts';

const base = { lang: 'en', title: 'A picture', description: 'of numbers' } as const;
const end = (value: number) => ({ value, text: `$${value} M` });

const tornado: TornadoState = {
  ...base,
  kind: 'tornado',
  centre: end(50),
  bars: [
    { label: 'Step utilisation', low: end(102), high: end(40) },
    { label: '生产损失', low: end(46), high: end(53) },
    { label: 'Both ends on one side', low: end(51), high: end(60) },
  ],
};
const waterfall: WaterfallState = {
  ...base,
  kind: 'waterfall',
  start: { label: 'A', value: 4.5, text: '$4.5 M' },
  steps: [
    { label: 'Accelerator', change: 5.1, text: '+$5.1 M', interval: { low: 3.6, high: 9 } },
    { label: 'Model and run', change: -4, text: '−$4 M', interval: { low: -6, high: -1.9 } },
  ],
  end: { label: 'B', value: 5.6, text: '$5.6 M' },
};
/** Steps that are small beside the whole: the axis is cut. */
const cut: WaterfallState = {
  ...base,
  kind: 'waterfall',
  start: { label: 'A', value: 51.6, text: '$51.6 M' },
  steps: [{ label: 'Energy', change: -1.3, text: '−$1.3 M', interval: { low: -2.6, high: -0.96 } }],
  end: { label: 'B', value: 50.3, text: '$50.3 M' },
};
const histogram: HistogramState = {
  ...base,
  kind: 'histogram',
  bins: [0.1, 0.6, 1, 0.7, 0.4, 0.2, 0.1, 0.05],
  ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${50 + 100 * at} days` })),
  median: { at: 0.3, text: '80 days' },
  intervals: [
    { from: 0.05, to: 0.9, text: '95% 55–140' },
    { from: 0.1, to: 0.6, text: '80% 60–110' },
    { from: 0.2, to: 0.4, text: '50% 70–90' },
  ],
};
const frontier: FrontierState = {
  ...base,
  kind: 'frontier',
  x: { label: 'Electricity price', ticks: [0, 0.5, 1].map((at) => ({ at, text: `$${at} /kWh` })) },
  y: { label: 'Accelerator price', ticks: [0, 0.5, 1].map((at) => ({ at, text: `$${20 * at} k` })) },
  columns: Array.from({ length: 21 }, (_, k) => ({
    from: Math.max(0, k / 20 - 0.025),
    to: Math.min(1, k / 20 + 0.025),
    stretches: k < 8 ? [] : [[0, (k - 8) / 14] as const],
  })),
  here: { x: 0.3, y: 0.6, text: 'the scenario' },
  nearest: { x: 0.55, y: 0.2, text: '$0.55 /kWh, $4 k' },
  sides: ['50% or above', 'below 50%'],
};
const curve: FanState = {
  ...base,
  kind: 'fan',
  points: Array.from({ length: 21 }, (_, k) => ({ x: k / 20, label: '', value: (k / 20) ** 2 })),
  ticks: [0, 0.5, 1].map((value) => ({ value, text: `${100 * value}%` })),
  along: { from: 0, to: 1, ticks: [0, 0.5, 1].map((at) => ({ at, text: `$${at} /kWh` })) },
  marks: [
    { x: Math.SQRT1_2, value: 0.5, text: '$0.71 /kWh', tone: 'neck' },
    { x: 0.02, value: 0, text: 'the scenario', tone: 'flow' },
  ],
};

const every = Object.entries({ tornado, 'waterfall-intervals': waterfall, 'waterfall-cut': cut, histogram, frontier, curve });

describe('pictures of studies', () => {
  it.each(every)('%s is drawn as before, wide and narrow', async (name, state) => {
    for (const [layout, width] of [
      ['wide', 976],
      ['narrow', 343],
    ] as const)
      await expect(svg(draw(state, { width }), { id: 'chart', alone: true })).toMatchFileSnapshot(`./output/${name}-${layout}.svg`);
  });

  it.each(every)('%s keeps its texts inside, and holds no number that is none', (_, state) => {
    for (const width of [343, 976]) {
      const scene = draw(state, { width });
      expect(svg(scene, { id: 'c' })).not.toMatch(/NaN|Infinity|undefined/);
      for (const mark of scene.marks) {
        if (mark.kind !== 'text') continue;
        const room = textWidth(mark.text, mark.size);
        const left = mark.anchor === 'end' ? mark.x - room : mark.anchor === 'middle' ? mark.x - room / 2 : mark.x;
        expect(left, mark.text).toBeGreaterThanOrEqual(-12);
        expect(left + room, mark.text).toBeLessThanOrEqual(width + 12);
      }
    }
  });
});

describe('the same with characters', () => {
  const texts = (width: number): readonly string[] => [
    tornadoText(tornado, { width }),
    waterfallText(waterfall, { width }),
    waterfallText(cut, { width }),
    histogramText(histogram, { width }),
    frontierText(frontier, { width }),
  ];

  it.each([60, 80, 100, 120])('keeps to %i columns', (width) => {
    for (const line of texts(width).flatMap((text) => text.split('\n'))) expect(columns(line), line).toBeLessThanOrEqual(width);
  });

  it('draws bars to the side where the figure goes, and longer where it goes further', () => {
    const [, first = '', second = ''] = tornadoText(tornado, { width: 80 }).split('\n');
    const [before = '', after = ''] = first.split('│');
    expect(before).toContain('█');
    expect(after.match(/░/g)?.length).toBeGreaterThan(4 * (second.match(/█/g)?.length ?? 0));
  });

  it('tears an axis that is cut, and no other', () => {
    expect(waterfallText(cut, { width: 80 })).toMatch(/^A +≈█/);
    expect(waterfallText(waterfall, { width: 80 })).not.toContain('≈');
  });

  it('marks where the scenario stands and what is nearest', () => {
    const text = frontierText(frontier, { width: 80 });
    expect(text.match(/●/g)).toHaveLength(2);
    expect(text.match(/◆/g)).toHaveLength(2);
    expect(text).toContain('▒ 50% or above');
  });

  it('writes a histogram in a line', () => {
    expect(sparkline([0, 0.1, 0.5, 1])).toBe(' ▁▅█');
  });
});
