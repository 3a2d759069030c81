import type { Command } from 'commander';
import { type Lang, messages } from '#messages';
import { buildWhy, floorIds, renderWhy, renderWhyJson } from '#report';
import type { Metric } from '#scenario';
import { fail } from './fail.ts';
import { figuresOf, noFigure } from './find-figure.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, type ScenarioFlags, scenarioOptions } from './options.ts';
import { terminalWidth, useColor, write } from './output.ts';
import { tableLines } from './table.ts';

const why = (file: string, path: string | undefined, flags: ScenarioFlags & { readonly json?: true }): void => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { name, scenario, catalog } = opened.value;
  const figures = figuresOf(scenario);
  if (path === undefined) {
    return write(flags.json ? `${JSON.stringify(figures.map(pathAndLabel), null, 2)}\n` : listing(figures, name, lang));
  }
  const tree = buildWhy(path, scenario, catalog);
  if (tree === undefined) return fail([noFigure(path, figures)], lang);
  write(flags.json ? `${renderWhyJson(tree)}\n` : renderWhy(tree, { lang, color: useColor(), width: terminalWidth() }));
};

const pathAndLabel = ({ path, label }: Metric): Pick<Metric, 'path' | 'label'> => ({ path, label });

/** Figures by floor, from the ground up. */
const listing = (figures: readonly Metric[], name: string, lang: Lang): string => {
  const { cli, floors } = messages(lang);
  const rows = tableLines(
    figures.map(({ path, label }) => [`  ${path}`, label[lang]]),
    ['left', 'left'],
  );
  const blocks = floorIds.flatMap((floor) => {
    const own = rows.filter((_, index) => figures[index]?.path.startsWith(`${floor}.`));
    return own.length === 0 ? [] : [[floors[floor].name, ...own].join('\n')];
  });
  return `${[...blocks, cli.tryWhy(`chokepoint why ${name} ${figures.at(-1)?.path ?? ''}`)].join('\n\n')}\n`;
};

/** `chokepoint why FILE [METRIC]`: how a figure came about, down to facts and sources; without it, which figures there are. */
export const addWhy = (program: Command): void => {
  scenarioOptions(program.command('why').description(help().why).argument('<file>', help().file).argument('[metric]', help().metric))
    .option('--json', help().json)
    .action(why);
};
