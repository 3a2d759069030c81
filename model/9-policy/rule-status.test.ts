import { describe, expect, it } from 'vitest';
import { type RuleLeg, ruleStatus } from '#policy';
import { quantity } from '#quantity';

const a: RuleLeg = { id: 'a', outcome: 'denied', tppMin: quantity(4800, 'TPP') };
const density: RuleLeg = { id: 'density', outcome: 'denied', tppMin: quantity(1600, 'TPP'), densityMin: quantity(5.92, 'TPP/mm2') };
const open2026: RuleLeg = {
  id: 'open',
  outcome: 'case-by-case',
  tppBelow: quantity(21_000, 'TPP'),
  memoryBandwidthBelow: quantity(6.5e12, 'B/s'),
};
const chip = (tpp: number, pd: number | undefined, memory = 3.35e12) => ({
  tpp: quantity(tpp, 'TPP'),
  performanceDensity: pd === undefined ? undefined : quantity(pd, 'TPP/mm2'),
  linkBandwidth: quantity(900e9, 'B/s'),
  memoryBandwidth: quantity(memory, 'B/s'),
});

describe('rule status', () => {
  it('denies an H100 by more than three times under the rule of 2023', () => {
    const status = ruleStatus({ legs: [a, density], ...chip(15_832, 19.45) });
    expect(status.outcome).toBe('denied');
    expect(status.headroom).toBeCloseTo(4800 / 15_832, 9);
  });

  it('lets an H20 through with room to the nearest line', () => {
    const status = ruleStatus({ legs: [a, density], ...chip(2368, 2.91) });
    expect(status.outcome).toBe('free');
    expect(status.headroom).toBeCloseTo(Math.min(4800 / 2368, Math.max(1600 / 2368, 5.92 / 2.91)), 9);
  });

  it('measures the H20 against the line of a notice too, which holds nobody', () => {
    const notify: RuleLeg = { id: 'notify', outcome: 'notify', tppMin: quantity(2400, 'TPP'), densityMin: quantity(1.6, 'TPP/mm2') };
    const status = ruleStatus({ legs: [a, density, notify], ...chip(2368, 2.91) });
    expect(status.line).toBeCloseTo(2400 / 2368, 9);
    expect(status.headroom).toBeCloseTo(4800 / 2368, 1);
    expect(ruleStatus({ legs: [notify], ...chip(3000, 2.91) })).toMatchObject({ outcome: 'notify', headroom: undefined });
  });

  it('opens what a denial closed where a case-by-case leg reaches the chip', () => {
    const h200 = ruleStatus({ legs: [a, density, open2026], ...chip(15_832, 19.45, 4.8e12) });
    expect(h200).toEqual({
      outcome: 'case-by-case',
      leg: 'open',
      headroom: Math.min(21_000 / 15_832, 6.5 / 4.8),
      line: Math.min(21_000 / 15_832, 6.5 / 4.8),
    });
    const b200 = ruleStatus({ legs: [a, density, open2026], ...chip(36_000, 22.5, 8e12) });
    expect(b200.outcome).toBe('denied');
  });

  it('takes a limit on an unknown figure as met, as an exporter must', () => {
    expect(ruleStatus({ legs: [density], ...chip(2000, undefined) }).outcome).toBe('denied');
  });

  it('is free without headroom where no leg is in force', () => {
    expect(ruleStatus({ legs: [], ...chip(15_832, 19.45) })).toEqual({ outcome: 'free', headroom: undefined, line: undefined });
  });
});
