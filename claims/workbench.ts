import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Catalog, ends, kinds, nearest, type Selected, type Thing } from '#catalog';
import { evaluate, type Outcome } from '#model';
import {
  type Checked,
  commonDimension,
  type Dimension,
  type Distribution,
  dimensionText,
  type Issue,
  parseQuantity,
  scaleDistribution,
  timesDimension,
  type UnitId,
  unitOf,
} from '#quantity';
import { buildAnalogComparison, type ClaimPart, type DecidingInput } from '#report';
import {
  answerWafer,
  dollarFactor,
  leverByPath,
  listScenarios,
  metricByPath,
  nearestScenario,
  type ResolvedScenario,
  readScenario,
  resolveScenario,
  type SampledScenario,
  samplerOf,
  sampleScenario,
  shippedFolder,
  sourcesOf,
  toInput,
  uncertainLevers,
  withLever,
} from '#scenario';
import { createSampler, median, selectQuantiles } from '#uncertainty';
import type { AnalogQuestion, Expression, WaferClaim, Words } from './claim.ts';

/** A lever of a scenario, or a fact or argument (`in` is undefined), at another value than its median. */
export interface Moved {
  readonly path: string;
  readonly in: string | undefined;
  readonly value: number;
  /** Where every side of the question pins the lever alike, it is moved there too; else only where it is free. */
  readonly pinned?: boolean;
}

/** A fact or an argument that a claim reads beside its scenarios. */
export interface OwnInput {
  readonly path: string;
  readonly label: Words;
  readonly unit: UnitId;
  readonly distribution: Distribution;
  readonly values: Float64Array;
  readonly sources: readonly string[];
}

/** An expression with all that it needs looked up, in the bases of its units. */
export interface Evaluated {
  /** Draw by draw; scenarios share their random numbers. */
  readonly values: Float64Array;
  /** With every lever and fact at its median, or one lever elsewhere. */
  readonly central: (moved?: Moved) => number;
  /** What the draws are from, where they are those of one figure and nothing was computed from it. */
  readonly exact?: Distribution;
  /** Inputs that a figure of another command goes with, by what it says, most first. */
  readonly ranked?: readonly DecidingInput[];
  /** The arithmetic in symbols. */
  readonly formula: string;
  /** What it measures, as exponents of bases. */
  readonly dimension: Dimension;
  /** The unit that it was looked up in, or that the arithmetic always gives; other arithmetic has none. */
  readonly unit?: UnitId;
  /** Whether the formula must stand in brackets beside others. */
  readonly compound: boolean;
  /** Results and levers of scenarios beneath. */
  readonly reads: readonly { readonly use: ScenarioUse; readonly path: string }[];
  readonly inputs: readonly OwnInput[];
  /** What is looked up or computed, each with the command that shows it. */
  readonly parts: readonly ClaimPart[];
  readonly sources: readonly string[];
}

export interface ScenarioUse {
  readonly name: string;
  readonly set: readonly string[];
}

export interface WorkbenchOptions {
  /** Date of money whose fact has none: that of the claim. */
  readonly today?: string;
  /** Where scenario files of one's own are looked for: the folder of the claim. */
  readonly folder?: string;
  readonly catalog: Catalog;
  readonly samples: number;
  readonly seed: number;
}

/** Figures of a wafer of which it is said what decides them. */
const ranked = ['costPerWaferOut', 'cycleTime', 'lithographyShare', 'patterningShare'] as const;

/** Scenarios, facts and comparisons that claims ask for, each opened and sampled once. */
export class Workbench {
  readonly catalog: Catalog;
  readonly samples: number;
  readonly seed: number;
  readonly today: string;
  readonly #folder: string;
  readonly #scenarios = new Map<string, Checked<ResolvedScenario>>();
  readonly #sampled = new Map<string, SampledScenario>();
  readonly #wafers = new Map<string, ReturnType<typeof answerWafer>>();
  readonly #comparisons = new Map<string, ReturnType<typeof buildAnalogComparison>>();

  constructor({ catalog, samples, seed, today = '2025', folder = '.' }: WorkbenchOptions) {
    this.today = today;
    this.#folder = folder;
    this.catalog = catalog;
    this.samples = samples;
    this.seed = seed;
  }

  /** A scenario that comes with the package, or a file of one's own. */
  scenario({ name, set }: ScenarioUse): Checked<ResolvedScenario> {
    const key = keyOf({ name, set });
    const known = this.#scenarios.get(key);
    if (known !== undefined) return known;
    const opened = this.#open({ name, set });
    this.#scenarios.set(key, opened);
    return opened;
  }

  #open({ name, set }: ScenarioUse): Checked<ResolvedScenario> {
    const file = this.#fileOf(name);
    if (!existsSync(file)) {
      const meant = nearestScenario(name, listScenarios());
      const [issue] = failed('claims/no-scenario', name, meant, 'in').issues as [Issue];
      return { ok: false, issues: [meant === undefined ? issue : { ...issue, hint: 'hint/did-you-mean' }] };
    }
    const document = readScenario({ file, root: dirname(file), set });
    const resolved = document.ok ? resolveScenario(document.value, this.catalog) : document;
    if (resolved.ok) return resolved;
    // What is laid over it stands in the claim, and is to be mended there.
    return { ok: false, issues: resolved.issues.map((issue) => (issue.file?.startsWith('--set') ? laidOver(issue) : issue)) };
  }

  #fileOf(name: string): string {
    return ownFile.test(name) ? resolve(this.#folder, name) : join(shippedFolder, `${name}.yaml`);
  }

  /** The command that computes a scenario. */
  runCommand({ name, set }: ScenarioUse): string {
    const way = ownFile.test(name) ? relative('.', this.#fileOf(name)) : name;
    return ['chokepoint run', quoted(way), ...set.flatMap((each) => ['--set', quoted(each)]), this.sampling].join(' ');
  }

  get sampling(): string {
    return `--samples ${this.samples} --seed ${this.seed}`;
  }

  sampled(use: ScenarioUse, scenario: ResolvedScenario): SampledScenario {
    const key = keyOf(use);
    const known = this.#sampled.get(key) ?? sampleScenario(scenario, { samples: this.samples, seed: this.seed });
    this.#sampled.set(key, known);
    return known;
  }

  /** Draws of the uncertain levers of a scenario, lever by lever: the same as those behind its samples. */
  draws(use: ScenarioUse): readonly { readonly path: string; readonly values: Float64Array }[] {
    const opened = this.scenario(use);
    if (!opened.ok) return [];
    const paths = uncertainLevers(opened.value);
    const sampler = samplerOf(opened.value, paths, { seed: this.seed });
    return paths.map((path, index) => {
      const values = new Float64Array(this.samples);
      sampler.column(index, 0, values);
      return { path, values };
    });
  }

  wafer({ node, without }: WaferClaim): ReturnType<typeof answerWafer> {
    const key = JSON.stringify({ node, without });
    const { catalog, samples, seed } = this;
    const known =
      this.#wafers.get(key) ??
      answerWafer({ catalog, node, samples, seed, drivers: ranked, ...(without === undefined ? {} : { without }) });
    this.#wafers.set(key, known);
    return known;
  }

  comparison(question: AnalogQuestion): ReturnType<typeof buildAnalogComparison> {
    const { accounting: _, rival: __, ...options } = question;
    const key = JSON.stringify(options);
    const known =
      this.#comparisons.get(key) ??
      buildAnalogComparison(this.catalog, { ...options, symmetric: false, samples: this.samples, seed: this.seed });
    this.#comparisons.set(key, known);
    return known;
  }

  /** Draws of something that is not a lever: the same wherever it is named. */
  drawn(path: string, distribution: Distribution): Float64Array {
    const values = new Float64Array(this.samples);
    if (distribution.kind === 'point') return values.fill(distribution.value);
    createSampler({ seed: this.seed, parameters: [{ path, distribution }] }).column(0, 0, values);
    return values;
  }
}

const ownFile = /\.ya?ml$/;

/** A scenario and all that is laid over it, as one text that no other has. */
export const keyOf = ({ name, set }: ScenarioUse): string => JSON.stringify([name, ...set]);

/** The assignment by which a scenario is asked for with a lever at a value of the claim's own. */
export const pinOf = ({ set }: ScenarioUse, path: string): string | undefined =>
  set.findLast((assignment) => assignment.split('=')[0]?.trim() === path);

/** A word as a POSIX shell takes it. */
export const quoted = (text: string): string => (/^[\w./=:%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What cannot be had, as the one issue that says so; `path` is the key of the expression that is to be mended. */
export const failed = (code: string, received: string, expected?: string, path = ''): Checked<never> & { readonly ok: false } => ({
  ok: false,
  issues: [{ code, path, received, ...(expected === undefined ? {} : { expected }) }],
});

/** A fault of an assignment, without its place on a command line: `--set:2:20` is column 20 of the second. */
const laidOver = ({ file: _, line = 1, column, ...issue }: Issue): Issue => ({
  ...issue,
  path: `set[${line - 1}]`,
  ...(column === undefined ? {} : { column }),
});

/** Puts the way to a part before the paths of its issues. */
export const within = (path: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((issue) => (issue.file === undefined ? { ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` } : issue));

const scaled = (values: Float64Array, factor: number): Float64Array => (factor === 1 ? values : values.map((value) => value * factor));

const symbolOf = (path: string, { name, set }: ScenarioUse): string => `${path}[${[name, ...set].join(', ')}]`;

const estimateOf = (values: Float64Array, unit: UnitId): ClaimPart['estimate'] => {
  // Selection moves the draws about.
  const [p5, p50, p95] = selectQuantiles(values.slice(), [0.05, 0.5, 0.95]) as unknown as [number, number, number];
  return { p5, p50, p95, unit };
};

const isMoved = (moved: Moved | undefined, use: ScenarioUse): moved is Moved =>
  moved?.in === use.name && (moved.pinned === true || pinOf(use, moved.path) === undefined);

const metricOf = (bench: Workbench, path: string, use: ScenarioUse): Checked<Evaluated> => {
  const metric = metricByPath.get(path);
  if (metric === undefined) {
    const meant = nearest(path, [...metricByPath.keys()]);
    return failed('claims/no-metric', path, meant, 'metric');
  }
  const opened = bench.scenario(use);
  if (!opened.ok) return opened;
  const scenario = opened.value;
  const values = bench.sampled(use, scenario).metrics.get(path);
  if (values === undefined) return failed('claims/metric-absent', path, use.name, 'metric');
  const { factor } = unitOf(metric.unit);
  const read = (outcome: Outcome): number => (metric.read(outcome) ?? Number.NaN) * factor;
  return {
    ok: true,
    value: {
      values: scaled(values, factor),
      central: (moved) => read(evaluate(isMoved(moved, use) ? withLever(scenario, moved.path, moved.value) : toInput(scenario))),
      formula: symbolOf(path, use),
      unit: metric.unit,
      dimension: unitOf(metric.unit).dimension,
      compound: false,
      reads: [{ use, path }],
      inputs: [],
      parts: [{ what: path, label: metric.label, estimate: estimateOf(values, metric.unit), command: bench.runCommand(use) }],
      sources: [],
    },
  };
};

const leverOf = (bench: Workbench, path: string, use: ScenarioUse): Checked<Evaluated> => {
  const lever = leverByPath.get(path);
  if (lever === undefined) return failed('claims/no-lever', path, nearest(path, [...leverByPath.keys()]), 'lever');
  const opened = bench.scenario(use);
  if (!opened.ok) return opened;
  const resolved = opened.value.levers.get(path);
  if (resolved === undefined) return failed('claims/metric-absent', path, use.name, 'lever');
  const [p5, p95] = ends(resolved.distribution);
  const { factor } = unitOf(lever.unit);
  const values = bench.draws(use).find((column) => column.path === path)?.values ?? new Float64Array(bench.samples).fill(resolved.value);
  return {
    ok: true,
    value: {
      values: scaled(values, factor),
      central: (moved) => (isMoved(moved, use) && moved.path === path ? moved.value : resolved.value) * factor,
      formula: symbolOf(path, use),
      unit: lever.unit,
      dimension: unitOf(lever.unit).dimension,
      compound: false,
      reads: [{ use, path }],
      inputs: [],
      parts: [
        { what: path, label: lever.label, estimate: { p5, p50: resolved.value, p95, unit: lever.unit }, command: bench.runCommand(use) },
      ],
      sources: resolved.sources,
    },
  };
};

/** What a fact says, by the rule of the catalogue. */
const factOf = (
  catalog: Catalog,
  reference: string,
  options: { readonly definition?: string; readonly asOf?: string },
): Checked<{ readonly thing: Thing; readonly selected: Selected; readonly label: Words }> => {
  const [id = '', fact = ''] = reference.split('#');
  const thing = catalog.get(id);
  if (thing === undefined) return failed('claims/no-thing', id, catalog.suggest(id), 'fact');
  const known = kinds[thing.kind]?.facts ?? {};
  const kind = Object.hasOwn(known, fact) ? known[fact] : undefined;
  if (kind === undefined)
    return failed('claims/no-fact', reference, nearest(fact, Object.keys(known)) ?? Object.keys(known).join(', '), 'fact');
  const selected = catalog.select(thing, fact, options);
  if (selected === undefined) return failed('claims/not-stated', reference, Object.keys(thing.facts).join(', '), 'fact');
  return { ok: true, value: { thing, selected, label: labelOf(thing, fact) } };
};

/** A fact by the name of its thing and its own; a parameter has no more than one figure, and its name says which. */
const labelOf = (thing: Thing, fact: string): Words => {
  const { en, zh = en } = thing.name;
  const label = kinds[thing.kind]?.facts[fact]?.label;
  return label === undefined || thing.kind === 'parameter' ? { en, zh } : { en: `${en}: ${label.en}`, zh: `${zh}：${label.zh}` };
};

interface Constant {
  /** Names its draws, and what can be moved. */
  readonly path: string;
  readonly label: Words | undefined;
  readonly distribution: Distribution;
  readonly unit: UnitId;
  readonly sources: readonly string[];
  readonly formula: string;
  readonly command?: string | undefined;
  readonly converted?: ClaimPart['converted'];
}

/** A figure with a distribution of its own, the same draws wherever it is named. */
const constantOf = (
  bench: Workbench,
  { path, label, distribution, unit, sources, formula, command, converted }: Constant,
): Checked<Evaluated> => {
  const { factor } = unitOf(unit);
  const values = bench.drawn(`claims.${path}`, distribution);
  const central = median(distribution);
  const [p5, p95] = ends(distribution);
  return {
    ok: true,
    value: {
      values: scaled(values, factor),
      exact: factor === 1 ? distribution : scaleDistribution(distribution, factor),
      central: (moved) => (moved !== undefined && moved.in === undefined && moved.path === path ? moved.value : central) * factor,
      formula,
      unit,
      dimension: unitOf(unit).dimension,
      compound: false,
      reads: [],
      inputs: label === undefined ? [] : [{ path, label, unit, distribution, values, sources }],
      parts:
        command === undefined || label === undefined
          ? []
          : [{ what: path, label, estimate: { p5, p50: central, p95, unit }, command, ...(converted === undefined ? {} : { converted }) }],
      sources,
    },
  };
};

const analogOf = (bench: Workbench, question: AnalogQuestion): Checked<Evaluated> => {
  const comparison = bench.comparison(question);
  if (!comparison.ok) return { ok: false, issues: within('analog', comparison.issues) };
  const { accounting, rival } = question;
  const cell = comparison.value.cells.find((each) => each.accounting === accounting && each.rival === rival);
  if (cell === undefined) return failed('claims/no-cell', `${accounting}, ${rival}`, undefined, 'analog');
  const { p5, p50, p95 } = cell.energy;
  return figureOf(bench, {
    path: `analog.${accounting}.${rival}`,
    question,
    figure: { p5, p50, p95, unit: '1' },
    sources: [...new Set(comparison.value.inputs.flatMap((input) => input.sources))],
    command: compareCommand(bench, question),
    label: { en: `${accounting}, ${rival}`, zh: `${accounting}, ${rival}` },
  });
};

/** A question with all that it asks, however its keys are ordered. */
const questionKey = (question: object): string => JSON.stringify(Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * A figure that another command has worked out with its interval. The same question has the same draws; two questions
 * are drawn apart, whatever their figures have in common.
 */
const figureOf = (
  bench: Workbench,
  {
    path,
    question,
    figure,
    sources,
    command,
    label,
    ranked: of,
  }: {
    readonly path: string;
    readonly question: object;
    readonly figure: ClaimPart['estimate'];
    readonly sources: readonly string[];
    readonly command: string;
    readonly label: Words;
    readonly ranked?: readonly DecidingInput[];
  },
): Checked<Evaluated> => {
  const { p5, p50, p95, unit } = figure;
  const distribution = splitOf(p5, p50, p95);
  const found = constantOf(bench, { path: `${path} ${questionKey(question)}`, label, distribution, unit, sources, formula: path });
  return found.ok
    ? { ok: true, value: { ...found.value, inputs: [], parts: [{ what: path, label, estimate: figure, command }], ranked: of ?? [] } }
    : found;
};

/** The command that shows the same comparison. */
const compareCommand = (
  bench: Workbench,
  { size, leaf, cycles, passes, rightSides, utilisation, processor, condition }: AnalogQuestion,
): string =>
  [
    `chokepoint analog compare --size ${size} --leaf ${leaf} --cycles ${cycles} --passes ${passes} --reuse ${rightSides}`,
    `--utilisation ${utilisation} --processor ${processor} --condition ${condition} ${bench.sampling}`,
  ].join(' ');

const splitOf = (p5: number, p50: number, p95: number): Distribution =>
  p5 < p95 ? { kind: 'split', scale: p5 > 0 ? 'log' : 'linear', p5, p50, p95 } : { kind: 'point', value: p50 };

const waferOf = (bench: Workbench, claim: WaferClaim): Checked<Evaluated> => {
  const answer = bench.wafer(claim);
  if (!answer.ok) return { ok: false, issues: within('wafer', answer.issues) };
  const { node, without, figure: id, of } = claim;
  const { own, other, differences, inputs, drivers } = answer.value;
  const variant = of === 'other' ? other : own;
  const figures = [
    ...(of === 'difference' ? differences : [...(variant?.figures ?? []), ...(variant?.steps ?? [])]),
    ...(variant === undefined
      ? []
      : [{ id: 'feasible', p5: variant.feasible, p50: variant.feasible, p95: variant.feasible, unit: '1' as const }]),
  ];
  const figure = figures.find((each) => each.id === id);
  if (figure === undefined) return failed('claims/no-figure', id, figures.map((each) => each.id).join(', '), 'wafer.figure');
  const { p5, p50, p95, unit } = figure;
  const tools = without === undefined ? '' : ` --without ${without.join(',')}`;
  const path = `wafer.${id}[${[node, ...(of === undefined || of === 'own' ? [] : [of])].join(', ')}]`;
  const asked = { node, id, of: of ?? 'own' };
  return figureOf(bench, {
    path,
    // Of the process itself all is the same, whatever else is left out beside it.
    question: of === undefined || of === 'own' ? asked : { ...asked, without: [...(without ?? [])].sort() },
    figure: { p5, p50, p95, unit },
    sources: [...new Set(inputs.flatMap((input) => input.sources))],
    command: `chokepoint wafer ${node}${tools} ${bench.sampling}`,
    label: { en: id, zh: id },
    ranked: (drivers.find((each) => each.figure === id && each.of === (of ?? 'own'))?.ranking ?? []).map(({ fact: path, share }) => {
      const [thing = '', fact = ''] = path.split('#');
      const found = bench.catalog.get(thing);
      return { path, label: found === undefined ? { en: path, zh: path } : labelOf(found, fact), in: undefined, share };
    }),
  });
};

/** What is left by rounding where one figure is taken from another like it. */
const leftOver = 1e-12;

/** A difference; two figures that are one but for rounding have none. */
export const minus = (a: number, b: number): number => (Math.abs(a - b) < leftOver * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b);

interface Operation {
  readonly of: (values: readonly number[]) => number;
  /** Of the operands; where these must be alike, their common one stands for all. */
  readonly dimension: (operands: readonly Dimension[]) => Dimension;
  /** Apples are not added to pears, nor held against them. */
  readonly alike?: true;
  /** What it always gives, of whatever operands: a relative change counts nothing. */
  readonly unit?: UnitId;
  readonly written: (formulas: readonly string[]) => string;
}

const joinedBy =
  (sign: string) =>
  (formulas: readonly string[]): string =>
    formulas.join(` ${sign} `);

const common = ([first = {}]: readonly Dimension[]): Dimension => first;

const operations: Readonly<Record<string, Operation>> = {
  quotient: {
    of: ([a = 0, b = 0]) => a / b,
    dimension: ([a = {}, b = {}]) => timesDimension(a, b, -1),
    written: joinedBy('/'),
  },
  difference: { of: ([a = 0, b = 0]) => minus(a, b), dimension: common, alike: true, written: joinedBy('-') },
  change: {
    of: ([a = 0, b = 0]) => minus(b / a, 1),
    dimension: () => ({}),
    alike: true,
    unit: '1',
    written: ([a, b]) => `${b} / ${a} - 1`,
  },
  product: {
    of: (values) => values.reduce((all, value) => all * value, 1),
    dimension: (operands) => operands.reduce((all, each) => timesDimension(all, each), {}),
    written: joinedBy('*'),
  },
  sum: { of: (values) => values.reduce((all, value) => all + value, 0), dimension: common, alike: true, written: joinedBy('+') },
};

/** What something measures, in the words of its own unit where it has one. */
export const unitText = ({ unit, dimension }: Pick<Evaluated, 'unit' | 'dimension'>): string => unit ?? dimensionText(dimension);

/**
 * What figures measure that are added or compared.
 *
 * @param parts the figures
 * @param pathOf where each stands
 * @returns their common dimension, or every figure that does not go with those before it, beside the one that says what they are
 */
export const commonOf = (
  [first, ...others]: readonly [Evaluated, ...Evaluated[]],
  pathOf: (index: number) => string,
): Checked<Dimension> => {
  const issues: Issue[] = [];
  let shared: Pick<Evaluated, 'unit' | 'dimension'> = first;
  others.forEach((part, index) => {
    const both = commonDimension(shared.dimension, part.dimension);
    if (both === undefined)
      issues.push({ code: 'claims/unlike', path: pathOf(index + 1), received: unitText(part), expected: unitText(shared) });
    else if (both !== shared.dimension) shared = part;
  });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: shared.dimension };
};

/** The dimension of what arithmetic gives, or every operand that cannot be added to those before it. */
const dimensionOf = (name: string, parts: readonly Evaluated[], { dimension, alike }: Operation): Checked<Dimension> => {
  if (alike !== true) return { ok: true, value: dimension(parts.map((part) => part.dimension)) };
  const shared = commonOf(parts as readonly [Evaluated, ...Evaluated[]], (index) => `${name}[${index}]`);
  return shared.ok ? { ok: true, value: dimension([shared.value]) } : shared;
};

interface Combination {
  readonly parts: readonly Evaluated[];
  readonly operation: Operation;
  readonly dimension: Dimension;
  readonly samples: number;
}

const combined = ({ parts, operation: { of, unit, written }, dimension, samples }: Combination): Evaluated => {
  const row = parts.map(() => 0);
  const values = Float64Array.from({ length: samples }, (_, k) => {
    for (let i = 0; i < parts.length; i++) row[i] = parts[i]!.values[k] as number;
    return of(row);
  });
  return {
    values,
    central: (moved) => of(parts.map((part) => part.central(moved))),
    formula: written(parts.map(({ formula, compound }) => (compound ? `(${formula})` : formula))),
    ...(unit === undefined ? {} : { unit }),
    dimension,
    compound: true,
    reads: parts.flatMap((part) => part.reads),
    inputs: parts.flatMap((part) => part.inputs),
    parts: parts.flatMap((part) => part.parts),
    sources: parts.flatMap((part) => part.sources),
  };
};

const statedOf = (bench: Workbench, { fact, definition, asOf }: Extract<Expression, { readonly fact: string }>): Checked<Evaluated> => {
  const found = factOf(bench.catalog, fact, {
    ...(definition === undefined ? {} : { definition }),
    ...(asOf === undefined ? {} : { asOf }),
  });
  if (!found.ok) return found;
  const { thing, selected, label } = found.value;
  const dollars = dollarFactor(selected, bench.catalog, bench.today);
  if (!dollars.ok) return { ok: false, issues: within('fact', dollars.issues) };
  const { factor, from } = dollars.value;
  const distribution = factor === 1 ? selected.value : scaleDistribution(selected.value, factor);
  return constantOf(bench, {
    path: fact,
    label,
    distribution,
    unit: selected.unit,
    sources: sourcesOf(selected),
    formula: fact,
    command: `chokepoint catalog show ${thing.id}`,
    ...(from === undefined ? {} : { converted: { from, rate: factor } }),
  });
};

const argumentOf = (
  bench: Workbench,
  { number, unit, name, source }: Extract<Expression, { readonly number: string }>,
): Checked<Evaluated> => {
  const read = parseQuantity(number, unit);
  if (!read.ok) return { ok: false, issues: within('number', read.issues) };
  if (source !== undefined && bench.catalog.source(source) === undefined) return failed('claims/no-source', source, undefined, 'source');
  const sources = source === undefined ? [] : [source];
  // Two guesses are not one because their digits are the same; one guess is, wherever it is named.
  const path = name === undefined ? number : `${number} ${name.en}`;
  return constantOf(bench, { path, label: name, distribution: read.value.value, unit, sources, formula: number });
};

/**
 * Looks up and computes an expression, in the bases of its units.
 *
 * @returns its draws and its central value, or every reason why it cannot be had
 */
export const evaluateExpression = (expression: Expression, bench: Workbench): Checked<Evaluated> => {
  if ('metric' in expression) return metricOf(bench, expression.metric, { name: expression.in, set: expression.set ?? [] });
  if ('lever' in expression) return leverOf(bench, expression.lever, { name: expression.in, set: expression.set ?? [] });
  if ('fact' in expression) return statedOf(bench, expression);
  if ('number' in expression) return argumentOf(bench, expression);
  if ('wafer' in expression) return waferOf(bench, expression.wafer);
  if ('analog' in expression) return analogOf(bench, expression.analog);
  const [[name, operands]] = Object.entries(expression) as [[string, readonly Expression[]]];
  const parts = operands.map((operand) => evaluateExpression(operand, bench));
  const issues = parts.flatMap((part, index) => (part.ok ? [] : within(`${name}[${index}]`, part.issues)));
  if (issues.length > 0) return { ok: false, issues };
  const known = parts.flatMap((part) => (part.ok ? [part.value] : []));
  const operation = operations[name] as Operation;
  const dimension = dimensionOf(name, known, operation);
  if (!dimension.ok) return dimension;
  return { ok: true, value: combined({ parts: known, operation, dimension: dimension.value, samples: bench.samples }) };
};
