import { compile, quantile, uniform } from '../../dist/uncertainty/index.js';

const DRAWS = 20_000;
const draws = Float64Array.from({ length: DRAWS }, (_, i) => uniform(1, i, [0, 0]));
const out = new Float64Array(DRAWS);

const distributions = {
  lognormal: { kind: 'lognormal', mu: 1, sigma: 0.5 },
  pert: { kind: 'pert', low: 0.2, mode: 0.35, high: 0.6 },
  mixture: {
    kind: 'mixture',
    parts: [
      { weight: 1, of: { kind: 'normal', mean: 3, sd: 0.5 } },
      { weight: 2, of: { kind: 'lognormal', mu: 2, sigma: 0.2 } },
    ],
  },
};

const contenders = Object.entries(distributions).flatMap(([kind, distribution]) => [
  [`${kind}, quantile`, () => (u) => quantile(distribution, u)],
  // Compiling is part of the price.
  [`${kind}, compiled`, () => compile(distribution)],
]);

export const name = 'Inverse CDFs, 20,000 draws each';
export const unit = 'draws';
export const baseline = 'lognormal, quantile';
export const run = Object.fromEntries(
  contenders.map(([contender, prepare]) => [
    contender,
    () => {
      const draw = prepare();
      for (let i = 0; i < DRAWS; i++) out[i] = draw(draws[i]);
      return DRAWS;
    },
  ]),
);
