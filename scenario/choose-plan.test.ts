import { expect, it } from 'vitest';
import { resolveTraining } from '#scenario';
import { catalog, must } from '../test/support/shipped.ts';
import { choosePlan } from './choose-plan.ts';

it.each([
  ['llama-3-8b', 'h100-sxm', 64],
  ['llama-3-70b', 'h100-sxm', 256],
  ['deepseek-v3', 'h800-sxm', 512],
] as const)('is at least as fast with an axis left open as with any value of it: %s on %s', (model, chip, count) => {
  const { architecture, rates, network, domain, software, constants, nodeSize, overhead } = must(
    resolveTraining({ model, chip, count, plan: {} }, catalog),
  );
  const setting = { architecture, rates, network, domain, software, constants, nodeSize, overhead, accelerators: [count], twoWay: true };
  const fixed = { globalBatch: 1024, sequence: 4096, precision: 'bf16' } as const;
  const open = choosePlan({ ...setting, fixed });
  if (open === undefined) throw new Error('no plan fits');
  for (const axis of ['tensor', 'pipeline', 'microBatch', 'expert'] as const) {
    for (const value of [1, 2, 4, 8]) {
      const stated = choosePlan({ ...setting, fixed, stated: { [axis]: [value] } });
      // Micro-batches of more than two are usual without stages alone.
      if (stated === undefined || (axis === 'microBatch' && value > 2)) continue;
      expect(open.stepTime, `${axis} ${value}`).toBeLessThanOrEqual(stated.stepTime * (1 + 1e-9));
    }
  }
});
