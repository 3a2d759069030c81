import type { Command } from 'commander';
import { messages } from '#messages';
import { buildWhy, renderWhy, renderWhyJson } from '#report';
import { levers, metrics } from '#scenario';
import { fail, misused } from './fail.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, type ScenarioFlags, scenarioOptions } from './options.ts';
import { terminalWidth, useColor, write } from './output.ts';

const why = (file: string, path: string, flags: ScenarioFlags & { readonly json?: true }): void => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) {
    fail(opened.issues, lang);
    return;
  }
  const { scenario, catalog } = opened.value;
  const tree = buildWhy(path, scenario, catalog);
  if (tree === undefined) {
    const texts = messages(lang).cli;
    const known = [...metrics, ...levers].map((entry) => entry.path);
    misused(`${texts.unknownMetric(path)} ${texts.knownMetrics(known)}`);
    return;
  }
  write(flags.json ? `${renderWhyJson(tree)}\n` : renderWhy(tree, { lang, color: useColor(), width: terminalWidth() }));
};

/** `chokepoint why FILE METRIC`: how a figure came about, down to facts and sources. */
export const addWhy = (program: Command): void => {
  scenarioOptions(program.command('why').description(help.why).argument('<file>', help.file).argument('<metric>', help.metric))
    .option('--json', help.json)
    .action(why);
};
