import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, isDate, openCatalog, type Thing } from '#catalog';
import { type Lang, messages } from '#messages';
import type { Checked, Issue } from '#quantity';
import {
  answerPackage,
  type CompatProgram,
  compareWith,
  compatPrograms,
  type PackageModel,
  type PackageSpec,
  packageModel,
  productPackage,
  publishedBeside,
  readPackage,
} from '#scenario';
import { fail } from './fail.ts';
import { langOption, languageOf, type SamplingFlags, samplingOptions } from './options.ts';
import { write } from './output.ts';
import { packageText } from './package-text.ts';

interface PackageFlags extends SamplingFlags {
  readonly compat?: CompatProgram;
  readonly why?: true;
  readonly catalog?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly lang?: Lang;
}

const programOf = (word: string): CompatProgram => {
  const known = compatPrograms.find((program) => program === word.toLowerCase());
  if (known === undefined) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(compatPrograms));
  return known;
};

const options = (command: Command): Command => {
  const texts = messages(languageOf(undefined)).package.command;
  const { help } = messages(languageOf(undefined)).cli;
  return samplingOptions(command)
    .addOption(new Option('--compat <program>', texts.compat).argParser(programOf))
    .option('--why', texts.why)
    .option('--catalog <dir>', help.catalog)
    .option('--as-of <date>', help.asOf)
    .option('--json', texts.json)
    .addOption(langOption());
};

/** `chokepoint package FILE...`: what a package of one's own costs. */
export const addPackage = (program: Command): void => {
  const { command } = messages(languageOf(undefined)).package;
  options(program.command('package').description(command.package).argument('<file...>', command.file))
    .addHelpText('after', `\n${command.packageHelp}`)
    .action((files: readonly string[], flags: PackageFlags) => {
      withCatalog(flags, (catalog) => {
        const read = files.map((file) => readPackage(file));
        const issues = read.flatMap((one) => (one.ok ? [] : one.issues));
        if (issues.length > 0) return issues;
        const models = read.flatMap((one): readonly Checked<PackageModel>[] => {
          if (!one.ok) return [];
          const { spec, place } = one.value;
          const dated = flags.asOf === undefined || spec.date !== undefined ? spec : { ...spec, date: flags.asOf };
          return [modelOf(catalog, dated, place)];
        });
        return print(models, { catalog, flags, product: undefined });
      });
    });
};

/** `chokepoint chip ID`: what a good accelerator of the catalogue costs. */
export const addChip = (program: Command): void => {
  const { command } = messages(languageOf(undefined)).package;
  options(program.command('chip').description(command.chip).argument('<id>', command.id))
    .addHelpText('after', `\n${command.chipHelp}`)
    .action((id: string, flags: PackageFlags) => {
      withCatalog(flags, (catalog) => {
        const product = catalog.get(id, 'product') ?? productOfAccelerator(catalog, id);
        if (product === undefined) {
          const near = catalog.suggest(id, 'product');
          const expected =
            near ??
            catalog
              .find(id, 'product')
              .map((thing) => thing.id)
              .join(', ');
          return [
            {
              code: 'package/no-product',
              path: '',
              received: id,
              ...(expected === '' ? {} : { expected }),
              ...(near === undefined ? {} : { hint: 'hint/did-you-mean' }),
            },
          ];
        }
        const built = productPackage(catalog, product, flags.asOf);
        if (!built.ok) return [{ code: 'package/product-incomplete', path: '', received: product.id, expected: built.missing }];
        const inFile = (issue: Issue): Issue => ({ ...issue, file: product.file });
        return print([modelOf(catalog, built.spec, inFile)], { catalog, flags, product });
      });
    });
};

const productOfAccelerator = (catalog: Catalog, id: string): Thing | undefined => {
  const chip = catalog.get(id, 'accelerator');
  return chip && catalog.list('product').find(({ attributes }) => attributes['accelerator'] === chip.id);
};

const withCatalog = (flags: PackageFlags, command: (catalog: Catalog) => readonly Issue[]): void => {
  const lang = languageOf(flags.lang);
  if (flags.asOf !== undefined && !isDate(flags.asOf))
    return fail([{ code: 'document/date', path: '', file: '--as-of', received: flags.asOf }], lang);
  const opened = openCatalog({
    ...(flags.catalog === undefined ? {} : { overlay: flags.catalog }),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  });
  const issues = opened.ok ? command(opened.value) : opened.issues;
  if (issues.length > 0) fail(issues, lang);
};

const modelOf = (catalog: Catalog, spec: PackageSpec, place: (issue: Issue) => Issue): Checked<PackageModel> => {
  const model = packageModel({ catalog, spec });
  return model.ok ? model : { ok: false, issues: model.issues.map(place) };
};

interface Printing {
  readonly catalog: Catalog;
  readonly flags: PackageFlags;
  readonly product: Thing | undefined;
}

const print = (models: readonly Checked<PackageModel>[], { catalog, flags, product }: Printing): readonly Issue[] => {
  const issues = models.flatMap((model) => (model.ok ? [] : model.issues));
  if (issues.length > 0) return issues;
  const made = models.flatMap((model) => (model.ok ? [model.value] : []));
  const lang = languageOf(flags.lang);
  const { samples, seed, compat } = flags;
  const answers = made.map((model) => {
    const answer = answerPackage({ model, samples, seed, shared: made.filter((other) => other !== model) });
    return {
      model,
      answer,
      published: product === undefined ? [] : publishedBeside(product, answer),
      compared: compat === undefined ? undefined : compareWith(catalog, model, compat),
    };
  });
  if (flags.json) {
    const plain = answers.map(({ answer, published, compared }) => ({
      ...answer,
      ...(product === undefined ? {} : { product: product.id, published }),
      ...(compared === undefined ? {} : { compared }),
    }));
    write(`${JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)}\n`);
  } else {
    write(
      answers
        .map(({ model, answer, published, compared }) =>
          packageText({ catalog, lang, model, answer, published, compared, product, shared: made.length - 1, why: flags.why === true }),
        )
        .join('\n'),
    );
  }
  return [];
};
