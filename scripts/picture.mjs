#!/usr/bin/env node
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { grades, openCatalog } from '#catalog';
import { figureText, headroomText, messages } from '#messages';
import { hourglass, hourglassState, possible, sentence, svg } from '#report';
import { build, root } from './build.mjs';

// Makes anew what the READMEs show of real answers: the pictures, the parts between `<!-- name -->` and `<!-- /name -->`,
// and the output under each command. `node scripts/picture.mjs [DIR]` writes into the repository, or into DIR.

const readmes = { en: 'README.md', zh: 'README.zh.md' };
const pictured = 'deepseek-v3-on-910c';
/** The scenarios in the order in which they tell a story. */
const scenarios = [
  'deepseek-v3-h800',
  'deepseek-v3-on-910c',
  'deepseek-v3-on-h20',
  'deepseek-v3-on-scalex640',
  'llama-3.1-405b-h100',
  'llama-3.1-405b-shampoo',
  'llama-3.1-405b-analog',
  'h100-20k',
  'h20-100k',
  'domestic-10k-cards',
  '50-mw-virginia',
  '50-mw-inner-mongolia',
  'train-us',
  'train-cn',
  '1e26-under-150-mw',
  '910c-domestic-dies',
  '910c-die-bank',
  'no-euv-7nm-programme',
  '28nm-only',
];

const run = promisify(execFile);
// The language of whoever runs this must not show in what is written.
const env = { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' };
const node = async (args) => (await run(process.execPath, args, { cwd: root, env, maxBuffer: 1e8 })).stdout;
const chokepoint = (args) => node(['dist/cli/main.js', ...args]);

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, align, rows) => [row(head), row(align), ...rows.map(row)].join('\n');
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const signed = (share) => `${share < 0 ? '−' : '+'}${Math.abs(Math.round(share * 100))}%`;
const link = (answer, lang) => `[${answer.title[lang]}](scenarios/${answer.reproduce.scenario}.yaml)`;

const words = {
  en: {
    answers: ['Scenario', 'Possible', 'Time', 'Final run', 'Tightest', 'Headroom'],
    checks: ['Run', 'Published', 'Calculated, 5% to 95%', 'Middle off by', 'Published figure inside'],
    grades: ['Grade', 'Statements', 'What it means'],
    total: (things, facts, sources) => `${facts.toLocaleString('en')} statements about ${things} things, from ${sources} publications:`,
  },
  zh: {
    answers: ['情景', '可行', '时长', '最终训练', '最紧', '余量'],
    checks: ['训练', '公布值', '计算值（5%–95%）', '中位数偏差', '公布值在区间内'],
    grades: ['等级', '条数', '含义'],
    total: (things, facts, sources) => `共 ${facts.toLocaleString('en')} 条数据，涉及 ${things} 个对象，出自 ${sources} 份出版物：`,
  },
};

const metric = (answer, path, lang) => figureText(answer.metrics.find((line) => line.path === path).estimate, { lang });

const parts = {
  sentence: (answers, lang) => {
    const { headline, detail } = sentence(answers.get(pictured), lang);
    return `> ${headline}${lang === 'en' ? ' ' : ''}${detail}`;
  },
  answers: (answers, lang) =>
    table(
      words[lang].answers,
      ['---', '---', '---:', '---:', '---', '---:'],
      [...answers.values()].map((answer) => [
        link(answer, lang),
        possible(answer, lang),
        metric(answer, 'run.time', lang),
        metric(answer, 'cost.total', lang),
        capital(answer.neck.label[lang]),
        headroomText(answer.neck.headroom.value),
      ]),
    ),
  checks: (answers, lang) => {
    const { yes, no } = messages(lang).report;
    return table(
      words[lang].checks,
      ['---', '---:', '---:', '---:', '---'],
      [...answers.values()]
        .filter(({ check }) => check)
        .map(({ check, ...answer }) => [
          link(answer, lang),
          figureText(check.published, { lang, digits: 4 }),
          figureText(check.ours, { lang }),
          signed(check.error),
          check.inside ? yes : no,
        ]),
    );
  },
  grades: (_, lang) => {
    const catalog = openCatalog().value;
    const texts = messages(lang).grades;
    const statements = catalog.list().flatMap(({ facts }) => Object.values(facts).flat());
    const rows = grades.map((grade) => [
      grade,
      statements.filter((fact) => fact.grade === grade).length.toLocaleString('en'),
      texts[grade],
    ]);
    return [
      words[lang].total(catalog.list().length, statements.length, catalog.sources().length),
      '',
      table(words[lang].grades, ['---', '---:', '---'], rows),
    ].join('\n');
  },
};

/** Numbers apart, what a line says: it finds a line again after the numbers have moved. */
const shape = (line) => line.replace(/[\d.,⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, '#').replace(/[ ]+/g, ' ');

/** The lines of an excerpt as the output has them now. */
const refreshed = (excerpt, output, command) => {
  const lines = output.split('\n');
  let from = 0;
  return excerpt.map((line) => {
    if (line.trim() === '…') return line;
    const at = lines.findIndex((candidate, index) => index >= from && shape(candidate) === shape(line));
    if (at < 0) throw new Error(`"${command}" no longer prints a line like this one; mend the README by hand:\n${line}`);
    from = at + 1;
    return lines[at];
  });
};

/** The words after `npx chokepoint`, split as a shell does, as far as our examples need it. */
const args = (command) => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare).slice(2);

const replaceAll = async (text, pattern, replace) => {
  const made = await Promise.all([...text.matchAll(pattern)].map((match) => replace(...match)));
  return text.replace(pattern, () => made.shift());
};

const readme = async (lang, answers) => {
  const text = readFileSync(join(root, readmes[lang]), 'utf8');
  const told = await replaceAll(text, /<!-- (\w+) -->\n[\s\S]*?<!-- \/\1 -->/g, (_, name) =>
    [`<!-- ${name} -->`, '', parts[name](answers, lang), '', `<!-- /${name} -->`].join('\n'),
  );
  const shown = await replaceAll(told, /^```console\n\$ (.+)\n([\s\S]*?)^```/gm, async (_, command, body) => {
    const lines = refreshed(body.trimEnd().split('\n'), await chokepoint(args(command)), command);
    return ['```console', `$ ${command}`, ...lines, '```'].join('\n');
  });
  return replaceAll(shown, /^```js\n([\s\S]*?)^```/gm, async (_, code) => {
    const printed = (await node(['--input-type=module', '--eval', code])).trim().split('\n');
    return `\`\`\`js\n${code.replace(/^(console\.log\(.*\);).*$/gm, (__, call) => `${call} // ${printed.shift()}`)}\`\`\``;
  });
};

const into = process.argv[2] ?? root;
build();
const told = await Promise.all(scenarios.map(async (name) => [name, JSON.parse(await chokepoint(['run', name, '--json']))]));
const answers = new Map(told);
mkdirSync(join(into, 'docs'), { recursive: true });
for (const [lang, file] of Object.entries(readmes)) {
  const picture = hourglass(hourglassState(answers.get(pictured), lang), { width: 960, layout: 'wide', alone: true });
  writeFileSync(join(into, 'docs', `hourglass.${lang}.svg`), `${svg(picture, { id: 'hourglass', alone: true })}\n`);
  writeFileSync(join(into, file), await readme(lang, answers));
}
