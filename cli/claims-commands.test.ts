import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';
import { addAnalog } from './analog.ts';
import { addCatalog } from './catalog.ts';
import { addClaims } from './claims.ts';
import { addRun } from './run.ts';
import { addWafer } from './wafer.ts';

interface Part {
  readonly what: string;
  readonly estimate: { readonly p5: number; readonly p50: number; readonly p95: number; readonly unit: string };
  readonly command: string;
  readonly converted?: { readonly rate: number };
}
interface Basis {
  readonly id: string;
  readonly verdict: string;
  readonly formula?: string;
  readonly parts: readonly Part[];
  readonly commands: readonly string[];
  readonly estimate: { readonly p50: number; readonly unit: string } | null;
}
interface Printed {
  readonly id: string;
  readonly verdict: string;
  readonly probability: number | null;
  readonly estimate: unknown;
  readonly command: string;
  readonly bases: readonly Basis[];
}

const programs: Readonly<Record<string, (program: Command) => void>> = {
  run: addRun,
  catalog: addCatalog,
  wafer: addWafer,
  analog: addAnalog,
  claims: addClaims,
};

/** The words of a printed command line, as a shell takes them, without the name of the program. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);

const asJson = async (words: readonly string[]): Promise<unknown> => {
  const [verb = ''] = words;
  const add = programs[verb];
  if (add === undefined) throw new Error(`no such command: ${words.join(' ')}`);
  const ran = await runCommand(add, [...words, '--json']);
  if (ran.code !== undefined) throw new Error(`${words.join(' ')}: ${ran.error}`);
  return JSON.parse(ran.out);
};

/** Every number that stands anywhere in what a command printed. */
const numbersIn = (value: unknown): readonly number[] =>
  typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];

const samples = ['--samples', '200'];
const listed = async (): Promise<readonly Printed[]> =>
  ((await asJson(['claims', ...samples])) as { readonly claims: readonly Printed[] }).claims;

describe('every command that claims print', () => {
  it('gives the figure of the verdict again', async () => {
    const claims = await listed();
    const answers = new Map<string, unknown>();
    const close = (number: number, wanted: number): boolean => Math.abs(number - wanted) <= 1e-9 * Math.abs(wanted);
    let checked = 0;
    for (const { id, bases } of claims)
      for (const { id: basis, parts, commands } of bases)
        for (const command of commands) {
          if (!answers.has(command)) answers.set(command, await asJson(wordsOf(command)));
          const numbers = numbersIn(answers.get(command));
          for (const { what, estimate, converted } of parts.filter((part) => part.command === command)) {
            expect(
              numbers.some((number) => close(number * (converted?.rate ?? 1), estimate.p50)),
              `${id}, ${basis}: ${what} is ${estimate.p50} in none of what ${command} prints`,
            ).toBe(true);
            checked++;
          }
        }
    expect(checked).toBeGreaterThan(80);
    expect(answers.size).toBeGreaterThan(40);
  }, 240_000);

  it('gives the whole verdict again, claim by claim', async () => {
    for (const claim of await listed()) {
      const again = (await asJson(wordsOf(claim.command))) as { readonly claims: readonly Printed[] };
      expect(again.claims, claim.id).toEqual([claim]);
    }
  }, 240_000);

  it('is beside a formula whose parts make up the figure, where all of them are certain', async () => {
    let checked = 0;
    for (const { id, bases } of await listed())
      for (const { id: basis, formula, parts, estimate } of bases) {
        if (formula === undefined || estimate === null || estimate.unit !== '1' || formula.includes('max(')) continue;
        if (parts.length !== 2 || parts.some((part) => part.estimate.p5 !== part.estimate.p95)) continue;
        const [a, b] = parts as [Part, Part];
        if (formula !== `${a.what} / ${b.what}`) continue;
        expect(estimate.p50, `${id}, ${basis}`).toBeCloseTo(a.estimate.p50 / b.estimate.p50, 9);
        checked++;
      }
    expect(checked).toBeGreaterThan(5);
  }, 120_000);
});
