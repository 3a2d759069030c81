import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import type { Estimated } from './sobol-indices.ts';

/** More players than this are too many to try every coalition of. */
export const EXACT_PLAYERS = 12;

/**
 * Visits all coalitions of some players, changing one player from each to the next (Gray code), and ends where it began: with nobody.
 *
 * @param players how many
 * @param visit called with the coalition as a bit mask, once for each
 * @param change called with the player who joins or leaves before the next is visited
 */
export function visitCoalitions(players: number, visit: (coalition: number) => void, change: (player: number) => void): void {
  const count = 2 ** players;
  let coalition = 0;
  visit(coalition);
  for (let i = 1; i < count; i++) {
    const player = 31 - Math.clz32(i & -i);
    coalition ^= 1 << player;
    change(player);
    visit(coalition);
  }
  if (players > 0) change(players - 1);
}

const weightTables = new Map<number, Float64Array>();

/** Weight of a player's joining a coalition of each size. */
function weightsOf(players: number): Float64Array {
  const known = weightTables.get(players);
  if (known !== undefined) return known;
  const weights = new Float64Array(Math.max(1, players));
  for (let size = 0; size < players; size++) {
    // size! (players - size - 1)! / players!
    let weight = 1 / players;
    for (let k = 1; k <= size; k++) weight *= k / (players - k);
    weights[size] = weight;
  }
  weightTables.set(players, weights);
  return weights;
}

/**
 * The Shapley value of each player: what it adds on average over all orders in which the players may join.
 *
 * The values add up to the worth of all less the worth of nobody.
 *
 * @param worth the worth of every coalition, by its bit mask
 * @param out where the values go, one for each player
 * @equation \phi_i = \sum_{S \not\ni i} \frac{|S|! (k - |S| - 1)!}{k!} (v(S \cup i) - v(S))
 * @source Shapley, "A value for n-person games" (1953)
 */
export function shapleyValues(worth: Float64Array, out: Float64Array): void {
  const players = out.length;
  const weights = weightsOf(players);
  for (let player = 0; player < players; player++) {
    const own = 1 << player;
    let sum = 0;
    // Coalitions without the player, by size of the weight.
    for (let coalition = 0; coalition < worth.length; coalition++) {
      if ((coalition & own) !== 0) continue;
      sum += (weights[bitCount(coalition)] as number) * ((worth[coalition | own] as number) - (worth[coalition] as number));
    }
    out[player] = sum;
  }
}

function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Orders of players for an estimate where there are too many to try all: drawn in pairs of an order and its reverse, which cancel each
 * other's errors of first order.
 *
 * @param players how many
 * @param count how many orders, rounded up to an even number
 * @param seed of the draws
 */
export function drawOrders(players: number, count: number, seed: number): readonly (readonly number[])[] {
  const key = parameterKey('orders');
  let drawn = 0;
  return Array.from({ length: Math.ceil(count / 2) }).flatMap(() => {
    const order = Array.from({ length: players }, (_, i) => i);
    for (let i = players - 1; i > 0; i--) {
      const j = Math.floor(uniform(seed, drawn++, key) * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return [order, order.toReversed()];
  });
}

/**
 * Estimates Shapley values from what each player added in some orders; the estimates too add up to the difference of all and nobody.
 *
 * @param added by order, what each player added when it joined
 * @returns the values, each with its 95% interval over pairs of orders
 * @source Castro, Gomez, Tejada, "Polynomial calculation of the Shapley value based on sampling" (2009)
 */
export function estimateShapley(added: readonly Float64Array[]): readonly Estimated[] {
  const players = added[0]?.length ?? 0;
  const pairs = Math.floor(added.length / 2);
  return Array.from({ length: players }, (_, player) => {
    let sum = 0;
    let squares = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const half = ((added[2 * pair]?.[player] as number) + (added[2 * pair + 1]?.[player] as number)) / 2;
      sum += half;
      squares += half * half;
    }
    const value = sum / pairs;
    const variance = pairs < 2 ? 0 : Math.max(0, squares - pairs * value * value) / (pairs - 1);
    const reach = 1.959963984540054 * Math.sqrt(variance / pairs);
    return { value, low: value - reach, high: value + reach };
  });
}
