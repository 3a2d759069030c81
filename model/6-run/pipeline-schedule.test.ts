import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import { type Plan, passKinds, pipelineBubble, pipelineSchedule, planOf } from '#run';

const play = (given: Partial<Plan>, [f, b, w]: readonly [number, number, number] = [1, 1, 1]): ReturnType<typeof pipelineSchedule> => {
  const plan = planOf(given);
  const each = (time: number): Float64Array => new Float64Array(plan.pipeline).fill(time);
  return pipelineSchedule({ plan, forward: each(f), backwardInput: each(b), backwardWeight: each(w) });
};
const closed = (given: Partial<Plan>, [f, b, w]: readonly [number, number, number]): number => {
  const plan = planOf(given);
  return pipelineBubble({
    schedule: plan.schedule,
    stages: plan.pipeline,
    chunks: plan.virtual,
    microBatches: plan.globalBatch,
    forward: quantity(f, 's'),
    backwardInput: quantity(b, 's'),
    backwardWeight: quantity(w, 's'),
  });
};
const times = fc.tuple(
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
);
const anyPlan = fc
  .record({
    pipeline: fc.constantFrom(1, 2, 4, 8),
    rounds: fc.integer({ min: 2, max: 5 }),
    schedule: fc.constantFrom<Plan['schedule']>('gpipe', '1f1b', 'interleaved', 'zb-h1', 'zb-h2', 'zb-v', 'dualpipe'),
    chunks: fc.constantFrom(2, 3),
  })
  .map(({ pipeline, rounds, schedule, chunks }) => ({
    pipeline,
    schedule: pipeline === 1 && schedule === 'interleaved' ? ('1f1b' as const) : schedule,
    virtual: schedule === 'interleaved' && pipeline > 1 ? chunks : 1,
    globalBatch: pipeline * rounds,
  }));

describe('a schedule', () => {
  it('has each stage do every pass of every micro-batch, one after the other, none before what it needs', () => {
    fc.assert(
      fc.property(anyPlan, times, (given, [f, b, w]) => {
        const { count, stage, kind, microBatch, chunk, start, end, makespan } = play(given, [f, b, w]);
        const splits = given.schedule.startsWith('zb') || given.schedule === 'dualpipe';
        const chunks = given.schedule === 'zb-v' && given.pipeline > 1 ? 2 : given.virtual;
        expect(count).toBe(given.pipeline * given.globalBatch * chunks * (splits ? 3 : 2));
        const free = new Map<number, number>();
        const done = new Map<string, number>();
        for (let pass = 0; pass < count; pass++) {
          const at = stage[pass]!;
          expect(start[pass]).toBeGreaterThanOrEqual(free.get(at) ?? 0);
          free.set(at, end[pass]!);
          const key = `${passKinds[kind[pass]!]} ${microBatch[pass]} ${at} ${chunk[pass]}`;
          expect(done.has(key)).toBe(false);
          done.set(key, end[pass]!);
          const own = `forward ${microBatch[pass]} ${at} ${chunk[pass]}`;
          if (kind[pass] === 1) expect(start[pass]).toBeGreaterThanOrEqual(done.get(own) ?? Number.POSITIVE_INFINITY);
          expect(end[pass]).toBeLessThanOrEqual(makespan);
        }
        const work = (given.globalBatch * (f + b + w)) as number;
        for (const last of free.values()) expect(last).toBeGreaterThanOrEqual(work - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['gpipe', '1f1b'] as const)('of %s has the bubble of the closed form', (schedule) => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 8), fc.integer({ min: 1, max: 24 }), times, (pipeline, globalBatch, [f, b, w]) => {
        const given = { pipeline, globalBatch, schedule };
        expect(play(given, [f, b, w]).makespan).toBeCloseTo(globalBatch * (f + b + w) + closed(given, [f, b, w]), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('of chunks in turn has the bubble of the closed form, where rounds are whole', () => {
    for (const pipeline of [2, 4, 8])
      for (const virtual of [2, 3, 4])
        for (const rounds of [1, 2, 4]) {
          const given = { pipeline, virtual, globalBatch: pipeline * rounds, schedule: 'interleaved' as const };
          expect(play(given, [1, 1, 1]).makespan).toBeCloseTo(given.globalBatch * 3 + closed(given, [1, 1, 1]), 9);
        }
  });

  it('that puts gradients of weights off waits less', () => {
    const given = { pipeline: 8, globalBatch: 32 };
    const bubble = (schedule: Plan['schedule']): number => play({ ...given, schedule }).makespan - 32 * 3;
    expect(bubble('zb-h1')).toBeLessThan(bubble('1f1b'));
    expect(bubble('zb-h2')).toBeLessThanOrEqual(bubble('zb-h1'));
  });

  it.each(['zb-h1', 'zb-h2', 'zb-v', 'dualpipe'] as const)('of %s has the bubble of the closed form', (schedule) => {
    for (const passes of [
      [1, 1, 1],
      [1, 2, 1],
      [1, 1, 0.5],
      [1, 1.4, 0.8],
      [1, 1.2, 1.5],
    ] as const)
      for (const pipeline of [1, 2, 4, 8]) {
        const given = { pipeline, globalBatch: 4 * pipeline, schedule };
        const work = given.globalBatch * (passes[0] + passes[1] + passes[2]);
        // The order that is found as one goes takes no more than two thousandths longer.
        expect(Math.abs(play(given, passes).makespan / (work + closed(given, passes)) - 1)).toBeLessThan(0.002);
      }
  });

  it('waits for what is sent', () => {
    const plan = planOf({ pipeline: 4, globalBatch: 8 });
    const each = (time: number): Float64Array => new Float64Array(4).fill(time);
    const input = { plan, forward: each(1), backwardInput: each(1), backwardWeight: each(1) };
    expect(pipelineSchedule({ ...input, send: 0.1 }).makespan).toBeGreaterThanOrEqual(pipelineSchedule(input).makespan + 6 * 0.1);
  });
});
