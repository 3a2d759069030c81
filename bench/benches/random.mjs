import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { parameterKey, uniform } from '../../dist/uncertainty/index.js';
import { eightUniforms } from '../../dist/uncertainty/philox.js';

const DRAWS = 800_000;
const out = new Float64Array(DRAWS);
const key = parameterKey('die.defectDensity');

export const name = 'Uniform doubles of 52 or 53 bits';
export const unit = 'draws';
export const baseline = 'Math.random';
export const run = {
  'Math.random': () => {
    for (let i = 0; i < DRAWS; i++) out[i] = Math.random();
    return DRAWS;
  },
  'pure-rand 8.4.2, xoroshiro128+': (repetition) => {
    const generator = xoroshiro128plus(repetition);
    for (let i = 0; i < DRAWS; i++) out[i] = uniformFloat64(generator);
    return DRAWS;
  },
  'Philox4x32-10, eight at a time': (repetition) => {
    for (let i = 0; i < DRAWS; i += 8) eightUniforms(out, i, i / 8, key[1], key[0], repetition, 0);
    return DRAWS;
  },
  'Philox4x32-10, one at a time': (repetition) => {
    const draws = DRAWS / 8;
    for (let i = 0; i < draws; i++) out[i] = uniform(repetition, i, key);
    return draws;
  },
};
