import { type Lang, messages } from '#messages';
import type { ClaimAnswer, ClaimsAnswer, Verdict } from './claims.ts';
import { type ClaimView, claimView, type ReadingView } from './claims-view.ts';
import { type Paint, paint } from './paint.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalSafe } from './terminal-safe.ts';
import { columns, fold, pad } from './text-layout.ts';

const coloured = (p: Paint, verdict: Verdict): ((text: string) => string) =>
  verdict === 'supported' ? p.flow : verdict === 'contradicted' ? p.shut : verdict === 'depends' ? p.neck : p.quiet;

/** How many claims came out which way, in words. */
export const tally = (claims: readonly ClaimAnswer[], lang: Lang): string => {
  const count = (...verdicts: readonly Verdict[]): number => claims.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return messages(lang).claims.tally(count('supported'), count('contradicted'), count('depends'), count('waits', 'not-judged'));
};

/** What is needed to have the verdicts again. */
export const reproduceClaims = ({ samples, seed, version, digest }: ClaimsAnswer, lang: Lang): string =>
  messages(lang).claims.note(samples.toLocaleString('en'), seed, version, digest);

const readingLines = (view: ReadingView, p: Paint, width: number, lang: Lang): readonly string[] => {
  const figures = [view.estimate, view.claimed, view.probability].filter((text) => text !== '').join(messages(lang).list.semicolon);
  return [
    '',
    ...(view.role === '' ? [] : fold(view.role, width - 2).map((line) => `  ${p.quiet(line)}`)),
    ...fold(`${view.name}${messages(lang).list.colon}${view.verdictText}`, width - 2).map((line) => `  ${coloured(p, view.verdict)(line)}`),
    ...(figures === '' ? [] : fold(figures, width - 4).map((line) => `    ${line}`)),
    ...view.sentences.flatMap((sentence) => fold(sentence, width - 4)).map((line) => `    ${p.quiet(line)}`),
    ...(view.formula === '' ? [] : fold(`= ${view.formula}`, width - 4).map((line) => `    ${p.quiet(line)}`)),
    ...view.made.flatMap(({ text, command }) => [
      ...(text === '' ? [] : fold(text, width - 6).map((line) => `      ${p.quiet(line)}`)),
      `      ${p.quiet(command)}`,
    ]),
  ];
};

const cardLines = (view: ClaimView, p: Paint, width: number, lang: Lang): readonly string[] => {
  const { claims } = messages(lang);
  return [
    '',
    ...fold(view.title, width).map(p.strong),
    ...fold(view.claim, width - 2).map((line) => `  ${line}`),
    ...fold(`${claims.says}${messages(lang).list.colon}${view.says}`, width - 2).map((line) => `  ${p.quiet(line)}`),
    `  ${coloured(p, view.verdict)(view.verdictText)}`,
    ...(view.waits === undefined ? [] : fold(view.waits, width - 2).map((line) => `  ${line}`)),
    ...view.readings.flatMap((reading) => readingLines(reading, p, width, lang)),
    ...(view.holdsUnder === undefined ? [] : ['', ...fold(view.holdsUnder, width - 2).map((line) => `  ${line}`)]),
    `  ${p.quiet(view.command)}`,
  ];
};

const tableLines = (claims: readonly ClaimAnswer[], p: Paint, width: number, lang: Lang): readonly string[] => {
  const views = claims.map((claim) => claimView(claim, lang));
  const room = Math.max(...views.map(({ verdictText }) => columns(verdictText)));
  const ids = Math.max(...views.map(({ id }) => columns(id)));
  return views.flatMap((view) => {
    const indent = ' '.repeat(room + 2);
    const [first = '', ...more] = fold(view.title, Math.max(24, width - room - ids - 4));
    const name = pad(first, Math.max(24, width - room - ids - 4));
    return [
      `${coloured(p, view.verdict)(pad(view.verdictText, room))}  ${name}  ${p.quiet(view.id)}`,
      ...more.map((line) => `${indent}${line}`),
    ];
  });
};

/**
 * Writes claims and their verdicts for a terminal: one in full, or all in a table.
 *
 * @param untrusted the claims as they were judged
 * @param options language, colour, columns
 */
export function renderClaims(untrusted: ClaimsAnswer, { lang, color, width: room }: TerminalOptions): string {
  const answer = terminalSafe(untrusted);
  const width = Math.min(120, Math.max(60, room));
  const p = paint(color);
  const { claims: t } = messages(lang);
  const [only] = answer.claims;
  const body =
    answer.claims.length === 1 && only !== undefined
      ? cardLines(claimView(only, lang), p, width, lang).slice(1)
      : [p.strong(t.kicker(answer.claims.length)), tally(answer.claims, lang), '', ...tableLines(answer.claims, p, width, lang)];
  const lines = [...body, '', ...fold(reproduceClaims(answer, lang), width).map(p.quiet)];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
