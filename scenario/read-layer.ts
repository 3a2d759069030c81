import * as z from 'zod';
import { documentLimits, fromZod, type IssueExtra, type LocatedDocument, nearest, type Path } from '#catalog';
import { type Issue, parseQuantity } from '#quantity';
import { validate } from '#uncertainty';
import type { LeverSetting, Place, ScenarioDocument, StatedCorrelation } from './document.ts';
import type { Layer, Located } from './layer.ts';
import { leverByPath, roles } from './levers.ts';
import { metricByPath } from './metrics.ts';
import { readLever, type Spot } from './read-lever.ts';
import { none, scenarioSchema, type WrittenCheck, type WrittenCorrelation, type WrittenScenario } from './schema.ts';
import { didYouMean, leverGroups, suggestPath } from './suggest-path.ts';

/** A file of a scenario: what is sound in it, and every fault of the rest. */
export interface ReadLayer {
  readonly layer: Layer;
  readonly issues: readonly Issue[];
  /** The file that it changes, as written. */
  readonly extends?: string;
  /** Keys that stand in the file, sound or not. */
  readonly keys: ReadonlySet<string>;
}

/**
 * Reads one scenario file by itself. What is sound beside a fault is read on, so that all faults come to light at once.
 *
 * @param doc the file
 */
export const readLayer = (doc: LocatedDocument): ReadLayer => {
  const parsed = scenarioSchema.safeParse(doc.value);
  const issues = parsed.success
    ? []
    : fromZod(doc, parsed.error, scenarioSchema)
        .slice(0, documentLimits.issues)
        .map((issue) => moreSpecial(issue));
  const written = (parsed.success ? parsed.data : soundParts(scenarioSchema, doc.value)) as WrittenScenario;

  const placed = <T>(key: string, value: T): Located<T> => ({ value, place: placeOf(doc, [key]) });
  const optional = <Key extends string, T>(key: Key, value: T | undefined): Partial<Record<Key, Located<T>>> =>
    value === undefined ? {} : ({ [key]: placed(key, value) } as Record<Key, Located<T>>);
  const { title, story, actor, date, acquired, precision, acquire, optimiser, checkpoint, tools, check, correlations, plan } = written;
  const checked = check === undefined || check === none ? check : readCheck(check, doc, issues);
  const tied = correlations === undefined || correlations === none ? correlations : readCorrelations(correlations, doc, issues);
  return {
    layer: {
      fields: {
        ...optional('title', title),
        ...optional('story', story),
        ...optional('actor', actor),
        ...optional('date', date),
        ...optional('acquired', acquired),
        ...optional('precision', precision),
        ...optional('acquire', acquire),
        ...optional('optimiser', optimiser),
        ...optional('checkpoint', checkpoint),
        ...optional('tools', tools),
        ...optional('check', checked),
        ...optional('correlations', tied),
        ...optional('plan', plan),
      },
      roles: Object.fromEntries(roles.flatMap((role) => (written[role] === undefined ? [] : [[role, placed(role, written[role])]]))),
      levers: readLevers(written, doc, issues),
    },
    issues,
    ...(written.extends === undefined ? {} : { extends: written.extends }),
    keys: new Set(isMapping(doc.value) ? Object.keys(doc.value) : []),
  };
};

const placeOf = (doc: LocatedDocument, path: Path): Place => ({ file: doc.file, ...doc.locate(path) });

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readLevers = (written: WrittenScenario, doc: LocatedDocument, issues: Issue[]): Map<string, LeverSetting> => {
  const settings = new Map<string, LeverSetting>();
  for (const [group, members] of Object.entries(written.levers ?? {})) {
    for (const [name, value] of Object.entries(members ?? {})) {
      const lever = leverByPath.get(`${group}.${name}`);
      if (lever === undefined || value === undefined) continue;
      const setting = readLever(lever, value, spotIn(doc, ['levers', group, name]));
      if (setting.ok) settings.set(lever.path, setting.value);
      else issues.push(...setting.issues);
    }
  }
  return settings;
};

/**
 * Where a lever stands in a document.
 *
 * @param doc the document
 * @param path its path there
 * @param origin who speaks
 */
export const spotIn = (doc: LocatedDocument, path: Path, origin: Spot['origin'] = 'scenario'): Spot => {
  const at = (part?: string): Path => (part === undefined ? path : [...path, part]);
  return {
    place: placeOf(doc, path),
    origin,
    issue: (code, extra, part) => doc.issue(code, at(part), extra),
    relocate: (issues, part) => doc.relocate(issues, at(part)),
  };
};

const readCheck = (written: WrittenCheck, doc: LocatedDocument, issues: Issue[]): ScenarioDocument['check'] => {
  const fault = (code: string, part: string, extra: IssueExtra): undefined => {
    issues.push(doc.issue(code, ['check', part], extra));
    return undefined;
  };
  const metric = metricByPath.get(written.metric);
  if (metric === undefined) {
    return fault('scenario/unknown-metric', 'metric', {
      received: written.metric,
      ...didYouMean(nearest(written.metric, metricByPath.keys())),
    });
  }
  const parsed = parseQuantity(written.value, metric.unit);
  if (!parsed.ok) {
    issues.push(...doc.relocate(parsed.issues, ['check', 'value']));
    return undefined;
  }
  const { value, unit, currency, currencyYear } = parsed.value;
  // An answer is in dollars of its time, and a published figure beside it must be in the same.
  if ((currency ?? 'USD') !== 'USD' || currencyYear !== undefined) {
    return fault('scenario/check-currency', 'value', { expected: metric.unit, received: written.value });
  }
  const sound = validate(value, '');
  if (!sound.ok) {
    issues.push(...doc.relocate(sound.issues, ['check', 'value']));
    return undefined;
  }
  return {
    metric: metric.path,
    value,
    unit,
    source: written.source,
    ...(written.note === undefined ? {} : { note: written.note }),
    place: placeOf(doc, ['check']),
  };
};

/** Pairs of levers, each pair once; a faulty one is left out. */
const readCorrelations = (written: readonly WrittenCorrelation[], doc: LocatedDocument, issues: Issue[]): readonly StatedCorrelation[] => {
  const seen = new Set<string>();
  return written.flatMap(({ between, rank, source, note }, index): readonly StatedCorrelation[] => {
    const fault = (code: string, path: Path, extra: IssueExtra): void => {
      issues.push(doc.issue(code, ['correlations', index, ...path], extra));
    };
    const known = between.filter((path, place) => {
      if (leverByPath.has(path)) return true;
      fault('scenario/unknown-lever', ['between', place], { received: path, ...didYouMean(suggestPath(path)) });
      return false;
    });
    const [first, second] = known;
    if (first === undefined || second === undefined) return [];
    if (first === second) {
      fault('scenario/self-correlation', ['between'], { received: first });
      return [];
    }
    const key = [first, second].sort().join(' ');
    if (seen.has(key)) {
      fault('scenario/second-correlation', ['between'], { received: `${first}, ${second}` });
      return [];
    }
    seen.add(key);
    return [
      {
        between: [first, second],
        rank,
        ...(source === undefined ? {} : { source }),
        ...(note === undefined ? {} : { note }),
        place: placeOf(doc, ['correlations', index]),
      },
    ];
  });
};

/** What a schema says of levers in general, said of this one. */
const moreSpecial = (issue: Issue): Issue => {
  const { code, path, received } = issue;
  if (code === 'document/wrong-type' && received === 'mapping' && leverGroups.has(path)) return { ...issue, hint: 'hint/under-levers' };
  if (code === 'scenario/actor') return { ...issue, ...actorHint(received) };
  if (code !== 'document/unknown-key' || received === undefined || issue.hint === 'hint/comma') return issue;
  if (path === received) {
    return leverGroups.has(received) || leverByPath.has(received) ? { ...issue, hint: 'hint/under-levers' } : issue;
  }
  const unknown = path.startsWith('levers.') ? path.slice('levers.'.length) : undefined;
  // Below a lever the schema knows better which keys can stand there.
  if (unknown === undefined || [...leverByPath.keys()].some((known) => unknown.startsWith(`${known}.`))) return issue;
  const { expected: _, hint: __, ...rest } = issue;
  if (leverByPath.has(unknown)) return { ...rest, code: 'scenario/unknown-lever', received: unknown, hint: 'hint/nest-lever' };
  const meant = unknown.includes('.') ? suggestPath(unknown) : (nearest(unknown, leverGroups) ?? suggestPath(unknown));
  return { ...rest, code: 'scenario/unknown-lever', received: unknown, ...didYouMean(meant) };
};

const actorHint = (received = ''): IssueExtra =>
  /^[a-z]{2}$/i.test(received) ? { expected: received.toUpperCase(), hint: 'hint/did-you-mean' } : {};

/** The parts of a mapping that its schema accepts, where it does not accept the whole. */
const soundParts = (schema: z.ZodObject, value: unknown): Readonly<Record<string, unknown>> => {
  if (!isMapping(value)) return {};
  const parts: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(schema.shape)) {
    if (!Object.hasOwn(value, key)) continue;
    const parsed = (part as z.ZodType).safeParse(value[key]);
    const inner = part instanceof z.ZodOptional ? part.unwrap() : part;
    if (parsed.success) parts[key] = parsed.data;
    // Half a title is no title; of a group of levers each stands alone.
    else if (inner instanceof z.ZodObject && (key === 'levers' || leverGroups.has(key))) parts[key] = soundParts(inner, value[key]);
  }
  return parts;
};
