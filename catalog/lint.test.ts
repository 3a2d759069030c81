import { describe, expect, it } from 'vitest';
import { parseQuantity } from '#quantity';
import { processorTime } from '../test/support/processor-time.ts';
import type { CatalogData, FactValue, Thing } from './catalog.ts';
import { catalogFolder } from './home.ts';
import { implausible, lintCatalog } from './lint.ts';
import type { Finding } from './lint-rules.ts';
import { type LoadedCatalog, loadThings } from './load.ts';

const shipped = ((): LoadedCatalog => {
  const loaded = loadThings(catalogFolder, { label: 'catalog' });
  if (!loaded.ok) throw new Error(loaded.issues.map(({ file, line, code, received }) => `${file}:${line} ${code} ${received}`).join('\n'));
  return loaded.value;
})();

/** The catalogue with other facts in one thing, each a single statement. */
const planted = (id: string, facts: Readonly<Record<string, number | undefined>>, rest: Partial<FactValue> = {}): CatalogData => {
  const change = (thing: Thing): Thing => ({
    ...thing,
    facts: {
      ...thing.facts,
      ...Object.fromEntries(
        Object.entries(facts).map(([fact, value]) => [
          fact,
          value === undefined
            ? []
            : [{ ...statement(thing, fact), value: { kind: 'point', value }, text: String(value), ...rest } satisfies FactValue],
        ]),
      ),
    },
  });
  expect(shipped.things.some((thing) => thing.id === id)).toBe(true);
  return { ...shipped, things: shipped.things.map((thing) => (thing.id === id ? change(thing) : thing)) };
};

const statement = (thing: Thing, fact: string): FactValue =>
  thing.facts[fact]?.[0] ?? { value: { kind: 'point', value: 1 }, unit: '1', text: '', source: 'assumption', grade: 'D' };

const found = (data: CatalogData): readonly Finding[] => implausible(data, shipped.own);

/** Defects that stood in public tables, or that slips of the same kind would make. */
const defects: readonly (readonly [
  name: string,
  id: string,
  facts: Readonly<Record<string, number | undefined>>,
  code: string,
  fact: string,
])[] = [
  ['18 TB/s from HBM2e', 'accelerator/metax-c500', { memoryBandwidth: 18e12 }, 'lint/bandwidth-beyond-memory', 'memoryBandwidth'],
  ['9.8 TB/s from 32 GB', 'accelerator/trainium-1', { memoryBandwidth: 9.8e12 }, 'lint/bandwidth-beyond-memory', 'memoryBandwidth'],
  [
    'memory of eight chips on one, in bandwidth',
    'accelerator/h100-sxm',
    { memoryBandwidth: 26.8e12 },
    'lint/bandwidth-beyond-memory',
    'memoryBandwidth',
  ],
  ['310 W of the single-die part', 'accelerator/ascend-910c', { power: 310 }, 'lint/power-too-low', 'power'],
  ['1,750 W of an eight-chip system', 'accelerator/b300', { power: 1750 }, 'lint/power-too-high', 'power'],
  ['14.4 TB/s of an eight-chip system', 'accelerator/b300', { scaleUpBandwidth: 14.4e12 }, 'lint/far-from-class', 'scaleUpBandwidth'],
  ['sparse FP16', 'accelerator/h100-sxm', { peakBf16: 1979e12 }, 'lint/sparse-peak', 'peakBf16'],
  ['a digit too many', 'accelerator/a100-sxm-80gb', { peakBf16: 3120e12 }, 'lint/sparse-peak', 'peakBf16'],
  ['a digit too many in FP8', 'accelerator/h100-sxm', { peakFp8: 19_790e12 }, 'lint/eight-bit-peak', 'peakFp8'],
  [
    'a digit too many in FP8, without BF16',
    'accelerator/h100-sxm',
    { peakFp8: 19_790e12, peakBf16: undefined },
    'lint/beyond-its-time',
    'peakFp8',
  ],
  ['sparse FP8', 'accelerator/h100-sxm', { peakFp8: 3958e12 }, 'lint/eight-bit-peak', 'peakFp8'],
  ['sparse INT8 without a power', 'accelerator/a100-sxm-80gb', { peakInt8: 1248e12, power: undefined }, 'lint/eight-bit-peak', 'peakInt8'],
  ['sparse BF16 without TF32', 'accelerator/h100-sxm', { peakBf16: 1979e12, peakTf32: undefined }, 'lint/peak-beyond-silicon', 'peakBf16'],
  ['memory of a server of eight', 'accelerator/h100-sxm', { memory: 640e9, memoryBandwidth: 26.8e12 }, 'lint/beyond-its-time', 'memory'],
  [
    'bandwidth of a server of eight',
    'accelerator/h100-sxm',
    { memory: 640e9, memoryBandwidth: 26.8e12 },
    'lint/beyond-its-time',
    'memoryBandwidth',
  ],
  ['a price of a server', 'accelerator/h100-sxm', { price: 255_000 }, 'lint/far-from-class', 'price'],
  ['a current card for a tenth of its price', 'accelerator/ascend-950pr', { price: 1400 }, 'lint/far-from-class', 'price'],
  ['TPP of the sparse peak', 'accelerator/h100-sxm', { tpp: 31_664 }, 'lint/tpp', 'tpp'],
  ['density of one die of two', 'accelerator/b200', { performanceDensity: 45 }, 'lint/performance-density', 'performanceDensity'],
  ['hours of a trillion tokens', 'model/deepseek-v2', { chipHours: 172_800 }, 'lint/utilisation-above-one', 'chipHours'],
  ['sparse performance of a cluster', 'cluster/deepseek-v3', { chips: 2048, peakBf16: 2048 * 1979e12 }, 'lint/cluster-peak', 'peakBf16'],
  ['megawatts a digit too many', 'cluster/deepseek-v3', { chips: 2048, power: 28e6 }, 'lint/cluster-power', 'power'],
];

describe('lint rules', () => {
  it.each(defects)('find %s', (_, id, facts, code, fact) => {
    expect(found(planted(id, facts))).toContainEqual(expect.objectContaining({ code, thing: id, fact }));
  });

  it('find 10,000 yuan for a current card', () => {
    const data = planted('accelerator/ascend-950pr', { price: 10_000 }, { currency: 'CNY' });
    expect(found(data)).toContainEqual(expect.objectContaining({ code: 'lint/far-from-class', fact: 'price' }));
  });

  it('find the bandwidth of a server where the memory has no name', () => {
    const things = planted('accelerator/h100-sxm', { memoryBandwidth: 26.8e12 }).things.map((thing) => {
      const { memoryType: _, ...attributes } = thing.attributes;
      return thing.id === 'accelerator/h100-sxm' ? { ...thing, attributes } : thing;
    });
    expect(found({ ...shipped, things })).toMatchObject([{ code: 'lint/bandwidth-beyond-memory', fact: 'memoryBandwidth' }]);
  });

  it('find BF16 above FP16', () => {
    const data = planted('accelerator/ascend-910b2', { peakBf16: 376e12 });
    const rival = (value: number, precision: 'bf16' | 'fp16'): FactValue => ({
      ...statement(data.things.find(({ id }) => id === 'accelerator/ascend-910b2')!, 'peakBf16'),
      value: { kind: 'point', value },
      precision,
    });
    const things = data.things.map((thing) =>
      thing.id === 'accelerator/ascend-910b2'
        ? { ...thing, facts: { ...thing.facts, peakBf16: [rival(376e12, 'fp16'), rival(752e12, 'bf16')] } }
        : thing,
    );
    expect(found({ ...data, things })).toMatchObject([{ code: 'lint/bf16-above-fp16', index: 1 }]);
  });

  it('say one thing of a wrong statement, and nothing of what follows from it', () => {
    expect(found(planted('accelerator/h100-sxm', { peakFp8: 19_790e12 }))).toMatchObject([{ code: 'lint/eight-bit-peak' }]);
    expect(found(planted('accelerator/h100-sxm', { peakBf16: 1979e12, peakTf32: undefined }))).toHaveLength(1);
  });

  it.each([
    ['accelerator/b300', { power: 1750 }, 'lint/power-too-high', / k?W$/],
    ['accelerator/b300', { scaleUpBandwidth: 14.4e12 }, 'lint/far-from-class', / [GT]B\/s$/],
    ['cluster/deepseek-v3', { chips: 2048, peakBf16: 2048 * 1979e12 }, 'lint/cluster-peak', / [PE]FLOP\/s bf16 dense$/],
    ['accelerator/metax-c500', { memoryBandwidth: 18e12 }, 'lint/bandwidth-beyond-memory', / TB\/s$/],
    ['accelerator/h100-sxm', { peakBf16: 1979e12 }, 'lint/sparse-peak', / TFLOP\/s bf16 dense$/],
    ['accelerator/h100-sxm', { tpp: 31_664 }, 'lint/tpp', / TPP$/],
  ] as const)('say for %s what would be right as a file would write it', (id, facts, code, form) => {
    const data = planted(id, facts);
    const finding = found(data).find((each) => each.code === code && each.thing === id);
    const [stated] = data.things.find((thing) => thing.id === id)?.facts[finding?.fact ?? ''] ?? [];
    expect(finding?.expected).toMatch(form);
    expect(parseQuantity(finding?.expected ?? '', stated?.unit ?? '1').ok).toBe(true);
  });

  it('let the right figures of the same parts pass', () => {
    const named = new Set(defects.map(([, id]) => id));
    expect(found(shipped).filter(({ thing }) => named.has(thing))).toEqual([]);
  });

  it('say where a rival statement stands', () => {
    const data = planted('accelerator/h100-sxm', { power: 700 });
    const h100 = data.things.find(({ id }) => id === 'accelerator/h100-sxm')!;
    const [power] = h100.facts['power']!;
    const rivals = [power!, { ...power!, value: { kind: 'point' as const, value: 100 } }];
    const things = data.things.map((thing) => (thing === h100 ? { ...thing, facts: { ...thing.facts, power: rivals } } : thing));
    expect(found({ ...data, things }).filter(({ thing }) => thing === h100.id)).toMatchObject([{ code: 'lint/power-too-low', index: 1 }]);
  });
});

/** A day on which all of the shipped catalogue had been read. */
const lastRead = '2026-11-30';

describe('lintCatalog', () => {
  it('judges only its own folder', () => {
    const { things } = planted('accelerator/h100-sxm', { peakFp8: 19_790e12 });
    const judged = (...own: string[]): number => lintCatalog({ ...shipped, things, own: new Set(own) }, { asOf: lastRead }).errors.length;
    expect(judged('accelerator/h100-sxm')).toBe(1);
    expect(judged('accelerator/h200-sxm')).toBe(0);
  });

  it('judges 3,000 chips in time', () => {
    const h100 = shipped.things.find(({ id }) => id === 'accelerator/h100-sxm')!;
    const many = Array.from({ length: 3000 }, (_, i): Thing => ({ ...h100, id: `accelerator/x${i}`, name: { en: `X ${i}` }, aliases: [] }));
    const loaded = { ...shipped, things: [...shipped.things, ...many], own: new Set(many.map(({ id }) => id)) };
    const started = processorTime();
    expect(lintCatalog(loaded, { asOf: lastRead }).errors).toEqual([]);
    expect(processorTime(started)).toBeLessThan(3000);
  });

  it('finds nothing that cannot be right in the catalogue', () => {
    expect(lintCatalog(shipped, { asOf: lastRead }).errors).toEqual([]);
  });

  it('finds a figure of a day to come, at its place', () => {
    const dated = (date: string) => {
      const things = shipped.things.map((thing) =>
        thing.id === 'accelerator/h100-sxm'
          ? { ...thing, facts: { ...thing.facts, power: thing.facts['power']!.map((statement) => ({ ...statement, date })) } }
          : thing,
      );
      return lintCatalog({ ...shipped, things }, { asOf: lastRead }).errors;
    };
    expect(dated('2999')).toMatchObject([
      { code: 'lint/not-yet', path: 'facts.power', file: 'catalog/accelerator/h100-sxm.yaml', expected: lastRead, received: '2999' },
    ]);
    // A month or year is said before it is over.
    expect(dated(lastRead.slice(0, 4))).toEqual([]);
  });

  it.each([
    ['event/2025-04-09-h20-licence', 'date', {}, 1],
    ['accelerator/h100-sxm', 'release', {}, 1],
    ['accelerator/h100-sxm', 'release', { status: 'roadmap' }, 0],
  ])('finds %s with a %s in the far future, at its place, unless it is planned %j', (id, attribute, more, count) => {
    const dated = (date: string) => {
      const change = (thing: Thing): Thing => ({ ...thing, attributes: { ...thing.attributes, ...more, [attribute]: date } });
      const things = shipped.things.map((thing) => (thing.id === id ? change(thing) : thing));
      return lintCatalog({ ...shipped, things }, { asOf: lastRead }).errors;
    };
    expect(dated('2999')).toMatchObject(
      [{ code: 'lint/far-ahead', path: attribute, file: `catalog/${id}.yaml`, expected: '2031', received: '2999' }].slice(0, count),
    );
    expect(dated('2031-12')).toEqual([]);
  });

  it('warns of figures in use that are older than two years, and of no others', () => {
    const { warnings } = lintCatalog(shipped, { asOf: '2026-01-01' });
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.every(({ code, received }) => code === 'lint/old' && received !== undefined && received < '2024-01-01')).toBe(true);
    expect(lintCatalog(shipped, { asOf: '1990-01-01' }).warnings).toEqual([]);
  });

  it('finds an event without a source, at its place', () => {
    const things = shipped.things.map((thing) => {
      const { source: _, ...bare } = thing;
      return thing.id === 'event/2025-04-09-h20-licence' ? bare : thing;
    });
    expect(lintCatalog({ ...shipped, things }, { asOf: lastRead }).errors).toMatchObject([
      { code: 'lint/no-source', file: 'catalog/event/2025-04-09-h20-licence.yaml', line: 2 },
    ]);
  });

  it('finds a name that two things share, at its place', () => {
    const things = shipped.things.map((thing) => (thing.id === 'accelerator/h200-sxm' ? { ...thing, aliases: ['NVIDIA h100'] } : thing));
    expect(lintCatalog({ ...shipped, things }, { asOf: lastRead }).errors).toMatchObject([
      { code: 'lint/name-twice', file: 'catalog/accelerator/h200-sxm.yaml', line: 2, expected: 'accelerator/h100-sxm' },
    ]);
  });
});
