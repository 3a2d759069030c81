import { type Catalog, ends, kinds, nearest, type Thing } from '#catalog';
import {
  type Checked,
  commonDimension,
  type Distribution,
  type Issue,
  parseQuantity,
  sameDimension,
  scaleDistribution,
  type UnitId,
  unitOf,
} from '#quantity';
import type { ClaimAnswer, ClaimBreakEven, DecidingInput, ReadingAnswer, Verdict } from '#report';
import { leverByPath, leversUnder, rangeOf, sourcesOf, toInput } from '#scenario';
import { crossings, median, quantile, selectQuantiles, spearman } from '#uncertainty';
import type { Claim, Filter, Reading, TurnedBy } from './claim.ts';
import { type Judged, judgeCausal, judgeQuantity, judgeRank, overall, rounding, verdictLines } from './judge.ts';
import {
  commonOf,
  type Evaluated,
  evaluateExpression,
  failed,
  keyOf,
  type Moved,
  minus,
  pinOf,
  quoted,
  type ScenarioUse,
  unitText,
  type Workbench,
  within,
} from './workbench.ts';
import { type Tolerated, tolerated } from './written-form.ts';

type Kind<K extends Reading['kind']> = Extract<Reading, { readonly kind: K }>;

/** Where a chain of inputs has less than this in common with a figure, none of them decides it. */
const leastShare = 0.02;
/** By chance, ranks of unlike columns have one part in their number of draws in common; twelve times that in one of 2,000 cases. */
const beyondChance = 12;

/** Whether figures differ by no more than rounding. */
const isConstant = (values: Float64Array): boolean => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!(value >= low)) low = value;
    if (!(value <= high)) high = value;
  }
  return low === high || high - low <= rounding * Math.max(Math.abs(low), Math.abs(high));
};

const days = 86_400_000;
/** Further apart two dates are two events. */
const daysApart = 2;

/** Commands beneath a reading, each once. */
const commandsOf = (evaluated: readonly Evaluated[]): readonly string[] => [
  ...new Set(evaluated.flatMap(({ parts }) => parts.map(({ command }) => command))),
];

/** An input that is uncertain, and what it has in common with a figure. */
interface Candidate extends DecidingInput {
  readonly sources: readonly string[];
}

const usesOf = (evaluated: readonly Evaluated[]): readonly ScenarioUse[] => {
  const uses = evaluated.flatMap(({ reads }) => reads.map(({ use }) => use));
  return [...new Map(uses.map((use) => [keyOf(use), use])).values()];
};

/** Levers, facts and arguments that have something in common with a figure, over all that it is made from, most first. */
const candidatesOf = (values: Float64Array, evaluated: readonly Evaluated[], bench: Workbench): readonly Candidate[] => {
  const finite = (value: number): boolean => Number.isFinite(value);
  if (!values.every(finite) || isConstant(values)) return [];
  const [only, ...others] = evaluated;
  if (only?.ranked !== undefined && others.length === 0) return only.ranked.map((input) => ({ ...input, sources: [] }));
  const least = Math.max(leastShare, beyondChance / values.length);
  const shareOf = (column: Float64Array): number => (isConstant(column) ? 0 : spearman(column, values) ** 2);
  const ofLevers = usesOf(evaluated).flatMap((use) => {
    const opened = bench.scenario(use);
    return bench.draws(use).flatMap(({ path, values: column }): readonly Candidate[] => {
      const lever = leverByPath.get(path);
      const sources = opened.ok ? (opened.value.levers.get(path)?.sources ?? []) : [];
      return lever === undefined ? [] : [{ path, label: lever.label, in: use.name, share: shareOf(column), sources }];
    });
  });
  const inputs = new Map(evaluated.flatMap((each) => each.inputs.map((input) => [input.path, input])));
  const ofInputs = [...inputs.values()].map(({ path, label, values: column, sources }) => ({
    path,
    label,
    in: undefined,
    share: shareOf(column),
    sources,
  }));
  return [...ofLevers, ...ofInputs].filter(({ share }) => share >= least).sort((a, b) => b.share - a.share);
};

/** Sources of the levers under a figure that has no interval: there all of them count alike. */
const sourcesUnder = (evaluated: readonly Evaluated[], bench: Workbench): readonly string[] =>
  usesOf(evaluated).flatMap((use) => {
    const opened = bench.scenario(use);
    if (!opened.ok) return [];
    const paths = evaluated.flatMap(({ reads }) => reads.filter((each) => each.use.name === use.name).map(({ path }) => path));
    const under = leversUnder(paths, toInput(opened.value));
    return [...under].flatMap((path) => opened.value.levers.get(path)?.sources ?? []);
  });

/** Sources behind a reading: those that it names, those of its facts, and those of the inputs that its figure goes with. */
const sourcesBehind = (
  reading: Reading,
  evaluated: readonly Evaluated[],
  candidates: readonly Candidate[],
  bench: Workbench,
): readonly string[] => {
  const stated = [...(reading.sources ?? []), ...evaluated.flatMap(({ sources }) => sources)];
  const counted = candidates.flatMap(({ sources }) => sources);
  return [...new Set([...stated, ...counted, ...(candidates.length === 0 ? sourcesUnder(evaluated, bench) : [])])];
};

/** Something that may be elsewhere: where it stands, and how far it is looked for. */
interface Turning {
  readonly path: string;
  readonly in: string | undefined;
  readonly pinned?: boolean;
  readonly label: ClaimBreakEven['label'];
  readonly unit: UnitId;
  readonly percent: boolean;
  readonly distribution: Distribution;
  readonly range: { readonly low: number; readonly high: number; readonly scale: 'linear' | 'log' };
}

/** A fact is looked for this many times above and below its value. */
const reach = 1_000;

const endsOf = (range: TurnedBy['range'], unit: UnitId): Checked<{ readonly low: number; readonly high: number } | undefined> => {
  if (range === undefined) return { ok: true, value: undefined };
  const read = range.map((text) => parseQuantity(text, unit));
  const issues = read.flatMap((each, index) => (each.ok ? [] : within(`range[${index}]`, each.issues)));
  const [low, high] = read.map((each) => (each.ok ? median(each.value.value) : Number.NaN)) as [number, number];
  if (issues.length > 0) return { ok: false, issues };
  return low < high ? { ok: true, value: { low, high } } : failed('claims/empty-range', range.join('..'), unit, 'range');
};

/** What a claim names, or what decides it, as something that can be moved. */
const turningOf = (by: TurnedBy, evaluated: readonly Evaluated[], bench: Workbench): Checked<Turning> => {
  if ('fact' in by) {
    const input = evaluated.flatMap(({ inputs }) => inputs).find(({ path }) => path === by.fact);
    if (input === undefined) return failed('claims/not-read', by.fact, undefined, 'fact');
    const asked = endsOf(by.range, input.unit);
    if (!asked.ok) return asked;
    const value = median(input.distribution);
    if (!(value > 0) && asked.value === undefined) return failed('claims/no-range', by.fact, undefined, 'fact');
    const { low, high } = asked.value ?? { low: value / reach, high: value * reach };
    return {
      ok: true,
      value: { ...input, in: undefined, percent: false, range: { low, high, scale: low > 0 && high / low > 20 ? 'log' : 'linear' } },
    };
  }
  const lever = leverByPath.get(by.lever);
  if (lever === undefined) return failed('claims/no-lever', by.lever, nearest(by.lever, [...leverByPath.keys()]), 'lever');
  const uses = usesOf(evaluated).filter(({ name }) => name === by.in);
  const pins = new Set(uses.map((each) => pinOf(each, lever.path)));
  // A side that pins the lever asks for that value; moved elsewhere it would be another question.
  const pinned = pins.size === 1 && !pins.has(undefined);
  const use = uses.find((each) => pinned || pinOf(each, lever.path) === undefined);
  if (uses.length > 0 && use === undefined) return failed('claims/pinned', lever.path, by.in, 'lever');
  const opened = bench.scenario(use ?? { name: by.in, set: [] });
  if (!opened.ok) return opened;
  const resolved = opened.value.levers.get(lever.path);
  const asked = endsOf(by.range, lever.unit);
  if (!asked.ok) return asked;
  const range = rangeOf(lever, resolved?.value, asked.value);
  if (range === undefined || resolved === undefined) return failed('claims/no-range', lever.path, undefined, 'lever');
  const { path, label, unit, percent } = lever;
  return {
    ok: true,
    value: { path, label, in: by.in, pinned, unit, percent: percent === true, distribution: resolved.distribution, range },
  };
};

const places = 129;

const breakEvenOf = (
  { range, distribution, ...turning }: Turning,
  f: Evaluated['central'],
  targets: readonly number[],
  turns: ClaimBreakEven['turns'],
): ClaimBreakEven => {
  const { low: from, high: to, scale } = range;
  const movedTo = (value: number): Moved => ({ path: turning.path, in: turning.in, value, pinned: turning.pinned === true });
  const at = targets.flatMap((target) =>
    crossings({ f: (value) => f(movedTo(value)), target, from, to, scale, places }).map((crossing) => crossing.at),
  );
  const [p5, p95] = ends(distribution);
  return {
    path: turning.path,
    label: turning.label,
    in: turning.in,
    unit: turning.unit,
    percent: turning.percent,
    value: median(distribution),
    interval: p5 === p95 ? undefined : { p5, p25: quantile(distribution, 0.25), p75: quantile(distribution, 0.75), p95 },
    turns,
    at: at.sort((a, b) => a - b),
    range: [from, to],
  };
};

interface Asked {
  readonly reading: Kind<'quantity'> | Kind<'identity'> | Kind<'causal'> | Kind<'rank'>;
  readonly judged: Judged;
  /** What the verdict goes by: the figure, or how far it leads. */
  readonly values: Float64Array;
  readonly central: Evaluated['central'];
  readonly evaluated: readonly Evaluated[];
  readonly formula: string;
  readonly claimed: Tolerated;
  /** Where `central` turns the verdict. */
  readonly targets: readonly number[];
}

/** A figure that nothing was computed from has the quantiles that it was stated with, and not those of its draws. */
const exactOf = ([one, ...others]: readonly Evaluated[], unit: UnitId): ReadingAnswer['estimate'] => {
  const exact = one?.exact;
  if (exact === undefined || others.length > 0) return undefined;
  const [p5, p95] = ends(exact);
  return { p5, p25: quantile(exact, 0.25), p50: median(exact), p75: quantile(exact, 0.75), p95, unit };
};

/** So many standard errors of its draws off a line, a probability could as well lie on its other side. */
const errorsOff = 2;

const isClose = ({ probability, byProbability }: Judged, values: Float64Array): boolean => {
  if (probability === undefined || !byProbability || isConstant(values)) return false;
  return Object.values(verdictLines).some(
    (line) => Math.abs(probability - line) < errorsOff * Math.sqrt((line * (1 - line)) / values.length),
  );
};

const answerOf = (asked: Asked, bench: Workbench): Checked<ReadingAnswer> => {
  const { reading, judged, values, central, evaluated, formula, claimed, targets } = asked;
  const candidates = candidatesOf(values, evaluated, bench);
  const [deciding] = candidates;
  const named = reading.kind === 'identity' ? undefined : reading.turnedBy;
  const by = named ?? (deciding === undefined ? undefined : byOf(deciding));
  const turning = by === undefined ? undefined : turningOf(by, evaluated, bench);
  // What nobody asked for may be without a range.
  if (turning?.ok === false && named !== undefined) return { ok: false, issues: within('turnedBy', turning.issues) };
  const twoSided = Number.isFinite(claimed.low) && Number.isFinite(claimed.high);
  const { unit } = reading;
  const estimate = judged.estimate === undefined ? undefined : (exactOf(evaluated, unit) ?? { ...judged.estimate, unit });
  return {
    ok: true,
    value: {
      id: reading.id,
      name: reading.name,
      kind: reading.kind,
      role: roleOf(reading),
      verdict: judged.verdict,
      probability: judged.probability,
      close: isClose(judged, values),
      constant: isConstant(values),
      estimate,
      claimed: { low: claimed.low, high: claimed.high, unit, form: claimed.form, text: claimed.text },
      deciding: deciding === undefined ? undefined : { path: deciding.path, label: deciding.label, in: deciding.in, share: deciding.share },
      breakEven: turning?.ok === true ? breakEvenOf(turning.value, central, targets, twoSided ? 'meets' : 'passes') : undefined,
      examples: [],
      note: reading.note,
      missing: judged.verdict === 'not-judged' ? [{ code: 'claims/no-number', path: 'value', received: formula }] : undefined,
      formula,
      parts: evaluated.flatMap(({ parts }) => parts),
      commands: commandsOf(evaluated),
      sources: sourcesBehind(reading, evaluated, candidates, bench),
    },
  };
};

const byOf = ({ path, in: name }: DecidingInput): TurnedBy => (name === undefined ? { fact: path } : { lever: path, in: name });

const inUnit = (evaluated: Evaluated, unit: UnitId): Evaluated => {
  const { factor } = unitOf(unit);
  return {
    ...evaluated,
    values: evaluated.values.map((value) => value / factor),
    central: (moved) => evaluated.central(moved) / factor,
    ...(evaluated.exact === undefined ? {} : { exact: scaleDistribution(evaluated.exact, 1 / factor) }),
  };
};

/**
 * Pounds are not read as metres. A figure that is looked up says what it counts, and a relative change counts nothing; others
 * that are computed may have left that to plain numbers.
 */
const unitIssues = (evaluated: Evaluated, unit: UnitId, path: string): readonly Issue[] => {
  const { dimension } = unitOf(unit);
  const fits =
    evaluated.unit === undefined
      ? commonDimension(evaluated.dimension, dimension) !== undefined
      : sameDimension(evaluated.dimension, dimension);
  return fits ? [] : [{ code: 'claims/wrong-unit', path, received: unit, expected: unitText(evaluated) }];
};

/** The bounds at which a verdict turns: the figure itself where it is meant two-sided, since its tolerance is only its rounding. */
const boundsOf = ({ low, high, at }: Tolerated): readonly number[] =>
  Number.isFinite(low) && Number.isFinite(high) ? [at] : [low, high].filter(Number.isFinite);

/** Both parts of a question, or all that is wrong with either. */
const both = (
  reading: Kind<'quantity'> | Kind<'identity'> | Kind<'causal'>,
  found: Checked<Evaluated>,
): Checked<{ readonly claimed: Tolerated; readonly evaluated: Evaluated }> => {
  const claimed = tolerated(reading.claimed, reading.unit);
  const strange = found.ok ? unitIssues(found.value, reading.unit, 'unit') : [];
  if (claimed.ok && found.ok && strange.length === 0)
    return { ok: true, value: { claimed: claimed.value, evaluated: inUnit(found.value, reading.unit) } };
  return {
    ok: false,
    issues: [...(found.ok ? strange : found.issues), ...(claimed.ok ? [] : within('claimed', claimed.issues))],
  };
};

const quantityReading = (reading: Kind<'quantity'> | Kind<'identity'>, bench: Workbench): Checked<ReadingAnswer> => {
  const found = evaluateExpression(reading.value, bench);
  const asked = both(reading, found.ok ? found : { ok: false, issues: within('value', found.issues) });
  if (!asked.ok) return asked;
  const { claimed, evaluated } = asked.value;
  const { values, central, formula } = evaluated;
  const judged = judgeQuantity(values, claimed);
  return answerOf({ reading, judged, values, central, evaluated: [evaluated], formula, claimed, targets: boundsOf(claimed) }, bench);
};

const causalReading = (reading: Kind<'causal'>, bench: Workbench): Checked<ReadingAnswer> => {
  const found = evaluateExpression({ change: [reading.without, reading.with] }, bench);
  const sides = ['without', 'with'] as const;
  // `change[1].metric` stands under `with`.
  const side = (issue: Issue): Issue => ({
    ...issue,
    path: issue.path.replace(/^change\[([01])\]/, (_, index) => sides[Number(index)] ?? ''),
  });
  const asked = both(reading, found.ok ? found : { ok: false, issues: found.issues.map(side) });
  if (!asked.ok) return asked;
  const { claimed, evaluated } = asked.value;
  const { values, central, formula } = evaluated;
  const judged = judgeCausal(values, claimed);
  return answerOf({ reading, judged, values, central, evaluated: [evaluated], formula, claimed, targets: boundsOf(claimed) }, bench);
};

/** The middle of draws, which selection may not move about. */
const middleOf = (values: Float64Array): number => selectQuantiles(values.slice(), [0.5])[0] as number;

const rankReading = (reading: Kind<'rank'>, bench: Workbench): Checked<ReadingAnswer> => {
  const found = [reading.value, ...reading.among].map((expression) => evaluateExpression(expression, bench));
  const issues: Issue[] = found.flatMap((each, index) =>
    each.ok
      ? unitIssues(each.value, reading.unit, index === 0 ? 'unit' : `among[${index - 1}]`)
      : within(index === 0 ? 'value' : `among[${index - 1}]`, each.issues),
  );
  if (issues.length > 0) return { ok: false, issues };
  const figures = found.flatMap((each) => (each.ok ? [each.value] : [])) as [Evaluated, ...Evaluated[]];
  // Each may go with a plain unit, and chips still not with wafers.
  const alike = commonOf(figures, (index) => `among[${index - 1}]`);
  if (!alike.ok) return alike;
  const [own, ...others] = figures.map((figure) => inUnit(figure, reading.unit)) as [Evaluated, ...Evaluated[]];
  const direction = reading.least === true ? -1 : 1;
  const lead = (of: number, rest: readonly number[]): number => Math.min(...rest.map((other) => direction * minus(of, other)));
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
  const judged = judgeRank(margins, own.values);
  const middles = others.map(({ values }) => middleOf(values));
  const rival = reading.least === true ? Math.min(...middles) : Math.max(...middles);
  const [low, high] = reading.least === true ? [Number.NEGATIVE_INFINITY, rival] : [rival, Number.POSITIVE_INFINITY];
  const claimed: Tolerated = { low, high, at: rival, form: reading.least === true ? 'under' : 'over', strict: true, text: '' };
  const [mine, ...theirs] = [own, ...others].map(({ formula, compound }) => (compound ? `(${formula})` : formula));
  const [sign, best] = reading.least === true ? ['<', 'min'] : ['>', 'max'];
  const formula = `${mine} ${sign} ${theirs.length === 1 ? theirs[0] : `${best}(${theirs.join(', ')})`}`;
  return answerOf({ reading, judged, values: margins, central, evaluated: [own, ...others], formula, claimed, targets: [0] }, bench);
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
  role: roleOf(reading),
  verdict,
  probability,
  close: false,
  constant: true,
  estimate: undefined,
  claimed: undefined,
  deciding: undefined,
  breakEven: undefined,
  examples: [],
  note: reading.note,
  missing: undefined,
  formula: undefined,
  parts: [],
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

const boundsOfFacts = ({ kind, facts = {}, where = {} }: Filter): Checked<readonly Bound[]> => {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined)
    return failed('claims/no-kind', kind, nearest(kind, Object.keys(kinds)) ?? Object.keys(kinds).join(', '), 'among.kind');
  const strange = Object.keys(where).filter((attribute) => !Object.hasOwn(known.attributes, attribute));
  const issues: Issue[] = strange.map((attribute) => ({
    code: 'claims/no-attribute',
    path: `among.where.${attribute}`,
    received: attribute,
    expected: Object.keys(known.attributes).join(', '),
  }));
  const bounds = Object.entries(facts).flatMap(([fact, { atLeast, atMost }]): readonly Bound[] => {
    const unit = Object.hasOwn(known.facts, fact) ? known.facts[fact]?.unit : undefined;
    const path = `among.facts.${fact}`;
    if (unit === undefined) {
      issues.push({ code: 'claims/no-fact', path, received: `${kind}#${fact}`, expected: Object.keys(known.facts).join(', ') });
      return [];
    }
    const [low, high] = (
      [
        ['atLeast', atLeast, Number.NEGATIVE_INFINITY],
        ['atMost', atMost, Number.POSITIVE_INFINITY],
      ] as const
    ).map(([key, text, open]) => {
      if (text === undefined) return open;
      const read = parseQuantity(text, unit);
      if (!read.ok) issues.push(...within(`${path}.${key}`, read.issues));
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
  if (thing === undefined) return failed('claims/no-thing', reading.event, bench.catalog.suggest(reading.event), 'event');
  if (written === undefined) return failed('claims/undated', reading.event, undefined, 'event');
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

/** What nobody has stated is not judged: the reading says what is missing. All else that is missing is a fault of the question. */
const unjudged = (reading: Reading, missing: readonly Issue[]): ReadingAnswer => plain(reading, 'not-judged', undefined, { missing });

const isWanting = ({ code }: Issue): boolean => code === 'claims/not-stated';

/** The arithmetic of a claim is a premise: that it adds up does not make it true. */
const roleOf = ({ kind, role }: Reading): ReadingAnswer['role'] => role ?? (kind === 'identity' ? 'premise' : 'basis');

/** Bases that say something of the claim; premises where it has no bases, not where nobody can judge those. */
const basesOf = (readings: readonly ReadingAnswer[]): readonly ReadingAnswer[] => {
  const meant = readings.filter(({ role }) => role !== 'instead');
  const bases = meant.filter(({ role }) => role === 'basis');
  return (bases.length === 0 ? meant : bases).filter(({ verdict }) => verdict !== 'not-judged');
};

/** A claim of which a premise is wrong is not saved by any basis. */
const verdictOfAll = (readings: readonly ReadingAnswer[]): Verdict => {
  const wrong = readings.some(({ role, verdict }) => role === 'premise' && verdict === 'contradicted');
  return wrong ? 'contradicted' : overall(basesOf(readings).map(({ verdict }) => verdict));
};

/**
 * Puts a claim to the test, under each basis apart.
 *
 * @param claim the claim
 * @param bench what has been opened and sampled for others already
 * @param from what the claim is asked for by: its id, or the file that it stands in
 * @returns the verdicts, or every fault of its questions, by the path in the claim
 */
export const evaluateClaim = (claim: Claim, bench: Workbench, from: string = claim.id): Checked<ClaimAnswer> => {
  const issues: Issue[] = [];
  const readings = (claim.readings ?? []).flatMap((reading, index): readonly ReadingAnswer[] => {
    const unknown = (reading.sources ?? []).flatMap((id, place) =>
      bench.catalog.source(id) === undefined ? [{ code: 'claims/no-source', path: `sources[${place}]`, received: id }] : [],
    );
    const found = readingOf(reading, bench);
    const faults = [...unknown, ...(found.ok ? [] : found.issues.filter((issue) => !isWanting(issue)))];
    issues.push(...within(`readings[${index}]`, faults));
    if (faults.length > 0) return [];
    return [found.ok ? found.value : unjudged(reading, found.issues)];
  });
  if (issues.length > 0) return { ok: false, issues };
  const [first] = basesOf(readings);
  const { id, title, claim: text, says, asOf, waits } = claim;
  return {
    ok: true,
    value: {
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
      command: `chokepoint claims ${quoted(from)} ${bench.sampling}`,
    },
  };
};
