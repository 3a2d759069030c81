import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import { evaluate } from '#model';
import { readScenario, resolveScenario, toInput } from '#scenario';
import { catalog, must } from '../test/support/shipped.ts';
import { folderOf } from './test/folder.ts';

const file = (name: string): string => fileURLToPath(new URL(`../scenarios/${name}`, import.meta.url));
const resolve = (path: string, set: readonly string[] = []) => {
  const read = readScenario({ file: path, set });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return resolveScenario(read.value, catalog);
};
const open = (path: string, set: readonly string[] = []) => {
  const resolved = resolve(path, set);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
};
const written = (plan: string): string => {
  const folder = folderOf({
    'a.yaml': [
      'title: x',
      'actor: US',
      'date: 2025-01',
      'model: model/llama-3-70b',
      'accelerator: accelerator/h100-sxm',
      'region: region/us-average',
      ...(plan === '' ? [] : [`plan: ${plan}`]),
      'levers:',
      '  cluster: { count: 1024 }',
      '  run: { sequenceLength: 8192 token }',
    ].join('\n'),
  });
  return `${folder}/a.yaml`;
};
const utilisation = (path: string, set: readonly string[] = []) => open(path, set).levers.get('run.utilisation');

describe('the utilisation of a scenario with a plan', () => {
  it('is that of its own accelerators, model, date and format, whatever was resolved before', () => {
    const variants: readonly (readonly [string, readonly string[]])[] = [
      ['h100-20k.yaml', []],
      ['h100-20k.yaml', ['cluster.count=4096']],
      ['h100-20k.yaml', ['date=2026-11']],
      ['h100-20k.yaml', ['precision=fp8']],
      ['h100-20k.yaml', ['model=model/llama-3-70b']],
      ['h100-20k.yaml', ['accelerator=accelerator/h800-sxm']],
      ['h100-20k.yaml', ['run.sequenceLength=8192 token']],
      ['train-us.yaml', []],
    ];
    const found = variants.map(([name, set]) => utilisation(file(name), set));
    const alone = variants.map(([name, set]) => {
      const read = readScenario({ file: file(name), set });
      // Nothing is kept for a catalogue that was opened anew.
      return must(resolveScenario(must(read), must(openCatalog()))).levers.get('run.utilisation');
    });
    expect(found.map((lever) => [lever?.value, lever?.note])).toEqual(alone.map((lever) => [lever?.value, lever?.note]));
    expect(new Set(found.map((lever) => lever?.value)).size).toBeGreaterThan(5);
  });

  it.each([
    ['deepseek-v3-h800.yaml', 2.788e6],
    ['llama-3.1-405b-h100.yaml', 30.84e6],
  ] as const)('predicts the GPU-hours that were published of %s, to which nothing was fitted', (name, published) => {
    const scenario = open(file(name));
    expect(scenario.levers.get('run.utilisation')?.origin).toBe('model');
    const hours = evaluate(toInput(scenario)).run.chipHours;
    expect(Math.abs(hours / published - 1)).toBeLessThan(0.15);
  });

  it('is computed from the plan, and worse for a worse one', () => {
    const good = utilisation(written('{ tp: 4, pp: 4, vpp: 5, batch: 512 }'));
    const poor = utilisation(written('{ tp: 8, pp: 16, batch: 128 }'));
    expect(good?.origin).toBe('model');
    expect(good?.value).toBeGreaterThan(1.2 * (poor?.value ?? 1));
    expect(good?.note).toContain('tp=4,pp=4,vpp=5');
  });

  it('is that of the fastest of many plans that fit, where one is to be chosen', () => {
    const chosen = utilisation(written('auto'));
    expect(chosen?.value).toBeGreaterThan(0.3);
    expect(chosen?.value).toBeLessThan(0.6);
    expect(chosen?.sources).toContain('training-calibration');
  });

  it('gives way to one that is stated, and to measurements where there is no plan', () => {
    expect(utilisation(written('auto'), ['run.utilisation=0.5'])).toMatchObject({ value: 0.5, origin: 'command' });
    expect(utilisation(written(''))).toMatchObject({ origin: 'fact' });
  });

  it('is refused, with the reason, where the plan cannot run', () => {
    const refused = resolve(written('{ tp: 3 }'));
    expect(refused.ok ? [] : refused.issues.map(({ code }) => code)).toContain('plan/tensor-heads');
  });

  it('is called a prior on a chip that nobody measured', () => {
    expect(utilisation(file('deepseek-v3-on-910c.yaml'))).toMatchObject({ origin: 'prior', grade: 'D' });
  });
});

describe('the memory of a stated plan', () => {
  const needed = (path: string, set: readonly string[] = []) => {
    const outcome = evaluate(toInput(open(path, set)));
    return { ...outcome.accelerator, constraint: outcome.constraints.find(({ id }) => id === 'accelerator.memory') };
  };

  it('is held against that of the chip, and is what the published runs had room for', () => {
    for (const name of ['deepseek-v3-h800.yaml', 'llama-3.1-405b-h100.yaml']) {
      const { memoryBinding, constraint } = needed(file(name));
      expect(memoryBinding).toBe('plan');
      expect(constraint?.headroom).toBeGreaterThan(1);
      expect(constraint?.headroom).toBeLessThan(1.2);
    }
  });

  it('makes a scenario fail whose plan does not fit, and says so of one that the state is spared for', () => {
    const { memoryNeed, constraint } = needed(written('{ tp: 1, pp: 1, batch: 1024 }'));
    expect(memoryNeed).toBeGreaterThan(5e11);
    expect(constraint?.headroom).toBeLessThan(0.2);
    const narrow = needed(written('{ tp: 8, pp: 4, batch: 1024, state: 2/4/4/4 }')).memoryNeed;
    const wide = needed(written('{ tp: 8, pp: 4, batch: 1024, state: { weight: 2, gradient: 4, master: 4, moments: 8 } }')).memoryNeed;
    expect(wide).toBeGreaterThan(narrow);
    expect(open(written('{ tp: 8, pp: 4, batch: 1024 }')).levers.get('run.planMemory')?.note).toMatch(/^stage 1 of 4, most of it /);
  });

  it('is the least of any where no plan is stated', () => {
    expect(needed(written('')).memoryBinding).not.toBe('plan');
    expect(open(written('auto')).levers.has('run.planMemory')).toBe(false);
  });
});
