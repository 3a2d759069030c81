import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClaimAnswer, ReadingAnswer } from '#report';
import { readScenario, shippedFolder } from '#scenario';
import { catalog } from '../test/support/shipped.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { claimsFolder, readClaims } from './read-claims.ts';
import { Workbench } from './workbench.ts';
import { claimSchemaFile, claimSchemaText } from './write-schema.ts';

const read = readClaims();
if (!read.ok) throw new Error(JSON.stringify(read.issues));
const claims = read.value.map(({ claim }) => claim);
const judge = (claim: (typeof claims)[number], bench: Workbench): ClaimAnswer => {
  const answer = evaluateClaim(claim, bench);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
};

const benchOf = (): Workbench => new Workbench({ catalog, samples: 200, seed: 1 });
let answers: readonly ClaimAnswer[] = [];
beforeAll(() => {
  const bench = benchOf();
  answers = claims.map((claim) => judge(claim, bench));
}, 60_000);
const readings = (): readonly (readonly [string, ReadingAnswer])[] =>
  answers.flatMap(({ id, readings }) => readings.map((reading) => [`${id}, ${reading.id}`, reading] as const));

const musts = [
  'electricity-largest-cost',
  'cheaper-power-cheaper-training',
  'two-thousand-did-what-a-hundred-thousand-did',
  'analog-chip-hundredfold',
  'second-country-with-ten-thousand-cards',
  'without-euv-only-14nm',
  'lithography-third-of-cost',
  'backpack-of-chips',
  'two-dies-make-up-a-generation',
  'mature-nodes-are-the-market',
  'just-under-the-rule-is-worthless',
  'selling-h20-is-dumping',
];

describe('the claims that come with the package', () => {
  it('are thirty and more, of different ids, among them those that circulate most', () => {
    expect(claims.length).toBeGreaterThanOrEqual(30);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(musts.filter((id) => !claims.some((claim) => claim.id === id))).toEqual([]);
  });

  it('have a query, or say what they wait for and have no verdict', () => {
    for (const { id, readings, waits } of claims) {
      expect((readings?.length ?? 0) > 0 !== (waits !== undefined), id).toBe(true);
      const answer = answers.find((each) => each.id === id);
      if (waits !== undefined) expect(answer).toMatchObject({ verdict: 'waits', probability: undefined, readings: [] });
      else expect(answer?.verdict, id).not.toBe('waits');
    }
  });

  it('speak both languages: Chinese where it is asked for, with spaces between Chinese and figures', () => {
    const texts = (claim: (typeof claims)[number]) => [
      claim.title,
      claim.claim,
      claim.says,
      ...(claim.waits === undefined ? [] : [claim.waits]),
      ...(claim.readings ?? []).flatMap(({ name, note }) => (note === undefined ? [name] : [name, note])),
    ];
    for (const claim of claims)
      for (const { en, zh } of texts(claim)) {
        expect(zh, claim.id).toMatch(/[\u4e00-\u9fff]/);
        expect(en, claim.id).not.toMatch(/[\u4e00-\u9fff]/);
        expect(zh, claim.id).not.toMatch(/[\u4e00-\u9fff]\d|[\u4e00-\u9fff][,;:]|\s[，。；：]/);
      }
  });

  it('have readings of different ids', () => {
    for (const { id, readings = [] } of claims) expect(new Set(readings.map((each) => each.id)).size, id).toBe(readings.length);
  });

  it('are judged under at least one reading, and say what is missing of another', () => {
    for (const { id, verdict } of answers) expect(verdict, id).not.toBe('not-judged');
    for (const [id, { verdict, missing }] of readings()) expect(verdict === 'not-judged', id).toBe(missing !== undefined);
    // Facts may be wanting; what is asked must be something that there is.
    const codes = new Set(readings().flatMap(([, { missing = [] }]) => missing.map(({ code }) => code)));
    expect([...codes].filter((code) => code !== 'claims/no-thing' && code !== 'claims/no-fact')).toEqual([]);
  });

  it('have figures that are numbers, in order, and probabilities that are shares', () => {
    for (const [id, { estimate, probability, claimed }] of readings()) {
      if (estimate !== undefined) {
        const { p5, p25, p50, p75, p95 } = estimate;
        expect([p5, p25, p50, p75, p95].every(Number.isFinite), id).toBe(true);
        expect([p5, p25, p50, p75, p95], id).toEqual([p5, p25, p50, p75, p95].toSorted((a, b) => a - b));
      }
      if (claimed !== undefined) expect(claimed.low, id).toBeLessThan(claimed.high);
      if (probability !== undefined) expect(probability >= 0 && probability <= 1, id).toBe(true);
    }
  });

  it('name sources that are there', () => {
    for (const { id, sources } of answers)
      expect(
        sources.filter((source) => catalog.source(source) === undefined),
        id,
      ).toEqual([]);
    for (const { id, verdict, sources } of answers) if (verdict !== 'waits') expect(sources.length, id).toBeGreaterThan(0);
  });

  it('cite something under every reading that looks anything up', () => {
    for (const [id, { verdict, kind, commands, examples, sources }] of readings()) {
      // That there is no row has no source but the whole catalogue.
      const none = kind === 'counter-example' && examples.length === 0;
      if (verdict !== 'not-judged' && !none && commands.length > 0) expect(sources.length, id).toBeGreaterThan(0);
    }
  });

  it('show the commands beneath, whose scenarios and things are there', () => {
    const usual = readings().flatMap(([id, { commands }]) => commands.map((command) => [id, command] as const));
    expect(usual.length).toBeGreaterThan(40);
    for (const [id, command] of usual) {
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const [program, verb, name = ''] = words;
      expect(program, id).toBe('chokepoint');
      if (verb === 'run') {
        const set = words.flatMap((word, index) => (words[index - 1] === '--set' ? [word] : []));
        const scenario = readScenario({ file: join(shippedFolder, `${name}.yaml`), root: shippedFolder, set });
        expect(scenario.ok, command).toBe(true);
      } else if (verb === 'catalog' && name === 'show') expect(catalog.get(words[3] ?? ''), command).toBeDefined();
      else if (verb === 'wafer') expect(catalog.get(name, 'node'), command).toBeDefined();
      else expect(['catalog list', 'analog compare']).toContain(`${verb} ${name}`);
    }
  });

  it('take no American accelerator of the catalogue for one of another country', () => {
    const american = catalog.list('accelerator').filter(({ attributes }) => attributes['country'] === 'US');
    expect(american.length).toBeGreaterThan(30);
    const lists = claims.flatMap(({ readings = [] }) =>
      readings.flatMap((reading) => (reading.kind === 'counter-example' ? [reading.among.where?.['chip']?.without ?? []] : [])),
    );
    const named = lists.filter((words) => words.length > 0);
    expect(named.length).toBe(2);
    for (const words of named)
      for (const { name, attributes } of american) {
        const model = name.en.replace(attributes['vendor'] ?? '', '');
        expect(
          words.some((word) => model.includes(word)),
          model,
        ).toBe(true);
      }
  });

  it('come out the same again, to the last digit', () => {
    const bench = benchOf();
    for (const id of ['electricity-largest-cost', 'analog-chip-hundredfold', 'lithography-third-of-cost', 'mature-nodes-are-the-market']) {
      const claim = claims.find((each) => each.id === id);
      if (claim === undefined) throw new Error(id);
      // On a bench that has seen nothing else before, in another order.
      expect(judge(claim, bench)).toEqual(answers.find((each) => each.id === id));
    }
  }, 30_000);

  it('are completed in an editor by a schema that is up to date', () => {
    expect(readFileSync(claimSchemaFile, 'utf8')).toBe(claimSchemaText());
    for (const { id } of claims)
      expect(readFileSync(join(claimsFolder, `${id}.yaml`), 'utf8').split('\n')[0]).toBe(
        '# yaml-language-server: $schema=../catalog/schema/claim.schema.json',
      );
  });
});

describe('verdicts that a reader would look up', () => {
  const verdictOf = (id: string, reading?: string): unknown => {
    const answer = answers.find((each) => each.id === id);
    return reading === undefined ? answer?.verdict : answer?.readings.find((each) => each.id === reading)?.verdict;
  };
  it.each([
    ['electricity-largest-cost', undefined, 'contradicted'],
    ['cheaper-power-cheaper-training', 'same-machines', 'contradicted'],
    ['cheaper-power-cheaper-training', 'power-bill', 'supported'],
    ['second-country-with-ten-thousand-cards', undefined, 'contradicted'],
    ['without-euv-only-14nm', undefined, 'contradicted'],
    ['first-domestic-ten-thousand-cards', undefined, 'contradicted'],
    ['first-domestic-ten-thousand-cards', 'arithmetic', 'supported'],
    ['backpack-of-chips', 'modules', 'contradicted'],
    ['mature-nodes-are-the-market', 'wafers', 'supported'],
    ['mature-nodes-are-the-market', 'revenue', 'contradicted'],
    ['mature-nodes-are-the-market', 'units', 'supported'],
    ['lithography-third-of-cost', 'time', 'contradicted'],
    ['lithography-third-of-cost', 'published', 'supported'],
    ['cheaper-power-cheaper-training', undefined, 'contradicted'],
    ['two-thousand-did-what-a-hundred-thousand-did', undefined, 'contradicted'],
    ['two-thousand-did-what-a-hundred-thousand-did', 'run-against-fleet', 'supported'],
    ['second-country-with-ten-thousand-cards', 'own-design', 'supported'],
    ['deepseek-v3-cost-six-million', undefined, 'contradicted'],
    ['deepseek-v3-cost-six-million', 'rent-as-reported', 'supported'],
    ['analog-chip-hundredfold', undefined, 'contradicted'],
  ])('%s, %s: %s', (id, reading, verdict) => {
    expect(verdictOf(id, reading)).toBe(verdict);
  });
});
