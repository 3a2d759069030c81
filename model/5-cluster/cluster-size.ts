import { type Quantity, quantity } from '#quantity';

export interface ClusterSizeInput {
  /** Stated number of accelerators; `undefined` asks for as many as the limits allow. */
  readonly count: Quantity<'chip'> | undefined;
  readonly powerLimit: Quantity<'W'> | undefined;
  /** Site power of one accelerator with its share of everything. */
  readonly powerPerChip: Quantity<'W/chip'>;
  readonly chipSupply: Quantity<'chip'> | undefined;
  /** Accelerators that the date needs, where there is a date. */
  readonly neededByDeadline: Quantity<'chip'> | undefined;
}

export interface ClusterSize {
  readonly count: Quantity<'chip'>;
  /** What set the size. */
  readonly binding: 'stated' | 'power' | 'supply' | 'deadline';
}

/**
 * Accelerators of a cluster: as stated, else as many as power and supply allow, else as few as the date needs. Never
 * fewer than one: a limit below that is a constraint that fails, not an empty cluster.
 *
 * @equation N = \max(1, \lfloor \min(P / p,\ S) \rfloor)
 * @param input stated count, limits and what the date needs
 * @throws RangeError where nothing sets the size; a resolved scenario always has something that does
 */
export const clusterSize = ({ count, powerLimit, powerPerChip, chipSupply, neededByDeadline }: ClusterSizeInput): ClusterSize => {
  if (count !== undefined) return { count, binding: 'stated' };
  const byPower = powerLimit === undefined ? Number.POSITIVE_INFINITY : Math.floor(powerLimit / powerPerChip);
  const bySupply = chipSupply === undefined ? Number.POSITIVE_INFINITY : Math.floor(chipSupply);
  const most = Math.min(byPower, bySupply);
  if (most < Number.POSITIVE_INFINITY)
    return { count: quantity(Math.max(1, most), 'chip'), binding: byPower <= bySupply ? 'power' : 'supply' };
  if (neededByDeadline === undefined) throw new RangeError('a cluster without a count, a power limit, a supply or a deadline has no size');
  return { count: quantity(Math.max(1, Math.ceil(neededByDeadline)), 'chip'), binding: 'deadline' };
};
