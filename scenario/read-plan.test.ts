import { describe, expect, it } from 'vitest';
import { readDocument } from '#catalog';
import { formatIssue, langs } from '#messages';
import type { Checked } from '#quantity';
import type { WrittenPlan } from './plan-schema.ts';
import { completePlan, readPlan, readPlanText } from './read-plan.ts';

const read = (text: string): Checked<WrittenPlan> => {
  const document = readDocument({ text, file: 'plan.yaml' });
  return document.ok ? readPlan(document.value) : document;
};
const faults = (checked: Checked<unknown>): readonly string[] => {
  if (checked.ok) return [];
  for (const issue of checked.issues) for (const lang of langs) expect(formatIssue(issue, lang)).not.toContain(issue.code);
  return checked.issues.map(({ code, path, line }) => [code, path, line].filter((part) => part !== undefined && part !== '').join(' '));
};

describe('a plan', () => {
  it('may be written as pairs or as a file', () => {
    const file = read('tp: 8\npp: 4\nlayers: [3, 3, 3, 3]\nsp: true\nrecompute: full\norder: tp-cp-ep-dp-pp\n');
    const pairs = readPlanText('tp=8, pp=4,layers=3/3/3/3，sp=true,recompute=full,order=tp-cp-ep-dp-pp');
    expect(file.ok).toBe(true);
    expect(pairs).toEqual(file);
  });

  it('is completed as Megatron does, its replicas those that are left', () => {
    const plan = completePlan({ tp: 8, pp: 4, vpp: 2 }, { accelerators: 128 });
    expect(plan).toMatchObject({ data: 4, sequenceParallel: true, schedule: 'interleaved', zero: 1, shardGroup: 4, globalBatch: 64 });
    expect(completePlan({ tp: 8, dp: 3, batch: 6 }, { accelerators: 128, batch: 12, sequence: 1024 })).toMatchObject({
      data: 3,
      globalBatch: 12,
      sequence: 1024,
    });
    expect(completePlan({ precision: 'fp32' }, { accelerators: 1 }).state).toEqual({ weight: 4, gradient: 4, master: 0, moments: 8 });
  });
});

describe('a plan at fault', () => {
  it('is told where, with the mend', () => {
    expect(faults(read('tp: 0\nzero: 4\nschedul: 1f1b\nrecompute: most\norder: tp-pp\nlayers: []\n'))).toEqual([
      'document/too-small tp 1',
      'document/too-big zero 2',
      'document/wrong-value recompute 4',
      'document/too-small layers 6',
      'document/wrong-value order 5',
      'document/unknown-key schedul 3',
    ]);
    expect(faults(readPlanText('tp=8,pp'))).toEqual(['plan/not-pair']);
    expect(faults(readPlanText('tp=eight'))).toEqual(['document/wrong-type tp 1']);
    expect(faults(readPlanText('tp=8,pq=2'))).toEqual(['document/unknown-key pq 2']);
    expect(faults(readPlanText('tp=8,tp=4'))).toHaveLength(1);
    expect(faults(readPlanText('{a: 1}'))).toEqual(['plan/not-pair']);
  });
});
