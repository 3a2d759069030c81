import { type Catalog, kinds } from '#catalog';
import { figure, type Lang } from '#messages';
import type { Estimate, SheetInput } from '#report';
import type { RunFigure } from '#scenario';
import { median, quantile } from '#uncertainty';
import { numbered } from './analog-output.ts';

/** A figure with its 90% interval behind it, `2.1e25 FLOP (1.5–2.9e25)`. */
export const estimateText = ({ value, unit, band }: Estimate, lang: Lang, percent = false): string => {
  const spread = band === undefined || band.p5 === band.p95 ? { value, unit } : { value, unit, band: { p5: band.p5, p95: band.p95 } };
  const text = figure(spread, { lang, percent });
  return text.range === undefined ? text.value : `${text.value} (${text.range})`;
};

/** A multiple, `6.2×`, to two digits. */
export const multiple = (value: number): string => {
  if (!Number.isFinite(value)) return '∞';
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return `${value.toExponential(1).replace(/e\+?/, 'e')}×`;
  return `${Number(value.toPrecision(size >= 10 ? 2 : 3)).toLocaleString('en', { maximumFractionDigits: 4 })}×`;
};

/** A multiple with its 90% interval behind it. */
export const multipleText = ({ value, band }: Estimate): string =>
  band === undefined || band.p5 === band.p95
    ? multiple(value)
    : `${multiple(value)} (${multiple(band.p5).replace('×', '')}–${multiple(band.p95)})`;

/** Figures of the catalogue that an answer rests on, as rows of its sheet, and the texts of their sources. */
export const figureRows = (
  catalog: Catalog,
  figures: readonly RunFigure[],
  lang: Lang,
): { readonly inputs: readonly SheetInput[]; readonly sources: readonly string[] } => {
  const { numbers, texts } = numbered(
    catalog,
    figures.flatMap(({ sources }) => sources),
  );
  const inputs = figures.map(({ thing, fact, distribution, unit, grade, sources }): SheetInput => {
    const kind = thing.slice(0, thing.indexOf('/'));
    const named = catalog.get(thing, kind);
    const name = lang === 'zh' ? (named?.name.zh ?? named?.name.en ?? thing) : (named?.name.en ?? thing);
    const label = kinds[kind]?.facts[fact];
    const value = median(distribution);
    const [p5, p95] = [quantile(distribution, 0.05), quantile(distribution, 0.95)];
    return {
      label: kind === 'parameter' ? name : `${name}, ${label?.label[lang] ?? fact}`,
      value: estimateText(
        distribution.kind === 'point'
          ? { value, unit }
          : { value, unit, band: { p2_5: p5, p5, p10: p5, p25: p5, p50: value, p75: p95, p90: p95, p95, p97_5: p95 } },
        lang,
        label?.percent === true,
      ),
      grade,
      sources: sources.flatMap((source) => numbers.get(source) ?? []),
    };
  });
  return { inputs, sources: texts };
};
