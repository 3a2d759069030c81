#!/usr/bin/env node
import { Command } from 'commander';
import { addAnalog } from './analog.ts';
import { addCatalog } from './catalog.ts';
import { addCompare } from './compare.ts';
import { help, langOption, languageOf } from './options.ts';
import { endWithOutput } from './output.ts';
import { addRun } from './run.ts';
import { addValidate } from './validate.ts';
import { version } from './version.ts';
import { addWhy } from './why.ts';
import { speak } from './wording.ts';

const program = speak(
  new Command('chokepoint').description(help().program).version(version, '--version', help().version).addOption(langOption()),
  languageOf(undefined),
);

addRun(program);
addCompare(program);
addWhy(program);
addCatalog(program);
addValidate(program);
addAnalog(program);

process.stdout.on('error', (error) => endWithOutput(error, languageOf(undefined)));

await program.parseAsync();
