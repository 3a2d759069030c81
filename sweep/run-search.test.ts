import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import { type SearchPlansInput, searchPlans } from '#run';
import { planSearchInput, resolveTraining } from '#scenario';
import { runSearch } from './run-search.ts';

const input = ((): SearchPlansInput => {
  const catalog = openCatalog();
  if (!catalog.ok) throw new Error('no catalogue');
  const resolved = resolveTraining(
    { model: 'deepseek-v3', chip: 'h800-sxm', count: 256, plan: { precision: 'fp8' }, batch: 1024, sequence: 4096 },
    catalog.value,
  );
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return planSearchInput(resolved.value, { objective: { kind: 'time' }, top: 20, front: true });
})();

describe('a search in threads', () => {
  const alone = searchPlans(input);

  it.each([1, 2, 3])('finds the same plans and the same front with %i of them', async (workers) => {
    const told: number[] = [];
    const found = await runSearch(input, { workers, onProgress: ({ done }) => told.push(done) });
    expect(found!.top).toEqual(alone.top);
    expect(found!.front).toEqual(alone.front);
    expect(found!.counts.raw).toBe(alone.counts.raw);
    expect(found!.counts.indivisible).toBe(alone.counts.indivisible);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
  });

  it('finds nothing where it was stopped, before or on the way', async () => {
    const stop = new AbortController();
    const running = runSearch(input, { workers: 2, signal: stop.signal, onProgress: () => stop.abort() });
    setTimeout(() => stop.abort(), 10);
    expect(await running).toBeUndefined();
    expect(await runSearch(input, { workers: 2, signal: stop.signal })).toBeUndefined();
  });

  it('hands on what goes wrong in a thread', async () => {
    const broken = { ...input, constants: undefined } as unknown as SearchPlansInput;
    await expect(runSearch(broken, { workers: 2 })).rejects.toThrow();
  });
});
