import { describe, expect, it } from 'vitest';
import { judgeCausal, judgeQuantity, judgeRank, overall, verdictOf } from './judge.ts';
import type { Tolerated } from './written-form.ts';

/** One hundred draws, of which so many are `hit` and the rest `miss`. */
const draws = (hits: number, hit: number, miss: number): Float64Array =>
  Float64Array.from({ length: 100 }, (_, k) => (k < hits ? hit : miss));
const between = (low: number, high: number, at = (low + high) / 2): Tolerated => ({
  low,
  high,
  at,
  form: 'about',
  strict: false,
  text: '',
});
const over = (at: number): Tolerated => between(at, Number.POSITIVE_INFINITY, at);

describe('the lines between verdicts', () => {
  it('lie at 0.8 and 0.1, both inclusive', () => {
    expect([1, 0.8, 0.799, 0.5, 0.101, 0.1, 0].map(verdictOf)).toEqual([
      'supported',
      'supported',
      'depends',
      'depends',
      'depends',
      'contradicted',
      'contradicted',
    ]);
  });

  it.each([
    [80, 'supported'],
    [79, 'depends'],
    [11, 'depends'],
    [10, 'contradicted'],
  ])('%i of 100 draws inside: %s', (hits, verdict) => {
    const judged = judgeQuantity(draws(hits, 40, 60), between(35, 45));
    expect(judged).toMatchObject({ verdict, probability: hits / 100 });
  });
});

describe('a figure', () => {
  it('that lies half of ten times away and outside of the band is another one', () => {
    // 15% of draws hit, but the figure itself lies outside of 5 to 95%.
    const spread = Float64Array.from({ length: 100 }, (_, k) => (k < 4 ? 100 : k < 19 ? 88 : 20));
    expect(judgeQuantity(spread, between(85, 200, 110))).toMatchObject({ verdict: 'contradicted', byProbability: false });
    expect(judgeQuantity(spread, between(85, 91)).verdict).toBe('depends');
  });

  it('is not judged where most draws lack it, and judged by the others where few do', () => {
    expect(judgeQuantity(draws(49, 40, Number.NaN), between(35, 45)).verdict).toBe('not-judged');
    expect(judgeQuantity(draws(60, 40, Number.NaN), between(35, 45))).toMatchObject({ verdict: 'supported', probability: 1 });
    expect(judgeQuantity(new Float64Array(0), over(1)).verdict).toBe('not-judged');
  });

  it('may be infinite: so is one that is never reached', () => {
    expect(judgeQuantity(draws(90, Number.POSITIVE_INFINITY, 1), over(2)).verdict).toBe('supported');
  });
});

describe('a figure on the line itself', () => {
  const on = draws(100, 2, 2);
  it('is not more or less than it, but at least and at most', () => {
    const [above, below] = [over(2), between(Number.NEGATIVE_INFINITY, 2, 2)];
    for (const claimed of [above, below]) {
      expect(judgeQuantity(on, claimed)).toMatchObject({ verdict: 'supported', probability: 1 });
      expect(judgeQuantity(on, { ...claimed, strict: true })).toMatchObject({ verdict: 'contradicted', probability: 0 });
    }
    expect(judgeQuantity(draws(100, 2.001, 0), { ...above, strict: true }).probability).toBe(1);
    expect(judgeQuantity(draws(100, -1, 0), { ...over(0), strict: true }).probability).toBe(0);
    expect(judgeQuantity(draws(100, 0, 0), over(0)).probability).toBe(1);
    expect(judgeQuantity(draws(100, 0, 0), { ...over(0), strict: true }).probability).toBe(0);
  });
  it('stays there whichever way it was rounded', () => {
    for (const value of [(0.1 * 3) / 0.3, 1 - 2 ** -53]) {
      expect(judgeQuantity(draws(100, value, value), over(1)).probability).toBe(1);
      expect(judgeQuantity(draws(100, value, value), { ...over(1), strict: true }).probability).toBe(0);
    }
  });
});

describe('an effect', () => {
  const claimed = between(-45, -35);
  it('is none below a tenth of the claimed one, and in the wrong direction', () => {
    expect(judgeCausal(draws(100, -3.9, 0), between(-100, 0, -40)).verdict).toBe('contradicted');
    expect(judgeCausal(draws(100, 5, 0), between(-100, 100, -40)).verdict).toBe('contradicted');
    expect(judgeCausal(draws(85, -3, -20), between(-100, 0, -40)).verdict).toBe('supported');
  });
  it('is judged as a figure where there is one', () => {
    expect(judgeCausal(draws(90, -40, -20), claimed).verdict).toBe('supported');
    expect(judgeCausal(draws(50, -40, -20), claimed).verdict).toBe('depends');
  });
});

describe('a rank', () => {
  it('goes by the share of draws in which it leads, not by medians', () => {
    const values = draws(100, 7, 7);
    expect(judgeRank(draws(85, 1, -100), values)).toMatchObject({ verdict: 'supported', probability: 0.85, estimate: { p50: 7 } });
    expect(judgeRank(draws(50, 1, -1), values).verdict).toBe('depends');
    expect(judgeRank(draws(5, 1, -1), values).verdict).toBe('contradicted');
    // A draw without a lead is none.
    expect(judgeRank(draws(100, 0, 0), values).verdict).toBe('contradicted');
  });
});

describe('several readings', () => {
  it('agree, or else it depends on them; one that is not judged says nothing', () => {
    expect(overall(['supported', 'supported'])).toBe('supported');
    expect(overall(['contradicted', 'not-judged', 'contradicted'])).toBe('contradicted');
    expect(overall(['supported', 'contradicted'])).toBe('depends');
    expect(overall(['depends', 'contradicted'])).toBe('depends');
    expect(overall(['not-judged'])).toBe('not-judged');
    expect(overall([])).toBe('not-judged');
  });
});
