import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CatalogData, Thing } from './catalog.ts';
import { catalogOf, openCatalog, withDigest } from './open.ts';

const thing = (id: string, name: string, rest: Partial<Thing> = {}): Thing => ({
  id,
  kind: id.split('/')[0]!,
  name: { en: name },
  aliases: [],
  attributes: {},
  facts: {},
  file: `catalog/${id}.yaml`,
  ...rest,
});

const data: CatalogData = {
  things: [
    thing('accelerator/h100-sxm', 'NVIDIA H100 SXM5', { aliases: ['H100'], name: { en: 'NVIDIA H100 SXM5', zh: '英伟达 H100' } }),
    thing('accelerator/h200', 'NVIDIA H200', {
      facts: {
        power: [
          { value: { kind: 'point', value: 700 }, unit: 'W', text: '700 W', source: 's', grade: 'B', date: '2024' },
          { value: { kind: 'point', value: 600 }, unit: 'W', text: '600 W', source: 's', grade: 'B', date: '2022' },
        ],
      },
    }),
    thing('product/h100', 'H100 as built', { aliases: ['H100'] }),
  ],
  sources: { s: { id: 's', title: 'S' } },
};
const catalog = catalogOf(withDigest(data));

describe('a catalogue', () => {
  it.each([
    ['accelerator/h100-sxm', undefined],
    ['H100-SXM', undefined],
    ['nvidia  h100 sxm5', undefined],
    ['英伟达 H100', undefined],
    ['Ｈ１００', 'accelerator'],
    ['h100', 'accelerator'],
  ])('finds the H100 by %s', (name, kind) => {
    expect(catalog.get(name, kind)?.id).toBe('accelerator/h100-sxm');
  });

  it('gives none where a name means several, and both on demand', () => {
    expect(catalog.get('H100')).toBeUndefined();
    expect(catalog.find('h100').map(({ id }) => id)).toEqual(['accelerator/h100-sxm', 'product/h100']);
  });

  it('gives none for an id of another kind', () => {
    expect(catalog.get('accelerator/h200', 'product')).toBeUndefined();
  });

  it('suggests what was meant, within the kind', () => {
    expect(catalog.suggest('accelerator/h20o')).toBe('accelerator/h200');
    expect(catalog.suggest('h100-sxn', 'accelerator')).toBe('accelerator/h100-sxm');
    expect(catalog.suggest('a wholly different thing')).toBeUndefined();
  });

  it('names what is near: what has the word in its name, else what is spelled most like it', () => {
    expect(catalog.near('xm')).toEqual(['accelerator/h100-sxm']);
    expect(catalog.near('accelerator/h20o')).toEqual(['accelerator/h200']);
    expect(catalog.near('x')).toEqual([]);
    expect(catalog.near('a wholly different thing')).toEqual([]);
  });

  it('selects as of the date it was opened for, unless a call names one', () => {
    const early = catalogOf(withDigest(data), '2023');
    const h200 = early.get('h200')!;
    expect(early.select(h200, 'power')).toMatchObject({ value: { value: 600 } });
    expect(early.select(h200, 'power', { asOf: '2025' })).toMatchObject({ value: { value: 700 } });
    expect(early.select(h200, 'price')).toBeUndefined();
  });

  it('is known by a digest of its content', () => {
    expect(catalog.digest).toMatch(/^[0-9a-f]{12}$/);
    expect(withDigest(structuredClone(data)).digest).toBe(catalog.digest);
    const changed = { ...data, things: data.things.map((other) => ({ ...other, aliases: [...other.aliases, 'x'] })) };
    expect(withDigest(changed).digest).not.toBe(catalog.digest);
  });

  it('takes names such as constructor for names', () => {
    expect(catalog.get('constructor')).toBeUndefined();
    expect(catalog.source('constructor')).toBeUndefined();
  });
});

describe('openCatalog', () => {
  it('lays a folder of the user over what is shipped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'overlay-'));
    mkdirSync(join(folder, 'accelerator'));
    const text = 'id: accelerator/mine\nname: { en: Mine }\nsource: assumption\ngrade: D\nfacts:\n  power: 123 W\n';
    writeFileSync(join(folder, 'accelerator/mine.yaml'), text);
    const plain = openCatalog();
    const laid = openCatalog({ overlay: folder });
    rmSync(folder, { recursive: true });
    if (!plain.ok || !laid.ok) throw new Error('not opened');
    expect(laid.value.list('accelerator').length).toBe(plain.value.list('accelerator').length + 1);
    expect(laid.value.get('mine')?.facts['power']).toMatchObject([{ value: { kind: 'point', value: 123 } }]);
    expect(laid.value.digest).not.toBe(plain.value.digest);
  });

  it('says what is wrong with the folder', () => {
    expect(openCatalog({ overlay: '/nowhere/at/all' })).toMatchObject({ ok: false, issues: [{ code: 'path/not-found' }] });
  });
});

describe('bills of an H100 as they came to be known', () => {
  const opened = openCatalog();
  if (!opened.ok) throw new Error('not opened');
  const shipped = opened.value;
  const asOf = (id: string, fact: string, date: string): ReturnType<typeof shipped.select> =>
    shipped.select(shipped.get(id) as Thing, fact, { asOf: date });
  const lines = ['costLogic', 'costHbm', 'costPackaging', 'costTest'].map((fact) => ['product/h100-sxm', fact] as const);
  const prices = [
    ['hbm/hbm3', 'pricePerByte'],
    ['hbm/hbm3', 'pricePerStack'],
    ['packaging/cowos-s', 'costPerPackage'],
  ] as const;

  it.each([['product/h100-sxm', 'costTotal'] as const, ...lines, ...prices])('%s#%s is of neither before it was published', (id, fact) => {
    for (const date of ['2022-12', '2023-01', '2023-06', '2023-08']) expect(asOf(id, fact, date)).toBeUndefined();
    expect(asOf(id, fact, '2023-09')).toBeDefined();
  });

  it('two sums of one month stand beside each other', () => {
    const total = asOf('product/h100-sxm', 'costTotal', '2024-02');
    expect(total).toMatchObject({ note: 'merged', value: { p5: 3000, p95: 3320 } });
    expect(total?.used.map(({ source }) => source)).toEqual(['techspot-h100', 'szyunze-h100']);
  });

  it.each([...lines, ...prices])('%s#%s is by the lines of 2023 until those of 2025 are known', (id, fact) => {
    const sources = (date: string): readonly string[] => asOf(id, fact, date)?.used.map(({ source }) => source) ?? [];
    expect(sources('2024-12')).toEqual(['szyunze-h100']);
    expect(sources('2025')).toEqual(['stratrix-h100']);
  });
});
