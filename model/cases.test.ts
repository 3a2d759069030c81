import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as accelerator from '#accelerator';
import * as cluster from '#cluster';
import * as cost from '#cost';
import * as die from '#die';
import * as market from '#market';
import * as packaging from '#package';
import * as policy from '#policy';
import * as run from '#run';
import * as wafer from '#wafer';

/**
 * Every `*.cases.yaml` beside a function holds published worked examples of it. A file that names its `function` is run
 * here: inputs in the units of the function, and an answer that is a number, or the fields of a record that were
 * stated. Other files have a test of their own beside them.
 */
interface Case {
  readonly name: string;
  readonly source?: string;
  readonly tolerance?: number;
  readonly inputs: unknown;
  readonly stated: number | Readonly<Record<string, number | string>>;
}
interface Cases {
  readonly function?: string;
  readonly source: string;
  readonly tolerance: number;
  readonly cases: readonly Case[];
}

const here = new URL('.', import.meta.url);
const all = readdirSync(here, { recursive: true, encoding: 'utf8' }).sort();
const files = all.filter((file) => /^[1-9]-.*[.]cases[.]yaml$/.test(file));
const contents = files.map((file) => ({ file, ...(parse(readFileSync(new URL(file, here), 'utf8')) as Cases) }));
const sources = parse(readFileSync(new URL('../catalog/sources.yaml', here), 'utf8')) as Readonly<Record<string, unknown>>;
const functions: Readonly<Record<string, unknown>> = {
  ...wafer,
  ...die,
  ...packaging,
  ...accelerator,
  ...cluster,
  ...run,
  ...cost,
  ...market,
  ...policy,
};

test.each(contents)('$file names its sources, and something runs it', ({ file, source, cases, ...rest }) => {
  for (const id of [source, ...cases.flatMap((entry) => entry.source ?? [])]) expect(sources, id).toHaveProperty([id]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  if (rest.function !== undefined) expect(functions[rest.function], rest.function).toBeTypeOf('function');
  else {
    const beside = all.filter((name) => name.endsWith('.test.ts') && dirname(name) === dirname(file));
    const tests = beside.map((name) => readFileSync(new URL(name, here), 'utf8'));
    expect(tests.some((text) => text.includes(basename(file)))).toBe(true);
  }
});

describe.each(contents.filter((entry) => entry.function !== undefined))('$file', ({ function: name = '', tolerance, cases }) => {
  test.each(cases)('$name', ({ inputs, stated, tolerance: own }) => {
    const answer = (functions[name] as (inputs: unknown) => unknown)(inputs);
    const [given, wanted] = typeof stated === 'number' ? [{ answer }, { answer: stated }] : [answer, stated];
    for (const [key, value] of Object.entries(wanted)) {
      const actual = (given as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'string') expect(actual, key).toBe(value);
      else expect(Math.abs((actual as number) - value), `${key}: ${actual}`).toBeLessThanOrEqual((own ?? tolerance) * Math.abs(value));
    }
  });
});
