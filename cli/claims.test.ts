import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedFolder } from '#scenario';
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

  it('says that a figure does not vary, and speaks of draws only where they differ', async () => {
    const file = join(folder, 'sums.yaml');
    const reading = (id: string, value: string) =>
      `  - { id: ${id}, name: { en: ${id}, zh: 甲 }, kind: quantity, unit: '1', value: ${value}, claimed: { atLeast: '0.25' } }\n`;
    writeFileSync(
      file,
      "id: sums\ntitle: { en: a, zh: 甲 }\nclaim: { en: a, zh: 甲 }\nsays: { en: a, zh: 甲 }\nasOf: '2025'\nreadings:\n" +
        // A tenth and two tenths differ from three tenths in their last digit.
        reading('certain', "{ sum: [{ number: '0.1', unit: '1' }, { number: '0.2', unit: '1' }] }") +
        reading('uncertain', "{ number: 0.1..0.3..0.5, unit: '1' }"),
    );
    const en = (await claims(file, '--lang', 'en', '--samples', '100')).out;
    expect(en).toContain('0.3; claimed: at least 0.25; does not vary');
    expect(en.match(/holds in \d+% of draws/g)).toHaveLength(1);
    expect(dense((await claims(file, '--lang', 'zh', '--samples', '100')).out)).toContain('为定值');
  });

  it('refuses to add watts to dollars: the file, the line, both units and the mend', async () => {
    const file = join(folder, 'unlike.yaml');
    writeFileSync(
      file,
      "id: unlike\ntitle: { en: a, zh: 甲 }\nclaim: { en: a, zh: 甲 }\nsays: { en: a, zh: 甲 }\nasOf: '2025'\nreadings:\n" +
        '  - id: x\n    name: { en: a, zh: 甲 }\n    kind: quantity\n    unit: USD\n    value:\n      sum:\n' +
        '        - { metric: cost.total, in: train-us }\n        - { fact: accelerator/h100-sxm#power }\n    claimed: { about: 50 M USD }\n',
    );
    const refused = await claims(file, '--lang', 'en', '--samples', '100');
    expect(refused.code).toBe(badInput);
    expect(refused.error.replace(/\s+/g, ' ')).toMatch(
      /unlike\.yaml:14:\d+: What is in W cannot be added to what is in USD, nor held against it\. Read a figure in USD here, or bring this one to it/,
    );
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

  it.each(['en', 'zh'] as const)(
    'writes reviews in which every node has a type, what schema.org and its readers demand of that, and nothing else (%s)',
    async (lang) => {
      const out = join(folder, `all-${lang}.jsonld`);
      await claims('--jsonld', out, '--samples', '100', '--lang', lang);
      const document = JSON.parse(readFileSync(out, 'utf8')) as Readonly<Record<string, unknown>>;
      const reviews = document['@graph'] as readonly Readonly<Record<string, unknown>>[];
      expect(reviews.length).toBeGreaterThan(30);
      expect(new Set(reviews.map((review) => review['@id'])).size).toBe(reviews.length);
      // Properties in the domain of each type; those that must be there are marked.
      const types: Readonly<Record<string, Readonly<Record<string, 'must' | 'may'>>>> = {
        ClaimReview: {
          claimReviewed: 'must',
          reviewRating: 'must',
          url: 'must',
          author: 'must',
          itemReviewed: 'must',
          inLanguage: 'may',
          citation: 'may',
        },
        Rating: { alternateName: 'must', ratingValue: 'must', bestRating: 'must', worstRating: 'must', ratingExplanation: 'may' },
        Claim: { appearance: 'must' },
        CreativeWork: { description: 'must', datePublished: 'must' },
        Organization: { name: 'must' },
      };
      const check = (node: unknown): void => {
        if (Array.isArray(node)) node.forEach(check);
        if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
        const { '@type': type, '@id': _, ...properties } = node as Readonly<Record<string, unknown>>;
        const known = types[String(type)];
        expect(known, JSON.stringify(node)).toBeDefined();
        for (const [name, demand] of Object.entries(known ?? {}))
          if (demand === 'must') expect(properties[name], `${String(type)}.${name}`).toBeTruthy();
        expect(Object.keys(properties).filter((name) => !Object.hasOwn(known ?? {}, name))).toEqual([]);
        Object.values(properties).forEach(check);
      };
      check(reviews);
      for (const review of reviews) {
        const { ratingValue, bestRating, worstRating } = review['reviewRating'] as Readonly<Record<string, number>>;
        expect(ratingValue).toBeGreaterThanOrEqual(worstRating ?? Number.NaN);
        expect(ratingValue).toBeLessThanOrEqual(bestRating ?? Number.NaN);
        expect(new URL(String(review['url']), 'https://example.org/').hash).not.toBe('');
        expect((review['claimReviewed'] as string).length).toBeLessThan(200);
      }
    },
    60_000,
  );

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

  describe('of a file of one’s own', () => {
    const head = (name: string): string =>
      `id: ${name}\ntitle: { en: Own, zh: 自己的 }\nclaim: { en: Own, zh: 自己的 }\nsays: { en: we, zh: 我们 }\nasOf: '2025'\n`;
    const written = (name: string, text: string): string => {
      const file = join(folder, `${name}.yaml`);
      writeFileSync(file, text);
      return file;
    };
    const reading = (rest: string, id = 'a'): string => `  - id: ${id}\n    name: { en: a, zh: 甲 }\n${rest}`;
    const figure = (value: string, claimed = "{ about: '2' }", unit = "'1'"): string =>
      reading(`    kind: quantity\n    unit: ${unit}\n    value: ${value}\n    claimed: ${claimed}\n`);
    const two = "{ number: '2', unit: '1' }";
    // Line of the fault, and what stands there; the head has five lines, `readings:` is the sixth.
    it.each<readonly [string, string, number, string]>([
      ['an unknown result', figure('{ metric: cost.totl, in: train-us }'), 11, '"cost.totl". Is "cost.total" meant?'],
      ['an unknown lever', figure('{ lever: energy.prise, in: train-us }'), 11, '"energy.prise". Is "energy.price" meant?'],
      ['an unknown scenario', figure('{ metric: cost.total, in: train-usa }'), 11, 'Did you mean "train-us"?'],
      ['an unknown fact', figure('{ fact: accelerator/h20#peakBf61 }'), 11, 'peakBf16'],
      ['an unknown thing', figure('{ fact: accelerator/h20x#peakBf16 }'), 11, 'h20'],
      ['a lever that cannot be set', figure("{ metric: cost.total, in: train-us, set: ['energy.prise=1'] }"), 11, 'energy.price'],
      ['a value that cannot be set', figure("{ metric: cost.total, in: train-us, set: ['cluster.powerLimit=lots'] }"), 11, 'lots'],
      ['a wafer of no process', figure('{ wafer: { node: tsmc-n0, figure: cost } }'), 11, 'tsmc-n0'],
      ['a tolerance without a figure', figure(two, '{ about: much }'), 12, 'much'],
      [
        'a figure in a unit of something else',
        figure('{ fact: accelerator/h20#peakBf16 }', '{ about: 148 USD }', 'USD'),
        10,
        'unit: FLOP/s',
      ],
      ['a tolerance in two forms', figure(two, "{ about: '2', over: '1' }"), 12, 'about, over'],
      ['a tolerance in no form', figure(two, '{ hedged: true }'), 12, 'in no form'],
      ['a range for a claimed figure', figure(two, "{ about: '1..2..3' }"), 12, '1..2..3'],
      ['hedged by a word', figure(two, "{ about: '2', hedged: very }"), 12, 'very'],
      ['an unknown unit', figure(two, "{ about: '2' }", 'furlong'), 10, 'furlong'],
      ['a wrong unit of the claim', figure(two, '{ about: 2 USD }'), 12, 'USD'],
      ['an id twice', figure(two) + figure(two), 13, 'Two readings are called "a"'],
      ['an unknown kind', reading('    kind: hearsay\n'), 9, 'hearsay'],
      ['no kind', reading(`    value: ${two}\n`), 7, 'kind'],
      ['no value', reading("    kind: quantity\n    unit: '1'\n    claimed: { about: '2' }\n"), 7, 'value'],
      ['an unknown event', reading('    kind: event\n    event: event/none\n'), 10, 'event/none'],
      ['a date that is none', reading("    kind: event\n    event: event/2025-04-09-h20-licence\n    date: '2025-13'\n"), 11, '2025-13'],
      [
        'an unknown source',
        reading(`    kind: quantity\n    unit: '1'\n    value: ${two}\n    claimed: { about: '2' }\n    sources: [rumour]\n`),
        13,
        'rumour',
      ],
      [
        'a lever that turns nothing',
        reading(
          `    kind: quantity\n    unit: '1'\n    value: ${two}\n    claimed: { about: '2' }\n    turnedBy: { lever: energy.prise, in: train-us }\n`,
        ),
        13,
        'energy.price',
      ],
    ])('%s is named with its line', async (name, text, line, told) => {
      const id = name.replaceAll(' ', '-').replaceAll('’', '');
      const file = written(id, `${head(id)}readings:\n${text}`);
      for (const lang of ['en', 'zh']) {
        const { code, error, out } = await claims(file, '--lang', lang, '--samples', '100');
        expect({ code, out }).toEqual({ code: badInput, out: '' });
        expect(error).toMatch(new RegExp(`${id}\\.yaml:${line}:\\d+: `));
        if (lang === 'en') expect(error).toContain(told);
      }
    });

    it('what an article says is text, in the page, on the terminal and in JSON-LD', async () => {
      const id = 'hostile';
      const evil = '</title><script>alert(1)</script><img src=x onerror=alert(2)>';
      const named = figure(two).replace('{ en: a, zh: 甲 }', `{ en: '${evil}', zh: '"><svg/onload=alert(3)>' }`);
      const file = written(id, `${head(id).replaceAll('Own', `'${evil}'`)}readings:\n${named}`);
      const page = join(folder, 'hostile.html');
      await claims(file, '--html', page, '--samples', '100');
      const html = readFileSync(page, 'utf8');
      expect(html).not.toMatch(/<script>alert|<img|<svg\/onload/);
      expect(html).toContain('&lt;script&gt;alert(1)');
      // What runs on the page is one script, which its own policy names.
      expect([...html.matchAll(/<script/g)]).toHaveLength(1);
      const review = join(folder, 'hostile.jsonld');
      await claims(file, '--jsonld', review, '--samples', '100');
      expect(() => JSON.parse(readFileSync(review, 'utf8'))).not.toThrow();
    });

    it('a scenario beside the claim is found, and the command leads to it', async () => {
      written('mine', 'extends: ../nowhere.yaml\n');
      writeFileSync(join(folder, 'mine.yaml'), readFileSync(join(shippedFolder, 'train-us.yaml'), 'utf8'));
      const [judged] = await printed(
        written('local', `${head('local')}readings:\n${figure('{ metric: cost.total, in: mine.yaml }', '{ over: 1 USD }', 'USD')}`),
      );
      expect(judged?.verdict).toBe('supported');
      const [command = ''] = judged?.bases[0]?.commands ?? [];
      const ran = await runCommand(addRun, [...command.split(' ').slice(1), '--json']);
      expect(ran.code).toBeUndefined();
      expect(ran.out).toContain(String(judged?.bases[0]?.estimate?.p50));
    });

    it('a figure that is none says why it is not judged', async () => {
      const zero = "{ number: '0', unit: '1' }";
      const file = written('nothing', `${head('nothing')}readings:\n${figure(`{ quotient: [${zero}, ${zero}] }`)}`);
      expect((await claims(file, '--lang', 'en')).out).toContain('Not judged: 0 / 0 is no number in most draws.');
      expect(dense((await claims(file, '--lang', 'zh')).out)).toContain('0/0在多数抽样中得不出数值');
    });

    it('a run that cannot be is judged all the same', async () => {
      const value = "{ metric: run.time, in: 1e26-under-150-mw, set: ['cluster.powerLimit=1 W'] }";
      const file = written('endless', `${head('endless')}readings:\n${figure(value, '{ over: 60 d }', 'd')}`);
      const ran = await claims(file, '--lang', 'en', '--samples', '100');
      expect(ran).toMatchObject({ code: undefined });
      expect(ran.out).not.toMatch(/NaN|undefined|null/);
      expect(await printed(file)).toMatchObject([{ verdict: 'supported' }]);
      const page = join(folder, 'endless.html');
      await claims(file, '--html', page, '--samples', '100');
      expect(readFileSync(page, 'utf8')).not.toMatch(/NaN|Infinity/);
    });
  });

  it('says what is meant where there is no such claim', async () => {
    const ran = await claims('electricty-largest-cost', '--lang', 'en');
    expect(ran.code).toBe(badInput);
    expect(ran.error).toContain('Did you mean "electricity-largest-cost"?');
    expect((await claims('nonsense-of-mine', '--lang', 'zh')).error).toContain('没有名为“nonsense-of-mine”的论断');
  });
});
