import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';
import { addWafer } from './wafer.ts';

/** Runs the command and gives what it wrote, to either side. */
const run = async (...words: readonly string[]): Promise<{ readonly out: string; readonly error: string }> => {
  const program = new Command('chokepoint').exitOverride().configureOutput({ outputError: () => {}, writeErr: () => {} });
  return runCommand(addWafer, ['wafer', ...words], program).catch((fault: Error) => ({ out: '', error: fault.message }));
};

describe('chokepoint wafer', () => {
  beforeEach(() => vi.stubEnv('LANG', 'en_US.UTF-8'));
  afterEach(() => {
    vi.unstubAllEnvs();
    process.exitCode = 0;
  });

  it('answers in one call what 7 nm costs without EUV and how many scanners it takes', async () => {
    const { out } = await run('N7', '--without', 'euv', '--capacity', '50k', '--die', '21.32x31.22', '--samples', '200');
    expect(out).toMatch(/^TSMC N7: without EUV\n\nA wafer that comes out costs \S+% .*more: /);
    expect(out).toMatch(/A good die costs/);
    expect(out).toMatch(/50,000 wafer starts a month take \d+ \(\d+–\d+\) immersion scanners/);
    for (const heading of [
      'In figures',
      'How each layer is patterned, and why',
      'Cost of a started wafer, by step',
      'Scanners for the capacity',
      'What drives it',
    ])
      expect(out).toContain(heading);
    expect(out).not.toMatch(/NaN|undefined|\[object/);
  });

  it('speaks Chinese, and gives the same as data', async () => {
    const { out } = await run('N7', '--lang', 'zh', '--samples', '20');
    expect(out).toContain('各层的图形化方案与理由');
    expect(out).not.toMatch(/NaN|undefined|\[object/);
    const { out: json } = await run('N7', '--json', '--samples', '20');
    expect(JSON.parse(json)).toMatchObject({ schema: 'chokepoint/wafer/1', node: 'node/tsmc-n7', samples: 20 });
  });

  it('derives a figure to its inputs and sources', async () => {
    const { out } = await run('N7', '--why', 'costPerWaferOut', '--samples', '20');
    expect(out).toContain('cost of a started wafer ÷ (line yield × overlay yield)');
    expect(out).toMatch(/\n {2}One film +\$\S+ per wafer/);
    expect(out).toContain('Sources\n[1]');
  });

  it('says what it cannot read, and what would do', async () => {
    expect((await run('N77')).error).toContain('Did you mean "node/tsmc-n7"?');
    expect((await run('N7', '--without', 'lasers')).error).toContain('"lasers"');
    expect((await run('N7', '--without', ', ')).error).toContain('Name tools or kinds of light');
    expect((await run('N7', '--capacity', 'many')).error).toContain('50k or 50000');
    expect((await run('N7', '--die', '30')).error).toContain('21.3x31.2');
    expect((await run('N7', '--load', '2')).error).toContain('0 to 0.99');
    expect((await run('N7', '--date', 'soon')).error).toContain('YYYY');
    expect((await run('N7', '--fleet', 'nxt-2000i')).error).toContain('nxt-2000i=20');
    expect((await run('N7', '--why', 'cots')).error).toContain('Did you mean "cost"?');
  });

  it('says which layer no scanner prints', async () => {
    const { out } = await run('N3', '--without', 'euv', '--samples', '20');
    expect(out).toMatch(/It cannot be made: the pitch of metal 0 is 23\.0 nm, and no technique with these tools goes below/);
  });
});
