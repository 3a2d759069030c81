import { type Quantity, quantity } from '#quantity';

/**
 * What compute dies of one density reach, as fitted on accelerators that exist: a power law in transistor density around
 * a reference. The fit and its spread stand in `calibration/`.
 */
export interface NodeCapability {
  readonly referenceDensity: Quantity<'MTr/mm2'>;
  /** Dense peak in 16-bit formats for each transistor that the process could place, at the reference density. */
  readonly peakPerTransistor: Quantity<'FLOP/s'>;
  /** Power of density by which that peak grows; near 0 a transistor is worth the same on any process. */
  readonly peakExponent: Quantity<'1'>;
  /** Design power over that peak, at the reference density. */
  readonly energyPerFlop: Quantity<'J/FLOP'>;
  /** Power of density by which energy grows; below 0, for denser processes spend less. */
  readonly energyExponent: Quantity<'1'>;
}

/** How much faster narrower formats run than the 16-bit ones; absent where the dies do not have the format. */
export interface FormatRatios {
  readonly fp8?: Quantity<'1'> | undefined;
  readonly fp4?: Quantity<'1'> | undefined;
  readonly int8?: Quantity<'1'> | undefined;
}

/** Memory stacks and the die edge that one of them takes. */
export interface EdgeMemory {
  readonly edge: Quantity<'mm'>;
  readonly capacity: Quantity<'B/stack'>;
  readonly bandwidth: Quantity<'B/s/stack'>;
  /** Stacks that can be had for a package; as many as fit where absent. */
  readonly stacksAtMost?: Quantity<'stack'> | undefined;
}

export interface AcceleratorFromDieInput {
  /** Area of one compute die. */
  readonly dieArea: Quantity<'mm2'>;
  /** Long side of the die: memory stands at both of these. */
  readonly dieHeight: Quantity<'mm'>;
  /** Compute dies in a package. */
  readonly dies: Quantity<'die'>;
  /** Transistor density of the process. */
  readonly density: Quantity<'MTr/mm2'>;
  readonly capability: NodeCapability;
  readonly formats?: FormatRatios | undefined;
  readonly hbm?: EdgeMemory | undefined;
  /** Power that the package can be fed and cooled with; the dies are slowed down to it. */
  readonly powerLimit?: Quantity<'W'> | undefined;
  /** Share of the die that is switched on, for a part that is sold with some cores off. */
  readonly activeShare?: Quantity<'1'> | undefined;
}

export interface AcceleratorFromDie {
  readonly peakBf16: Quantity<'FLOP/s'>;
  readonly peakFp8: Quantity<'FLOP/s'> | undefined;
  readonly peakFp4: Quantity<'FLOP/s'> | undefined;
  readonly peakInt8: Quantity<'OP/s'> | undefined;
  readonly power: Quantity<'W'>;
  readonly energyPerFlop: Quantity<'J/FLOP'>;
  /** Area of the compute dies, for rule figures. */
  readonly logicArea: Quantity<'mm2'>;
  readonly stacks: Quantity<'stack'> | undefined;
  readonly memory: Quantity<'B'> | undefined;
  readonly memoryBandwidth: Quantity<'B/s'> | undefined;
  /** What keeps the peak from being higher: the area of the dies, or the power they may draw. */
  readonly binding: 'area' | 'power';
  /** What keeps the memory from being larger: the edge of the dies, or the stacks to be had; nothing known, or no memory. */
  readonly memoryBinding: 'edge' | 'stacks' | 'none';
}

const transistorsPerMTr = 1e6;
/** Memory stands at two sides of a die: the others are for its neighbour and for input and output. */
const memorySides = 2;

/**
 * What an accelerator of given dies on a given process offers: dense peaks, power and the memory that fits at its edges.
 * Density stands for the process as a whole, so the answer holds for designs of the kind that the fit saw, and its spread says
 * how far designs differ.
 *
 * @equation \hat P = n A \rho \, \kappa_0 \left( \frac{\rho}{\rho_0} \right)^{\beta}, \quad W = \hat P \, e_0 \left( \frac{\rho}{\rho_0} \right)^{\gamma}
 * @param input dies, process, fitted constants, memory and limit of power
 */
export const acceleratorFromDie = (input: AcceleratorFromDieInput): AcceleratorFromDie => {
  const { dieArea, dies, density, capability, formats, hbm, powerLimit } = input;
  const relative = density / capability.referenceDensity;
  const logicArea = dieArea * dies;
  const perTransistor = capability.peakPerTransistor * relative ** capability.peakExponent;
  const possible = logicArea * density * transistorsPerMTr * perTransistor * (input.activeShare ?? 1);
  const energy = capability.energyPerFlop * relative ** capability.energyExponent;
  const slowed = powerLimit !== undefined && possible * energy > powerLimit;
  const peak = slowed ? powerLimit / energy : possible;
  const times = (ratio: number | undefined): number | undefined => (ratio === undefined ? undefined : peak * ratio);
  const [fp8, fp4, int8] = [times(formats?.fp8), times(formats?.fp4), times(formats?.int8)];
  const fitting = hbm && memorySides * Math.floor((input.dieHeight / hbm.edge) * (1 + 1e-12)) * dies;
  const stacks = fitting === undefined ? undefined : Math.min(fitting, hbm?.stacksAtMost ?? fitting);
  return {
    peakBf16: quantity(peak, 'FLOP/s'),
    peakFp8: fp8 === undefined ? undefined : quantity(fp8, 'FLOP/s'),
    peakFp4: fp4 === undefined ? undefined : quantity(fp4, 'FLOP/s'),
    peakInt8: int8 === undefined ? undefined : quantity(int8, 'OP/s'),
    power: quantity(peak * energy, 'W'),
    energyPerFlop: quantity(energy, 'J/FLOP'),
    logicArea: quantity(logicArea, 'mm2'),
    stacks: stacks === undefined ? undefined : quantity(stacks, 'stack'),
    memory: hbm === undefined || stacks === undefined ? undefined : quantity(stacks * hbm.capacity, 'B'),
    memoryBandwidth: hbm === undefined || stacks === undefined ? undefined : quantity(stacks * hbm.bandwidth, 'B/s'),
    binding: slowed ? 'power' : 'area',
    memoryBinding: stacks === undefined ? 'none' : stacks === fitting ? 'edge' : 'stacks',
  };
};
