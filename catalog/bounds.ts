/** Least and greatest value that a fact of this name can have, whatever its source says; `above`: the middle must lie above the least. */
export interface Bounds {
  readonly low: number;
  readonly above?: boolean;
  readonly high?: number;
}

const positive: Bounds = { low: 0, above: true };
const atLeastZero: Bounds = { low: 0 };
const share: Bounds = { low: 0, above: true, high: 1 };
const shareOrNone: Bounds = { low: 0, high: 1 };
const factor: Bounds = { low: 1 };

const named: Readonly<Record<string, Bounds>> = {
  yield: share,
  bondYield: share,
  tsvYield: share,
  stitchYield: share,
  placementYield: share,
  mfu: share,
  utilisation: share,
  availability: share,
  capexShare: share,
  electricityShare: share,
  volumeShare: shareOrNone,
  levy: shareOrNone,
  share: shareOrNone,
  pue: factor,
  serverPowerFactor: factor,
  serverOverhead: factor,
  // What a thing may lack altogether.
  denseLayers: atLeastZero,
  sharedExperts: atLeastZero,
  experts: atLeastZero,
  qLora: atLeastZero,
  euvLayers: atLeastZero,
  immersionExposures: atLeastZero,
  carbonIntensity: atLeastZero,
  emissions: atLeastZero,
  stock: atLeastZero,
  scaleUpBandwidth: atLeastZero,
  hbmStacks: atLeastZero,
  // A module may take no step of a kind, and light may leave no defect that counts.
  depositions: atLeastZero,
  polishes: atLeastZero,
  implants: atLeastZero,
  cleans: atLeastZero,
  defectsPerExposure: atLeastZero,
  efficiency: share,
  rank: { low: -1, high: 1 },
};

/** Constants of the model mean different things under one name: an elasticity may be negative. */
const free: ReadonlySet<string> = new Set(['parameter.value', 'parameter.rate']);

/**
 * The bounds of a fact by kind and name; undefined where any number can be right.
 *
 * @param kind kind of the thing
 * @param fact name of the fact
 */
export const boundsOf = (kind: string, fact: string): Bounds | undefined => {
  if (free.has(`${kind}.${fact}`)) return undefined;
  if (kind === 'parameter') return atLeastZero;
  return named[fact] ?? positive;
};
