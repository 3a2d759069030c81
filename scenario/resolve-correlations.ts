import type { Catalog } from '#catalog';
import type { Issue } from '#quantity';
import {
  correlatedGroups,
  correlationMatrix,
  type Matrix,
  median,
  nearestCorrelation,
  type RankCorrelation,
  rankCorrelation,
  triangleOf,
} from '#uncertainty';
import type { ScenarioDocument, StatedCorrelation } from './document.ts';
import { leverByPath } from './levers.ts';
import type { ResolvedLever } from './resolve.ts';
import { didYouMean, suggestPath } from './suggest-path.ts';

/**
 * The correlations that a scenario and the catalogue state, held against each other: what ties a to b and b to c says something of a
 * and c. Those of a lever that is certain, or not there, stand too: else to pin a lever would change the draws of others, and two
 * scenarios would differ by more than what differs between them.
 */
export const resolveCorrelations = ({
  document,
  catalog,
  levers,
  asOf,
  issues,
}: {
  readonly document: ScenarioDocument;
  readonly catalog: Catalog;
  readonly levers: ReadonlyMap<string, ResolvedLever>;
  readonly asOf: string | undefined;
  readonly issues: Issue[];
}): { readonly correlations: readonly RankCorrelation[]; readonly sources: readonly string[] } => {
  const uncertain = (path: string): boolean => (levers.get(path)?.distribution.kind ?? 'point') !== 'point';
  const written = document.correlations ?? [];
  // What a scenario says of a pair counts for more than what the catalogue does.
  const said = new Set(written.map(({ between }) => pairOf(between)));
  const facts = catalogued(catalog, asOf, issues).filter(({ between }) => !said.has(pairOf(between)));
  const stated = [...written, ...facts];
  for (const { source, place } of stated) {
    if (source !== undefined && catalog.source(source) === undefined)
      issues.push({ code: 'scenario/unknown-source', path: 'correlations', ...place, received: source });
  }
  const paths = [...leverByPath.keys()].filter((path) => stated.some(({ between }) => between.includes(path)));
  for (const group of correlatedGroups(paths, stated)) {
    const matrix = correlationMatrix(group, stated);
    if (triangleOf(matrix) !== undefined) continue;
    const own = stated.filter(({ between }) => between.every((path) => group.includes(path)));
    const mended = writtenCorrelations(group, nearestCorrelation(matrix)).map(({ between, rank }) => `${between.join(' ~ ')} ${rank}`);
    issues.push({
      code: 'scenario/correlations-contradict',
      path: 'correlations',
      ...(own[0] as StatedCorrelation).place,
      received: own.map(({ between, rank }) => `${between.join(' ~ ')} ${rank}`).join(', '),
      expected: mended.join(', '),
    });
  }
  return {
    correlations: stated.map(({ between, rank }) => ({ between, rank })),
    // Of a lever that is certain, a correlation says nothing that a figure rests on.
    sources: [...new Set(stated.flatMap(({ between, source }) => (between.every(uncertain) ? (source ?? []) : [])))],
  };
};

const pairOf = (between: readonly [string, string]): string => between.toSorted().join(' ');

/** The correlations that the catalogue states, each with its source. */
const catalogued = (catalog: Catalog, asOf: string | undefined, issues: Issue[]): readonly StatedCorrelation[] =>
  catalog.list('correlation').flatMap((thing): readonly StatedCorrelation[] => {
    const place = { file: thing.file, line: 1, column: 1 };
    const unknown = (['first', 'second'] as const).filter((end) => !leverByPath.has(thing.attributes[end] ?? ''));
    for (const end of unknown)
      issues.push({
        code: 'scenario/unknown-lever',
        path: end,
        ...place,
        received: thing.attributes[end] ?? '',
        ...didYouMean(suggestPath(thing.attributes[end] ?? '')),
      });
    const selected = catalog.select(thing, 'rank', asOf === undefined ? {} : { asOf });
    const { first, second } = thing.attributes;
    if (unknown.length > 0 || selected === undefined || first === undefined || second === undefined || first === second) return [];
    const source = selected.used[0]?.source;
    return [{ between: [first, second], rank: median(selected.value), ...(source === undefined ? {} : { source }), place }];
  });

/** A valid matrix in two digits, drawn towards independence until they are valid too; pairs of 0 need not be written. */
const writtenCorrelations = (group: readonly string[], matrix: Matrix): readonly RankCorrelation[] => {
  for (let percent = 100; percent > 0; percent--) {
    const pairs = group.flatMap((second, i) =>
      group.slice(0, i).flatMap((first, j): readonly RankCorrelation[] => {
        const rank = Math.round(percent * rankCorrelation(matrix[i]?.[j] ?? 0)) / 100;
        return rank === 0 ? [] : [{ between: [first, second], rank }];
      }),
    );
    if (triangleOf(correlationMatrix(group, pairs)) !== undefined) return pairs;
  }
  return [];
};
