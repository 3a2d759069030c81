import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawOrders, estimateShapley, shapleyValues, visitCoalitions } from './shapley.ts';

type Game = (members: readonly boolean[]) => number;

const table = (players: number, game: Game): Float64Array =>
  Float64Array.from({ length: 2 ** players }, (_, mask) => game(Array.from({ length: players }, (__, i) => ((mask >> i) & 1) === 1)));
const values = (players: number, game: Game): Float64Array => {
  const out = new Float64Array(players);
  shapleyValues(table(players, game), out);
  return out;
};

/** The definition: what each adds, over all orders. */
const byOrders = (players: number, game: Game): readonly number[] => {
  const sums = new Array<number>(players).fill(0);
  let count = 0;
  const walk = (order: readonly number[]): void => {
    if (order.length < players) {
      for (let i = 0; i < players; i++) if (!order.includes(i)) walk([...order, i]);
      return;
    }
    count++;
    const members = new Array<boolean>(players).fill(false);
    for (const player of order) {
      const before = game(members);
      members[player] = true;
      sums[player] = (sums[player] as number) + game(members) - before;
    }
  };
  walk([]);
  return sums.map((sum) => sum / count);
};

describe('Shapley values', () => {
  it('of an additive model are its terms', () => {
    const terms = [3, -1.5, 0, 2e6, 1e-3];
    const game: Game = (members) => terms.reduce((sum, term, i) => sum + (members[i] ? term : 0), 7);
    values(5, game).forEach((value, i) => {
      expect(Math.abs(value - (terms[i] as number))).toBeLessThan(1e-9 * 2e6);
    });
  });

  it('of an interaction give each side half of it', () => {
    expect([...values(3, ([a, b, c]) => (a ? 1 : 0) + (a && b ? 4 : 0) + (c ? 0.5 : 0))]).toEqual([3, 2, 0.5]);
  });

  it('of a product of two changes are the analytic ones', () => {
    // From 2 x 3 to 5 x 7: (5 - 2)(3 + 7) / 2 and (7 - 3)(2 + 5) / 2.
    const [first, second] = values(2, ([a, b]) => (a ? 5 : 2) * (b ? 7 : 3));
    expect(first).toBeCloseTo(15, 12);
    expect(second).toBeCloseTo(14, 12);
  });

  it('add up to the difference, are those of the definition, and treat alike what is alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.double({ min: -1e6, max: 1e6, noNaN: true })), (players, stream) => {
        const worth = Float64Array.from({ length: 2 ** players }, () => stream.next().value as number);
        const game: Game = (members) => worth[members.reduce((mask, member, i) => mask | (member ? 1 << i : 0), 0)] as number;
        const found = values(players, game);
        const difference = (worth.at(-1) as number) - (worth[0] as number);
        expect(Math.abs(found.reduce((sum, value) => sum + value, 0) - difference)).toBeLessThan(1e-9 * 1e6);
        byOrders(players, game).forEach((value, i) => {
          expect(Math.abs((found[i] as number) - value)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of twelve players add up to 1e-9 of the difference', () => {
    const game: Game = (members) => Math.exp(members.reduce((sum, member, i) => sum + (member ? Math.sin(i + 1) : 0), 0));
    const found = values(12, game);
    const difference = game(new Array<boolean>(12).fill(true)) - game(new Array<boolean>(12).fill(false));
    expect(Math.abs(found.reduce((sum, value) => sum + value, 0) / difference - 1)).toBeLessThan(1e-9);
  });
});

describe('visiting coalitions', () => {
  it.each([0, 1, 2, 5, 10])('of %i players sees each once, one change apart, and goes home', (players) => {
    const seen: number[] = [];
    let state = 0;
    visitCoalitions(
      players,
      (coalition) => {
        expect(coalition).toBe(state);
        seen.push(coalition);
      },
      (player) => {
        state ^= 1 << player;
      },
    );
    expect(state).toBe(0);
    expect(new Set(seen).size).toBe(2 ** players);
    expect(seen).toHaveLength(2 ** players);
  });
});

describe('sampled orders', () => {
  const added = (players: number, game: Game, count: number, seed: number): readonly Float64Array[] =>
    drawOrders(players, count, seed).map((order) => {
      const out = new Float64Array(players);
      const members = new Array<boolean>(players).fill(false);
      for (const player of order) {
        const before = game(members);
        members[player] = true;
        out[player] = game(members) - before;
      }
      return out;
    });

  it('are exact on additive models, and add up on all', () => {
    const additive: Game = (members) => members.reduce((sum, member, i) => sum + (member ? i * i : 0), 0);
    estimateShapley(added(15, additive, 10, 1)).forEach(({ value, low, high }, i) => {
      expect([value, low, high]).toEqual([i * i, i * i, i * i]);
    });
    const odd: Game = (members) => Math.exp(members.reduce((sum, member, i) => sum + (member ? Math.sin(i) : 0), 0) / 3);
    const found = estimateShapley(added(15, odd, 20, 1));
    const difference = odd(new Array<boolean>(15).fill(true)) - odd(new Array<boolean>(15).fill(false));
    expect(Math.abs(found.reduce((sum, { value }) => sum + value, 0) / difference - 1)).toBeLessThan(1e-9);
  });

  it('hold the exact values in their intervals', () => {
    const game: Game = (members) => members.reduce((product, member, i) => product * (member ? 1 + 0.2 * (i + 1) : 1), 1);
    const exact = values(8, game);
    let [inside, all] = [0, 0];
    for (let seed = 1; seed <= 30; seed++) {
      estimateShapley(added(8, game, 100, seed)).forEach(({ low, high }, i) => {
        all++;
        if (low <= (exact[i] as number) && (exact[i] as number) <= high) inside++;
      });
    }
    expect(inside / all).toBeGreaterThan(0.9);
  });
});
