#!/usr/bin/env node
import { argv } from 'node:process';
import { Command } from 'commander';
import { help, langOption, languageOf } from './options.ts';
import { endWithOutput } from './output.ts';
import { version } from './version.ts';
import { speak } from './wording.ts';

type Add = (program: Command) => void;

/** Every command by its name, in the order of the help: only the one that is asked for is read. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  run: async () => (await import('./run.ts')).addRun,
  compare: async () => (await import('./compare.ts')).addCompare,
  explain: async () => (await import('./explain.ts')).addExplain,
  chokepoint: async () => (await import('./chokepoint.ts')).addChokepoint,
  sensitivity: async () => (await import('./sensitivity.ts')).addSensitivity,
  breakeven: async () => (await import('./breakeven.ts')).addBreakeven,
  max: async () => (await import('./inverse.ts')).addMax,
  need: async () => (await import('./inverse.ts')).addNeed,
  why: async () => (await import('./why.ts')).addWhy,
  catalog: async () => (await import('./catalog.ts')).addCatalog,
  die: async () => (await import('./die.ts')).addDie,
  package: async () => (await import('./package.ts')).addPackage,
  chip: async () => (await import('./package.ts')).addChip,
  train: async () => (await import('./train.ts')).addTrain,
  capability: async () => (await import('./capability.ts')).addCapability,
  infer: async () => (await import('./infer.ts')).addInfer,
  decompose: async () => (await import('./decompose.ts')).addDecompose,
  plan: async () => (await import('./plan.ts')).addPlan,
  goodput: async () => (await import('./goodput.ts')).addGoodput,
  validate: async () => (await import('./validate.ts')).addValidate,
  wafer: async () => (await import('./wafer.ts')).addWafer,
  cost: async () => (await import('./cost.ts')).addCost,
  network: async () => (await import('./network.ts')).addNetwork,
  export: async () => (await import('./export.ts')).addExport,
  claims: async () => (await import('./claims.ts')).addClaims,
  analog: async () => (await import('./analog.ts')).addAnalog,
};

const program = speak(
  new Command('chokepoint').description(help().program).version(version, '--version', help().version).addOption(langOption()),
  languageOf(undefined),
);

process.stdout.on('error', (error) => endWithOutput(error, languageOf(undefined)));

const asked = argv[2] ?? '';
// Help, and a name that is none, need them all.
const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
for (const name of names) (await commands[name]?.())?.(program);

await program.parseAsync();
