import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPlacement, centredPlacements, countDies, type DieOnWafer, listDies, reticleShots } from '#die';
import { quantity } from '#quantity';

const die = (width: number, height: number, street = 0.1, edge = 3, diameter = 300, flat = 0): DieOnWafer => ({
  width: quantity(width, 'mm'),
  height: quantity(height, 'mm'),
  street: quantity(street, 'mm'),
  edgeExclusion: quantity(edge, 'mm'),
  diameter: quantity(diameter, 'mm'),
  flatDepth: quantity(flat, 'mm'),
});

const anyDie = fc
  .record({
    width: fc.double({ min: 3, max: 60, noNaN: true }),
    height: fc.double({ min: 3, max: 60, noNaN: true }),
    street: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.4, noNaN: true })),
    edge: fc.double({ min: 0, max: 6, noNaN: true }),
    diameter: fc.constantFrom(150, 200, 300),
    flat: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 8, noNaN: true })),
  })
  .map(({ width, height, street, edge, diameter, flat }) => die(width, height, street, edge, diameter, flat));

const turnedAs = (input: DieOnWafer, turned: boolean): DieOnWafer =>
  turned ? { ...input, width: input.height, height: input.width } : input;

/** Knows nothing of rows or grids: corners against the circle, and each pair of dies against each other. */
const faults = (input: DieOnWafer, dies: readonly { readonly x: number; readonly y: number }[]): string[] => {
  const { width, height, street } = input;
  const radius = input.diameter / 2 - input.edgeExclusion;
  const lowest = -(radius - (input.flatDepth ?? 0));
  const slack = 1e-9;
  return dies.flatMap((a, i) => [
    ...[0, width].flatMap((dx) =>
      [0, height].flatMap((dy) => (Math.hypot(a.x + dx, a.y + dy) <= radius + slack ? [] : [`${i} is over the rim`])),
    ),
    ...(a.y >= lowest - slack ? [] : [`${i} is over the flat`]),
    ...dies.slice(i + 1).flatMap((b, j) => {
      const apart = Math.abs(a.x - b.x) >= width + street - slack || Math.abs(a.y - b.y) >= height + street - slack;
      return apart ? [] : [`${i} overlaps ${i + 1 + j}`];
    }),
  ]);
};

describe('the best placement', () => {
  it('lists as many dies as it promises, all inside and with a street between any two', () => {
    fc.assert(
      fc.property(anyDie, (input) => {
        const best = bestPlacement(input);
        const placed = turnedAs(input, best.turned);
        const whole = listDies({ ...placed, ...best }).filter(({ kind }) => kind === 'whole');
        expect(whole).toHaveLength(best.perWafer);
        if (whole.length < 400) expect(faults(placed, whole)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is beaten by no position tried at random, nor by a centred one', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyDie, fc.array(fc.tuple(share, share), { minLength: 60, maxLength: 60 }), (input, places) => {
        const { perWafer, upperBound, proven } = bestPlacement(input);
        expect(proven).toBe(true);
        expect(upperBound).toBe(perWafer);
        for (const placement of centredPlacements(input)) expect(placement.perWafer).toBeLessThanOrEqual(perWafer);
        for (const turned of [false, true]) {
          const placed = turnedAs(input, turned);
          for (const [x, y] of places) {
            const offsetX = quantity(x * (placed.width + placed.street), 'mm');
            const offsetY = quantity(y * (placed.height + placed.street), 'mm');
            expect(countDies({ ...placed, offsetX, offsetY })).toBeLessThanOrEqual(perWafer);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is the same for a die on its side', () => {
    fc.assert(
      fc.property(anyDie, (input) => {
        expect(bestPlacement({ ...input, width: input.height, height: input.width }).perWafer).toBe(bestPlacement(input).perWafer);
      }),
      { numRuns: 100 },
    );
  });

  it('falls with the die, the street and the edge, and never passes the area', () => {
    fc.assert(
      fc.property(anyDie, fc.double({ min: 1, max: 1.5, noNaN: true }), (input, factor) => {
        const { perWafer } = bestPlacement(input);
        const more = (value: number): never => quantity(value, 'mm') as never;
        expect(bestPlacement({ ...input, width: more(input.width * factor) }).perWafer).toBeLessThanOrEqual(perWafer);
        expect(bestPlacement({ ...input, street: more(input.street + factor - 1) }).perWafer).toBeLessThanOrEqual(perWafer);
        expect(bestPlacement({ ...input, edgeExclusion: more(input.edgeExclusion + factor - 1) }).perWafer).toBeLessThanOrEqual(perWafer);
        const radius = input.diameter / 2 - input.edgeExclusion;
        expect(perWafer * input.width * input.height).toBeLessThanOrEqual(Math.PI * radius ** 2);
      }),
      { numRuns: 100 },
    );
  });

  it('says how close it came where it may not search to the end, and never claims a proof then', () => {
    const short = bestPlacement({ ...die(1, 1), atMost: 10 });
    const full = bestPlacement(die(1, 1));
    expect(full.proven).toBe(true);
    expect(short.proven).toBe(false);
    expect(short.upperBound).toBeGreaterThan(short.perWafer);
    expect(full.perWafer).toBeGreaterThanOrEqual(short.perWafer);
    expect(full.perWafer).toBeLessThanOrEqual(short.upperBound);
  });

  it('counts a die whose corner touches the rim', () => {
    // Corners at (60, 80) on a radius of 100.
    expect(bestPlacement(die(120, 160, 0, 0, 200)).perWafer).toBe(1);
    expect(bestPlacement(die(120.001, 160, 0, 0, 200)).perWafer).toBe(0);
    expect(bestPlacement(die(400, 400)).perWafer).toBe(0);
  });
});

describe('exposures', () => {
  const field = { fieldWidth: quantity(26, 'mm'), fieldHeight: quantity(33, 'mm') };
  const half = { fieldWidth: quantity(26, 'mm'), fieldHeight: quantity(16.5, 'mm') };
  const shotsOf = (input: DieOnWafer, over: object = field) =>
    reticleShots({ ...input, ...bestPlacement(input), ...field, ...over, ...(over as typeof field) });

  it('fills a field with dies that each keep their street, turned where more fit so', () => {
    expect(shotsOf(die(8, 8))).toMatchObject({ columns: 3, rows: 4, diesPerField: 12, turned: false });
    expect(shotsOf(die(16, 12))).toMatchObject({ diesPerField: 4, turned: true });
    expect(shotsOf(die(32, 8))).toMatchObject({ diesPerField: 3, turned: true });
  });

  it('prints a die as large as the field, whose street lies outside', () => {
    expect(shotsOf(die(26, 33))).toMatchObject({ feasible: true, diesPerField: 1, streetOutside: true, shots: 64, partialShots: 0 });
  });

  it('refuses a die that does not fit, unless it may be stitched', () => {
    expect(shotsOf(die(27, 33))).toEqual({ feasible: false, binding: 'field' });
    expect(shotsOf(die(25.5, 31.9), half)).toEqual({ feasible: false, binding: 'field' });
    expect(shotsOf(die(25.5, 31.9), { ...half, stitching: true })).toMatchObject({ exposuresPerDie: 2, shots: 132, binding: 'stitching' });
  });

  it('covers every whole die with as many exposures as a count one by one, for some grouping into fields', () => {
    fc.assert(
      fc.property(fc.double({ min: 3, max: 13, noNaN: true }), fc.double({ min: 3, max: 16, noNaN: true }), (width, height) => {
        const input = die(width, height);
        const best = bestPlacement(input);
        const made = reticleShots({ ...input, ...best, ...field });
        if (!made.feasible) throw new Error('fits by choice');
        const whole = listDies({ ...input, ...best }).filter(({ kind }) => kind === 'whole');
        const counts: number[] = [];
        for (let x = 0; x < made.columns; x++) {
          for (let y = 0; y < made.rows; y++) {
            counts.push(
              new Set(whole.map(({ column, row }) => `${Math.floor((column - x) / made.columns)} ${Math.floor((row - y) / made.rows)}`))
                .size,
            );
          }
        }
        expect(made.shots).toBe(Math.min(...counts));
        expect(made.wholeShots + made.partialShots).toBe(made.shots);
        expect(made.shots * made.diesPerField).toBeGreaterThanOrEqual(best.perWafer);
      }),
      { numRuns: 40 },
    );
  });
});
