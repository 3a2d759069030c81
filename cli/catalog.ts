import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type Catalog, catalogFolder, type Grade, grades, isDate, kinds, lintCatalog, loadThings, openCatalog, type Thing } from '#catalog';
import { formatIssue, type Lang, messages } from '#messages';
import type { Checked, Issue } from '#quantity';
import { fail } from './fail.ts';
import { langOption, languageOf } from './options.ts';
import { terminalWidth, write } from './output.ts';
import { type Align, plain, tableLines, widthOf } from './table.ts';
import { creditLine, nameOf, sourceIds, sourceText, thingText } from './thing-text.ts';

interface CatalogFlags {
  readonly catalog?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly lang?: Lang;
  readonly verbose?: true;
}

/** Adds the commands that look into the catalogue: `list`, `show`, `sources` and `lint`. */
export const addCatalog = (program: Command): void => {
  const { command: help } = messages(languageOf(undefined)).catalog;
  const catalog = program.command('catalog').description(help.description);
  const options = (command: Command): Command =>
    command
      .option('--catalog <dir>', help.catalog)
      .option('--as-of <date>', help.asOf)
      .addOption(new Option('--json', help.json))
      .addOption(langOption());
  options(catalog.command('list').description(help.list).argument('[kind]', help.kind)).action(list);
  options(catalog.command('show').description(help.show).argument('<id>', help.id)).action(show);
  options(catalog.command('sources').description(help.sources).argument('[id]', help.source)).action(sources);
  options(catalog.command('lint').description(help.lint).argument('[dir]', help.dir)).option('--verbose', help.verbose).action(lint);
};

/** What a command works with, once its options are good. */
interface View {
  readonly catalog: Catalog;
  readonly lang: Lang;
  readonly asOf: string | undefined;
  readonly json: boolean;
}

const view = (flags: CatalogFlags): Checked<View> => {
  const { asOf, catalog: overlay } = flags;
  if (asOf !== undefined && !isDate(asOf))
    return { ok: false, issues: [{ code: 'document/date', path: '', file: '--as-of', received: asOf }] };
  const opened = openCatalog({ ...(overlay === undefined ? {} : { overlay: resolve(overlay) }), ...(asOf === undefined ? {} : { asOf }) });
  if (!opened.ok) return opened;
  return { ok: true, value: { catalog: opened.value, lang: languageOf(flags.lang), asOf, json: flags.json === true } };
};

/** Runs a command, or says what stands in its way. */
const withView = (flags: CatalogFlags, command: (view: View) => readonly Issue[]): void => {
  const opened = view(flags);
  const issues = opened.ok ? command(opened.value) : opened.issues;
  if (issues.length > 0) fail(issues, languageOf(flags.lang));
};

const printJson = (value: unknown): void => write(`${JSON.stringify(value, null, 2)}\n`);

const list = (kind: string | undefined, flags: CatalogFlags): void =>
  withView(flags, ({ catalog, lang, json }) => {
    const texts = messages(lang).catalog;
    if (kind !== undefined && !Object.hasOwn(kinds, kind)) {
      return [{ code: 'catalog/no-such-kind', path: '', received: kind, expected: Object.keys(kinds).join(', ') }];
    }
    const things = catalog.list(kind);
    if (json) {
      printJson(things.map(({ id, name, aliases, facts }) => ({ id, name, aliases, facts: Object.keys(facts) })));
      return [];
    }
    if (kind === undefined) {
      const { dim } = colors();
      const rows = Object.entries(kinds).map(([key, { label }]) => {
        const ofKind = catalog.list(key);
        return [label[lang], dim(key), String(ofKind.length), String(factCount(ofKind))];
      });
      write(table([[texts.columns.kind, '', texts.columns.things, texts.columns.facts], ...rows], ['left', 'left', 'right', 'right']));
      write(`\n${texts.total(things.length, factCount(things), catalog.sources().length, catalog.digest)}\n`);
    } else {
      write(thingList(things, lang));
      write('\n');
    }
    write(`${gradeLine(things, lang)}\n`);
    return [];
  });

/** The things of a kind with the number of their facts by grade: one line each where the terminal has room, else two. */
const thingList = (things: readonly Thing[], lang: Lang): string => {
  const { columns } = messages(lang).catalog;
  const counts = things.map((thing) => byGrade([thing]).map(([, count]) => (count === 0 ? '' : String(count))));
  const inOne = tableLines(
    [[columns.id, columns.name, ...grades], ...things.map((thing, i) => [thing.id, nameOf(thing, lang), ...counts[i]!])],
    ['left', 'left', 'right', 'right', 'right', 'right'],
  );
  if (widthOf(inOne) <= terminalWidth()) return text(inOne);
  return text(
    things.flatMap((thing, i) => {
      const stated = grades.flatMap((grade, g) => (counts[i]![g] === '' ? [] : [`${grade} ${counts[i]![g]}`]));
      return [`${thing.id}  ${colors().dim(stated.join(' '))}`, `  ${nameOf(thing, lang)}`];
    }),
  );
};

/** How many facts of things there are of each grade. */
const byGrade = (things: readonly Thing[]): readonly (readonly [grade: Grade, count: number])[] => {
  const all = things.flatMap(({ facts }) => Object.values(facts).flat());
  return grades.map((grade) => [grade, all.filter((fact) => fact.grade === grade).length]);
};

const factCount = (things: readonly Thing[]): number =>
  things.reduce((sum, { facts }) => sum + Object.values(facts).reduce((n, values) => n + values.length, 0), 0);

const gradeLine = (things: readonly Thing[], lang: Lang): string => {
  const { catalog: texts, grades: names, list: marks } = messages(lang);
  return texts.gradeLine(
    byGrade(things)
      .map(([grade, count]) => `${grade} ${count} ${names[grade]}`)
      .join(marks.comma),
  );
};

const show = (name: string, flags: CatalogFlags): void =>
  withView(flags, ({ catalog, lang, asOf, json }) => {
    const { comma } = messages(lang).list;
    const all = catalog.find(name);
    const found = firstKind(all);
    const [thing] = found;
    if (thing === undefined) {
      const near = catalog.near(name);
      return [
        {
          code: 'catalog/unknown-name',
          path: '',
          received: name,
          ...(near.length === 0 ? {} : { expected: near.join(comma) }),
          ...(near.length === 1 ? { hint: 'hint/did-you-mean' } : {}),
        },
      ];
    }
    if (found.length > 1) return [{ code: 'catalog/ambiguous', path: '', received: name, expected: found.map(({ id }) => id).join(comma) }];
    if (json) {
      const selected = Object.fromEntries(Object.keys(thing.facts).map((fact) => [fact, catalog.select(thing, fact)]));
      const own = thing.source === undefined ? [] : [thing.source];
      const cited = [...new Set([...own, ...Object.values(thing.facts).flat().flatMap(sourceIds)])].map((id) => catalog.source(id));
      printJson({ digest: catalog.digest, ...(asOf === undefined ? {} : { asOf }), ...thing, selected, sources: cited });
    } else {
      write(thingText(thing, { catalog, lang, asOf, color: useColor(), width: terminalWidth() }));
      const others = all.filter((other) => other !== thing).map(({ id }) => id);
      if (others.length > 0) write(`\n${messages(lang).catalog.namesakes(others.join(comma))}\n`);
    }
    return [];
  });

/** A name that things of several kinds share means the one that people ask for first: the chip, not the product made of it. */
const firstKind = (found: readonly Thing[]): readonly Thing[] => {
  const first = ['accelerator', 'model', ...Object.keys(kinds)].find((kind) => found.some((thing) => thing.kind === kind));
  return found.filter(({ kind }) => kind === first);
};

const sources = (id: string | undefined, flags: CatalogFlags): void =>
  withView(flags, ({ catalog, lang, json }) => {
    const texts = messages(lang).catalog;
    const uses = usesOf(catalog);
    if (id === undefined) {
      const all = catalog.sources();
      if (json) printJson(all.map((source) => ({ ...source, facts: uses.get(source.id)?.length ?? 0 })));
      else {
        const rows = all.map((source) => [
          source.id,
          source.title,
          source.publisher ?? '',
          source.date ?? '',
          String(uses.get(source.id)?.length ?? 0),
        ]);
        write(
          table(
            [[texts.columns.id, texts.columns.title, '', texts.columns.date, texts.columns.facts], ...rows],
            ['left', 'left', 'left', 'left', 'right'],
          ),
        );
      }
      return [];
    }
    const source = catalog.source(id);
    if (source === undefined) return [{ code: 'catalog/unknown-source', path: '', received: id }];
    const facts = uses.get(id) ?? [];
    if (json) printJson({ ...source, facts });
    else
      write(
        [
          ...sourceText({ number: 1, source, lang, width: terminalWidth() }),
          ...creditLine(source, lang),
          '',
          texts.usedBy(facts.length),
          ...facts.map((fact) => `  ${fact}`),
          '',
        ]
          .map(plain)
          .join('\n'),
      );
    return [];
  });

/** Facts by the sources that they cite, and things whose attributes alone stand on one. */
const usesOf = (catalog: Catalog): ReadonlyMap<string, readonly string[]> => {
  const uses = new Map<string, string[]>();
  for (const thing of catalog.list()) {
    const use = (id: string, where: string): unknown => uses.set(id, [...(uses.get(id) ?? []), where]);
    const cited = new Set<string>();
    for (const [fact, statements] of Object.entries(thing.facts)) {
      for (const id of new Set(statements.flatMap(sourceIds))) {
        use(id, `${thing.id}#${fact}`);
        cited.add(id);
      }
    }
    // Of an event, say, no fact may speak but its date.
    if (thing.source !== undefined && !cited.has(thing.source)) use(thing.source, thing.id);
  }
  return uses;
};

const lint = (folder: string | undefined, flags: CatalogFlags): void => {
  const issues = lintFolder(folder ?? flags.catalog, flags);
  if (issues.length > 0) fail(issues, languageOf(flags.lang));
};

/** Checks a folder and prints what it found; what must be mended is returned. */
const lintFolder = (folder: string | undefined, flags: CatalogFlags): readonly Issue[] => {
  const lang = languageOf(flags.lang);
  const texts = messages(lang).catalog.lint;
  const { asOf = today() } = flags;
  if (!isDate(asOf)) return [{ code: 'document/date', path: '', file: '--as-of', received: asOf }];
  const own = folder === undefined ? catalogFolder : resolve(folder);
  const base = own === catalogFolder ? undefined : openCatalog();
  if (base?.ok === false) return base.issues;
  const loaded = loadThings(own, base === undefined ? {} : { base: base.value.data });
  if (!loaded.ok) return loaded.issues;
  const { errors, warnings } = lintCatalog(loaded.value, { asOf });
  const things = loaded.value.things.filter(({ id }) => loaded.value.own.has(id));
  if (flags.json === true) printJson({ things: things.length, facts: factCount(things), errors, warnings });
  else if (errors.length === 0) {
    write(`${texts.clean(things.length, factCount(things))}\n${warningText(warnings, things, asOf, lang, flags.verbose === true)}`);
  }
  return errors;
};

const warningText = (warnings: readonly Issue[], things: readonly Thing[], asOf: string, lang: Lang, verbose: boolean): string => {
  if (warnings.length === 0) return '';
  const { lint: texts } = messages(lang).catalog;
  const counts = [...countByKind(warnings, things)].map(([kind, count]) => `  ${texts.byKind(kinds[kind]!.label[lang], count)}`);
  const details = verbose ? warnings.map((warning) => formatIssue(warning, lang)) : [texts.more];
  return `${[texts.warnings(warnings.length, asOf), ...counts, ...details].map(plain).join('\n')}\n`;
};

const today = (): string => new Date().toISOString().slice(0, 10);

const countByKind = (issues: readonly Issue[], things: readonly Thing[]): ReadonlyMap<string, number> => {
  const kindOf = new Map(things.map((thing) => [thing.file, thing.kind]));
  const counts = new Map<string, number>();
  for (const { file = '' } of issues) {
    const kind = kindOf.get(file);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
};

const text = (lines: readonly string[]): string => `${lines.map(plain).join('\n')}\n`;

const table = (rows: readonly (readonly string[])[], align: readonly Align[]): string => text(tableLines(rows, align));

const colors = (): ReturnType<typeof pc.createColors> => pc.createColors(useColor());

const useColor = (): boolean => pc.isColorSupported && process.stdout.isTTY === true;
