#!/usr/bin/env node
import { Command } from 'commander';
import { addCatalog } from './catalog.ts';
import { addCompare } from './compare.ts';
import { badInput } from './fail.ts';
import { help } from './options.ts';
import { addRun } from './run.ts';
import { addValidate } from './validate.ts';
import { version } from './version.ts';
import { addWhy } from './why.ts';

const program = new Command('chokepoint')
  .description(help.program)
  .version(version, '--version', help.version)
  .helpOption('--help', help.help)
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride((error) => {
    // Commander ends with 1 for words that it cannot use; here that is 2, as for any other bad input.
    process.exit(error.exitCode === 0 ? 0 : badInput);
  });

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
