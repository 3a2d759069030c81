import { expect, test } from 'vitest';
import { quantity } from '#quantity';
import { analogGain } from './analog-gain.ts';
import { type AnalogParts, analogSolve, cellLife } from './analog-solve.ts';
import { blockCounts } from './block-inverse.ts';
import { digitalSolve, refinementSweeps } from './digital-solve.ts';
import { secondOrderShare } from './second-order-share.ts';

const parts: AnalogParts = {
  inversionTime: quantity(120e-9, 's'),
  productTime: quantity(60e-9, 's'),
  amplifierPower: quantity(100e-6, 'W'),
  readVoltage: quantity(0.1, 'V'),
  meanConductance: quantity(8e-6, 'S'),
  sumConversionEnergy: quantity(3e-12, 'J'),
  stepConversionEnergy: quantity(0.1e-12, 'J'),
  driveEnergy: quantity(0.05e-12, 'J'),
  writeEnergy: quantity(100e-12, 'J'),
  writeTime: quantity(1e-6, 's'),
  cellArea: quantity(0.1e-6, 'mm2'),
  amplifierArea: quantity(400e-6, 'mm2'),
  converterArea: quantity(1500e-6, 'mm2'),
};
const gpu = { rate: quantity(67e12, 'FLOP/s'), energy: quantity(700 / 67e12, 'J/FLOP') };
const rival = { factoring: gpu, solving: gpu, sweeps: 0 };
const solve = (size: number, leaf: number, cycles: number) =>
  analogSolve({ size, leaf, slices: 8, passes: 4, cycles, converters: true, parts });

test('an independent accounting of the same parts: 24.5 nJ and 1.08 us at 16, 29 uJ to write 128', () => {
  const small = solve(16, 16, 3);
  expect(small.time).toBeCloseTo(1.08e-6, 12);
  expect(small.energy / 24.46e-9).toBeCloseTo(1, 2);
  expect(small.writeEnergy / 0.4608e-6).toBeCloseTo(1, 9);
  expect(small.binding).toBe('amplifiers');
  expect(solve(128, 128, 3).writeEnergy / 29.49e-6).toBeCloseTo(1, 3);
});

test('blocks take the steps that are counted: nine inversions and eight products at 16 over 4', () => {
  const { inversions, products } = blockCounts({ size: 16, leaf: 4 });
  const slow = solve(16, 4, 1).time - 4 * parts.productTime;
  expect(slow).toBeCloseTo(inversions * parts.inversionTime + products * parts.productTime, 15);
  expect(slow / 1.56e-6).toBeCloseTo(1, 9);
  const cells = blockCounts({ size: 16, leaf: 4 }).cells + 8 * 2 * 256;
  expect(solve(16, 4, 1).cells).toBe(cells);
});

test('the accounting decides: fresh factors and free writes against the same in reuse', () => {
  const analog = solve(128, 128, 3);
  const gain = (accounting: { freshFactors: boolean; writes: boolean; schur: boolean; rightSides: number }) =>
    analogGain({ size: 128, symmetric: false, analog, schurFlop: 0, rival, accounting });
  const press = gain({ freshFactors: true, writes: false, schur: false, rightSides: 1 });
  expect(press.energy / 71).toBeCloseTo(1, 1);
  expect(gain({ freshFactors: false, writes: true, schur: true, rightSides: 1 }).energy / 0.5).toBeCloseTo(1, 1);
  expect(gain({ freshFactors: false, writes: true, schur: true, rightSides: 1 }).binding).toBe('writes');
  expect(gain({ freshFactors: false, writes: true, schur: true, rightSides: Number.POSITIVE_INFINITY }).energy / 1.6).toBeCloseTo(1, 1);
});

test('sweeps of refinement after factors of eight bits, and none where they cannot', () => {
  expect(refinementSweeps({ bits: 24, significand: 8, condition: 4 })).toBe(3);
  expect(refinementSweeps({ bits: 24, significand: 24, condition: 1 })).toBe(0);
  expect(refinementSweeps({ bits: 24, significand: 8, condition: 1024 })).toBe(Number.POSITIVE_INFINITY);
  const plain = digitalSolve({ size: 100, symmetric: true, rightSides: Number.POSITIVE_INFINITY, rival });
  expect(plain).toMatchObject({ solveFlop: 20_000, binding: 'solving' });
});

test('cells last as long as their writes, and inverses take their share of a step', () => {
  expect(cellLife({ endurance: quantity(1e6, '1'), rate: quantity(1e3, 'Hz') })).toBe(1000);
  const input = {
    shapes: [{ rows: 1024, columns: 1536, count: 2 }],
    factors: 'sides' as const,
    block: 1024,
    refresh: 10,
    flopPerCube: 30,
    inverseRate: quantity(1e13, 'FLOP/s'),
    stepTime: quantity(1e-2, 's'),
    gain: Number.POSITIVE_INFINITY,
  };
  const share = secondOrderShare(input);
  expect(share.blocks).toBe(6);
  expect(share.refreshFlop).toBe(30 * 2 * (2 * 1024 ** 3 + 512 ** 3));
  const pieces = secondOrderShare({ ...input, factors: 'pieces', block: 512 });
  // Two 1024 x 1536 matrices in six square pieces each, with two factors: 60 n per entry in all.
  expect(pieces.blocks).toBe(24);
  expect(pieces.refreshFlop).toBe(60 * 512 * 2 * 1024 * 1536);
  expect(share.speedUp).toBeCloseTo(share.ceiling, 12);
  expect(secondOrderShare({ ...input, gain: 1 }).speedUp).toBe(1);
});
