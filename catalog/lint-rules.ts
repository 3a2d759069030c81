import { formatInterval, formatQuantity, secondsPerHour } from '#quantity';
import { median } from '#uncertainty';
import type { FactValue, Thing } from './catalog.ts';

/** A statement that cannot be right, and what would be. */
export interface Finding {
  readonly code: string;
  readonly thing: string;
  /** Absent where the whole thing is meant. */
  readonly fact?: string;
  readonly index?: number;
  readonly expected?: string;
  readonly received?: string;
}

/** The things among which one is judged. */
export interface Peers {
  readonly things: readonly Thing[];
  readonly byId: ReadonlyMap<string, Thing>;
}

/** One rule: what it finds in a thing. */
export type Rule = (thing: Thing, peers: Peers) => readonly Finding[];

/**
 * How far a figure may lie from what is usual before it is called an error. These are judgements about slips that were
 * seen in public tables (totals of eight-chip systems, sparse peaks, a digit too many), wide enough for every real part.
 */
const tolerance = {
  /** A digit too many. */
  class: 10,
  /** The price of a server of eight passes for that of a chip. */
  price: 6,
  /** A total of eight chips passes for one; a new memory generation doubles. */
  bandwidthPerByte: 1.6,
  /** Twice is the sparse figure. */
  rate: 1.2,
  efficiency: 2.5,
  /** Rounded figures of one sheet. */
  rounding: 0.01,
  heat: 1.2,
  /** With hosts, network and cooling. */
  powerPerChip: 5,
  /** One generation of processes. */
  neighbour: 1.5,
  /** Fewer peers than these are no class. */
  peers: 4,
} as const;

/** Operations over a dense peak of the format that gives each peak, in bits as the export rules count them. */
const bits: Readonly<Record<string, number>> = {
  peakFp64: 64,
  peakFp32: 32,
  peakBf16: 16,
  peakFp8: 8,
  peakInt8: 8,
  peakFp6: 6,
  peakFp4: 4,
};
const tera = 1e12;

/** A peak, a bandwidth or a power ten times that of the chips of its class, or a price far from theirs: often the total of a system. */
const farFromClass: Rule = (thing, peers) => {
  if (thing.kind !== 'accelerator') return [];
  return Object.keys(thing.facts)
    .filter((fact) => compared.has(fact) || fact.startsWith('peak'))
    .flatMap((fact) => {
      const others = classOf(thing, peers).flatMap((other) => typical(other, fact) ?? []);
      const usual = middle(others);
      if (usual === undefined) return [];
      const far = (statement: FactValue): boolean => {
        const amount = inDollars(statement, peers);
        return (
          amount > usual * (fact === 'price' ? tolerance.price : tolerance.class) || (fact === 'price' && amount < usual / tolerance.class)
        );
      };
      return wrong(thing, fact, 'lint/far-from-class', far, written(usual));
    });
};

const compared: ReadonlySet<string> = new Set(['memory', 'memoryBandwidth', 'scaleUpBandwidth', 'scaleOutBandwidth', 'power', 'price']);

/** More bandwidth than stacks of its memory generation can give for its capacity. */
const bandwidthBeyondMemory: Rule = (thing, peers) => {
  const generation = memoryOf(thing, peers);
  const capacity = typical(thing, 'memory');
  if (generation === undefined || capacity === undefined) return [];
  const stacks = values(generation, 'bandwidth').flatMap((bandwidth) => values(generation, 'capacity').map((bytes) => bandwidth / bytes));
  if (stacks.length === 0) return [];
  const most = Math.max(...stacks) * capacity;
  return beyond(thing, 'memoryBandwidth', most, tolerance.bandwidthPerByte, 'lint/bandwidth-beyond-memory');
};

/** More arithmetic for its power than its process gives: the power of an older or smaller part. */
const powerTooLow: Rule = (thing, peers) => {
  const peak = typical(thing, 'peakBf16');
  const usual = middle(classOf(thing, peers).flatMap((other) => ratio(typical(other, 'peakBf16'), typical(other, 'power')) ?? []));
  if (peak === undefined || usual === undefined) return [];
  return below(thing, 'power', peak / usual, tolerance.efficiency, 'lint/power-too-low');
};

/** More heat from its silicon than any other chip carries off: the power of a system divided wrongly. */
const powerTooHigh: Rule = (thing, peers) => {
  const area = typical(thing, 'logicArea');
  const others = accelerators(peers).filter((other) => other.id !== thing.id);
  const fluxes = others.flatMap((other) => ratio(typical(other, 'power'), typical(other, 'logicArea')) ?? []);
  if (area === undefined || thing.kind !== 'accelerator' || fluxes.length < tolerance.peers) return [];
  const most = Math.max(...fluxes) * area;
  return beyond(thing, 'power', most, tolerance.heat, 'lint/power-too-high');
};

/** BF16 at more than twice the rate of TF32: the peak with structured sparsity. */
const sparsePeak: Rule = (thing) => {
  const tf32 = values(thing, 'peakTf32');
  if (tf32.length === 0) return [];
  const most = Math.max(...tf32) * 2;
  return beyond(thing, 'peakBf16', most, tolerance.rate, 'lint/sparse-peak');
};

/** Total processing performance that is not the greatest dense peak times its bits. */
const tppIsPeakTimesBits: Rule = (thing) => {
  const peaks = Object.entries(bits).flatMap(([fact, width]) => {
    const stated = values(thing, fact).map((peak) => (peak / tera) * width);
    return stated.length === 0 ? [] : [{ low: Math.min(...stated), high: Math.max(...stated) }];
  });
  if (peaks.length === 0) return [];
  const low = Math.max(...peaks.map((peak) => peak.low));
  const high = Math.max(...peaks.map((peak) => peak.high));
  return outside(thing, 'tpp', low, high, 'lint/tpp');
};

/** Performance density that is not total processing performance over die area. */
const densityIsTppOverArea: Rule = (thing) => {
  const tpps = values(thing, 'tpp');
  const areas = values(thing, 'logicArea');
  if (tpps.length === 0 || areas.length === 0) return [];
  return outside(
    thing,
    'performanceDensity',
    Math.min(...tpps) / Math.max(...areas),
    Math.max(...tpps) / Math.min(...areas),
    'lint/performance-density',
  );
};

/** More useful arithmetic than the accelerators can do in the hours: hours of a part, or of a trillion tokens. */
const utilisationAboveOne: Rule = (thing, { byId }) => {
  const chip = byId.get(thing.attributes['accelerator'] ?? '');
  const parameters = typical(thing, 'activeParameters') ?? typical(thing, 'parameters');
  const tokens = typical(thing, 'tokens');
  const peak = chip && typical(chip, 'peakBf16');
  if (thing.kind !== 'model' || parameters === undefined || tokens === undefined || peak === undefined) return [];
  const hours = (6 * parameters * tokens) / peak / secondsPerHour;
  return below(thing, 'chipHours', hours, 1, 'lint/utilisation-above-one');
};

/** A cluster whose performance is not that of its chips: sparse figures, or servers counted as chips. */
const clusterIsItsChips: Rule = (thing, { byId }) => {
  const chip = byId.get(thing.attributes['accelerator'] ?? '');
  const chips = typical(thing, 'chips');
  if (thing.kind !== 'cluster' || chip === undefined || chips === undefined) return [];
  const peak = typical(chip, 'peakBf16');
  const power = typical(chip, 'power');
  return [
    ...(peak === undefined ? [] : beyond(thing, 'peakBf16', peak * chips, tolerance.rate, 'lint/cluster-peak')),
    ...(power === undefined ? [] : beyond(thing, 'power', power * chips, tolerance.powerPerChip, 'lint/cluster-power')),
  ];
};

/** Every rule. */
export const rules: readonly Rule[] = [
  farFromClass,
  bandwidthBeyondMemory,
  powerTooLow,
  powerTooHigh,
  sparsePeak,
  tppIsPeakTimesBits,
  densityIsTppOverArea,
  utilisationAboveOne,
  clusterIsItsChips,
];

const values = (thing: Thing, fact: string): number[] => (thing.facts[fact] ?? []).map(({ value }) => median(value));

/** A value as a file would state it in place of another. */
const written =
  (value: number) =>
  ({ unit, precision }: FactValue): string =>
    formatQuantity(value, unit, precision === undefined ? {} : { precision });

/** The middle of what is said of a fact. */
const typical = (thing: Thing, fact: string): number | undefined => middleOf(values(thing, fact));

const ratio = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;

const middleOf = (numbers: readonly number[]): number | undefined => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const middle = (numbers: readonly number[]): number | undefined => (numbers.length < tolerance.peers ? undefined : middleOf(numbers));

const accelerators = (peers: Peers): readonly Thing[] => peers.things.filter((thing) => thing.kind === 'accelerator');

/** The other chips of its process, of the neighbouring ones where those are too few, or of all. */
const classOf = (thing: Thing, peers: Peers): readonly Thing[] => {
  if (thing.kind !== 'accelerator') return [];
  const others = accelerators(peers).filter((other) => other.id !== thing.id);
  const own = typical(thing, 'nodeClass');
  if (own === undefined) return others;
  const within = (factor: number): readonly Thing[] =>
    others.filter((other) => {
      const node = typical(other, 'nodeClass');
      return node !== undefined && Math.max(node / own, own / node) <= factor;
    });
  return [within(1), within(tolerance.neighbour), others].find((group) => group.length >= tolerance.peers) ?? others;
};

/** The stacked memory that the words of a chip name. */
const memoryOf = (thing: Thing, peers: Peers): Thing | undefined => {
  const word = /^HBM\d?e?/i.exec(thing.attributes['memoryType'] ?? '')?.[0];
  return word === undefined ? undefined : peers.byId.get(`hbm/${word.toLowerCase()}`);
};

/** Yuan at the middle of the exchange rates that the catalogue has: this compares magnitudes, not prices. */
const inDollars = (statement: FactValue, peers: Peers): number => {
  const amount = median(statement.value);
  if (statement.currency !== 'CNY') return amount;
  const rate = middleOf(peers.things.flatMap((thing) => values(thing, 'exchangeRate')));
  return rate === undefined ? amount : amount / rate;
};

/** A finding for each statement of a fact that is wrong, with what would be right. */
const wrong = (
  thing: Thing,
  fact: string,
  code: string,
  isWrong: (statement: FactValue) => boolean,
  right: (statement: FactValue) => string,
): Finding[] =>
  (thing.facts[fact] ?? []).flatMap((statement, index) =>
    isWrong(statement) ? [{ code, thing: thing.id, fact, index, expected: right(statement), received: statement.text }] : [],
  );

const outside = (thing: Thing, fact: string, low: number, high: number, code: string): Finding[] =>
  wrong(
    thing,
    fact,
    code,
    ({ value }) => median(value) < low * (1 - tolerance.rounding) || median(value) > high * (1 + tolerance.rounding),
    ({ unit }) => formatInterval(low, high, unit),
  );

const beyond = (thing: Thing, fact: string, usual: number, factor: number, code: string): Finding[] =>
  wrong(thing, fact, code, ({ value }) => median(value) > usual * factor, written(usual));

const below = (thing: Thing, fact: string, usual: number, factor: number, code: string): Finding[] =>
  wrong(thing, fact, code, ({ value }) => median(value) < usual / factor, written(usual));
