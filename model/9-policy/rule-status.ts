import { type Quantity, quantity } from '#quantity';

/** What a rule does to a chip that it reaches. */
export type RuleOutcome = 'denied' | 'licence' | 'case-by-case' | 'notify';

/** One leg of an export rule in force: it reaches a chip that meets every limit given. */
export interface RuleLeg {
  readonly id: string;
  readonly outcome: RuleOutcome;
  readonly tppMin?: Quantity<'TPP'>;
  readonly tppBelow?: Quantity<'TPP'>;
  readonly densityMin?: Quantity<'TPP/mm2'>;
  readonly densityBelow?: Quantity<'TPP/mm2'>;
  readonly linkBandwidthMin?: Quantity<'B/s'>;
  readonly memoryBandwidthMin?: Quantity<'B/s'>;
  readonly memoryBandwidthBelow?: Quantity<'B/s'>;
}

export interface RuleStatusInput {
  /** Legs in force for the maker, the importer and the date; none where no rule speaks of them. */
  readonly legs: readonly RuleLeg[];
  readonly tpp: Quantity<'TPP'>;
  /** Unknown where the die area is; a limit on it is then taken as met, as an exporter must. */
  readonly performanceDensity: Quantity<'TPP/mm2'> | undefined;
  /** Scale-up link, both directions together. */
  readonly linkBandwidth: Quantity<'B/s'> | undefined;
  readonly memoryBandwidth: Quantity<'B/s'> | undefined;
}

export interface RuleStatus {
  readonly outcome: RuleOutcome | 'free';
  /** Leg that decides; absent where none reaches the chip. */
  readonly leg?: string;
  /**
   * Limit over the chip's own figure: below 1 the chip lies over the line and by how much. `undefined` where
   * no leg is in force at all.
   */
  readonly headroom: Quantity<'1'> | undefined;
  /** The same for the nearest line of any leg, those that ask only for a notice included. */
  readonly line: Quantity<'1'> | undefined;
}

const atLeast = (value: number | undefined, limit: number | undefined): boolean =>
  limit === undefined || value === undefined || value >= limit;
const below = (value: number | undefined, limit: number | undefined): boolean =>
  limit === undefined || (value !== undefined && value < limit);

const reaches = (leg: RuleLeg, chip: RuleStatusInput): boolean =>
  atLeast(chip.tpp, leg.tppMin) &&
  below(chip.tpp, leg.tppBelow) &&
  atLeast(chip.performanceDensity, leg.densityMin) &&
  below(chip.performanceDensity, leg.densityBelow) &&
  atLeast(chip.linkBandwidth, leg.linkBandwidthMin) &&
  atLeast(chip.memoryBandwidth, leg.memoryBandwidthMin) &&
  below(chip.memoryBandwidth, leg.memoryBandwidthBelow);

const ratio = (limit: number | undefined, value: number | undefined): number =>
  limit === undefined || value === undefined ? 0 : limit / value;

/** A chip escapes a leg by lying under any one of its lower limits: the nearest one counts. */
const distance = (leg: RuleLeg, chip: RuleStatusInput): number =>
  Math.max(
    ratio(leg.tppMin, chip.tpp),
    ratio(leg.densityMin, chip.performanceDensity),
    ratio(leg.linkBandwidthMin, chip.linkBandwidth),
    ratio(leg.memoryBandwidthMin, chip.memoryBandwidth),
  );

const under = (limit: number | undefined, value: number | undefined): number =>
  limit === undefined || value === undefined ? Number.POSITIVE_INFINITY : limit / value;

/** A chip stays within a leg while it lies under all of its upper limits: the first to be met counts. */
const room = (leg: RuleLeg, chip: RuleStatusInput): number =>
  Math.min(
    under(leg.tppBelow, chip.tpp),
    under(leg.densityBelow, chip.performanceDensity),
    under(leg.memoryBandwidthBelow, chip.memoryBandwidth),
  );

/** A rule holds what meets its limit exactly: that headroom must not read as just enough. */
const justBelow = 1 - Number.EPSILON;

const severity: Readonly<Record<RuleOutcome, number>> = { denied: 3, licence: 2, 'case-by-case': 0, notify: 1 };

/**
 * Status of a chip under the export rules in force. A case-by-case leg opens what a denial closed: where one
 * reaches the chip, it decides, of several the one with the most room. Otherwise the most severe leg that
 * reaches the chip does.
 *
 * @source us-3a090
 * @param input legs in force and the figures of the chip that they measure
 * @equation h = \min_{legs} \max_{limits} \frac{limit}{figure}
 */
export const ruleStatus = (input: RuleStatusInput): RuleStatus => (input.legs.length === 0 ? unruled : statusUnder(input));

/** Where no rule speaks of a chip. */
const unruled: RuleStatus = { outcome: 'free', headroom: undefined, line: undefined };

const statusUnder = (input: RuleStatusInput): RuleStatus => {
  let opened: RuleLeg | undefined;
  let worst: RuleLeg | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  let notice = Number.POSITIVE_INFINITY;
  for (const leg of input.legs) {
    const reached = reaches(leg, input);
    if (leg.outcome === 'case-by-case') {
      if (reached && (opened === undefined || room(leg, input) > room(opened, input))) opened = leg;
      continue;
    }
    if (leg.outcome === 'notify') {
      if (reached && worst === undefined) worst = leg;
      // A notice does not stop a sale: its line is one to lie under, and not one to be held by.
      const under = distance(leg, input);
      if (!reached && under >= 1 && under < notice) notice = under;
      continue;
    }
    if (reached && (worst === undefined || severity[leg.outcome] > severity[worst.outcome])) worst = leg;
    // A leg with upper limits too is left by growing as well as by shrinking; only a leg that reaches the chip can hold it.
    const away = reached ? Math.min(distance(leg, input), justBelow) : distance(leg, input);
    if ((reached || away >= 1) && away < nearest) nearest = away;
  }
  if (worst !== undefined && opened !== undefined && worst.outcome !== 'notify') {
    const left = finite(room(opened, input));
    return { outcome: opened.outcome, leg: opened.id, headroom: left, line: left };
  }
  const found = { headroom: finite(nearest), line: finite(Math.min(nearest, notice)) };
  return worst === undefined ? { outcome: 'free', ...found } : { outcome: worst.outcome, leg: worst.id, ...found };
};

/** The line that decides how far a chip is from a change of its status. */
export interface NearestLine {
  readonly leg: string;
  readonly figure: 'tpp' | 'density' | 'linkBandwidth' | 'memoryBandwidth';
  /** In the unit of the figure. */
  readonly limit: number;
  /** Limit over the chip's own figure, as `ruleStatus` states it. */
  readonly headroom: Quantity<'1'>;
}

/** Limits of a leg with the chip's figures; upper ones where the leg opens, lower ones where it closes. */
const limitsOf = (leg: RuleLeg, chip: RuleStatusInput, upper: boolean): readonly (readonly [NearestLine['figure'], number, number])[] =>
  (
    [
      ['tpp', upper ? leg.tppBelow : leg.tppMin, chip.tpp],
      ['density', upper ? leg.densityBelow : leg.densityMin, chip.performanceDensity],
      ['linkBandwidth', upper ? undefined : leg.linkBandwidthMin, chip.linkBandwidth],
      ['memoryBandwidth', upper ? leg.memoryBandwidthBelow : leg.memoryBandwidthMin, chip.memoryBandwidth],
    ] as const
  ).flatMap(([figure, limit, value]) => (limit === undefined || value === undefined ? [] : [[figure, limit, limit / value] as const]));

/**
 * Which limit of which leg the `line` of a status is: of an opening the upper limit that is met first, else the lower limit that keeps
 * the chip from the leg that is nearest.
 *
 * @source us-3a090
 * @param input legs in force, the figures of the chip, and its status under them
 * @returns undefined where no leg has a limit on a figure of the chip that is known
 */
export const nearestLine = (input: RuleStatusInput & { readonly status: RuleStatus }): NearestLine | undefined => {
  const { legs, status } = input;
  if (status.line === undefined) return undefined;
  const opened = status.outcome === 'case-by-case';
  for (const leg of legs) {
    if (opened ? leg.id !== status.leg : leg.outcome === 'case-by-case') continue;
    let deciding: NearestLine | undefined;
    for (const [figure, limit, ratio] of limitsOf(leg, input, opened))
      if (deciding === undefined || (opened ? ratio < deciding.headroom : ratio > deciding.headroom))
        deciding = { leg: leg.id, figure, limit, headroom: quantity(ratio, '1') };
    if (deciding === undefined) continue;
    const held = !opened && reaches(leg, input);
    const away = held ? Math.min(deciding.headroom, justBelow) : deciding.headroom;
    if (away === status.line) return { ...deciding, headroom: status.line };
  }
  return undefined;
};

const finite = (ratio: number): Quantity<'1'> | undefined => (ratio < Number.POSITIVE_INFINITY ? quantity(ratio, '1') : undefined);
