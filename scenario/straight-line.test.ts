import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ChainInput, evaluate } from '#model';
import { metrics, toInput, uncertainLevers } from '#scenario';
import { openShipped } from '../test/support/shipped.ts';
import { readerOfMetrics, writerOfLevers } from './straight-line.ts';

const scenario = openShipped('train-us');
const paths = uncertainLevers(scenario);
const columns = paths.map((_, place) => Float64Array.of(-1, 1 + place));

const leversWritten = (order: readonly number[]): ChainInput => {
  const input = toInput(scenario);
  writerOfLevers(order.map((place) => paths[place]!))(
    input,
    order.map((place) => columns[place]!),
    1,
  );
  return input;
};

const figuresRead = (order: readonly number[]): readonly number[] => {
  const asked = order.map((place) => metrics[place]!);
  const out = asked.map(() => new Float64Array(2));
  readerOfMetrics(asked)(evaluate(toInput(scenario)), out, 1);
  const found = metrics.map(() => 0);
  for (const [at, place] of order.entries()) found[place] = out[at]![1]!;
  return found;
};

describe('statements written for a list of levers and metrics', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('do what loops do where a page forbids code made of text', () => {
    const rising = paths.map((_, place) => place);
    const figures = metrics.map((_, place) => place);
    const [written, read] = [leversWritten(rising), figuresRead(figures)];
    vi.stubGlobal(
      'Function',
      vi.fn(function forbidden() {
        throw new EvalError('forbidden');
      }),
    );
    // Another order, for what was made once is kept.
    expect(leversWritten(rising.toReversed())).toEqual(written);
    expect(figuresRead(figures.toReversed())).toEqual(read);
  });

  it('put each draw into its lever, and what an outcome lacks as no number', () => {
    const input = leversWritten(paths.map((_, place) => place)) as unknown as Record<string, Record<string, number>>;
    for (const [place, path] of paths.entries()) {
      const [group = '', name = ''] = path.split('.');
      expect(input[group]?.[name], path).toBe(1 + place);
    }
    const outcome = evaluate(toInput(scenario));
    expect(figuresRead(metrics.map((_, place) => place))).toEqual(metrics.map(({ read }) => read(outcome) ?? Number.NaN));
  });
});
