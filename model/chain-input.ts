import type { Precision } from '#accelerator';
import type { RuleLeg } from '#policy';
import type { Quantity } from '#quantity';
import type { ModelShape, ParameterCount } from '#run';

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
    readonly failureRate: Quantity<'1/node-d'>;
    readonly checkpointTime: Quantity<'s'>;
    readonly restartTime: Quantity<'s'>;
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
    readonly productionLoss: Quantity<'1'>;
    readonly bytesPerParameter: Quantity<'B'>;
    readonly memoryReserve: Quantity<'B'>;
    /** What a stated plan needs on its heaviest stage; absent where no plan is stated. */
    readonly planMemory: Quantity<'B'> | undefined;
    readonly deadline: Quantity<'d'> | undefined;
  };
  readonly cost: {
    readonly serverOverhead: Quantity<'1'>;
    readonly quoteFactor: Quantity<'1'>;
    readonly networkShare: Quantity<'1'>;
    readonly amortisation: Quantity<'1/yr'>;
    readonly facilityCapex: Quantity<'USD/W'>;
    readonly facilityLife: Quantity<'yr'>;
    readonly experimentFactor: Quantity<'1'>;
    readonly staffShare: Quantity<'1'>;
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
    readonly shape: ModelShape;
    readonly parameters: ParameterCount;
    /** Export-rule legs that speak of this maker, importer and date of purchase. */
    readonly legs: readonly RuleLeg[];
    /** Why no leg does, where none does. */
    readonly noRule: 'free/home-made' | 'free/no-rule';
  };
}
