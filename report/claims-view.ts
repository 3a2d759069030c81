import { figureText, formatIssue, type Lang, type Messages, messages } from '#messages';
import type { BandState } from './chart/state.ts';
import type { ClaimAnswer, ClaimBreakEven, ClaimEstimate, ClaimPart, ReadingAnswer } from './claims.ts';
import { percentText } from './percent-text.ts';

/** A reading of a claim in a language. */
export interface ReadingView {
  readonly name: string;
  /** What it is where it is no basis of the claim. */
  readonly role: string;
  readonly verdict: ReadingAnswer['verdict'];
  readonly verdictText: string;
  readonly estimate: string;
  readonly claimed: string;
  readonly probability: string;
  /** Sentences: what decides it, where it would turn, what contradicts it. */
  readonly sentences: readonly string[];
  readonly chart: BandState | undefined;
  /** The input that turns the verdict: where it is, and where it would have to be. */
  readonly turning: BandState | undefined;
  readonly formula: string;
  /** What the formula is made of: names and figures by the command that shows them. */
  readonly made: readonly { readonly text: string; readonly command: string }[];
  readonly commands: readonly string[];
}

export interface ClaimView {
  readonly id: string;
  readonly title: string;
  readonly claim: string;
  readonly says: string;
  readonly verdict: ClaimAnswer['verdict'];
  readonly verdictText: string;
  readonly holdsUnder: string | undefined;
  readonly waits: string | undefined;
  readonly readings: readonly ReadingView[];
  readonly command: string;
}

/** Shares of a whole and changes are written in per cent; ratios are not. */
const figureOf = (value: number, unit: ClaimEstimate['unit'], lang: Lang): string =>
  unit === '%'
    ? figureText({ value: value / 100, unit: '1' }, { lang, percent: true, digits: 2 })
    : figureText({ value, unit }, { lang, digits: 3 });

const spreadText = ({ p5, p50, p95, unit }: ClaimEstimate, lang: Lang): string => {
  const { between } = messages(lang).claims;
  const [low, middle, high] = [p5, p50, p95].map((value) => figureOf(value, unit, lang)) as [string, string, string];
  return low === high ? middle : lang === 'zh' ? `${middle}（${between(low, high)}）` : `${middle} (${between(low, high)})`;
};

const claimedText = ({ claimed, kind }: ReadingAnswer, lang: Lang, { claims: t }: Messages): string => {
  if (claimed === undefined) return '';
  const { low, high, unit, form } = claimed;
  const [from, to] = [low, high].map((value) => figureOf(value, unit, lang)) as [string, string];
  if (kind === 'rank') return t.claimed(Number.isFinite(low) ? t.largest(from) : t.least(to));
  if (!Number.isFinite(high)) return t.claimed(form === 'over' ? t.moreThan(from) : t.atLeast(from));
  if (!Number.isFinite(low)) return t.claimed(form === 'under' ? t.lessThan(to) : t.atMost(to));
  return t.claimed(t.between(from, to));
};

const markText = (
  { kind, claimed, estimate }: ReadingAnswer,
  middle: number,
  open: string,
  lang: Lang,
  { claims: t }: Messages,
): string => {
  const figure = figureOf(middle, estimate?.unit ?? '1', lang);
  if (kind === 'rank') return t.rival(figure);
  return Number.isFinite((claimed?.low ?? 0) + (claimed?.high ?? 0)) ? t.claimed(figure) : open;
};

/** Whether the figure is one of the catalogue, with nothing computed but arithmetic. */
const isLookedUp = ({ commands }: ReadingAnswer): boolean =>
  commands.length > 0 && commands.every((command) => command.startsWith('chokepoint catalog '));

const chartOf = (
  reading: ReadingAnswer,
  view: { readonly name: string; readonly estimate: string; readonly claimed: string },
  lang: Lang,
  m: Messages,
): BandState | undefined => {
  const { estimate, claimed } = reading;
  if (estimate === undefined || claimed === undefined) return undefined;
  const { p5, p25, p50, p75, p95 } = estimate;
  // What never comes about has no place on a line.
  if (![p5, p95].every(Number.isFinite)) return undefined;
  const finite = [claimed.low, claimed.high].filter(Number.isFinite);
  const middle = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return {
    kind: 'band',
    lang,
    title: view.name,
    description: m.claims.description(view.name, view.estimate, view.claimed),
    rows: [
      {
        label: isLookedUp(reading) ? m.claims.catalogue : m.claims.ours,
        value: p50,
        text: view.estimate,
        ...(p5 === p95 ? {} : { interval: { p5, p25, p75, p95 } }),
      },
    ],
    marks: [{ value: middle, text: markText(reading, middle, view.claimed, lang, m) }],
  };
};

/** A figure of what turns a verdict, as it reads. */
const turnText = ({ unit, percent }: ClaimBreakEven, value: number, lang: Lang): string =>
  figureText({ value, unit }, { lang, digits: 3, percent });

/** An input by name; with its scenario where there are several. */
const inputName = ({ label, in: name }: Pick<ClaimBreakEven, 'label' | 'in'>, parts: readonly ClaimPart[], lang: Lang): string => {
  const several = new Set(parts.map(({ command }) => command)).size > 1;
  const { brackets } = messages(lang);
  return name === undefined || !several ? label[lang] : `${label[lang]}${brackets.open}${name}${brackets.close}`;
};

/** So many times further off than the other, a turning point would press all else into a dot. */
const farOff = 4;

/** The nearest turning point on each side, and the further of the two only where it leaves room for the rest. */
const drawnTurns = ({ at, value }: ClaimBreakEven): readonly number[] => {
  const sides = [at.filter((each) => each <= value).at(-1), at.find((each) => each > value)].filter((each) => each !== undefined);
  const nearest = Math.min(...sides.map((each) => Math.abs(each - value)));
  return sides.filter((each) => Math.abs(each - value) <= farOff * nearest);
};

const turningOf = (reading: ReadingAnswer, lang: Lang, m: Messages): BandState | undefined => {
  const { breakEven } = reading;
  const turns = breakEven === undefined ? [] : drawnTurns(breakEven);
  if (breakEven === undefined || turns.length === 0) return undefined;
  const name = breakEven.label[lang];
  const now = turnText(breakEven, breakEven.value, lang);
  const marks = turns.map((value) => ({ value, text: m.claims.turnsAt[breakEven.turns](turnText(breakEven, value, lang)) }));
  return {
    kind: 'band',
    lang,
    title: name,
    description: m.claims.turningDescription(name, now, marks.map(({ text }) => text).join(m.list.comma)),
    rows: [
      { label: name, value: breakEven.value, text: now, ...(breakEven.interval === undefined ? {} : { interval: breakEven.interval }) },
    ],
    marks,
  };
};

const sentencesOf = (reading: ReadingAnswer, lang: Lang, m: Messages): readonly string[] => {
  const { claims: t, list } = m;
  const { deciding, breakEven, examples, missing, kind, note, verdict, parts, close } = reading;
  const at = (value: number): string => (breakEven === undefined ? '' : turnText(breakEven, value, lang));
  const named = examples.slice(0, 6).map(({ name, value, unit }) => {
    const figure = value === undefined || unit === undefined ? '' : figureText({ value, unit }, { lang, digits: 3 });
    return figure === '' ? name[lang] : lang === 'zh' ? `${name[lang]}（${figure}）` : `${name[lang]} (${figure})`;
  });
  const gap = lang === 'zh' ? '' : ' ';
  const listed = `${named.join(list.comma)}${examples.length > named.length ? ' …' : ''}`;
  return [
    ...(note === undefined ? [] : [note[lang]]),
    ...(missing === undefined
      ? []
      : [t.missing([...new Set(missing.map((issue) => formatIssue(issue, lang)))].join(lang === 'zh' ? '' : ' '))]),
    ...(kind === 'counter-example' && missing === undefined
      ? [`${t.counterExamples(examples.length)}${listed === '' ? '' : `${gap}${listed}`}`]
      : []),
    ...(kind === 'event' && missing === undefined ? [`${t.event}${gap}${listed}`, ...(verdict === 'depends' ? [t.dateOff] : [])] : []),
    ...(close ? [t.close] : []),
    ...(deciding === undefined ? [] : [t.deciding(inputName(deciding, parts, lang), percentText(deciding.share))]),
    ...(breakEven === undefined
      ? []
      : breakEven.at.length === 0
        ? [t.never[breakEven.turns](inputName(breakEven, parts, lang), at(breakEven.range[0]), at(breakEven.range[1]))]
        : [t.turns[breakEven.turns](inputName(breakEven, parts, lang), breakEven.at.map(at).join(list.comma), at(breakEven.value))]),
  ];
};

const partText = ({ what, estimate, converted }: ClaimPart, lang: Lang): string => {
  const { list, claims } = messages(lang);
  const figure = spreadText({ ...estimate, p25: estimate.p5, p75: estimate.p95 }, lang);
  const money = converted === undefined ? '' : `${list.comma}${claims.converted(converted.from, converted.rate.toPrecision(3))}`;
  return `${what}${list.colon}${figure}${money}`;
};

/** Parts by the command that shows them, in the order in which they stand in the formula. */
const madeOf = ({ parts, commands }: ReadingAnswer, lang: Lang): ReadingView['made'] =>
  commands.map((command) => ({
    command,
    text: [...new Set(parts.filter((part) => part.command === command).map((part) => partText(part, lang)))].join(
      messages(lang).list.semicolon,
    ),
  }));

const readingView = (reading: ReadingAnswer, lang: Lang, m: Messages): ReadingView => {
  const name = reading.name[lang];
  const estimate = reading.estimate === undefined ? '' : spreadText(reading.estimate, lang);
  const claimed = claimedText(reading, lang, m);
  return {
    name,
    role: reading.role === 'basis' ? '' : m.claims.roles[reading.role],
    verdict: reading.verdict,
    verdictText: m.claims.under[reading.verdict],
    estimate,
    claimed,
    probability:
      reading.probability === undefined || reading.estimate === undefined
        ? ''
        : reading.constant
          ? m.claims.constant
          : m.claims.probability(percentText(reading.probability)),
    sentences: sentencesOf(reading, lang, m),
    chart: chartOf(reading, { name, estimate, claimed }, lang, m),
    turning: turningOf(reading, lang, m),
    formula: reading.formula ?? '',
    made: madeOf(reading, lang),
    commands: reading.commands,
  };
};

/** Of a claim that no reading settles: the input that would. */
const unsettled = (claim: ClaimAnswer, lang: Lang, { claims: t }: Messages): string | undefined => {
  const open = claim.readings.find(({ verdict, role, deciding }) => verdict === 'depends' && role === 'basis' && deciding !== undefined);
  const { deciding, parts } = open ?? {};
  if (claim.verdict !== 'depends' || deciding === undefined) return undefined;
  return t.unsettled(inputName(deciding, parts ?? [], lang));
};

/**
 * Writes a claim with its verdict in a language.
 *
 * @param claim the claim as it was judged
 * @param lang the language
 */
export function claimView(claim: ClaimAnswer, lang: Lang): ClaimView {
  const m = messages(lang);
  const held = claim.readings.filter(({ verdict, role }) => verdict === 'supported' && role !== 'premise').map(({ name }) => name[lang]);
  return {
    id: claim.id,
    title: claim.title[lang],
    claim: claim.claim[lang],
    says: claim.says[lang],
    verdict: claim.verdict,
    verdictText: m.claims.verdict[claim.verdict],
    holdsUnder:
      claim.verdict === 'supported'
        ? undefined
        : held.length > 0
          ? m.claims.holdsUnder(held.join(m.list.semicolon))
          : unsettled(claim, lang, m),
    waits: claim.waits === undefined ? undefined : m.claims.waits(claim.waits[lang]),
    readings: claim.readings.map((reading) => readingView(reading, lang, m)),
    command: claim.command,
  };
}
