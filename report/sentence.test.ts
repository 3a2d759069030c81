import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { feasibleAnswer, infeasibleAnswer, unsampledAnswer } from './fixture.ts';
import { sentence } from './sentence.ts';

const { neck: _, next: __, relaxed: ___, ...unlimited } = feasibleAnswer;

describe('the sentence', () => {
  it('says what is possible, by when, at what cost and what binds', () => {
    expect(sentence(feasibleAnswer, 'en')).toEqual({
      headline: 'Probably: in 41 days (32–54) for $31 M ($23 M–$42 M), and memory is the tightest limit (headroom 1.02×).',
      detail: 'It fits in 58% of samples. Memory is tightest in 64% of samples; next is the deadline (2.18×).',
      relaxation: 'With 10% more room in memory, the run ends 3.1 days earlier, and the supply of good dies is tightest next.',
    });
    expect(sentence(feasibleAnswer, 'zh')).toEqual({
      headline: '多半可行：41 天（32–54 天）完成，花费 3,100 万美元（2,300–4,200 万美元）；最紧的一环是显存（余量 1.02×）。',
      detail: '有 58% 的抽样可行。显存在 64% 的抽样中最紧，其次是工期（2.18×）。',
      relaxation: '若显存放宽 10%，训练可提前 3.1 天结束，接下来最紧的是裸片良品供应。',
    });
  });

  it('says what is short', () => {
    expect(sentence(infeasibleAnswer, 'en').headline).toBe('No: power is short: 150 MW allow 0.62 of what is needed.');
    expect(sentence(infeasibleAnswer, 'zh').headline).toBe('不可行：电力不足，150 MW 只够所需的 62%。');
    expect(sentence(infeasibleAnswer, 'en').detail).toContain('It fits in less than 1% of samples.');
    expect(sentence(infeasibleAnswer, 'en').relaxation).toContain('and it is still the tightest.');
  });

  it('does not blame the power or the supply of a cluster that no size would make fast enough', () => {
    for (const id of ['cluster.power', 'market.chipSupply']) {
      const endless = { ...infeasibleAnswer.neck!, id, need: { value: Number.POSITIVE_INFINITY, unit: 'W' as const } };
      expect(sentence({ ...infeasibleAnswer, neck: endless }, 'en').headline).toContain('no number of accelerators meets the date');
      expect(sentence({ ...infeasibleAnswer, neck: endless }, 'zh').headline).toContain('用多少加速器都赶不上期限');
    }
  });

  it('is as sure as the samples are', () => {
    const said = (feasible: boolean, feasibleShare: number): string =>
      sentence({ ...(feasible ? feasibleAnswer : infeasibleAnswer), feasible, feasibleShare }, 'en').headline;
    expect(said(true, 0.9)).toMatch(/^Yes:/);
    expect(said(true, 0.89)).toMatch(/^Probably:/);
    expect(said(false, 0.11)).toMatch(/^Probably not:/);
    expect(said(false, 0.1)).toMatch(/^No:/);
  });

  it('does without samples', () => {
    expect(sentence(unsampledAnswer, 'en').headline).toBe(
      'Yes: in 41.2 days for $31.4 M, and memory is the tightest limit (headroom 1.02×).',
    );
    expect(sentence(unsampledAnswer, 'en').detail).toBe('Next: the deadline (2.18×).');
  });

  it('does without a neck, a time or a cost', () => {
    expect(sentence(unlimited, 'en').headline).toBe(
      'Probably: in 41 days (32–54) for $31 M ($23 M–$42 M), and nothing in the scenario limits it.',
    );
    expect(sentence({ ...unlimited, metrics: [] }, 'zh').headline).toBe('多半可行：做得到；情景中没有哪一环构成限制。');
    expect(sentence({ ...unlimited, feasible: false }, 'en').headline).toBe('No: it cannot be done as the scenario states it.');
    expect(sentence(unlimited, 'en').relaxation).toBeUndefined();
  });

  it('never says that just short is enough', () => {
    const just = { ...(infeasibleAnswer.neck as NonNullable<Answer['neck']>), headroom: { value: 0.9996, unit: '1' as const } };
    expect(sentence({ ...infeasibleAnswer, neck: just }, 'en').headline).toContain('allow 0.99 of');
    expect(sentence({ ...infeasibleAnswer, neck: just }, 'zh').headline).toContain('99%');
  });

  it('is honest where most samples fail though each constraint fits in most', () => {
    const answer: Answer = { ...feasibleAnswer, feasible: false, feasibleShare: 0.42 };
    expect(sentence(answer, 'en').headline).toBe('Probably not: it fits in 42% of samples, and memory is most often the tightest limit.');
    expect(sentence(answer, 'zh').headline).toBe('多半不可行：只在 42% 的抽样中可行，最紧的多为显存。');
  });

  it('names a constraint that has no text by its label', () => {
    const strange = {
      ...(infeasibleAnswer.neck as NonNullable<Answer['neck']>),
      id: 'package.cowos',
      label: { en: 'CoWoS capacity', zh: 'CoWoS 产能' },
    };
    expect(sentence({ ...infeasibleAnswer, neck: strange }, 'en').headline).toBe(
      'No: CoWoS capacity is short: 150 MW against 240 MW needed, 0.62 of it.',
    );
    expect(sentence({ ...infeasibleAnswer, neck: strange }, 'zh').headline).toContain('CoWoS 产能不足');
  });

  it('tells a relaxation that changes nothing, or another figure', () => {
    const change = (relaxed: NonNullable<Answer['relaxed']>): string | undefined =>
      sentence({ ...feasibleAnswer, relaxed }, 'en').relaxation;
    expect(change({ factor: 1.1, metric: 'run.time', change: 0, then: 'free/not-limited' })).toBe(
      'With 10% more room in memory, nothing limits it any more.',
    );
    expect(change({ factor: 1.1, metric: 'run.time', change: 0, then: 'die.supply' })).toBe(
      'With 10% more room in memory, the supply of good dies is tightest next.',
    );
    expect(change({ factor: 1.1, metric: 'run.time', change: 0, then: 'accelerator.memory' })).toBeUndefined();
    expect(change({ factor: 1.5, metric: 'cost.total', change: -2e6, then: 'run.deadline' })).toBe(
      'With 50% more room in memory, Total cost changes by −$2 M, and the deadline is tightest next.',
    );
  });
});
