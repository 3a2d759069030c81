import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CostRecord, ExportRecord, NetworkRecord } from '#report';
import { runCommand } from '../test/support/run-command.ts';
import { addCost } from './cost.ts';
import { addExport } from './export.ts';
import { addNetwork } from './network.ts';
import { speak } from './wording.ts';

const folder = mkdtempSync(join(tmpdir(), 'chokepoint-cost-'));
afterEach(() => void vi.restoreAllMocks());

const commands = { cost: addCost, network: addNetwork, export: addExport };
const run = async (name: keyof typeof commands, ...args: readonly string[]) => {
  const { code, ...said } = await runCommand(commands[name], [name, ...args], speak(new Command('chokepoint'), 'en'));
  return { ...said, code: Number(code ?? 0) };
};
const few = ['--samples', '50'];

describe('chokepoint cost', () => {
  it('puts the run under every convention on one page, in both languages', async () => {
    const { out, code } = await run('cost', 'deepseek-v3-h800', ...few, '--lang', 'en');
    expect(code).toBe(0);
    for (const words of [
      'final run, by value lost',
      'rented for three years',
      'development, straight line',
      'Bill of the network',
      'equity',
    ])
      expect(out).toContain(words);
    const chinese = await run('cost', 'deepseek-v3-h800', ...few, '--lang', 'zh');
    for (const words of ['最终训练·按贬值', '租用三年', '网络清单', '碳排放', '万美元']) expect(chinese.out).toContain(words);
  });

  it('levers of the cost floor work from the command line', async () => {
    const of = async (...set: readonly string[]): Promise<CostRecord> => {
      const { out } = await run('cost', 'train-us', '--samples', '0', '--json', ...set.flatMap((each) => ['--set', each]));
      return JSON.parse(out) as CostRecord;
    };
    const whole = ({ bases }: CostRecord, id: string): number => bases.find((basis) => basis.id === id)!.amount.value;
    const [plain, longer, paid] = [
      await of(),
      await of('cost.writeOff=8 yr'),
      await of('cost.staffYears=100 yr', 'cost.pay=500000 USD/yr'),
    ];
    expect(longer.writeOff).toEqual({ years: 8, from: 'scenario' });
    expect(whole(longer, 'final.straightLine')).toBeLessThan(whole(plain, 'final.straightLine'));
    expect(whole(longer, 'final.valueLost')).toBe(whole(plain, 'final.valueLost'));
    const staff = paid.bases.find(({ id }) => id === 'development.valueLost')!.leaves.filter(({ id }) => id === 'pay' || id === 'equity');
    expect(staff.reduce((sum, { amount }) => sum + amount.value, 0)).toBeCloseTo(5e7, 0);
  });

  it('tells in CSV every leaf with its share, in the money that was asked for', async () => {
    const { out } = await run('cost', 'train-us', '--samples', '0', '--csv', '--currency', 'CNY', '--money-of', '2024');
    const lines = out.trim().split('\r\n');
    expect(lines[0]).toBe('basis,part,value,unit,p5,p50,p95,share');
    const shares = lines
      .filter((line) => line.startsWith('final.valueLost,') && /,[\d.e-]+$/.test(line))
      .map((line) => Number(line.split(',').at(-1)));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(lines[1]).toContain('CNY of 2024');
  });

  it('writes a page with its charts', async () => {
    const file = join(folder, 'cost.html');
    await run('cost', 'train-us', ...few, '--html', file);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('What each whole is made of');
    expect(page).toContain('各口径的构成');
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('says what is wrong with a scenario or a year', async () => {
    expect(await run('cost', 'no-such-scenario')).toMatchObject({ code: 2, out: '' });
    const late = await run('cost', 'train-us', '--money-of', '2031', '--lang', 'en');
    expect(late.code).toBe(2);
    expect(late.error).toContain('2031');
  });
});

describe('chokepoint network', () => {
  it('counts switches, links and their share of the cluster', async () => {
    const { out } = await run('network', '--count', '16384', '--chip', 'h100-sxm', '--samples', '0', '--json');
    const record = JSON.parse(out) as NetworkRecord;
    expect(record).toMatchObject({ tiers: 2, switches: 768, switchesByTier: [512, 256], links: 32_768, radix: 64, rails: 8 });
    expect(record.cost.switches.value + record.cost.links.value + record.cost.cards.value).toBeCloseTo(record.cost.total.value, 6);
    expect(record.share!.value).toBeCloseTo(record.cost.perChip.value / (record.cost.perChip.value + record.serverPrice!.value), 9);
    expect(record.factor.value).toBe(0.19);
    const thin = JSON.parse(
      (await run('network', '--count', '16384', '--oversubscription', '3', '--card', '1500', '--samples', '0', '--json')).out,
    ) as NetworkRecord;
    expect(thin.switches).toBeLessThan(record.switches);
    expect(thin.cost.cards.value).toBe(1500 * 16_384);
    expect(thin.share).toBeUndefined();
  });

  it('counts network cards once: with the network, or in the server', async () => {
    const record = async (...words: readonly string[]): Promise<NetworkRecord> =>
      JSON.parse(
        (await run('network', '--count', '1024', '--chip', 'h100-sxm', '--samples', '0', '--json', ...words)).out,
      ) as NetworkRecord;
    const [apart, within] = [await record(), await record('--card', '0')];
    expect(apart.prices.card.value).toBeGreaterThan(1000);
    expect(within.cost.cards.value).toBe(0);
    const whole = ({ cost, serverPrice }: NetworkRecord): number => cost.perChip.value + (serverPrice?.value ?? Number.NaN);
    expect(whole(apart)).toBeCloseTo(whole(within), 6);
    expect(apart.share!.value).toBeGreaterThan(within.share!.value);
  });

  it.each([512, 1024, 16_384, 32_768, 65_536])('of %i accelerators is beside the published bill, within a sixth', async (count) => {
    const { out } = await run('network', '--count', String(count), '--samples', '0', '--json');
    const { published, perChipWithoutCards } = JSON.parse(out) as NetworkRecord;
    // Ours takes the middle of two prices of a switch, the sheet the lower.
    expect(perChipWithoutCards.value / published!.value).toBeGreaterThan(0.95);
    expect(perChipWithoutCards.value / published!.value).toBeLessThan(1.17);
  });

  it('explains the difference, and refuses what three tiers do not reach and chips that there are not', async () => {
    const { out } = await run('network', '--count', '2048', '--chip', 'h100-sxm', '--lang', 'en');
    expect(out).toContain('Network cards');
    expect(out).toContain('19%');
    expect(await run('network', '--count', '9000000', '--lang', 'en')).toMatchObject({ code: 2 });
    expect(await run('network', '--count', '8', '--chip', 'no such chip', '--lang', 'en')).toMatchObject({ code: 2 });
  });
});

describe('chokepoint export', () => {
  it('tells figures, status, the nearest line and the status by date', async () => {
    const { out, code } = await run('export', 'h20', 'mi325x', '--date', '2026-02-01', '--lang', 'en');
    expect(code).toBe(0);
    for (const words of ['2,368', '20,920 / 21,000', '1.004×', 'case by case', '2025-04-15', 'Status by date', 'assumptions'])
      expect(out).toContain(words);
    const csv = (await run('export', 'h20', '--date', '2024', '--csv')).out;
    expect(csv).toContain('accelerator/h20,2024,CN,2368,int8');
    const record = JSON.parse((await run('export', '--date', '2024', '--json')).out) as ExportRecord;
    expect(record.rows.every(({ periods }) => periods.length === 0)).toBe(true);
  });

  it('says that it knows no rule, and what is no date, chip or country', async () => {
    expect((await run('export', 'h20', '--to', 'jp', '--lang', 'en')).out).toContain('no rule on sales to JP');
    expect(await run('export', '--date', 'soon', '--lang', 'en')).toMatchObject({ code: 2 });
    expect(await run('export', 'no such chip', '--lang', 'en')).toMatchObject({ code: 2 });
    await expect(run('export', '--to', 'China')).rejects.toThrow();
  });
});
