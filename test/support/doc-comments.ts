import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';

/** What a doc comment lacks, as a line that an editor can jump to. */
export type Complaint = string;

const knownTags = new Set([
  'param',
  'unit',
  'equation',
  'source',
  'valid',
  'throws',
  'pure',
  'returns',
  'example',
  'see',
  'typeParam',
  'template',
]);
const tagsWithText = new Set(['param', 'unit', 'equation', 'source', 'valid', 'throws', 'returns']);

type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** Reads the doc comments of every function that the given index files export. Rules: CONTRIBUTING.md, "Doc comments". */
export function checkDocComments(
  root: string,
  indexFiles: readonly string[],
): { readonly functions: number; readonly complaints: readonly Complaint[] } {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: indexFiles }, ts.sys, root);
  const program = ts.createProgram(
    indexFiles.map((file) => join(root, file)),
    options,
  );
  const checker = program.getTypeChecker();
  const sources = readSources(root);
  const units = unitIds(program, checker);

  const seen = new Set<ts.Node>();
  const complaints: Complaint[] = [];
  for (const indexFile of indexFiles) {
    const file = program.getSourceFile(join(root, indexFile));
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${indexFile} exports nothing`);
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const found = functionOf(symbol);
      if (!found || seen.has(found.node)) continue;
      seen.add(found.node);
      const where = found.node.getSourceFile();
      const line = where.getLineAndCharacterOfPosition(found.holder.getStart()).line + 1;
      const path = where.fileName.slice(root.length);
      for (const complaint of checkFunction({ ...found, name: symbol.name, path, checker, sources, units })) {
        complaints.push(`${path}:${line} ${symbol.name}: ${complaint}`);
      }
    }
  }
  return { functions: seen.size, complaints };
}

function functionOf(symbol: ts.Symbol): { readonly node: FunctionNode; readonly holder: ts.Node } | undefined {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration)) {
    // Of an overloaded function the first signature is the one that carries the comment.
    const first = symbol.declarations?.find(ts.isFunctionDeclaration) ?? declaration;
    return { node: declaration, holder: first };
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  let value: ts.Expression = declaration.initializer;
  while (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)) value = value.expression;
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? { node: value, holder: declaration } : undefined;
}

interface Subject {
  readonly node: FunctionNode;
  readonly holder: ts.Node;
  readonly name: string;
  readonly path: string;
  readonly checker: ts.TypeChecker;
  readonly sources: ReadonlySet<string> | undefined;
  readonly units: ReadonlySet<string>;
}

function* checkFunction(subject: Subject): Iterable<Complaint> {
  const { node, holder, path, sources } = subject;
  const tags = ts.getJSDocTags(holder).map((tag) => ({ name: tag.tagName.text, text: tagText(tag), tag }));
  const comments = ts.getJSDocCommentsAndTags(holder).filter(ts.isJSDoc);
  const summary = (ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? '').trim();

  const sentence = /^.*?[.。:](?=\s|$)/s.exec(summary)?.[0] ?? '';
  if (sentence.split(/\s+/).length < 3) yield 'begins with no sentence';
  for (const { name, text } of tags) {
    if (!knownTags.has(name)) yield `@${name} is no tag of the house`;
    else if (tagsWithText.has(name) && text === '') yield `@${name} says nothing`;
  }

  yield* checkParameters(subject, tags);
  yield* checkUnits(subject, tags);

  const named = new Set(tags.map(({ name }) => name));
  if (!path.includes('0-quantity/') && !named.has('equation') && !named.has('source') && !named.has('pure')) {
    yield 'needs @equation or @source, or @pure where it holds no physics';
  }
  if (throws(node.body) && !named.has('throws')) yield 'throws, but has no @throws';
  for (const { name, text } of tags) {
    if (name !== 'source' || !sources) continue;
    const [first = '', ...others] = text.split(/[\s,;]+/);
    const ids = [first, ...others.filter((word) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*-\d{4}$/.test(word))];
    for (const id of ids) if (!sources.has(id)) yield `@source ${id} is not in catalog/sources.yaml`;
  }
}

interface Tag {
  readonly name: string;
  readonly text: string;
  readonly tag: ts.JSDocTag;
}

function* checkParameters({ node, checker }: Subject, tags: readonly Tag[]): Iterable<Complaint> {
  const documented = tags.flatMap(({ tag }) => (ts.isJSDocParameterTag(tag) ? [tag.name.getText()] : []));
  for (const parameter of node.parameters) {
    const isDestructured = !ts.isIdentifier(parameter.name);
    const name = isDestructured ? 'input' : parameter.name.getText();
    const properties = objectProperties(checker.getTypeAtLocation(parameter), checker);
    const hasTag = isDestructured ? documented.length > 0 : documented.some((each) => each === name);
    if (properties === undefined) {
      if (!hasTag) yield `has no @param ${name}`;
      continue;
    }
    const bare = properties.filter((property) => {
      const inTag = documented.some((each) => each.endsWith(`.${property.name}`));
      return !inTag && property.getDocumentationComment(checker).length === 0;
    });
    if (!hasTag && bare.length > 0) yield `has no @param ${name}, and no words on ${bare.map((each) => each.name).join(', ')}`;
    for (const property of bare) {
      if (isPlainNumber(typeOf(property, node, checker))) yield `${name}.${property.name} is a plain number without words or unit`;
    }
  }
}

function* checkUnits({ node, checker, units }: Subject, tags: readonly Tag[]): Iterable<Complaint> {
  const signature = checker.getSignatureFromDeclaration(node);
  if (!signature) return;
  const returned = checker.getReturnTypeOfSignature(signature);
  const stated = tags.find(({ name }) => name === 'unit')?.text.split(/\s+/)[0];
  const brand = brandOf(returned, checker, node);
  if (stated !== undefined && !units.has(stated)) yield `@unit ${stated} is not in the unit table`;
  if (stated !== undefined && brand !== undefined && brand !== stated) yield `@unit ${stated} is not the unit it returns, ${brand}`;
  if (stated === undefined && isPlainNumber(returned)) yield 'returns a plain number without @unit';

  for (const property of objectProperties(returned, checker) ?? []) {
    const type = typeOf(property, node, checker);
    const unit = property.getJsDocTags(checker).find(({ name }) => name === 'unit');
    const text = ts.displayPartsToString(unit?.text).split(/\s+/)[0];
    if (text && !units.has(text)) yield `@unit ${text} of ${property.name} is not in the unit table`;
    const own = brandOf(type, checker, node);
    if (text && own !== undefined && own !== text) yield `@unit ${text} of ${property.name} is not its unit, ${own}`;
    if (isPlainNumber(type) && property.getDocumentationComment(checker).length === 0 && !text) {
      yield `${property.name} in its result is a plain number without words or unit`;
    }
  }
}

/** The properties of a record that this repository declares; undefined for anything else. */
function objectProperties(type: ts.Type, checker: ts.TypeChecker): readonly ts.Symbol[] | undefined {
  if (!(type.flags & ts.TypeFlags.Object) || checker.isArrayType(type) || checker.isTupleType(type) || type.getCallSignatures().length > 0)
    return undefined;
  const isOurs = (symbol: ts.Symbol): boolean =>
    (symbol.declarations ?? []).some((declaration) => !declaration.getSourceFile().fileName.includes('/node_modules/'));
  const properties = checker.getPropertiesOfType(type);
  return properties.length > 0 && properties.every(isOurs) ? properties : undefined;
}

function typeOf(property: ts.Symbol, at: ts.Node, checker: ts.TypeChecker): ts.Type {
  return checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, at));
}

function isPlainNumber(type: ts.Type): boolean {
  return Boolean(type.flags & (ts.TypeFlags.Number | ts.TypeFlags.NumberLiteral));
}

/** The unit that a `Quantity` carries in its brand. */
function brandOf(type: ts.Type, checker: ts.TypeChecker, at: ts.Node): string | undefined {
  if (!type.isIntersection()) return undefined;
  for (const property of type.getProperties()) {
    // A property named by a unique symbol is known to the compiler as `__@name@id`.
    if (!property.name.startsWith('__@')) continue;
    const brand = checker.getTypeOfSymbolAtLocation(property, at);
    if (brand.isStringLiteral()) return brand.value;
  }
  return undefined;
}

function unitIds(program: ts.Program, checker: ts.TypeChecker): ReadonlySet<string> {
  const quantity = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('model/0-quantity/index.ts'));
  const module = quantity && checker.getSymbolAtLocation(quantity);
  const exported = module && checker.getExportsOfModule(module).find(({ name }) => name === 'UnitId');
  if (!exported) throw new Error('model/0-quantity/index.ts exports no UnitId');
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return new Set((type.isUnion() ? type.types : [type]).flatMap((each) => (each.isStringLiteral() ? [each.value] : [])));
}

function throws(body: ts.Node | undefined): boolean {
  if (!body) return false;
  if (ts.isThrowStatement(body)) return true;
  return ts.forEachChild(body, (child) => !ts.isFunctionLike(child) && throws(child)) ?? false;
}

function tagText(tag: ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/^[-\s]+/, '').trim();
}

function readSources(root: string): ReadonlySet<string> | undefined {
  const file = join(root, 'catalog/sources.yaml');
  return existsSync(file) ? new Set(Object.keys(parse(readFileSync(file, 'utf8')))) : undefined;
}
