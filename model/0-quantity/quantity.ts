import type { UnitId } from './units.ts';

declare const brand: unique symbol;

/** A number that knows its unit while it is compiled and costs nothing while it runs. */
export type Quantity<U extends UnitId> = number & { readonly [brand]: U };

/**
 * Gives a number its unit.
 *
 * @param value the number, in `unit`
 * @param _unit its unit, for the compiler only
 */
export const quantity = <U extends UnitId>(value: number, _unit: U): Quantity<U> => value as Quantity<U>;
