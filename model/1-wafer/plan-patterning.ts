import { type Quantity, quantity } from '#quantity';
import { isEuv, type Layer, type LayerShape, type Lithography, type Scanner } from './lithography.ts';
import { overlayLoss } from './overlay-loss.ts';

/** What patterning can do, whatever the scanner. */
export interface PatterningRules {
  /** Least pitch of wires with ends of their own, over that of plain lines of the same scanner. */
  readonly wireFactor: Quantity<'1'>;
  /** Least pitch of holes, over that of plain lines of the same scanner. */
  readonly holeFactor: Quantity<'1'>;
  /** Power of the ratio of pitches with which the number of exposures grows: 1 for neighbours on a line, 2 in a full array. */
  readonly splitExponent: Quantity<'1'>;
  /** Distance between neighbouring cuts of wires made by spacers, over the pitch of the wires. */
  readonly cutRatio: Quantity<'1'>;
  /** Most exposures into which one layer, or its cuts, can be split. */
  readonly mostSplits: Quantity<'1'>;
  /** Displacement that two exposures of one layer can bear, over its pitch. */
  readonly splitTolerance: Quantity<'1'>;
  /** Displacement that a cut, or a layer on the one below, can bear, over its pitch. */
  readonly cutTolerance: Quantity<'1'>;
  /** Share of passes exposed again for other causes than overlay. */
  readonly rework: Quantity<'1'>;
  /** Share of misplaced exposures that measurement finds. */
  readonly caught: Quantity<'1'>;
}

/** What the steps around an exposure cost. */
export interface PatternSteps {
  /** Transfer of a pattern into the film below. */
  readonly etch: Quantity<'USD/wafer'>;
  /** Deposit, etch back and pull of one spacer. */
  readonly spacer: Quantity<'USD/wafer'>;
  /** Strip and clean. */
  readonly clean: Quantity<'USD/wafer'>;
  /** Size and overlay of one exposure, at the sampling of a fab. */
  readonly metrology: Quantity<'USD/wafer'>;
  /** All of the wafer that patterning does not change: what a lost wafer takes along. */
  readonly other: Quantity<'USD/wafer'>;
}

export interface PatterningInput {
  readonly layers: readonly Layer[];
  readonly scanners: readonly Scanner[];
  readonly rules: PatterningRules;
  readonly steps: PatternSteps;
  /** Most layers that may be exposed with EUV, where a process was designed for so many. */
  readonly limits?: { readonly euvLayers?: Quantity<'layer'> };
}

/** `le`: exposed and etched so many times; `sadp` and `saqp`: lines doubled or quadrupled by spacers, then cut. */
export type Technique = 'le' | 'sadp' | 'saqp';

/** One way to pattern a layer. */
export interface Patterning {
  readonly technique: Technique;
  readonly lithography: Lithography;
  /** Index of the scanner among those given. */
  readonly scanner: number;
  /** Exposures of the lines themselves. */
  readonly splits: number;
  /** Cut or block masks. */
  readonly cuts: number;
  readonly cutLithography: Lithography | undefined;
  readonly cutScanner: number | undefined;
  /** Spacers deposited. */
  readonly spacers: number;
  /** Passes with their steps, rework included, of one layer. */
  readonly cost: Quantity<'USD/wafer'>;
  /** Minus the logarithm of the share of wafers that overlay leaves. */
  readonly loss: Quantity<'1'>;
  /** Passes exposed again, over the passes, by overlay and other causes. */
  readonly reworked: Quantity<'1'>;
}

/** Why a layer is patterned so. */
export type PatterningReason =
  /** One exposure resolves it. */
  | 'resolved'
  /** Several techniques reach it; this is the cheapest. */
  | 'cheapest'
  /** No other reaches it. */
  | 'only'
  /** EUV would be cheaper, but the process has no more layers for it. */
  | 'euv-limit';

export interface LayerPlan extends Patterning {
  readonly layer: Layer;
  readonly reason: PatterningReason;
  /** The next best by another technique, count or light. */
  readonly next: Patterning | undefined;
}

export type PatterningPlan =
  | {
      readonly feasible: true;
      readonly layers: readonly LayerPlan[];
      /** Passes with their steps, of all layers. */
      readonly cost: Quantity<'USD/wafer'>;
      /** Share of wafers that overlay leaves. */
      readonly overlayYield: Quantity<'1'>;
      /** The layer whose patterning costs most. */
      readonly binding: string;
    }
  | {
      readonly feasible: false;
      /** The layer that no technique reaches. */
      readonly binding: string;
      readonly pitch: Quantity<'nm'>;
      /** The least pitch that any technique reaches for such a layer; undefined where there is no scanner at all. */
      readonly floor: Quantity<'nm'> | undefined;
    };

/** Exposures into which shapes are split that lie closer than one exposure resolves. Whole up to rounding counts as whole. */
export const splitsFor = (resolved: number, pitch: number, exponent: number): number =>
  resolved <= pitch * (1 + 1e-9) ? 1 : Math.max(2, Math.ceil((resolved / pitch) ** exponent - 1e-9));

export const factorOf = (shape: LayerShape, rules: PatterningRules): number =>
  shape === 'lines' ? 1 : shape === 'holes' ? rules.holeFactor : rules.wireFactor;

interface Pass {
  readonly cost: number;
  readonly loss: number;
  readonly reworked: number;
}

/** One exposure with what follows it, displaced against what it must meet within a tolerance. */
const passOf = (scanner: Scanner, tolerance: number, { rules, steps }: PatterningInput): Pass => {
  const placed = overlayLoss({ overlay: scanner.overlay, tolerance: quantity(tolerance, 'nm'), caught: rules.caught });
  const reworked = rules.rework + placed.rework;
  return {
    cost: scanner.passCost * (1 + reworked) + steps.metrology + steps.etch + steps.clean,
    // A displacement that cannot be caught for certain leaves next to nothing, not nothing: the logarithm stays finite.
    loss: -Math.log(Math.max(Number.EPSILON, 1 - placed.loss)),
    reworked,
  };
};

const smallest = (options: readonly Patterning[], weight: number): Patterning | undefined => {
  let best: Patterning | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const option of options) {
    const value = option.cost + weight * option.loss;
    if (value < least) {
      least = value;
      best = option;
    }
  }
  return best;
};

/** Loss below which overlay does not count in a choice. */
const noLoss = 1e-9;

/** Every way to pattern a layer with the scanners there are, less those that cost more and gain nothing over two others. */
const optionsFor = (layer: Layer, input: PatterningInput, byPassCost: readonly number[]): readonly Patterning[] => {
  const { scanners, rules, steps } = input;
  const { pitch, shape } = layer;
  const options: Patterning[] = [];
  const aligned = rules.cutTolerance * pitch;
  const factor = factorOf(shape, rules);
  const spaced = shape === 'lines' || shape === 'wires';
  let enough = 0;
  for (const index of byPassCost) {
    const scanner = scanners[index] as Scanner;
    const splits = splitsFor(scanner.linePitch * factor, pitch, rules.splitExponent);
    if (splits > rules.mostSplits) continue;
    const one = passOf(scanner, aligned, input);
    const more = splits > 1 ? passOf(scanner, rules.splitTolerance * pitch, input) : one;
    const loss = one.loss + (splits - 1) * more.loss;
    options.push({
      technique: 'le',
      lithography: scanner.lithography,
      scanner: index,
      splits,
      cuts: 0,
      cutLithography: undefined,
      cutScanner: undefined,
      spacers: 0,
      cost: quantity(one.cost + (splits - 1) * more.cost, 'USD/wafer'),
      loss: quantity(loss, '1'),
      reworked: quantity((one.reworked + (splits - 1) * more.reworked) / splits, '1'),
    });
    // Whatever comes after a scanner that does it in one exposure without loss costs more and is no better.
    if (splits === 1 && loss < noLoss && ++enough === 2) break;
  }
  if (!spaced) return options;
  const cutters = shape === 'lines' ? [] : cuttersFor(pitch, aligned, input);
  for (const [index, scanner] of scanners.entries()) {
    // Each spacer doubles the lines. Lines that one exposure resolves need none, and those that one spacer makes need no second.
    if (pitch >= scanner.linePitch) continue;
    const spacers = [1, 2].find((count) => pitch * 2 ** count >= scanner.linePitch * (1 - 1e-9));
    if (spacers === undefined) continue;
    const core = passOf(scanner, aligned, input);
    const cost = core.cost + spacers * (steps.spacer + steps.clean);
    const add = (cut: Cutter | undefined): void => {
      const cuts = cut?.cuts ?? 0;
      options.push({
        technique: spacers === 1 ? 'sadp' : 'saqp',
        lithography: scanner.lithography,
        scanner: index,
        splits: 1,
        cuts,
        cutLithography: cut === undefined ? undefined : (scanners[cut.scanner] as Scanner).lithography,
        cutScanner: cut?.scanner,
        spacers,
        cost: quantity(cost + cuts * (cut?.pass.cost ?? 0), 'USD/wafer'),
        loss: quantity(core.loss + cuts * (cut?.pass.loss ?? 0), '1'),
        reworked: quantity((core.reworked + cuts * (cut?.pass.reworked ?? 0)) / (1 + cuts), '1'),
      });
    };
    if (shape === 'lines') add(undefined);
    else for (const cut of cutters) add(cut);
  }
  return options;
};

interface Cutter {
  readonly scanner: number;
  readonly cuts: number;
  readonly pass: Pass;
}

/** The scanners that can cut wires at a pitch, with the masks that each takes. */
const cuttersFor = (pitch: number, tolerance: number, input: PatterningInput): readonly Cutter[] => {
  const { rules } = input;
  return input.scanners.flatMap((scanner, index) => {
    const cuts = splitsFor(scanner.linePitch * rules.holeFactor, rules.cutRatio * pitch, rules.splitExponent);
    return cuts > rules.mostSplits ? [] : [{ scanner: index, cuts, pass: passOf(scanner, tolerance, input) }];
  });
};

/** The least pitch that any technique reaches for a shape. */
const floorOf = (shape: LayerShape, { scanners, rules }: PatterningInput): number => {
  let floor = Number.POSITIVE_INFINITY;
  const divided = rules.mostSplits ** (1 / rules.splitExponent);
  const cutFloor = Math.min(...scanners.map(({ linePitch }) => (linePitch * rules.holeFactor) / rules.cutRatio / divided));
  for (const { linePitch } of scanners) {
    floor = Math.min(floor, (linePitch * factorOf(shape, rules)) / divided);
    if (shape === 'lines') floor = Math.min(floor, linePitch / 4);
    if (shape === 'wires') floor = Math.min(floor, Math.max(linePitch / 4, cutFloor));
  }
  return floor;
};

const usesEuv = ({ lithography, cutLithography }: Patterning): boolean =>
  isEuv(lithography) || (cutLithography !== undefined && isEuv(cutLithography));

const alike = (a: Patterning, b: Patterning): boolean =>
  a.technique === b.technique && a.lithography === b.lithography && a.splits === b.splits && a.cuts === b.cuts;

interface Choice {
  readonly chosen: Patterning;
  readonly limited: boolean;
}

/** The cheapest patterning of every layer at one price of a lost wafer; EUV goes where it saves most. */
const choose = (all: readonly (readonly Patterning[])[], input: PatterningInput, weight: number): readonly Choice[] | undefined => {
  const limit = input.limits?.euvLayers;
  const free = all.map((options) => smallest(options, weight));
  if (free.some((option) => option === undefined)) return undefined;
  if (limit === undefined) return free.map((chosen) => ({ chosen: chosen as Patterning, limited: false }));
  const value = ({ cost, loss }: Patterning): number => cost + weight * loss;
  const plain = all.map((options) =>
    smallest(
      options.filter((option) => !usesEuv(option)),
      weight,
    ),
  );
  const gains = free
    .map((chosen, index) => {
      const without = plain[index];
      return {
        index,
        count: input.layers[index]?.count ?? 1,
        gain: without ? value(without) - value(chosen as Patterning) : Number.POSITIVE_INFINITY,
      };
    })
    .filter(({ index }) => usesEuv(free[index] as Patterning))
    .sort((a, b) => b.gain - a.gain);
  const kept = new Set<number>();
  let room: number = limit;
  for (const { index, count, gain } of gains) {
    if (gain === Number.POSITIVE_INFINITY || count <= room) {
      kept.add(index);
      room -= count;
    }
  }
  return free.map((chosen, index) => {
    const without = plain[index];
    return usesEuv(chosen as Patterning) && !kept.has(index) && without
      ? { chosen: without, limited: true }
      : { chosen: chosen as Patterning, limited: false };
  });
};

const costOf = (choices: readonly Choice[], layers: readonly Layer[]): number =>
  choices.reduce((sum, { chosen }, index) => sum + chosen.cost * (layers[index] as Layer).count, 0);
const lossOf = (choices: readonly Choice[], layers: readonly Layer[]): number =>
  choices.reduce((sum, { chosen }, index) => sum + chosen.loss * (layers[index] as Layer).count, 0);

const passCostAt = ({ scanners }: PatterningInput, index: number): number => scanners[index]?.passCost ?? 0;

/** Steps of the search for the price of a lost wafer; it settles after two or three. */
const mostSteps = 12;

/**
 * How each layer of a process is patterned with the scanners to hand: of all techniques that reach its pitch, those that
 * make the cheapest wafer that survives.
 *
 * One exposure resolves a pitch P_1; n of them reach P where n is at least (P_1 / P)^p, spacers reach it where 2P or 4P
 * is at least P_1. A wafer that overlay spoils takes all its cost along, so the sum of costs over the product of yields is
 * minimised. That is a concave function of cost and log yield, so its minimum lies where each layer minimises cost plus
 * a price times loss; the price is what a surviving wafer costs.
 *
 * @equation \min_{\text{techniques}} \left(C_0 + \sum_l k_l c_l\right) \exp \sum_l k_l \ell_l
 * @param input layers, scanners, rules and costs of steps, and how many layers may take EUV
 * @returns the plan with the reason for each layer, or the layer that cannot be made
 */
export const planPatterning = (input: PatterningInput): PatterningPlan => {
  const { layers, steps } = input;
  const byPassCost = input.scanners.map((_, index) => index).sort((a, b) => passCostAt(input, a) - passCostAt(input, b));
  const all = layers.map((layer) => optionsFor(layer, input, byPassCost));
  const out = all.findIndex((options) => options.length === 0);
  if (out >= 0) {
    const layer = layers[out] as Layer;
    const floor = input.scanners.length === 0 ? undefined : quantity(floorOf(layer.shape, input), 'nm');
    return { feasible: false, binding: layer.id, pitch: layer.pitch, floor };
  }
  let best: readonly Choice[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const start of [0, 1]) {
    // From below, where a lost wafer costs nothing, and from above, where it costs more than any can.
    let weight = start === 0 ? steps.other : 100 * (steps.other + all.reduce((sum, options) => sum + (options[0]?.cost ?? 0), 0));
    for (let step = 0; step < mostSteps; step++) {
      const choices = choose(all, input, weight) as readonly Choice[];
      const cost = steps.other + costOf(choices, layers);
      const each = cost * Math.exp(lossOf(choices, layers));
      if (each < least) {
        least = each;
        best = choices;
      }
      if (Math.abs(cost / weight - 1) < 1e-9) break;
      weight = cost;
    }
  }
  const chosen = (best ?? choose(all, input, steps.other)) as readonly Choice[];
  const weight = steps.other + costOf(chosen, layers);
  const plans = chosen.map(({ chosen: option, limited }, index): LayerPlan => {
    const layer = layers[index] as Layer;
    const others = (all[index] as readonly Patterning[]).filter((other) => !alike(other, option));
    const next = smallest(
      others.filter((other) => !limited || !usesEuv(other)),
      weight,
    );
    const single = option.technique === 'le' && option.splits === 1;
    const reason = limited ? 'euv-limit' : single && !isEuv(option.lithography) ? 'resolved' : others.length === 0 ? 'only' : 'cheapest';
    return { ...option, layer, reason, next };
  });
  let most = plans[0];
  for (const plan of plans) if (plan.cost * plan.layer.count > (most ? most.cost * most.layer.count : 0)) most = plan;
  return {
    feasible: true,
    layers: plans,
    cost: quantity(costOf(chosen, layers), 'USD/wafer'),
    overlayYield: quantity(Math.exp(-lossOf(chosen, layers)), '1'),
    binding: most?.layer.id ?? '',
  };
};
