import type { Distribution } from '#quantity';
import { betaLaw } from './beta-law.ts';
import { discreteLaw } from './discrete-law.ts';
import { gammaLaw } from './gamma-law.ts';
import { type Law, massBetween } from './law-types.ts';
import { mixtureLaw } from './mixture-law.ts';
import { lognormalLaw, normalLaw, splitLaw } from './normal-laws.ts';
import { triangularLaw, uniformLaw } from './straight-laws.ts';
import { truncatedLaw } from './truncated-law.ts';

/**
 * The law of a distribution: its tails and their inverses, prepared once for many evaluations.
 *
 * @param d a distribution that `validate` accepts
 */
export function law(d: Distribution): Law {
  switch (d.kind) {
    case 'point':
      return discreteLaw([{ value: d.value, mass: 1 }]);
    case 'uniform':
      return d.low === d.high ? discreteLaw([{ value: d.low, mass: 1 }]) : uniformLaw(d.low, d.high);
    case 'normal':
      return d.sd === 0 ? discreteLaw([{ value: d.mean, mass: 1 }]) : normalLaw(d.mean, d.sd);
    case 'lognormal':
      return d.sigma === 0 ? discreteLaw([{ value: Math.exp(d.mu), mass: 1 }]) : lognormalLaw(d.mu, d.sigma);
    case 'split':
      return d.p5 === d.p95 ? discreteLaw([{ value: d.p50, mass: 1 }]) : splitLaw(d);
    case 'triangular':
      return d.low === d.high ? discreteLaw([{ value: d.low, mass: 1 }]) : triangularLaw(d.low, d.mode, d.high);
    case 'pert': {
      if (d.low === d.high) return discreteLaw([{ value: d.low, mass: 1 }]);
      const place = (d.mode - d.low) / (d.high - d.low);
      return betaLaw(1 + 4 * place, 5 - 4 * place, d.low, d.high);
    }
    case 'beta':
      return d.low === d.high ? discreteLaw([{ value: d.low, mass: 1 }]) : betaLaw(d.alpha, d.beta, d.low, d.high);
    case 'gamma':
      return gammaLaw(d.shape, d.scale);
    case 'mixture':
      return mixtureLaw(d.parts.filter((part) => part.weight > 0).map((part) => ({ weight: part.weight, law: law(part.of) })));
    case 'truncated':
      return truncate(d.of, d.low, d.high);
    case 'empirical':
      return discreteLaw(d.values.map((value) => ({ value, mass: 1 })));
    case 'discrete':
      return discreteLaw(d.outcomes.map(({ value, weight }) => ({ value, mass: weight })));
  }
}

/** Conditioning goes through mixtures and earlier truncations, so that only one-piece laws are ever cut. */
function truncate(of: Distribution, low: number, high: number): Law {
  switch (of.kind) {
    case 'truncated':
      return truncate(of.of, Math.max(low, of.low), Math.min(high, of.high));
    case 'mixture':
      return mixtureLaw(
        of.parts
          .map((part) => ({ part, mass: part.weight * massBetween(law(part.of), low, high) }))
          .filter(({ mass }) => mass > 0)
          .map(({ part, mass }) => ({ weight: mass, law: truncate(part.of, low, high) })),
      );
    default: {
      const base = law(of);
      if (low <= base.low && high >= base.high) return base;
      if (base.discrete) return discreteLaw(base.atoms.filter(({ value }) => value >= low && value <= high));
      return truncatedLaw(base, low, high);
    }
  }
}
