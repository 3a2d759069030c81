import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { runSchemas } from '#report';
import { runCommand } from '../test/support/run-command.ts';
import { addCapability } from './capability.ts';
import { addDecompose } from './decompose.ts';
import { addGoodput } from './goodput.ts';
import { addInfer } from './infer.ts';
import { addMax, addNeed } from './inverse.ts';

const asked: readonly (readonly [name: keyof typeof runSchemas, words: string, add: (program: Command) => void])[] = [
  ['goodput', 'goodput --chip h100-sxm --count 16384 --days 54 --samples 20', addGoodput],
  [
    'goodput',
    'goodput --cluster cluster/deepseek-v3 --model deepseek-v3 --checkpoint peer --spares 4 --shrink --silent --samples 20',
    addGoodput,
  ],
  ['max', 'max domestic-10k-cards h20-100k --given count=10000 --samples 10', addMax],
  ['max', 'max domestic-10k-cards --given count=2 --samples 0', addMax],
  ['need', 'need domestic-10k-cards --for 1e25 --by 2027-06 --samples 10', addNeed],
  ['need', 'need domestic-10k-cards --for 1e35 --in 90d --samples 10', addNeed],
  ['capability', 'capability --flop 5e25 --model deepseek-v3 --since 2022-08 --until 2026-01 --samples 20', addCapability],
  ['capability', 'capability --flop 5e25 --with distillation,sparsity --samples 0', addCapability],
  ['decomposition', 'decompose gpt-4 deepseek-v3 --claim 100000:2000 --samples 20', addDecompose],
  ['serving', 'infer --model deepseek-v3 --chip h20,h100-sxm --count 100000,20000', addInfer],
  ['serving', 'infer --model llama-3-70b --objective latency', addInfer],
];

describe('what these commands say with --json has the published form', () => {
  it.each(asked)('%s: %s', async (name, words, add) => {
    const { out } = await runCommand(add, [...words.split(' '), '--json']);
    const parsed = runSchemas[name].safeParse(JSON.parse(out));
    expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
    // A form that takes anything would say nothing.
    expect(runSchemas[name].safeParse({ ...(JSON.parse(out) as object), schema: 'chokepoint/else/1' }).success).toBe(false);
  });
});
