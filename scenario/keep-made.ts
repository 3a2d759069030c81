/** Things that a page moves between; the one made first gives way, for a page may stay open for days. */
const mostKept = 100;

/** What is made of a key, or was. */
export type KeptMade<T> = (key: string, make: () => T) => T;

/** Keeps the last hundred things that were made, each by what it was made of. */
export const keepMade = <T>(): KeptMade<T> => {
  const kept = new Map<string, T>();
  return (key, make) => {
    if (kept.has(key)) return kept.get(key) as T;
    const made = make();
    for (const oldest of kept.keys()) if (kept.size >= mostKept) kept.delete(oldest);
    kept.set(key, made);
    return made;
  };
};
