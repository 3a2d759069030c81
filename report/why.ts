import { figureText, type Lang, messages, textOf } from '#messages';
import type { Bilingual, Estimate, Grade, Origin, SourceLine } from './answer.ts';
import { json } from './json.ts';
import { paint } from './paint.ts';
import { terminalSafe } from './terminal-safe.ts';
import { fold } from './text-layout.ts';
import { capital } from './view.ts';

/** How a figure came about: from what it was calculated, down to facts and their sources. */
export interface WhyNode {
  readonly path: string;
  readonly label: Bilingual;
  readonly estimate?: Estimate;
  /** A share of a whole, to be written in per cent. */
  readonly percent?: true;
  readonly equation?: string | Bilingual;
  readonly binding?: string;
  readonly fact?: string;
  readonly grade?: Grade;
  readonly origin?: Origin;
  readonly note?: string;
  readonly sources?: readonly SourceLine[];
  readonly children: readonly WhyNode[];
}

export interface WhyOptions {
  readonly lang: Lang;
  readonly color: boolean;
  readonly width: number;
}

/**
 * Writes the tree behind a figure for a terminal.
 *
 * @param untrusted the figure and what it rests on
 * @param options language, colour, columns
 */
export function renderWhy(untrusted: WhyNode, { lang, color, width }: WhyOptions): string {
  const m = messages(lang);
  const p = paint(color);
  const lines: string[] = [];
  // What several figures rest on is told once.
  const told = new Set<string>();
  const write = (node: WhyNode, first: string, rest: string): void => {
    const below = rest + (node.children.length > 0 ? '│ ' : '  ');
    const value = node.estimate === undefined ? '' : `${m.list.colon}${figureText(node.estimate, { lang, percent: node.percent })}`;
    const known = [...(node.origin === undefined ? [] : [m.origins[node.origin]]), ...(node.grade === undefined ? [] : [node.grade])];
    const grade = known.length === 0 ? '' : ` [${known.join(' ')}]`;
    const again = told.has(node.path);
    const name = p.strong(capital(node.label[lang])) + value + (node.grade === 'D' ? p.neck(grade) : grade);
    lines.push(`${p.quiet(first)}${name} ${p.quiet(node.path + (again ? m.report.asAbove : ''))}`);
    if (again) return;
    told.add(node.path);
    const notes = [
      ...(node.equation === undefined ? [] : [`= ${typeof node.equation === 'string' ? node.equation : node.equation[lang]}`]),
      ...(node.binding === undefined ? [] : [m.report.boundBy(textOf(m.bindings, node.binding))]),
      ...(node.note === undefined ? [] : [node.note]),
      ...(node.fact === undefined ? [] : [`${m.report.fact}${m.list.colon}${node.fact}`]),
      ...(node.sources ?? []).map(
        ({ title, publisher, date }) =>
          m.report.source + m.list.colon + [title, publisher, date].filter((part) => part !== undefined).join(m.list.comma),
      ),
    ];
    for (const note of notes) for (const line of fold(note, Math.max(20, width - below.length), '  ')) lines.push(p.quiet(below + line));
    node.children.forEach((child, index) => {
      const last = index === node.children.length - 1;
      write(child, `${rest}${last ? '└─' : '├─'} `, `${rest}${last ? '  ' : '│ '} `);
    });
  };
  write(terminalSafe(untrusted), '', '');
  if (untrusted.equation !== undefined) lines.push('', ...fold(m.report.whyNote, width).map((line) => p.quiet(line)));
  return `${lines.join('\n')}\n`;
}

/**
 * Writes the tree behind a figure as JSON.
 *
 * @param tree the figure and what it rests on
 */
export function renderWhyJson(tree: WhyNode): string {
  return json(tree);
}
