import { type Command, Option } from 'commander';
import { type Lang, messages } from '#messages';
import type { Checked } from '#quantity';
import { parseQuantity, type UnitId } from '#quantity';
import { renderStudy, renderStudyCsv, renderStudyHtml, renderStudyJson, renderStudySvg, type Study } from '#report';
import { median, quantile } from '#uncertainty';
import { fail } from './fail.ts';
import { help, languageOf, type ScenarioFlags } from './options.ts';
import { terminalWidth, useColor, write, writeOut } from './output.ts';

/** Texts of the commands of studies. */
export const studyHelp = (): ReturnType<typeof messages>['study']['commands'] => messages(languageOf(undefined)).study.commands;

export interface StudyFlags extends ScenarioFlags {
  readonly json?: true;
  readonly csv?: true;
  readonly html?: string;
  readonly svg?: string;
}

/** Adds the options that say where a study goes: the terminal, unless one of them is given. */
export const studyOutput = (command: Command): Command =>
  command
    .addOption(new Option('--json', help().json).conflicts(['csv', 'html', 'svg']))
    .addOption(new Option('--csv', help().csv).conflicts(['json', 'html', 'svg']))
    .addOption(new Option('--html <out>', help().html).conflicts(['json', 'csv', 'svg']))
    .addOption(new Option('--svg <out>', studyHelp().svg).conflicts(['json', 'csv', 'html']));

/** Writes a study to where the user wants it. */
export const writeStudy = async (study: Study, flags: StudyFlags, lang: Lang): Promise<void> => {
  if (flags.json) return write(`${renderStudyJson(study)}\n`);
  if (flags.csv) return write(renderStudyCsv(study, lang));
  if (flags.html !== undefined) return writeOut(flags.html, renderStudyHtml(study, { lang }), lang);
  if (flags.svg !== undefined) {
    const picture = renderStudySvg(study, { lang });
    return picture === undefined ? fail([{ code: 'study/no-picture', path: '' }], lang) : writeOut(flags.svg, picture, lang);
  }
  write(renderStudy(study, { lang, color: useColor(), width: terminalWidth() }));
};

/** A number in the unit of a figure, as a person writes it. */
export const readNumber = (text: string, unit: UnitId): Checked<number> => {
  const parsed = parseQuantity(text, unit);
  return parsed.ok ? { ok: true, value: median(parsed.value.value) } : parsed;
};

/** Two ends in the unit of a lever: `0.01..2 USD/kWh`. */
export const readRange = (text: string, unit: UnitId): Checked<{ readonly low: number; readonly high: number }> => {
  const parsed = parseQuantity(text, unit);
  if (!parsed.ok) return parsed;
  const { value } = parsed.value;
  const [low, high] = value.kind === 'split' ? [value.p5, value.p95] : [quantile(value, 0.05), quantile(value, 0.95)];
  return low < high
    ? { ok: true, value: { low, high } }
    : { ok: false, issues: [{ code: 'study/empty-range', path: '', expected: unit, received: text }] };
};
