import { draftOutcome, evaluate, evaluateInto } from '#model';
import type { Checked } from '#quantity';
import { drawOrders, type Estimated, EXACT_PLAYERS, estimateShapley, selectQuantiles, shapleyValues, visitCoalitions } from '#uncertainty';
import { leversUnder } from './behind.ts';
import { readerOf } from './chain-model.ts';
import type { Metric } from './metric/metric.ts';
import { type Grouping, isStructural, joinPlayers, type Player, playersOf, setChoice } from './players.ts';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { type DrawOptions, type Slot, samplerOf, slotOf, uncertainLevers } from './sample.ts';

/** One lever on both sides, in the unit of the lever; absent where a side does not have it. */
export interface LeverChange {
  readonly path: string;
  readonly from?: number;
  readonly to?: number;
}

/** What one group of differences contributes to the difference of a metric. */
export interface Contribution extends Player {
  /** The contributions add up to the difference of the medians. */
  readonly value: number;
  /** 5 and 95% points of the contribution, draw by draw. */
  readonly range: readonly [number, number];
  /** Where orders were sampled: the 95% interval of the value itself. */
  readonly error?: Estimated;
  readonly changes: readonly LeverChange[];
}

export interface Explanation {
  readonly metric: Metric;
  readonly by: Grouping;
  /** Common draws of both scenarios. */
  readonly samples: number;
  readonly seed: number;
  /** Draws that were left out, because the metric has no bound on the way from one to the other. */
  readonly left: number;
  readonly evaluations: number;
  /** Differences that have nothing to do with the metric. */
  readonly idle: readonly Player[];
  /** Every coalition was tried; otherwise so many orders of the groups. */
  readonly orders?: number;
  /** Medians of the metric in the first and in the other scenario. */
  readonly from: number;
  readonly to: number;
  /** 5 and 95% points of the difference, draw by draw. */
  readonly range: readonly [number, number];
  /** The greatest first. */
  readonly contributions: readonly Contribution[];
}

export interface ExplainOptions extends DrawOptions {
  readonly by: Grouping;
  /** Common draws; where it is left out as many as a second or two have room for, at most 1,000. */
  readonly samples?: number;
  /** Orders where there are too many groups to try every coalition. */
  readonly orders?: number;
  /** Every coalition is tried of up to so many groups. */
  readonly exactly?: number;
}

/** The draws of both scenarios, and an input in which each group can be switched from one to the other. */
interface Board {
  readonly load: (sample: number) => void;
  readonly flip: (player: number) => void;
  readonly read: () => number;
}

/** Draws of a lever of one scenario, or its one value where it is certain; `undefined` where it has none. */
type Column = Float64Array | number | undefined;

const columnsOf = (scenario: ResolvedScenario, samples: number, options: DrawOptions): ((path: string) => Column) => {
  const paths = uncertainLevers(scenario);
  const sampler = samplerOf(scenario, paths, options);
  const drawn = new Map<string, Float64Array>();
  return (path) => {
    const place = paths.indexOf(path);
    if (place < 0) return scenario.levers.get(path)?.value;
    const known = drawn.get(path) ?? new Float64Array(samples);
    if (!drawn.has(path)) sampler.column(place, 0, known);
    drawn.set(path, known);
    return known;
  };
};

const at = (column: Column, sample: number): number | undefined => (typeof column === 'object' ? column[sample] : column);

const boardOf = (
  a: ResolvedScenario,
  b: ResolvedScenario,
  players: readonly Player[],
  metric: Metric,
  samples: number,
  options: DrawOptions,
): Board => {
  const input = toInput(a);
  const draft = draftOutcome();
  const read = readerOf(metric);
  const [ofA, ofB] = [columnsOf(a, samples, options), columnsOf(b, samples, options)];
  const own = new Set(players.flatMap(({ levers }) => levers));
  const shared = uncertainLevers(a)
    .filter((path) => !own.has(path))
    .map((path) => ({ slot: slotOf(input, path), column: ofA(path) }));
  const moved = players.map(({ levers, choices }) => ({
    choices,
    levers: levers.map((path) => ({ slot: slotOf(input, path), sides: [ofA(path), ofB(path)] as const })),
  }));
  const side = new Uint8Array(players.length);
  let sample = 0;
  const write = ({ slot, sides }: { readonly slot: Slot; readonly sides: readonly [Column, Column] }, player: number): void => {
    slot.group[slot.name] = at(sides[side[player] as 0 | 1], sample);
  };
  return {
    load: (next) => {
      sample = next;
      for (const { slot, column } of shared) slot.group[slot.name] = at(column, sample);
      for (let player = 0; player < moved.length; player++) for (const lever of moved[player]?.levers ?? []) write(lever, player);
    },
    flip: (player) => {
      side[player] = 1 - (side[player] as number);
      const { levers, choices } = moved[player] as (typeof moved)[number];
      for (const lever of levers) write(lever, player);
      for (const part of choices) setChoice(input, part, side[player] === 1 ? b : a);
    },
    read: () => read(evaluateInto(input, draft)),
  };
};

/** Do all mixtures of the two scenarios have an answer? A size, a price or a peak may come with one group and be needed by another. */
const canMix = (a: ResolvedScenario, b: ResolvedScenario, players: readonly Player[], metric: Metric, options: DrawOptions): boolean => {
  const board = boardOf(a, b, players, metric, 1, options);
  board.load(0);
  let whole = true;
  const visit = (): void => {
    try {
      if (Number.isNaN(board.read())) whole = false;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      whole = false;
    }
  };
  if (players.length <= EXACT_PLAYERS) visitCoalitions(players.length, visit, board.flip);
  else
    for (const order of drawOrders(players.length, 64, 1)) {
      for (const player of order) {
        board.flip(player);
        visit();
      }
      for (const player of order) board.flip(player);
    }
  return whole;
};

/** Groups that can change one at a time; those that cannot without each other are joined. */
const mixable = (
  a: ResolvedScenario,
  b: ResolvedScenario,
  players: readonly Player[],
  metric: Metric,
  options: DrawOptions,
): readonly Player[] => {
  if (canMix(a, b, players, metric, options)) return players;
  const [structural, numbers] = [
    players.filter((player) => isStructural(player, a, b)),
    players.filter((player) => !isStructural(player, a, b)),
  ];
  // First those that set the size of the cluster, which only together make sense; then all that bring or take away.
  const sizes = (player: Player): boolean =>
    player.levers.some((path) => ['cluster.count', 'cluster.powerLimit', 'market.chipSupply', 'run.deadline'].includes(path));
  const attempts = [
    [joinPlayers(structural.filter(sizes)), ...structural.filter((player) => !sizes(player)), ...numbers].filter(
      ({ levers, choices }) => levers.length + choices.length > 0,
    ),
    [...(structural.length === 0 ? [] : [joinPlayers(structural)]), ...numbers],
  ];
  return attempts.find((attempt) => canMix(a, b, attempt, metric, options)) ?? [joinPlayers(players)];
};

/** Groups that change something in at least one of many mixtures: a price that is paid only by who makes its chips moves nothing here. */
const moving = (
  a: ResolvedScenario,
  b: ResolvedScenario,
  players: readonly Player[],
  metric: Metric,
  options: DrawOptions,
): readonly Player[] => {
  const few = 4;
  const board = boardOf(a, b, players, metric, few, options);
  const moves = new Uint8Array(players.length);
  for (let sample = 0; sample < few; sample++) {
    board.load(sample);
    for (const order of drawOrders(players.length, 32, 2)) {
      let before = board.read();
      for (const player of order) {
        board.flip(player);
        const after = board.read();
        if (!Object.is(before, after)) moves[player] = 1;
        before = after;
      }
      for (const player of order) board.flip(player);
    }
  }
  return players.filter((_, index) => moves[index] === 1);
};

const medianOf = (values: Float64Array): number => selectQuantiles(values.slice(), [0.5])[0] as number;
const ends = (values: Float64Array): readonly [number, number] => {
  const [low = 0, high = 0] = selectQuantiles(values.slice(), [0.05, 0.95]);
  return [low, high];
};

interface Attribution {
  readonly values: readonly number[];
  readonly errors?: readonly Estimated[];
  /** By group, draw by draw. */
  readonly draws: readonly Float64Array[];
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly left: number;
  readonly evaluations: number;
}

/** Every coalition in every draw, and of their medians too. */
const exactly = (board: Board, players: number, samples: number): Attribution => {
  const count = 2 ** players;
  const worth = new Float64Array(count * samples);
  const one = new Float64Array(count);
  const phi = new Float64Array(players);
  const draws = Array.from({ length: players }, () => new Float64Array(samples));
  let kept = 0;
  for (let sample = 0; sample < samples; sample++) {
    board.load(sample);
    visitCoalitions(
      players,
      (coalition) => {
        one[coalition] = board.read();
      },
      board.flip,
    );
    if (!one.every(Number.isFinite)) continue;
    for (let coalition = 0; coalition < count; coalition++) worth[coalition * samples + kept] = one[coalition] as number;
    shapleyValues(one, phi);
    for (let player = 0; player < players; player++) (draws[player] as Float64Array)[kept] = phi[player] as number;
    kept++;
  }
  if (kept === 0)
    return { values: [], draws: [], from: new Float64Array(0), to: new Float64Array(0), left: samples, evaluations: count * samples };
  const of = (coalition: number): Float64Array => worth.slice(coalition * samples, coalition * samples + kept);
  const medians = Float64Array.from({ length: count }, (_, coalition) => medianOf(of(coalition)));
  shapleyValues(medians, phi);
  return {
    values: [...phi],
    draws: draws.map((column) => column.subarray(0, kept)),
    from: of(0),
    to: of(count - 1),
    left: samples - kept,
    evaluations: count * samples,
  };
};

/** A sample of orders, the same in every draw. */
const byOrders = (board: Board, players: number, samples: number, orders: readonly (readonly number[])[]): Attribution => {
  // worth[order][step] over draws: what the groups so far make of the first scenario.
  const from = new Float64Array(samples);
  const worth = orders.map((order) => order.map(() => new Float64Array(samples)));
  const sum = Array.from({ length: players }, () => new Float64Array(samples));
  const finite = new Uint8Array(samples).fill(1);
  for (let sample = 0; sample < samples; sample++) {
    board.load(sample);
    from[sample] = board.read();
    orders.forEach((order, which) => {
      let before = from[sample] as number;
      order.forEach((player, place) => {
        board.flip(player);
        const after = board.read();
        ((worth[which] as Float64Array[])[place] as Float64Array)[sample] = after;
        if (!Number.isFinite(after - before)) finite[sample] = 0;
        const own = sum[player] as Float64Array;
        own[sample] = (own[sample] as number) + (after - before) / orders.length;
        before = after;
      });
      for (const player of order) board.flip(player);
    });
  }
  const kept = (values: Float64Array): Float64Array => values.filter((_, sample) => finite[sample] === 1);
  const start = kept(from);
  const evaluations = samples * (1 + orders.length * players);
  if (start.length === 0) return { values: [], draws: [], from: start, to: start, left: samples, evaluations };
  const added = orders.map((order, which) => {
    const out = new Float64Array(players);
    let before = medianOf(start);
    order.forEach((player, place) => {
      const after = medianOf(kept((worth[which] as Float64Array[])[place] as Float64Array));
      out[player] = after - before;
      before = after;
    });
    return out;
  });
  const errors = estimateShapley(added);
  return {
    values: errors.map(({ value }) => value),
    errors,
    draws: sum.map(kept),
    from: start,
    to: kept(worth[0]?.at(-1) as Float64Array),
    left: samples - start.length,
    evaluations,
  };
};

/** Differences that move nothing: whole parts by their name, of others the levers. */
const idleOf = (all: readonly Player[], active: ReadonlySet<string>): readonly Player[] =>
  all.flatMap((player): readonly Player[] => {
    const levers = player.levers.filter((path) => !active.has(path));
    const choices = player.choices.filter((part) => !active.has(part));
    if (levers.length + choices.length === player.levers.length + player.choices.length) return [player];
    return [
      ...levers.map((path) => ({ id: path, levers: [path], choices: [] })),
      ...choices.map((part) => ({ id: part, levers: [], choices: [part] })),
    ];
  });

/** Evaluations of the chain that nobody minds waiting for. */
const usualEvaluations = 600_000;

/** Those of the differences that the metric follows from; all, where a walk should have missed one. */
const bearingOn = (
  metric: Metric,
  a: ResolvedScenario,
  b: ResolvedScenario,
  all: readonly Player[],
  options: DrawOptions,
): readonly Player[] => {
  // What an optimiser or a solver cannot do without comes with it, whatever the metric rests on.
  const owned = [...a.levers.values(), ...b.levers.values()]
    .filter(({ lever }) => lever.only !== undefined && a.levers.has(lever.path) !== b.levers.has(lever.path))
    .map(({ lever }) => lever.path);
  const under = new Set([...[a, b].flatMap((scenario) => [...leversUnder([metric.path], toInput(scenario))]), ...owned]);
  const ruled = [...under].some((path) => path.startsWith('policy.'));
  const bearing = all.flatMap((player): readonly Player[] => {
    const levers = player.levers.filter((path) => under.has(path));
    const choices = player.choices.filter((part) => part !== 'rules' || ruled);
    return levers.length + choices.length === 0 ? [] : [{ ...player, levers, choices }];
  });
  const ofB = readerOf(metric)(evaluate(toInput(b)));
  const reached = boardOf(medianOnly(a), medianOnly(b), bearing, metric, 1, options);
  reached.load(0);
  for (const player of bearing.keys()) reached.flip(player);
  return reached.read() === ofB ? bearing : all;
};

/** The scenario with every lever at its median. */
const medianOnly = (scenario: ResolvedScenario): ResolvedScenario => ({
  ...scenario,
  levers: new Map([...scenario.levers].map(([path, lever]) => [path, { ...lever, distribution: { kind: 'point', value: lever.value } }])),
});

/**
 * Explains the difference of a metric between two scenarios by what differs between them: Shapley values of groups of differences, over
 * draws that both share. They add up to the difference of the medians.
 *
 * @param a the first scenario
 * @param b the other
 * @param metric that both have
 * @param options grouping and draws
 */
export const explain = (
  a: ResolvedScenario,
  b: ResolvedScenario,
  metric: Metric,
  { by, samples: asked, orders: wanted = 200, exactly: most = EXACT_PLAYERS, ...options }: ExplainOptions,
): Checked<Explanation> => {
  const all = playersOf(a, b, by);
  const bearing = bearingOn(metric, a, b, all, options);
  const players = moving(a, b, mixable(a, b, bearing, metric, options), metric, options);
  const orders = players.length <= most ? undefined : drawOrders(players.length, wanted, options.seed);
  const each = orders === undefined ? 2 ** players.length : orders.length * players.length;
  const samples = asked ?? Math.max(100, Math.min(1_000, Math.floor(usualEvaluations / each)));
  const board = boardOf(a, b, players, metric, samples, options);
  const found = orders === undefined ? exactly(board, players.length, samples) : byOrders(board, players.length, samples, orders);
  if (found.from.length === 0) return { ok: false, issues: [{ code: 'study/no-finite-figure', path: '', received: metric.path }] };
  const active = new Set<string>(players.flatMap(({ levers, choices }) => [...levers, ...choices]));
  const difference = found.to.map((value, k) => value - (found.from[k] as number));
  const contributions = players.map((player, index): Contribution => {
    const error = found.errors?.[index];
    return {
      ...player,
      value: found.values[index] as number,
      range: ends(found.draws[index] as Float64Array),
      ...(error === undefined ? {} : { error }),
      changes: player.levers.map((path) => {
        const [from, to] = [a.levers.get(path)?.value, b.levers.get(path)?.value];
        return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      }),
    };
  });
  return {
    ok: true,
    value: {
      metric,
      by,
      samples: found.from.length,
      seed: options.seed,
      left: found.left,
      evaluations: found.evaluations,
      idle: idleOf(all, active),
      ...(orders === undefined ? {} : { orders: orders.length }),
      from: medianOf(found.from),
      to: medianOf(found.to),
      range: ends(difference),
      contributions: contributions.sort((one, other) => Math.abs(other.value) - Math.abs(one.value)),
    },
  };
};
