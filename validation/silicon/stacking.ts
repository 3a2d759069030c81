import { stackedDies } from '#package';
import { quantity } from '#quantity';
import { type FileKind, rowKind, type Tolerance } from '../area.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-9 };

/** Stacks of dies in both ways of bonding, in closed form. */
export const stacking: FileKind = {
  name: 'silicon/stacking',
  recognise: ['escape_rate_WilliamsBrown', 'cost_d2w_kgd'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/stacking',
      when: () => true,
      inputs: {
        n_dies: 'number',
        die_yield: 'number',
        bond_yield: 'number',
        test_coverage: 'number',
        die_cost: 'number',
        bond_cost: 'number',
        die_test_cost: 'number',
      },
      answers: ['escape_rate_WilliamsBrown', 'pass_fraction', 'stack_yield_w2w', 'cost_w2w', 'stack_yield_d2w_kgd', 'cost_d2w_kgd'].map(
        (column) => ({ column, tolerance }),
      ),
      replay: (row) => {
        const stack = stackedDies({
          dies: quantity(row.n_dies, 'die'),
          dieYield: quantity(row.die_yield, '1'),
          bondYield: quantity(row.bond_yield, '1'),
          coverage: quantity(row.test_coverage, '1'),
          dieCost: quantity(row.die_cost, 'USD'),
          bondCost: quantity(row.bond_cost, 'USD'),
          testCost: quantity(row.die_test_cost, 'USD'),
        });
        return {
          predicted: {
            escape_rate_WilliamsBrown: stack.escape,
            pass_fraction: stack.pass,
            stack_yield_w2w: stack.waferYield,
            cost_w2w: stack.waferCost,
            stack_yield_d2w_kgd: stack.dieToWaferYield,
            cost_d2w_kgd: stack.dieToWaferCost,
          },
        };
      },
    }),
  ],
};
