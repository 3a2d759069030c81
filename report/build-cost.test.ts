import { describe, expect, it } from 'vitest';
import { evaluate, type Outcome } from '#model';
import { listScenarios, toInput, withLever } from '#scenario';
import { catalog, must, openShipped } from '../test/support/shipped.ts';
import { buildCost, type CostBasisId, type CostOptions, type CostRecord } from './build-cost.ts';

const cost = (name: string, set: readonly string[] = [], options: Partial<CostOptions> = {}): CostRecord =>
  must(buildCost(openShipped(name, set), catalog, { samples: 0, seed: 1, ...options }));
const basis = (record: CostRecord, id: CostBasisId) => {
  const found = record.bases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const amount = (record: CostRecord, id: CostBasisId): number => basis(record, id).amount.value;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** All that come with the package: bought, rented, made by the actor, sized by power, with solvers beside every accelerator. */
const scenarios = listScenarios();

describe.each(scenarios)('%s', (name) => {
  it('has leaves that add up to every whole, at the medians and at the ends of what is uncertain', () => {
    const record = cost(name);
    for (const { id, amount: whole, leaves } of record.bases)
      expect(sum(leaves.map((leaf) => leaf.amount.value)) / whole.value, id).toBeCloseTo(1, 9);
  });

  it('has shares of one whole that sum to one over the draws', () => {
    const record = cost(name, [], { samples: 200 });
    for (const { id, leaves } of record.bases) {
      expect(sum(leaves.map(({ share }) => share.value)), id).toBeCloseTo(1, 9);
      for (const { share } of leaves) expect(share.value).toBeGreaterThanOrEqual(0);
    }
  });

  it('counts no leaf of the chain twice: ownership and development are the sums of what is only in them', () => {
    for (const set of [
      [],
      ['cost.writeOff=4 yr'],
      ['cost.failedRuns=0.2', 'cost.idle=0.3'],
      ['cost.staffYears=120 yr', 'cost.pay=9e5 USD/yr'],
    ]) {
      const scenario = openShipped(name, set);
      const { cost: money, cluster, run } = evaluate(toInput(scenario));
      const input = toInput(scenario);
      const run6 = money.chips + money.server + money.network + (money.solver ?? 0) + money.facility + money.energy;
      expect(run6 / money.total).toBeCloseTo(1, 9);
      expect((run6 + money.operation + money.interest + money.idle + money.failedRuns) / money.ownership).toBeCloseTo(1, 9);
      expect((run6 + money.experiments + (money.staff - money.equity) + money.equity) / money.development).toBeCloseTo(1, 9);
      // Each extra part of an owner, from the levers alone.
      const years = run.time / 365.25;
      const land = cluster.itPower * input.cost.landValue;
      expect(money.operation / (money.tiedUp * input.cost.operatingRate * years)).toBeCloseTo(1, 9);
      expect(money.interest / ((money.tiedUp + land) * input.cost.costOfCapital * years)).toBeCloseTo(1, 9);
      const { idle } = input.cost;
      const standing = money.total - money.energy + money.operation + money.interest;
      expect(money.idle / ((standing * idle) / (1 - idle))).toBeCloseTo(1, 9);
      const kept = money.total + money.operation + money.interest + money.idle;
      expect(money.failedRuns).toBeCloseTo(kept * (input.cost.failedRuns ?? 0), 0);
    }
  });

  it('tells electricity by the same kilowatt-hours under every basis', () => {
    const record = cost(name);
    const { energy } = evaluate(toInput(openShipped(name))).cost;
    for (const convention of ['valueLost', 'straightLine'] as const) {
      const final = basis(record, `final.${convention}`);
      expect((final.electricity?.value ?? 0) * final.amount.value).toBeCloseTo(energy, -2);
      const factor = toInput(openShipped(name)).cost.experimentFactor;
      const developed = basis(record, `development.${convention}`);
      expect(((developed.electricity?.value ?? 0) * developed.amount.value) / (energy * factor)).toBeCloseTo(1, 9);
    }
  });
});

describe('hardware by value lost and in a straight line', () => {
  const hardware = ({ cost: money }: Outcome): number => money.chips + money.server + money.network;

  it('agree for hardware that is new, over as many years as the rate has parts', () => {
    const scenario = openShipped('train-us', ['market.heldFor=0 yr']);
    const lost = evaluate(toInput(scenario));
    const line = evaluate(withLever(scenario, 'cost.writeOff', 1 / toInput(scenario).cost.amortisation));
    expect(hardware(line) / hardware(lost)).toBeCloseTo(1, 9);
  });

  it('a straight line charges less the longer it is, nothing at last, and nothing for what has been written off', () => {
    const scenario = openShipped('train-us');
    const over = (years: number): Outcome => evaluate(withLever(scenario, 'cost.writeOff', years));
    expect(hardware(over(6)) / hardware(over(3))).toBeCloseTo(0.5, 9);
    expect(hardware(over(1e9))).toBeLessThan(1);
    const { cost: money } = over(1e9);
    expect(money.total / (money.energy + money.facility)).toBeCloseTo(1, 6);
    const held = toInput(scenario).market.heldFor;
    expect(hardware(over(held / 2))).toBe(0);
  });

  it('straight line is that of the day of purchase, unless the scenario states its years', () => {
    expect(cost('train-us').writeOff).toEqual({ years: 4, from: 'catalogue' });
    expect(cost('deepseek-v3-h800').writeOff).toEqual({ years: 5, from: 'catalogue' });
    const stated = cost('train-us', ['cost.writeOff=3 yr']);
    expect(stated.writeOff).toEqual({ years: 3, from: 'scenario' });
    expect(amount(stated, 'final.valueLost')).toBe(amount(cost('train-us'), 'final.valueLost'));
    expect(amount(stated, 'final.straightLine')).toBeGreaterThan(amount(cost('train-us'), 'final.straightLine'));
    expect(amount(stated, 'final.straightLine')).toBe(evaluate(toInput(openShipped('train-us', ['cost.writeOff=3 yr']))).cost.total);
  });
});

describe('money', () => {
  it('comes back where it is changed and changed back', () => {
    const dollars = cost('deepseek-v3-h800');
    for (const currency of ['CNY', 'EUR'] as const) {
      const other = cost('deepseek-v3-h800', [], { currency });
      const factors = dollars.bases.flatMap((each, index) => [
        other.bases[index]!.amount.value / each.amount.value,
        ...each.leaves.flatMap(({ amount: { value } }, place) =>
          value === 0 ? [] : [other.bases[index]!.leaves[place]!.amount.value / value],
        ),
      ]);
      for (const factor of factors) expect(factor / factors[0]!).toBeCloseTo(1, 12);
      expect(other.bases.map(({ electricity }) => electricity)).toEqual(dollars.bases.map(({ electricity }) => electricity));
      expect(other.bases[0]!.amount.unit).toBe(currency);
    }
    const series = catalog.get('series/usd-cny', 'series')!;
    const rate = catalog.select(series, 'exchangeRate', { asOf: '2024' })!.value;
    expect(amount(cost('deepseek-v3-h800', [], { currency: 'CNY' }), 'purchase') / amount(dollars, 'purchase')).toBeCloseTo(
      rate.kind === 'point' ? rate.value : Number.NaN,
      9,
    );
  });

  it('of another year follows the price level there and back', () => {
    const [then, now] = [cost('train-us'), cost('train-us', [], { moneyOf: 2025 })];
    const index = (year: string): number => {
      const found = catalog.get('series/us-cpi-u', 'series')!.facts['priceIndex']!.find(({ date }) => date === year)!.value;
      return found.kind === 'point' ? found.value : Number.NaN;
    };
    expect(amount(now, 'final.valueLost') / amount(then, 'final.valueLost')).toBeCloseTo(index('2025') / index('2022'), 9);
    expect((amount(now, 'final.valueLost') * index('2022')) / index('2025') / amount(then, 'final.valueLost')).toBeCloseTo(1, 12);
    const later = cost('train-us', [], { currency: 'CNY', moneyOf: 2024 });
    expect(later).toMatchObject({ currency: 'CNY', moneyOf: 2024, year: 2022 });
  });

  it('is refused for a year that no series has, with the years that there are', () => {
    const built = buildCost(openShipped('train-us'), catalog, { samples: 0, seed: 1, currency: 'EUR' });
    expect(built.ok && built.value.bases[0]!.amount.value).toBeCloseTo(amount(cost('train-us'), 'final.valueLost') / 1.0534, -3);
    const missing = buildCost(openShipped('train-us'), catalog, { samples: 0, seed: 1, currency: 'EUR', moneyOf: 2017 });
    expect(missing).toMatchObject({
      ok: false,
      issues: [
        { code: 'quantity/no-price-index', expected: '2018..2025', received: 'USD2017' },
        { code: 'quantity/no-exchange-rate', expected: '2018..2024', received: 'EUR2017' },
      ],
    });
  });
});

describe('levers of the cost floor', () => {
  it('person-years and pay take the place of the share of staff', () => {
    const record = cost('deepseek-v3-h800', ['cost.staffYears=200 yr', 'cost.pay=300000 USD/yr']);
    const { leaves } = basis(record, 'development.valueLost');
    const [pay, equity] = (['pay', 'equity'] as const).map((id) => leaves.find((leaf) => leaf.id === id)!.amount.value);
    expect((pay! + equity!) / 6e7).toBeCloseTo(1, 9);
    expect(equity! / 6e7).toBeCloseTo(toInput(openShipped('deepseek-v3-h800')).cost.equityShare, 9);
  });

  it('runs thrown away take their electricity with them', () => {
    const [none, half] = [cost('train-us'), cost('train-us', ['cost.failedRuns=0.5'])];
    expect(amount(half, 'owner.valueLost') / amount(none, 'owner.valueLost')).toBeCloseTo(1.5, 9);
    expect(basis(half, 'owner.valueLost').electricity?.value).toBeCloseTo(basis(none, 'owner.valueLost').electricity?.value ?? 0, 9);
    expect(amount(half, 'development.valueLost')).toBe(amount(none, 'development.valueLost'));
  });

  it('commitments are below the rent on demand; without a rent there is no such basis', () => {
    const record = cost('deepseek-v3-h800');
    expect(amount(record, 'rent.threeYears')).toBeLessThan(amount(record, 'rent.oneYear'));
    expect(amount(record, 'rent.oneYear')).toBeLessThan(amount(record, 'rent.onDemand'));
    expect(cost('train-us').bases.some(({ id }) => id.startsWith('rent'))).toBe(false);
  });

  it('the network of the page is that of the cluster, with its share beside the factor', () => {
    const { network, count } = cost('deepseek-v3-h800');
    expect(network?.count).toBe(count);
    expect(network?.switches).toBe(96);
    expect(network?.share?.value).toBeGreaterThan(0.05);
    expect(network?.share?.value).toBeLessThan(network?.factor.value ?? 0);
  });
});
