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
  /** Where no fact is meant but an attribute. */
  readonly attribute?: string;
  readonly expected?: string;
  readonly received?: string;
}

/** The things among which one is judged, and what is usual among them, each worked out once. */
export interface Peers {
  readonly byId: ReadonlyMap<string, Thing>;
  readonly accelerators: readonly Thing[];
  /** Yuan for a dollar, where the catalogue has it. */
  readonly yuan: number | undefined;
  readonly ranked: Map<string, Ranking>;
  readonly classes: Map<number, Class>;
}

/** Figures from the least to the greatest, and where that of each chip stands. */
interface Ranking {
  readonly figures: readonly Figure[];
  readonly places: ReadonlyMap<string, number>;
}

/** What one chip has of something. */
interface Figure {
  readonly id: string;
  readonly amount: number;
}

/** @param things everything in the catalogue */
export const peersOf = (things: readonly Thing[]): Peers => ({
  byId: new Map(things.map((thing) => [thing.id, thing])),
  accelerators: things.filter((thing) => thing.kind === 'accelerator'),
  yuan: middleOf(things.flatMap((thing) => values(thing, 'exchangeRate'))),
  ranked: new Map(),
  classes: new Map(),
});

/** One rule: what it finds in a thing. */
export type Rule = (thing: Thing, peers: Peers) => readonly Finding[];

/**
 * How far a figure may lie from what is usual before it is called an error. These are judgements about slips that were
 * seen in public tables (totals of eight-chip systems, sparse peaks, a digit too many), wide enough for every real part.
 */
const tolerance = {
  /** A digit too many. */
  class: 10,
  /** A total of eight chips passes for one; the greatest step of one generation doubled. */
  time: 2,
  /** Years in which chips double. */
  doubling: 2,
  /** A chip of long before has the right to be small, down to this part of the later ones. */
  earlier: 0.5,
  /** Over twice the rate of BF16, for figures that are rounded. */
  eightBit: 1.1,
  /** Its silicon gives twice as much only with sparsity. */
  silicon: 1.4,
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
const farFromClass: Rule = (thing, peers) =>
  comparedFacts(thing).flatMap((fact) => {
    const usual = usualOf(thing, peers, fact, (other) => typical(other, fact));
    if (usual === undefined) return [];
    const far = (statement: FactValue): boolean => {
      const amount = inDollars(statement, peers);
      return (
        amount > usual * (fact === 'price' ? tolerance.price : tolerance.class) || (fact === 'price' && amount < usual / tolerance.class)
      );
    };
    return wrong(thing, fact, 'lint/far-from-class', far, written(usual));
  });

/** More than twice what any chip of its time has, where chips double every two years: the total of a system, or a digit too many. */
const beyondItsTime: Rule = (thing, peers) =>
  comparedFacts(thing)
    .filter((fact) => fact !== 'price' && !otherUnits.has(fact))
    .flatMap((fact) => {
      const most = mostAtTime(thing, peers, fact);
      return most === undefined ? [] : beyond(thing, fact, most, tolerance.time, 'lint/beyond-its-time');
    });

const comparedFacts = (thing: Thing): readonly string[] =>
  thing.kind === 'accelerator' ? Object.keys(thing.facts).filter((fact) => compared.has(fact) || fact.startsWith('peak')) : [];

/** Rates that a maker gives to its units or not at all, however new the chip: they have no trend. */
const otherUnits: ReadonlySet<string> = new Set(['peakFp64', 'peakFp32']);

const compared: ReadonlySet<string> = new Set(['memory', 'memoryBandwidth', 'scaleUpBandwidth', 'scaleOutBandwidth', 'power', 'price']);

/** More bandwidth than stacks of its memory generation, or of any where it is not named, can give for its capacity. */
const bandwidthBeyondMemory: Rule = (thing, peers) => {
  const capacity = typical(thing, 'memory');
  if (thing.kind !== 'accelerator' || capacity === undefined) return [];
  const stacks = memoriesOf(thing, peers).flatMap((generation) =>
    values(generation, 'bandwidth').flatMap((bandwidth) => values(generation, 'capacity').map((bytes) => bandwidth / bytes)),
  );
  if (stacks.length === 0) return [];
  const most = Math.max(...stacks) * capacity;
  return beyond(thing, 'memoryBandwidth', most, tolerance.bandwidthPerByte, 'lint/bandwidth-beyond-memory');
};

/** More arithmetic for its power than its process gives: the power of an older or smaller part. */
const powerTooLow: Rule = (thing, peers) => {
  const peak = typical(thing, 'peakBf16');
  const usual = usualOf(thing, peers, 'efficiency', (other) => ratio(typical(other, 'peakBf16'), typical(other, 'power')));
  if (peak === undefined || usual === undefined) return [];
  return below(thing, 'power', peak / usual, tolerance.efficiency, 'lint/power-too-low');
};

/** More heat from its silicon than any other chip carries off: the power of a system divided wrongly. */
const powerTooHigh: Rule = (thing, peers) => {
  const area = typical(thing, 'logicArea');
  if (area === undefined || thing.kind !== 'accelerator') return [];
  const figures = ranked(peers, 'flux', peers.accelerators, (other) => ratio(typical(other, 'power'), typical(other, 'logicArea')));
  const most = greatest(figures, thing);
  if (most === undefined) return [];
  return beyond(thing, 'power', most * area, tolerance.heat, 'lint/power-too-high');
};

/** BF16 at more than twice the rate of TF32: the peak with structured sparsity. */
const sparsePeak: Rule = (thing) => {
  const tf32 = values(thing, 'peakTf32');
  if (tf32.length === 0) return [];
  const most = Math.max(...tf32) * 2;
  return beyond(thing, 'peakBf16', most, tolerance.rate, 'lint/sparse-peak');
};

/** More BF16 from its silicon than any chip of its process or an older one draws: the peak with structured sparsity. */
const peakBeyondSilicon: Rule = (thing, peers) => {
  const area = typical(thing, 'logicArea');
  const node = typical(thing, 'nodeClass');
  if (thing.kind !== 'accelerator' || area === undefined || node === undefined) return [];
  const ranking = ranked(peers, `silicon ${node}`, peers.accelerators, (other) =>
    (typical(other, 'nodeClass') ?? 0) < node / tolerance.neighbour
      ? undefined
      : ratio(typical(other, 'peakBf16'), typical(other, 'logicArea')),
  );
  const most = greatest(ranking, thing);
  return most === undefined ? [] : beyond(thing, 'peakBf16', most * area, tolerance.silicon, 'lint/peak-beyond-silicon');
};

/** BF16 faster than FP16, where both are stated: they run at one rate. */
const unlikeFp16: Rule = (thing) => {
  const fp16 = (thing.facts['peakBf16'] ?? []).flatMap(({ precision, value }) => (precision === 'fp16' ? [median(value)] : []));
  if (fp16.length === 0) return [];
  return beyond(thing, 'peakBf16', Math.max(...fp16), tolerance.rate, 'lint/bf16-above-fp16');
};

/**
 * An eight-bit peak above twice the BF16 one: a sparse peak, or a digit too many. Some chips do have up to four times
 * (Trainium 3 in FP8, MLU370 in INT8), because their BF16 is weak: there eight bits give no more for the power than usual.
 */
const eightBitBeyondBf16: Rule = (thing, peers) => {
  const bf16 = values(thing, 'peakBf16');
  const power = typical(thing, 'power');
  if (thing.kind !== 'accelerator' || bf16.length === 0) return [];
  const twice = 2 * Math.max(...bf16);
  return ['peakFp8', 'peakInt8'].flatMap((fact) => {
    const usual = usualOf(thing, peers, `${fact} for power`, (other) => ratio(typical(other, fact), typical(other, 'power')));
    const weakBf16 = power === undefined || usual === undefined ? 0 : Math.min(2 * twice, usual * power);
    const most = Math.max(twice, weakBf16) * tolerance.eightBit;
    return wrong(thing, fact, 'lint/eight-bit-peak', ({ value }) => median(value) > most, written(twice));
  });
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

/** The rules on what a thing states, of which the first that finds a statement wrong speaks for it. */
export const statementRules: readonly Rule[] = [
  sparsePeak,
  unlikeFp16,
  eightBitBeyondBf16,
  peakBeyondSilicon,
  bandwidthBeyondMemory,
  farFromClass,
  beyondItsTime,
  powerTooHigh,
  utilisationAboveOne,
  clusterIsItsChips,
];

/** The rules on what follows from peaks: where a peak is wrong, they would blame its consequences. */
export const derivedRules: readonly Rule[] = [powerTooLow, tppIsPeakTimesBits, densityIsTppOverArea];

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

/** The figures of chips under a name that no other ranking has; none of a chip that does not count. */
const ranked = (peers: Peers, name: string, chips: readonly Thing[], of: (thing: Thing) => number | undefined): Ranking => {
  const made = peers.ranked.get(name);
  if (made !== undefined) return made;
  const figures = chips.flatMap((thing): Figure[] => {
    const amount = of(thing);
    return amount === undefined ? [] : [{ id: thing.id, amount }];
  });
  figures.sort((a, b) => a.amount - b.amount);
  const ranking = { figures, places: new Map(figures.map(({ id }, place) => [id, place])) };
  peers.ranked.set(name, ranking);
  return ranking;
};

/** How many other chips there are, and whether they are a class. */
const othersIn = ({ figures, places }: Ranking, { id }: Thing): number | undefined => {
  const others = figures.length - Number(places.has(id));
  return others < tolerance.peers ? undefined : others;
};

/** The greatest figure of the other chips. */
const greatest = (ranking: Ranking, thing: Thing): number | undefined =>
  othersIn(ranking, thing) === undefined ? undefined : ranking.figures.findLast(({ id }) => id !== thing.id)?.amount;

/** The middle of what the other chips of its process have, of the neighbouring ones where those are too few, or of all. */
const usualOf = (thing: Thing, peers: Peers, name: string, of: (thing: Thing) => number | undefined): number | undefined => {
  if (thing.kind !== 'accelerator') return undefined;
  const { key, chips } = classOf(thing, peers);
  const ranking = ranked(peers, `${name} ${key}`, chips, of);
  const others = othersIn(ranking, thing);
  if (others === undefined) return undefined;
  const half = others >> 1;
  const place = ranking.places.get(thing.id) ?? others;
  return ranking.figures[place <= half ? half + 1 : half]?.amount;
};

interface Class {
  readonly key: string;
  /** With the chip itself. */
  readonly chips: readonly Thing[];
}

const classOf = (thing: Thing, peers: Peers): Class => {
  const own = typical(thing, 'nodeClass');
  if (own === undefined) return { key: 'all', chips: peers.accelerators };
  const made = peers.classes.get(own);
  if (made !== undefined) return made;
  const within = (factor: number): Class => ({
    key: `${own} ${factor}`,
    chips: peers.accelerators.filter((other) => {
      const node = typical(other, 'nodeClass');
      return node !== undefined && Math.max(node / own, own / node) <= factor;
    }),
  });
  const found = [1, tolerance.neighbour].map(within).find(({ chips }) => chips.length > tolerance.peers);
  const chosen = found ?? { key: 'all', chips: peers.accelerators };
  peers.classes.set(own, chosen);
  return chosen;
};

/** The greatest figure of the other chips, each brought to the date of one by the pace at which chips grow. */
const mostAtTime = (thing: Thing, peers: Peers, fact: string): number | undefined => {
  const released = yearOf(thing);
  const figures = ranked(peers, `time ${fact} ${released}`, peers.accelerators, (other) => {
    const amount = typical(other, fact);
    const year = yearOf(other);
    if (isPlanned(other)) return undefined;
    if (released === undefined) return amount;
    return amount === undefined || year === undefined
      ? undefined
      : amount * Math.max(tolerance.earlier, 2 ** ((released - year) / tolerance.doubling));
  });
  return greatest(figures, thing);
};

/** Not made yet: no measure for what is. */
export const isPlanned = ({ attributes }: Thing): boolean => /^(roadmap|proposed)/.test(attributes['status'] ?? '');

/** The year of its release, with the months as its parts. */
const yearOf = (thing: Thing): number | undefined => {
  const [year, month] = (thing.attributes['release'] ?? '').split('-').map(Number);
  return year === undefined || !(year > 0) ? undefined : year + (month === undefined ? 0.5 : (month - 1) / 12);
};

/** The stacked memory that the words of a chip name; all kinds where it has no words; none where they name another. */
const memoriesOf = (thing: Thing, peers: Peers): readonly Thing[] => {
  const words = thing.attributes['memoryType'];
  if (words === undefined) return generations.flatMap((name) => peers.byId.get(`hbm/${name}`) ?? []);
  const word = /^HBM\d?e?/i.exec(words)?.[0];
  const named = word === undefined ? undefined : peers.byId.get(`hbm/${word.toLowerCase()}`);
  return named === undefined ? [] : [named];
};

const generations = ['hbm2', 'hbm2e', 'hbm3', 'hbm3e', 'hbm4'];

/** Yuan at the middle of the exchange rates that the catalogue has: this compares magnitudes, not prices. */
const inDollars = ({ value, currency }: FactValue, { yuan }: Peers): number =>
  currency === 'CNY' && yuan !== undefined ? median(value) / yuan : median(value);

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
