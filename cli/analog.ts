import type { Command } from 'commander';
import { messages } from '#messages';
import { addAnalogCompare } from './analog-compare.ts';
import { addAnalogMimo } from './analog-mimo.ts';
import { addAnalogMvm } from './analog-mvm.ts';
import { addAnalogRegress } from './analog-regress.ts';
import { addAnalogSettle } from './analog-settle.ts';
import { addAnalogSolve } from './analog-solve.ts';
import { addAnalogTrain } from './analog-train.ts';
import { languageOf } from './options.ts';

/** `chokepoint analog …`: the analog matrix chip from the cell to the training run. */
export const addAnalog = (program: Command): void => {
  const group = program.command('analog').description(messages(languageOf(undefined)).analog.command.group);
  addAnalogMvm(group);
  addAnalogSettle(group);
  addAnalogSolve(group);
  addAnalogMimo(group);
  addAnalogRegress(group);
  addAnalogCompare(group);
  addAnalogTrain(group);
};
