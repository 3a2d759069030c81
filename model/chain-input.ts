import type { Precision } from '#accelerator';
import type { AnalogParts } from '#analog';
import type { RuleLeg } from '#policy';
import type { Quantity } from '#quantity';
import type { CheckpointMode, ModelShape, ParameterCount, WeightMatrices } from '#run';

/**
 * All that one evaluation of the chain reads: a number for every lever that the scenario settles, grouped by
 * the first part of its path (`cluster.powerLimit` is `input.cluster.powerLimit`), and the few choices that
 * are not numbers. `undefined` is "does not apply": no limit stated, or a figure nobody published.
 */
export interface ChainInput {
  readonly wafer: {
    readonly price: Quantity<'USD/wafer'> | undefined;
    /** Of a wafer that comes out; with the markup its price, where none is stated. */
    readonly cost: Quantity<'USD/wafer'> | undefined;
    readonly markup: Quantity<'1'> | undefined;
    readonly energy: Quantity<'kWh/wafer'> | undefined;
    /** Of the grid of the fab. */
    readonly gridCarbon: Quantity<'gCO2/kWh'>;
    /** Gases and materials. */
    readonly processCarbon: Quantity<'gCO2/cm2'>;
    readonly lineYield: Quantity<'1'> | undefined;
    readonly cycleTime: Quantity<'d'> | undefined;
    readonly scanners: Quantity<'1'> | undefined;
    readonly exposures: Quantity<'1'> | undefined;
    readonly scannerRate: Quantity<'wafer/month'> | undefined;
    readonly euvScanners: Quantity<'1'> | undefined;
    readonly euvExposures: Quantity<'1'> | undefined;
    readonly euvScannerRate: Quantity<'wafer/month'> | undefined;
    /** Of the layer that cannot be made, and the least that could; both undefined where every layer can. */
    readonly pitch: Quantity<'nm'> | undefined;
    readonly pitchFloor: Quantity<'nm'> | undefined;
    readonly starts: Quantity<'wafer/month'> | undefined;
    readonly allocation: Quantity<'1'> | undefined;
    readonly buildTime: Quantity<'month'> | undefined;
    readonly diameter: Quantity<'mm'>;
    readonly edgeExclusion: Quantity<'mm'>;
  };
  readonly die: {
    readonly area: Quantity<'mm2'> | undefined;
    readonly defectDensity: Quantity<'/cm2'> | undefined;
    readonly clustering: Quantity<'1'>;
    /** Share of the defects that keep a die from being sold: below one where it is sold with some cores off. */
    readonly killing: Quantity<'1'> | undefined;
    readonly street: Quantity<'mm'>;
    readonly reticleWidth: Quantity<'mm'>;
    readonly reticleHeight: Quantity<'mm'>;
    readonly perPackage: Quantity<'die'> | undefined;
    readonly bank: Quantity<'die'> | undefined;
  };
  readonly package: {
    readonly hbmStacks: Quantity<'stack'> | undefined;
    readonly hbmPrice: Quantity<'USD/stack'> | undefined;
    readonly hbmSupply: Quantity<'stack'> | undefined;
    readonly assemblyCost: Quantity<'USD'> | undefined;
    readonly testCost: Quantity<'USD'> | undefined;
    readonly bondYield: Quantity<'1'>;
  };
  readonly accelerator: {
    /** Number format of the run. */
    readonly precision: Precision;
    readonly peakFp64: Quantity<'FLOP/s'> | undefined;
    readonly peakFp32: Quantity<'FLOP/s'> | undefined;
    readonly peakBf16: Quantity<'FLOP/s'> | undefined;
    readonly peakFp8: Quantity<'FLOP/s'> | undefined;
    readonly peakFp6: Quantity<'FLOP/s'> | undefined;
    readonly peakFp4: Quantity<'FLOP/s'> | undefined;
    readonly peakInt8: Quantity<'OP/s'> | undefined;
    readonly memory: Quantity<'B'>;
    readonly memoryBandwidth: Quantity<'B/s'> | undefined;
    readonly scaleUpBandwidth: Quantity<'B/s'> | undefined;
    readonly scaleUpDomain: Quantity<'chip'>;
    readonly logicArea: Quantity<'mm2'> | undefined;
    readonly power: Quantity<'W'>;
  };
  readonly cluster: {
    readonly count: Quantity<'chip'> | undefined;
    readonly chipsPerNode: Quantity<'chip/node'>;
    readonly serverPowerFactor: Quantity<'1'>;
    readonly load: Quantity<'1'>;
    readonly pue: Quantity<'1'>;
    readonly powerLimit: Quantity<'W'> | undefined;
    /** Of a server of `ratedChips` accelerators. */
    readonly failureRate: Quantity<'1/node-d'>;
    readonly ratedChips: Quantity<'chip/node'>;
    readonly chipFailureShare: Quantity<'1'>;
    readonly networkFailureShare: Quantity<'1'>;
    readonly softwareFailureShare: Quantity<'1'>;
    readonly detectionTime: Quantity<'s'>;
    readonly restartTime: Quantity<'s'>;
    readonly manualShare: Quantity<'1'>;
    readonly manualRestartTime: Quantity<'s'>;
    /** As stated; else it follows from the size of a checkpoint. */
    readonly checkpointTime: Quantity<'s'> | undefined;
    readonly checkpointOverhead: Quantity<'s'>;
    readonly checkpointState: Quantity<'B'>;
    readonly storageRate: Quantity<'B/s'>;
    readonly hostRate: Quantity<'B/s'>;
    readonly peerInterval: Quantity<'s'>;
    readonly peerOverhead: Quantity<'1'>;
    readonly peerLostShare: Quantity<'1'>;
    /** As many as it takes where it is not stated. */
    readonly spares: Quantity<'node'> | undefined;
    readonly repairTime: Quantity<'s'>;
    readonly slowShare: Quantity<'1'>;
    readonly slowdown: Quantity<'1'>;
  };
  readonly energy: {
    readonly price: Quantity<'USD/kWh'>;
    readonly carbonIntensity: Quantity<'gCO2/kWh'>;
  };
  readonly run: {
    readonly tokens: Quantity<'token'>;
    readonly flop: Quantity<'FLOP'> | undefined;
    readonly sequenceLength: Quantity<'token'>;
    readonly utilisation: Quantity<'1'>;
    /** Speed of the software over that of the measurement. */
    readonly softwareMaturity: Quantity<'1'>;
    /** Tokens per parameter that spend compute best. */
    readonly tokensPerParameter: Quantity<'1'>;
    /** Time in which the compute for the same loss halves. */
    readonly halvingTime: Quantity<'month'>;
    /** From the date of comparison to that of the run. */
    readonly progressTime: Quantity<'month'>;
    readonly productionLoss: Quantity<'1'>;
    readonly bytesPerParameter: Quantity<'B'>;
    readonly memoryReserve: Quantity<'B'>;
    /** What a stated plan needs on its heaviest stage; absent where no plan is stated. */
    readonly planMemory: Quantity<'B'> | undefined;
    readonly deadline: Quantity<'d'> | undefined;
    /** Of here on only with an optimiser of second order. */
    readonly batchTokens: Quantity<'token'> | undefined;
    /** Steps between two refreshes of its inverses. */
    readonly refresh: Quantity<'1'> | undefined;
    /** Rows of a block of its curvature at most. */
    readonly curvatureBlock: Quantity<'1'> | undefined;
    /** Over the largest eigenvalue of a block. */
    readonly damping: Quantity<'1'> | undefined;
    /** Operations of an inverse, or of a root, for a row cubed. */
    readonly inverseWork: Quantity<'1'> | undefined;
    /** Share of their dense peak that accelerators reach on inverses. */
    readonly inverseUtilisation: Quantity<'1'> | undefined;
    /** Share of a step during which solvers may work beside the accelerators. */
    readonly inverseOverlap: Quantity<'1'> | undefined;
  };
  /** Analog matrix solvers beside every accelerator: all of it, or nothing. */
  readonly solver: { readonly [Part in keyof AnalogParts]: AnalogParts[Part] | undefined } & {
    readonly perAccelerator: Quantity<'1'> | undefined;
    /** Rows of the largest array that inverts. */
    readonly leaf: Quantity<'1'> | undefined;
    readonly slices: Quantity<'1'> | undefined;
    readonly passes: Quantity<'1'> | undefined;
    readonly cycles: Quantity<'1'> | undefined;
    /** Cycles of the claim about its energy. */
    readonly claimedCycles: Quantity<'1'> | undefined;
    /** Condition up to which refinement converges. */
    readonly conditionLimit: Quantity<'1'> | undefined;
    /** Writes that a cell takes. */
    readonly endurance: Quantity<'1'> | undefined;
    readonly areaPrice: Quantity<'USD/mm2'> | undefined;
  };
  readonly cost: {
    readonly serverOverhead: Quantity<'1'>;
    readonly quoteFactor: Quantity<'1'>;
    readonly networkShare: Quantity<'1'>;
    readonly amortisation: Quantity<'1/yr'>;
    readonly facilityCapex: Quantity<'USD/W'>;
    /** Straight-line years, in place of the amortisation. */
    readonly writeOff: Quantity<'yr'> | undefined;
    readonly hardwareLife: Quantity<'yr'>;
    readonly stackCarbon: Quantity<'gCO2'>;
    /** Of an accelerator whose silicon is not known. */
    readonly chipCarbon: Quantity<'gCO2'>;
    /** Of the rest of a server, per accelerator. */
    readonly serverCarbon: Quantity<'gCO2'>;
    readonly landValue: Quantity<'USD/W'>;
    readonly idle: Quantity<'1'>;
    readonly failedRuns: Quantity<'1'> | undefined;
    readonly operatingRate: Quantity<'1/yr'>;
    readonly costOfCapital: Quantity<'1/yr'>;
    readonly facilityLife: Quantity<'yr'>;
    readonly experimentFactor: Quantity<'1'>;
    readonly staffShare: Quantity<'1'>;
    /** Person-years and the pay of one: together in place of the share of staff. */
    readonly staffYears: Quantity<'yr'> | undefined;
    readonly pay: Quantity<'USD/yr'> | undefined;
    readonly equityShare: Quantity<'1'>;
    readonly commitmentOne: Quantity<'1'>;
    readonly commitmentThree: Quantity<'1'>;
    readonly rent: Quantity<'USD/chip-h'> | undefined;
    readonly budget: Quantity<'USD'> | undefined;
    readonly capital: Quantity<'USD'> | undefined;
  };
  readonly market: {
    readonly price: Quantity<'USD'> | undefined;
    readonly heldFor: Quantity<'yr'>;
    readonly chipSupply: Quantity<'chip'> | undefined;
  };
  /** Choices that are not numbers. */
  readonly choice: {
    readonly acquire: 'buy' | 'make';
    /** Whether the optimiser inverts curvature, and which. */
    readonly optimiser: 'first-order' | 'shampoo' | 'kfac';
    /** Weight matrices of the model, by shape. */
    readonly weights: readonly WeightMatrices[];
    readonly checkpoint: CheckpointMode;
    readonly shape: ModelShape;
    readonly parameters: ParameterCount;
    /** Export-rule legs that speak of this maker, importer and date of purchase. */
    readonly legs: readonly RuleLeg[];
    /** Why no leg does, where none does. */
    readonly noRule: 'free/home-made' | 'free/no-rule';
  };
}
