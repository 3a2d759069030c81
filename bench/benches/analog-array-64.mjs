import { arrayRace } from '../array-race.mjs';

export const { name, unit, baseline, atLeast, run, verify } = arrayRace(64, {
  'certified, first product': 20,
  'certified, same matrix again': 40,
});
