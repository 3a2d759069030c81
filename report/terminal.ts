import type { Lang } from '#messages';
import type { Answer } from './answer.ts';
import { histogramText } from './chart/study-text.ts';
import { hourglassText, stackedBarText } from './chart/text.ts';
import { costChart } from './charts.ts';
import { chokepointSentences } from './chokepoint-view.ts';
import { hourglassState } from './hourglass-state.ts';
import { drawnFigures, histogramChart, intervalsTable } from './intervals-view.ts';
import { type Paint, paint } from './paint.ts';
import { tableText } from './study-table.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';
import { type FloorView, type View, view } from './view.ts';

export interface TerminalOptions {
  readonly lang: Lang;
  readonly color: boolean;
  /** Columns of the terminal; the report uses 60 to 120 of them. */
  readonly width: number;
  /** Tell how sure every figure is, and not just the most important. */
  readonly intervals?: boolean;
}

const narrowest = 60;
const widest = 120;

const heading = (text: string, p: Paint): readonly string[] => ['', p.strong(text)];

function metrics(floor: FloorView, v: View, p: Paint, width: number): readonly string[] {
  const labels = Math.min(Math.floor(width * 0.45), Math.max(0, ...floor.metrics.map(({ label }) => columns(label))));
  return floor.metrics.map(({ label, value, range, bound }) => {
    const tail = [
      range === undefined ? '' : `${v.m.brackets.open}${range}${v.m.brackets.close}`,
      bound === undefined ? '' : `${v.m.list.comma}${bound}`,
    ].join('');
    return `  ${pad(clip(label, labels), labels)}  ${value}${p.quiet(clip(tail, width - labels - columns(value) - 4))}`;
  });
}

function constraints(floor: FloorView, v: View, p: Paint, width: number): readonly string[] {
  return floor.constraints.flatMap(({ label, headroom, range, sides, binds, neck, shut }) => {
    const ink = shut ? p.shut : neck ? p.neck : (text: string): string => text;
    const facts = [...(sides === undefined ? [] : [sides]), ...(binds === undefined ? [] : [v.m.report.bindsIn(binds)])].join(
      v.m.list.semicolon,
    );
    const spread = range === undefined ? '' : `${v.m.brackets.open}${range}${v.m.brackets.close}`;
    return [
      `  ${ink(`${shut ? '✗' : neck ? '▶' : '·'} ${label}  ${headroom}`)}${p.quiet(spread)}`,
      ...(facts === '' ? [] : fold(facts, width - 4)).map((line) => `    ${p.quiet(line)}`),
    ];
  });
}

function rests({ sources: numbers, free, metrics: own }: FloorView, v: View, p: Paint, width: number): readonly string[] {
  // Where nothing is reported, nothing rests on anything.
  if (numbers.length === 0 || (free !== undefined && own.length === 0)) return [];
  const marks = numbers.map((number) => `[${number}]`).join(' ');
  return fold(v.m.report.rests(marks), width - 2).map((line) => `  ${p.quiet(line)}`);
}

function floorLines(floor: FloorView, v: View, p: Paint, width: number): readonly string[] {
  const ink = floor.shut ? p.shut : floor.neck ? p.neck : p.strong;
  const status = floor.free === undefined ? floor.headroom : `${floor.headroom}${v.m.brackets.open}${floor.free}${v.m.brackets.close}`;
  return [
    '',
    `${ink(floor.name)}  ${clip(status, width - columns(floor.name) - 2)}`,
    ...metrics(floor, v, p, width),
    ...constraints(floor, v, p, width),
    ...rests(floor, v, p, width),
  ];
}

function check(v: View, p: Paint, width: number): readonly string[] {
  if (v.check === undefined) return [];
  const source = v.check.source === undefined ? '' : `${v.lang === 'zh' ? '' : ' '}[${v.check.source}]`;
  const texts = [v.check.sentence + source, ...(v.check.note === undefined ? [] : [v.check.note])];
  return [...heading(v.m.report.check, p), ...texts.flatMap((text) => fold(text, width - 2)).map((line) => `  ${line}`)];
}

function sources(answer: Answer, v: View, p: Paint, width: number): readonly string[] {
  if (answer.sources.length === 0) return [];
  const digits = String(Math.max(...answer.sources.map(({ number }) => number))).length;
  return [
    ...heading(v.m.report.sources, p),
    ...answer.sources.flatMap(({ number, title, publisher, date, url, licence }) => {
      const credit = [title, publisher, date, licence === undefined ? undefined : v.m.licence(licence)]
        .filter((part) => part !== undefined)
        .join(v.m.list.comma);
      const mark = `  ${pad(`[${number}]`, digits + 2, 'right')} `;
      const indent = ' '.repeat(mark.length);
      const lines = fold(credit, width - mark.length).map((line, index) => (index === 0 ? mark : indent) + line);
      return url === undefined ? lines : [...lines, indent + p.quiet(url)];
    }),
  ];
}

/** What binds, and what more of it would give: by the samples where there are some. */
function relaxation({ chokepoint }: Answer, v: View, p: Paint, width: number): readonly string[] {
  if (chokepoint === undefined) return v.sentence.relaxation === undefined ? [] : ['', ...fold(v.sentence.relaxation, width)];
  const text = chokepointSentences(chokepoint, v.lang).join(v.lang === 'zh' ? '' : ' ');
  return [...heading(v.m.study.sections.chokepoint, p), ...fold(text, width - 2).map((line) => `  ${line}`)];
}

function howSure(
  answer: Answer,
  v: View,
  p: Paint,
  { width, color }: { readonly width: number; readonly color: boolean },
  all: boolean,
): readonly string[] {
  const table = intervalsTable(answer, v.lang, all ? undefined : v.keyFigures.map(({ path }) => path));
  if (table === undefined) return [];
  const pictures = (all ? drawnFigures : []).flatMap((path) => {
    const chart = histogramChart(answer, path, v.lang);
    return chart === undefined ? [] : ['', chart.title, ...histogramText(chart, { width: width - 2, color }).split('\n')];
  });
  return [
    ...heading(v.m.study.sections.intervals, p),
    ...[...tableText(table, width - 2, p.quiet), ...pictures].map((line) => `  ${line}`),
  ];
}

/** Where to look next; left out where the name of the file would need quotes. */
function hint({ reproduce: { scenario } }: Answer, v: View): readonly string[] {
  const metric = v.keyFigures[0]?.path;
  return metric !== undefined && /^[\w./-]+$/.test(scenario) ? [v.m.cli.tryWhy(`chokepoint why ${scenario} ${metric}`)] : [];
}

/**
 * Writes an answer for a terminal: the sentence, the hourglass, then floor by floor down to the sources.
 *
 * @param untrusted the answer
 * @param options language, colour, columns
 */
export function renderTerminal(untrusted: Answer, { lang, color, width: room, intervals = false }: TerminalOptions): string {
  const answer = terminalSafe(untrusted);
  const width = Math.min(widest, Math.max(narrowest, room));
  const p = paint(color);
  const v = view(answer, lang);
  const { report } = v.m;
  const ink = answer.feasible ? p.strong : p.shut;
  const cost = costChart(answer, lang);
  const { version, catalogDigest, seed, samples, asOf, command } = answer.reproduce;
  const lines = [
    ...fold(v.sentence.headline, width).map((line) => ink(line)),
    ...(v.sentence.detail === '' ? [] : fold(v.sentence.detail, width)),
    '',
    ...fold(v.title, width).map((line) => p.quiet(line)),
    '',
    ...hourglassText(hourglassState(answer, lang), { width, color }).split('\n'),
    ...relaxation(answer, v, p, width),
    ...v.floors.flatMap((floor) => floorLines(floor, v, p, width)),
    ...(cost === undefined
      ? []
      : [
          ...heading(cost.title, p),
          ...stackedBarText(cost, { width: width - 2, color })
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
    ...howSure(answer, v, p, { width, color }, intervals),
    ...check(v, p, width),
    ...(v.caveats.length === 0
      ? []
      : [
          ...heading(report.caveats, p),
          ...v.caveats.flatMap((text) => fold(text, width - 4).map((line, index) => (index === 0 ? '  · ' : '    ') + line)),
        ]),
    ...sources(answer, v, p, width),
    '',
    ...fold(v.sampled ? report.rangeNote : report.noRangeNote, width).map((line) => p.quiet(line)),
    ...fold(`${report.asOf} ${asOf} · ${report.pictureNote(version, catalogDigest, seed, samples)}`, width).map((line) => p.quiet(line)),
    ...fold(command, width, '  ').map((line) => p.quiet(line)),
    ...hint(answer, v)
      .flatMap((text) => fold(text, width, '  '))
      .map((line) => p.quiet(line)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
