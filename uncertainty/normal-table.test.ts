import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalCdf } from './normal.ts';
import { mapNormalCdf } from './normal-table.ts';

it('agrees with the normal distribution to 1e-11 of it, at every score', () => {
  const near = fc.double({ min: -8, max: 8, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.oneof(near, fc.double({ noNaN: true })), { minLength: 1, maxLength: 50 }), (list) => {
      const mapped = Float64Array.from(list);
      mapNormalCdf(mapped);
      list.forEach((score, i) => {
        const truth = normalCdf(score);
        expect(Math.abs(mapped[i]! - truth), String(score)).toBeLessThanOrEqual(1e-11 * truth);
      });
    }),
    { numRuns: 2_000 },
  );
});
