import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { evaluateClaim, readClaims, Workbench } from '#claims';
import { type Lang, messages } from '#messages';
import { type ClaimsAnswer, renderClaimReview, renderClaims, renderClaimsHtml, renderClaimsJson } from '#report';
import { fail } from './fail.ts';
import { langOption, languageOf, seedOption, wholeNumber } from './options.ts';
import { terminalWidth, useColor, write, writeOut } from './output.ts';
import { version } from './version.ts';

interface ClaimsFlags {
  readonly samples: number;
  readonly seed: number;
  readonly json?: true;
  readonly html?: string;
  readonly jsonld?: string;
  readonly catalog?: string;
  readonly lang?: Lang;
}

const usualDraws = 2_000;

const sourcesOf = (ids: readonly string[], catalog: Catalog): ClaimsAnswer['sources'] =>
  [...new Set(ids)].flatMap((id) => {
    const source = catalog.source(id);
    if (source === undefined) return [];
    const { title, publisher, date, url } = source;
    return [
      {
        id,
        title,
        ...(publisher === undefined ? {} : { publisher }),
        ...(date === undefined ? {} : { date }),
        ...(url === undefined ? {} : { url }),
      },
    ];
  });

const claims = async (id: string | undefined, flags: ClaimsFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const catalog = openCatalog(flags.catalog === undefined ? {} : { overlay: flags.catalog });
  if (!catalog.ok) return fail(catalog.issues, lang);
  const read = readClaims(id === undefined ? {} : { id });
  if (!read.ok) return fail(read.issues, lang);
  const { samples, seed } = flags;
  const folder = id?.endsWith('.yaml') === true ? dirname(id) : '.';
  const bench = new Workbench({ catalog: catalog.value, samples, seed, folder });
  const answers = read.value.map(({ claim, locate }) => {
    const answer = evaluateClaim(claim, bench, id ?? claim.id);
    return answer.ok ? answer : { ok: false as const, issues: locate(answer.issues) };
  });
  const faults = answers.flatMap((each) => (each.ok ? [] : each.issues));
  if (faults.length > 0) return fail(faults, lang);
  const judged = answers.flatMap((each) => (each.ok ? [each.value] : []));
  const answer: ClaimsAnswer = {
    schema: 'chokepoint/claims/1',
    version,
    digest: catalog.value.digest,
    samples,
    seed,
    claims: judged,
    sources: sourcesOf(
      judged.flatMap(({ sources }) => sources),
      catalog.value,
    ),
  };
  if (flags.jsonld !== undefined) await writeOut(flags.jsonld, renderClaimReview(answer, lang), lang, flags.json === true);
  if (flags.json) return write(`${renderClaimsJson(answer)}\n`);
  if (flags.html !== undefined) return writeOut(flags.html, renderClaimsHtml(answer, { lang }), lang);
  if (flags.jsonld === undefined) write(renderClaims(answer, { lang, color: useColor(), width: terminalWidth() }));
};

/** `chokepoint claims [ID]`: what circulates, put to the test under each basis. */
export const addClaims = (program: Command): void => {
  const { command: help } = messages(languageOf(undefined)).claims;
  const { cli } = messages(languageOf(undefined));
  program
    .command('claims')
    .description(help.description)
    .argument('[id|file]', help.id)
    .addOption(new Option('--samples <n>', cli.help.samples).argParser(wholeNumber(100, 1_000_000)).default(usualDraws))
    .addOption(seedOption())
    .addOption(new Option('--json', help.json).conflicts(['html']))
    .addOption(new Option('--html <out>', help.html).conflicts(['json']))
    .option('--jsonld <out>', help.jsonld)
    .option('--catalog <dir>', cli.help.catalog)
    .addOption(langOption())
    .action(claims);
};
