import type { ChainInput, Outcome } from '#model';
import { keepMade } from './keep-made.ts';
import type { Metric } from './metric/metric.ts';

/** Puts one draw of some levers, which stands at a place of their columns, into an input. */
export type WriteLevers = (input: ChainInput, columns: readonly Float64Array[], at: number) => void;

/** Puts some metrics of an outcome at a place of their columns; one that the outcome does not have is not a number. */
export type ReadMetrics = (outcome: Outcome, columns: readonly Float64Array[], at: number) => void;

// A loop over levers looks each up by its name, one over metrics calls whatever comes: together that takes as long as the chain
// itself. One statement for each, written for the list at hand, is compiled to plain loads and stores. The text is made of paths of
// the registry alone; it is kept, for the same list comes again with every move of a slider. A page may forbid code that is made of
// text; there the loops do the same.
const [keptWriters, keptReaders] = [keepMade<WriteLevers>(), keepMade<ReadMetrics>()];

const compiled = <T>(names: readonly string[], body: string): T | undefined => {
  try {
    return new Function(...names, body) as T;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
};

/**
 * Code that writes some levers, one statement each.
 *
 * @param paths of levers, in the order of the columns
 */
export const writerOfLevers = (paths: readonly string[]): WriteLevers =>
  keptWriters(`${paths}`, () => {
    const statements = paths.map((path, place) => `input.${path} = columns[${place}][at];`);
    return compiled<WriteLevers>(['input', 'columns', 'at'], statements.join('\n')) ?? loopOverLevers(paths);
  });

const loopOverLevers = (paths: readonly string[]): WriteLevers => {
  const places = paths.map((path) => path.split('.') as [string, string]);
  return (input, columns, at) => {
    const groups = input as unknown as Record<string, Record<string, number>>;
    for (const [place, [group, name]] of places.entries()) groups[group]![name] = columns[place]![at]!;
  };
};

/**
 * Code that reads some metrics, one statement each.
 *
 * @param metrics in the order of the columns
 */
export const readerOfMetrics = (metrics: readonly Metric[]): ReadMetrics =>
  keptReaders(`${metrics.map(({ path }) => path)}`, () => {
    const names = metrics.map((_, place) => `read${place}`);
    const statements = names.map((name, place) => `columns[${place}][at] = ${name}(outcome);`);
    const body = `return (outcome, columns, at) => {\n${statements.join('\n')}\n};`;
    const make = compiled<(...reads: Metric['read'][]) => ReadMetrics>(names, body);
    return make?.(...metrics.map(({ read }) => read)) ?? loopOverMetrics(metrics);
  });

const loopOverMetrics =
  (metrics: readonly Metric[]): ReadMetrics =>
  (outcome, columns, at) => {
    for (const [place, { read }] of metrics.entries()) columns[place]![at] = read(outcome) ?? Number.NaN;
  };
