import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { answerJsonSchema, answerSchema } from './answer-schema.ts';
import { renderComparisonCsv, renderComparisonJson } from './comparison.ts';
import { renderComparisonHtml } from './comparison-html.ts';
import { renderComparison } from './comparison-terminal.ts';
import { csv, renderCsv } from './csv.ts';
import { feasibleAnswer, infeasibleAnswer, unsampledAnswer } from './fixture.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { sentence } from './sentence.ts';
import { renderTerminal } from './terminal.ts';
import { columns } from './text-layout.ts';
import { renderWhy, renderWhyJson, type WhyNode } from './why.ts';

const answers = { feasibleAnswer, infeasibleAnswer, unsampledAnswer };
const langs = ['en', 'zh'] as const;
const cases = Object.entries(answers).flatMap(([name, answer]) => langs.map((lang) => [name, lang, answer] as const));
const esc = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);
const override = String.fromCodePoint(0x202e);

describe('the terminal', () => {
  it.each(cases)('opens with the sentence: %s, %s', (_, lang, answer) => {
    const text = renderTerminal(answer, { lang, color: false, width: 100 });
    expect(text.replaceAll('\n', '').replaceAll(' ', '').startsWith(sentence(answer, lang).headline.replaceAll(' ', ''))).toBe(true);
  });

  it.each(cases)('keeps to its columns: %s, %s', (_, lang, answer) => {
    for (const width of [60, 73, 80, 100, 120]) {
      // An address is not broken: it would no longer be one.
      for (const line of renderTerminal(answer, { lang, color: false, width }).split('\n'))
        if (!line.includes('://')) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('states every floor, constraint, cost part, source and the published check', () => {
    const text = renderTerminal(feasibleAnswer, { lang: 'en', color: false, width: 120 });
    for (const part of [
      'Wafer  4.9×',
      'Site power  1.58× (1.44–1.75×)',
      'Where the money goes: $31 M',
      '−5.3%',
      '[3]',
      '[4] 全国电力价格监管通报',
      'seed 1',
      'tightest in 64% of samples',
      'set by yield',
    ])
      expect(text).toContain(part);
  });

  it('says each caveat once, with all that it speaks of', () => {
    const caveats = ['cluster.pue', 'energy.price'].map((path) => ({ code: 'caveat/grade-d', path }));
    const text = renderTerminal(
      { ...feasibleAnswer, caveats: [...caveats, { code: 'caveat/of-old' }] },
      { lang: 'en', color: false, width: 120 },
    );
    expect(text).toContain('· Assumptions (grade D) rather than published figures: Power usage effectiveness, Price of electricity.');
    expect(text).toContain('· caveat/of-old.');
  });

  it('names the sources under the floor that rests on them', () => {
    const text = renderTerminal(feasibleAnswer, { lang: 'en', color: false, width: 120 });
    expect(text).toMatch(/Die {2}1\.66×[\s\S]*Rests on \[2\] \[4\]\n\nPackage/);
  });

  it('is coloured only when asked', () => {
    expect(renderTerminal(feasibleAnswer, { lang: 'en', color: false, width: 80 })).not.toContain(esc);
    expect(renderTerminal(feasibleAnswer, { lang: 'en', color: true, width: 80 })).toContain(esc);
  });

  it('lets no title command the terminal', () => {
    const hostile: Answer = { ...feasibleAnswer, title: { en: `${esc}[2J${esc}]0;x${bell} ${override}gnp.exe`, zh: '\r一' } };
    const text = renderTerminal(hostile, { lang: 'en', color: false, width: 80 });
    expect(text).not.toContain(esc);
    for (const mark of [bell, override]) expect(text).not.toContain(mark);
  });
});

describe('a share of a whole', () => {
  const label = { en: 'loss', zh: '损失' };
  const [first, ...rest] = unsampledAnswer.floors;
  /** An answer with one figure, also published and an input: a share or not. */
  const one = (value: number, percent?: true): Answer => {
    const line = { path: 'wafer.odd', label, estimate: { value, unit: '1' as const }, ...(percent && { percent }) };
    const { estimate: ours, ...named } = line;
    return {
      ...unsampledAnswer,
      floors: first === undefined ? rest : [{ ...first, metrics: [line] }, ...rest],
      metrics: [line],
      inputs: [{ ...line, origin: 'scenario', sources: [] }],
      check: { ...named, metric: line.path, ours, published: { value: 0.2, unit: '1' }, error: value / 0.2 - 1 },
    };
  };
  const [share, ratio] = [one(0.314, true), one(0.314)];

  it('is written in per cent where it is declared one, whatever its path', () => {
    for (const render of [(answer: Answer) => renderTerminal(answer, { lang: 'en', color: false, width: 80 }), renderHtml]) {
      expect(render(share)).toContain('31.4%');
      expect(render(share)).not.toContain('0.314');
      expect(render(ratio)).toContain('0.314');
      expect(render(ratio)).not.toContain('31.4%');
    }
  });

  it('differs from another by points, any other figure by a factor', () => {
    const against = (...both: readonly [Answer, Answer]): string => renderComparison(both, { lang: 'en', color: false, width: 80 });
    expect(against(share, one(0.4, true))).toMatch(/31\.4% +40% {2}\+8\.6 points/);
    expect(against(ratio, one(0.4))).toMatch(/0\.314 +0\.4 {2}\+27%/);
  });

  it('is one in the tree behind it too', () => {
    const node: WhyNode = { path: 'wafer.odd', label, estimate: { value: 0.314, unit: '1' }, children: [] };
    expect(renderWhy({ ...node, percent: true }, { lang: 'en', color: false, width: 80 })).toContain('Loss: 31.4% wafer.odd');
    expect(renderWhy(node, { lang: 'en', color: false, width: 80 })).toContain('Loss: 0.314 wafer.odd');
  });
});

describe('the page', () => {
  const page = renderHtml(feasibleAnswer, { lang: 'en' });
  const hostile = renderHtml(infeasibleAnswer, { lang: 'zh' });

  it('holds both languages, each marked as such, and shows the one asked for', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<div id="en" lang="en" class="language default"');
    expect(page).toContain('<div id="zh" lang="zh-Hans" class="language other"');
    expect(hostile).toContain('<html lang="zh-Hans">');
    const words = page.replaceAll(/<\/?span[^>]*>/g, '');
    expect(words).toContain(sentence(feasibleAnswer, 'en').headline.replace("'", '&#39;'));
    expect(words).toContain(sentence(feasibleAnswer, 'zh').headline);
  });

  it('takes nothing from a scenario for markup', () => {
    expect(hostile).not.toMatch(/<script>alert|<img|<b>tags/);
    expect(hostile).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(hostile.match(/<script/g)).toHaveLength(1);
  });

  it('makes links of addresses of the web only', () => {
    const link = (url: string): string => renderHtml({ ...feasibleAnswer, sources: [{ number: 1, id: 'x', title: 'T', url }] });
    expect(link('https://example.org/a?b=1&c="')).toContain('href="https://example.org/a?b=1&amp;c=&quot;"');
    expect(link('javascript:alert(1)')).not.toContain('href="javascript');
    expect(link('data:text/html,x')).not.toContain('href="data:text');
  });

  it('loads nothing and runs only its own style and script', () => {
    const hash = (tag: string): string =>
      `'sha256-${createHash('sha256')
        .update(page.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))?.[1] ?? '')
        .digest('base64')}'`;
    const policy = page.match(/Content-Security-Policy" content="([^"]+)"/)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src ${hash('style')}`);
    expect(policy).toContain(`script-src ${hash('script')}`);
    expect(page).not.toMatch(/<link(?![^>]*href="data:,")|@import|url\(http|\ssrc=|\sstyle="|\son[a-z]+="/);
  });

  it.each(Object.entries(answers))('uses every id once, and every reference finds one: %s', (_, answer) => {
    const text = renderHtml(answer);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = [
      ...text.matchAll(/href="#([^"]+)"/g),
      ...[...text.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list]) => (list as string).split(' ').map((id) => ['', id])),
    ].map(([, id]) => id);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('marks what rests on assumptions', () => {
    expect(page.match(/<tr data-grade="D">/g)).toHaveLength(4);
    expect(page).toContain('6 inputs, 2 of grade D');
  });

  it('draws no word in place of a number', () => {
    for (const answer of Object.values(answers)) expect(renderHtml(answer)).not.toMatch(/\bNaN\b|\bundefined\b|\[object/);
  });
});

describe('JSON', () => {
  it.each(Object.entries(answers))('follows the published schema: %s', (_, answer) => {
    const parsed = answerSchema.safeParse(JSON.parse(renderJson(answer)));
    expect(parsed.error?.issues).toBeUndefined();
    expect(JSON.parse(renderJson(answer))).toEqual(answer);
  });

  it('spells out a number without end', () => {
    const endless: Answer = {
      ...unsampledAnswer,
      metrics: [{ path: 'run.time', label: { en: 't', zh: 't' }, estimate: { value: Number.POSITIVE_INFINITY, unit: 's' } }],
    };
    expect(JSON.parse(renderJson(endless)).metrics[0].estimate.value).toBe('Infinity');
    expect(answerSchema.safeParse(JSON.parse(renderJson(endless))).success).toBe(true);
  });

  it('refuses what is not an answer', () => {
    expect(answerSchema.safeParse({ ...feasibleAnswer, extra: 1 }).success).toBe(false);
    expect(answerSchema.safeParse({ ...feasibleAnswer, feasible: 'yes' }).success).toBe(false);
  });

  it('has a schema that other languages can read', () => {
    const schema = answerJsonSchema();
    expect(schema['$schema']).toContain('json-schema.org');
    expect(schema['required']).toEqual(expect.arrayContaining(['schema', 'floors', 'metrics', 'sources']));
  });
});

describe('CSV', () => {
  it('has a row for each metric with its quantiles', () => {
    const rows = renderCsv(feasibleAnswer).split('\r\n');
    expect(rows[0]).toBe('path,value,unit,p5,p50,p95');
    expect(rows).toHaveLength(feasibleAnswer.metrics.length + 2);
    const time = rows.find((row) => row.startsWith('run.time,'))?.split(',');
    expect(time?.[1]).toBe(String(41.2 * 86_400));
    expect(Number(time?.[3])).toBeLessThan(Number(time?.[4]));
  });

  it('quotes as RFC 4180 asks and starts no formula', () => {
    expect(csv([['a"b', 'x,y', 'l\nm', '=1+1', '+1', '-2', '@x', -2, undefined]])).toBe(
      '"a""b","x,y","l\nm",\'=1+1,\'+1,\'-2,\'@x,-2,\r\n',
    );
  });
});

describe('a comparison', () => {
  const all = [feasibleAnswer, infeasibleAnswer, unsampledAnswer];

  it.each([60, 80, 120])('keeps to %i columns in the terminal', (width) => {
    for (const lang of langs)
      for (const line of renderComparison(all, { lang, color: false, width }).split('\n'))
        expect(columns(line), line).toBeLessThanOrEqual(width);
  });

  it('says what is possible, what binds and how figures differ from the first', () => {
    const text = renderComparison(all, { lang: 'en', color: false, width: 120 });
    expect(text).toMatch(/Possible +Probably \(58%\) +No \(<1%\) +Yes/);
    expect(text).toMatch(/Neck +Memory per accelerator +Site power +Memory per accelerator/);
    expect(text).toMatch(/Wall time +41 days +110 days {2}\+174%/);
    expect(text).toMatch(/Total cost +\$31 M +\$1\.4 B {2}45×/);
  });

  it('gives a page with a thumbnail each, and data', () => {
    const page = renderComparisonHtml(all);
    expect(page.match(/viewBox="0 0 170 174"/g)).toHaveLength(6);
    expect(page).not.toMatch(/<script>alert/);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.parse(renderComparisonJson(all)).answers).toHaveLength(3);
    expect(renderComparisonCsv(all).split('\r\n')).toHaveLength(all.flatMap(({ metrics }) => metrics).length + 2);
  });
});

describe('why', () => {
  const tree: WhyNode = {
    path: 'cost.energy',
    label: { en: 'electricity', zh: '电费' },
    estimate: { value: 1.9e6, unit: 'USD' },
    equation: 'cost.energyUse × energy.price',
    binding: 'price',
    children: [
      { path: 'cost.energyUse', label: { en: 'electricity used', zh: '用电量' }, estimate: { value: 9.9e6, unit: 'kWh' }, children: [] },
      {
        path: 'energy.price',
        label: { en: 'electricity price', zh: '电价' },
        estimate: { value: 0.052, unit: 'USD/kWh' },
        origin: 'fact',
        grade: 'B',
        fact: 'region/x#price',
        note: `industry${esc}[31m`,
        sources: [{ number: 2, id: 's', title: 'Prices', publisher: 'Bureau', date: '2025' }],
        children: [],
      },
    ],
  };

  it('is a tree down to the sources', () => {
    expect(renderWhy(tree, { lang: 'en', color: false, width: 100 })).toBe(
      [
        'Electricity: $1.9 M cost.energy',
        '│ = cost.energyUse × energy.price',
        '│ set by the market price',
        '├─ Electricity used: 9.9 GWh cost.energyUse',
        '└─ Electricity price: $0.052 /kWh [catalogue B] energy.price',
        '     industry[31m',
        '     fact: region/x#price',
        '     source: Prices, Bureau, 2025',
        '',
        'Calculated once, from the central values of all inputs; `run` draws from their intervals.',
        '',
      ].join('\n'),
    );
    expect(renderWhy(tree, { lang: 'zh', color: false, width: 80 })).toContain('├─ 用电量：9.9 GWh cost.energyUse');
    const twice: WhyNode = { ...tree, path: 'cost.total', children: [tree, tree] };
    const text = renderWhy(twice, { lang: 'en', color: false, width: 80 });
    expect(text.match(/\] energy\.price$/gm)).toHaveLength(1);
    expect(text).toContain('└─ Electricity: $1.9 M cost.energy (as above)');
    expect(JSON.parse(renderWhyJson(tree)).children[1].grade).toBe('B');
  });
});
