import { issueText, type Lang } from '#messages';
import { type Paint, paint } from './paint.ts';
import { terminalSafe } from './terminal-safe.ts';
import { clip, columns, fold, pad } from './text-layout.ts';
import type { TrainingAnswer } from './training.ts';
import { type TrainingRow, type TrainingView, trainingView } from './training-view.ts';

export interface TrainingTerminalOptions {
  readonly lang: Lang;
  readonly color: boolean;
  readonly width: number;
}

const narrowest = 60;
const widest = 120;

const widthOf = (texts: readonly string[]): number => Math.max(0, ...texts.map(columns));

const rowLines = (rows: readonly TrainingRow[], p: Paint, width: number): readonly string[] => {
  const label = Math.min(Math.floor(width / 2), widthOf(rows.map((row) => row.label)));
  const value = widthOf(rows.map((row) => row.value));
  return rows.flatMap((row) => {
    const head = `  ${pad(clip(row.label, label), label)}  ${pad(row.value, value, 'right')}`;
    if (row.detail === '') return [head];
    const room = width - label - value - 6;
    const [first = '', ...more] = fold(row.detail, room);
    return [`${head}  ${p.quiet(first)}`, ...more.map((line) => `${' '.repeat(label + value + 6)}${p.quiet(line)}`)];
  });
};

const timeLines = (view: TrainingView, p: Paint, width: number): readonly string[] => {
  const label = widthOf(view.time.map((row) => row.label));
  const value = widthOf(view.time.map((row) => row.value));
  const detail = widthOf(view.time.map((row) => row.detail));
  const room = Math.max(8, width - label - value - detail - 10);
  return view.time.map(({ label: name, value: share, detail: time, share: part }) =>
    `  ${pad(name, label)}  ${pad(time, detail, 'right')}  ${pad(share, value, 'right')}  ${p.strong('█'.repeat(Math.round(part * room)))}`.trimEnd(),
  );
};

const memoryLines = (view: TrainingView, p: Paint): readonly string[] => {
  const { rows, columns: heads } = view.memory;
  const label = widthOf(rows.map((row) => row.label));
  const cells = heads.map((head, index) => widthOf([head, ...rows.map(({ values }) => values[index] ?? '')]));
  const line = (name: string, values: readonly string[]): string =>
    `  ${pad(name, label)}${values.map((value, index) => `  ${pad(value, cells[index] ?? 0, 'right')}`).join('')}`;
  return [
    p.quiet(line('', heads)),
    ...rows.map((row) => (row.total ? p.strong(line(row.label, row.values)) : line(row.label, row.values))),
  ];
};

const exchangeLines = (view: TrainingView, p: Paint): readonly string[] => {
  const { train } = view.m;
  const label = widthOf(view.exchanges.map((row) => row.label));
  const exposed = widthOf([train.exposed, ...view.exchanges.map((row) => row.exposed)]);
  const hidden = widthOf([train.hidden, ...view.exchanges.map((row) => row.hidden)]);
  return [
    p.quiet(`  ${pad('', label)}  ${pad(train.exposed, exposed, 'right')}  ${pad(train.hidden, hidden, 'right')}`),
    ...view.exchanges.map(
      (row) => `  ${pad(row.label, label)}  ${pad(row.exposed, exposed, 'right')}  ${pad(row.hidden, hidden, 'right')}`,
    ),
  ];
};

/**
 * Writes a training answer for a terminal.
 *
 * @param untrusted the answer
 * @param options language, colours and columns
 */
export function renderTrainingTerminal(untrusted: TrainingAnswer, { lang, color, width: asked }: TrainingTerminalOptions): string {
  const answer = terminalSafe({ ...untrusted, speed: undefined });
  const p = paint(color);
  const width = Math.min(widest, Math.max(narrowest, asked));
  const view = trainingView({ ...answer, speed: untrusted.speed }, lang);
  const { sections } = view.m.train;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', p.strong(title), ...lines];
  const reasons = answer.reasons.flatMap((reason) => {
    const { message, mend } = issueText(reason, lang);
    return fold([message, mend].map((text) => `${text}${view.m.list.end}`).join(lang === 'zh' ? '' : ' '), width - 4).map(
      (line, index) => `${index === 0 ? '  ✗ ' : '    '}${p.shut(line)}`,
    );
  });
  const sources = answer.sources.map(({ number, title, publisher }) =>
    clip(`  [${number}] ${[title, publisher].filter(Boolean).join(view.m.list.comma)}`, width),
  );
  const origins = view.inputs.map(({ thing, label, value, grade, sources: numbers }) => ({
    label: thing.startsWith('parameter/') ? label : `${thing} · ${label}`,
    value,
    detail: `${grade}  ${numbers.map((number) => `[${number}]`).join(' ')}`,
  }));
  const lines = [
    p.strong(view.title),
    (answer.feasible ? p.strong : p.shut)(view.headline),
    ...fold(`${!answer.feasible && view.detail !== '' ? `${view.m.train.otherwise} ` : ''}${view.detail}`, width).filter(
      (line) => line !== '',
    ),
    ...section(sections.reasons, reasons),
    ...section('', rowLines(view.figures, p, width)).slice(2),
    ...section(sections.plan, [
      ...fold(answer.plan.replaceAll(',', ', '), width - 2).map((line) => `  ${line.replaceAll(', ', ',')}`),
      ...rowLines(view.setting, p, width),
    ]),
    ...section(sections.time, timeLines(view, p, width)),
    ...section(sections.exchange, view.exchanges.length === 0 ? [] : exchangeLines(view, p)),
    ...section(
      `${sections.memory}${answer.memory === undefined ? '' : `${view.m.list.comma}${view.m.train.memory.of(view.memory.capacity)}`}`,
      answer.memory === undefined ? [] : memoryLines(view, p),
    ),
    ...section(sections.flop, rowLines(view.flop, p, width)),
    ...view.notes.flatMap((note) => ['', ...fold(note, width).map((line) => p.quiet(line))]),
    ...section(sections.inputs, rowLines(origins, p, width)),
    ...section(sections.sources, sources),
  ];
  return `${lines.join('\n')}\n`;
}
