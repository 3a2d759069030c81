import { describe, expect, it } from 'vitest';
import { readDocument } from '#catalog';
import type { WrittenPlan } from './plan-schema.ts';
import { planText, planYaml, writtenPlan } from './plan-text.ts';
import { completePlan, readPlan, readPlanText } from './read-plan.ts';

const setting = { accelerators: 256 };

describe('a plan as text', () => {
  it.each<WrittenPlan>([
    {},
    { tp: 8, pp: 4, vpp: 2, dp: 8, mbs: 2, batch: 512, seq: 8192, recompute: 'full', precision: 'fp8' },
    { tp: 2, sp: false, pp: 2, schedule: 'zb-v', zero: 0, fused: false, dropout: true },
    { tp: 4, cp: 2, exchange: 'all-to-all', overlapTensor: false, overlapData: false },
    { ep: 8, etp: 2, dp: 256, zero: 3, shard: 32, overlapExpert: true, order: 'tp-cp-ep-pp-dp' },
    { dp: 256, zero: 1, owns: 'tensor' },
    { pp: 3, layers: [10, 12, 10], recompute: 'selective', recomputeShare: 0.5 },
    { pp: 2, offloadOptimizer: 1, offloadActivations: 0.25, offloadWeights: 0.5 },
  ])('reads back as the same plan: %j', (written) => {
    const plan = completePlan(written, setting);
    const pairs = readPlanText(planText(plan));
    expect(pairs.ok && completePlan(pairs.value, setting)).toEqual(plan);
    const document = readDocument({ text: planYaml(plan, ['two lines', 'of remarks']), file: 'plan.yaml' });
    const file = document.ok ? readPlan(document.value) : document;
    expect(file.ok && completePlan(file.value, setting)).toEqual(plan);
  });

  it('keeps bytes of state, in a file and in a line', () => {
    const plan = completePlan({ state: '2/2/0/4' }, setting);
    expect(writtenPlan(plan).state).toBe('2/2/0/4');
    expect(planText(plan)).toContain('state=2/2/0/4');
    expect(completePlan({ ...writtenPlan(plan) }, setting)).toEqual(plan);
  });

  it('says no more than it must', () => {
    expect(planText(completePlan({ tp: 8, pp: 2, dp: 4 }, setting))).toBe('tp=8,pp=2,dp=4,mbs=1,batch=32,seq=4096,precision=bf16');
  });
});
