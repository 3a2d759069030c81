import { type Quantity, quantity } from '#quantity';

export interface PurchaseInput {
  /** Price of a bought accelerator when it was bought; `undefined` where none is for sale. */
  readonly price: Quantity<'USD'> | undefined;
  /** Cost of a good package; `undefined` where its silicon is not public. */
  readonly unitCost: Quantity<'USD'> | undefined;
  /** `make`: an actor with its own fabs pays cost; `buy`: it pays the price. */
  readonly acquire: 'buy' | 'make';
}

export interface Purchase {
  readonly paid: Quantity<'USD'>;
  /** Price over unit cost, where both are known. */
  readonly markup: Quantity<'1'> | undefined;
  readonly binding: 'price' | 'cost';
}

/**
 * What the actor pays for one accelerator.
 *
 * @pure
 * @param input price, unit cost and the way it gets its accelerators
 * @throws RangeError where neither is known; a resolved scenario always has the one it asks for
 */
export const purchase = ({ price, unitCost, acquire }: PurchaseInput): Purchase => {
  const paid = acquire === 'make' ? unitCost : price;
  if (paid === undefined) throw new RangeError(`no ${acquire === 'make' ? 'unit cost' : 'price'} to acquire accelerators at`);
  return {
    paid,
    markup: price === undefined || unitCost === undefined ? undefined : quantity(price / unitCost, '1'),
    binding: acquire === 'make' ? 'cost' : 'price',
  };
};
