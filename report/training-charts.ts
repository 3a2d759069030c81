import type { StackedBarState, TimelineState } from './chart/state.ts';
import type { TrainingAnswer } from './training.ts';
import { type TrainingView, timeText, wholeText } from './training-view.ts';

const valuesOf = (shares: TrainingView['time']): StackedBarState['bars'][number]['values'] =>
  shares.map(({ share, value, detail }) => ({ share, text: value, detail }));

/**
 * Where the time of a step goes, as one bar.
 *
 * @param view the answer, written
 */
export function trainingTimeChart(view: TrainingView): StackedBarState | undefined {
  if (view.time.length === 0) return undefined;
  const title = view.m.train.sections.time;
  return {
    kind: 'stackedBar',
    lang: view.lang,
    title,
    description: view.time.map(({ label, value }) => `${label} ${value}`).join(view.m.list.comma),
    parts: view.time.map(({ label }) => label),
    bars: [{ label: title, values: valuesOf(view.time) }],
  };
}

/**
 * Memory of the stages that matter, each as a bar of what there is.
 *
 * @param view the answer, written
 */
export function trainingMemoryChart(view: TrainingView): StackedBarState | undefined {
  const { bars, parts } = view.memory;
  if (bars.length === 0) return undefined;
  return {
    kind: 'stackedBar',
    lang: view.lang,
    title: view.m.train.sections.memory,
    description: bars.map(({ label }) => label).join(view.m.list.comma),
    parts,
    bars: bars.map(({ label, shares }) => ({ label, values: valuesOf(shares) })),
  };
}

/** Stages drawn from each end where there are more. */
const drawnStages = 8;

/**
 * The pipeline of a step: what each stage does when.
 *
 * @param answer the answer
 * @param view the same, written
 */
export function trainingPipelineChart(answer: TrainingAnswer, view: TrainingView): TimelineState | undefined {
  const { speed, stages } = answer;
  if (speed === undefined || stages === 1) return undefined;
  const { m, lang } = view;
  const { train } = m;
  const { timeline, stepTime } = speed;
  const shown = Array.from({ length: stages }, (_, stage) => stage).filter((stage) => stage < drawnStages || stage >= stages - drawnStages);
  const spans = new Map<number, { kind: number; start: number; end: number }[]>(shown.map((stage) => [stage, []]));
  let splits = false;
  for (let pass = 0; pass < timeline.start.length; pass++) {
    const kind = timeline.kind[pass]!;
    splits ||= kind === 2;
    spans.get(timeline.stage[pass]!)?.push({ kind, start: timeline.start[pass]!, end: timeline.end[pass]! });
  }
  const after = splits ? 3 : 2;
  for (const own of spans.values())
    if (stepTime.value > timeline.drained) own.push({ kind: after, start: timeline.drained, end: stepTime.value });
  const { passes } = train;
  const left = stages - shown.length;
  return {
    kind: 'timeline',
    lang,
    title: train.sections.pipeline,
    description: train.pipelineNote(String(stages), wholeText(answer.microBatches), answer.schedule),
    length: stepTime.value,
    kinds: [passes.forward, passes.backward, ...(splits ? [passes.weight] : []), passes.rest],
    rows: shown.map((stage) => ({ label: train.stage(String(stage + 1)), spans: spans.get(stage) ?? [] })),
    ...(left > 0 ? { between: { after: drawnStages - 1, text: train.rest(String(left)) } } : {}),
    axis: train.timeAxis(timeText(stepTime.value, m)),
  };
}
