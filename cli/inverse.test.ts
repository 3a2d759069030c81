import { describe, expect, it } from 'vitest';
import { messages } from '#messages';
import type { MaxRecord, NeedRecord } from '#report';
import { type Ran, runCommand } from '../test/support/run-command.ts';
import { badInput } from './fail.ts';
import { addMax, addNeed } from './inverse.ts';

const max = (...words: readonly string[]): Promise<Ran> => runCommand(addMax, ['max', ...words]);
const need = (...words: readonly string[]): Promise<Ran> => runCommand(addNeed, ['need', ...words]);
const dense = (text: string): string => text.replace(/\s+/g, '');

describe('max', () => {
  it('says what given means train, in both languages, and that a gap is no forecast', async () => {
    const words = ['domestic-10k-cards', '--given', 'count=10000', '--given', 'until=2026-12', '--samples', '20'];
    const en = await max(...words, '--lang', 'en');
    expect(dense(en.out)).toContain(dense('With 10,000 chips until 2026-12 (365 days), the largest run is'));
    expect(dense(en.out)).toContain(dense(messages('en').capability.noForecast));
    const zh = await max(...words, '--lang', 'zh');
    expect(dense(zh.out)).toContain(dense(messages('zh').capability.noForecast));
    expect(dense(zh.out)).toContain('加速器数和工期');
  });

  it('compares two scenarios draw by draw', async () => {
    const words = ['--given', 'power=50 MW', '--given', 'days=180', '--samples', '30', '--json'];
    const record = JSON.parse((await max('50-mw-virginia', '50-mw-inner-mongolia', ...words)).out) as MaxRecord;
    const [first, second] = record.scenarios;
    expect(record.ratios[0]?.value).toBeCloseTo((second?.estimates.flop.value as number) / (first?.estimates.flop.value as number), 9);
    // A larger cluster takes a larger batch, so that no power is left over.
    expect(first?.used[0]?.limits).toEqual(['cluster.power', 'run.deadline']);
    expect(first?.estimates.power.value).toBeGreaterThan(0.99 * 50e6);
    const flops = first?.frontier?.points.map(({ y }) => y) ?? [];
    expect(flops).toHaveLength(21);
    expect(flops).toEqual(flops.toSorted((a, b) => a - b));
  });

  it('ends with 1 where nothing can be trained, and names every bad mean', async () => {
    const none = await max('domestic-10k-cards', '--given', 'count=2', '--samples', '5', '--lang', 'en');
    expect(none.code).toBe(1);
    expect(none.out).toContain('nothing can be trained');
    const bad = await max('domestic-10k-cards', '--given', 'pwer=1 MW', '--given', 'until=2020', '--lang', 'zh');
    expect(bad.code).toBe(badInput);
    expect(bad.error).toContain('是否指“power”');
    expect((await max('domestic-10k-cards', '--given', 'until=2020', '--lang', 'en')).error).toContain(
      '2020 is before the scenario begins',
    );
  });
});

describe('max of more scenarios than an answer holds', () => {
  it('is refused, and none is left out in silence', async () => {
    const many = Array.from({ length: 7 }, () => 'domestic-10k-cards');
    const refused = await max(...many, '--given', 'count=10000', '--lang', 'en');
    expect(refused.code).toBe(badInput);
    expect(refused.error).toContain('7 scenarios are more than one answer holds, 6');
  });
});

describe('need', () => {
  it('says what a run takes, and what the scenario has of it', async () => {
    const words = ['50-mw-inner-mongolia', '--for', '1e26FLOP', '--in', '180d', '--samples', '30'];
    const record = JSON.parse((await need(...words, '--json')).out) as NeedRecord;
    expect(record.estimates.count.value).toBeGreaterThan(10_000);
    expect(record.standings[0]?.limit).toBe('cluster.power');
    expect(record.fits).toBeGreaterThan(0);
    expect(record.fits).toBeLessThan(1);
    const en = await need(...words, '--lang', 'en');
    expect(dense(en.out)).toContain(dense(messages('en').capability.noForecast));
  });

  it('refuses no work, a unit of something else, and a date that has passed', async () => {
    expect((await need('train-us', '--for', '-1', '--in', '90d', '--lang', 'en')).error).toContain('no amount of work');
    expect((await need('train-us', '--for', '5kg', '--in', '90d', '--lang', 'en')).error).toContain('There is no unit "kg"');
    expect((await need('train-us', '--for', '1e24', '--by', '1999', '--lang', 'zh')).error).toContain('早于情景的起始日期');
    const never = await need('train-us', '--for', '1e35', '--in', '30d', '--samples', '3', '--lang', 'en');
    expect(never.code).toBe(1);
    expect(never.out).toContain('No number of accelerators');
  });
});
