import { bestPlacement, countDies, diesPerWafer } from '../../dist/model/2-die/index.js';

// A die of 814 mm2 on a wafer of 300 mm: how many placements are counted in a second. The baseline looks at every place of the
// grid and its four corners, as calculators do; the others know rows.
const die = { width: 25.5, height: 31.9, street: 0.1, diameter: 300, edgeExclusion: 3 };
const placed = { ...die, offsetX: 0, offsetY: 0 };
const radius = 147;
const placements = 2_000;

/** Offsets of a placement, spread over one cell of the grid. */
const offset = (repetition, i) => {
  const n = repetition * placements + i;
  return [((n * 0.618034) % 1) * 25.6, ((n * 0.754878) % 1) * 32];
};

const cornerByCorner = (offsetX, offsetY) => {
  const [pitchX, pitchY] = [die.width + die.street, die.height + die.street];
  const [columns, rows] = [Math.ceil(radius / pitchX) + 1, Math.ceil(radius / pitchY) + 1];
  let dies = 0;
  for (let i = -columns; i <= columns; i++) {
    for (let j = -rows; j <= rows; j++) {
      const x = offsetX + i * pitchX;
      const y = offsetY + j * pitchY;
      const inside = (a, b) => a * a + b * b <= radius * radius;
      if (inside(x, y) && inside(x + die.width, y) && inside(x, y + die.height) && inside(x + die.width, y + die.height)) dies++;
    }
  }
  return dies;
};

const sums = new Map();
const counting = (name, count) => (repetition) => {
  let sum = 0;
  for (let i = 0; i < placements; i++) sum += count(...offset(repetition, i));
  sums.set(`${name} ${repetition}`, sum);
  return placements;
};

export const name = 'Dies of one placement, 25.5 x 31.9 mm on 300 mm';
export const unit = 'placements';
export const baseline = 'double loop over dies and corners';
export const run = {
  'double loop over dies and corners': counting('loop', cornerByCorner),
  'countDies, row by row': counting('rows', (offsetX, offsetY) => {
    // One record for all: copying it would take longer than counting.
    placed.offsetX = offsetX;
    placed.offsetY = offsetY;
    return countDies(placed);
  }),
  'diesPerWafer, best of four': (repetition) => {
    let sum = 0;
    for (let i = 0; i < placements; i++) {
      placed.street = 0.1 + (repetition * placements + i) * 1e-9;
      sum += diesPerWafer(placed);
    }
    placed.street = 0.1;
    if (sum < placements) throw new Error('no dies');
    return 4 * placements;
  },
};
export const atLeast = { 'countDies, row by row': 3 };
export const verify = () => {
  for (let repetition = 1; repetition <= 8; repetition++) {
    if (sums.get(`loop ${repetition}`) !== sums.get(`rows ${repetition}`)) throw new Error('The two count differently');
  }
  if (bestPlacement(die).perWafer !== 66) throw new Error('The best placement holds 66');
};
