import { join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isUnitId, type UnitId, unitOf } from '#quantity';

/**
 * Every function of the model floors must give the same physics in any units: when a base unit is rescaled, each
 * input and each output changes by the power of the scale that its declared unit says, and nothing else. Units are
 * read from the types, so that a new function is under this test without a line here.
 */
const floors = ['1-wafer', '2-die', '3-package', '4-accelerator', '5-cluster', '6-run', '7-cost', '8-market', '9-policy'];

/** Counts are not measured: there is no half unit of a die. */
const bases = ['m', 's', 'J', 'FLOP', 'B', 'USD', 'gCO2'] as const;

/** Functions whose definition itself is stated in a unit, with the reason. */
const definedInUnits: Readonly<Record<string, { readonly bases: readonly string[]; readonly because: string }>> = {
  trainingFlop: { bases: ['FLOP'], because: 'a multiply-add is two FLOP by definition' },
  memoryNeed: { bases: ['B'], because: 'activations are counted in bytes of a stated number format' },
  totalProcessingPerformance: { bases: ['FLOP', 's'], because: 'the rule counts tera-operations per second' },
  acceleratorFromDie: {
    bases: ['m', 's', 'J', 'FLOP', 'B'],
    because: 'its fitted constants stand in a record of their own; a test beside it rescales them',
  },
  accelerator: { bases: ['FLOP', 's'], because: 'its TPP is counted so by the rule' },
  anchoredModel: { bases: ['FLOP'], because: 'a parameter takes six FLOP for a token by definition' },
  optimalModel: { bases: ['FLOP'], because: 'a parameter takes six FLOP for a token by definition' },
  flopForLoss: { bases: ['FLOP'], because: 'a parameter takes six FLOP for a token by definition' },
  overTraining: { bases: ['FLOP'], because: 'a parameter takes six FLOP for a token by definition' },
  servingMemory: { bases: ['B'], because: 'weights and cache are counted in bytes of stated number formats' },
  servingRate: { bases: ['FLOP', 'B', 's'], because: 'its rates are those of chip and network, which stand in records of their own' },
  collectiveTime: { bases: ['B', 's'], because: 'its links are figures of the network, which a test of its own rescales' },
  fastestCollective: { bases: ['B', 's'], because: 'its links are figures of the network, which a test of its own rescales' },
  gatherInTurn: { bases: ['B', 's'], because: 'its links are figures of the network, which a test of its own rescales' },
  runSurvival: { bases: ['B', 's'], because: 'its cluster stands in a record of its own; a test beside it rescales it' },
  keptShare: { bases: ['B', 's'], because: 'its cluster stands in a record of its own; it is held against `runSurvival`' },
};

const pair = { size: 2, stride: 1, members: Float64Array.of(2), outermost: 0 };
const links = {
  tiers: [{ size: Number.POSITIVE_INFINITY, bandwidth: 1e9, latency: 1e-6, efficiency: 0.8, halfSize: 1e6, reducing: 0 }],
};

/** A law of plain numbers, and the runs, models and chips that others ask for. */
const law = { irreducible: 1.8, parameterScale: 480, parameterExponent: 0.35, tokenScale: 2100, tokenExponent: 0.37 };
const finalRun = { flop: 1e24, chips: 1000, time: 1000, peak: 1e15 };
const empty = { hidden: 1, vocabulary: 1, embeddingWidth: 1, tiedEmbeddings: true, kinds: [], pattern: [] };
const copy = { ranks: 1, tensor: 1, precision: 'bf16', weightBytes: 2, cacheBytes: 2, overlap: false };
const noOverhead = { context: 0, fragmentation: 0 };
/** A cluster on which jobs fail now and then. */
const cluster = {
  chipsPerNode: 8,
  failureRate: 0.004,
  ratedChips: 8,
  chipFailureShare: 0.6,
  networkFailureShare: 0.1,
  softwareFailureShare: 0.1,
  detectionTime: 180,
  restartTime: 300,
  manualShare: 0.03,
  manualRestartTime: 7200,
  checkpointOverhead: 3,
  checkpointState: 14,
  storageRate: 1e8,
  hostRate: 1e10,
  peerInterval: 30,
  peerOverhead: 0.01,
  peerLostShare: 0.04,
  repairTime: 1e5,
  slowShare: 0.005,
  slowdown: 0.06,
};

/** A package of nothing: what it costs all the same must be in the units of what it is given. */
const bare = {
  technology: 'organic',
  dies: [],
  memory: [],
  links: [],
  substrate: { ratio: 4, maxArea: 1e4, costPerArea: 0, layerFactor: 1, bondYield: 1 },
};

/** Inputs that are not quantities. */
const plain: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accelerator: { precision: 'bf16' },
  expectedLoss: { law },
  optimalModel: { law },
  flopForLoss: { law },
  overTraining: { law },
  effectiveCompute: { gains: { by: 'measures', factors: [2, 3] } },
  decomposeRuns: { first: finalRun, second: { ...finalRun, flop: 2e24 }, claimed: { first: 2000, second: 1000 } },
  servingMemory: { architecture: empty, plan: copy, overhead: noOverhead, context: 1 },
  servingRate: {
    architecture: empty,
    plan: copy,
    overhead: noOverhead,
    network: links,
    chip: { peak: 1e15, formatPeak: 1e15, memory: 1e11, memoryBandwidth: 1e12, matrixShare: 0.8 },
    constants: { memoryShare: 0.9, traffic: 1, grouped: 1, passes: 1, attention: 0.6, exposed: 1, layerOverhead: 1e-5, imbalance: 1 },
    input: 10,
    output: 10,
    sequences: 1,
  },
  purchase: { acquire: 'buy' },
  ruleStatus: { legs: [] },
  nearestLine: { legs: [], status: { outcome: 'free' } },
  acceleratorFromDie: {
    capability: { referenceDensity: 100, peakPerTransistor: 6000, peakExponent: 0, energyPerFlop: 1e-12, energyExponent: 0 },
  },
  runSurvival: { cluster, checkpoint: 'async' },
  keptShare: { cluster, checkpoint: 'async' },
  packageCost: { parts: [] },
  designCost: { products: [] },
  designPackage: bare,
  packageCarbon: { design: { ...bare, finalCoverage: 1, burnInYield: 1, diameter: 300, edgeExclusion: 3, street: 0.1 }, wafers: [] },
  waferDefects: { dies: [], uniform: () => 0.5 },
  simulateGoodput: { failures: 400, uniform: (index: number) => ((index + 1) * 0.618_033_988_75) % 1 },
  dieYield: { model: { kind: 'murphy' } },
  impliedDefectDensity: { model: { kind: 'murphy' } },
  semianalysisDies: { model: { kind: 'murphy' } },
  layeredYield: { layers: [] },
  binSplit: { bins: [] },
  salvageYieldByQuadrature: { nodes: 32 },
  collectiveTime: { kind: 'all-reduce', placement: pair, network: links },
  fastestCollective: { kind: 'all-reduce', placement: pair, network: links },
  gatherInTurn: { placement: pair, network: links, owners: 2 },
};

/** A wide but sane range of values for a unit, in that unit. */
const ranges: Partial<Record<UnitId, readonly [number, number]>> = {
  '1': [0.05, 0.9],
  mm: [1, 30],
  mm2: [10, 800],
  '/cm2': [0.01, 1],
  '1/node-d': [1e-4, 1e-2],
  '1/yr': [0.1, 1],
  s: [10, 1000],
  d: [10, 100],
  node: [1, 2000],
  stack: [1, 8],
  die: [1, 8],
};
/** Arguments whose sane range is narrower than that of their unit. */
const special: Readonly<Record<string, readonly [number, number]>> = {
  diameter: [200, 300],
  edgeExclusion: [1, 5],
  street: [0.05, 0.3],
  clustering: [0.5, 10],
  cores: [4, 100],
  maxBad: [0, 3],
  experimentFactor: [1, 4],
  serverOverhead: [1.1, 2],
  serverPowerFactor: [1.1, 2],
  pue: [1.05, 2],
  bondYield: [0.9, 0.999],
  age: [0, 5],
};

interface ModelFunction {
  readonly name: string;
  readonly call: (input: unknown) => unknown;
  readonly inputs: Readonly<Record<string, UnitId>>;
  readonly result: UnitId | Readonly<Record<string, UnitId>>;
}

const root = join(import.meta.dirname, '..');

const unitOfType = (checker: ts.TypeChecker, type: ts.Type): UnitId | undefined => {
  const parts = type.isUnion() ? type.types : [type];
  for (const part of parts) {
    const [argument] = part.aliasSymbol?.name === 'Quantity' ? (part.aliasTypeArguments ?? []) : [];
    if (argument?.isStringLiteral() && isUnitId(argument.value)) return argument.value;
  }
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  const named = /^Quantity<["']([^"']+)["']>(?: \| undefined)?$/.exec(text)?.[1];
  return named !== undefined && isUnitId(named) ? named : undefined;
};

const unitsOf = (checker: ts.TypeChecker, type: ts.Type): Record<string, UnitId> => {
  const units: Record<string, UnitId> = {};
  for (const property of checker.getPropertiesOfType(type)) {
    const unit = unitOfType(checker, checker.getTypeOfSymbol(property));
    if (unit !== undefined) units[property.name] = unit;
  }
  return units;
};

const modelFunctions = async (): Promise<ModelFunction[]> => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const files = floors.map((floor) => join(root, 'model', floor, 'index.ts'));
  const program = ts.createProgram(files, config?.options ?? {});
  const checker = program.getTypeChecker();
  const found: ModelFunction[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    const module = (await import(file)) as Record<string, unknown>;
    for (const exported of symbol ? checker.getExportsOfModule(symbol) : []) {
      const call = module[exported.name];
      if (typeof call !== 'function') continue;
      const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const [signature] = checker.getTypeOfSymbol(target).getCallSignatures();
      const [parameter] = signature?.getParameters() ?? [];
      if (signature === undefined || parameter === undefined) continue;
      const inputs = unitsOf(checker, checker.getTypeOfSymbol(parameter));
      const returned = checker.getReturnTypeOfSignature(signature);
      const result = unitOfType(checker, returned) ?? unitsOf(checker, returned);
      if (Object.keys(inputs).length > 0) found.push({ name: exported.name, call: call as ModelFunction['call'], inputs, result });
    }
  }
  return found;
};

const power = (unit: UnitId, base: string): number => (unitOf(unit).dimension as Readonly<Record<string, number>>)[base] ?? 0;

const functions = await modelFunctions();

describe('homogeneity', () => {
  it('finds the functions of every floor', () => {
    const names = functions.map(({ name }) => name);
    for (const name of [
      'processedWafer',
      'goodDie',
      'goodPackage',
      'accelerator',
      'clusterPower',
      'goodput',
      'trainingTime',
      'finalRunCost',
      'facilityCost',
      'priceAtStart',
      'ruleStatus',
    ]) {
      expect(names).toContain(name);
    }
  });

  it.each(functions)('$name gives the same physics in any units', ({ name, call, inputs, result }) => {
    const draw = fc.record(
      Object.fromEntries(
        Object.entries(inputs).map(([key, unit]) => {
          const [min, max] = special[key] ?? ranges[unit] ?? [1, 1000];
          const whole = ['chip', 'node', 'die', 'stack'].includes(unit);
          return [key, whole ? fc.integer({ min: Math.ceil(min), max }) : fc.double({ min, max, noNaN: true })];
        }),
      ),
    );
    const exempt = definedInUnits[name]?.bases ?? [];
    fc.assert(
      fc.property(
        draw,
        fc.constantFrom(...bases.filter((base) => !exempt.includes(base))),
        fc.constantFrom(0.25, 2, 1024),
        (values, base, scale) => {
          const rescaled = Object.fromEntries(
            Object.entries(values).map(([key, value]) => [key, value * scale ** power(inputs[key] ?? '1', base)]),
          );
          const before = call({ ...plain[name], ...values });
          const after = call({ ...plain[name], ...rescaled });
          const units = typeof result === 'string' ? { value: result } : result;
          const [one, two] = typeof result === 'string' ? [{ value: before }, { value: after }] : [before, after];
          for (const [key, unit] of Object.entries(units)) {
            const expected = (one as Record<string, number | undefined>)[key];
            const actual = (two as Record<string, number | undefined>)[key];
            if (expected === undefined) expect(actual).toBeUndefined();
            else
              expect(
                Math.abs((actual ?? Number.NaN) / (expected * scale ** power(unit, base)) - 1) < 1e-9 || actual === expected,
                `${key}: ${expected} became ${actual}`,
              ).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
