import { inFlight } from './memory/plan-memory.ts';
import type { Plan } from './plan.ts';

/** What a stage does with a micro-batch. */
export const passKinds = ['forward', 'backward', 'weight'] as const;

/** Passes of a step in the order in which they begin, as columns. */
export interface PipelineSchedule {
  /** Passes. */
  readonly count: number;
  readonly stage: Int32Array;
  /** Index into `passKinds`. */
  readonly kind: Uint8Array;
  readonly microBatch: Int32Array;
  /** Chunk of the stage. */
  readonly chunk: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** When the last pass ends. */
  readonly makespan: number;
}

export interface PipelineScheduleInput {
  readonly plan: Plan;
  /** Seconds of one micro-batch on each stage. */
  readonly forward: Float64Array;
  readonly backwardInput: Float64Array;
  readonly backwardWeight: Float64Array;
  /** Seconds from the end of a pass to when the next stage can begin its own; none unless given. */
  readonly send?: number;
}

/**
 * Chunks of layers that a stage works through one by one: those of the plan, or both arms of a pipeline that folds back.
 *
 * @pure
 * @unit 1
 * @param plan schedule and chunks
 */
export const chunksOf = ({ schedule, virtual, pipeline }: Pick<Plan, 'schedule' | 'virtual' | 'pipeline'>): number =>
  schedule === 'interleaved' ? virtual : schedule === 'zb-v' && pipeline > 1 ? 2 : 1;

/** Stations that a micro-batch passes, from the input to the logits: a stage and a chunk of it. */
const pathOf = (plan: Plan, microBatch: number): readonly (readonly [stage: number, chunk: number])[] => {
  const { pipeline, schedule } = plan;
  const stages = Array.from({ length: pipeline }, (_, stage) => stage);
  const back = stages.toReversed();
  if (schedule === 'zb-v' && pipeline > 1)
    return [...stages.map((stage) => [stage, 0] as const), ...back.map((stage) => [stage, 1] as const)];
  if (schedule === 'dualpipe' && microBatch % 2 === 1) return back.map((stage) => [stage, 1] as const);
  const chunks = schedule === 'interleaved' ? plan.virtual : 1;
  return Array.from({ length: chunks }, (_, chunk) => stages.map((stage) => [stage, chunk] as const)).flat();
};

interface Pass {
  readonly kind: 0 | 1 | 2;
  readonly microBatch: number;
  /** Index into the path of the micro-batch. */
  readonly station: number;
}

const [F, B, W] = [0, 1, 2] as const;

interface Play {
  readonly plan: Plan;
  readonly batches: number;
  readonly chunks: number;
  readonly splits: boolean;
  readonly send: number;
  readonly paths: readonly ReturnType<typeof pathOf>[];
  /** When each pass ended, by kind, micro-batch and station; infinite until it has. */
  readonly ended: readonly [Float64Array, Float64Array];
  readonly free: Float64Array;
}

const pathFor = ({ plan, paths }: Play, microBatch: number): ReturnType<typeof pathOf> =>
  paths[plan.schedule === 'dualpipe' ? microBatch % 2 : 0]!;

/** When what a pass needs is there. */
const readyAt = (play: Play, kind: 0 | 1 | 2, microBatch: number, station: number): number => {
  const length = play.paths[0]!.length;
  const at = microBatch * length + station;
  if (kind === W) return play.ended[B][at]!;
  const path = pathFor(play, microBatch);
  const travels = (other: number): number => (path[station]![0] === path[other]![0] ? 0 : play.send);
  if (kind === F) return station === 0 ? 0 : play.ended[F][at - 1]! + travels(station - 1);
  return station === length - 1 ? play.ended[F][at]! : play.ended[B][at + 1]! + travels(station + 1);
};

/** The order of a stage that never changes: as many forward passes as it may hold, then one of each in turn. */
const fixedOrder = ({ plan, batches, chunks }: Play, stage: number): readonly Pass[] => {
  const { pipeline, schedule } = plan;
  const length = pipeline * chunks;
  const total = batches * chunks;
  // Chunks are handed out in rounds of as many micro-batches as there are stages; the last round may be shorter.
  const turn = (index: number, kind: 0 | 1): Pass => {
    if (chunks === 1) return { kind, microBatch: index, station: stage };
    const round = Math.floor(index / length);
    const size = Math.min(pipeline, batches - round * pipeline);
    const within = index - round * length;
    const chunk = Math.floor(within / size);
    return { kind, microBatch: round * pipeline + (within % size), station: (kind === F ? chunk : chunks - 1 - chunk) * pipeline + stage };
  };
  const ahead = schedule === 'gpipe' ? total : chunks === 1 ? pipeline - stage - 1 : 2 * (pipeline - stage - 1) + (chunks - 1) * pipeline;
  const warm = Math.min(total, ahead);
  const order: Pass[] = [];
  for (let index = 0; index < warm; index++) order.push(turn(index, F));
  for (let index = warm; index < total; index++) order.push(turn(index, F), turn(index - warm, B));
  for (let index = total - warm; index < total; index++) order.push(turn(index, B));
  return order;
};

/** A stage that decides as it goes: backward before forward before gradients of weights, within what it may hold. */
interface Greedy {
  /** Passes that can be carried out, by kind: micro-batch times stations, and station. */
  readonly queues: readonly [number[], number[], number[]];
  flying: number;
  most: number;
  /** What it would do next, and when: as long as nothing is done here and nothing new comes in. */
  begins: number;
  kind: 0 | 1 | 2;
  index: number;
}

const choices = [B, F, W] as const;

/** Decides what a stage would do next; `ready` says when what each pass needs is there. */
const choose = (own: Greedy, free: number, ready: readonly [Float64Array, Float64Array, Float64Array]): void => {
  own.begins = Number.POSITIVE_INFINITY;
  for (let at = 0; at < choices.length; at++) {
    const kind = choices[at]!;
    if (kind === F && own.flying >= own.most) continue;
    const queue = own.queues[kind];
    const times = ready[kind];
    for (let index = 0; index < queue.length; index++) {
      const begins = Math.max(free, times[queue[index]!]!);
      if (begins < own.begins) {
        own.begins = begins;
        own.kind = kind;
        own.index = index;
      }
      // Nothing begins before the stage is free.
      if (begins <= free) return;
    }
  }
};

/** Takes the entry at an index out of a list. */
const take = (list: number[], index: number): number => {
  const taken = list[index]!;
  for (let at = index + 1; at < list.length; at++) list[at - 1] = list[at]!;
  list.pop();
  return taken;
};

interface Writer extends PipelineSchedule {
  count: number;
  makespan: number;
}

const durationOf = (input: PipelineScheduleInput, play: Play, stage: number, kind: 0 | 1 | 2): number => {
  const { forward, backwardInput, backwardWeight } = input;
  const whole =
    kind === F ? forward[stage]! : kind === W ? backwardWeight[stage]! : backwardInput[stage]! + (play.splits ? 0 : backwardWeight[stage]!);
  return whole / play.chunks;
};

const write = (
  input: PipelineScheduleInput,
  play: Play,
  out: Writer,
  stage: number,
  kind: 0 | 1 | 2,
  microBatch: number,
  station: number,
  begins: number,
): void => {
  const end = begins + durationOf(input, play, stage, kind);
  const at = out.count;
  out.stage[at] = stage;
  out.kind[at] = kind;
  out.microBatch[at] = microBatch;
  out.chunk[at] = pathFor(play, microBatch)[station]![1];
  out.start[at] = begins;
  out.end[at] = end;
  out.count = at + 1;
  out.makespan = Math.max(out.makespan, end);
  play.free[stage] = end;
  if (kind !== W) play.ended[kind][microBatch * play.paths[0]!.length + station] = end;
};

const playFixed = (input: PipelineScheduleInput, play: Play, out: Writer): void => {
  const { pipeline } = play.plan;
  const orders = Array.from({ length: pipeline }, (_, stage) => fixedOrder(play, stage));
  const next = new Int32Array(pipeline);
  for (let left = orders.reduce((sum, order) => sum + order.length, 0); left > 0; ) {
    const before = left;
    for (let stage = 0; stage < pipeline; stage++) {
      // As far as this stage can go: later stages go on from there.
      for (let pass = orders[stage]![next[stage]!]; pass !== undefined; pass = orders[stage]![next[stage]!]) {
        const ready = readyAt(play, pass.kind, pass.microBatch, pass.station);
        if (!Number.isFinite(ready)) break;
        write(input, play, out, stage, pass.kind, pass.microBatch, pass.station, Math.max(play.free[stage]!, ready));
        next[stage]! += 1;
        left -= 1;
      }
    }
    if (left === before) throw new Error('a pipeline waits for itself');
  }
};

const playGreedy = (input: PipelineScheduleInput, play: Play, out: Writer): void => {
  const { plan, batches, chunks } = play;
  const { pipeline } = plan;
  const length = play.paths[0]!.length;
  const stages: Greedy[] = Array.from({ length: pipeline }, (_, stage) => ({
    queues: [[], [], []],
    flying: 0,
    most: Math.max(1, Math.round(inFlight(plan, stage) * chunks)),
    begins: Number.POSITIVE_INFINITY,
    kind: F,
    index: -1,
  }));
  const each = batches * length;
  const ready = [new Float64Array(each), new Float64Array(each), new Float64Array(each)] as const;
  const decide = (stage: number): void => choose(stages[stage]!, play.free[stage]!, ready);
  /** Hands a pass whose forerunner has ended to its stage. */
  const put = (kind: 0 | 1 | 2, microBatch: number, station: number): number => {
    const at = microBatch * length + station;
    const stage = pathFor(play, microBatch)[station]![0];
    ready[kind][at] = readyAt(play, kind, microBatch, station);
    stages[stage]!.queues[kind].push(at);
    return stage;
  };
  for (let microBatch = 0; microBatch < batches; microBatch++) put(F, microBatch, 0);
  for (let stage = 0; stage < pipeline; stage++) decide(stage);
  for (let left = each * (play.splits ? 3 : 2); left > 0; ) {
    let stage = -1;
    let begins = Number.POSITIVE_INFINITY;
    for (let other = 0; other < pipeline; other++) {
      if (stages[other]!.begins >= begins) continue;
      stage = other;
      begins = stages[other]!.begins;
    }
    if (stage < 0) {
      // Every stage holds as much as it may and waits for another: let all hold one more.
      for (let other = 0; other < pipeline; other++) {
        stages[other]!.most += 1;
        decide(other);
      }
      continue;
    }
    const own = stages[stage]!;
    const { kind } = own;
    const pass = take(own.queues[kind], own.index);
    const station = pass % length;
    const microBatch = (pass - station) / length;
    write(input, play, out, stage, kind, microBatch, station, begins);
    left -= 1;
    // Only here and where the next pass goes is there anything to decide anew.
    let goesOn = stage;
    if (kind === F) {
      own.flying += 1;
      goesOn = station + 1 < length ? put(F, microBatch, station + 1) : put(B, microBatch, station);
    } else if (kind === B) {
      own.flying -= 1;
      if (station > 0) goesOn = put(B, microBatch, station - 1);
      if (play.splits) put(W, microBatch, station);
    }
    if (goesOn !== stage) decide(goesOn);
    decide(stage);
  }
};

/**
 * Plays a step through pass by pass. Where the backward pass is one piece, each stage keeps the fixed order of its schedule.
 * Where gradients of weights can be put off, it takes the backward pass that is ready, else the next forward pass while it
 * may hold more activations, else such a gradient. All stages begin together and end together, as where gradients are clipped
 * by their norm before the optimiser: see `pipelineBubble`, whose closed forms are held against it.
 *
 * @equation t_{start} = \max(t_{free}, t_{ready})
 * @source zero-bubble-2023 section 3
 * @param input schedule, stages, chunks, micro-batches, and the times of one micro-batch on each stage
 * @throws Error where a fixed order waits for itself, which none of them does
 */
export const pipelineSchedule = (input: PipelineScheduleInput): PipelineSchedule => {
  const { plan } = input;
  const { schedule, pipeline } = plan;
  const chunks = chunksOf(plan);
  const batches = Math.round(plan.globalBatch / (plan.data * plan.microBatch));
  const splits = schedule.startsWith('zb') || schedule === 'dualpipe';
  const paths = [pathOf(plan, 0), pathOf(plan, 1)];
  const each = batches * paths[0]!.length;
  const total = each * (splits ? 3 : 2);
  const play: Play = {
    plan,
    batches,
    chunks,
    splits,
    send: input.send ?? 0,
    paths,
    ended: [new Float64Array(each).fill(Number.POSITIVE_INFINITY), new Float64Array(each).fill(Number.POSITIVE_INFINITY)],
    free: new Float64Array(pipeline),
  };
  const out: Writer = {
    count: 0,
    stage: new Int32Array(total),
    kind: new Uint8Array(total),
    microBatch: new Int32Array(total),
    chunk: new Int32Array(total),
    start: new Float64Array(total),
    end: new Float64Array(total),
    makespan: 0,
  };
  // A last round of chunks that is not whole has no fixed order that never waits for itself.
  if (splits || (chunks > 1 && batches % pipeline !== 0)) playGreedy(input, play, out);
  else playFixed(input, play, out);
  return out;
};
