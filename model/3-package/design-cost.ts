import { type Quantity, quantity } from '#quantity';

/** A block that is designed once and used in many dies. */
export interface DesignedModule {
  /** Alike wherever the same module is used. */
  readonly name: string;
  readonly area: Quantity<'mm2'>;
}

export interface DesignedChip {
  /** Alike wherever the same die is used. */
  readonly name: string;
  readonly count: Quantity<'die'>;
  /** With its links. */
  readonly area: Quantity<'mm2'>;
  readonly modules: readonly DesignedModule[];
  /** Design of a die of the reference area on its node, with the first tape-out. */
  readonly nodeNre: Quantity<'USD'>;
  /** The node, by which modules of two dies are the same or not. */
  readonly node: string;
}

export interface DesignedProduct {
  readonly name: string;
  /** Units over its life. */
  readonly volume: Quantity<'chip'>;
  readonly chips: readonly DesignedChip[];
  /** Design of its carrier and substrate. */
  readonly packageNre: Quantity<'USD'>;
}

export interface DesignCostInput {
  readonly products: readonly DesignedProduct[];
  /** Of the reference design of a node. */
  readonly referenceArea: Quantity<'mm2'>;
  /** Share of a node's NRE that is the design of modules, by area. */
  readonly moduleShare: Quantity<'1'>;
  /** Share of it that is putting them together, by area; the rest is the tape-out, whatever the area. */
  readonly chipShare: Quantity<'1'>;
}

/** Design cost that one unit of a product bears. */
export interface UnitDesignCost {
  readonly name: string;
  readonly modules: Quantity<'USD'>;
  readonly chips: Quantity<'USD'>;
  readonly package: Quantity<'USD'>;
  readonly total: Quantity<'USD'>;
  readonly binding: 'modules' | 'chips' | 'package';
}

interface Shared {
  readonly cost: number;
  uses: number;
}

/**
 * Design cost by unit where products share modules and dies: each is paid for once and borne by all its copies, whichever
 * product they end up in.
 *
 * @equation u_p = \sum_{m \in p} n_m \frac{s_m N A_m / A_0}{\sum_q V_q n_{m,q}} + \sum_{c \in p} n_c \frac{s_c N A_c / A_0 + (1 - s_m - s_c) N}{\sum_q V_q n_{c,q}} + \frac{N_p}{V_p}
 * @param input products with their volumes, and how the NRE of a node is made up
 */
export const designCost = (input: DesignCostInput): readonly UnitDesignCost[] => {
  const { products, referenceArea, moduleShare, chipShare } = input;
  const modules = new Map<string, Shared>();
  const chips = new Map<string, Shared>();
  const use = (table: Map<string, Shared>, key: string, cost: number, uses: number): void => {
    const known = table.get(key);
    if (known === undefined) table.set(key, { cost, uses });
    else known.uses += uses;
  };
  const moduleKey = (chip: DesignedChip, { name }: DesignedModule): string => `${chip.node} ${name}`;
  for (const { volume, chips: used } of products) {
    for (const chip of used) {
      const copies = volume * chip.count;
      const own = (chipShare * chip.nodeNre * chip.area) / referenceArea + (1 - moduleShare - chipShare) * chip.nodeNre;
      use(chips, `${chip.node} ${chip.name}`, own, copies);
      for (const module of chip.modules) {
        use(modules, moduleKey(chip, module), (moduleShare * chip.nodeNre * module.area) / referenceArea, copies);
      }
    }
  }
  const share = (table: ReadonlyMap<string, Shared>, key: string): number => {
    const { cost, uses } = table.get(key) as Shared;
    return uses === 0 ? 0 : cost / uses;
  };
  return products.map(({ name, volume, chips: used, packageNre }): UnitDesignCost => {
    let ofModules = 0;
    let ofChips = 0;
    for (const chip of used) {
      ofChips += chip.count * share(chips, `${chip.node} ${chip.name}`);
      for (const module of chip.modules) ofModules += chip.count * share(modules, moduleKey(chip, module));
    }
    const ofPackage = volume === 0 ? 0 : packageNre / volume;
    return {
      name,
      modules: quantity(ofModules, 'USD'),
      chips: quantity(ofChips, 'USD'),
      package: quantity(ofPackage, 'USD'),
      total: quantity(ofModules + ofChips + ofPackage, 'USD'),
      binding: ofModules >= ofChips && ofModules >= ofPackage ? 'modules' : ofChips >= ofPackage ? 'chips' : 'package',
    };
  });
};
