import { figure, type Lang, messages } from '#messages';
import type { WaferDie, WaferMapState } from './chart/state.ts';
import type { DieAnswer } from './die-answer.ts';

const short = (value: number): string => String(Number(value.toPrecision(4)));
const count = (value: number): string => value.toLocaleString('en');

/**
 * The picture of one wafer of an answer: where its dies lie and what became of them.
 *
 * @param answer the answer
 * @param dies dies of one simulated wafer
 * @param lang the language
 */
export function dieMap(answer: DieAnswer, dies: readonly WaferDie[], lang: Lang): WaferMapState {
  const m = messages(lang);
  const t = m.die.map;
  const input = (id: string): number => answer.inputs.find((line) => line.id === id)?.estimate.value ?? 0;
  const of = (fate: WaferDie['fate']): number => dies.filter((die) => die.fate === fate).length;
  const [good, salvaged, bad, partial] = [of('good'), of('salvaged'), of('bad'), of('partial')];
  const whole = good + salvaged + bad;
  const share = (part: number): string =>
    figure({ value: whole === 0 ? 0 : part / whole, unit: '1' }, { lang, percent: true, digits: 2 }).value;
  const { shots, salvage, placement } = answer;
  const expected = salvage?.sold.value ?? answer.yields.find(({ used }) => used)?.estimate.value ?? 0;
  const defects = dies.reduce((sum, die) => sum + die.defects.length, 0);
  const { turned } = placement.best;
  return {
    kind: 'waferMap',
    lang,
    title: t.title(m.die.sides(short(answer.die.width), short(answer.die.height)), answer.node?.name[lang]),
    subtitle: t.subtitle(
      figure({ value: input('defectDensity'), unit: '/cm2' }, { lang }).value,
      String(Number(input('clustering').toPrecision(3))),
      count(whole),
    ),
    description: t.description(count(good), count(salvaged), count(bad), count(partial)),
    diameter: input('diameter'),
    edgeExclusion: input('edgeExclusion'),
    flatDepth: input('flatDepth'),
    street: input('street'),
    die: turned ? { width: answer.die.height, height: answer.die.width } : answer.die,
    dies,
    ...(shots === undefined || shots.exposuresPerDie > 1
      ? {}
      : { fields: { x: shots.fieldX, y: shots.fieldY, pitchX: shots.pitchX, pitchY: shots.pitchY, columns: shots.columns * shots.rows } }),
    legend: [
      { fate: 'good', label: t.fates.good, text: count(good), note: t.share(share(good)) },
      ...(salvage === undefined
        ? []
        : [{ fate: 'salvaged' as const, label: t.fates.salvaged, text: count(salvaged), note: t.share(share(salvaged)) }]),
      { fate: 'bad', label: t.fates.bad, text: count(bad), note: t.share(share(bad)) },
      { fate: 'partial', label: t.fates.partial, text: count(partial) },
    ],
    dotsNote: `${t.facts.defects(count(defects))}${salvage === undefined ? '' : `${m.list.semicolon}${t.facts.repaired}`}`,
    facts: [
      t.facts.expected(figure({ value: expected, unit: '1' }, { lang, percent: true, digits: 2 }).value),
      ...(shots !== undefined && shots.columns * shots.rows > 1 ? [t.facts.field(shots.columns, shots.rows, count(shots.shots))] : []),
      t.facts.usable(String(Number(input('edgeExclusion').toPrecision(3)))),
      ...(input('flatDepth') > 0 ? [] : [t.facts.wafer(String(Number(input('diameter').toPrecision(4))))]),
    ],
  };
}
