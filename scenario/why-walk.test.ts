import { describe, expect, it } from 'vitest';
import { type Constraint, evaluate, type Outcome } from '#model';
import { constraintKinds, derivation, levers, listScenarios, metrics, toInput, withLever } from '#scenario';
import { openShipped } from '../test/support/shipped.ts';
import { leversUnder } from './behind.ts';

const scenarios = listScenarios();

describe('the walk of `why`', () => {
  it('names only levers and metrics that exist', () => {
    const known = new Set([...levers.map(({ path }) => path), ...metrics.map(({ path }) => path)]);
    for (const input of scenarios.map((name) => toInput(openShipped(name))))
      for (const metric of metrics)
        for (const part of derivation(metric, input).of) expect(known, `${metric.path} is made of ${part}`).toContain(part);
  });

  it('has no name for both a lever and a metric', () => {
    const paths = [...levers.map(({ path }) => path), ...metrics.map(({ path }) => path)];
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(scenarios)('leads to every lever that moves a metric of %s', (name) => {
    const scenario = openShipped(name);
    const input = toInput(scenario);
    const base = evaluate(input);
    const under = new Map(metrics.map(({ path }) => [path, leversUnder([path], input)]));
    for (const { path } of levers) {
      const value = scenario.levers.get(path)?.value;
      if (value === undefined || value === 0) continue;
      for (const factor of [0.5, 0.97, 1.03]) {
        const moved = evaluate(withLever(scenario, path, value * factor));
        for (const metric of metrics) {
          const before = metric.read(base);
          const after = metric.read(moved);
          if (before === undefined || after === undefined || Math.abs(after / before - 1) < 1e-12 || before === after) continue;
          expect(under.get(metric.path), `${path} moves ${metric.path}`).toContain(path);
        }
      }
    }
  });

  it.each(scenarios)('leads to every lever that moves a constraint of %s', (name) => {
    const scenario = openShipped(name);
    const input = toInput(scenario);
    const figures = ({ constraints }: Outcome): ReadonlyMap<Constraint['id'], readonly number[]> =>
      new Map(constraints.map(({ id, capacity, need }) => [id, [capacity, need]]));
    const base = figures(evaluate(input));
    const under = new Map(
      [...base.keys()].map((id) => [id, leversUnder([...constraintKinds[id].levers, ...constraintKinds[id].of], input)] as const),
    );
    for (const { path } of levers) {
      const value = scenario.levers.get(path)?.value;
      if (value === undefined || value === 0) continue;
      for (const factor of [0.5, 0.97, 1.03])
        for (const [id, moved] of figures(evaluate(withLever(scenario, path, value * factor))))
          if (base.get(id)?.some((figure, place) => Math.abs(figure - (moved[place] as number)) > 1e-12 * figure))
            expect(under.get(id), `${path} moves ${id}`).toContain(path);
    }
  });
});
