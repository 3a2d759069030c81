import { type Lang, messages } from '#messages';
import type { TrainingAnswer, TrainingSpeed } from './training.ts';

/** One event of the trace format that Chrome and Perfetto read. Times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  /** `X` a span, `M` a name, `s` and `f` the ends of an arrow. */
  readonly ph: 'X' | 'M' | 's' | 'f';
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, string | number>>;
}

const microseconds = 1e6;
/** How long before the end of a pass its arrow leaves, as a share of the pass. */
const sendLead = 0.01;
const tracks = { compute: 0, exchange: 1 } as const;

/** Spans of one stage in which nothing runs. */
const gaps = (spans: readonly (readonly [start: number, end: number])[], until: number): readonly (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = [];
  let free = 0;
  for (const [start, end] of spans) {
    if (start > free) found.push([free, start]);
    free = Math.max(free, end);
  }
  if (until > free) found.push([free, until]);
  return found;
};

/**
 * Events of a step: for each stage its passes and bubbles, and beside them what exchange of data shows. After the
 * pipeline come gradients and weights, the optimiser and the wait for the slowest node; the last event ends when
 * the step does.
 *
 * @param speed how fast it runs
 * @param lang the language of the names
 */
export function trainingTrace(speed: TrainingSpeed, lang: Lang): readonly TraceEvent[] {
  const { train } = messages(lang);
  const { timeline } = speed;
  const events: TraceEvent[] = [];
  const name = (pid: number, tid: number, what: 'process_name' | 'thread_name', text: string): void => {
    events.push({ name: what, ph: 'M', pid, tid, args: { name: text } });
  };
  const span = (stage: number, tid: number, label: string, start: number, end: number, cat: string, args?: TraceEvent['args']): void => {
    const ts = start * microseconds;
    events.push({ name: label, ph: 'X', pid: stage, tid, ts, dur: end * microseconds - ts, cat, ...(args === undefined ? {} : { args }) });
  };
  const step = speed.stepTime.value;
  const seconds = Object.fromEntries(speed.breakdown.map(({ part, seconds: taken }) => [part, taken]));
  const passNames = [train.passes.forward, train.passes.backward, train.passes.weight] as const;
  const kinds = ['forward', 'backward', 'weight'] as const;
  const busy: (readonly [number, number])[][] = Array.from({ length: timeline.stages }, () => []);
  for (let stage = 0; stage < timeline.stages; stage++) {
    name(stage, tracks.compute, 'process_name', `stage ${stage}`);
    name(stage, tracks.compute, 'thread_name', 'compute');
    name(stage, tracks.exchange, 'thread_name', 'exchange');
  }
  const sent = new Map<string, number>();
  let arrows = 0;
  for (let pass = 0; pass < timeline.start.length; pass++) {
    const stage = timeline.stage[pass]!;
    const kind = timeline.kind[pass]!;
    const [start, end] = [timeline.start[pass]!, timeline.end[pass]!];
    const microBatch = timeline.microBatch[pass]!;
    const chunk = timeline.chunk[pass]!;
    span(stage, tracks.compute, `${passNames[kind]} ${microBatch}`, start, end, kinds[kind]!, { microBatch, chunk });
    busy[stage]!.push([start, end]);
    const shown = (end - start) * timeline.exchangeShare;
    if (shown > 0) span(stage, tracks.exchange, train.passes.exchange, end - shown, end, 'exchange', { microBatch });
    // An arrow from the stage before to this one.
    if (kind === 2 || timeline.stages === 1) continue;
    const from = sent.get(`${kind} ${microBatch}`);
    if (from !== undefined) {
      const other = timeline.stage[from]!;
      if (other !== stage) {
        arrows += 1;
        // Readers tie an arrow to the pass that is open when it leaves, and at its very end the next one may be.
        const ts = (timeline.end[from]! - sendLead * (timeline.end[from]! - timeline.start[from]!)) * microseconds;
        events.push({ name: 'send', ph: 's', pid: other, tid: tracks.compute, ts, cat: 'send', id: arrows });
        events.push({ name: 'send', ph: 'f', bp: 'e', pid: stage, tid: tracks.compute, ts: start * microseconds, cat: 'send', id: arrows });
      }
    }
    sent.set(`${kind} ${microBatch}`, pass);
  }
  for (let stage = 0; stage < timeline.stages; stage++) {
    for (const [start, end] of gaps(busy[stage]!, timeline.drained)) span(stage, tracks.compute, train.passes.bubble, start, end, 'bubble');
    const tail = (['data', 'optimizer', 'straggler'] as const).filter((part) => (seconds[part] ?? 0) > 0);
    let at = timeline.drained;
    tail.forEach((part, index) => {
      // Whatever sums lose in rounding, the last of them ends when the step does.
      const end = index === tail.length - 1 ? step : at + seconds[part]!;
      span(stage, part === 'data' ? tracks.exchange : tracks.compute, train.parts[part], at, end, part);
      at = end;
    });
  }
  return events;
}

/**
 * Writes the trace of a step as a file for Perfetto.
 *
 * @param answer the answer
 * @param speed how fast it runs
 * @param lang the language of the names
 */
export function renderTrainingTrace(answer: TrainingAnswer, speed: TrainingSpeed, lang: Lang): string {
  const { reproduce, plan, model, chip } = answer;
  const otherData = {
    product: 'Chokepoint',
    version: reproduce.version,
    command: reproduce.command,
    model: model.name.en,
    chip: chip.name.en,
    plan,
    stepTime: speed.stepTime.value,
  };
  return JSON.stringify({ displayTimeUnit: 'ms', otherData, traceEvents: trainingTrace(speed, lang) });
}
