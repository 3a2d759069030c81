import stringWidth from 'string-width';
import { type Messages, plainText, textOf } from '#messages';
import type { PlanRanking } from './rank-plans.ts';
import type { TrainingRow, TrainingValidation } from './validate-training.ts';

const mostListed = 10;
const mostCells = 25;

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${percent(Math.abs(value))}`;
const rate = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));

const hoursText = (hours: number): string => Number(hours.toPrecision(4)).toLocaleString('en');

const lined = (table: readonly (readonly string[])[]): string[] => {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => stringWidth(row[column] ?? ''))));
  return table.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - stringWidth(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
};

const counted = (values: readonly string[]): [string, number][] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

type Texts = Messages['validationTraining'];

const familyTable = ({ families, summary }: TrainingValidation, texts: Texts): string[] => {
  const { columns } = texts;
  const number = (value: number | null): string => (value === null ? '–' : percent(value));
  return lined([
    [columns.family, columns.rows, columns.mean, columns.median, columns.bias, columns.time, columns.coverage, columns.constant],
    ...families.map((each) => [
      plainText(each.family),
      String(each.rows),
      percent(each.mean),
      percent(each.median),
      signed(each.bias),
      percent(each.time),
      percent(each.coverage),
      percent(each.constantUtilisation),
    ]),
    [
      texts.all,
      String(families.reduce((sum, { rows }) => sum + rows, 0)),
      number(summary.mean),
      number(summary.median),
      '',
      number(summary.time),
      number(summary.coverage),
      number(summary.constantUtilisation),
    ],
  ]);
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];

/** How plans were put in order, by publication and over all: of one batch, or of any. */
const rankTable = (
  title: string,
  overall: PlanRanking | null,
  families: readonly (readonly [family: string, ranking: PlanRanking | null])[],
  texts: Texts,
): string[] => {
  if (overall === null) return [];
  const { rankColumns: columns } = texts;
  const cells = (name: string, { groups, plans, spearman, pairwise, regret, worstRegret }: PlanRanking): readonly string[] => [
    name,
    String(groups),
    String(plans),
    spearman.toFixed(3),
    percent(pairwise),
    percent(regret),
    percent(worstRegret),
  ];
  return section(
    title,
    lined([
      [columns.family, columns.groups, columns.plans, columns.spearman, columns.pairwise, columns.regret, columns.worst],
      ...families.flatMap(([family, ranking]) => (ranking === null ? [] : [cells(plainText(family), ranking)])),
      cells(texts.allPlans, overall),
    ]),
  );
};

const rowText = (row: TrainingRow, texts: Texts): string =>
  texts.row(
    plainText(row.id),
    plainText(row.model),
    rate(row.target),
    rate(row.predicted),
    rate(row.interval80?.[0]),
    rate(row.interval80?.[1]),
    signed(row.error ?? 0),
    row.binding === null ? '–' : texts.parts[row.binding],
  );

const wholeRunLines = ({ summary: { wholeRuns } }: TrainingValidation, texts: Texts): string[] => {
  if (wholeRuns === null) return [];
  const { families, mean } = wholeRuns;
  const rows = families.reduce((sum, family) => sum + family.rows, 0);
  return [
    ...families.map((each) => `  ${texts.wholeRunFamily(plainText(each.family), String(each.rows), percent(each.mean))}`),
    `  ${texts.wholeRunFamily(texts.all, String(rows), percent(mean))}`,
    '',
  ];
};

/** Where what a row leaves open of its plan comes from: a publication, or a search. */
const planOrigin = (row: TrainingRow, texts: Texts): string[] => {
  const read = row.filled.flatMap((name) => {
    const found = /^(\w+) \((run\/[^)]+|search: [^)]+)\)$/.exec(name);
    return found === null ? [] : [{ column: found[1]!, origin: found[2]! }];
  });
  const published = read.filter(({ origin }) => origin.startsWith('run/'));
  const searched = read.filter(({ origin }) => origin.startsWith('search'));
  return [
    ...(published.length === 0 ? [] : [texts.planPublished(published[0]!.origin, published.map(({ column }) => column).join(', '))]),
    ...(searched.length === 0
      ? []
      : [texts.planSearched(searched.map(({ column, origin }) => `${column} ${origin.replace('search: ', '')}`).join(', '))]),
  ].map((line) => `  ${line}`);
};

const goodputLines = ({ goodput }: TrainingValidation, texts: Texts): string[] => {
  if (goodput.length === 0) return [];
  const held = goodput.flatMap(({ inside }) => (inside === null ? [] : [inside]));
  const bounds = goodput.flatMap(({ keepsBound }) => (keepsBound === null ? [] : [keepsBound]));
  const yes = (flags: readonly boolean[]): string => String(flags.filter(Boolean).length);
  return [
    texts.goodput,
    ...goodput.map((row) => {
      const said = [plainText(row.id), plainText(row.metric), plainText(`${row.value} ${row.unit}`).trim()] as const;
      const { interval80: range } = row;
      return `  ${
        range === null
          ? texts.goodputSkipped(...said, textOf(texts.reasons, row.skipped ?? ''))
          : texts.goodputRow(
              ...said,
              rate(row.predicted),
              rate(range[0]),
              rate(range[1]),
              texts.verdict[String(row.inside ?? row.keepsBound) as 'true' | 'false'],
            )
      }`;
    }),
    `  ${texts.goodputCoverage(yes(held), String(held.length), yes(bounds), String(bounds.length))}`,
    '',
  ];
};

/**
 * Tells how training steps were predicted: by publication, by order of plans, beside other tools, with what was filled.
 *
 * @param validation the result
 * @param texts its texts
 * @param common texts that all areas share
 */
export function trainingText(validation: TrainingValidation, texts: Texts, common: Messages['validation']): string {
  const { path, rows, families, summary, peers, published, unknown, broken } = validation;
  const scored = rows.filter(({ skipped }) => skipped === undefined);
  const farthest = scored.filter(({ error }) => error !== null).sort((a, b) => Math.abs(b.error!) - Math.abs(a.error!));
  const whole = rows.filter(
    ({ skipped, predicted, target }) => skipped?.code === 'training-whole-run' && predicted !== null && target !== null,
  );
  const lost = scored.filter(({ predicted }) => predicted === null);
  const origins = (['calibrated', 'benchmark', 'prior'] as const).flatMap((origin) => {
    const of = scored.filter(({ chip }) => chip?.origin === origin);
    if (of.length === 0) return [];
    const ids = [...new Set(of.map(({ chip }) => chip!.id.replace(/^accelerator\//, '')))].join(', ');
    return [texts.originLine(texts.origin[origin], ids, String(of.length))];
  });
  return [
    texts.title(plainText(path)),
    texts.unit,
    '',
    ...(scored.length === 0
      ? rows.length + validation.goodput.length === 0
        ? [texts.nothing, '']
        : []
      : [...familyTable(validation, texts).map((line) => `  ${line}`), '']),
    ...rankTable(
      texts.plans,
      summary.plans,
      families.map(({ family, plans }) => [family, plans]),
      texts,
    ),
    ...rankTable(
      texts.plansOfAnyBatch,
      summary.plansOfAnyBatch,
      families.map(({ family, plansOfAnyBatch }) => [family, plansOfAnyBatch]),
      texts,
    ),
    ...section(texts.peers, [
      ...peers.map(({ peer, family, rows: count, ours, theirs }) =>
        texts.peer(peer, plainText(family), String(count), percent(ours), percent(theirs)),
      ),
      ...published.map(({ device, quantity, low, high }) =>
        texts.published(plainText(device), plainText(quantity), String(low), String(high)),
      ),
    ]),
    ...section(
      texts.worst,
      farthest.slice(0, mostListed).map((row) => rowText(row, texts)),
    ),
    ...section(texts.chips, origins),
    ...section(
      texts.filled,
      counted(scored.flatMap(({ filled }) => filled))
        .slice(0, mostCells)
        .map(([cell, count]) => texts.filledCell(plainText(cell), String(count))),
    ),
    ...section(
      texts.unscored,
      whole.flatMap((row) => [
        texts.unscoredRow(
          plainText(row.id),
          plainText(row.model),
          rate(row.target),
          rate(row.predicted),
          percent(row.target! / row.predicted!),
          rate(row.wholeRun),
          signed(row.target! / row.wholeRun! - 1),
          row.publishedHours === null
            ? ''
            : texts.hours(hoursText((row.publishedHours * row.target!) / row.wholeRun!), hoursText(row.publishedHours)),
        ),
        ...planOrigin(row, texts),
      ]),
    ),
    ...wholeRunLines(validation, texts),
    ...goodputLines(validation, texts),
    ...section(
      texts.notPredicted,
      [
        ...lost.map((row) => `${plainText(row.file)}:${row.line} ${plainText(row.id)}: ${row.filled.join(', ')}`),
        ...broken.map(({ file, reason }) => `${plainText(file)}: ${textOf(common.reasons, reason.code)}`),
      ].slice(0, mostCells),
    ),
    ...counted(rows.flatMap(({ skipped }) => (skipped === undefined ? [] : [skipped.code]))).map(([code, count]) =>
      texts.skipped(count, textOf(texts.reasons, code)),
    ),
    ...(unknown.length === 0
      ? []
      : [common.unknown(unknown.length), ...unknown.slice(0, mostListed).map((file) => `  ${plainText(file)}`)]),
    '',
    common.summary(summary.passed, summary.failed, summary.notScored),
  ].join('\n');
}
