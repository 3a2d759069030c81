import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { langs } from '#messages';
import { textColumns } from '#report';
import { addCompare } from './compare.ts';
import { badInput } from './fail.ts';
import { addRun } from './run.ts';
import { addWhy } from './why.ts';
import { speak } from './wording.ts';

/** Runs a command line, and gives what it wrote and the code with which it ended. */
const run = async (lang: (typeof langs)[number], ...args: readonly string[]) => {
  const said = { out: '', error: '' };
  const listen = (stream: 'stdout' | 'stderr', into: keyof typeof said) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[into] += String(text);
      return true;
    });
  listen('stdout', 'out');
  listen('stderr', 'error');
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code ?? 0}`);
  });
  vi.stubEnv('LC_ALL', lang === 'zh' ? 'zh_CN.UTF-8' : 'C');
  const program = speak(new Command('chokepoint'), lang);
  for (const add of [addRun, addCompare, addWhy]) add(program);
  const before = process.exitCode;
  process.exitCode = undefined;
  const ended = await program.parseAsync(args, { from: 'user' }).then(
    () => process.exitCode ?? 0,
    (error: Error) => Number(/^exit (\d+)$/.exec(error.message)?.[1] ?? Number.NaN),
  );
  process.exitCode = before;
  return { ...said, ended };
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('words that a command cannot use', () => {
  it.each([
    [['run'], 'No scenario is named. Give a path, or one of these names: 1e26-under-150-mw, ', '没有指明情景'],
    [['compare', 'train-us'], 'at least two scenarios. Give a path, or one of these names: ', '至少需要两个情景'],
    [['rn'], 'There is no command "rn". Did you mean "run"?', '没有“rn”这个命令。是不是想写“run”？'],
    [['run', 'train-us', '--sampels', '3'], 'no option "--sampels". Did you mean "--samples"?', '是不是想写“--samples”？'],
    [
      ['run', 'train-us', '--samples', 'abc'],
      '--samples cannot be "abc". Write a whole number from 0 to 1000000.',
      '请写 0 到 1000000 之间的整数。',
    ],
    [['run', 'train-us', '--lang', 'fr'], '--lang cannot be "fr". Write en or zh.', '请写 en 或 zh。'],
    [['run', 'train-us', '--set'], 'no value after --set', '--set <path=value> 之后没有值'],
    [['run', 'train-us', 'b', 'c'], 'There are 3 words where 1 can be.', '最多 1 个参数，却给了 3 个'],
    [['run', 'train-us', '--json', '--csv'], '--json and --csv exclude each other.', '--json 与 --csv 不能同时使用'],
    [['why', 'train-us', 'cost.totl'], 'There is no figure "cost.totl". Did you mean "cost.total"?', '是不是想写“cost.total”？'],
    [['why', 'train-us', 'emissions'], 'Did you mean "cost.emissions"?', '是不是想写“cost.emissions”？'],
    [['why', '1e26-under-150-mw', 'wafer.needed'], 'This scenario gives no "wafer.needed".', '这个情景没有“wafer.needed”'],
    [['why', 'train-us', '--samples', '3'], 'There is no option "--samples"', '没有“--samples”这个选项'],
    [['run', 'train-us', '--samples', '0', '--html', '/no/such/x.html'], 'There is no folder "/no/such"', '没有“/no/such”这个文件夹'],
    [['run', 'train-us', '--samples', '0', '--html', '/'], 'A folder has that name', '这是一个文件夹的名字'],
  ] as const)('%j: says what is meant, in either language', async (args, en, zh) => {
    for (const lang of langs) {
      const { out, error, ended } = await run(lang, ...args);
      expect({ out, ended }).toEqual({ out: '', ended: badInput });
      expect(error).toContain(lang === 'en' ? en : zh);
      expect(error).not.toMatch(/error:|undefined/);
    }
  });

  it('may hold quotes and line breaks', async () => {
    const { error } = await run('en', 'run', 'train-us', '--seed', "1' is\n2");
    expect(error).toContain('--seed cannot be "1\' is 2". Write a whole number from 0 to 4294967295.');
  });
});

describe('help', () => {
  it.each([['--help'], ['run', '--help'], ['why', '--help'], ['compare', '--help']])(
    '%s %s: is in the language, and fits',
    async (...args) => {
      for (const lang of langs) {
        const { out, ended } = await run(lang, ...args.filter((word) => word !== undefined));
        expect(ended).toBe(0);
        for (const line of out.split('\n')) expect(textColumns(line), line).toBeLessThanOrEqual(80);
        if (lang === 'zh') expect(out).not.toMatch(/Usage|Options|Arguments|Commands|default|display|\[options\]|choices/);
        expect(out).not.toContain('[]');
      }
    },
  );

  it('says the default of a number and no other', async () => {
    const { out } = await run('en', 'run', '--help');
    expect(out).toMatch(/--samples <n> .*\(default 1,000\)/);
    expect(out.match(/\(default/g)).toHaveLength(3);
  });
});

describe('why without a figure', () => {
  it('lists what the scenario has, by floor', async () => {
    const { out, ended } = await run('en', 'why', '1e26-under-150-mw');
    expect(ended).toBe(0);
    expect(out).toMatch(/^Run\n(?: {2}run\.\w+ +\S.*\n)+\nCost\n {2}cost\.chips /m);
    expect(out).not.toMatch(/^Wafer/m);
    expect((await run('zh', 'why', '1e26-under-150-mw')).out).toMatch(/^成本\n {2}cost\.chips +加速器/m);
  });
});
