import { normalCdf } from './normal.ts';
import { interpolate, polynomial, WIDTH } from './polynomial-cells.ts';

/** Scores beyond are rare: one in 10^11. */
const SPAN = 7;
const CELLS_PER_UNIT = 64;
const CELLS = 2 * SPAN * CELLS_PER_UNIT;

let coefficients: Float64Array | undefined;

function build(): Float64Array {
  const built = new Float64Array(WIDTH * CELLS);
  for (let cell = 0; cell < CELLS; cell++)
    built.set(
      interpolate((share) => normalCdf((cell + share) / CELLS_PER_UNIT - SPAN)),
      WIDTH * cell,
    );
  return built;
}

/**
 * Replaces standard scores by the lower tail of the normal distribution, to 1e-11 of it: in a third of the time of `normalCdf`.
 *
 * @param scores they are written over
 */
export function mapNormalCdf(scores: Float64Array): void {
  coefficients ??= build();
  const table = coefficients;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const place = (score + SPAN) * CELLS_PER_UNIT;
    scores[i] = place >= 0 && place < CELLS ? polynomial(table, place) : normalCdf(score);
  }
}
