#!/usr/bin/env node
import { Command } from 'commander';
import { addAnalog } from './analog.ts';
import { addBreakeven } from './breakeven.ts';
import { addCatalog } from './catalog.ts';
import { addChokepoint } from './chokepoint.ts';
import { addCompare } from './compare.ts';
import { addDie } from './die.ts';
import { addExplain } from './explain.ts';
import { help, langOption, languageOf } from './options.ts';
import { endWithOutput } from './output.ts';
import { addChip, addPackage } from './package.ts';
import { addRun } from './run.ts';
import { addSensitivity } from './sensitivity.ts';
import { addTrain } from './train.ts';
import { addValidate } from './validate.ts';
import { version } from './version.ts';
import { addWafer } from './wafer.ts';
import { addWhy } from './why.ts';
import { speak } from './wording.ts';

const program = speak(
  new Command('chokepoint').description(help().program).version(version, '--version', help().version).addOption(langOption()),
  languageOf(undefined),
);

addRun(program);
addCompare(program);
addExplain(program);
addChokepoint(program);
addSensitivity(program);
addBreakeven(program);
addWhy(program);
addCatalog(program);
addDie(program);
addPackage(program);
addChip(program);
addTrain(program);
addValidate(program);
addWafer(program);
addAnalog(program);

process.stdout.on('error', (error) => endWithOutput(error, languageOf(undefined)));

await program.parseAsync();
