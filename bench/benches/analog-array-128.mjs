import { arrayRace } from '../array-race.mjs';

export const { name, unit, baseline, atLeast, run, verify } = arrayRace(128, {
  'certified, first product': 50,
  'certified, same matrix again': 100,
});
