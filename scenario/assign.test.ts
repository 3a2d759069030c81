import { describe, expect, it } from 'vitest';
import { parseAssignment, readAssignments } from './assign.ts';
import type { Layer } from './layer.ts';

const layer = (...texts: string[]): Layer => {
  const result = readAssignments(texts);
  if (!result.ok) throw new Error(result.issues.map(({ code }) => code).join(', '));
  return result.value;
};

describe('parseAssignment', () => {
  it.each([
    ['cluster.count=4096 chip', 'cluster.count', '4096 chip', 15],
    ['  cluster.count =  4096 chip ', 'cluster.count', '4096 chip', 20],
    ['levers.energy.price=0.05 USD/kWh', 'energy.price', '0.05 USD/kWh', 21],
    ['date=2026-01', 'date', '2026-01', 6],
    ['run.tokens=a=b', 'run.tokens', 'a=b', 12],
  ])('takes %s apart', (text, path, value, column) => {
    expect(parseAssignment(text, 2)).toEqual({ ok: true, value: { path, value, place: { file: '--set', line: 3, column } } });
  });
});

describe('readAssignments', () => {
  it('sets levers, roles and the other keys', () => {
    const { levers, roles, fields } = layer('cluster.count=4096 chip', 'accelerator=accelerator/h20', 'precision=fp8', 'date=2026-01');
    expect(levers.get('cluster.count')).toEqual({
      kind: 'value',
      distribution: { kind: 'point', value: 4096 },
      unit: 'chip',
      text: '4096 chip',
      origin: 'command',
      place: { file: '--set', line: 1, column: 15 },
    });
    expect(roles.accelerator).toEqual({ value: 'accelerator/h20', place: { file: '--set', line: 2, column: 13 } });
    expect(fields.precision?.value).toBe('fp8');
    expect(fields.date?.value).toBe('2026-01');
  });

  it('takes a value from elsewhere, with or without a factor, and `none`', () => {
    const { levers } = layer(
      'energy.price={ from: region/virginia, times: 0.6 }',
      'cluster.powerLimit=none',
      'cluster.pue={ from: facility/meta }',
    );
    expect(levers.get('energy.price')).toMatchObject({ kind: 'from', from: 'region/virginia', times: 0.6, origin: 'command' });
    expect(levers.get('cluster.pue')).toMatchObject({ kind: 'from', times: 1 });
    expect(levers.get('cluster.powerLimit')).toMatchObject({ kind: 'none', origin: 'command' });
  });

  it('lets the last one win', () => {
    expect(layer('cluster.count=1', 'cluster.count=2').levers.get('cluster.count')).toMatchObject({ text: '2' });
  });

  it('clears a count of the noise of its multiplication', () => {
    expect(layer('cluster.count=1.001 k chip').levers.get('cluster.count')).toMatchObject({ distribution: { kind: 'point', value: 1001 } });
  });

  it('leaves the upper bound of other money to who knows the rate', () => {
    expect(layer('energy.price=150 CNY/kWh').levers.get('energy.price')).toMatchObject({ currency: 'CNY' });
    expect(readAssignments(['energy.price=150 USD/kWh']).ok).toBe(false);
    expect(readAssignments(['energy.price=-1 CNY/kWh']).ok).toBe(false);
  });

  it.each([
    ['foo', { code: 'set/malformed', column: 1, received: 'foo' }],
    ['', { code: 'set/malformed', column: 1 }],
    ['=4', { code: 'set/malformed', received: '=4' }],
    ['cluster.count＝4', { code: 'set/malformed', hint: 'hint/full-width-equals' }],
    ['cluster.count=', { code: 'set/no-value', received: 'cluster.count' }],
    ['cluster.count=  ', { code: 'set/no-value' }],
    ['clustr.count=4', { code: 'set/unknown-path', expected: 'cluster.count', hint: 'hint/did-you-mean' }],
    ['pue=1.2', { code: 'set/unknown-path', expected: 'cluster.pue' }],
    ['acelerator=h20', { code: 'set/unknown-path', expected: 'accelerator' }],
    ['zzzzzzzz=1', { code: 'set/unknown-path', received: 'zzzzzzzz' }],
    ['__proto__=1', { code: 'set/unknown-path' }],
    ['constructor=1', { code: 'set/unknown-path' }],
    ['title=x', { code: 'set/not-settable' }],
    ['extends=x.yaml', { code: 'set/not-settable' }],
    ['run.chipHours=5 chip h', { code: 'set/outcome', received: 'run.chipHours' }],
    ['die.area=600 mm^2', { code: 'quantity/caret-unit', path: 'levers.die.area', column: 14 }],
    ['die.area=-1 mm2', { code: 'scenario/out-of-range', path: 'levers.die.area', column: 10, expected: '> 0, ≤ 100,000 mm2' }],
    ['precision=fp9', { code: 'document/wrong-value', path: 'precision', column: 11, expected: 'fp8' }],
    ['date=2024-13', { code: 'document/date', path: 'date', column: 6, received: '2024-13' }],
    ['actor=china', { code: 'scenario/actor', path: 'actor', column: 7 }],
    ['energy.price={ from: region/virginia, tims: 2 }', { code: 'document/unknown-key', column: 39, expected: 'times' }],
    ['energy.price={ from: region/virginia', { code: 'document/syntax', path: 'levers.energy.price' }],
    ['energy.price={ value: 4 kWh }', { code: 'quantity/wrong-dimension', column: 25 }],
    [`energy.price={ from: ${'['.repeat(10_000)}`, { code: 'document/too-deep' }],
  ])('refuses %s at its place', (text, wanted) => {
    const result = readAssignments(['cluster.count=1', text]);
    expect(result.ok ? [] : result.issues).toHaveLength(1);
    expect(result.ok ? undefined : result.issues[0]).toMatchObject({ file: '--set', line: 2, ...wanted });
  });
});
