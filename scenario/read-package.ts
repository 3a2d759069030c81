import * as z from 'zod';
import { fromZod, isDate, type LocatedDocument, nearest, type Path, readDocumentFile } from '#catalog';
import { type Checked, type Issue, parseQuantity } from '#quantity';
import { validate } from '#uncertainty';
import { allowedValue } from './allowed-value.ts';
import { type PackageField, type PackageSection, packageFields } from './package-fields.ts';
import type { DieSpec, Numbers, PackageSpec, Stated } from './package-spec.ts';

/** Ways of joining dies that a file may name. */
export const packageTechnologies = ['organic', 'fan-out-chip-first', 'fan-out-chip-last', 'silicon-interposer', 'bridge'] as const;

const text = z.union([z.string().trim().min(1).max(500), z.number()]).transform(String);
const name = z.string().trim().min(1).max(100);
const numbers = <S extends PackageSection>(section: S): Readonly<Record<keyof (typeof packageFields)[S], z.ZodType<string | undefined>>> =>
  Object.fromEntries(
    Object.entries(packageFields[section] as Readonly<Record<string, PackageField>>).map(([key, { unit }]) => [
      key,
      text.optional().describe(unit === '1' ? 'a number or a share' : unit),
    ]),
  ) as never;

/** The schema of a package file. */
export const packageSchema: z.ZodType<WrittenPackage> = z
  .strictObject({
    name: name.describe('what the package is called'),
    date: text
      .optional()
      .describe('YYYY, YYYY-MM or YYYY-MM-DD: facts published later are not known')
      .superRefine((value, context) => {
        if (value !== undefined && !isDate(value)) context.addIssue({ code: 'custom', params: { code: 'document/date' } });
      }),
    packaging: name.optional().describe('id or name of a way of packaging: `packaging/cowos-s`'),
    technology: z.enum(packageTechnologies).optional().describe('how dies are joined, where no packaging is named'),
    volume: text.optional().describe('units over its life, over which the design is spread (chip)'),
    dies: z
      .array(
        z.strictObject({
          name: name.describe('by which links and stacked dies refer to it'),
          node: name.optional().describe('id or name of its process: `N5`'),
          design: name.optional().describe('alike wherever the same die is used, also in another package'),
          on: name.optional().describe('the die on which it stands'),
          bonding: z.enum(['die-to-wafer', 'wafer-to-wafer']).optional(),
          stitched: z.boolean().optional().describe('may be larger than an exposure'),
          ...numbers('die'),
        }),
      )
      .min(1)
      .max(100),
    memory: z
      .array(z.strictObject({ hbm: name.optional().describe('id or name of its generation'), ...numbers('memory') }))
      .max(10)
      .optional(),
    links: z
      .array(
        z.strictObject({
          between: z.tuple([name, name]).describe('names of two dies'),
          standard: name.optional().describe('id or name of a link standard: `ucie-2-5d`, `gbt-46280`'),
          ...numbers('link'),
        }),
      )
      .max(100)
      .optional(),
    carrier: z.strictObject(numbers('carrier')).optional().describe('interposer, redistribution layer or moulded bridges'),
    substrate: z.strictObject(numbers('substrate')).optional(),
    test: z.strictObject(numbers('test')).optional(),
    wafer: z.strictObject(numbers('wafer')).optional().describe('geometry of wafers'),
  })
  .describe(
    'A package: dies, memory, links and how they are joined / 一个封装：裸片、存储、互连与集成方式',
  ) as unknown as z.ZodType<WrittenPackage>;

type WrittenNumbers = Readonly<Record<string, string | undefined>>;

interface WrittenPackage {
  readonly name: string;
  readonly date?: string;
  readonly packaging?: string;
  readonly technology?: (typeof packageTechnologies)[number];
  readonly volume?: string;
  readonly dies: readonly (WrittenNumbers & {
    readonly name: string;
    readonly bonding?: 'die-to-wafer' | 'wafer-to-wafer';
    readonly stitched?: boolean;
  })[];
  readonly memory?: readonly WrittenNumbers[];
  readonly links?: readonly (Omit<WrittenNumbers, 'between'> & { readonly between: readonly [string, string] })[];
  readonly carrier?: WrittenNumbers;
  readonly substrate?: WrittenNumbers;
  readonly test?: WrittenNumbers;
  readonly wafer?: WrittenNumbers;
}

/** A package with the places of what was written about it. */
export interface ReadPackage {
  readonly spec: PackageSpec;
  /** Gives a fault of the model, whose path names dies, the place in the file that it speaks of. */
  readonly place: (issue: Issue) => Issue;
}

/**
 * Reads a package file.
 *
 * @param path the file
 * @returns the package, or every fault with its place
 */
export const readPackage = (path: string): Checked<ReadPackage> => {
  const read = readDocumentFile(path);
  return read.ok ? packageOf(read.value) : read;
};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is sound in a mapping: texts and numbers, so that all faults come to light at once. */
const plainParts = (value: unknown): Record<string, unknown> =>
  isMapping(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, part]): (readonly [string, unknown])[] =>
          typeof part === 'string' || typeof part === 'number'
            ? [[key, String(part)] as const]
            : key === 'between' && isPair(part)
              ? [[key, part] as const]
              : [],
        ),
      )
    : {};
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === 'string');
const partsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(plainParts) : []);

/** A file that breaks its schema, as far as it can be read. */
const soundParts = (value: unknown): WrittenPackage => {
  const root = isMapping(value) ? value : {};
  return {
    ...plainParts(root),
    dies: partsOf(root['dies']).map((die, i) => ({ ...die, name: typeof die['name'] === 'string' ? die['name'] : `#${i + 1}` })),
    memory: partsOf(root['memory']),
    links: partsOf(root['links']).map((link) => ({ ...link, between: isPair(link['between']) ? link['between'] : [] })),
    ...Object.fromEntries(['carrier', 'substrate', 'test', 'wafer'].map((key) => [key, plainParts(root[key])])),
  } as unknown as WrittenPackage;
};

/**
 * What a document says of a package.
 *
 * @param doc the document
 */
export const packageOf = (doc: LocatedDocument): Checked<ReadPackage> => {
  const parsed = packageSchema.safeParse(doc.value);
  const written = parsed.success ? parsed.data : soundParts(doc.value);
  const broken = parsed.success ? [] : fromZod(doc, parsed.error, packageSchema);
  const issues: Issue[] = [];
  const one = (value: string, field: PackageField, path: Path): Stated | undefined => {
    const quantity = parseQuantity(value, field.unit);
    if (!quantity.ok) {
      issues.push(...doc.relocate(quantity.issues, path));
      return undefined;
    }
    const { currency, currencyYear } = quantity.value;
    if ((currency ?? 'USD') !== 'USD' || currencyYear !== undefined) {
      issues.push(doc.issue('package/currency', path, { received: value, expected: field.unit }));
      return undefined;
    }
    const sound = validate(quantity.value.value, '');
    if (!sound.ok) {
      issues.push(...doc.relocate(sound.issues, path));
      return undefined;
    }
    const allowed = allowedValue({ whole: false, ...field }, sound.value, value);
    if (allowed.ok) return { distribution: allowed.value };
    issues.push(...allowed.issues.map(({ code, path: _, ...extra }) => doc.issue(code, path, extra)));
    return undefined;
  };
  const section = <S extends PackageSection>(kind: S, values: object | undefined, path: Path): Numbers<S> => {
    const found: Record<string, Stated> = {};
    for (const [key, field] of Object.entries(packageFields[kind] as Readonly<Record<string, PackageField>>)) {
      const value = (values as WrittenNumbers | undefined)?.[key];
      const stated = value === undefined ? undefined : one(value, field, [...path, key]);
      if (stated !== undefined) found[key] = stated;
    }
    return found as Numbers<S>;
  };
  const dies = written.dies.map((die, i): DieSpec => {
    const { name: called, node, design, on, bonding, stitched } = die as typeof die & Partial<Record<'node' | 'design' | 'on', string>>;
    const read = section('die', die, ['dies', i]);
    const raw = isMapping(doc.value) && Array.isArray(doc.value['dies']) ? (doc.value['dies'][i] as unknown) : undefined;
    const has = (key: string): boolean => isMapping(raw) && Object.hasOwn(raw, key);
    if (!has('area') && !(has('width') && has('height'))) issues.push(doc.issue('package/no-area', ['dies', i], { received: called }));
    return {
      name: called,
      ...(node === undefined ? {} : { node }),
      ...(design === undefined ? {} : { design }),
      ...(on === undefined ? {} : { on }),
      ...(bonding === undefined ? {} : { bonding }),
      ...(stitched === undefined ? {} : { stitched }),
      numbers: read,
    };
  });
  issues.push(...faultsOfNames(doc, written, dies));
  const memory = (written.memory ?? []).map((stack, i) => ({
    ...(stack['hbm'] === undefined ? {} : { hbm: stack['hbm'] }),
    numbers: section('memory', stack, ['memory', i]),
  }));
  const links = (written.links ?? []).map((link, i) => ({
    between: link.between,
    ...(link['standard'] === undefined ? {} : { standard: link['standard'] as string }),
    numbers: section('link', link, ['links', i]),
  }));
  const { product } = packageFields;
  const volume = written.volume === undefined ? undefined : one(written.volume, product.volume, ['volume']);
  const spec: PackageSpec = {
    name: written.name,
    ...(written.date === undefined ? {} : { date: written.date }),
    ...(written.packaging === undefined ? {} : { packaging: written.packaging }),
    ...(written.technology === undefined ? {} : { technology: written.technology }),
    dies,
    memory,
    links,
    carrier: section('carrier', written.carrier, ['carrier']),
    substrate: section('substrate', written.substrate, ['substrate']),
    test: section('test', written.test, ['test']),
    wafer: section('wafer', written.wafer, ['wafer']),
    ...(volume === undefined ? {} : { volume }),
  };
  const faults = [...broken, ...issues].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return faults.length > 0 ? { ok: false, issues: faults } : { ok: true, value: { spec, place: placeIn(doc, dies) } };
};

/** `dies.io.waferPrice` is the die called io, wherever it stands in the list. */
const placeIn =
  (doc: LocatedDocument, dies: readonly DieSpec[]) =>
  (issue: Issue): Issue => {
    const [head = '', ...rest] = issue.path.split('.');
    const called = rest.slice(0, -1).join('.');
    const index = head === 'dies' ? dies.findIndex((die) => die.name === called) : -1;
    const path: Path =
      index < 0 ? [head, ...rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part))] : ['dies', index, rest.at(-1) as string];
    const { code, path: _, ...extra } = issue;
    return { ...doc.issue(code, path), ...extra };
  };

/** Dies that are called alike, and references to dies that there are not. */
const faultsOfNames = (doc: LocatedDocument, written: WrittenPackage, dies: readonly DieSpec[]): Issue[] => {
  const names = dies.map(({ name: called }) => called);
  const unknown = (received: string, path: Path): Issue[] => {
    if (names.includes(received)) return [];
    const meant = nearest(received, names);
    return [
      doc.issue('package/unknown-die', path, {
        received,
        expected: meant ?? names.join(', '),
        ...(meant === undefined ? {} : { hint: 'hint/did-you-mean' }),
      }),
    ];
  };
  return [
    ...names.flatMap((called, i) =>
      names.indexOf(called) < i ? [doc.issue('package/duplicate-die', ['dies', i, 'name'], { received: called })] : [],
    ),
    ...dies.flatMap(({ on }, i) => (on === undefined ? [] : unknown(on, ['dies', i, 'on']))),
    ...(written.links ?? []).flatMap(({ between }, i) => between.flatMap((end, k) => unknown(end, ['links', i, 'between', k]))),
  ];
};
