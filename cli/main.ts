#!/usr/bin/env node
import { Command } from 'commander';
import { addCatalog } from './catalog.ts';
import { addCompare } from './compare.ts';
import { help, langOption, languageOf } from './options.ts';
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

// A reader that has seen enough (`| head`) closes the pipe: no fault of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await program.parseAsync();
