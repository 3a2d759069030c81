import type { Checked, Issue } from '#quantity';
import type { Plan, PlanSpace } from '#run';
import { planNames, readPlanText, type WrittenPlan } from '#scenario';

/** Keys of a plan that a search varies, and the lists of its space that they restrict. */
const axes: ReadonlyMap<string, keyof PlanSpace> = new Map(
  (
    [
      'tensor',
      'sequenceParallel',
      'pipeline',
      'virtual',
      'schedule',
      'context',
      'contextExchange',
      'expert',
      'expertTensor',
      'zero',
      'shardGroup',
      'microBatch',
      'recompute',
      'precision',
      'overlapTensor',
      'overlapData',
      'overlapExpert',
      'order',
    ] as const satisfies readonly (keyof PlanSpace & keyof Plan)[]
  ).map((axis) => [planNames[axis as keyof typeof planNames], axis]),
);

const writtenValue = (written: WrittenPlan, key: string): unknown => {
  const value = written[key as keyof WrittenPlan];
  return key === 'order' ? String(value).split('-') : value;
};

/**
 * Reads what restricts the space of a search: `tp=4/8,schedule=1f1b`, the values of a key separated by slashes.
 *
 * @param given one text or several
 */
export const readSpace = (given: readonly string[]): Checked<Partial<PlanSpace>> => {
  const issues: Issue[] = [];
  const lists: Partial<Record<keyof PlanSpace, unknown[]>> = {};
  for (const pair of given.flatMap((text) => text.split(/[,，]/)).map((text) => text.trim())) {
    const [key = '', values = ''] = pair.split('=').map((part) => part.trim());
    const axis = axes.get(key);
    if (axis === undefined) {
      issues.push({ code: 'plan-search/not-varied', path: '', file: '--set', received: key });
      continue;
    }
    for (const value of values.split('/')) {
      const read = readPlanText(`${key}=${value}`);
      if (read.ok) lists[axis] = [...(lists[axis] ?? []), writtenValue(read.value, key)];
      else issues.push(...read.issues.map((issue) => ({ ...issue, file: '--set' })));
    }
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: lists as Partial<PlanSpace> };
};
