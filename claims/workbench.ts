import { join } from 'node:path';
import type { Catalog, Selected, Thing } from '#catalog';
import { evaluate, type Outcome } from '#model';
import {
  type Checked,
  convertMoney,
  type Distribution,
  type Issue,
  parseQuantity,
  scaleDistribution,
  type UnitId,
  unitOf,
} from '#quantity';
import { buildAnalogComparison } from '#report';
import {
  answerWafer,
  leverByPath,
  metricByPath,
  moneySeries,
  type ResolvedScenario,
  readScenario,
  resolveScenario,
  type SampledScenario,
  samplerOf,
  sampleScenario,
  shippedFolder,
  toInput,
  uncertainLevers,
  type WaferAnswer,
  withLever,
} from '#scenario';
import { createSampler, median } from '#uncertainty';
import type { AnalogQuestion, Expression, WaferClaim } from './claim.ts';

/** A lever of a scenario at another value than its median. */
export interface Moved {
  readonly lever: string;
  readonly in: string;
  readonly value: number;
}

/** An expression with all that it needs looked up, in the bases of its units. */
export interface Evaluated {
  /** Draw by draw; scenarios share their random numbers. */
  readonly values: Float64Array;
  /** With every lever and fact at its median, or one lever elsewhere. */
  readonly central: (moved?: Moved) => number;
  /** Names of the scenarios beneath, with what was laid over them. */
  readonly scenarios: readonly ScenarioUse[];
  readonly sources: readonly string[];
  /** Commands that show what it reads besides scenarios. */
  readonly commands: readonly string[];
}

export interface ScenarioUse {
  readonly name: string;
  readonly set: readonly string[];
}

export interface WorkbenchOptions {
  /** Date of money whose fact has none: that of the claim. */
  readonly today?: string;
  readonly catalog: Catalog;
  readonly samples: number;
  readonly seed: number;
}

/** Scenarios, facts and comparisons that claims ask for, each opened and sampled once. */
export class Workbench {
  readonly catalog: Catalog;
  readonly samples: number;
  readonly seed: number;
  readonly today: string;
  readonly #scenarios = new Map<string, Checked<ResolvedScenario>>();
  readonly #sampled = new Map<string, SampledScenario>();
  readonly #wafers = new Map<string, ReturnType<typeof answerWafer>>();
  readonly #comparisons = new Map<string, ReturnType<typeof buildAnalogComparison>>();

  constructor({ catalog, samples, seed, today = '2025' }: WorkbenchOptions) {
    this.today = today;
    this.catalog = catalog;
    this.samples = samples;
    this.seed = seed;
  }

  /** A scenario that comes with the package. */
  scenario({ name, set }: ScenarioUse): Checked<ResolvedScenario> {
    const key = keyOf({ name, set });
    const known = this.#scenarios.get(key);
    if (known !== undefined) return known;
    const document = readScenario({ file: join(shippedFolder, `${name}.yaml`), root: shippedFolder, set });
    const opened = document.ok ? resolveScenario(document.value, this.catalog) : document;
    this.#scenarios.set(key, opened);
    return opened;
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
    const known = this.#wafers.get(key) ?? answerWafer({ catalog, node, samples, seed, ...(without === undefined ? {} : { without }) });
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

const keyOf = ({ name, set }: ScenarioUse): string => [name, ...set].join(' ');

/** What cannot be had, as the one issue that says so. */
export const failed = (code: string, received: string, expected?: string): Checked<never> => ({
  ok: false,
  issues: [{ code, path: '', received, ...(expected === undefined ? {} : { expected }) }],
});

const scaled = (values: Float64Array, factor: number): Float64Array => (factor === 1 ? values : values.map((value) => value * factor));

const metricOf = (bench: Workbench, path: string, use: ScenarioUse): Checked<Evaluated> => {
  const metric = metricByPath.get(path);
  if (metric === undefined) return failed('claims/no-metric', path);
  const opened = bench.scenario(use);
  if (!opened.ok) return opened;
  const scenario = opened.value;
  const values = bench.sampled(use, scenario).metrics.get(path);
  if (values === undefined) return failed('claims/metric-absent', path, use.name);
  const { factor } = unitOf(metric.unit);
  const read = (outcome: Outcome): number => (metric.read(outcome) ?? Number.NaN) * factor;
  return {
    ok: true,
    value: {
      values: scaled(values, factor),
      central: (moved) => read(evaluate(isMoved(moved, use) ? withLever(scenario, moved.lever, moved.value) : toInput(scenario))),
      scenarios: [use],
      sources: [],
      commands: [],
    },
  };
};

const isMoved = (moved: Moved | undefined, { name }: ScenarioUse): moved is Moved => moved !== undefined && moved.in === name;

const leverOf = (bench: Workbench, path: string, use: ScenarioUse): Checked<Evaluated> => {
  const lever = leverByPath.get(path);
  if (lever === undefined) return failed('claims/no-lever', path);
  const opened = bench.scenario(use);
  if (!opened.ok) return opened;
  const resolved = opened.value.levers.get(path);
  if (resolved === undefined) return failed('claims/metric-absent', path, use.name);
  const { factor } = unitOf(lever.unit);
  const values = bench.draws(use).find((column) => column.path === path)?.values ?? new Float64Array(bench.samples).fill(resolved.value);
  return {
    ok: true,
    value: {
      values: scaled(values, factor),
      central: (moved) => (isMoved(moved, use) && moved.lever === path ? moved.value : resolved.value) * factor,
      scenarios: [use],
      sources: resolved.sources,
      commands: [],
    },
  };
};

/** What a fact says, by the rule of the catalogue. */
export const factOf = (
  catalog: Catalog,
  reference: string,
  options: { readonly definition?: string; readonly asOf?: string },
): Checked<{ readonly thing: Thing; readonly selected: Selected }> => {
  const [id = '', fact = ''] = reference.split('#');
  const thing = catalog.get(id);
  if (thing === undefined) return failed('claims/no-thing', id, catalog.suggest(id));
  const selected = catalog.select(thing, fact, options);
  return selected === undefined
    ? failed('claims/no-fact', reference, Object.keys(thing.facts).join(', '))
    : { ok: true, value: { thing, selected } };
};

export const sourcesOf = ({ used }: Selected): readonly string[] => [
  ...new Set(used.flatMap(({ source, also = [] }) => [source, ...also])),
];

const constantOf = (
  bench: Workbench,
  path: string,
  distribution: Distribution,
  unit: UnitId,
  extra: Partial<Evaluated>,
): Checked<Evaluated> => {
  const { factor } = unitOf(unit);
  const values = scaled(bench.drawn(path, distribution), factor);
  const central = median(distribution) * factor;
  return { ok: true, value: { values, central: () => central, scenarios: [], sources: [], commands: [], ...extra } };
};

const analogOf = (bench: Workbench, question: AnalogQuestion): Checked<Evaluated> => {
  const comparison = bench.comparison(question);
  if (!comparison.ok) return comparison;
  const cell = comparison.value.cells.find(({ accounting, rival }) => accounting === question.accounting && rival === question.rival);
  if (cell === undefined) return failed('claims/no-cell', `${question.accounting}, ${question.rival}`);
  const { p5, p50, p95 } = cell.energy;
  const sources = [...new Set(comparison.value.inputs.flatMap((input) => input.sources))];
  return constantOf(bench, `claims.analog.${question.accounting}.${question.rival}`, splitOf(p5, p50, p95), '1', {
    sources,
    commands: [compareCommand(bench, question)],
  });
};

/** The command that shows the same comparison. */
const compareCommand = (
  bench: Workbench,
  { size, leaf, cycles, passes, rightSides, utilisation, processor, condition }: AnalogQuestion,
): string =>
  [
    `chokepoint analog compare --size ${size} --leaf ${leaf} --cycles ${cycles} --passes ${passes} --reuse ${rightSides}`,
    `--utilisation ${utilisation} --processor ${processor} --condition ${condition} --samples ${bench.samples} --seed ${bench.seed}`,
  ].join(' ');

const splitOf = (p5: number, p50: number, p95: number): Distribution =>
  p5 < p95 ? { kind: 'split', scale: p5 > 0 ? 'log' : 'linear', p5, p50, p95 } : { kind: 'point', value: p50 };

const waferOf = (bench: Workbench, claim: WaferClaim): Checked<Evaluated> => {
  const answer = bench.wafer(claim);
  if (!answer.ok) return answer;
  const { own, other, differences, inputs } = answer.value;
  const variant = claim.of === 'other' ? other : own;
  if (claim.figure === 'feasible' && variant !== undefined)
    return constantOf(
      bench,
      `${waferPath(claim)}.feasible`,
      { kind: 'point', value: variant.feasible },
      '1',
      waferExtra(bench, claim, inputs),
    );
  const figures = claim.of === 'difference' ? differences : [...(variant?.figures ?? []), ...(variant?.steps ?? [])];
  const figure = figures.find(({ id }) => id === claim.figure);
  if (figure === undefined) return failed('claims/no-figure', claim.figure, figures.map(({ id }) => id).join(', '));
  const { p5, p50, p95, unit } = figure;
  return constantOf(bench, `${waferPath(claim)}.${claim.figure}`, splitOf(p5, p50, p95), unit, waferExtra(bench, claim, inputs));
};

const waferPath = ({ node, of }: WaferClaim): string => `claims.wafer.${node}.${of ?? 'own'}`;

const waferExtra = ({ samples, seed }: Workbench, { node, without }: WaferClaim, inputs: WaferAnswer['inputs']): Partial<Evaluated> => {
  const tools = without === undefined ? '' : ` --without ${without.join(',')}`;
  return {
    sources: [...new Set(inputs.flatMap((input) => input.sources))],
    commands: [`chokepoint wafer ${node}${tools} --samples ${samples} --seed ${seed}`],
  };
};

type Operation = (values: readonly number[]) => number;

const operations: Readonly<Record<string, Operation>> = {
  quotient: ([a = 0, b = 0]) => a / b,
  difference: ([a = 0, b = 0]) => a - b,
  change: ([a = 0, b = 0]) => b / a - 1,
  product: (values) => values.reduce((all, value) => all * value, 1),
  sum: (values) => values.reduce((all, value) => all + value, 0),
};

const combined = (parts: readonly Evaluated[], operation: Operation, samples: number): Evaluated => {
  const row = parts.map(() => 0);
  const values = Float64Array.from({ length: samples }, (_, k) => {
    for (let i = 0; i < parts.length; i++) row[i] = parts[i]!.values[k] as number;
    return operation(row);
  });
  return {
    values,
    central: (moved) => operation(parts.map((part) => part.central(moved))),
    scenarios: parts.flatMap((part) => part.scenarios),
    sources: parts.flatMap((part) => part.sources),
    commands: parts.flatMap((part) => part.commands),
  };
};

/**
 * Looks up and computes an expression, in the bases of its units.
 *
 * @returns its draws and its central value, or every reason why it cannot be had
 */
export const evaluateExpression = (expression: Expression, bench: Workbench): Checked<Evaluated> => {
  if ('metric' in expression) return metricOf(bench, expression.metric, { name: expression.in, set: expression.set ?? [] });
  if ('lever' in expression) return leverOf(bench, expression.lever, { name: expression.in, set: expression.set ?? [] });
  if ('fact' in expression) {
    const { definition, asOf } = expression;
    const found = factOf(bench.catalog, expression.fact, {
      ...(definition === undefined ? {} : { definition }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    if (!found.ok) return found;
    const { thing, selected } = found.value;
    const first = selected.used[0];
    const year = Number((first?.date ?? bench.today).slice(0, 4));
    const factor = convertMoney({
      amount: 1,
      currency: first?.currency ?? 'USD',
      year: first?.currencyYear ?? year,
      toCurrency: 'USD',
      toYear: year,
      ...moneySeries(bench.catalog),
    });
    if (!factor.ok) return factor;
    const inDollars = factor.value === 1 ? selected.value : scaleDistribution(selected.value, factor.value);
    return constantOf(bench, `claims.${expression.fact}`, inDollars, selected.unit, {
      sources: sourcesOf(selected),
      commands: [`chokepoint catalog show ${thing.id}`],
    });
  }
  if ('number' in expression) {
    const read = parseQuantity(expression.number, expression.unit);
    if (!read.ok) return read;
    const sources = expression.source === undefined ? [] : [expression.source];
    return constantOf(bench, `claims.${expression.number}`, read.value.value, expression.unit, { sources });
  }
  if ('wafer' in expression) return waferOf(bench, expression.wafer);
  if ('analog' in expression) return analogOf(bench, expression.analog);
  const [[name, operands]] = Object.entries(expression) as [[string, readonly Expression[]]];
  const parts = operands.map((operand) => evaluateExpression(operand, bench));
  const issues: Issue[] = parts.flatMap((part) => (part.ok ? [] : part.issues));
  if (issues.length > 0) return { ok: false, issues };
  const known = parts.flatMap((part) => (part.ok ? [part.value] : []));
  return { ok: true, value: combined(known, operations[name] as Operation, bench.samples) };
};
