import { describe, expect, it } from 'vitest';
import { type ChainInput, evaluate, type Outcome } from '#model';
import { quantity, type UnitId, unitOf } from '#quantity';
import { derivation, leverByPath, leversBehind, listScenarios, metricByPath, metrics, type ResolvedScenario, toInput } from '#scenario';
import { openShipped } from '../test/support/shipped.ts';

const shipped = listScenarios();

/** Those whose equation is a rule in words, not arithmetic. */
const inWords = new Set([
  'die.perWafer',
  'accelerator.peak',
  'accelerator.memoryNeed',
  'accelerator.tpp',
  'cluster.size',
  'cluster.goodput',
  'cluster.checkpointInterval',
  'cluster.lostCheckpoint',
  'cluster.lostRework',
  'cluster.lostDetection',
  'cluster.lostRestart',
  'cluster.lostWaiting',
  'run.parameters',
  'run.activeParameters',
  'market.paid',
  'run.refreshWork',
  'solver.refreshTime',
  'solver.energyGain',
  'solver.claimedGain',
  'solver.writes',
  'solver.life',
  'solver.power',
  'solver.area',
  'solver.energyUse',
  'policy.headroom',
  'policy.line',
]);

/** Those that become one where the optimiser inverts. */
const inWordsWithInverses = ['run.chipsNeeded', 'run.inverseLoss'];
/** Goodput times what the slowest server leaves, of a cluster of another size. */
const keptBy = (input: ChainInput, count: number): number => {
  const { cluster } = evaluate({ ...input, cluster: { ...input.cluster, count: quantity(count, 'chip') } });
  return cluster.goodput * (1 - cluster.stragglerLoss);
};

/** Every symbol in the base of its unit, so that hours and seconds need no factor between them. */
const symbols = (outcome: Outcome, input: ChainInput, scenario: ResolvedScenario) => {
  const base = (value: number | undefined, unit: UnitId): number => {
    if (value === undefined) throw new Error('the scenario does not have it');
    return value * unitOf(unit).factor;
  };
  const { parameters } = input.choice;
  const words = new Map([
    ['active matrices', parameters.multiplied],
    ['激活的矩阵参数', parameters.multiplied],
    ['attention width', parameters.attentionWidth],
    ['注意力宽度', parameters.attentionWidth],
  ]);
  return (name: string): number => {
    const word = words.get(name);
    if (word !== undefined) return word;
    if (name === 'e') return Math.E;
    if (name === 'π') return Math.PI;
    if (name === 'g') return keptBy(input, outcome.run.chipsNeeded ?? Number.NaN);
    const metric = metricByPath.get(name);
    if (metric !== undefined) return base(metric.read(outcome), metric.unit);
    const lever = leverByPath.get(name);
    if (lever === undefined) throw new Error(`${name} is no symbol`);
    return base(scenario.levers.get(name)?.value, lever.unit);
  };
};

const token = /max|[a-z]+\.[A-Za-z0-9]+|active matrices|attention width|激活的矩阵参数|注意力宽度|[egπ]|\d+|[-+*/^(),⌈⌉]/y;

/** The value of an equation as it is printed, and the paths that it names. */
const calculate = (equation: string, read: (name: string) => number): { readonly value: number; readonly named: ReadonlySet<string> } => {
  const text = equation
    .replace(/(, where|，其中).*$/, '')
    .replaceAll('×', '*')
    .replaceAll('−', '-')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .trim();
  const tokens: string[] = [];
  for (let at = 0; at < text.length; at = token.lastIndex) {
    while (text[at] === ' ') at++;
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) throw new Error(`cannot read ${text.slice(at)} in ${equation}`);
    tokens.push(found);
  }
  const named = new Set<string>();
  let next = 0;
  const take = (wanted: string): boolean => tokens[next] === wanted && next++ >= 0;
  const need = (wanted: string): void => {
    if (!take(wanted)) throw new Error(`${wanted} expected in ${equation}`);
  };
  const bracketed = (): number => {
    const value = sum();
    need(')');
    return value;
  };
  const atom = (): number => {
    if (take('-')) return -power();
    if (take('(')) return bracketed();
    if (take('⌈')) {
      const inside = sum();
      need('⌉');
      return Math.ceil(inside);
    }
    if (take('max')) {
      need('(');
      const first = sum();
      need(',');
      return Math.max(first, bracketed());
    }
    const name = tokens[next++] ?? '';
    if (/^\d+$/.test(name)) return Number(name);
    if (name.includes('.')) named.add(name);
    return read(name);
  };
  const power = (): number => {
    const value = atom();
    return take('^') ? value ** power() : value;
  };
  const product = (): number => {
    let value = power();
    for (;;) {
      if (take('*')) value *= power();
      else if (take('/')) value /= power();
      else return value;
    }
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      if (take('+')) value += product();
      else if (take('-')) value -= product();
      else return value;
    }
  };
  const value = sum();
  if (next !== tokens.length) throw new Error(`${tokens[next]} is too much in ${equation}`);
  return { value, named };
};

const cases: readonly (readonly [string, readonly string[]])[] = [
  ...shipped.map((name) => [name, []] as const),
  ['llama-3.1-405b-h100', ['run.flop=2e25 FLOP']],
  ['llama-3.1-405b-h100', ['run.deadline=60 d']],
  ['deepseek-v3-on-910c', ['acquire=buy', 'market.price=20000 USD']],
  ['deepseek-v3-on-910c', ['acquire=make']],
  ['deepseek-v3-on-910c', ['die.bank=1000000 die']],
];

describe.each(cases)('the equations that `why` prints for %s with %j', (name, set) => {
  const scenario = openShipped(name, set);
  const input = toInput(scenario);
  const outcome = evaluate(input);
  const read = symbols(outcome, input, scenario);
  const wordsHere = new Set([...inWords, ...(input.choice.optimiser === 'first-order' ? [] : inWordsWithInverses)]);
  const present = metrics.filter((metric) => metric.read(outcome) !== undefined && !wordsHere.has(metric.path));

  it.each(present.map((metric) => [metric.path, metric] as const))('give the figure of %s', (path, metric) => {
    const { equation, of } = derivation(metric, input);
    const figure = (metric.read(outcome) ?? Number.NaN) * unitOf(metric.unit).factor;
    for (const text of typeof equation === 'string' ? [equation] : [equation.en, equation.zh]) {
      const { value, named } = calculate(text, read);
      // The count by a deadline is found in steps and is right to half an accelerator.
      const close = path === 'run.chipsNeeded' ? 0.5 / figure : 1e-9;
      expect(Math.abs(value - figure), `${text} gives ${value}, not ${figure}`).toBeLessThanOrEqual(close * Math.abs(figure));
      expect([...named].filter((part) => !of.includes(part))).toEqual([]);
    }
  });
});

describe('the FLOP of a run', () => {
  const workOf = (name: string, set: readonly string[] = []) => {
    const input = toInput(openShipped(name, set));
    const metric = metricByPath.get('run.work');
    if (metric === undefined) throw new Error('no run.work');
    return { ...derivation(metric, input), behind: leversBehind(evaluate(input), input) };
  };

  it('are those that the scenario states, and its tokens are then no input', () => {
    for (const name of ['train-us', 'train-cn', '1e26-under-150-mw']) {
      const { equation, of, behind } = workOf(name);
      expect(equation).toBe('run.flop');
      expect(of).toEqual(['run.flop']);
      expect(behind).toContain('run.flop');
      expect(behind).not.toContain('run.tokens');
    }
  });

  it('follow from its tokens where it states none', () => {
    const { equation, of, behind } = workOf('llama-3.1-405b-h100');
    expect(equation).toMatchObject({ en: 'run.tokens × (6 × active matrices + 3 × run.sequenceLength × attention width)' });
    expect(of).toEqual(['run.tokens', 'run.sequenceLength']);
    expect(behind).toContain('run.tokens');
    expect(behind).not.toContain('run.flop');
  });
});
