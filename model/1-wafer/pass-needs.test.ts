import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import { fleetCapacity, passNeeds, planPatterning, type Scanner } from '#wafer';

const scanner = (id: string, linePitch: number, overlay: number): Scanner => ({
  id,
  lithography: 'arfi',
  linePitch: quantity(linePitch, 'nm'),
  overlay: quantity(overlay, 'nm'),
  capacity: quantity(100_000, 'wafer/month'),
  passCost: quantity(26, 'USD/wafer'),
});
const rules = {
  wireFactor: quantity(1, '1'),
  holeFactor: quantity(1.2, '1'),
  splitExponent: quantity(1, '1'),
  cutRatio: quantity(1.2, '1'),
  mostSplits: quantity(4, '1'),
  splitTolerance: quantity(0.1, '1'),
  cutTolerance: quantity(0.2, '1'),
  rework: quantity(0, '1'),
  caught: quantity(0.9, '1'),
};
const steps = {
  etch: quantity(9, 'USD/wafer'),
  spacer: quantity(18, 'USD/wafer'),
  clean: quantity(3, 'USD/wafer'),
  metrology: quantity(3, 'USD/wafer'),
  other: quantity(1000, 'USD/wafer'),
};

describe('passes that a fleet must make', () => {
  const good = scanner('good', 76, 2);
  const coarse = scanner('coarse', 130, 2);
  const poor = scanner('poor', 76, 8);
  const scanners = [good, coarse, poor];
  const layers = [
    { id: 'tight', shape: 'wires', module: 'metal', pitch: quantity(40, 'nm'), count: quantity(1, 'layer') },
    { id: 'relaxed', shape: 'areas', module: 'block', pitch: quantity(200, 'nm'), count: quantity(3, 'layer') },
  ] as const;
  const plan = planPatterning({ layers, scanners: [good], rules, steps });
  if (!plan.feasible) throw new Error('it can be made');
  const needs = passNeeds({ plan, scanners, rules });

  it('can be made by machines that resolve in as many exposures as planned and place well enough', () => {
    expect(needs).toMatchObject([
      { id: 'tight', able: [0] },
      { id: 'relaxed', able: [0, 1, 2] },
    ]);
    expect(needs[0]?.passes).toBeCloseTo(2, 3);
    expect(needs[1]?.passes).toBeCloseTo(3, 3);
  });

  it('use up the good machines on what only they can do', () => {
    const fleet = scanners.map(({ id, capacity }) => ({ id, count: 1, capacity }));
    expect(fleetCapacity({ needs, fleet })).toMatchObject({ binding: ['tight'], machines: ['good'] });
  });
});
