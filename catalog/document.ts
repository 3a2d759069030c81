import { CST, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument, type Scalar, type YAMLError } from 'yaml';
import type { Checked, Issue } from '#quantity';

/** A place in the text, 1-based, columns in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** A YAML document as plain data that remembers where each part was written. */
export interface LocatedDocument {
  readonly file: string;
  /** Objects have no prototype, so that a key such as `constructor` is only ever what the file says. */
  readonly value: unknown;
  /** Where the value of a path stands; for an absent one, the nearest part that holds it. */
  readonly locate: (path: Path) => Position;
  /** Where the key of a path stands. */
  readonly locateKey: (path: Path) => Position;
  /** An issue at the value of a path. */
  readonly issue: (code: string, path: Path, extra?: IssueExtra) => Issue;
  /** Gives issues found inside the text of a value (a quantity) the place of that text in the file. */
  readonly relocate: (issues: readonly Issue[], path: Path) => Issue[];
}

/** What an issue may say besides its code and place. */
export interface IssueExtra {
  readonly expected?: string;
  readonly received?: string;
  readonly hint?: string;
  /** Point at the key instead of the value. */
  readonly at?: 'key';
}

/** Limits that no document written by a person reaches, but a hostile one does; `received`: characters that an issue repeats. */
export const documentLimits = { bytes: 1_000_000, tokens: 60_000, depth: 32, indent: 200, issues: 100, received: 60 } as const;

/**
 * Reads one YAML 1.2 document that a person wrote. Anchors, aliases, merge keys, tags, directives, repeated keys and
 * numbers beyond the range of a double are refused, since each of them makes a file mean something else than it shows.
 *
 * @param source the text, and the name under which issues speak of it
 */
export const readDocument = (source: { readonly text: string; readonly file: string }): Checked<LocatedDocument> => {
  const { file } = source;
  const text = source.text.startsWith(byteOrderMark) ? source.text.slice(1) : source.text;
  if (new TextEncoder().encode(text).length > documentLimits.bytes) {
    return failed([{ code: 'document/too-large', path: '', file, expected: String(documentLimits.bytes) }]);
  }
  const at = lineFinder(text);
  const issueAt = (code: string, offset: number, extra: Omit<IssueExtra, 'at'> = {}, path = ''): Issue => ({
    code,
    path,
    file,
    ...at(offset),
    ...extra,
  });

  const refused = refusedTokens(text, issueAt);
  if (refused.length > 0) return failed(refused);

  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // The parser compares every key with every other, which a file of many keys turns into minutes; `plainValue` looks them up.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return failed(document.errors.slice(0, documentLimits.issues).map((error) => syntaxIssue(error, text, issueAt)));
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return failed([issueAt('document/empty', 0)]);
  }

  const issues: Issue[] = [];
  const root: Part = { key: 0, value: document.contents.range[0], children: new Map() };
  const value = plainValue(document.contents, root, [], {
    report: (code, offset, path, extra) => {
      if (issues.length < documentLimits.issues) issues.push(issueAt(code, offset, extra, pathText(path)));
    },
    lineOf: (offset) => at(offset).line,
  });
  if (issues.length > 0) return failed(issues);
  return { ok: true, value: locatedDocument({ file, text, value, root, at }) };
};

/** `['facts', 'price', 0, 'value']` as `facts.price[0].value`. */
export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');

/** The characters that an input method gives in place of the punctuation and digits of YAML. */
export const hasFullWidth = (text: string): boolean => fullWidth.test(text);

const byteOrderMark = '\uFEFF';
const fullWidth = /[\uFF0C\uFF10-\uFF1A\uFF3B\uFF3D\uFF5B\uFF5D\uFF03\uFF0D\u3000]/u;

interface Part {
  /** Offsets of the key (or item) and of the value. */
  readonly key: number;
  readonly value: number;
  readonly children: Map<string | number, Part>;
}

interface Notes {
  readonly report: (code: string, offset: number, path: Path, extra?: Omit<IssueExtra, 'at'>) => void;
  readonly lineOf: (offset: number) => number;
}

type IssueAt = (code: string, offset: number, extra?: Omit<IssueExtra, 'at'>) => Issue;

const failed = (issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } => ({ ok: false, issues });

/** Positions of offsets in a text. */
const lineFinder = (text: string): ((offset: number) => Position) => {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: [...text.slice(starts[low], offset)].length + 1 };
  };
};

const refusedTypes: Readonly<Record<string, string>> = {
  anchor: 'document/anchor',
  alias: 'document/alias',
  tag: 'document/tag',
  directive: 'document/directive',
  'directive-line': 'document/directive',
};

interface Token {
  readonly type: string;
  readonly start: number;
  readonly text: string;
}

/** The tokens of a text without the marks that the lexer puts between them. */
function* tokensOf(text: string): Generator<Token> {
  let start = 0;
  let inScalar = false;
  for (const token of new Lexer().lex(text)) {
    const type = inScalar ? 'scalar' : (CST.tokenType(token) ?? 'unknown');
    if (!inScalar && type === 'scalar') {
      inScalar = true;
    } else if (type !== 'doc-mode' && type !== 'flow-error-end') {
      inScalar = false;
      yield { type, start, text: token };
      start += token.length;
    }
  }
}

const opensBlock: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);

/** Follows how deep the tokens go: brackets open, blocks begun on one line, or columns of indentation. */
const depthGauge = (): ((token: Token) => boolean) => {
  let brackets = 0;
  let blocks = 0;
  let lineStart = true;
  return ({ type, text }) => {
    const indentation = lineStart && type === 'space' ? text.length : 0;
    lineStart = type === 'newline';
    if (lineStart) blocks = 0;
    if (opensBlock.has(type) && brackets === 0) blocks += 1;
    if (type === 'flow-map-start' || type === 'flow-seq-start') brackets += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') brackets -= 1;
    return Math.max(brackets, blocks) > documentLimits.depth || indentation > documentLimits.indent;
  };
};

/**
 * What can be refused by looking at the tokens alone, before anything is built from them: the parser is recursive, and
 * a deep enough file ends the process.
 */
const refusedTokens = (text: string, issueAt: IssueAt): Issue[] => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.exec(text);
  if (control !== null) return [issueAt('document/control-character', control.index, { received: `U+${hex(control[0])}` })];
  const issues: Issue[] = [];
  const tooDeep = depthGauge();
  let content = false;
  let count = 0;
  for (const token of tokensOf(text)) {
    count += 1;
    if (count > documentLimits.tokens) {
      return [...issues, issueAt('document/too-many-parts', token.start, { expected: String(documentLimits.tokens) })];
    }
    if (tooDeep(token)) return [...issues, issueAt('document/too-deep', token.start, { expected: String(documentLimits.depth) })];
    // What follows is another document, with rules of its own.
    if (token.type === 'doc-start' && content) return [...issues, issueAt('document/several-documents', token.start)];
    content ||= token.type === 'scalar' || token.type.startsWith('flow-') || opensBlock.has(token.type);
    const code = refusedTypes[token.type];
    if (code !== undefined && issues.length < documentLimits.issues) {
      issues.push(issueAt(code, token.start, { received: token.text.trim() }));
    }
  }
  return issues;
};

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

/** Faults of the parser that have their own text; the others share one, with a mend by kind. */
const syntaxCodes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'document/tab',
  NON_STRING_KEY: 'document/key-not-text',
  RESOURCE_EXHAUSTION: 'document/too-deep',
};

const syntaxIssue = (error: YAMLError, text: string, issueAt: IssueAt): Issue => {
  const offset = error.pos[0];
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const until = text.indexOf('\n', offset);
  const line = text.slice(from, until < 0 ? undefined : until);
  const wide = fullWidth.exec(line);
  if (wide !== null) return issueAt('document/full-width', from + wide.index, { received: wide[0] });
  const code = syntaxCodes[error.code];
  if (code !== undefined) return issueAt(code, offset);
  return issueAt('document/syntax', offset, {
    received: line.trim().slice(0, documentLimits.received),
    hint: `yaml/${error.code.toLowerCase().replaceAll('_', '-')}`,
  });
};

/** Plain data of a node, noting the place of each part. Recursion is safe: `refusedTokens` has bounded the depth. */
const plainValue = (node: ParsedNode | null, part: Part, path: Path, notes: Notes): unknown => {
  const { report, lineOf } = notes;
  if (path.length > documentLimits.depth) {
    report('document/too-deep', part.value, path, { expected: String(documentLimits.depth) });
    return null;
  }
  if (node === null) return null;
  if (isMap(node)) {
    const result: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) {
      const name = String((key as Scalar).value);
      const offset = (key as ParsedNode).range[0];
      const here = [...path, name];
      const earlier = part.children.get(name);
      const fault = keyFault(name);
      if (fault !== undefined) report(fault, offset, here, { received: name });
      else if (earlier !== undefined)
        report('document/duplicate-key', offset, here, { received: name, expected: String(lineOf(earlier.key)) });
      const child: Part = { key: offset, value: value === null ? offset : (value as ParsedNode).range[0], children: new Map() };
      if (earlier === undefined) part.children.set(name, child);
      result[name] = plainValue(value as ParsedNode | null, child, here, notes);
    }
    return result;
  }
  if (isSeq(node)) {
    return node.items.map((item, i) => {
      const offset = (item as ParsedNode).range[0];
      const child: Part = { key: offset, value: offset, children: new Map() };
      part.children.set(i, child);
      return plainValue(item as ParsedNode, child, [...path, i], notes);
    });
  }
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    report('document/not-finite', part.value, path, { received: node.source ?? String(value) });
  }
  return value;
};

const keyFault = (name: string): string | undefined => {
  if (name === '__proto__') return 'document/forbidden-key';
  if (name === '<<') return 'document/merge-key';
  return fullWidth.test(name) ? 'document/full-width' : undefined;
};

const locatedDocument = (input: {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly root: Part;
  readonly at: (offset: number) => Position;
}): LocatedDocument => {
  const { file, text, value, root, at } = input;
  const nearest = (path: Path): { readonly part: Part; readonly exact: boolean } => {
    let part = root;
    for (const name of path) {
      const next = part.children.get(name);
      if (next === undefined) return { part, exact: false };
      part = next;
    }
    return { part, exact: true };
  };
  const locate = (path: Path): Position => {
    const { part, exact } = nearest(path);
    // The key of what should have held an absent part says more than the place of its first entry.
    return at(exact ? part.value : part.key);
  };
  const locateKey = (path: Path): Position => at(nearest(path).part.key);
  const issue = (code: string, path: Path, extra: IssueExtra = {}): Issue => {
    const { at: where, ...rest } = extra;
    return { code, path: pathText(path), file, ...(where === 'key' ? locateKey(path) : locate(path)), ...rest };
  };
  const relocate = (issues: readonly Issue[], path: Path): Issue[] => {
    const { part } = nearest(path);
    const place = at(part.value);
    const quoted = text[part.value] === '"' || text[part.value] === "'" ? 1 : 0;
    // Inside a block scalar the columns of the text are not those of the file.
    const block = text[part.value] === '|' || text[part.value] === '>';
    return issues.map((found) => ({
      ...found,
      path: pathText(path),
      file,
      line: place.line,
      column: block || found.column === undefined ? place.column : place.column + quoted + found.column - 1,
    }));
  };
  return { file, value, locate, locateKey, issue, relocate };
};
