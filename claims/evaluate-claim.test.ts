import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import type { ClaimAnswer, ReadingAnswer } from '#report';
import type { Claim, Expression, Reading } from './claim.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { evaluateExpression, Workbench } from './workbench.ts';

const opened = openCatalog();
if (!opened.ok) throw new Error('the catalogue cannot be read');
const bench = new Workbench({ catalog: opened.value, samples: 200, seed: 1 });

const name = { en: 'a', zh: '甲' };
const claimOf = (...readings: readonly Reading[]): Claim => ({
  id: 'one',
  title: name,
  claim: name,
  says: name,
  asOf: '2025',
  readings,
});
const judged = (claim: Claim): ClaimAnswer => {
  const answer = evaluateClaim(claim, bench);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
};
const judge = (...readings: readonly Reading[]): ClaimAnswer => judged(claimOf(...readings));
/** Faults of a question, as code and path. */
const faultsOf = (reading: Reading): readonly string[] => {
  const answer = evaluateClaim(claimOf(reading), bench);
  return answer.ok ? [] : answer.issues.map(({ code, path }) => `${code} ${path}`);
};
const one = (reading: Reading): ReadingAnswer => {
  const [answer] = judge(reading).readings;
  if (answer === undefined) throw new Error('there is one');
  return answer;
};
const number = (text: string): Expression => ({ number: text, unit: '1' });
const is = (text: string, claimed: string, id = 'x'): Reading => ({
  id,
  name,
  kind: 'quantity',
  unit: '1',
  value: number(text),
  claimed: { about: claimed },
});
const event = (date: { readonly date?: string; readonly before?: string }): Reading => ({
  id: 'x',
  name,
  kind: 'event',
  event: 'event/2025-04-09-h20-licence',
  ...date,
});

describe('arithmetic', () => {
  const centre = (expression: Expression): number => {
    const found = evaluateExpression(expression, bench);
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    return found.value.central();
  };
  it('does what its names say', () => {
    const [two, five] = [number('2'), number('5')];
    expect(centre({ quotient: [five, two] })).toBe(2.5);
    expect(centre({ difference: [five, two] })).toBe(3);
    expect(centre({ change: [two, five] })).toBe(1.5);
    expect(centre({ product: [two, five, five] })).toBe(50);
    expect(centre({ sum: [two, five] })).toBe(7);
  });

  it('is done draw by draw: a figure over itself is one, however uncertain it is', () => {
    for (const leaf of [
      { metric: 'cost.total', in: 'train-us' },
      { fact: 'parameter/algorithmic-halving-time#months' },
      { number: '2..3..5', unit: '1' },
    ] satisfies readonly Expression[]) {
      const found = evaluateExpression({ quotient: [leaf, leaf] }, bench);
      if (!found.ok) throw new Error(JSON.stringify(found.issues));
      for (const value of found.value.values) expect(value).toBeCloseTo(1, 12);
    }
  });

  it('says everything that cannot be had', () => {
    const found = evaluateExpression({ sum: [{ fact: 'node/none#waferPrice' }, { metric: 'cost.nothing', in: 'train-us' }] }, bench);
    expect(found.ok ? [] : found.issues.map(({ code }) => code)).toEqual(['claims/no-thing', 'claims/no-metric']);
  });

  it('turns money into dollars', () => {
    expect(centre({ fact: 'region/inner-mongolia#subsidisedElectricityPrice' }) * 3.6e6).toBeLessThan(0.1);
  });
});

describe('readings', () => {
  it('agree or the claim depends on them; one that cannot be had says nothing', () => {
    expect(judge(is('40', '40'), is('41', '40')).verdict).toBe('supported');
    expect(judge(is('40', '40'), is('4', '40')).verdict).toBe('depends');
    // Of a node a yield may be stated; of this one nobody has.
    const fact = { fact: 'node/tsmc-n7-plus#yield' };
    const missing: Reading = { id: 'y', name, kind: 'quantity', unit: '1', value: fact, claimed: { about: '1' } };
    const answer = judge(missing, is('40', '40'));
    expect(answer.verdict).toBe('supported');
    expect(answer.readings[0]).toMatchObject({ verdict: 'not-judged', missing: [{ code: 'claims/not-stated' }] });
    // The figure that stands for the claim is that of the first reading that has one.
    expect(answer.estimate?.p50).toBe(40);
    expect(judge(missing).verdict).toBe('not-judged');
  });

  it('whose own arithmetic is wrong are saved by none', () => {
    const arithmetic: Reading = {
      id: 'sum',
      name,
      kind: 'identity',
      unit: '1',
      value: { product: [number('16'), number('640')] },
      claimed: { about: '10250' },
    };
    expect(judge(arithmetic, is('40', '40')).verdict).toBe('contradicted');
    const right = { ...arithmetic, claimed: { about: '10240' } };
    expect(judge(right, is('40', '40')).verdict).toBe('supported');
    // That it adds up does not make it true.
    expect(judge(right, is('4', '40'))).toMatchObject({ verdict: 'contradicted', probability: 0, estimate: { p50: 4 } });
    expect(judge(right).verdict).toBe('supported');
  });
});

describe('roles', () => {
  it('count a premise only where it is wrong, and what is said instead never', () => {
    const as = (reading: Reading, role: 'premise' | 'instead'): Reading => ({ ...reading, role });
    const [right, wrong] = [is('40', '40', 'right'), is('4', '40', 'wrong')];
    expect(judge(as(right, 'premise'), wrong).verdict).toBe('contradicted');
    expect(judge(as(wrong, 'premise'), right).verdict).toBe('contradicted');
    expect(judge(as(right, 'instead'), wrong).verdict).toBe('contradicted');
    expect(judge(as(wrong, 'instead'), right).verdict).toBe('supported');
    // The figure of the claim is that of its first basis.
    expect(judge(as(right, 'instead'), wrong).estimate?.p50).toBe(4);
  });
});

describe('faults of a question', () => {
  const reading = (value: Expression, extra: Partial<Reading> = {}): Reading =>
    ({ id: 'x', name, kind: 'quantity', unit: '1', value, claimed: { about: '1' }, ...extra }) as Reading;
  const metric = { metric: 'cost.total', in: 'train-us' };
  it.each<readonly [string, Reading, readonly string[]]>([
    ['an unknown result', reading({ metric: 'cost.totl', in: 'train-us' }), ['claims/no-metric readings[0].value.metric']],
    ['an unknown lever', reading({ lever: 'energy.prise', in: 'train-us' }), ['claims/no-lever readings[0].value.lever']],
    ['an unknown scenario', reading({ metric: 'cost.total', in: 'train-usa' }), ['claims/no-scenario readings[0].value.in']],
    ['a lever that is not there to be set', reading({ ...metric, set: ['cost.x=1'] }), ['set/unknown-path readings[0].value.set[0]']],
    ['an unknown thing', reading({ quotient: [number('1'), { fact: 'a/b#c' }] }), ['claims/no-thing readings[0].value.quotient[1].fact']],
    ['a fact that no thing of the kind has', reading({ fact: 'node/tsmc-n7#flavour' }), ['claims/no-fact readings[0].value.fact']],
    [
      'a figure that no wafer has',
      reading({ wafer: { node: 'tsmc-n7', figure: 'x' } }),
      ['claims/no-figure readings[0].value.wafer.figure'],
    ],
    ['two forms at once', reading(metric, { claimed: { about: '1', over: '2' } }), ['claims/one-form readings[0].claimed']],
    ['a tolerance that is no figure', reading(metric, { claimed: { about: 'much' } }), ['quantity/not-a-number readings[0].claimed.about']],
    ['an unknown source', reading(metric, { sources: ['hearsay'] }), ['claims/no-source readings[0].sources[0]']],
    ['an unknown source of an argument', reading({ number: '1', unit: '1', source: 'x' }), ['claims/no-source readings[0].value.source']],
    ['a break-even of nothing', reading(metric, { turnedBy: { fact: 'a#b' } }), ['claims/not-read readings[0].turnedBy.fact']],
    [
      'both sides of an effect',
      {
        id: 'x',
        name,
        kind: 'causal',
        unit: '%',
        without: { metric: 'a', in: 'b' },
        with: { lever: 'c', in: 'd' },
        claimed: { about: '1 %' },
      },
      ['claims/no-metric readings[0].without.metric', 'claims/no-lever readings[0].with.lever'],
    ],
    [
      'rows that no kind has',
      { id: 'x', name, kind: 'counter-example', among: { kind: 'cluster', where: { contry: { is: ['CN'] } }, facts: { chip: {} } } },
      ['claims/no-attribute readings[0].among.where.contry', 'claims/no-fact readings[0].among.facts.chip'],
    ],
    ['an unknown event', { id: 'x', name, kind: 'event', event: 'event/none' }, ['claims/no-thing readings[0].event']],
  ])('%s', (_, faulty, faults) => {
    expect(faultsOf(faulty)).toEqual(faults);
  });

  it('of two readings are named together', () => {
    const answer = evaluateClaim(claimOf(reading({ fact: 'a/b#c' }), reading({ metric: 'x', in: 'y' })), bench);
    expect(answer.ok ? [] : answer.issues.map(({ path }) => path)).toEqual(['readings[0].value.fact', 'readings[1].value.metric']);
  });
});

describe('what never comes about', () => {
  it('is a verdict all the same: without power a run takes for ever', () => {
    const answer = one({
      id: 'x',
      name,
      kind: 'quantity',
      unit: 'd',
      value: { metric: 'run.time', in: '1e26-under-150-mw', set: ['cluster.powerLimit=1 W'] },
      claimed: { over: '60 d' },
    });
    expect(answer).toMatchObject({ verdict: 'supported', probability: 1 });
    for (const value of Object.values(answer.estimate ?? {})) expect(value).not.toBeNaN();
  });
});

describe('a rank', () => {
  const rank = (value: string, ...among: readonly string[]): ReadingAnswer =>
    one({ id: 'x', name, kind: 'rank', unit: '1', value: number(value), among: among.map(number) });
  it('shows the best of the others', () => {
    expect(rank('3', '2', '1')).toMatchObject({ verdict: 'supported', claimed: { low: 2 } });
    expect(rank('2', '3', '1')).toMatchObject({ verdict: 'contradicted', claimed: { low: 3 } });
  });
  it('of the least is the other way round', () => {
    const least = { id: 'x', name, kind: 'rank', unit: '1', value: number('1'), among: [number('2'), number('3')], least: true } as const;
    expect(one(least)).toMatchObject({ verdict: 'supported', claimed: { high: 2 } });
  });
});

describe('a counter-example', () => {
  const among = { kind: 'cluster', facts: { chips: { atLeast: '10000 chip' } } } as const;
  const search = (filter: object): ReadingAnswer => one({ id: 'x', name, kind: 'counter-example', among: { ...among, ...filter } });
  it('is enough, and is shown, the largest first', () => {
    const answer = search({ where: { country: { not: ['US', 'CN'] } } });
    expect(answer.verdict).toBe('contradicted');
    const values = answer.examples.map(({ value = 0 }) => value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10_000);
    expect(answer.commands[0]).toBe(`chokepoint catalog show ${answer.examples[0]?.id}`);
    expect(answer.sources.length).toBeGreaterThan(0);
  });
  it('that came later is none', () => {
    const dated = { where: { country: { is: ['DE'] } }, by: { date: '2024-12', attribute: 'date' } };
    expect(search(dated)).toMatchObject({ verdict: 'supported', examples: [] });
    expect(search({ ...dated, by: { date: '2026', attribute: 'date' } }).verdict).toBe('contradicted');
  });
});

describe('an event', () => {
  it.each([
    ['2025-04-09', 'supported'],
    ['2025-04-11', 'supported'],
    ['2025-04-07', 'supported'],
    ['2025-04', 'supported'],
    ['2025', 'supported'],
    // It happened, but not then: the event is right and its date is wrong.
    ['2025-04-12', 'depends'],
    ['2025-04-06', 'depends'],
    ['2025-01', 'depends'],
  ])('of 9 April 2025, said to be of %s: %s', (date, verdict) => {
    const answer = one(event({ date }));
    expect(answer.verdict).toBe(verdict);
    expect(answer.examples[0]?.name.en).toContain('2025-04-09');
  });
  it('may be asked whether it was before a date', () => {
    expect(one(event({ before: '2025-04-30' })).verdict).toBe('supported');
    expect(one(event({ before: '2025-01-31' })).verdict).toBe('contradicted');
  });
});

describe('an effect', () => {
  const effect = (without: string, after: string): ReadingAnswer =>
    one({ id: 'x', name, kind: 'causal', unit: '%', without: number(without), with: number(after), claimed: { about: '-40 %' } });
  it('is the change from without to with', () => {
    expect(effect('100', '60')).toMatchObject({ verdict: 'supported', estimate: { p50: -40 } });
    expect(effect('100', '98').verdict).toBe('contradicted');
    expect(effect('100', '140').verdict).toBe('contradicted');
  });
  it('of cheaper power on the whole run is run with and without, on the same draws', () => {
    const answer = one({
      id: 'x',
      name,
      kind: 'causal',
      unit: '%',
      without: { metric: 'cost.total', in: 'train-us' },
      with: { metric: 'cost.total', in: 'train-cn' },
      claimed: { about: '-40 %' },
    });
    expect(answer.verdict).toBe('contradicted');
    expect(answer.estimate?.p50).toBeLessThan(0);
    expect(answer.estimate?.p5).toBeGreaterThan(-5);
    expect(answer.commands).toEqual(['chokepoint run train-us --samples 200 --seed 1', 'chokepoint run train-cn --samples 200 --seed 1']);
  });
});

describe('a break-even', () => {
  it('is where the verdict turns: with the lever there, the figure is the claimed one', () => {
    const share: Expression = {
      quotient: [
        { metric: 'cost.energy', in: 'train-us' },
        { metric: 'cost.ownership', in: 'train-us' },
      ],
    };
    const reading: Reading = {
      id: 'x',
      name,
      kind: 'quantity',
      unit: '%',
      value: share,
      claimed: { atLeast: '20 %' },
      turnedBy: { lever: 'energy.price', in: 'train-us' },
    };
    const { breakEven } = one(reading);
    expect(breakEven?.at).toHaveLength(1);
    const [at = 0] = breakEven?.at ?? [];
    const found = evaluateExpression(share, bench);
    expect(found.ok && found.value.central({ path: 'energy.price', in: 'train-us', value: at })).toBeCloseTo(0.2, 5);
    expect(at).toBeGreaterThan(breakEven?.value ?? Number.POSITIVE_INFINITY);
  });
});

describe('what decides', () => {
  const share: Expression = {
    quotient: [{ fact: 'accelerator/ascend-910c#peakBf16' }, { fact: 'accelerator/h100-sxm#peakBf16' }],
  };
  const reading: Reading = { id: 'x', name, kind: 'quantity', unit: '%', value: share, claimed: { atLeast: '95 %' } };

  it('may be a fact, which is looked for where it turns, though nobody asked', () => {
    const { deciding, breakEven } = one(reading);
    expect(deciding).toMatchObject({ path: 'accelerator/ascend-910c#peakBf16', in: undefined });
    expect(deciding?.share).toBeGreaterThan(0.9);
    expect(breakEven).toMatchObject({
      path: 'accelerator/ascend-910c#peakBf16',
      unit: 'FLOP/s',
      turns: 'passes',
      interval: { p5: 752e12 },
    });
    expect((breakEven?.at[0] ?? 0) / 989.4e12).toBeCloseTo(0.95, 2);
  });

  it('may be an argument that has a name; one without is not told of', () => {
    const value: Expression = { product: [number('2'), { number: '1..2..3', unit: '1', name: { en: 'guess', zh: '猜测' } }] };
    const named = one({ id: 'x', name, kind: 'quantity', unit: '1', value, claimed: { about: '5' } });
    expect(named.deciding).toMatchObject({ path: '1..2..3', label: { en: 'guess' } });
    expect(named.breakEven).toMatchObject({ turns: 'meets', value: 2 });
    expect(named.breakEven?.at[0]).toBeCloseTo(2.5, 9);
    const bare = one({ id: 'x', name, kind: 'quantity', unit: '1', value: number('1..2..3'), claimed: { about: '5' } });
    expect(bare.deciding).toBeUndefined();
  });

  it('is named by the claim where another input matters more', () => {
    const asked = one({ ...reading, turnedBy: { fact: 'accelerator/h100-sxm#peakBf16' } } as Reading);
    expect(asked.breakEven).toMatchObject({ path: 'accelerator/h100-sxm#peakBf16', interval: undefined });
    expect(asked.breakEven?.at[0]).toBeLessThan(989e12);
  });

  it('says which scenario a lever is of, and turns it there alone', () => {
    const ratio: Expression = {
      quotient: [
        { metric: 'run.time', in: 'train-us' },
        { metric: 'run.time', in: 'train-cn' },
      ],
    };
    const answer = one({
      id: 'x',
      name,
      kind: 'quantity',
      unit: '1',
      value: ratio,
      claimed: { atLeast: '2' },
      turnedBy: { lever: 'run.utilisation', in: 'train-us' },
    });
    expect(answer.breakEven).toMatchObject({ in: 'train-us' });
    const found = evaluateExpression(ratio, bench);
    const [at = 0] = answer.breakEven?.at ?? [];
    expect(found.ok && found.value.central({ path: 'run.utilisation', in: 'train-us', value: at })).toBeCloseTo(2, 6);
  });
});

describe('figures', () => {
  it('that nothing was computed from are those that were stated, and not quantiles of draws', () => {
    const value: Expression = { fact: 'parameter/algorithmic-halving-time#months' };
    const { estimate } = one({ id: 'x', name, kind: 'quantity', unit: 'month', value, claimed: { about: '8 month' } });
    expect(estimate).toMatchObject({ p5: 2, p50: 8, p95: 22 });
  });

  it('near a line between verdicts say so', () => {
    const likely = (low: string): ReadingAnswer =>
      one({ id: 'x', name, kind: 'quantity', unit: '1', value: number('0..50..100'), claimed: { atLeast: low } });
    expect(likely('50').close).toBe(false);
    expect([likely('80'), likely('85'), likely('88'), likely('90')].some(({ close }) => close)).toBe(true);
    expect(one(is('40', '40')).close).toBe(false);
  });

  it('are written as arithmetic, with brackets where they are needed', () => {
    const [two, five] = [number('2'), number('5')];
    const formula = (value: Expression): string | undefined =>
      one({ id: 'x', name, kind: 'quantity', unit: '1', value, claimed: { about: '1' } }).formula;
    expect(formula({ quotient: [{ sum: [two, five] }, { product: [two, five] }] })).toBe('(2 + 5) / (2 * 5)');
    expect(formula({ change: [two, five] })).toBe('5 / 2 - 1');
    expect(formula({ metric: 'cost.total', in: 'train-us', set: ['cluster.pue=1.1'] })).toBe('cost.total[train-us, cluster.pue=1.1]');
  });
});

describe('the same draws', () => {
  it('are given by the same seed, and others by another', () => {
    const reading: Reading = {
      id: 'x',
      name,
      kind: 'quantity',
      unit: 'USD',
      value: { metric: 'cost.total', in: 'train-us' },
      claimed: { over: '50 M USD' },
    };
    const withSeed = (seed: number): unknown => {
      const answer = evaluateClaim(claimOf(reading), new Workbench({ catalog: opened.value, samples: 200, seed }));
      return answer.ok ? answer.value.readings[0]?.estimate : answer.issues;
    };
    expect(withSeed(1)).toEqual(one(reading).estimate);
    expect(withSeed(2)).not.toEqual(withSeed(1));
  });
});
