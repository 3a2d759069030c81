import { type IssueExtra, nearest } from '#catalog';
import { leverByPath, levers } from './levers.ts';

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/**
 * The lever that somebody most likely meant: one of the same last part, else the nearest name, else the nearest last part.
 *
 * @param path what was written
 * @param others further names that could have been meant
 */
export const suggestPath = (path: string, others: readonly string[] = []): string | undefined => {
  const paths = [...leverByPath.keys()];
  const last = lastPart(path);
  const same = paths.filter((known) => lastPart(known) === last);
  const [only] = same;
  const found = nearest(path, same) ?? (same.length === 1 ? only : undefined) ?? nearest(path, [...paths, ...others]);
  if (found !== undefined) return found;
  const near = nearest(last, paths.map(lastPart));
  return paths.find((known) => lastPart(known) === near);
};

/** Groups of levers: the first part of each path. */
export const leverGroups: ReadonlySet<string> = new Set(levers.map(({ path }) => path.slice(0, path.indexOf('.'))));

/** What an issue says of a suggestion. */
export const didYouMean = (meant: string | undefined): IssueExtra =>
  meant === undefined ? {} : { expected: meant, hint: 'hint/did-you-mean' };
