import type { Issue } from '#quantity';
import type { CatalogData } from './catalog.ts';
import { isOnOrBefore } from './date.ts';
import { derivedRules, type Finding, isPlanned, peersOf, statementRules } from './lint-rules.ts';
import type { LoadedCatalog } from './load.ts';
import { fold } from './nearest.ts';
import { dateAttributes } from './schema.ts';
import { selectFact } from './select.ts';

/** What a look at the content of a catalogue brought up. */
export interface LintResult {
  /** Statements that cannot be right. */
  readonly errors: readonly Issue[];
  /** Statements that were right once and are still used. */
  readonly warnings: readonly Issue[];
}

/** Years after which a dated figure is called old. */
const oldAfter = 2;

/**
 * Judges what the files of a catalogue say, beyond their form: implausible values, names that mean two things, and
 * figures that are old or of a day still to come.
 *
 * @param loaded the catalogue; only the things of its own folder are judged
 * @param options the date from which age is counted, and beyond which nobody has read anything
 */
export const lintCatalog = (loaded: LoadedCatalog, options: { readonly asOf: string }): LintResult => {
  const issueOf = ({ code, expected, received, ...place }: Finding): Issue =>
    loaded.issueAt(code, place, { ...(expected === undefined ? {} : { expected }), ...(received === undefined ? {} : { received }) });
  return {
    errors: [
      ...implausible(loaded, loaded.own),
      ...sharedNames(loaded).filter(({ thing }) => loaded.own.has(thing)),
      ...notYet(loaded, options.asOf),
      ...farAhead(loaded, options.asOf),
      ...unsourced(loaded),
    ].map(issueOf),
    warnings: old(loaded, options.asOf).map(issueOf),
  };
};

/** What the rules find in things, each judged among all. */
export const implausible = ({ things }: CatalogData, own: ReadonlySet<string>): Finding[] => {
  const peers = peersOf(things);
  return things
    .filter(({ id }) => own.has(id))
    .flatMap((thing) => {
      const stated = firstOfEach(statementRules.flatMap((rule) => rule(thing, peers)));
      if (stated.some(({ fact }) => fact?.startsWith('peak'))) return stated;
      return firstOfEach([...stated, ...derivedRules.flatMap((rule) => rule(thing, peers))]);
    });
};

/** One finding for a statement: further ones would say the same in other words. */
const firstOfEach = (findings: readonly Finding[]): Finding[] => {
  const seen = new Set<string>();
  return findings.filter(({ fact, index }) => {
    const key = `${fact} ${index}`;
    return !seen.has(key) && seen.add(key);
  });
};

/** A name that two things of a kind share finds neither. */
const sharedNames = ({ things }: CatalogData): Finding[] => {
  const first = new Map<string, string>();
  return things.flatMap((thing) => {
    const names = new Set([thing.name.en, thing.name.zh ?? thing.name.en, ...thing.aliases].map(fold));
    return [...names].flatMap((name) => {
      const key = `${thing.kind}/${name}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, thing.id);
      return other === undefined ? [] : [{ code: 'lint/name-twice', thing: thing.id, expected: other, received: name }];
    });
  });
};

/** Kinds whose attributes say what happened, or what holds: a date without a source is hearsay. */
const stated: ReadonlySet<string> = new Set(['event', 'rule']);

const unsourced = ({ things, own }: LoadedCatalog): Finding[] =>
  things.flatMap(({ id, kind, source }) =>
    own.has(id) && stated.has(kind) && source === undefined ? [{ code: 'lint/no-source', thing: id }] : [],
  );

/** Figures of a day after the one on which the catalogue is judged: nobody has read them yet. */
const notYet = ({ things, own }: LoadedCatalog, asOf: string): Finding[] =>
  things
    .filter(({ id }) => own.has(id))
    .flatMap((thing) =>
      Object.entries(thing.facts).flatMap(([fact, statements]) =>
        statements.flatMap(({ date }, index) =>
          date === undefined || isOnOrBefore(date, asOf)
            ? []
            : [{ code: 'lint/not-yet', thing: thing.id, fact, index, expected: asOf, received: date }],
        ),
      ),
    );

/** So many years ahead nobody has dated an event, a rule or a part that is not called planned: a slip of the year. */
const mostAhead = 5;

/** What is said to happen in years to come without being called planned. Where something ends may be as far off as it likes. */
const farAhead = ({ things, own }: LoadedCatalog, asOf: string): Finding[] => {
  const last = String(Number(asOf.slice(0, 4)) + mostAhead);
  return things
    .filter((thing) => own.has(thing.id) && !isPlanned(thing))
    .flatMap(({ id, attributes }) =>
      Object.entries(attributes).flatMap(([attribute, date]) =>
        !dateAttributes.has(attribute) || attribute === 'until' || isOnOrBefore(date, last)
          ? []
          : [{ code: 'lint/far-ahead', thing: id, attribute, expected: last, received: date }],
      ),
    );
};

/** Dated figures that are still the best there is, though older than two years. */
const old = ({ things, own }: LoadedCatalog, asOf: string): Finding[] => {
  const limit = `${Number(asOf.slice(0, 4)) - oldAfter}${asOf.slice(4)}`;
  return things
    .filter(({ id }) => own.has(id))
    .flatMap((thing) =>
      Object.entries(thing.facts).flatMap(([fact, statements]) => {
        const used = selectFact(statements, { asOf })?.used ?? [];
        return used.flatMap((statement) =>
          statement.date !== undefined && statement.date < limit
            ? [{ code: 'lint/old', thing: thing.id, fact, index: statements.indexOf(statement), received: statement.date }]
            : [],
        );
      }),
    );
};
