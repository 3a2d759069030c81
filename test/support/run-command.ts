import { Command } from 'commander';
import { vi } from 'vitest';

/** What a command wrote and how it ended. */
export interface Ran {
  readonly out: string;
  readonly error: string;
  /** Undefined where the command set none: it went well. */
  readonly code: number | string | undefined;
}

/**
 * Runs a command in this process, with what it writes caught.
 *
 * @param add puts the commands onto a program
 * @param words what follows the name of the program
 * @param program the program, where a plain one will not do
 */
export const runCommand = async (
  add: (program: Command) => void,
  words: readonly string[],
  program: Command = new Command().exitOverride(),
): Promise<Ran> => {
  const said = { out: '', error: '' };
  const listen = (stream: 'stdout' | 'stderr', into: keyof typeof said) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[into] += String(text);
      return true;
    });
  const spies = [listen('stdout', 'out'), listen('stderr', 'error')];
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    add(program);
    await program.parseAsync([...words], { from: 'user' });
    return { ...said, code: process.exitCode };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
};
