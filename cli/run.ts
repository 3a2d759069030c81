import type { Command } from 'commander';
import { type Lang, messages } from '#messages';
import { type Answer, renderCsv, renderHtml, renderJson, renderTerminal } from '#report';
import { answerOf } from './answer-of.ts';
import { fail, failRun } from './fail.ts';
import { openScenario } from './open-scenario.ts';
import {
  help,
  languageOf,
  type OutputFlags,
  outputOptions,
  portOption,
  type SamplingFlags,
  type ScenarioFlags,
  samplingOptions,
  scenarioOptions,
} from './options.ts';
import { commandLine, terminalWidth, useColor, write, writeOut } from './output.ts';
import { serveReport } from './serve.ts';
import { studyHelp } from './study.ts';

interface RunFlags extends ScenarioFlags, SamplingFlags, OutputFlags {
  readonly serve?: true;
  readonly port?: number;
  readonly intervals?: true;
}

const serve = async (answer: Answer, lang: Lang, port: number | undefined): Promise<void> => {
  const server = await serveReport({ html: renderHtml(answer, { lang }), ...(port === undefined ? {} : { port }) });
  write(`${messages(lang).cli.serving(server.url)}\n`);
  await server.closed;
};

const run = async (file: string, flags: RunFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const answered = await answerOf(opened.value, flags, commandLine());
  if (!answered.ok) return failRun(answered.issues, lang);
  const { answer } = answered.value;
  if (flags.json) return write(`${renderJson(answer)}\n`);
  if (flags.csv) return write(renderCsv(answer));
  if (flags.html === undefined)
    write(renderTerminal(answer, { lang, color: useColor(), width: terminalWidth(), intervals: flags.intervals ?? false }));
  else await writeOut(flags.html, renderHtml(answer, { lang }), lang);
  if (flags.serve) await serve(answer, lang, flags.port);
};

/** `chokepoint run FILE`: one scenario, answered. */
export const addRun = (program: Command): void => {
  const command = program.command('run').description(help().run).argument('<file>', help().file);
  outputOptions(samplingOptions(scenarioOptions(command)))
    .option('--intervals', studyHelp().intervals)
    .option('--serve', help().serve)
    .addOption(portOption())
    .action(run);
};
