import { bestPlacement, type DieOnWafer, diesPerWafer, diesPerWaferClosedForm, listDies, type PlacedDie } from '#die';
import { quantity } from '#quantity';
import { type FileKind, rowKind } from '../area.ts';

/** Rounding of a corner, as a share of the radius. */
const rounding = 1e-12;

/** Do the dies lie inside the usable radius, with a street between any two? Checked on the corners, not on the grid. */
const isSound = ({ width, height, street, diameter, edgeExclusion }: DieOnWafer, dies: readonly PlacedDie[]): boolean => {
  const radius = (diameter / 2 - edgeExclusion) * (1 + rounding);
  const inside = dies.every(({ x, y }) => [x, x + width].every((a) => [y, y + height].every((b) => Math.hypot(a, b) <= radius)));
  const slack = radius * rounding;
  const rows = new Map<number, number[]>();
  for (const { x, y } of dies) rows.set(y, [...(rows.get(y) ?? []), x]);
  const apart = (sorted: readonly number[], side: number): boolean =>
    sorted.every((value, i) => i === 0 || value - (sorted[i - 1] as number) >= side + street - slack);
  const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);
  return inside && apart(ascending(rows.keys()), height) && [...rows.values()].every((row) => apart(ascending(row), width));
};

/** Dies on a wafer: closed form, the best centred placement, and the most that any placement holds. */
export const grid: FileKind = {
  name: 'silicon/grid',
  recognise: ['exact_grid_opt_dpw', 'best_of_4_centred'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/grid',
      when: () => true,
      inputs: { die_x_mm: 'number', die_y_mm: 'number', wafer_diam_mm: 'number', edge_exclusion_mm: 'number', scribe_mm: 'number' },
      answers: [
        { column: 'deVries_simple_dpw', tolerance: { kind: 'relative', value: 1e-9 } },
        { column: 'best_of_4_centred', tolerance: { kind: 'exact' } },
        { column: 'exact_grid_opt_dpw', tolerance: { kind: 'atLeast' } },
      ],
      replay: (row) => {
        const die = {
          width: quantity(row.die_x_mm, 'mm'),
          height: quantity(row.die_y_mm, 'mm'),
          street: quantity(row.scribe_mm, 'mm'),
          diameter: quantity(row.wafer_diam_mm, 'mm'),
          edgeExclusion: quantity(row.edge_exclusion_mm, 'mm'),
        };
        const { offsetX, offsetY, perWafer } = bestPlacement(die);
        const whole = listDies({ ...die, offsetX, offsetY }).filter(({ kind }) => kind === 'whole');
        const proven = whole.length === perWafer && isSound(die, whole);
        return {
          predicted: {
            deVries_simple_dpw: diesPerWaferClosedForm(die),
            best_of_4_centred: diesPerWafer(die),
            exact_grid_opt_dpw: proven ? perWafer : undefined,
          },
        };
      },
    }),
  ],
};
