import { nearest } from '#catalog';
import type { Checked, Distribution, Issue } from '#quantity';
import { median } from '#uncertainty';
import { commandFile, readAssignments } from './assign.ts';
import { leverByPath } from './levers.ts';
import type { ResolvedLever, ResolvedScenario } from './resolve.ts';

/** What a person may give for a run, and the levers that hold it. */
export const meanLevers = {
  count: 'cluster.count',
  power: 'cluster.powerLimit',
  money: 'cost.budget',
  capital: 'cost.capital',
  days: 'run.deadline',
  until: 'run.deadline',
} as const;
export type MeanId = keyof typeof meanLevers;

const meanIds = Object.keys(meanLevers) as readonly MeanId[];
const isMean = (word: string): word is MeanId => (meanIds as readonly string[]).includes(word);

/** Means as they were given. */
export interface GivenMeans {
  /** In the order in which they were given. */
  readonly ids: readonly MeanId[];
  /** Assignments to levers that a scenario reads by itself: power and money. */
  readonly assignments: readonly string[];
  /** Most accelerators. */
  readonly count?: Distribution;
  readonly days?: Distribution;
  readonly until?: { readonly date: string; readonly line: number };
}

/** Under this name issues speak of the means. */
const givenFile = '--given';

/**
 * Reads means of a command line, each `mean=value`.
 *
 * @param texts such as `count=10000`, `power=50 MW`, `until=2026-12`
 */
export const readMeans = (texts: readonly string[]): Checked<GivenMeans> => {
  const issues: Issue[] = [];
  const ids: MeanId[] = [];
  const assignments: string[] = [];
  let means: Pick<GivenMeans, 'count' | 'days' | 'until'> = {};
  for (const [index, text] of texts.entries()) {
    const [key = '', ...rest] = text.split(/[=＝]/);
    const [word, value] = [key.trim(), rest.join('=').trim()];
    const here = { path: '', file: givenFile, line: index + 1, column: 1 };
    if (!isMean(word)) {
      const near = nearest(word, meanIds);
      issues.push({ code: 'inverse/unknown-mean', ...here, received: word, expected: near ?? meanIds.join(', ') });
      continue;
    }
    if (value === '') {
      issues.push({ code: 'inverse/no-value', ...here, received: word });
      continue;
    }
    if (ids.some((each) => meanLevers[each] === meanLevers[word])) {
      issues.push({ code: 'inverse/given-twice', ...here, received: word });
      continue;
    }
    ids.push(word);
    if (word === 'until') {
      means = { ...means, until: { date: value, line: index + 1 } };
      continue;
    }
    const lever = meanLevers[word];
    // The name of the mean is the unit of a bare number.
    const read = readAssignments([`${lever}=${word === 'days' && Number.isFinite(Number(value)) ? `${value} d` : value}`]);
    const setting = read.ok ? read.value.levers.get(lever) : undefined;
    if (!read.ok)
      issues.push(
        ...read.issues.map((issue) => ({
          ...issue,
          ...(issue.file === commandFile
            ? { file: givenFile, line: index + 1, column: Math.max(1, (issue.column ?? 1) - lever.length + word.length) }
            : {}),
          path: word,
        })),
      );
    else if (setting?.kind !== 'value') issues.push({ code: 'inverse/no-value', ...here, received: word });
    else if (word === 'count') means = { ...means, count: setting.distribution };
    else if (word === 'days') means = { ...means, days: setting.distribution };
    else assignments.push(`${lever}=${value}`);
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { ids, assignments, ...means } };
};

const datePattern = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;
const millisecondsPerDay = 86_400_000;

/** First day of what a date names, or the day after its last one. */
const edgeOf = (date: string, end: boolean): number | undefined => {
  const match = datePattern.exec(date);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part))) as [number, number?, number?];
  if (month === undefined) return Date.UTC(year + (end ? 1 : 0), 0, 1);
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return Date.UTC(year, month - (end ? 0 : 1), 1);
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && day > 0 ? at.getTime() + (end ? millisecondsPerDay : 0) : undefined;
};

/**
 * Days from the start of a run to the end of the day, the month or the year that a date names.
 *
 * @param start date of the scenario: a month or a year without a day counts from its first
 * @param until the date
 * @param place where it was written
 */
export const daysUntil = (start: string, until: string, place: { readonly file: string; readonly line: number }): Checked<number> => {
  const [from, to] = [edgeOf(start, false), edgeOf(until, true)];
  const fault = (code: string): Checked<number> => ({
    ok: false,
    issues: [{ code, path: '', ...place, column: 1, received: until, expected: start }],
  });
  if (to === undefined || from === undefined) return fault('inverse/no-date');
  return to <= from ? fault('inverse/before-start') : { ok: true, value: (to - from) / millisecondsPerDay };
};

/** The scenario with one lever as it was given. */
export const withGiven = (scenario: ResolvedScenario, path: string, distribution: Distribution, value: number): ResolvedScenario => {
  const lever = leverByPath.get(path);
  if (lever === undefined) throw new RangeError(`no lever ${path}`);
  const given: ResolvedLever = { lever, distribution, value, origin: 'command', sources: [] };
  return { ...scenario, levers: new Map(scenario.levers).set(path, given) };
};

/** The scenario without a lever that it states. */
const withoutLever = (scenario: ResolvedScenario, path: string): ResolvedScenario => {
  const kept = new Map(scenario.levers);
  kept.delete(path);
  return { ...scenario, levers: kept };
};

/**
 * The scenario that has the means which were given. Where any of them decides the size of its cluster, the size that the scenario
 * states is set aside; every limit that it states stays.
 *
 * @param scenario with the assignments of the means
 * @param means as they were given
 */
export const withMeans = (
  scenario: ResolvedScenario,
  means: GivenMeans,
): Checked<{ readonly scenario: ResolvedScenario; readonly setAside: number | undefined }> => {
  let own = scenario;
  const stated = scenario.levers.get('cluster.count')?.value;
  const sizes = means.ids.some((id) => meanLevers[id] !== 'run.deadline');
  if (sizes) own = withoutLever(own, 'cluster.count');
  if (means.count !== undefined) own = withGiven(own, 'cluster.count', means.count, median(means.count));
  if (means.days !== undefined) own = withGiven(own, 'run.deadline', means.days, median(means.days));
  if (means.until !== undefined) {
    const days = daysUntil(scenario.document.date, means.until.date, { file: givenFile, line: means.until.line });
    if (!days.ok) return days;
    own = withGiven(own, 'run.deadline', { kind: 'point', value: days.value }, days.value);
  }
  return { ok: true, value: { scenario: own, setAside: sizes ? stated : undefined } };
};
