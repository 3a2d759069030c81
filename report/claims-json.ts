import { type Lang, messages } from '#messages';
import type { ClaimAnswer, ClaimEstimate, ClaimsAnswer, Verdict } from './claims.ts';
import { claimView } from './claims-view.ts';
import { json } from './json.ts';

const estimateOf = (estimate: ClaimEstimate | undefined): Pick<ClaimEstimate, 'p5' | 'p50' | 'p95' | 'unit'> | null =>
  estimate === undefined ? null : { p5: estimate.p5, p50: estimate.p50, p95: estimate.p95, unit: estimate.unit };

const basesOf = ({ readings }: ClaimAnswer): readonly unknown[] =>
  readings.map(({ estimate, probability, deciding, breakEven, note, missing, claimed, ...reading }) => ({
    ...reading,
    probability: probability ?? null,
    estimate: estimateOf(estimate),
    claimed: claimed ?? null,
    deciding: deciding ?? null,
    breakEven: breakEven ?? null,
    ...(note === undefined ? {} : { note }),
    ...(missing === undefined ? {} : { missing }),
  }));

/**
 * Writes verdicts as JSON, each basis apart.
 *
 * @param answer the claims as they were judged
 */
export function renderClaimsJson(answer: ClaimsAnswer): string {
  return json({
    ...answer,
    claims: answer.claims.map((claim) => ({
      id: claim.id,
      title: claim.title,
      claim: claim.claim,
      says: claim.says,
      asOf: claim.asOf,
      verdict: claim.verdict,
      ...(claim.waits === undefined ? {} : { waits: claim.waits }),
      probability: claim.probability ?? null,
      estimate: estimateOf(claim.estimate),
      bases: basesOf(claim),
      sources: claim.sources,
      command: claim.command,
    })),
  });
}

/** On the scale of ClaimReview, 1 is false and 5 is true. A claim without a verdict has no rating, and is left out. */
const ratings: Readonly<Partial<Record<Verdict, number>>> = { supported: 5, depends: 3, contradicted: 1 };

/**
 * Writes verdicts as ClaimReview (schema.org) in JSON-LD: one review for each claim that was judged.
 *
 * @param answer the claims as they were judged
 * @param lang language of the texts
 */
export function renderClaimReview(answer: ClaimsAnswer, lang: Lang): string {
  const { product, claims: t } = messages(lang);
  const graph = answer.claims.flatMap((claim) => {
    const rating = ratings[claim.verdict];
    if (rating === undefined) return [];
    const view = claimView(claim, lang);
    const held = view.holdsUnder === undefined ? '' : ` ${view.holdsUnder}`;
    return [
      {
        '@type': 'ClaimReview',
        '@id': `#${claim.id}`,
        url: `claims.html#${lang}-claim-${claim.id}`,
        inLanguage: lang,
        claimReviewed: view.claim,
        itemReviewed: { '@type': 'Claim', appearance: { '@type': 'CreativeWork', description: view.says, datePublished: claim.asOf } },
        author: { '@type': 'Organization', name: product.name },
        reviewRating: {
          '@type': 'Rating',
          ratingValue: rating,
          worstRating: 1,
          bestRating: 5,
          alternateName: view.verdictText,
          ratingExplanation: `${view.readings.map((reading) => `${reading.name}: ${reading.verdictText}`).join('. ')}.${held}`,
        },
        citation: claim.sources.flatMap((id) => answer.sources.find((source) => source.id === id)?.url ?? []),
      },
    ];
  });
  return `${JSON.stringify({ '@context': 'https://schema.org', name: t.title, '@graph': graph }, null, 2)}\n`;
}
