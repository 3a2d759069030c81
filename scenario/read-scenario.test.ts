import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScenarioDocument } from './document.ts';
import { listScenarios, shippedFolder } from './list-scenarios.ts';
import { type ReadScenarioOptions, readScenario } from './read-scenario.ts';
import { folderOf, sound } from './test/folder.ts';

const read = (options: ReadScenarioOptions): ScenarioDocument => {
  const result = readScenario(options);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};

const parent = `${sound}  cluster: { count: 2048 chip, powerLimit: 5 MW, pue: 1.2 }
  energy: { price: 0.08..0.12 USD/kWh }
cluster: cluster/deepseek-v3
acquired: 2023-07
precision: fp8
check: { metric: run.chipHours, value: 2.788 M chip h, source: readme, note: { en: All, zh: 全部 } }
`;

const child = `extends: parent.yaml
title: { en: Another, zh: 另一次 }
cluster: none
levers:
  cluster: { count: 4096, powerLimit: none }
  energy: { price: { from: region/virginia, times: 0.6 } }
  run: { tokens: { value: 14.8 T token, source: paper, note: as printed } }
`;

const folder = folderOf({
  'parent.yaml': parent,
  'child.yaml': child,
  'sub/grandchild.yaml': 'extends: ../child.yaml\ncheck: none\nacquired: none\n',
});

describe('readScenario', () => {
  it('reads a file that stands alone', () => {
    const document = read({ file: join(folder, 'parent.yaml') });
    expect(document).toMatchObject({
      title: { en: 'A run', zh: '一次训练' },
      actor: 'CN',
      date: '2024-09',
      acquired: '2023-07',
      precision: 'fp8',
      acquire: 'buy',
      check: {
        metric: 'run.chipHours',
        value: { kind: 'point', value: 2_788_000 },
        unit: 'chip-h',
        source: 'readme',
        place: { line: 13, column: 8 },
      },
    });
    expect(document.levers.get('energy.price')).toMatchObject({
      kind: 'value',
      distribution: { kind: 'split', p5: 0.08, p95: 0.12 },
      origin: 'scenario',
    });
    expect(document.roles.model).toMatchObject({ id: 'model/deepseek-v3', place: { line: 5, column: 8 } });
  });

  it('fills in the defaults', () => {
    expect(read({ file: join(folderOf({ 'a.yaml': sound.replace('levers:\n', '') }), 'a.yaml') })).toMatchObject({
      precision: 'bf16',
      acquire: 'buy',
    });
  });

  it('takes a title in one language for both, and no story', () => {
    const text = sound
      .replace(/^title:.*$/m, 'title: A run')
      .replace(/^story:.*\n/m, '')
      .replace('levers:\n', '');
    expect(read({ file: join(folderOf({ 'a.yaml': text }), 'a.yaml') })).toMatchObject({
      title: { en: 'A run', zh: 'A run' },
      story: { en: '', zh: '' },
    });
    const half = sound.replace(/^title:.*$/m, 'title: { zh: 一次训练 }').replace('levers:\n', '');
    expect(read({ file: join(folderOf({ 'a.yaml': half }), 'a.yaml') }).title).toEqual({ en: '一次训练', zh: '一次训练' });
  });

  it('lays a child over its parent: levers by path, roles by role, the rest as a whole', () => {
    const { title, story, roles, levers, check } = read({ file: join(folder, 'child.yaml') });
    expect(title.en).toBe('Another');
    expect(story.en).toBe('What is asked');
    expect(Object.keys(roles).toSorted()).toEqual(['accelerator', 'model']);
    expect(check?.metric).toBe('run.chipHours');
    expect(levers.get('cluster.count')).toMatchObject({ text: '4096', place: { line: 5, column: 21 } });
    expect(levers.get('cluster.count')?.place.file).toContain('child.yaml');
    expect(levers.get('cluster.pue')?.place.file).toContain('parent.yaml');
    expect(levers.get('cluster.powerLimit')).toMatchObject({ kind: 'none' });
    expect(levers.get('energy.price')).toMatchObject({ kind: 'from', from: 'region/virginia', times: 0.6 });
    expect(levers.get('run.tokens')).toMatchObject({ kind: 'value', text: '14.8 T token', source: 'paper', note: 'as printed' });
  });

  it('follows a chain within the root, and takes away what a parent said', () => {
    const document = read({ file: join(folder, 'sub', 'grandchild.yaml'), root: folder });
    expect(document.title.en).toBe('Another');
    expect(document.check).toBeUndefined();
    expect(document.acquired).toBeUndefined();
    expect(readScenario({ file: join(folder, 'sub', 'grandchild.yaml') })).toMatchObject({
      ok: false,
      issues: [{ code: 'path/outside', line: 1, column: 10 }],
    });
  });

  it('lets the command line win over every file', () => {
    const set = ['cluster.count=8', 'cluster=cluster/other', 'precision=bf16', 'energy.price=none', 'date=2026-01', 'acquired=none'];
    const document = read({ file: join(folder, 'child.yaml'), set });
    expect(document.levers.get('cluster.count')).toMatchObject({
      text: '8',
      origin: 'command',
      place: { file: '--set', line: 1, column: 15 },
    });
    expect(document.roles.cluster?.id).toBe('cluster/other');
    expect(document.levers.get('energy.price')?.kind).toBe('none');
    expect(document).toMatchObject({ precision: 'bf16', date: '2026-01' });
    expect(document.acquired).toBeUndefined();
  });

  it('lets the command line say what no file says', () => {
    const file = join(folderOf({ 'a.yaml': sound.replace('actor: CN\n', '').replace('levers:\n', '') }), 'a.yaml');
    expect(readScenario({ file }).ok).toBe(false);
    expect(read({ file, set: ['actor=US'] }).actor).toBe('US');
  });

  it('reads the same from CRLF and behind a byte order mark', () => {
    const written = folderOf({ 'a.yaml': parent, 'crlf.yaml': parent.replaceAll('\n', '\r\n'), 'bom.yaml': `\uFEFF${parent}` });
    const plain = (name: string): string =>
      JSON.stringify({ ...read({ file: join(written, name) }), levers: [...read({ file: join(written, name) }).levers] }).replaceAll(
        name,
        'a.yaml',
      );
    expect(plain('crlf.yaml')).toBe(plain('a.yaml'));
    expect(plain('bom.yaml')).toBe(plain('a.yaml'));
  });

  it('reads a date without month as the year it looks like', () => {
    const file = join(folderOf({ 'a.yaml': sound.replace('2024-09', '2024').replace('levers:\n', '') }), 'a.yaml');
    expect(read({ file }).date).toBe('2024');
  });

  it('accepts the ends of a range, also where a distribution only computes them', () => {
    const file = join(folder, 'parent.yaml');
    const set = [
      'cluster.pue=lognormal(p5: 1, p95: 3)',
      'run.utilisation=100 %',
      'cluster.chipsPerNode=1024 chip/node',
      'run.productionLoss=0',
    ];
    expect(read({ file, set }).levers.size).toBe(7);
  });

  it.each(listScenarios())('reads the shipped scenario %s, with a paragraph in both languages', (name) => {
    const { story, file } = read({ file: join(shippedFolder, `${name}.yaml`) });
    expect(file).toBe(`scenarios/${name}.yaml`);
    expect(Math.min(story.en.length, story.zh.length * 2)).toBeGreaterThan(100);
  });
});

describe('listScenarios', () => {
  it('knows what is shipped, and nothing of a folder that is not there', () => {
    expect(listScenarios()).toContain('deepseek-v3-h800');
    expect(listScenarios(join(folder, 'nowhere'))).toEqual([]);
  });
});
