import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lang, langs, messages } from '#messages';
import type {
  BreakEvenStudy,
  ChokepointStudy,
  ExplanationStudy,
  FrontierStudy,
  SensitivityStudy,
  StandingRecord,
  StudyReproduce,
} from './study.ts';
import { studyView } from './study-render.ts';

const reproduce: StudyReproduce = {
  version: '0',
  catalogDigest: 'abc',
  scenarios: ['a'],
  seed: 1,
  sampler: 'philox',
  samples: 1_000,
  command: 'chokepoint x',
};
const title = { en: 'A run', zh: '一次训练' };
const cost = { path: 'cost.total', label: { en: 'cost of the final run', zh: '最终训练成本' }, unit: 'USD' } as const;
const share = { path: 'cost.energyShare', label: { en: 'electricity’s share', zh: '电费占比' }, unit: '1', percent: true } as const;
const price = { path: 'energy.price', label: { en: 'electricity price', zh: '电价' }, unit: 'USD/kWh' } as const;
const mfu = { path: 'run.utilisation', label: { en: 'step utilisation', zh: '单步利用率' }, unit: '1', percent: true } as const;

const say = (study: Parameters<typeof studyView>[0], lang: Lang): readonly string[] => studyView(study, lang).sentences;
const whole = (study: Parameters<typeof studyView>[0], lang: Lang): string => say(study, lang).join(lang === 'zh' ? '' : ' ');

/** Dollars of a text in either language, with its sign. */
const dollars = (text: string): number => {
  const [, sign, number = '', scale = ''] = /([−+]?)\$?([\d.,]+) ?(k|M|B|T|万亿|亿|万)?/.exec(text.replace('$', '')) ?? [];
  const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, B: 1e9, T: 1e12, 万: 1e4, 亿: 1e8, 万亿: 1e12 };
  return (sign === '−' ? -1 : 1) * Number(number.replaceAll(',', '')) * (factors[scale] ?? 1);
};
const near = (found: number, truth: number, within = 0.06): void => {
  expect(Math.abs(found - truth), `${found} for ${truth}`).toBeLessThanOrEqual(within * Math.abs(truth) + 1e-12);
};
const per = (text: string): number => Number(text.replace(/[<>%]/g, '')) / 100;

const band = (value: number) => ({
  p2_5: value * 0.6,
  p5: value * 0.7,
  p10: value * 0.8,
  p25: value * 0.9,
  p50: value,
  p75: value * 1.1,
  p90: value * 1.2,
  p95: value * 1.3,
  p97_5: value * 1.4,
});

const nouns = {
  en: { 'cluster.power': 'power', 'run.deadline': 'the deadline', 'cost.budget': 'the budget' },
  zh: { 'cluster.power': '电力', 'run.deadline': '工期', 'cost.budget': '预算' },
} as const;
type Id = keyof (typeof nouns)['en'];
const label = (id: Id) => ({ en: nouns.en[id], zh: nouns.zh[id] });

interface Numbers {
  readonly id: Id;
  readonly next: Id;
  readonly binds: number;
  readonly headroom: number;
  readonly fits: readonly [number, number, number];
  readonly days: number;
  readonly money: number;
}

const chokepointOf = ({ id, next, binds, headroom, fits, days, money }: Numbers): ChokepointStudy => {
  const standing = (own: Id, room: number, share_: number, relaxed: StandingRecord['relaxed']): StandingRecord => ({
    id: own,
    label: label(own),
    binds: share_,
    headroom: { value: room, unit: '1', band: band(room) },
    lever: 'x.y',
    relaxed,
  });
  const relaxed = [1.01, 1.1].map((factor, index) => ({
    factor,
    fits: [fits[0], fits[index + 1] as number] as const,
    neck: [headroom, headroom * factor] as const,
    time: [2 * days, days, days / 2] as const,
    cost: [money / 2, money, 2 * money] as const,
    then: { id: next, label: label(next), share: 0.6 },
  }));
  return {
    schema: 'chokepoint/chokepoint/1',
    title,
    reproduce,
    fits: fits[0],
    standings: [standing(id, headroom, binds, relaxed), standing(next, 3 * headroom, 1 - binds, [])],
    next: { id: next, label: label(next), share: 0.71, headroom: 3 * headroom },
  };
};

const inside = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const numbers: fc.Arbitrary<Numbers> = fc
  .record({
    pair: fc.constantFrom<readonly [Id, Id]>(
      ['cluster.power', 'run.deadline'],
      ['run.deadline', 'cost.budget'],
      ['cost.budget', 'cluster.power'],
    ),
    binds: inside,
    headroom: fc.double({ min: 0.2, max: 20, noNaN: true }),
    base: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    up: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
    days: fc.double({ min: -300, max: 300, noNaN: true }).filter((x) => Math.abs(x) > 3),
    money: fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((x) => Math.abs(x) > 1e6),
  })
  .map(({ pair: [id, next], binds, headroom, base, up, days, money }) => ({
    id,
    next,
    binds,
    headroom,
    fits: [base, base + up, base + 2 * up] as const,
    days,
    money,
  }));

describe('the sentences of a chokepoint', () => {
  it.each(langs)('say of the numbers what they are, and nothing else (%s)', (lang) => {
    fc.assert(
      fc.property(numbers, (n) => {
        const [first = '', second = '', effect = '', then = '', next = ''] = say(chokepointOf(n), lang);
        // What binds, in what share, with what headroom, and whether that is enough.
        expect(first).toContain(nouns[lang][n.id]);
        near(per(/(\d+)%/.exec(first)?.[0] ?? ''), n.binds, 0.03 + 0.006 / n.binds);
        near(Number(/([\d.]+) (?:times|倍)/.exec(first)?.[1]), n.headroom, 0.06);
        expect(first.includes(lang === 'en' ? 'with only' : '只有')).toBe(n.headroom < 1);
        // How often it fits now, with 1% and with 10% more, in this order.
        const shares = [...second.matchAll(/(\d+)%/g)].map(([text]) => per(text));
        const [now, one, withOne, ten, withTen] = shares;
        expect([one, ten]).toEqual([0.01, 0.1]);
        for (const [found, truth] of [
          [now, n.fits[0]],
          [withOne, n.fits[1]],
          [withTen, n.fits[2]],
        ] as const)
          expect(Math.abs((found ?? 0) - truth)).toBeLessThanOrEqual(0.0051);
        // Direction, size and unit of the effects of ten per cent.
        expect(effect).toMatch(/10%/);
        expect(effect.includes(lang === 'en' ? 'earlier' : '提前')).toBe(n.days < 0);
        expect(effect.includes(lang === 'en' ? 'later' : '推迟')).toBe(n.days > 0);
        const [, number, unit = ''] = (lang === 'en' ? /run ([\d.,]+) (\S+) / : /(?:提前|推迟) ([\d.,]+) (天|小时|年)/).exec(effect) ?? [];
        const inDays = { days: 1, 天: 1, hours: 1 / 24, 小时: 1 / 24, years: 365.25, 年: 365.25 }[unit] ?? Number.NaN;
        near(Number(number?.replaceAll(',', '')) * inDays, Math.abs(n.days));
        expect(effect.includes(lang === 'en' ? 'cheaper' : '减少')).toBe(n.money < 0);
        expect(effect.includes(lang === 'en' ? 'dearer' : '增加')).toBe(n.money > 0);
        const money = (lang === 'en' ? /\$[\d.,]+ ?[kMB]?/ : /(?<=成本(?:减少|增加) )[\d.,]+ [万亿]*/).exec(effect)?.[0] ?? '';
        near(dollars(money), Math.abs(n.money));
        // What follows.
        expect(then).toContain(nouns[lang][n.next]);
        expect(then).toContain('60%');
        expect(next).toContain(nouns[lang][n.next]);
        expect(next).toContain('71%');
      }),
      { numRuns: 100 },
    );
  });

  it.each(langs)('say that nothing binds, that nothing would bind next, and that no amount helps (%s)', (lang) => {
    const study = chokepointOf({ id: 'cluster.power', next: 'run.deadline', binds: 1, headroom: 2, fits: [1, 1, 1], days: 5, money: 2e6 });
    const { chokepoint } = messages(lang).study;
    expect(say({ ...study, standings: [] }, lang)).toEqual([chokepoint.none]);
    const { next: _, ...alone } = study;
    expect(say(alone, lang).at(-1)).toBe(chokepoint.nothingNext);
    const { lever: __, ...fixed } = study.standings[0] as StandingRecord;
    expect(whole({ ...study, standings: [{ ...fixed, relaxed: [] }] }, lang)).toContain(chokepoint.noLever);
    // The same chance with more room is told as such, and no change of time or money is made up.
    const still = {
      ...(study.standings[0] as StandingRecord),
      relaxed: [{ factor: 1.1, fits: [1, 1], neck: [2, 2.2] }] as StandingRecord['relaxed'],
    };
    const text = whole({ ...study, standings: [still] }, lang);
    expect(text).toMatch(
      lang === 'en'
        ? /100% of samples, and even 10% more room there leaves that as it is/
        : /100% 的样本可以完成，这一环即使放宽 10% 也不变/,
    );
    expect(text).not.toMatch(/earlier|later|cheaper|dearer|提前|推迟|减少|增加/);
  });
});

const explanationOf = (parts: readonly (readonly [string, number])[], from: number): ExplanationStudy => ({
  schema: 'chokepoint/explanation/1',
  titles: [title, title],
  reproduce,
  figure: cost,
  by: 'floors',
  left: 0,
  evaluations: 1,
  from,
  to: from + parts.reduce((sum, [, value]) => sum + value, 0),
  range: [-3e6, 4e6],
  contributions: parts
    .map(([id, value]) => ({ id, levers: [], choices: [], value, range: [value - 1e5, value + 1e5] as const }))
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)),
  idle: [],
});

describe('the sentences of an explanation', () => {
  it.each(langs)('name the greatest parts with their sign, and the difference with its direction (%s)', (lang) => {
    const money = fc.double({ min: -9e6, max: 9e6, noNaN: true }).filter((x) => Math.abs(x) > 2e5);
    fc.assert(
      fc.property(money, money, money, (energy, market, run) => {
        const study = explanationOf(
          [
            ['energy', energy],
            ['market', market],
            ['run', run],
          ],
          5e7,
        );
        const change = study.to - study.from;
        fc.pre(Math.abs(change) > 3e5);
        const [first = '', ...more] = say(study, lang);
        const [from = '', to = '', size = ''] =
          lang === 'en' ? (first.match(/\$[\d.,]+ ?[kMB]?/g) ?? []) : (first.match(/[\d.,]+ [万亿]*美元/g) ?? []);
        near(dollars(from), study.from);
        near(dollars(to), study.to);
        near(dollars(size), Math.abs(change));
        expect(first.includes(lang === 'en' ? 'down by' : '减少')).toBe(change < 0);
        const { players } = messages(lang).study;
        const along = study.contributions.filter(({ value }) => value < 0 === change < 0);
        const against = study.contributions.filter(({ value }) => value < 0 !== change < 0);
        const told = [...along.slice(0, 2), ...against.slice(0, 1)];
        told.forEach(({ id, value }, index) => {
          const sentence = more[index] ?? '';
          expect(sentence).toContain(players[id as keyof typeof players]);
          near(dollars(/[−+]\$?[\d.,]+ ?[kMB万亿]*/.exec(sentence)?.[0] ?? ''), value);
          expect(sentence.startsWith(lang === 'en' ? 'Against' : '起相反作用')).toBe(value < 0 !== change < 0);
        });
        expect(more).toHaveLength(told.length + 1);
        const ends = more
          .at(-1)
          ?.match(/[−+]\$?[\d.,]+ ?[kMB万亿]*/g)
          ?.map(dollars);
        expect(ends).toEqual([-3e6, 4e6]);
      }),
      { numRuns: 60 },
    );
  });

  it.each(langs)('say that nothing differs, and that one part is all of it (%s)', (lang) => {
    expect(whole(explanationOf([], 5e7), lang)).toMatch(lang === 'en' ? /is the same in both: \$50 M/ : /相同：5,000 万美元/);
    expect(whole(explanationOf([['energy', -1e6]], 5e7), lang)).toMatch(lang === 'en' ? /All of it comes from energy/ : /全部来自能源/);
  });

  it('tell shares of a whole in points', () => {
    const study = { ...explanationOf([['energy', -0.012]], 0.06), figure: share, range: [-0.012, -0.012] as const };
    expect(whole(study, 'en')).toContain('goes from 6% to 4.8%: down by 1.2 points.');
    expect(whole(study, 'zh')).toContain('由 6%变为 4.8%：减少 1.2 个百分点。');
  });
});

const sensitivityOf = (more: Partial<SensitivityStudy>): SensitivityStudy => ({
  schema: 'chokepoint/sensitivity/1',
  title,
  reproduce,
  figure: cost,
  method: 'sobol',
  n: 1_024,
  evaluations: 4_096,
  estimate: { value: 5e7, unit: 'USD', band: band(5e7) },
  central: 5e7,
  unbounded: 0,
  yes: 0.62,
  rows: [],
  ...more,
});
const around = (value: number) => ({ value, low: value - 0.03, high: value + 0.04 });

describe('the sentences of a sensitivity', () => {
  const rows: SensitivityStudy['rows'] = [
    { levers: [mfu], first: around(0.7), total: around(0.75), narrowing: 0.41, turns: 0.2, gain: 0.123 },
    { levers: [price], first: around(0.2), total: around(0.24), narrowing: 0.05, turns: 0, gain: 0 },
  ];

  it.each([
    [
      'en',
      [
        /Step utilisation alone explains 70% of its variance \(67–74%\)/,
        /Next comes electricity price with 20%/,
        /10% come from inputs acting together/,
        /To know step utilisation would narrow the range most: by 41% on average/,
        /In 62% of draws the run fits; to know step utilisation would turn that answer in 20% of cases, and make the better guess right 12\.3 points more often/,
      ],
    ],
    [
      'zh',
      [
        /仅单步利用率一项就解释了 70% 的方差（67–74%）/,
        /其次是电价，占 20%/,
        /10% 来自各输入的共同作用/,
        /弄清单步利用率最能收窄区间：平均收窄 41%/,
        /62% 的抽样中训练能够完成；弄清单步利用率，在 20% 的情形下会反转这一结论，使较好的判断多 12\.3 个百分点 的把握/,
      ],
    ],
  ] as const)('tell shares of variance, what knowing is worth, and for which question (%s)', (lang, patterns) => {
    const text = whole(sensitivityOf({ rows }), lang);
    for (const pattern of patterns) expect(text).toMatch(pattern);
  });

  it.each(langs)('tell that no single input would turn the answer, and which question was asked (%s)', (lang) => {
    const text = whole(sensitivityOf({ rows: [rows[1]!], target: 4.2e7, yes: 0.07 }), lang);
    expect(text).toMatch(
      lang === 'en'
        ? /In 7% of draws cost of the final run is at most \$42 M; to know any one input would not turn/
        : /7% 的抽样中最终训练成本不超过 4,200 万美元；弄清任何一项输入都不会反转/,
    );
  });

  it('tell direction and size of effects, correlation and elasticity', () => {
    const effect = { mean: -3.6e6, size: { value: 3.6e6, low: 3e6, high: 4e6 }, spread: 1e6 };
    const morris = sensitivityOf({ method: 'morris', rows: [{ levers: [mfu], effect }] });
    expect(whole(morris, 'en')).toContain('Step utilisation moves it most: across its range it lowers it by $3.6 M on average.');
    expect(whole(morris, 'zh')).toContain('影响最大的是单步利用率：在其区间内平均使它降低 360 万美元。');
    const rank = sensitivityOf({ method: 'rank', rows: [{ levers: [mfu], rank: around(-0.94), partial: around(-0.97) }] });
    expect(whole(rank, 'en')).toContain('rank correlation −0.94, so more of it means less.');
    expect(whole(rank, 'zh')).toContain('秩相关 −0.94，越大则它越小。');
    const elastic = sensitivityOf({ method: 'elasticity', rows: [{ levers: [price], elasticity: 0.25 }] });
    expect(whole(elastic, 'en')).toContain('One per cent more of electricity price changes it most, by +0.25%.');
    expect(whole(elastic, 'zh')).toContain('电价增加百分之一时它变动最大：+0.25%。');
  });

  it.each(langs)('tell that nothing uncertain bears on a figure, and of draws without bound (%s)', (lang) => {
    expect(whole(sensitivityOf({}), lang)).toMatch(lang === 'en' ? /Nothing uncertain bears on cost/ : /没有不确定的输入影响最终训练成本/);
    expect(whole(sensitivityOf({ rows, unbounded: 0.04 }), lang)).toMatch(
      lang === 'en' ? /In 4% of draws the figure has no bound/ : /4% 的抽样中该指标没有上限/,
    );
  });
});

const breakEvenOf = (more: Partial<BreakEvenStudy>): BreakEvenStudy => ({
  schema: 'chokepoint/breakeven/1',
  title,
  reproduce,
  figure: share,
  target: 0.5,
  lever: price,
  range: { low: 0.001, high: 10, scale: 'log' },
  value: 0.08,
  central: 0.06,
  crossings: [{ at: 1.2, rises: true, jumps: false }],
  stretches: [
    { from: 0.001, to: 1.2, above: false, probability: 0.97 },
    { from: 1.2, to: 10, above: true, probability: 0.03 },
  ],
  ends: [0.001, 0.9],
  above: 0.04,
  spread: { draws: 200, share: 1, points: [1, 1.2, 1.5] },
  curve: [
    { x: 0.001, y: 0.001 },
    { x: 10, y: 0.9 },
  ],
  ...more,
});

describe('the sentences of a break-even', () => {
  it.each([
    [
      'en',
      [
        /^Electricity’s share rises to 50% where electricity price is \$1\.2 \/kWh\./,
        /That is 15 times what the scenario has \(\$0\.08 \/kWh\)/,
        /the probability of the side where it is at the target or above is 3%/,
        /it lies between \$1 \/kWh and \$1\.5 \/kWh in 90% of draws \(median \$1\.2 \/kWh\)/,
        /electricity’s share is at 50% or above in 4% of draws/,
      ],
    ],
    [
      'zh',
      [
        /^电价为 1\.2 美元\/千瓦时时，电费占比升至 50%。/,
        /即情景所取值（0\.08 美元\/千瓦时）的 15 倍/,
        /落在使指标不低于目标一侧的概率为 3%/,
        /在 1 美元\/千瓦时到 1\.5 美元\/千瓦时之间（中位数 1\.2 美元\/千瓦时）/,
        /4% 的抽样中电费占比不低于 50%/,
      ],
    ],
  ] as const)('tell place, direction, ratio, probability and spread (%s)', (lang, patterns) => {
    const text = whole(breakEvenOf({}), lang);
    for (const pattern of patterns) expect(text).toMatch(pattern);
  });

  it.each(langs)('tell every crossing, each with its own direction, and jumps as such (%s)', (lang) => {
    const text = whole(
      breakEvenOf({
        crossings: [
          { at: 0.5, rises: true, jumps: false },
          { at: 2, rises: false, jumps: true },
        ],
      }),
      lang,
    );
    expect(text).toMatch(lang === 'en' ? /passes 50% at 2 values of electricity price/ : /在电价的 2 个取值处越过 50%/);
    expect(text).toMatch(lang === 'en' ? /rises to 50% where electricity price is \$0\.5/ : /电价为 0\.5 美元\/千瓦时时，电费占比升至 50%/);
    expect(text).toMatch(
      lang === 'en' ? /jumps below 50% where electricity price is \$2/ : /电价为 2 美元\/千瓦时时，电费占比一跃低于 50%/,
    );
  });

  it.each(langs)('tell that none in range does, with what the ends give (%s)', (lang) => {
    const text = whole(
      breakEvenOf({ crossings: [], stretches: [{ from: 0.001, to: 10, above: false }], spread: { draws: 200, share: 0 } }),
      lang,
    );
    expect(text).toMatch(
      lang === 'en'
        ? /^No electricity price from \$0\.001 \/kWh to \$10 \/kWh brings electricity’s share to 50%\./
        : /^电价从 0\.001 美元\/千瓦时到 10 美元\/千瓦时，没有一个值能使电费占比达到 50%。/,
    );
    expect(text).toMatch(lang === 'en' ? /is 0\.1% and 90%/ : /分别为 0\.1% 和 90%/);
    expect(text).not.toMatch(/probability|概率/);
  });

  it.each(langs)('tell that a certain lever has no probability, and how often there is no such value (%s)', (lang) => {
    const certain = breakEvenOf({
      stretches: [
        { from: 0.001, to: 1.2, above: false },
        { from: 1.2, to: 10, above: true },
      ],
      spread: { draws: 200, share: 0.9, points: [1, 1.2, 1.5] },
    });
    const text = whole(certain, lang);
    expect(text).toContain(messages(lang).study.breakEven.certain);
    expect(text).toMatch(lang === 'en' ? /In 10% of draws there is no such value/ : /10% 的抽样中，该范围内没有这样的值/);
  });

  it.each(langs)('tell the nearest place of a frontier, or that there is none (%s)', (lang) => {
    const study: FrontierStudy = {
      schema: 'chokepoint/frontier/1',
      title,
      reproduce,
      figure: share,
      target: 0.5,
      levers: [price, mfu],
      ranges: [
        { low: 0.01, high: 10, scale: 'log' },
        { low: 0, high: 1, scale: 'linear' },
      ],
      values: [0.08, 0.3],
      central: 0.06,
      points: [
        { x: 0.01, startsAbove: false, crossings: [] },
        { x: 10, startsAbove: true, crossings: [{ at: 0.5, rises: false, jumps: false }] },
      ],
      nearest: [2, 0.4],
    };
    expect(whole(study, lang)).toMatch(
      lang === 'en'
        ? /electricity’s share is 50% with electricity price \$2 \/kWh and step utilisation 40%/
        : /电价 2 美元\/千瓦时、单步利用率 40%时，电费占比为 50%/,
    );
    const { nearest: _, ...none } = study;
    expect(whole({ ...none, points: [{ x: 1, startsAbove: true, crossings: [] }] }, lang)).toMatch(
      lang === 'en' ? /Nowhere .* It is above everywhere/ : /处处不等于 50%。处处高于它/,
    );
  });
});
