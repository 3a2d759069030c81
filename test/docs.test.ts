import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDocComments } from './support/doc-comments.ts';
import { root } from './support/root.ts';

test('every public function of the model says what it computes, in which unit, and on whose word', () => {
  const floors = readdirSync(join(root, 'model')).filter((name) => /^\d/.test(name));
  const { functions, complaints } = checkDocComments(root, [
    ...floors.map((floor) => `model/${floor}/index.ts`),
    'model/4-accelerator/analog/index.ts',
    'model/index.ts',
  ]);
  expect(functions).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
});

test('a doc comment that falls short is named with its place', () => {
  const house = `${mkdtempSync(join(tmpdir(), 'chokepoint-docs-'))}/`;
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  };
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  write('package.json', '{ "type": "module" }');
  write('tsconfig.json', '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2023", "types": [] } }');
  write('catalog/sources.yaml', 'moore-1965: { title: Cramming }\n');
  write(
    'model/0-quantity/index.ts',
    `declare const brand: unique symbol;
     export type UnitId = 'mm' | 'mm2' | '1';
     export type Quantity<U extends UnitId> = number & { readonly [brand]: U };`,
  );
  write(
    'model/2-die/index.ts',
    `import type { Quantity } from '../0-quantity/index.js';
     export interface Side { readonly side: Quantity<'mm'>; }
     export interface Odd { readonly side: number; }
     /**
      * Area of a square die.
      * @equation A = s^2
      * @source moore-1965 p. 1
      * @param input its side
      * @unit mm2
      */
     export const good = ({ side }: Side): Quantity<'mm2'> => (side * side) as Quantity<'mm2'>;
     export const silent = ({ side }: Side): Quantity<'mm'> => side;
     /**
      * Share of a die that is spent.
      * @pure
      * @param input its side
      */
     export const unitless = ({ side }: Side): number => side / 2;
     /**
      * Area of a die, in the wrong unit.
      * @pure
      * @unit mm
      * @param input its side
      */
     export const wrongUnit = ({ side }: Side): Quantity<'mm2'> => (side * side) as Quantity<'mm2'>;
     /**
      * Area of a die, as someone said.
      * @sources moore-1965
      * @source nobody-1900 p. 2
      * @param input its side
      */
     export const wrongSource = ({ side }: Side): Quantity<'mm'> => side;
     /**
      * Area of a die, or not.
      * @equation
      * @param input its side
      */
     export function angry(input: Odd): Odd { if (input.side < 0) throw new Error('no'); return input; }`,
  );
  const { functions, complaints } = checkDocComments(house, ['model/0-quantity/index.ts', 'model/2-die/index.ts']);
  rmSync(house, { recursive: true });

  expect(functions).toBe(6);
  // A declared function comes before constants in what a module exports.
  expect(complaints.map((text) => text.replace(/^\S+ /, ''))).toEqual([
    'angry: @equation says nothing',
    'angry: input.side is a plain number without words or unit',
    'angry: side in its result is a plain number without words or unit',
    'angry: throws, but has no @throws',
    'silent: begins with no sentence',
    'silent: has no @param input, and no words on side',
    'silent: needs @equation or @source, or @pure where it holds no physics',
    'unitless: returns a plain number without @unit',
    'wrongUnit: @unit mm is not the unit it returns, mm2',
    'wrongSource: @sources is no tag of the house',
    'wrongSource: @source nobody-1900 is not in catalog/sources.yaml',
  ]);
  expect(complaints[0]).toMatch(/^model\/2-die\/index\.ts:\d+ angry/);
});
