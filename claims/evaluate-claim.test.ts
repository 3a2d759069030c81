import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import type { UnitId } from '#quantity';
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

  it('adds and compares only what measures the same, and names both units where it does not', () => {
    const watt: Expression = { number: '700 W', unit: 'W' };
    const dollars: Expression = { number: '30 k USD', unit: 'USD' };
    const chips: Expression = { number: '8', unit: 'chip' };
    const wafers: Expression = { number: '3', unit: 'wafer' };
    const unlike = (expression: Expression): readonly string[] => {
      const found = evaluateExpression(expression, bench);
      return found.ok ? [] : found.issues.map(({ code, path, received, expected }) => [code, path, received, expected].join(' '));
    };
    expect(unlike({ sum: [dollars, dollars, watt] })).toEqual(['claims/unlike sum[2] W USD']);
    expect(unlike({ difference: [watt, dollars] })).toEqual(['claims/unlike difference[1] USD W']);
    expect(unlike({ change: [watt, { product: [watt, dollars] }] })).toEqual(['claims/unlike change[1] J·USD/s W']);
    expect(unlike({ product: [number('2'), { sum: [watt, dollars] }] })).toEqual(['claims/unlike product[1].sum[1] USD W']);
    // A price by the token is divided by tokens, and the power of all chips multiplied by them: nothing that may be left out.
    expect(unlike({ sum: [watt, { product: [watt, chips] }] })).toEqual(['claims/unlike sum[1] J·chip/s W']);
    expect(unlike({ sum: [dollars, { number: '4 USD/token', unit: 'USD/token' }] })).toEqual(['claims/unlike sum[1] USD/token USD']);
    expect(unlike({ sum: [chips, wafers] })).toEqual(['claims/unlike sum[1] wafer chip']);
    expect(unlike({ sum: [number('3'), chips, number('2'), chips] })).toEqual([]);
    // The one that says what is counted is named, and not the plain number before it.
    expect(unlike({ sum: [number('3'), chips, wafers] })).toEqual(['claims/unlike sum[2] wafer chip']);
    expect(unlike({ sum: [chips, number('3'), wafers, watt] })).toEqual(['claims/unlike sum[2] wafer chip', 'claims/unlike sum[3] W chip']);
    expect(unlike({ sum: [dollars, { product: [watt, { quotient: [dollars, watt] }] }] })).toEqual([]);
    const causal: Reading = { id: 'x', name, kind: 'causal', unit: '%', without: dollars, with: watt, claimed: { about: '40 %' } };
    expect(faultsOf(causal)).toEqual(['claims/unlike readings[0].with']);
    const rank: Reading = { id: 'x', name, kind: 'rank', unit: 'W', value: watt, among: [{ product: [watt, dollars] }] };
    expect(faultsOf(rank)).toEqual(['claims/wrong-unit readings[0].among[0]']);
    const value: Expression = { product: [watt, dollars] };
    const computed: Reading = { id: 'x', name, kind: 'quantity', unit: '1', value, claimed: { about: '1' } };
    expect(faultsOf(computed)).toEqual(['claims/wrong-unit readings[0].unit']);
  });

  it('ranks only what measures the same, also under a plain unit', () => {
    const counted = (unit: 'chip' | 'wafer', value: string): Expression => ({ product: [number('1'), { number: value, unit }] });
    const rank = (...among: readonly Expression[]): Reading => ({
      id: 'x',
      name,
      kind: 'rank',
      unit: '1',
      value: counted('chip', '9'),
      among,
    });
    expect(faultsOf(rank(counted('chip', '8'), number('3')))).toEqual([]);
    expect(faultsOf(rank(number('3'), counted('wafer', '8'), counted('chip', '7')))).toEqual(['claims/unlike readings[0].among[1]']);
  });

  it.each(['chip', 'wafer'] as const)('has a relative change without a unit, and not in %s', (unit) => {
    const [before, after] = ['3', '9'].map((value): Expression => ({ number: value, unit: 'chip' })) as [Expression, Expression];
    const claimed = { about: '2' };
    const change = (of: UnitId): Reading => ({ id: 'x', name, kind: 'quantity', unit: of, value: { change: [before, after] }, claimed });
    const causal = (of: UnitId): Reading => ({ id: 'x', name, kind: 'causal', unit: of, without: before, with: after, claimed });
    for (const reading of [change, causal]) {
      expect(faultsOf(reading('1'))).toEqual([]);
      expect(faultsOf(reading(unit))).toEqual(['claims/wrong-unit readings[0].unit']);
    }
  });

  it('says everything that cannot be had', () => {
    const found = evaluateExpression({ sum: [{ fact: 'node/none#waferPrice' }, { metric: 'cost.nothing', in: 'train-us' }] }, bench);
    expect(found.ok ? [] : found.issues.map(({ code }) => code)).toEqual(['claims/no-thing', 'claims/no-metric']);
  });

  const valuesOf = (expression: Expression): Float64Array => {
    const found = evaluateExpression(expression, bench);
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    return found.value.values;
  };
  const ratiosOf = (a: Expression, b: Expression): Set<number> =>
    new Set([...valuesOf({ quotient: [a, b] })].map((value) => Number(value.toPrecision(9))));

  it('takes a guess for the same one by its name, and not because its digits are those of another', () => {
    const guess = (en: string): Expression => ({ number: '1..2..3', unit: '1', name: { en, zh: '猜测' } });
    expect(ratiosOf(guess('one'), guess('one'))).toEqual(new Set([1]));
    expect(ratiosOf(guess('one'), guess('other')).size).toBeGreaterThan(100);
    expect(ratiosOf(guess('one'), number('1..2..3')).size).toBeGreaterThan(100);
    const found = evaluateExpression({ product: [guess('one'), guess('other')] }, bench);
    expect(found.ok && found.value.formula).toBe('1..2..3 * 1..2..3');
  });

  it('draws two questions on wafers apart, and one question once', () => {
    const wafer = (more: object): Expression => ({ wafer: { node: 'tsmc-n7-plus', figure: 'cycleTime', ...more } });
    expect(ratiosOf(wafer({}), wafer({ of: 'own' }))).toEqual(new Set([1]));
    // What the process takes is the same, whatever else is left out beside it.
    expect(ratiosOf(wafer({}), wafer({ without: ['euv'] }))).toEqual(new Set([1]));
    const without = (...tools: readonly string[]): Expression => wafer({ of: 'other', without: tools });
    expect(ratiosOf(without('euv'), without('euv'))).toEqual(new Set([1]));
    expect(ratiosOf(without('euv'), wafer({})).size).toBeGreaterThan(100);
  });

  it('draws two comparisons with an analog chip apart, and one once', () => {
    const question = (more: object): Expression =>
      ({
        analog: {
          accounting: 'press',
          rival: 'processor-used',
          chip: 'solver/pku-rram',
          processor: 'accelerator/h100-sxm',
          size: 128,
          leaf: 4,
          cycles: 10,
          passes: 4,
          slices: 8,
          rightSides: 1000,
          utilisation: 0.2,
          condition: 10,
          ...more,
        },
      }) as Expression;
    expect(ratiosOf(question({}), question({}))).toEqual(new Set([1]));
    expect(ratiosOf(question({}), question({ size: 64 })).size).toBeGreaterThan(100);
    expect(ratiosOf(question({}), question({ processor: 'accelerator/h20' })).size).toBeGreaterThan(100);
  });

  it('leaves nothing of a difference that is rounding', () => {
    const tenth: Expression = { product: [number('0.1'), number('3')] };
    expect(centre({ difference: [tenth, number('0.3')] })).toBe(0);
    expect(centre({ change: [number('0.3'), tenth] })).toBe(0);
    expect(centre({ difference: [number('0.3000001'), number('0.3')] })).toBeCloseTo(1e-7, 12);
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
    // Nor does it where nobody can judge the rest.
    const unstated: Reading = { ...(is('1', '1', 'y') as object), value: { fact: 'node/tsmc-n7-plus#yield' } } as Reading;
    expect(judge(right, unstated)).toMatchObject({ verdict: 'not-judged', probability: undefined, estimate: undefined });
    const wrong = { ...arithmetic, claimed: { about: '10250' } };
    expect(judge(wrong, unstated).verdict).toBe('contradicted');
  });

  it('that come to nothing over nothing are not judged, and say why', () => {
    const nothing: Expression = { quotient: [number('0'), number('0')] };
    const answer = one({ id: 'x', name, kind: 'quantity', unit: '1', value: nothing, claimed: { about: '1' } });
    expect(answer).toMatchObject({ verdict: 'not-judged', missing: [{ code: 'claims/no-number', received: '0 / 0' }] });
  });

  it('are about more or less than a figure, or at least or at most', () => {
    const ratio: Expression = { quotient: [{ product: [number('0.1'), number('3')] }, number('0.3')] };
    const claimed = (stated: object): string =>
      one({ id: 'x', name, kind: 'quantity', unit: '1', value: ratio, claimed: stated } as Reading).verdict;
    expect([claimed({ over: '1' }), claimed({ under: '1' })]).toEqual(['contradicted', 'contradicted']);
    expect([claimed({ atLeast: '1' }), claimed({ atMost: '1' })]).toEqual(['supported', 'supported']);
    expect([claimed({ over: '1', hedged: true }), claimed({ under: '1', hedged: true })]).toEqual(['supported', 'supported']);
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
  const money = { unit: 'USD', claimed: { about: '1 USD' } } as const;
  const h20 = { fact: 'accelerator/h20#peakBf16' };
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
    [
      'two forms at once',
      reading(metric, { ...money, claimed: { about: '1 USD', over: '2 USD' } }),
      ['claims/one-form readings[0].claimed'],
    ],
    [
      'a tolerance that is no figure',
      reading(metric, { ...money, claimed: { about: 'much' } }),
      ['quantity/not-a-number readings[0].claimed.about'],
    ],
    ['an unknown source', reading(metric, { ...money, sources: ['hearsay'] }), ['claims/no-source readings[0].sources[0]']],
    ['an unknown source of an argument', reading({ number: '1', unit: '1', source: 'x' }), ['claims/no-source readings[0].value.source']],
    ['a break-even of nothing', reading(metric, { ...money, turnedBy: { fact: 'a#b' } }), ['claims/not-read readings[0].turnedBy.fact']],
    ['a fact in a unit of something else', reading(h20, money), ['claims/wrong-unit readings[0].unit']],
    ['a result in a unit of something else', reading(metric), ['claims/wrong-unit readings[0].unit']],
    [
      'a lever in a unit of something else',
      reading({ lever: 'energy.price', in: 'train-us' }, money),
      ['claims/wrong-unit readings[0].unit'],
    ],
    ['an argument in a unit of something else', reading(number('1'), money), ['claims/wrong-unit readings[0].unit']],
    [
      'one of several in another unit, and that unit',
      { id: 'x', name, kind: 'rank', unit: 'FLOP/s', value: metric, among: [h20, metric] },
      ['claims/wrong-unit readings[0].unit', 'claims/wrong-unit readings[0].among[1]'],
    ],
    [
      'an effect in money',
      { id: 'x', name, kind: 'causal', without: metric, with: metric, ...money },
      ['claims/wrong-unit readings[0].unit'],
    ],
    [
      'a range whose ends are the wrong way round, of a lever',
      reading(metric, { ...money, turnedBy: { lever: 'energy.price', in: 'train-us', range: ['2 USD/kWh', '1 USD/kWh'] } }),
      ['claims/empty-range readings[0].turnedBy.range'],
    ],
    [
      'a range whose ends are the wrong way round, of a fact',
      reading(h20, {
        unit: 'FLOP/s',
        claimed: { about: '1 FLOP/s bf16 dense' },
        turnedBy: { fact: h20.fact, range: ['200 TFLOP/s bf16 dense', '100 TFLOP/s bf16 dense'] },
      }),
      ['claims/empty-range readings[0].turnedBy.range'],
    ],
    [
      'a lever that every side sets to its own value',
      reading(
        {
          quotient: [
            { metric: 'run.time', in: 'train-us', set: ['run.utilisation=0.4'] },
            { metric: 'run.time', in: 'train-us', set: ['run.utilisation=0.6'] },
          ],
        },
        { turnedBy: { lever: 'run.utilisation', in: 'train-us' } },
      ),
      ['claims/pinned readings[0].turnedBy.lever'],
    ],
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
    expect(named.deciding).toMatchObject({ path: '1..2..3 guess', label: { en: 'guess' } });
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

  it('is not what is left by rounding, nor what ranks have in common by chance', () => {
    const cost: Expression = { metric: 'cost.total', in: 'train-us' };
    // Itself over itself, by way of a third: ones that differ in their last digit.
    const noise: Expression = { quotient: [{ product: [{ quotient: [cost, number('3')] }, number('3')] }, cost] };
    const found = evaluateExpression(noise, bench);
    expect(new Set(found.ok ? found.value.values : []).size).toBeGreaterThan(1);
    const certain = one({ id: 'x', name, kind: 'quantity', unit: '1', value: noise, claimed: { atLeast: '2' } });
    expect(certain).toMatchObject({ verdict: 'contradicted', close: false, deciding: undefined, breakEven: undefined });
    // A hundred draws of something else have a few per cent in common with nearly anything.
    const few = new Workbench({ catalog: opened.value, samples: 100, seed: 1 });
    const guess = (en: string, text: string): Expression => ({ number: text, unit: '1', name: { en, zh: '猜测' } });
    const minor = Array.from({ length: 20 }, (_, k) => guess(`minor ${k}`, '0.999..1..1.001'));
    const chance = evaluateClaim(
      claimOf({
        id: 'x',
        name,
        kind: 'quantity',
        unit: '1',
        value: { product: [number('1..10..100'), ...minor] },
        claimed: { about: '1' },
      }),
      few,
    );
    expect(chance).toMatchObject({ ok: true, value: { readings: [{ deciding: undefined }] } });
  });

  it('is moved where the question leaves it free, and stays where a side sets it', () => {
    const time = (...set: readonly string[]): Expression => ({ metric: 'run.time', in: 'train-us', set });
    const pinned = 'run.utilisation=0.6';
    const turned = (value: Expression, atLeast: string): ReadingAnswer['breakEven'] =>
      one({
        id: 'x',
        name,
        kind: 'quantity',
        unit: '1',
        value,
        claimed: { atLeast },
        turnedBy: { lever: 'run.utilisation', in: 'train-us' },
      }).breakEven;
    // Half of the utilisation takes twice the time of the side that is set to 0.6.
    const free = turned({ quotient: [time(), time(pinned)] }, '2');
    expect(free?.at).toHaveLength(1);
    expect(free?.at[0]).toBeCloseTo(0.3, 6);
    expect(free?.value).not.toBe(0.6);
    expect(turned({ quotient: [time(pinned), time()] }, '0.5')?.at[0]).toBeCloseTo(0.3, 6);
    // Where all sides are set alike, it is what the claim has set that is asked about.
    const days = one({
      id: 'x',
      name,
      kind: 'quantity',
      unit: 'd',
      value: time(pinned),
      claimed: { atLeast: '1 d' },
      turnedBy: { lever: 'run.utilisation', in: 'train-us' },
    });
    expect(days.breakEven).toMatchObject({ value: 0.6 });
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
    expect([one(is('40', '40')), likely('50')].map(({ constant }) => constant)).toEqual([true, false]);
  });

  it('near a line are not said to be so where a rule on far figures has judged them', () => {
    const about = (text: string, claimed: string): ReadingAnswer =>
      one({ id: 'x', name, kind: 'quantity', unit: '1', value: number(text), claimed: { about: claimed } });
    // Half of its last digit takes in a draw in ten, and yet it is another figure altogether.
    const answer = about('1..10..98', '100');
    expect(answer.probability).toBeCloseTo(0.1, 1);
    expect(answer).toMatchObject({ verdict: 'contradicted', close: false });
  });

  it('are written as arithmetic, with brackets where they are needed', () => {
    const [two, five] = [number('2'), number('5')];
    const formula = (value: Expression, unit: '1' | 'USD' = '1'): string | undefined =>
      one({ id: 'x', name, kind: 'quantity', unit, value, claimed: { about: `1 ${unit === '1' ? '' : unit}`.trim() } }).formula;
    expect(formula({ quotient: [{ sum: [two, five] }, { product: [two, five] }] })).toBe('(2 + 5) / (2 * 5)');
    expect(formula({ change: [two, five] })).toBe('5 / 2 - 1');
    expect(formula({ metric: 'cost.total', in: 'train-us', set: ['cluster.pue=1.1'] }, 'USD')).toBe(
      'cost.total[train-us, cluster.pue=1.1]',
    );
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
