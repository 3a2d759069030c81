import { type Quantity, quantity } from '#quantity';
import type { ExposureCost } from './exposure-cost.ts';
import { type ModuleId, modules } from './lithography.ts';
import type { PatternSteps } from './plan-patterning.ts';
import type { WaferFlow } from './wafer-flow.ts';

/** Steps besides patterning that build one layer of a module. */
export interface ModuleSteps {
  readonly depositions: Quantity<'1'>;
  readonly polishes: Quantity<'1'>;
  readonly implants: Quantity<'1'>;
  readonly cleans: Quantity<'1'>;
}

/** What one step costs, and the wafer that all is done to. */
export interface StepCosts extends Omit<PatternSteps, 'other'> {
  readonly deposition: Quantity<'USD/wafer'>;
  readonly polish: Quantity<'USD/wafer'>;
  readonly implant: Quantity<'USD/wafer'>;
  /** A bare wafer. */
  readonly substrate: Quantity<'USD/wafer'>;
  /** Test structures, transport, chemicals of the fab and all else that a wafer takes whatever is on it. */
  readonly flat: Quantity<'USD/wafer'>;
}

export interface WaferCostInput {
  readonly flow: WaferFlow;
  /** Cost of a pass of each scanner, in their order. */
  readonly exposures: readonly ExposureCost[];
  readonly steps: StepCosts;
  readonly modules: Readonly<Record<ModuleId, ModuleSteps>>;
}

/** Cost of one started wafer, by what it is spent on. */
export interface WaferCost {
  readonly scanner: Quantity<'USD/wafer'>;
  readonly track: Quantity<'USD/wafer'>;
  readonly resist: Quantity<'USD/wafer'>;
  readonly electricity: Quantity<'USD/wafer'>;
  readonly etch: Quantity<'USD/wafer'>;
  readonly spacer: Quantity<'USD/wafer'>;
  readonly clean: Quantity<'USD/wafer'>;
  readonly metrology: Quantity<'USD/wafer'>;
  readonly deposition: Quantity<'USD/wafer'>;
  readonly polish: Quantity<'USD/wafer'>;
  readonly implant: Quantity<'USD/wafer'>;
  /** The bare wafer and what every wafer takes. */
  readonly base: Quantity<'USD/wafer'>;
  readonly total: Quantity<'USD/wafer'>;
  /** Passes and the steps that follow from how layers are patterned. */
  readonly patterning: Quantity<'USD/wafer'>;
  /** The largest part. */
  readonly binding: string;
}

/**
 * Cost of the modules of a flow, which no choice of patterning changes.
 *
 * @pure
 * @param input layers by module, steps of each module, cost of a step
 */
export const moduleCost = ({
  flow,
  steps,
  modules: table,
}: Omit<WaferCostInput, 'exposures' | 'flow'> & { readonly flow: Pick<WaferFlow, 'modules'> }): Pick<
  WaferCost,
  'deposition' | 'polish' | 'implant' | 'clean' | 'base' | 'total'
> => {
  let deposition = 0;
  let polish = 0;
  let implant = 0;
  let clean = 0;
  for (const id of modules) {
    const count = flow.modules[id] ?? 0;
    const own = table[id];
    deposition += count * own.depositions * steps.deposition;
    polish += count * own.polishes * steps.polish;
    implant += count * own.implants * steps.implant;
    clean += count * own.cleans * steps.clean;
  }
  const base = steps.substrate + steps.flat;
  return {
    deposition: quantity(deposition, 'USD/wafer'),
    polish: quantity(polish, 'USD/wafer'),
    implant: quantity(implant, 'USD/wafer'),
    clean: quantity(clean, 'USD/wafer'),
    base: quantity(base, 'USD/wafer'),
    total: quantity(deposition + polish + implant + clean + base, 'USD/wafer'),
  };
};

/**
 * What a started wafer costs to process, by step.
 *
 * @equation C = C_0 + \sum_s n_s c_s + n (c_{etch} + c_{clean} + c_{metro}) + n_{sp} (c_{sp} + c_{clean}) + \sum_m k_m c_m
 * @param input the flow, cost of a pass of each scanner, cost of a step, steps of each module
 */
export const waferCost = ({ flow, exposures, steps, modules: table }: WaferCostInput): WaferCost => {
  let scanner = 0;
  let track = 0;
  let resist = 0;
  let electricity = 0;
  for (const [index, passes] of flow.passes.entries()) {
    const each = exposures[index] as ExposureCost;
    scanner += passes * each.scanner;
    track += passes * each.track;
    resist += passes * each.resist;
    electricity += passes * each.electricity;
  }
  const built = moduleCost({ flow, steps, modules: table });
  const etch = flow.masks * steps.etch;
  const spacer = flow.spacers * steps.spacer;
  const patternClean = (flow.masks + flow.spacers) * steps.clean;
  const metrology = flow.masks * steps.metrology;
  const patterning = scanner + track + resist + electricity + etch + spacer + patternClean + metrology;
  const parts = {
    scanner,
    track,
    resist,
    electricity,
    etch,
    spacer,
    clean: patternClean + built.clean,
    metrology,
    deposition: built.deposition,
    polish: built.polish,
    implant: built.implant,
    base: built.base,
  };
  let binding = 'base';
  let most: number = built.base;
  for (const [name, value] of Object.entries(parts)) {
    if (value > most) {
      most = value;
      binding = name;
    }
  }
  const usd = (value: number): Quantity<'USD/wafer'> => quantity(value, 'USD/wafer');
  return {
    scanner: usd(scanner),
    track: usd(track),
    resist: usd(resist),
    electricity: usd(electricity),
    etch: usd(etch),
    spacer: usd(spacer),
    clean: usd(parts.clean),
    metrology: usd(metrology),
    deposition: built.deposition,
    polish: built.polish,
    implant: built.implant,
    base: built.base,
    total: usd(patterning + built.total),
    patterning: usd(patterning),
    binding,
  };
};
