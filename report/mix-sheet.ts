import { type Lang, messages, plainNumber } from '#messages';
import type { BarState } from './chart/state.ts';
import { shareText } from './engineering.ts';
import type { MixAnswer, MixLine } from './plan.ts';
import { memoryText, sheetInputs, sheetSources } from './plan-sheet.ts';
import type { Sheet, SheetTable } from './sheet.ts';
import { shortPlan } from './short-plan.ts';
import { timeText, wholeText } from './training-view.ts';

/** Every layout that was found, in the order in which it is shown. */
const layoutsOf = ({ alone, data, pipeline }: MixAnswer): readonly MixLine[] =>
  [...alone, data, pipeline].filter((line) => line !== undefined);

const chipsText = ({ chips }: MixAnswer, lang: Lang): string =>
  chips.map(({ name, accelerators }) => `${wholeText(accelerators)} ${name[lang]}`).join(' + ');

const nameOf = (line: MixLine, lang: Lang): string => {
  const { plan } = messages(lang);
  return line.layout === 'alone' ? `${line.parts[0]?.chip[lang] ?? ''} ${plan.mix.layouts.alone}` : plan.mix.layouts[line.layout];
};

const sentenceOf = (answer: MixAnswer, lang: Lang): string => {
  const m = messages(lang);
  const { mix } = m.plan;
  const { best, alone } = answer;
  if (best === undefined) return mix.shut;
  const time = timeText(best.stepTime, m);
  const fastest = alone.filter((line) => line !== undefined).sort((one, other) => one.stepTime - other.stepTime)[0];
  if (fastest === undefined) return mix.sentence.enabled(time);
  const chip = fastest.parts[0]?.chip[lang] ?? '';
  return best.layout === 'alone'
    ? mix.sentence.alone(time, chip)
    : mix.sentence[best.layout](time, shareText(fastest.stepTime / best.stepTime - 1), chip);
};

const layoutTable = (answer: MixAnswer, lang: Lang): SheetTable => {
  const m = messages(lang);
  const { mix } = m.plan;
  const { columns } = mix;
  return {
    title: mix.table,
    note: mix.note,
    head: [columns.layout, columns.step, columns.rate, columns.chips, columns.share, columns.busy, columns.memory, columns.plan],
    rows: layoutsOf(answer).flatMap((line) =>
      line.parts.map((part, index) => [
        index === 0 ? nameOf(line, lang) : '',
        index === 0 ? timeText(line.stepTime, m) : '',
        index === 0 ? plainNumber(line.tokensPerSecond, 4) : '',
        mix.of(wholeText(part.accelerators), wholeText(part.there), part.chip[lang]),
        line.layout === 'pipeline'
          ? mix.layers(part.layers.join('/'))
          : part.sequences === 0
            ? mix.idle
            : mix.sequences(wholeText(part.sequences)),
        timeText(part.busy, m),
        memoryText(part.memory),
        shortPlan(part.plan).replace(/,layers=[^,]*/, ''),
      ]),
    ),
    prose: true,
  };
};

const rateChart = (answer: MixAnswer, lang: Lang): BarState => {
  const { mix } = messages(lang).plan;
  const { best, ideal } = answer;
  return {
    kind: 'bar',
    lang,
    title: mix.chart,
    description: mix.chartText,
    scale: 'linear',
    bars: layoutsOf(answer).map((line) => ({
      label: nameOf(line, lang),
      value: line.tokensPerSecond,
      text: plainNumber(line.tokensPerSecond, 4),
      tone: line.stepTime === best?.stepTime ? 'flow' : 'muted',
    })),
    ...(ideal > 0 ? { reference: { value: ideal, text: `${mix.idealLine} ${plainNumber(ideal, 4)}` } } : {}),
  };
};

/**
 * Writes the answer to what unlike accelerators do together as a sheet.
 *
 * @param answer the answer
 * @param lang the language
 */
export function mixSheet(answer: MixAnswer, lang: Lang): Sheet {
  const m = messages(lang);
  const { mix } = m.plan;
  const { best, ideal } = answer;
  const together = best !== undefined && best.layout !== 'alone';
  return {
    title: mix.title(answer.model.name[lang], chipsText(answer, lang)),
    sentence: sentenceOf(answer, lang),
    notes: together ? [...(ideal > 0 ? [mix.ideal(shareText(best.tokensPerSecond / ideal))] : []), mix.binding(best.binding[lang])] : [],
    tables: best === undefined ? [] : [layoutTable(answer, lang)],
    charts: best === undefined ? [] : [rateChart(answer, lang)],
    inputs: sheetInputs(answer.inputs, lang),
    sources: sheetSources(answer.sources),
    reproduce: m.analog.reproduce(answer.reproduce.command, answer.reproduce.version),
  };
}
