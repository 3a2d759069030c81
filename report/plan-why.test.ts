import { describe, expect, it } from 'vitest';
import type { PlanAnswer, PlanLine } from './plan.ts';
import { planWhy } from './plan-why.ts';

const line = (plan: string, stepTime: number): PlanLine => ({
  plan,
  accelerators: 8,
  stepTime,
  tokensPerSecondPerChip: 1,
  mfu: 0.5,
  memory: 1e9,
  hostMemory: 0,
  score: stepTime,
  binding: 'matrix',
  share: 0.5,
});
const best = line('tp=2,pp=4,batch=8,seq=1,precision=bf16', 10);
const other = line('tp=4,pp=2,batch=8,seq=1,precision=bf16', 12.5);
const answer = (over: Partial<PlanAnswer>): PlanAnswer =>
  ({
    kind: 'plan',
    objective: { kind: 'time' },
    best,
    comparison: {
      other,
      parts: [
        { part: 'tensor', best: 1, other: 4, saved: 3 },
        { part: 'bubble', best: 0.9, other: 0.4, saved: -0.5 },
        { part: 'host', best: 0.1, other: 0.101, saved: 0.001 },
      ],
      fields: [{ key: 'tp', best: '2', other: '4' }],
    },
    ...over,
  }) as PlanAnswer;

describe('why the best plan beats the runner-up', () => {
  it('says by how much and which terms make it up, with sign, size and unit, and leaves small ones out', () => {
    expect(planWhy(answer({}), 'en')).toBe(
      'It beats tp=4,pp=2 by 20%, 2.50 s a step: 3.00 s less tensor exchange, against 500 ms more pipeline bubble. They differ in tp (2 against 4).',
    );
    expect(planWhy(answer({}), 'zh')).toBe(
      '比 tp=4,pp=2 快 20%，每步省 2.50 秒：张量并行通信少 3.00 秒，但流水线气泡多 500 毫秒。两者的不同在于：tp（2，对方为 4）。',
    );
  });

  it('turns with the signs of its numbers', () => {
    const { comparison } = answer({});
    const turned = {
      ...comparison!,
      parts: comparison!.parts.map((each) => ({ ...each, best: each.other, other: each.best, saved: -each.saved })),
    };
    expect(planWhy(answer({ comparison: turned }), 'en')).toContain('500 ms less pipeline bubble, against 3.00 s more tensor exchange');
  });

  it('says which is faster where both do with as many accelerators, and how many each takes where they do not', () => {
    const { comparison } = answer({});
    const fewest = { objective: { kind: 'chips', days: 30 } } as const;
    const level = { ...comparison!, other: { ...other, score: 8 } };
    expect(planWhy(answer({ ...fewest, best: { ...best, score: 8 }, comparison: level }), 'en')).toContain(
      'by 20%, 2.50 s a step: 3.00 s less',
    );
    const larger = { ...comparison!, other: { ...other, accelerators: 16, score: 16 } };
    expect(planWhy(answer({ ...fewest, best: { ...best, score: 8 }, comparison: larger }), 'en')).toContain(
      'It beats tp=4,pp=2 by 50%: 8 accelerators against 16.',
    );
    expect(planWhy(answer({ ...fewest, best: { ...best, score: 8 }, comparison: larger }), 'zh')).toContain('用 8 颗加速器，对方用 16 颗');
  });

  it('speaks of the score where time is not what counts, and of a tie as one', () => {
    const cheap = { ...best, score: 3 };
    expect(
      planWhy(
        answer({ best: cheap, objective: { kind: 'cost' }, comparison: { ...answer({}).comparison!, other: { ...other, score: 4 } } }),
        'en',
      ),
    ).toContain('beats tp=4,pp=2 by 25%:');
    expect(planWhy(answer({ comparison: { other: { ...other, stepTime: 10 }, parts: [], fields: [] } }), 'en')).toBe(
      'It is as fast as tp=4,pp=2.',
    );
    const { comparison: _, ...lone } = answer({});
    expect(planWhy(lone, 'en')).toBe('');
  });
});
