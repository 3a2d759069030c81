import { run as squiggle } from '@quri/squiggle-lang';
import { createSampler, Quantiles } from '../../dist/uncertainty/index.js';

const SAMPLES = 200_000;
const Z95 = 1.6448536269514726;

/** Ten lognormal inputs by their 5% and 95% points, joined as products and a sum. */
const inputs = Array.from({ length: 10 }, (_, i) => ({ p5: 1 + i, p95: 3 + 2 * i }));
const source = [
  ...inputs.map(({ p5, p95 }, i) => `x${i} = lognormal({ p5: ${p5}, p95: ${p95} })`),
  'x0 * x1 * x2 * x3 * x4 + x5 * x6 * x7 * x8 * x9',
].join('\n');
const parameters = inputs.map(({ p5, p95 }, i) => ({
  path: `x${i}`,
  distribution: { kind: 'lognormal', mu: Math.log(p5 * p95) / 2, sigma: Math.log(p95 / p5) / (2 * Z95) },
}));

/** The last samples of each contender: they must be of the same model. */
const last = new Map();
const finish = (contender, samples) => {
  last.set(contender, samples);
  return samples.length;
};

const SQUIGGLE = 'Squiggle 0.10.0';

export const name = 'Monte Carlo of a model of 10 lognormal inputs';
export const unit = 'samples';
export const baseline = SQUIGGLE;
export const atLeast = { 'column by column': 5 };
export const run = {
  [SQUIGGLE]: async (repetition) => {
    const { result } = await squiggle(source, { environment: { sampleCount: SAMPLES, xyPointLength: 1000, seed: `${repetition}` } });
    if (!result.ok) throw new Error(String(result.value));
    return finish(SQUIGGLE, result.value.result.value.getSamples());
  },
  'sample by sample': (repetition) => {
    const sampler = createSampler({ seed: repetition, parameters });
    const x = new Float64Array(10);
    const out = new Float64Array(SAMPLES);
    for (let i = 0; i < SAMPLES; i++) {
      sampler.fill(i, x);
      out[i] = x[0] * x[1] * x[2] * x[3] * x[4] + x[5] * x[6] * x[7] * x[8] * x[9];
    }
    return finish('sample by sample', out);
  },
  'column by column': (repetition) => {
    const sampler = createSampler({ seed: repetition, parameters });
    const size = 2000;
    const columns = parameters.map(() => new Float64Array(size));
    const [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9] = columns;
    const out = new Float64Array(SAMPLES);
    for (let from = 0; from < SAMPLES; from += size) {
      columns.forEach((column, i) => {
        sampler.column(i, from, column);
      });
      for (let i = 0; i < size; i++) {
        out[from + i] = x0[i] * x1[i] * x2[i] * x3[i] * x4[i] + x5[i] * x6[i] * x7[i] * x8[i] * x9[i];
      }
    }
    return finish('column by column', out);
  },
};

/** Refuses a race between different models. */
export const verify = () => {
  const quantiles = [...last].map(([contender, samples]) => {
    const stream = new Quantiles();
    stream.pushAll(samples);
    return { contender, at: [0.05, 0.5, 0.95].map((p) => stream.quantile(p)) };
  });
  const [expected] = quantiles;
  for (const { contender, at } of quantiles) {
    at.forEach((x, i) => {
      if (Math.abs(x / expected.at[i] - 1) > 0.03) throw new Error(`${contender} has ${at}, ${expected.contender} ${expected.at}`);
    });
  }
};
