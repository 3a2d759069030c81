import { type Quantity, quantity } from '#quantity';
import { knownGoodDie } from './known-good-die.ts';

/** What is bonded into a package: a die, a stack of dies, a stack of memory. Amounts are of one copy. */
export interface PackagePart {
  readonly kind: 'logic' | 'memory';
  readonly count: Quantity<'die'>;
  /** Silicon, good or bad, as it leaves its wafers. */
  readonly raw: Quantity<'USD'>;
  /** Silicon lost on the way to one copy, before the test of the copy itself: bad dies of a stack. */
  readonly lost: Quantity<'USD'>;
  /** Bonding of a stack. */
  readonly assembly: Quantity<'USD'>;
  /** Tests on the way to one copy, before its own. */
  readonly tests: Quantity<'USD'>;
  /** Share of copies without a fault, before their own test. */
  readonly yield: Quantity<'1'>;
  /** Share of faults that the test of a copy finds. */
  readonly coverage: Quantity<'1'>;
  readonly testCost: Quantity<'USD'>;
  /** Share of its bonds into the package that hold, pins and all. */
  readonly bondYield: Quantity<'1'>;
}

/** Interposer, redistribution layer or bridges between the dies and the substrate. */
export interface PackageCarrier {
  readonly cost: Quantity<'USD'>;
  readonly yield: Quantity<'1'>;
  /** Share of bad carriers that are found before dies are put on them. */
  readonly coverage: Quantity<'1'>;
  /** `first`: it is built over the dies, and a bad one loses them. */
  readonly chips: 'first' | 'last';
}

export interface PackageCostInput {
  readonly parts: readonly PackagePart[];
  /** None where dies are bonded to the substrate itself. */
  readonly carrier?: PackageCarrier | undefined;
  /** Bonding of dies to the carrier, and moulding. */
  readonly carrierAssembly: Quantity<'USD'>;
  /** Share of bad assemblies that are found on the carrier, before they meet a substrate. */
  readonly interimCoverage: Quantity<'1'>;
  readonly interimTest: Quantity<'USD'>;
  readonly substrate: Quantity<'USD'>;
  /** Share of bonds to the substrate that hold. */
  readonly substrateYield: Quantity<'1'>;
  /** Lid, balls, marking and all else of one package. */
  readonly finish: Quantity<'USD'>;
  readonly finalTest: Quantity<'USD'>;
  /** Share of bad packages that the final test finds. */
  readonly finalCoverage: Quantity<'1'>;
  readonly burnIn: Quantity<'USD'>;
  /** Share of packages that outlive burn-in. */
  readonly burnInYield: Quantity<'1'>;
}

export type PackageBinding = 'logic' | 'dieDefects' | 'memory' | 'assembly' | 'packageDefects' | 'wasted' | 'test';

/** Cost of a good package by what it is spent on. */
export interface PackageCost {
  /** Dies as they leave the wafer. */
  readonly rawDies: Quantity<'USD'>;
  /** Dies that their own test threw out. */
  readonly dieDefects: Quantity<'USD'>;
  /** Stacks of memory. */
  readonly memory: Quantity<'USD'>;
  /** Carrier, substrate and assembly of one package. */
  readonly rawPackage: Quantity<'USD'>;
  /** Carriers, substrates and assembly of packages that failed. */
  readonly packageDefects: Quantity<'USD'>;
  /** Good dies and memory in packages that failed. */
  readonly wasted: Quantity<'USD'>;
  /** Every test, also of what was thrown away. */
  readonly test: Quantity<'USD'>;
  /** Of a package that works. */
  readonly total: Quantity<'USD'>;
  /** Share of begun packages that work. */
  readonly yield: Quantity<'1'>;
  /** Share of packages that pass the final test and do not work. */
  readonly escapes: Quantity<'1'>;
  /** Its largest part. */
  readonly binding: PackageBinding;
}

const largestOf = (parts: readonly (readonly [PackageBinding, number])[]): PackageBinding =>
  parts.reduce((largest, part) => (part[1] > largest[1] ? part : largest))[0];

/**
 * Cost of a good package: parts are tested, bonded to a carrier or a substrate, tested again. What a test misses is lost
 * later, with everything that was joined to it by then.
 *
 * @equation c = \left( \frac{\sum n_i c_i / p_i + c_c / p_c}{G^m} + c_s \right) \frac{1}{G^{1 - m} y_s y_b}, \quad G = \prod_i (1 - e_i)^{n_i} b_i^{n_i} (1 - e_c)
 * @param input parts, carrier, substrate and tests
 */
export const packageCost = (input: PackageCostInput): PackageCost => {
  let rawDies = 0;
  let dieDefects = 0;
  let memory = 0;
  let stacking = 0;
  let tests = 0;
  let good = 1;
  for (const part of input.parts) {
    const { count, raw, lost, assembly } = part;
    const known = knownGoodDie(part);
    const kept = (raw + lost + assembly) / known.pass;
    const spoilt = count * (kept - raw - assembly);
    if (part.kind === 'memory') memory += count * raw;
    else rawDies += count * raw;
    dieDefects += spoilt;
    stacking += count * assembly;
    tests += (count * (part.tests + part.testCost)) / known.pass;
    good *= ((1 - known.escape) * part.bondYield) ** count;
  }
  const { carrier } = input;
  const carrierCost = carrier?.cost ?? 0;
  let carrierPass = 1;
  if (carrier !== undefined) {
    const tested = knownGoodDie({ yield: carrier.yield, coverage: carrier.chips === 'first' ? quantity(0, '1') : carrier.coverage });
    carrierPass = tested.pass;
    good *= 1 - tested.escape;
  }
  const interim = good ** input.interimCoverage;
  const late = good ** (1 - input.interimCoverage) * input.substrateYield * input.burnInYield;
  const early = interim * late;
  const onSubstrate = input.substrate + input.finish;
  const rawPackage = stacking + carrierCost + input.carrierAssembly + onSubstrate;
  const packageDefects =
    stacking * (1 / early - 1) +
    carrierCost * (1 / (carrierPass * early) - 1) +
    input.carrierAssembly * (1 / early - 1) +
    onSubstrate * (1 / late - 1);
  const wasted = (rawDies + dieDefects + memory) * (1 / early - 1);
  const test = (tests + input.interimTest) / early + (input.finalTest + input.burnIn) / late;
  const total = rawDies + dieDefects + memory + rawPackage + packageDefects + wasted + test;
  return {
    rawDies: quantity(rawDies, 'USD'),
    dieDefects: quantity(dieDefects, 'USD'),
    memory: quantity(memory, 'USD'),
    rawPackage: quantity(rawPackage, 'USD'),
    packageDefects: quantity(packageDefects, 'USD'),
    wasted: quantity(wasted, 'USD'),
    test: quantity(test, 'USD'),
    total: quantity(total, 'USD'),
    yield: quantity(early, '1'),
    escapes: quantity(-Math.expm1((1 - input.finalCoverage) * Math.log(late)), '1'),
    binding: largestOf([
      ['logic', rawDies],
      ['dieDefects', dieDefects],
      ['memory', memory],
      ['assembly', rawPackage],
      ['packageDefects', packageDefects],
      ['wasted', wasted],
      ['test', test],
    ]),
  };
};
