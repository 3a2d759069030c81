import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ran, runCommand } from '../test/support/run-command.ts';
import { addClaims } from './claims.ts';
import { badInput } from './fail.ts';
import { addRun } from './run.ts';

const claims = (...words: readonly string[]): Promise<Ran> => runCommand(addClaims, ['claims', ...words]);
const folder = mkdtempSync(join(tmpdir(), 'claims-'));
const dense = (text: string): string => text.replace(/\s+/g, '');

interface Printed {
  readonly id: string;
  readonly verdict: string;
  readonly probability: number | null;
  readonly estimate: Readonly<Record<string, unknown>> | null;
  readonly bases: readonly {
    readonly id: string;
    readonly estimate: { readonly p50: number } | null;
    readonly commands: readonly string[];
  }[];
  readonly sources: readonly string[];
}

const printed = async (...words: readonly string[]): Promise<readonly Printed[]> =>
  (JSON.parse((await claims(...words, '--json', '--samples', '200')).out) as { readonly claims: readonly Printed[] }).claims;

describe('claims', () => {
  it('prints each as id, verdict, probability, estimate, bases and sources', async () => {
    const [claim] = await printed('electricity-largest-cost');
    expect(claim).toMatchObject({ id: 'electricity-largest-cost', verdict: 'contradicted', probability: 0 });
    expect(Object.keys(claim?.estimate ?? {})).toEqual(['p5', 'p50', 'p95', 'unit']);
    expect(claim?.bases.length).toBeGreaterThan(1);
    expect(claim?.sources.length).toBeGreaterThan(0);
    const [waiting] = await printed('selling-h20-is-dumping');
    expect(waiting).toMatchObject({ verdict: 'waits', probability: null, estimate: null, bases: [], sources: [] });
  });

  it('prints the command whose figure is the one of the verdict', async () => {
    const [claim] = await printed('gpt4-cost-hundred-million');
    const basis = claim?.bases.find(({ id }) => id === 'final-run');
    const [command = ''] = basis?.commands ?? [];
    const ran = await runCommand(addRun, [...command.split(' ').slice(1), '--json']);
    const { metrics } = JSON.parse(ran.out) as {
      readonly metrics: readonly { readonly path: string; readonly estimate: { readonly value: number } }[];
    };
    expect(metrics.find(({ path }) => path === 'cost.total')?.estimate.value).toBeCloseTo(basis?.estimate?.p50 ?? Number.NaN, 2);
  });

  it('writes one claim in full, in both languages, with the reading under which it would hold', async () => {
    const en = (await claims('mature-nodes-are-the-market', '--lang', 'en', '--samples', '100')).out;
    expect(en).toContain('contradicted under this reading');
    expect(en).toContain('It would hold read as: by wafers of capacity');
    const zh = dense((await claims('mature-nodes-are-the-market', '--lang', 'zh', '--samples', '100')).out);
    expect(zh).toContain('按此口径不成立');
    expect(zh).toContain('若按以下口径理解则成立');
  });

  it('writes ClaimReview that validators take: a review for each verdict, rated between worst and best', async () => {
    const out = join(folder, 'review.jsonld');
    await claims('electricity-largest-cost', '--jsonld', out, '--samples', '100', '--lang', 'zh');
    const document = JSON.parse(readFileSync(out, 'utf8')) as {
      readonly '@context': string;
      readonly '@graph': readonly Record<string, unknown>[];
    };
    expect(document['@context']).toBe('https://schema.org');
    expect(document['@graph']).toHaveLength(1);
    const [review] = document['@graph'];
    expect(review).toMatchObject({
      '@type': 'ClaimReview',
      claimReviewed: expect.stringMatching(/电/),
      itemReviewed: { '@type': 'Claim' },
      author: { '@type': 'Organization', name: expect.any(String) },
      reviewRating: { '@type': 'Rating', ratingValue: 1, worstRating: 1, bestRating: 5, alternateName: '不符' },
      url: 'claims.html#zh-claim-electricity-largest-cost',
    });
    for (const url of (review?.['citation'] ?? []) as readonly string[]) expect(() => new URL(url)).not.toThrow();
    // What waits has no rating, and is left out.
    await claims('selling-h20-is-dumping', '--jsonld', out, '--samples', '100');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ '@graph': [] });
  });

  it('writes a page with both languages, whose links lead somewhere', async () => {
    const out = join(folder, 'claims.html');
    await claims('mature-nodes-are-the-market', '--html', out, '--samples', '100');
    const html = readFileSync(out, 'utf8');
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const dead = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id));
    expect(dead.filter((id) => id !== 'en' && id !== 'zh')).toEqual([]);
    for (const lang of ['en', 'zh']) expect(html).toContain(`id="${lang}-claim-mature-nodes-are-the-market"`);
  });

  it('judges a claim of one’s own, and names every fault of its file', async () => {
    const own = (name: string, text: string): string => {
      const file = join(folder, `${name}.yaml`);
      writeFileSync(
        file,
        `id: ${name}\ntitle: { en: Own, zh: 自己的 }\nclaim: { en: Own, zh: 自己的 }\nsays: { en: we, zh: 我们 }\nasOf: '2025'\n${text}`,
      );
      return file;
    };
    const reading = (value: string, unit: string): string =>
      `readings:\n  - { id: a, name: { en: a, zh: 甲 }, kind: quantity, unit: '${unit}', value: ${value}, claimed: { about: '2' } }\n`;
    const good = own('good', reading("{ number: '2', unit: '1' }", '1'));
    const [judged] = await printed(good);
    expect(judged).toMatchObject({ id: 'good', verdict: 'supported', probability: 1 });
    const faulty = await claims(own('faulty', reading("{ number: '2', unit: furlong }", 'furlong')), '--lang', 'en');
    expect(faulty.code).toBe(badInput);
    expect(faulty.error).toContain('faulty.yaml:');
    expect(faulty.error).toContain('"furlong" is no unit');
    expect((await claims(own('empty', ''), '--lang', 'zh')).error).toContain('没有写明如何检验这条论断');
  });

  it('says what is meant where there is no such claim', async () => {
    const ran = await claims('electricty-largest-cost', '--lang', 'en');
    expect(ran.code).toBe(badInput);
    expect(ran.error).toContain('Did you mean "electricity-largest-cost"?');
    expect((await claims('nonsense-of-mine', '--lang', 'zh')).error).toContain('没有名为“nonsense-of-mine”的论断');
  });
});
