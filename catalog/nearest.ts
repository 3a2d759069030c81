/**
 * The name that a person most likely meant: the nearest by edit distance, where it is near enough to be a slip.
 *
 * @param name what was written
 * @param names what could have been meant
 */
export const nearest = (name: string, names: Iterable<string>): string | undefined => allNearest(name, names)[0];

/**
 * The names that are equally near to one by edit distance, where they are near enough for it to be a slip.
 *
 * @param name what was written
 * @param names what could have been meant
 */
export const allNearest = (name: string, names: Iterable<string>): readonly string[] => {
  const wanted = fold(name).slice(0, longest);
  let best: string[] = [];
  // A third of the letters may be wrong; more is another word.
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    const folded = fold(candidate).slice(0, longest);
    if (Math.abs(folded.length - wanted.length) > least) continue;
    const distance = editDistance(wanted, folded);
    if (distance < least) {
      least = distance;
      best = [candidate];
    } else if (distance === least && best.length > 0) best.push(candidate);
  }
  return best;
};

/** A name without the differences that people do not mean: case, width, spaces, hyphens and underscores. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[\s_-]+/g, '-');

/** Characters that are compared: a longer name would cost its square. */
const longest = 80;

/** Insertions, deletions, substitutions and swaps of neighbours that lead from one text to the other. */
const editDistance = (a: string, b: string): number => {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
};
