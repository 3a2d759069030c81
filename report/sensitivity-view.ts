import { type Lang, messages } from '#messages';
import type { BarState, TornadoState } from './chart/state.ts';
import { percentText } from './percent-text.ts';
import type { SensitivityRow, SensitivityStudy, StudyTable, StudyView } from './study.ts';
import {
  changeText,
  coefficientRange,
  coefficientText,
  estimateText,
  intervalText,
  labelText,
  shareText,
  sizeText,
  told,
  valueText,
} from './study-words.ts';
import { capital } from './view.ts';

/** More rows than this are not read. */
const most = 12;

const nounOf = ({ levers }: SensitivityRow, lang: Lang): string => levers.map(({ label }) => label[lang]).join(lang === 'zh' ? '、' : ', ');

const nameOf = (row: SensitivityRow, lang: Lang): string => capital(nounOf(row, lang));

/** Rows that matter: not those that a method finds nothing of, unless to know them is worth something. */
const shownRows = ({ rows }: SensitivityStudy): readonly SensitivityRow[] =>
  rows
    .filter(
      ({ total, effect, partial, elasticity, gain = 0, narrowing = 0 }) =>
        gain > 0 ||
        narrowing > 0.01 ||
        (total !== undefined && total.value >= 0.005) ||
        (effect !== undefined && effect.size.value > 0) ||
        (partial !== undefined && Math.abs(partial.value) >= 0.01) ||
        (total === undefined && effect === undefined && partial === undefined && elasticity !== undefined && Math.abs(elasticity) >= 0.001),
    )
    .slice(0, most);

function sentences(study: SensitivityStudy, lang: Lang): readonly string[] {
  const { sensitivity } = messages(lang).study;
  const { figure, rows, method } = study;
  const label = figure.label[lang];
  const [first, second] = rows;
  const spread = sensitivity.spread(label, estimateText(study.estimate, figure, lang));
  if (first === undefined) return told([spread, sensitivity.certain(label)]);
  const name = nounOf(first, lang);
  const out: string[] = [];
  if (method === 'sobol' && first.first !== undefined) {
    out.push(sensitivity.sobol(name, percentText(Math.max(0, first.first.value)), intervalText(first.first)));
    if (second?.first !== undefined && second.first.value >= 0.005)
      out.push(sensitivity.sobolNext(nounOf(second, lang), percentText(second.first.value)));
    const together = 1 - rows.reduce((sum, row) => sum + (row.first?.value ?? 0), 0);
    if (together >= 0.01) out.push(sensitivity.interactions(percentText(together)));
  } else if (method === 'morris' && first.effect !== undefined)
    out.push(sensitivity.morris(name, sizeText(first.effect.size.value, figure, lang, 2), first.effect.mean > 0));
  else if (method === 'rank' && first.partial !== undefined && first.rank !== undefined)
    out.push(sensitivity.rank(name, coefficientText(first.rank.value), first.rank.value > 0));
  else if (first.elasticity !== undefined) out.push(sensitivity.elasticity(name, elasticText(first.elasticity)));
  return told([spread, ...out, ...informationSentences(study, lang)]);
}

const elasticText = (elasticity: number): string => `${elasticity < 0 ? '−' : '+'}${Math.abs(elasticity).toFixed(2)}%`;

/** Which input would be most worth knowing, for the range and for the answer. */
function informationSentences({ rows, figure, yes, target, unbounded }: SensitivityStudy, lang: Lang): readonly string[] {
  const { sensitivity } = messages(lang).study;
  const known = rows.filter(({ narrowing }) => narrowing !== undefined);
  const narrows = known.toSorted((a, b) => (b.narrowing ?? 0) - (a.narrowing ?? 0))[0];
  const decides = known.toSorted((a, b) => (b.gain ?? 0) - (a.gain ?? 0))[0];
  const question =
    target === undefined ? sensitivity.question.fits : sensitivity.question.below(figure.label[lang], valueText(target, figure, lang));
  return [
    ...(narrows === undefined
      ? []
      : [
          (narrows.narrowing ?? 0) >= 0.01
            ? sensitivity.information(nounOf(narrows, lang), percentText(narrows.narrowing ?? 0))
            : sensitivity.noInformation,
        ]),
    ...(decides === undefined
      ? []
      : [
          (decides.gain ?? 0) > 0
            ? sensitivity.decision(
                question,
                percentText(yes),
                nounOf(decides, lang),
                percentText(decides.turns ?? 0),
                messages(lang).report.points(((decides.gain ?? 0) * 100).toFixed(1)),
              )
            : sensitivity.noDecision(question, percentText(yes)),
        ]),
    ...(unbounded > 0 ? [sensitivity.unbounded(percentText(unbounded))] : []),
    ...(rows.some(({ levers }) => levers.length > 1) ? [sensitivity.correlated] : []),
  ];
}

function table(study: SensitivityStudy, rows: readonly SensitivityRow[], lang: Lang): StudyTable {
  const { heads } = messages(lang).study;
  const { figure, method } = study;
  const columns: readonly (readonly [string, (row: SensitivityRow) => string])[] = {
    sobol: [
      [heads.alone, ({ first }: SensitivityRow) => (first === undefined ? '–' : shareText(first, lang))],
      [heads.withOthers, ({ total }: SensitivityRow) => (total === undefined ? '–' : shareText(total, lang))],
    ] as const,
    morris: [
      [heads.effect, ({ effect }: SensitivityRow) => (effect === undefined ? '–' : changeText(effect.mean, figure, lang, 2))],
      [
        heads.size,
        ({ effect }: SensitivityRow) =>
          effect === undefined
            ? '–'
            : `${sizeText(effect.size.value, figure, lang, 2)} ±${sizeText(effect.size.high - effect.size.value, figure, lang, 2)}`,
      ],
      [heads.spread, ({ effect }: SensitivityRow) => (effect === undefined ? '–' : sizeText(effect.spread, figure, lang, 2))],
    ] as const,
    rank: [
      [heads.rank, ({ rank }: SensitivityRow) => (rank === undefined ? '–' : coefficientRange(rank, lang))],
      [heads.partial, ({ partial }: SensitivityRow) => (partial === undefined ? '–' : coefficientText(partial.value))],
    ] as const,
    elasticity: [
      [heads.elasticity, ({ elasticity }: SensitivityRow) => (elasticity === undefined ? '–' : coefficientText(elasticity))],
    ] as const,
  }[method];
  const swing = ({ swing: found }: SensitivityRow): string =>
    found === undefined ? '–' : `${valueText(found.atLow, figure, lang, 3)} → ${valueText(found.atHigh, figure, lang, 3)}`;
  const more: readonly (readonly [string, (row: SensitivityRow) => string])[] = [
    ...(method === 'elasticity'
      ? ([[heads.swing, swing]] as const)
      : ([
          [heads.narrowing, ({ narrowing }: SensitivityRow) => (narrowing === undefined ? '–' : percentText(narrowing))],
          ...(rows.some(({ gain = 0 }) => gain > 0)
            ? ([
                [heads.turns, ({ turns }: SensitivityRow) => (turns === undefined ? '–' : percentText(turns))],
                [
                  heads.gain,
                  ({ gain }: SensitivityRow) => (gain === undefined ? '–' : messages(lang).report.points((gain * 100).toFixed(1))),
                ],
              ] as const)
            : []),
        ] as const)),
  ];
  const all = [...columns, ...more];
  return {
    head: [heads.input, ...all.map(([head]) => head)],
    align: ['left', ...all.map(() => 'right' as const)],
    rows: rows.map((row) => [nameOf(row, lang), ...all.map(([, cell]) => cell(row))]),
  };
}

/** Every input from its low to its high point, the widest first. */
function tornado({ central, figure }: SensitivityStudy, rows: readonly SensitivityRow[], lang: Lang): TornadoState | undefined {
  const { sections, study } = { sections: messages(lang).study.sections, study: messages(lang) };
  const bars = rows
    .flatMap((row) => {
      const { swing } = row;
      if (swing === undefined || !Number.isFinite(swing.atLow + swing.atHigh) || swing.atLow === swing.atHigh) return [];
      const end = (value: number): { value: number; text: string } => ({ value, text: valueText(value, figure, lang, 3) });
      return [{ label: nameOf(row, lang), low: end(swing.atLow), high: end(swing.atHigh) }];
    })
    .sort((a, b) => Math.abs(b.high.value - b.low.value) - Math.abs(a.high.value - a.low.value));
  if (bars.length === 0 || !Number.isFinite(central)) return undefined;
  return {
    kind: 'tornado',
    lang,
    title: capital(sections.tornado(figure.label[lang])),
    description: bars.map(({ label, low, high }) => `${label}${study.list.colon}${low.text} → ${high.text}`).join(study.list.semicolon),
    centre: { value: central, text: valueText(central, figure, lang, 3) },
    bars,
  };
}

function elasticities({ figure }: SensitivityStudy, rows: readonly SensitivityRow[], lang: Lang): TornadoState | undefined {
  const bars = rows.flatMap((row) => {
    const { elasticity } = row;
    if (elasticity === undefined || elasticity === 0) return [];
    return [{ label: nameOf(row, lang), low: { value: 0, text: '' }, high: { value: elasticity, text: elasticText(elasticity) } }];
  });
  if (bars.length === 0) return undefined;
  const { sections } = messages(lang).study;
  const { list } = messages(lang);
  return {
    kind: 'tornado',
    lang,
    title: sections.tornadoElasticity(figure.label[lang]),
    description: bars.map(({ label, high }) => `${label} ${high.text}`).join(list.semicolon),
    centre: { value: 0, text: '0' },
    bars,
  };
}

/** What it would be worth to know each input, as bars. */
function information({ figure }: SensitivityStudy, rows: readonly SensitivityRow[], lang: Lang): BarState | undefined {
  const { sections, heads } = messages(lang).study;
  const { list } = messages(lang);
  const bars = rows
    .filter(({ narrowing = 0 }) => narrowing >= 0.005)
    .toSorted((a, b) => (b.narrowing ?? 0) - (a.narrowing ?? 0))
    .map((row) => ({
      label: nameOf(row, lang),
      value: row.narrowing ?? 0,
      text: percentText(row.narrowing ?? 0),
      tone: 'flow' as const,
    }));
  if (bars.length === 0) return undefined;
  return {
    kind: 'bar',
    scale: 'linear',
    lang,
    title: `${sections.information}${list.colon}${labelText(figure, lang)}`,
    description: `${heads.narrowing}${list.colon}${bars.map(({ label, text }) => `${label} ${text}`).join(list.semicolon)}`,
    bars,
  };
}

/**
 * Writes a sensitivity study in a language.
 *
 * @param study the study
 * @param lang the language
 */
export function sensitivityView(study: SensitivityStudy, lang: Lang): StudyView {
  const { study: words } = messages(lang);
  const rows = shownRows(study);
  const label = study.figure.label[lang];
  const main = study.method === 'elasticity' ? elasticities(study, rows, lang) : tornado(study, rows, lang);
  const worth = study.method === 'elasticity' ? undefined : information(study, rows, lang);
  const unseen = study.rows.length - rows.length;
  return {
    lang,
    kicker: study.title[lang],
    sentences: sentences(study, lang),
    sections: [
      ...(main === undefined
        ? []
        : [{ heading: main.title, ...(study.method === 'elasticity' ? {} : { note: words.sections.tornadoNote }), chart: main }]),
      ...(rows.length === 0
        ? []
        : [
            {
              heading: words.sections.sensitivity(label),
              table: table(study, rows, lang),
              ...(unseen > 0 ? { note: words.sensitivity.more(unseen) } : {}),
            },
          ]),
      ...(worth === undefined ? [] : [{ heading: words.sections.information, note: words.sections.worthNote, chart: worth }]),
    ],
    notes: [words.evaluations(study.evaluations.toLocaleString('en'))],
  };
}
