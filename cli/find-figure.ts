import { nearest } from '#catalog';
import { evaluate } from '#model';
import type { Checked, Issue } from '#quantity';
import { type Lever, leverByPath, type Metric, metricByPath, metrics, type ResolvedScenario, toInput } from '#scenario';

/** The figures that a scenario has. */
export const figuresOf = (scenario: ResolvedScenario): readonly Metric[] => {
  const outcome = evaluate(toInput(scenario));
  return metrics.filter(({ read }) => read(outcome) !== undefined);
};

const last = (name: string): string => name.slice(name.indexOf('.') + 1);

/**
 * Why a word is not one of some paths, with the path that was most likely meant.
 *
 * @param path the word
 * @param paths what could have been meant
 * @param code of the issue
 */
export const unknownPath = (path: string, paths: readonly string[], code: string): Issue => {
  const meant = nearest(path, paths) ?? paths.find((known) => last(known) === path) ?? paths.find((known) => known.endsWith(`.${path}`));
  return { code, path: '', received: path, ...(meant === undefined ? {} : { expected: meant, hint: 'hint/did-you-mean' }) };
};

/** Why a scenario has no figure of this name, be it a lever or not. */
export const noFigure = (path: string, figures: readonly Metric[]): Issue =>
  metricByPath.has(path) || leverByPath.has(path)
    ? { code: 'cli/figure-absent', path: '', received: path }
    : unknownPath(path, [...figures.map((figure) => figure.path), ...leverByPath.keys()], 'cli/unknown-figure');

/** A figure that all of some scenarios have. */
export const findFigure = (path: string, scenarios: readonly ResolvedScenario[]): Checked<Metric> => {
  for (const scenario of scenarios) {
    const figures = figuresOf(scenario);
    const found = figures.find((figure) => figure.path === path);
    if (found === undefined) {
      const issue = leverByPath.has(path) ? { code: 'study/lever-as-figure', path: '', received: path } : noFigure(path, figures);
      return { ok: false, issues: [issue] };
    }
  }
  return { ok: true, value: metricByPath.get(path) as Metric };
};

/** Levers by their paths, all of them or every path that is none. */
export const findLevers = (paths: readonly string[]): Checked<readonly Lever[]> => {
  const issues: Issue[] = [];
  const found: Lever[] = [];
  for (const path of paths) {
    const lever = leverByPath.get(path);
    if (lever !== undefined) found.push(lever);
    else if (metricByPath.has(path)) issues.push({ code: 'study/figure-as-lever', path: '', received: path });
    else issues.push(unknownPath(path, [...leverByPath.keys()], 'study/unknown-lever'));
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: found };
};
