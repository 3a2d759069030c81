import { type Quantity, quantity } from '#quantity';
import { designPackage, type PackageDesign } from './design-package.ts';

export interface WaferCarbonInput {
  /** Electricity of the fab for a wafer. */
  readonly energy: Quantity<'kWh/wafer'>;
  readonly carbonIntensity: Quantity<'gCO2/kWh'>;
  /** Process gases after abatement. */
  readonly gas: Quantity<'gCO2/cm2'>;
  readonly material: Quantity<'gCO2/cm2'>;
  readonly diameter: Quantity<'mm'>;
}

const mmPerCm = 10;

/**
 * Carbon of a processed wafer, all of it: also what lies between dies and at the rim was processed.
 *
 * @equation C = e c + (g + m) \frac{\pi d^2}{4}
 * @param input energy, electricity, gases, materials and diameter
 * @unit gCO2
 */
export const waferCarbon = ({ energy, carbonIntensity, gas, material, diameter }: WaferCarbonInput): Quantity<'gCO2'> =>
  quantity(energy * carbonIntensity + (gas + material) * Math.PI * (diameter / mmPerCm / 2) ** 2, 'gCO2');

export interface PackageCarbonInput {
  readonly design: PackageDesign;
  /** Of a wafer of each die, in the order of the dies. */
  readonly wafers: readonly Quantity<'gCO2'>[];
  /** Of a wafer of carriers, and of one of bridges. */
  readonly carrierWafer: Quantity<'gCO2'>;
  /** Of a stack of memory. */
  readonly memoryStack: Quantity<'gCO2'>;
  /** Of packaging one unit. */
  readonly packaging: Quantity<'gCO2'>;
}

/** Carbon behind one good package. */
export interface PackageCarbon {
  readonly dies: Quantity<'gCO2'>;
  readonly memory: Quantity<'gCO2'>;
  /** Carrier and packaging. */
  readonly packaging: Quantity<'gCO2'>;
  /** Of parts in packages that failed. */
  readonly wasted: Quantity<'gCO2'>;
  readonly total: Quantity<'gCO2'>;
  readonly binding: 'dies' | 'memory' | 'packaging' | 'wasted';
}

/**
 * Carbon of a good package. It flows as cost does: dies that fail a test, carriers and whole packages take theirs with
 * them, so the same accounts are kept in grams.
 *
 * @pure
 * @param input the package, and the carbon of what goes into it
 * @returns undefined where the package is impossible
 */
export const packageCarbon = (input: PackageCarbonInput): PackageCarbon | undefined => {
  const { design, wafers, carrierWafer } = input;
  const grams = (value: number): Quantity<'USD'> => quantity(value, 'USD');
  const free = grams(0);
  const { carrier } = design;
  const inGrams: PackageDesign = {
    ...design,
    dies: design.dies.map((die, i) => ({
      ...die,
      waferPrice: quantity(wafers[i] ?? 0, 'USD/wafer'),
      bumpCost: quantity(0, 'USD/mm2'),
      testCost: free,
      stackCost: free,
    })),
    memory: design.memory.map((stack) => ({ ...stack, price: quantity(input.memoryStack, 'USD/stack') })),
    carrier:
      carrier === undefined
        ? undefined
        : {
            ...carrier,
            waferPrice: quantity(carrierWafer, 'USD/wafer'),
            assembly: free,
            interimTest: free,
            bridge: carrier.bridge === undefined ? undefined : { ...carrier.bridge, waferPrice: quantity(carrierWafer, 'USD/wafer') },
          },
    substrate: { ...design.substrate, costPerArea: quantity(0, 'USD/mm2') },
    finish: grams(input.packaging),
    finalTest: free,
    burnIn: free,
    stackTest: free,
  };
  const made = designPackage(inGrams);
  if (!made.feasible) return undefined;
  const { rawDies, dieDefects, memory, rawPackage, packageDefects, wasted, total } = made.cost;
  const dies = rawDies + dieDefects;
  const packaging = rawPackage + packageDefects;
  const most = Math.max(dies, memory, packaging, wasted);
  const asGrams = (value: number): Quantity<'gCO2'> => quantity(value, 'gCO2');
  return {
    dies: asGrams(dies),
    memory: asGrams(memory),
    packaging: asGrams(packaging),
    wasted: asGrams(wasted),
    total: asGrams(total),
    binding: most === dies ? 'dies' : most === memory ? 'memory' : most === packaging ? 'packaging' : 'wasted',
  };
};
