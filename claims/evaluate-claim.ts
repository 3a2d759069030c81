import type { Catalog, Thing } from '#catalog';
import { kinds } from '#catalog';
import { type Checked, type Issue, parseQuantity, type UnitId, unitOf } from '#quantity';
import type { ClaimAnswer, ClaimBreakEven, DecidingInput, ReadingAnswer, Verdict } from '#report';
import { leverByPath, rangeOf } from '#scenario';
import { crossings, median, spearman } from '#uncertainty';
import type { Claim, Filter, Reading } from './claim.ts';
import { type Judged, judgeCausal, judgeQuantity, judgeRank, overall } from './judge.ts';
import { type Evaluated, evaluateExpression, failed, type ScenarioUse, sourcesOf, type Workbench } from './workbench.ts';
import { type Tolerated, tolerated } from './written-form.ts';

type Kind<K extends Reading['kind']> = Extract<Reading, { readonly kind: K }>;

/** Where a chain of inputs has less than this in common with a figure, none of them decides it. */
const leastShare = 0.02;

const days = 86_400_000;
/** Further apart two dates are two events. */
const daysApart = 2;

const samplingOf = (bench: Workbench): string => `--samples ${bench.samples} --seed ${bench.seed}`;

const quoted = (text: string): string => (/^[\w./=+-]+$/.test(text) ? text : `'${text}'`);

const commandsOf = (evaluated: readonly Evaluated[], bench: Workbench): readonly string[] => {
  const runs = evaluated.flatMap(({ scenarios }) => scenarios);
  const run = ({ name, set }: ScenarioUse): string =>
    ['chokepoint run', name, ...set.flatMap((each) => ['--set', quoted(each)]), samplingOf(bench)].join(' ');
  return [...new Set([...runs.map(run), ...evaluated.flatMap(({ commands }) => commands)])];
};

/** The lever that has most in common with a figure, over all scenarios that it is made from. */
const decidingOf = (values: Float64Array, evaluated: readonly Evaluated[], bench: Workbench): DecidingInput | undefined => {
  const finite = (value: number): boolean => Number.isFinite(value);
  if (!values.every(finite) || values.every((value) => value === values[0])) return undefined;
  let best: DecidingInput | undefined;
  for (const use of usesOf(evaluated)) {
    for (const { path, values: column } of bench.draws(use)) {
      const share = spearman(column, values) ** 2;
      const lever = leverByPath.get(path);
      if (lever !== undefined && share >= leastShare && share > (best?.share ?? 0)) best = { path, label: lever.label, share };
    }
  }
  return best;
};

const usesOf = (evaluated: readonly Evaluated[]): readonly ScenarioUse[] => {
  const uses = evaluated.flatMap(({ scenarios }) => scenarios);
  return [...new Map(uses.map((use) => [[use.name, ...use.set].join(' '), use])).values()];
};

/** Sources behind a reading: those that it names, those of its facts, and those of the input that decides it. */
const sourcesBehind = (
  reading: Reading,
  evaluated: readonly Evaluated[],
  deciding: DecidingInput | undefined,
  bench: Workbench,
): readonly string[] => {
  const ofLever = usesOf(evaluated).flatMap((use) => {
    const opened = bench.scenario(use);
    return deciding !== undefined && opened.ok ? (opened.value.levers.get(deciding.path)?.sources ?? []) : [];
  });
  return [...new Set([...(reading.sources ?? []), ...evaluated.flatMap(({ sources }) => sources), ...ofLever])];
};

const turning = (
  turnedBy: NonNullable<Kind<'quantity'>['turnedBy']>,
  f: Evaluated['central'],
  targets: readonly number[],
  bench: Workbench,
): Checked<ClaimBreakEven> => {
  const lever = leverByPath.get(turnedBy.lever);
  const opened = bench.scenario({ name: turnedBy.in, set: [] });
  if (lever === undefined) return failed('claims/no-lever', turnedBy.lever);
  if (!opened.ok) return opened;
  const value = opened.value.levers.get(lever.path)?.value;
  const ends = turnedBy.range?.map((text) => parseQuantity(text, lever.unit));
  const [low, high] = (ends ?? []).map((end) => (end.ok && end.value.value.kind === 'point' ? end.value.value.value : undefined));
  const range = rangeOf(lever, value, low === undefined || high === undefined ? undefined : { low, high });
  if (range === undefined || value === undefined) return failed('claims/no-range', lever.path);
  const at = targets.flatMap((target) =>
    crossings({
      f: (x) => f({ lever: lever.path, in: turnedBy.in, value: x }),
      target,
      from: range.low,
      to: range.high,
      scale: range.scale,
      places: 129,
    }).map((crossing) => crossing.at),
  );
  return {
    ok: true,
    value: { path: lever.path, label: lever.label, unit: lever.unit, value, at: at.sort((a, b) => a - b), range: [range.low, range.high] },
  };
};

interface Parts {
  readonly judged: Judged;
  readonly values: Float64Array;
  readonly evaluated: readonly Evaluated[];
  readonly unit: UnitId;
  readonly claimed?: Tolerated;
  readonly breakEven?: ClaimBreakEven;
}

const answerOf = (reading: Reading, { judged, values, evaluated, unit, claimed, breakEven }: Parts, bench: Workbench): ReadingAnswer => {
  const deciding = decidingOf(values, evaluated, bench);
  return {
    id: reading.id,
    name: reading.name,
    kind: reading.kind,
    verdict: judged.verdict,
    probability: judged.probability,
    estimate: judged.estimate === undefined ? undefined : { ...judged.estimate, unit },
    claimed: claimed === undefined ? undefined : { low: claimed.low, high: claimed.high, unit, text: claimed.text },
    deciding,
    breakEven,
    examples: [],
    note: reading.note,
    missing: undefined,
    commands: commandsOf(evaluated, bench),
    sources: sourcesBehind(reading, evaluated, deciding, bench),
  };
};

const inUnit = (evaluated: Evaluated, unit: UnitId): Evaluated => {
  const { factor } = unitOf(unit);
  return { ...evaluated, values: evaluated.values.map((value) => value / factor), central: (moved) => evaluated.central(moved) / factor };
};

/** The bounds at which a verdict turns: the figure itself where it is meant two-sided, since its tolerance is only its rounding. */
const boundsOf = ({ low, high, at }: Tolerated): readonly number[] =>
  Number.isFinite(low) && Number.isFinite(high) ? [at] : [low, high].filter(Number.isFinite);

const withTurning = (
  turnedBy: Kind<'quantity'>['turnedBy'],
  central: Evaluated['central'],
  targets: readonly number[],
  bench: Workbench,
): Checked<{ readonly breakEven?: ClaimBreakEven }> => {
  if (turnedBy === undefined) return { ok: true, value: {} };
  const found = turning(turnedBy, central, targets, bench);
  return found.ok ? { ok: true, value: { breakEven: found.value } } : found;
};

const quantityReading = (reading: Kind<'quantity'> | Kind<'identity'>, bench: Workbench): Checked<ReadingAnswer> => {
  const claimed = tolerated(reading.claimed, reading.unit);
  const found = evaluateExpression(reading.value, bench);
  if (!claimed.ok) return claimed;
  if (!found.ok) return found;
  const evaluated = inUnit(found.value, reading.unit);
  const turned = withTurning('turnedBy' in reading ? reading.turnedBy : undefined, evaluated.central, boundsOf(claimed.value), bench);
  if (!turned.ok) return turned;
  const { values } = evaluated;
  const judged = judgeQuantity(values, claimed.value);
  return {
    ok: true,
    value: answerOf(
      reading,
      { judged, values, evaluated: [evaluated], unit: reading.unit, claimed: claimed.value, ...turned.value },
      bench,
    ),
  };
};

const causalReading = (reading: Kind<'causal'>, bench: Workbench): Checked<ReadingAnswer> => {
  const claimed = tolerated(reading.claimed, reading.unit);
  const found = evaluateExpression({ change: [reading.without, reading.with] }, bench);
  if (!claimed.ok) return claimed;
  if (!found.ok) return found;
  const evaluated = inUnit(found.value, reading.unit);
  const turned = withTurning(reading.turnedBy, evaluated.central, boundsOf(claimed.value), bench);
  if (!turned.ok) return turned;
  const { values } = evaluated;
  const judged = judgeCausal(values, claimed.value);
  return {
    ok: true,
    value: answerOf(
      reading,
      { judged, values, evaluated: [evaluated], unit: reading.unit, claimed: claimed.value, ...turned.value },
      bench,
    ),
  };
};

const rankReading = (reading: Kind<'rank'>, bench: Workbench): Checked<ReadingAnswer> => {
  const found = [reading.value, ...reading.among].map((expression) => evaluateExpression(expression, bench));
  const issues: Issue[] = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return { ok: false, issues };
  const [own, ...others] = found.flatMap((each) => (each.ok ? [inUnit(each.value, reading.unit)] : [])) as [Evaluated, ...Evaluated[]];
  const sign = reading.least === true ? -1 : 1;
  const lead = (of: number, rest: readonly number[]): number => Math.min(...rest.map((other) => sign * (of - other)));
  const margins = own.values.map((value, k) =>
    lead(
      value,
      others.map((other) => other.values[k] as number),
    ),
  );
  const central: Evaluated['central'] = (moved) =>
    lead(
      own.central(moved),
      others.map((other) => other.central(moved)),
    );
  const turned = withTurning(reading.turnedBy, central, [0], bench);
  if (!turned.ok) return turned;
  const judged = judgeRank(margins, own.values);
  const middles = others.map((other) => other.central());
  const rival = reading.least === true ? Math.min(...middles) : Math.max(...middles);
  const [low, high] = reading.least === true ? [Number.NEGATIVE_INFINITY, rival] : [rival, Number.POSITIVE_INFINITY];
  const claimed: Tolerated = { low, high, at: rival, text: '' };
  return {
    ok: true,
    value: answerOf(reading, { judged, values: margins, evaluated: [own, ...others], unit: reading.unit, claimed, ...turned.value }, bench),
  };
};

const dateOf = (text: string): readonly [number, number] => {
  const [year = 0, month, day] = text.split('-').map(Number);
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const end = day !== undefined ? start : month !== undefined ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31);
  return [start, end];
};

const plain = (reading: Reading, verdict: Verdict, probability: number | undefined, extra: Partial<ReadingAnswer>): ReadingAnswer => ({
  id: reading.id,
  name: reading.name,
  kind: reading.kind,
  verdict,
  probability,
  estimate: undefined,
  claimed: undefined,
  deciding: undefined,
  breakEven: undefined,
  examples: [],
  note: reading.note,
  missing: undefined,
  commands: [],
  sources: reading.sources ?? [],
  ...extra,
});

const exampleOf = (thing: Thing, value?: number, unit?: UnitId): ReadingAnswer['examples'][number] => ({
  id: thing.id,
  name: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en },
  value,
  unit,
});

const matches = ({ where = {}, by }: Filter, thing: Thing): boolean => {
  for (const [attribute, { is, not = [], without = [], stated }] of Object.entries(where)) {
    const own = thing.attributes[attribute];
    if (own === undefined ? is !== undefined || stated === true : is?.includes(own) === false || not.includes(own)) return false;
    if (without.some((word) => own?.includes(word) === true)) return false;
  }
  const date = by?.attribute === undefined ? undefined : thing.attributes[by.attribute];
  return by?.attribute === undefined || (date !== undefined && dateOf(date)[0] <= dateOf(by.date)[1]);
};

interface Found {
  readonly thing: Thing;
  readonly value: number | undefined;
  readonly unit: UnitId | undefined;
  readonly sources: readonly string[];
}

interface Bound {
  readonly fact: string;
  readonly low: number;
  readonly high: number;
}

const boundsOfFacts = ({ kind, facts = {} }: Filter): Checked<readonly Bound[]> => {
  const known = kinds[kind];
  if (known === undefined) return failed('claims/no-kind', kind, Object.keys(kinds).join(', '));
  const issues: Issue[] = [];
  const bounds = Object.entries(facts).flatMap(([fact, { atLeast, atMost }]): readonly Bound[] => {
    const unit = known.facts[fact]?.unit;
    if (unit === undefined) {
      issues.push({ code: 'claims/no-fact', path: '', received: `${kind}#${fact}`, expected: Object.keys(known.facts).join(', ') });
      return [];
    }
    const [low, high] = [[atLeast, Number.NEGATIVE_INFINITY] as const, [atMost, Number.POSITIVE_INFINITY] as const].map(([text, open]) => {
      if (text === undefined) return open;
      const read = parseQuantity(text, unit);
      if (!read.ok) issues.push(...read.issues);
      return read.ok ? median(read.value.value) : Number.NaN;
    }) as [number, number];
    return [{ fact, low, high }];
  });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: bounds };
};

/** Things that pass a filter, those furthest beyond its first bound foremost. */
const rowsOf = (filter: Filter, catalog: Catalog): Checked<readonly Found[]> => {
  const bounds = boundsOfFacts(filter);
  if (!bounds.ok) return bounds;
  const asOf = filter.by === undefined || filter.by.attribute !== undefined ? {} : { asOf: filter.by.date };
  const rows = catalog.list(filter.kind).flatMap((thing): readonly Found[] => {
    if (!matches(filter, thing)) return [];
    const selected = bounds.value.flatMap(({ fact, low, high }) => {
      const found = catalog.select(thing, fact, asOf);
      const value = found === undefined ? Number.NaN : median(found.value);
      return found !== undefined && value >= low && value <= high ? [{ value, found }] : [];
    });
    if (selected.length < bounds.value.length) return [];
    const [first] = selected;
    const sources = [...selected.flatMap(({ found }) => sourcesOf(found)), ...(thing.source === undefined ? [] : [thing.source])];
    return [{ thing, value: first?.value, unit: first?.found.unit, sources }];
  });
  const sign = (bounds.value[0]?.low ?? 0) === Number.NEGATIVE_INFINITY ? 1 : -1;
  return { ok: true, value: rows.sort((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0))) };
};

const counterExample = (reading: Kind<'counter-example'>, bench: Workbench): Checked<ReadingAnswer> => {
  const found = rowsOf(reading.among, bench.catalog);
  if (!found.ok) return found;
  const rows = found.value;
  const none = rows.length === 0;
  return {
    ok: true,
    value: plain(reading, none ? 'supported' : 'contradicted', none ? 1 : 0, {
      examples: rows.map(({ thing, value, unit }) => exampleOf(thing, value, unit)),
      commands: none
        ? [`chokepoint catalog list ${reading.among.kind}`]
        : rows.slice(0, 3).map(({ thing }) => `chokepoint catalog show ${thing.id}`),
      sources: [...new Set([...(reading.sources ?? []), ...rows.flatMap(({ sources }) => sources)])],
    }),
  };
};

/** An event and its date are two statements: a date that is off by more than two days splits the verdict. */
const eventReading = (reading: Kind<'event'>, bench: Workbench): Checked<ReadingAnswer> => {
  const thing = bench.catalog.get(reading.event);
  const written = thing?.attributes['date'];
  if (thing === undefined) return failed('claims/no-thing', reading.event, bench.catalog.suggest(reading.event));
  if (written === undefined) return failed('claims/undated', reading.event);
  const [start, end] = dateOf(written);
  const slack = daysApart * days;
  const near = (text: string): boolean => {
    const [from, to] = dateOf(text);
    return from <= end + slack && to >= start - slack;
  };
  const right = (reading.date === undefined || near(reading.date)) && (reading.before === undefined || start <= dateOf(reading.before)[1]);
  const extra = {
    sources: [...new Set([...(reading.sources ?? []), ...(thing.source === undefined ? [] : [thing.source])])],
    examples: [
      { ...exampleOf(thing), name: { en: `${thing.name.en} (${written})`, zh: `${thing.name.zh ?? thing.name.en}（${written}）` } },
    ],
    commands: [`chokepoint catalog show ${thing.id}`],
  };
  if (right) return { ok: true, value: plain(reading, 'supported', 1, extra) };
  // That it happened at all is right where only its day is not.
  const split = reading.date !== undefined;
  return { ok: true, value: plain(reading, split ? 'depends' : 'contradicted', split ? undefined : 0, extra) };
};

const readingOf = (reading: Reading, bench: Workbench): Checked<ReadingAnswer> => {
  switch (reading.kind) {
    case 'quantity':
    case 'identity':
      return quantityReading(reading, bench);
    case 'causal':
      return causalReading(reading, bench);
    case 'rank':
      return rankReading(reading, bench);
    case 'counter-example':
      return counterExample(reading, bench);
    case 'event':
      return eventReading(reading, bench);
  }
};

/** What cannot be had is not judged: the reading says what is missing. */
const unjudged = (reading: Reading, missing: readonly Issue[]): ReadingAnswer => plain(reading, 'not-judged', undefined, { missing });

/** Bases that say something of the claim. That it adds up is none, unless it says no more than that. */
const basesOf = (readings: readonly ReadingAnswer[]): readonly ReadingAnswer[] => {
  const judged = readings.filter(({ verdict }) => verdict !== 'not-judged');
  const bases = judged.filter(({ kind }) => kind !== 'identity');
  return bases.length === 0 ? judged : bases;
};

/** A claim of which the arithmetic is wrong is not saved by any basis. */
const verdictOfAll = (readings: readonly ReadingAnswer[]): Verdict => {
  const wrong = readings.some(({ kind, verdict }) => kind === 'identity' && verdict === 'contradicted');
  return wrong ? 'contradicted' : overall(basesOf(readings).map(({ verdict }) => verdict));
};

/**
 * Puts a claim to the test, under each basis apart.
 *
 * @param claim the claim
 * @param bench what has been opened and sampled for others already
 * @param from what the claim is asked for by: its id, or the file that it stands in
 */
export const evaluateClaim = (claim: Claim, bench: Workbench, from: string = claim.id): ClaimAnswer => {
  const readings = (claim.readings ?? []).map((reading): ReadingAnswer => {
    const found = readingOf(reading, bench);
    return found.ok ? found.value : unjudged(reading, found.issues);
  });
  const [first] = basesOf(readings);
  const { id, title, claim: text, says, asOf, waits } = claim;
  return {
    id,
    title,
    claim: text,
    says,
    asOf,
    waits,
    verdict: waits === undefined ? verdictOfAll(readings) : 'waits',
    probability: first?.probability,
    estimate: first?.estimate,
    readings,
    sources: [...new Set(readings.flatMap(({ sources }) => sources))],
    command: `chokepoint claims ${quoted(from)} ${samplingOf(bench)}`,
  };
};
