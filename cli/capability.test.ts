import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messages } from '#messages';
import type { CapabilityRecord, DecompositionRecord, ServingRecord } from '#report';
import { type Ran, runCommand } from '../test/support/run-command.ts';
import { addCapability } from './capability.ts';
import { addDecompose } from './decompose.ts';
import { badInput } from './fail.ts';
import { addInfer } from './infer.ts';

const decompose = (...words: readonly string[]): Promise<Ran> => runCommand(addDecompose, ['decompose', ...words]);
const capability = (...words: readonly string[]): Promise<Ran> => runCommand(addCapability, ['capability', ...words]);
const infer = (...words: readonly string[]): Promise<Ran> => runCommand(addInfer, ['infer', ...words]);
/** Text without the breaks of its lines. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const dense = (text: string): string => text.replace(/\s+/g, '');

describe('decompose', () => {
  const record = async (...words: readonly string[]): Promise<DecompositionRecord> =>
    JSON.parse((await decompose('gpt-4', 'deepseek-v3', '--json', '--samples', '300', ...words)).out) as DecompositionRecord;

  it('takes GPT-4 and DeepSeek-V3 apart: the product of the factors is the ratio', async () => {
    for (const words of [[], ['--claim', '100000:2000']]) {
      const { ratio, factors } = await record(...words);
      const product = factors.reduce((sum, { estimate }) => sum * estimate.value, 1);
      expect(Math.abs(product / ratio.value - 1)).toBeLessThan(1e-12);
    }
  });

  it('has the published figures, and the trend with its honest interval', async () => {
    const { chipHours, work, factors, months, onTrend, binding } = await record();
    expect(chipHours.value).toBeCloseTo(20.4, 1);
    expect(work.value).toBeCloseTo(6.16, 2);
    expect(months).toBe(28);
    const trend = factors.find(({ factor }) => factor === 'trend')?.estimate;
    expect(trend?.value).toBeCloseTo(11.3, 1);
    expect(trend?.band?.p5).toBeCloseTo(2.4, 1);
    expect(trend?.band?.p95).toBeGreaterThan(16_000);
    expect(onTrend).toBe(true);
    expect(binding).toBe('trend');
  });

  it('says what is counted, and that a gap is not a forecast, in both languages', async () => {
    const en = flat((await decompose('gpt-4', 'deepseek-v3', '--claim', '100000:2000', '--samples', '100', '--lang', 'en')).out);
    expect(en).toContain('GPT-4: 100,000 counted, 25,000 in the final run.');
    expect(en).toContain(messages('en').capability.noForecast);
    const zh = dense((await decompose('gpt-4', 'deepseek-v3', '--claim', '100000:2000', '--samples', '100', '--lang', 'zh')).out);
    expect(zh).toContain(dense('GPT-4：计 100,000，最终训练用 25,000。'));
    expect(zh).toContain(dense(messages('zh').capability.noForecast));
  });

  it('takes fleets apart wherever somebody counted them', async () => {
    const words = ['llama-3.1-405b', 'deepseek-v3', '--basis', 'fleet', '--samples', '300'];
    const { basis, first, second, ratio, factors } = JSON.parse((await decompose(...words, '--json')).out) as DecompositionRecord;
    expect([basis, first.counted.value > 20 * first.chips.value, second.counted.value > 20 * second.chips.value]).toEqual([
      'fleet',
      true,
      true,
    ]);
    expect(factors.reduce((product, { estimate }) => product * estimate.value, 1) / ratio.value).toBeCloseTo(1, 12);
    expect(first.figures.at(-1)?.thing).toBe('cluster/meta-fleet');
    const en = flat((await decompose(...words, '--lang', 'en')).out);
    expect(en).toContain('Llama 3.1 405B: 600,000 counted, 16,384 in the final run.');
    expect(en).toMatch(/product 12× \d/);
  });

  it('compares no fleet that nobody counted, and no run that nobody published', async () => {
    const fleet = await decompose('gpt-4', 'deepseek-v3', '--basis', 'fleet', '--lang', 'en');
    expect(fleet.code).toBe(badInput);
    expect(fleet.error).toContain('How many accelerators OpenAI has in all is not known');
    const unknown = await decompose('gpt4x', 'qwen3-8b', '--lang', 'en');
    expect(unknown.error).toContain('Is "model/gpt-4" meant?');
    expect(unknown.error).toContain('The run of model/qwen3-8b cannot be compared');
  });
});

describe('capability', () => {
  const record = async (...words: readonly string[]): Promise<CapabilityRecord> =>
    JSON.parse((await capability('--json', '--samples', '300', ...words)).out) as CapabilityRecord;

  it('gives the best model by every published fit, with intervals where they are believed', async () => {
    const { optima } = await record('--flop', '5.76e23');
    const [replicated, hoffmann, first] = optima;
    expect(replicated?.parameters.band?.p5).toBeLessThan(70e9);
    expect(replicated?.parameters.band?.p95).toBeGreaterThan(70e9);
    // As the bootstrap of the notebook has it: 8.8 to 32 tokens a parameter.
    expect(replicated?.tokensPerParameter.band?.p5).toBeCloseTo(8.8, 0);
    expect(replicated?.tokensPerParameter.band?.p95).toBeGreaterThan(28);
    expect(hoffmann?.parameters.band).toBeUndefined();
    expect(first?.parameters.value).toBeCloseTo(67e9, -8);
  });

  it('applies the trend or measures, never both', async () => {
    expect((await record('--flop', '1e25', '--since', '2022-08', '--until', '2024-12')).gains?.gain.value).toBeCloseTo(11.3, 1);
    expect((await record('--flop', '1e25', '--with', 'sparsity')).gains?.gain.value).toBeCloseTo(2.5, 2);
    await expect(capability('--flop', '1e25', '--with', 'sparsity', '--since', '2022-08', '--until', '2023-08')).rejects.toThrow();
  });

  it('shows what an over-trained model cost, and says that it is no forecast', async () => {
    const { beside } = await record('--model', 'llama-3-8b');
    expect(beside[0]?.binding).toBe('over-trained');
    expect(beside[0]?.spent.value).toBeGreaterThan(0.5);
    expect(flat((await capability('--flop', '1e25', '--lang', 'en', '--samples', '50')).out)).toContain(
      messages('en').capability.noForecast,
    );
  });

  it('names all that is missing', async () => {
    expect((await capability('--lang', 'en')).error).toContain('Nothing says how much compute there is');
    expect((await capability('--since', '2024-01', '--flop', '1e24', '--lang', 'en')).error).toContain('a beginning and an end');
    expect((await capability('--flop', '1e24', '--since', '2024-05', '--until', '2024-01', '--lang', 'en')).error).toContain(
      '2024-01 comes before 2024-05',
    );
  });
});

describe('infer', () => {
  const record = async (...words: readonly string[]): Promise<ServingRecord> =>
    JSON.parse((await infer('--model', 'deepseek-v3', '--json', ...words)).out) as ServingRecord;

  it('ranks H20, 910C and H100 for serving, and says that it is an outline', async () => {
    const { rows, outline, cheapest } = await record();
    expect(outline).toBe(true);
    expect(rows).toHaveLength(3);
    expect(rows.at(-1)?.serving.chip.id).toBe('accelerator/h20');
    expect(cheapest).toBeDefined();
    expect(flat((await infer('--model', 'deepseek-v3', '--lang', 'en')).out)).toContain(
      'It ranks accelerators and does not size a service.',
    );
  });

  it('keeps a limit, and refuses what cannot be', async () => {
    const { rows } = await record('--chip', 'h100-sxm', '--tpot', '30');
    expect(rows[0]?.perToken.value).toBeLessThanOrEqual(0.03);
    const shut = await infer('--model', 'llama-3-1-405b', '--chip', 'h100-sxm', '--count', '1', '--lang', 'en');
    expect(shut.code).toBe(1);
    expect(shut.out).toContain('No accelerator holds the model');
    const wrong = await infer('--model', 'deepseek-v3', '--ranks', '16', '--tensor', '3', '--region', 'mars', '--lang', 'en');
    expect(wrong.error).toContain('16 ranks cannot be split in groups of 3');
    expect(wrong.error).toContain('There is no region "mars"');
  });
});

describe('infer of scenarios', () => {
  it('ranks 100,000 H20 against 20,000 H100 as the scenarios have them, says that it is an outline, and gives intervals', async () => {
    const { rows } = JSON.parse((await infer('h20-100k', 'h100-20k', '--json')).out) as ServingRecord;
    expect(rows.map(({ serving }) => [serving.chip.id, serving.count])).toEqual([
      ['accelerator/h100-sxm', 20_000],
      ['accelerator/h20', 100_000],
    ]);
    // Each H100 serves more, all H20 together do.
    expect((rows[0]?.output.value as number) / (rows[1]?.output.value as number)).toBeGreaterThan(2);
    expect(rows[1]?.fleet.value).toBeGreaterThan(rows[0]?.fleet.value as number);
    for (const { fleet } of rows) expect((fleet.band?.p95 as number) / (fleet.band?.p5 as number)).toBeCloseTo(4, 6);
    for (const lang of ['en', 'zh'] as const) {
      const text = dense((await infer('h20-100k', 'h100-20k', '--lang', lang)).out);
      const { outline, unhurried } = messages(lang).infer;
      expect(text).toContain(dense(outline('2')));
      expect(text).toContain(dense(unhurried));
      expect(dense((await infer('h20-100k', 'h100-20k', '--tpot', '50', '--lang', lang)).out)).not.toContain(dense(unhurried));
    }
  });

  it('counts the accelerators that a site can power', async () => {
    const { rows } = JSON.parse((await infer('50-mw-virginia', '--json')).out) as ServingRecord;
    expect(rows[0]?.serving.count).toBeGreaterThan(20_000);
  });

  it('wants a model or a scenario, and names every fault', async () => {
    expect((await infer('--lang', 'en')).error).toContain('--model <id> is missing');
    expect((await infer('nonsuch', 'h20-100k', '--lang', 'en')).error).toContain('There is no scenario "nonsuch"');
  });
});

describe('a chart that is asked for', () => {
  it('is drawn, and is an error where there is none of that number or no picture to draw it in', async () => {
    const asked = ['--flop', '5e25', '--samples', '0', '--lang', 'en'];
    const file = join(mkdtempSync(join(tmpdir(), 'chart-')), 'chart.svg');
    expect((await capability(...asked, '--svg', file, '--chart', '1')).code).toBeUndefined();
    const beyond = await capability(...asked, '--svg', file, '--chart', '7');
    expect([beyond.code, flat(beyond.error)]).toEqual([2, expect.stringContaining('There is no chart 7 here. Take --chart from 1 to 1')]);
    const alone = await capability(...asked, '--chart', '1');
    expect([alone.code, flat(alone.error)]).toEqual([2, expect.stringContaining('--chart says nothing without --svg')]);
  });
});

describe('infer of scenarios with unlike models', () => {
  it('is an error that names both (en), unless one is asked for', async () => {
    const refused = await infer('deepseek-v3-h800', 'llama-3.1-405b-h100', '--lang', 'en');
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('llama-3.1-405b-h100.yaml');
    expect(flat(refused.error)).toContain(
      'This scenario trains model/llama-3-1-405b, and the first one model/deepseek-v3. Say with --model',
    );
    const { rows } = JSON.parse(
      (await infer('deepseek-v3-h800', 'llama-3.1-405b-h100', '--model', 'deepseek-v3', '--json')).out,
    ) as ServingRecord;
    expect(rows.map(({ serving }) => serving.model.id)).toEqual(['model/deepseek-v3', 'model/deepseek-v3']);
  });

  it('is an error that names both (zh)', async () => {
    const refused = await infer('llama-3.1-405b-h100', 'deepseek-v3-h800', '--lang', 'zh');
    expect(refused.code).toBe(2);
    expect(dense(refused.error)).toContain('该情景训练的是model/deepseek-v3，第一个情景则是model/llama-3-1-405b');
  });
});

describe('what nobody told infer', () => {
  it.each(['en', 'zh'] as const)('is stated where it is usual (%s)', async (lang) => {
    const { usual } = messages(lang).infer;
    const { comma } = messages(lang).list;
    expect(dense((await infer('--model', 'deepseek-v3', '--chip', 'h20', '--lang', lang)).out)).toContain(
      dense(usual(['--count 512', '--region region/us-average'].join(comma))),
    );
    const whole = (await infer('--model', 'deepseek-v3', '--chip', 'h20', '--count', '64', '--region', 'virginia', '--lang', lang)).out;
    expect(dense(whole)).not.toContain(dense(usual('')).slice(0, 4));
  });

  it('is an error where a scenario has no region, with its file and the mend', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'infer-'));
    const file = join(folder, 'nowhere.yaml');
    writeFileSync(
      file,
      'title: { en: Nowhere, zh: 无处 }\nactor: US\ndate: 2025\nmodel: model/deepseek-v3\naccelerator: accelerator/h800-sxm\nprecision: fp8\n' +
        'plan: auto\nlevers: { cluster: { count: 2048 chip }, energy: { price: 0.07 USD/kWh, carbonIntensity: 400 gCO2/kWh }, run: { tokens: 14.8 T token } }\n',
    );
    const refused = await infer(file, '--lang', 'en');
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('nowhere.yaml');
    expect(flat(refused.error)).toContain('names no region');
    expect(flat(refused.error)).toContain('Add `region:` to it, or give --region, such as region/us-average');
    expect((await infer(file, '--region', 'virginia', '--json')).code).toBeUndefined();
  });

  it('is an error where values and accelerators cannot be paired', async () => {
    const refused = await infer('--model', 'deepseek-v3', '--chip', 'h20,h800,h100-sxm', '--count', '100,200', '--lang', 'en');
    expect(refused.code).toBe(2);
    expect(flat(refused.error)).toContain('--count: 2 values stand beside 3 accelerators. State one for all of them, or one of each');
  });
});

describe('pictures', () => {
  it.each(['en', 'zh'] as const)('every one of these commands draws one (%s)', async (lang) => {
    const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    const asked: readonly (readonly [string, (file: string) => Promise<Ran>])[] = [
      ['capability', (file) => capability('--flop', '5e25', '--model', 'deepseek-v3', '--samples', '50', '--svg', file, '--lang', lang)],
      ['decompose', (file) => decompose('gpt-4', 'deepseek-v3', '--samples', '50', '--svg', file, '--lang', lang)],
      ['infer', (file) => infer('--model', 'deepseek-v3', '--svg', file, '--lang', lang)],
    ];
    for (const [name, ask] of asked) {
      const file = join(folder, `${name}.svg`);
      expect((await ask(file)).code).toBeUndefined();
      const drawn = readFileSync(file, 'utf8');
      expect(drawn).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
      expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
      expect(/[\u4e00-\u9fff]/.test(drawn)).toBe(lang === 'zh');
    }
  });
});
