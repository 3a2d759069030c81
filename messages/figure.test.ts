import { describe, expect, it } from 'vitest';
import type { UnitId } from '#quantity';
import { figure, figureText, headroomText, plainNumber } from './figure.ts';

const text = (value: number, unit: UnitId, lang: 'en' | 'zh' = 'en', band?: readonly [number, number]): string =>
  figureText({ value, unit, ...(band === undefined ? {} : { band: { p5: band[0], p95: band[1] } }) }, { lang });

describe('a figure', () => {
  it.each([
    [3_559_680, 's', '41.2 days', '41.2 天'],
    [54, 'd', '54 days', '54 天'],
    [0.5, 'd', '12 hours', '12 小时'],
    [31.4e6, 'USD', '$31.4 M', '3,140 万美元'],
    [1.42e9, 'USD', '$1.42 B', '14.2 亿美元'],
    [4_900, 'USD', '$4,900', '4,900 美元'],
    [21_832, 'USD', '$21,800', '21,800 美元'],
    [312_000, 'USD', '$312 k', '31.2 万美元'],
    [999_999, 'USD', '$1 M', '100 万美元'],
    [16_988, 'USD/wafer', '$17,000 per wafer', '17,000 美元/片'],
    [-2_500_000, 'USD', '−$2.5 M', '−250 万美元'],
    [150e6, 'W', '150 MW', '150 MW'],
    [989.4e12, 'FLOP/s', '989 TFLOP/s', '989 TFLOP/s'],
    [3.04e24, 'FLOP', '3.04×10²⁴ FLOP', '3.04×10²⁴ FLOP'],
    [80e9, 'B', '80 GB', '80 GB'],
    [9.9e6, 'kWh', '9.9 GWh', '9.9 GWh'],
    [6.4e9, 'gCO2', '6.4 kt CO₂e', '6.4 kt CO₂e'],
    [131_072, 'chip', '131,072 chips', '13.1 万卡'],
    [1, 'chip', '1 chip', '1 卡'],
    [2.788e6, 'chip-h', '2.79 M chip-hours', '279 万卡时'],
    [14.8e12, 'token', '14.8 T tokens', '14.8 万亿词元'],
    [671e9, '1', '671 B', '6,710 亿'],
    [12_032, 'TPP', '12,032 TPP', '12,032 TPP'],
    [0.052, 'USD/kWh', '$0.052 /kWh', '0.052 美元/千瓦时'],
    [0, 'USD', '$0', '0 美元'],
    [Number.POSITIVE_INFINITY, 'chip', '∞ chips', '∞ 卡'],
  ] as const)('reads %d %s', (value, unit, en, zh) => {
    expect(text(value, unit, 'en')).toBe(en);
    expect(text(value, unit, 'zh')).toBe(zh);
  });

  it('shows a range in the scale of its centre', () => {
    expect(text(41.2, 'd', 'en', [32, 54.3])).toBe('41 days (32–54)');
    expect(text(41.2, 'd', 'zh', [32, 54.3])).toBe('41 天（32–54 天）');
    expect(text(31.4e6, 'USD', 'en', [23.4e6, 42.1e6])).toBe('$31 M ($23 M–$42 M)');
    expect(text(31.4e6, 'USD', 'zh', [23.4e6, 42.1e6])).toBe('3,100 万美元（2,300–4,200 万美元）');
    expect(text(1.8e6, 'USD', 'en', [0.96e6, 11e6])).toBe('$1.8 M ($1.0 M–$11.0 M)');
    expect(text(9.6, 'd', 'en', [9.2, 9.98])).toBe('9.6 days (9.2–10.0)');
    expect(text(10.1e6, 'W', 'en', [9.15e6, 11.14e6])).toBe('10.1 MW (9.2–11.1)');
    expect(figure({ value: 0.31, unit: '1', band: { p5: 0.21, p95: 0.46 } }, { lang: 'en', percent: true })).toEqual({
      value: '31%',
      range: '21–46%',
    });
  });

  it('gives a narrow range the digits that tell its ends apart', () => {
    expect(text(2.664e6, 'chip-h', 'en', [2.61e6, 2.72e6])).toBe('2.66 M chip-hours (2.61–2.72)');
  });

  it('gives no more digits than its range leaves open', () => {
    expect(text(389.9, 'USD/die', 'en', [389.9, 395.8])).toBe('$390 per die ($390–$396)');
    expect(text(9.97e6, 'USD', 'en', [6.9e6, 19.2e6])).toBe('$10 M ($7 M–$19 M)');
    expect(text(9.98, 'd', 'en', [9.6, 10.4])).toBe('10.0 days (9.6–10.4)');
    expect(text(1.15, '1', 'en', [1.08, 1.4])).toBe('1.15 (1.08–1.40)');
    expect(text(0.919, '1', 'en', [0.885, 0.947])).toBe('0.92 (0.89–0.95)');
  });

  it('writes whole numbers without a point', () => {
    expect(text(14, 'layer', 'en', [14, 15])).toBe('14 layers (14–15)');
    expect(text(14.5, 'layer', 'en', [14, 15])).toBe('14.5 layers (14.0–15.0)');
  });

  it('leaves out a range of no width, and one whose ends read alike', () => {
    expect(text(5, 'chip', 'en', [5, 5])).toBe('5 chips');
    expect(text(150e6, 'W', 'en', [149.9999e6, 150.0001e6])).toBe('150 MW');
    expect(text(0.00012, '1', 'zh', [0.0001199999, 0.0001200001])).toBe('0.00012');
  });

  it('writes an end in a scale of its own where that of the centre does not read', () => {
    expect(text(1.3e6, 'USD', 'en', [180e3, 3.3e6])).toBe('$1.3 M ($180 k–$3.3 M)');
    expect(text(440e3, 'USD', 'en', [90e3, 1.2e6])).toBe('$440 k ($90 k–$1.2 M)');
    expect(text(50e3, 'USD', 'en', [20e3, 120e3])).toBe('$50,000 ($20,000–$120,000)');
    expect(text(74e6, 'USD', 'zh', [29e6, 471e6])).toBe('7,400 万美元（2,900 万–4.7 亿美元）');
    expect(text(60e3, 'USD', 'zh', [9e3, 2.1e6])).toBe('60,000 美元（9,000 美元–210 万美元）');
    expect(text(1.2e6, 'chip-h', 'en', [0.4e6, 2.1e6])).toBe('1.2 M chip-hours (400,000–2.1 M)');
    expect(text(1.2e6, 'W', 'en', [0.4e6, 2.1e6])).toBe('1.2 MW (400 kW–2.1 MW)');
    expect(text(3, 'd', 'zh', [0.4, 9])).toBe('3.0 天（9.6 小时–9.0 天）');
    expect(text(120, 'd', 'en', [80, 4_000])).toBe('120 days (80 days–11 years)');
  });

  it('never writes its middle outside its ends', () => {
    const numbers = [0.0512, 0.95, 1.005, 2.5, 9.96, 99.5, 389.9, 995, 99_950, 999_499, 9_995_000];
    const read = (words: string): number => {
      const [, number = '', scale = ''] = words.match(/([\d.,]+) ?([kM]?)/) ?? [];
      return Number(number.replaceAll(',', '')) * (scale === 'k' ? 1e3 : scale === 'M' ? 1e6 : 1);
    };
    for (const value of numbers)
      for (const [low, high] of [
        [1, 1.015],
        [0.985, 1],
        [0.3, 1],
        [1, 40],
        [0.01, 1.0001],
      ] as const) {
        const shown = figure({ value, unit: 'USD', band: { p5: value * low, p95: value * high } }, { lang: 'en' });
        const [from, to] = (shown.range ?? `${shown.value}–${shown.value}`).split('–').map(read) as [number, number];
        expect(read(shown.value), JSON.stringify(shown)).toBeGreaterThanOrEqual(from);
        expect(read(shown.value), JSON.stringify(shown)).toBeLessThanOrEqual(to);
      }
  });

  it('does not lose a small lower end', () => {
    expect(text(1_000, 'chip', 'en', [3, 5_000])).toBe('1,000 chips (3–5,000)');
  });
});

describe('a plain number', () => {
  it('groups digits and keeps significant ones', () => {
    expect(plainNumber(1_234_567, 3)).toBe('1,230,000');
    expect(plainNumber(0.052, 3)).toBe('0.0520');
    expect(plainNumber(9.999, 2)).toBe('10');
    expect(plainNumber(-0.25, 2)).toBe('−0.25');
    expect(plainNumber(1.5e-7, 2)).toBe('1.5×10⁻⁷');
    expect(plainNumber(Number.NaN, 2)).toBe('–');
  });
});

describe('a headroom', () => {
  it('never rounds just short to just enough', () => {
    expect(headroomText(0.999)).toBe('0.99×');
    expect(headroomText(1)).toBe('1.00×');
  });
  it('says no more than is of use', () => {
    expect([0, 0.619, 1.024, 7.46, 26.4, 431, Number.POSITIVE_INFINITY].map(headroomText)).toEqual([
      '0×',
      '0.62×',
      '1.02×',
      '7.5×',
      '26×',
      '> 100×',
      '> 100×',
    ]);
  });
});
