export { type Claim, claimSchema, type Expression, type Reading } from './claim.ts';
export { evaluateClaim } from './evaluate-claim.ts';
export { type ReadClaim, readClaim, readClaims } from './read-claims.ts';
export { Workbench, type WorkbenchOptions } from './workbench.ts';
