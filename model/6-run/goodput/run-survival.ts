import { type Quantity, quantity, secondsPerDay, unwritten, type Writable } from '#quantity';
import { type CheckpointCost, type CheckpointMode, checkpointCost } from './checkpoint-cost.ts';
import {
  type DraftGoodput,
  draftGoodput,
  type Goodput,
  type GoodputInput,
  goodput,
  type LossKind,
  type PeerCopies,
  plainGoodput,
} from './goodput.ts';
import { failingServers, type JobFailures, jobFailures } from './job-failures.ts';
import { delayOfSlow, type SlowestNode, slowestNode } from './slowest-node.ts';
import { type SpareNodesInput, shrunkSpeed, spareNodes } from './spare-nodes.ts';

/** What a cluster is like, whatever runs on it. */
export interface ClusterReliability {
  readonly chipsPerNode: Quantity<'chip/node'>;
  readonly failureRate: Quantity<'1/node-d'>;
  readonly ratedChips: Quantity<'chip/node'>;
  readonly chipFailureShare: Quantity<'1'>;
  readonly networkFailureShare: Quantity<'1'>;
  readonly softwareFailureShare: Quantity<'1'>;
  readonly detectionTime: Quantity<'s'>;
  readonly restartTime: Quantity<'s'>;
  readonly manualShare: Quantity<'1'>;
  readonly manualRestartTime: Quantity<'s'>;
  /** Time for which a checkpoint blocks; from its size where it is left out. */
  readonly checkpointTime?: Quantity<'s'> | undefined;
  readonly checkpointOverhead: Quantity<'s'>;
  readonly checkpointState: Quantity<'B'>;
  readonly storageRate: Quantity<'B/s'>;
  readonly hostRate: Quantity<'B/s'>;
  readonly peerInterval: Quantity<'s'>;
  readonly peerOverhead: Quantity<'1'>;
  readonly peerLostShare: Quantity<'1'>;
  /** As many as it takes where it is left out. */
  readonly spares?: Quantity<'node'> | undefined;
  readonly repairTime: Quantity<'s'>;
  readonly slowShare: Quantity<'1'>;
  readonly slowdown: Quantity<'1'>;
}

export interface RunSurvivalInput {
  readonly cluster: ClusterReliability;
  readonly count: Quantity<'chip'>;
  readonly checkpoint: CheckpointMode;
  /** Of the model that a checkpoint holds. */
  readonly parameters: Quantity<'1'>;
  /** Work between two checkpoints; the best one where it is left out. */
  readonly interval?: Quantity<'s'> | undefined;
  /** Go on without the servers that are missing, instead of waiting for them. */
  readonly shrinks?: boolean | undefined;
  /** Silent errors for each failure, and the time until one is noticed. */
  readonly silent?: { readonly share: Quantity<'1'>; readonly latency: Quantity<'s'> } | undefined;
}

export interface RunSurvival {
  readonly nodes: Quantity<'node'>;
  readonly failures: JobFailures;
  readonly checkpoint: CheckpointCost;
  /** Time for which a checkpoint blocks: as stated, else as it follows. */
  readonly blocking: Quantity<'s'>;
  /** Failures that take a server out, of each. */
  readonly outRate: Quantity<'1/node-d'>;
  /** What went into the goodput, for those who play the same run event by event. */
  readonly asked: GoodputInput;
  readonly survived: Goodput;
  readonly slowest: SlowestNode;
  /** Share of its speed at which a job goes on that shrinks. */
  readonly speed: Quantity<'1'>;
  /** Share of wall time at full speed that moves the job forward, all losses taken. */
  readonly kept: Quantity<'1'>;
  /** What takes most of it. */
  readonly binding: LossKind | 'straggler' | 'shrunk';
}

/**
 * What is asked, of which nothing is written yet.
 *
 * @pure
 */
export const draftSurvivalInput = (): Writable<RunSurvivalInput> => ({
  cluster: unwritten,
  count: unwritten,
  checkpoint: 'sync',
  parameters: unwritten,
  interval: undefined,
  shrinks: undefined,
  silent: undefined,
});

/** What survives while it is written, and written over. */
export type DraftSurvival = Writable<Omit<RunSurvival, 'asked' | 'survived' | 'failures' | 'checkpoint' | 'slowest'>> & {
  readonly failures: Writable<Omit<JobFailures, 'causes'>> & { readonly causes: Writable<JobFailures['causes']> };
  readonly checkpoint: Writable<CheckpointCost>;
  readonly asked: Writable<GoodputInput>;
  readonly survived: DraftGoodput;
  readonly slowest: Writable<SlowestNode>;
};

/**
 * What survives, of which nothing is written yet.
 *
 * @pure
 */
export const draftSurvival = (): DraftSurvival => ({
  nodes: unwritten,
  failures: { mtbf: unwritten, causes: { chip: unwritten, node: unwritten, network: unwritten, software: unwritten }, binding: 'chip' },
  checkpoint: { size: unwritten, blocking: unwritten, lag: unwritten, load: unwritten, binding: 'overhead' },
  blocking: unwritten,
  outRate: unwritten,
  asked: {
    mtbf: unwritten,
    blocking: unwritten,
    lag: unwritten,
    detection: unwritten,
    restart: unwritten,
    manualShare: unwritten,
    manualRestart: unwritten,
    waiting: unwritten,
    interval: undefined,
    peer: undefined,
    corruption: undefined,
  },
  survived: draftGoodput(),
  slowest: { delay: unwritten, lost: unwritten, binding: 'slow' },
  speed: unwritten,
  kept: unwritten,
  binding: 'checkpoint',
});

/** How often the job fails, and what a checkpoint costs it. */
const exposure = ({ cluster, count, checkpoint, parameters }: RunSurvivalInput, out: DraftSurvival): void => {
  const nodes = quantity(Math.ceil(count / cluster.chipsPerNode), 'node');
  const failures = jobFailures({
    count,
    nodes,
    failureRate: cluster.failureRate,
    ratedChips: cluster.ratedChips,
    chipShare: cluster.chipFailureShare,
    networkShare: cluster.networkFailureShare,
    softwareShare: cluster.softwareFailureShare,
  });
  const written = checkpointCost({
    mode: checkpoint,
    parameters,
    bytesPerParameter: cluster.checkpointState,
    count,
    storageRate: cluster.storageRate,
    hostRate: cluster.hostRate,
    overhead: cluster.checkpointOverhead,
  });
  const { causes } = out.failures;
  causes.chip = failures.causes.chip;
  causes.node = failures.causes.node;
  causes.network = failures.causes.network;
  causes.software = failures.causes.software;
  out.failures.mtbf = failures.mtbf;
  out.failures.binding = failures.binding;
  out.checkpoint.size = written.size;
  out.checkpoint.blocking = written.blocking;
  out.checkpoint.lag = written.lag;
  out.checkpoint.load = written.load;
  out.checkpoint.binding = written.binding;
  out.nodes = nodes;
  out.blocking = cluster.checkpointTime ?? written.blocking;
  // Software fails without taking a server out.
  out.outRate = quantity((secondsPerDay * (1 - failures.causes.software)) / (failures.mtbf * nodes), '1/node-d');
};

/** Servers that stand by, where their number is stated. */
const stockOf = ({ spares, repairTime }: ClusterReliability, { nodes, outRate }: DraftSurvival): SpareNodesInput | undefined =>
  spares === undefined ? undefined : { nodes, spares, outRate, repairTime: quantity(repairTime / secondsPerDay, 'd') };

const peersOf = ({ peerInterval, peerOverhead, peerLostShare, restartTime }: ClusterReliability): PeerCopies => ({
  interval: peerInterval,
  overhead: peerOverhead,
  lostShare: peerLostShare,
  restart: restartTime,
});

/**
 * What a job of a size keeps of its time on a cluster: failures by cause, checkpoints, spares, slow servers.
 *
 * @equation k = g (1 - s) v
 * @source daly-2006 section 3
 * @param input cluster, size, checkpoint mode, and what is asked of the run
 * @param out what is written over; a new record where it is left out
 */
export const runSurvival = (input: RunSurvivalInput, out: DraftSurvival = draftSurvival()): RunSurvival => {
  exposure(input, out);
  const { cluster, shrinks, silent } = input;
  const { asked, failures, survived } = out;
  const stock = stockOf(cluster, out);
  asked.mtbf = failures.mtbf;
  asked.blocking = out.blocking;
  asked.lag = out.checkpoint.lag;
  asked.detection = cluster.detectionTime;
  asked.restart = cluster.restartTime;
  asked.manualShare = cluster.manualShare;
  asked.manualRestart = cluster.manualRestartTime;
  asked.waiting = stock === undefined || shrinks === true ? quantity(0, '1') : spareNodes(stock).waiting;
  asked.interval = input.interval;
  asked.peer = input.checkpoint === 'peer' ? peersOf(cluster) : undefined;
  asked.corruption = silent === undefined ? undefined : { mtbf: quantity(failures.mtbf / silent.share, 's'), latency: silent.latency };
  goodput(asked, survived);
  // What varies from server to server all the time is in the measured step.
  const slowest = slowestNode({ nodes: out.nodes, jitter: quantity(0, '1'), slowShare: cluster.slowShare, slowdown: cluster.slowdown });
  out.slowest.delay = slowest.delay;
  out.slowest.lost = slowest.lost;
  out.slowest.binding = slowest.binding;
  const speed = stock !== undefined && shrinks === true ? shrunkSpeed(stock) : quantity(1, '1');
  const inStep = survived.goodput * (1 - slowest.lost);
  const most = survived.lost[survived.binding];
  const straggler = survived.goodput * slowest.lost;
  const shrunk = inStep * (1 - speed);
  out.speed = speed;
  out.kept = quantity(inStep * speed, '1');
  out.binding = most >= Math.max(straggler, shrunk) ? survived.binding : straggler >= shrunk ? 'straggler' : 'shrunk';
  return out;
};

/**
 * What `runSurvival` gives as kept, alone and number by number: a search for a size asks for it many times.
 *
 * @equation k = g (1 - s) v
 * @source daly-2006 section 3
 * @param input cluster, size, checkpoint mode, and what is asked of the run
 */
export const keptShare = (input: RunSurvivalInput): Quantity<'1'> => {
  const { cluster, count, checkpoint, parameters } = input;
  const nodes = Math.ceil(count / cluster.chipsPerNode);
  const servers = count / cluster.ratedChips;
  const failing = failingServers(servers, nodes, cluster.chipFailureShare, cluster.networkFailureShare, cluster.softwareFailureShare);
  const mtbf = secondsPerDay / (cluster.failureRate * failing);
  const more = input.interval !== undefined || input.silent !== undefined || cluster.spares !== undefined;
  if (more || checkpoint === 'peer' || !(mtbf < Number.POSITIVE_INFINITY)) return runSurvival(input).kept;
  const size = parameters * cluster.checkpointState;
  const written = size / (count * cluster.storageRate);
  const copied = checkpoint === 'sync' ? written : size / (count * cluster.hostRate);
  const blocking = cluster.checkpointTime ?? cluster.checkpointOverhead + copied;
  const lag = checkpoint === 'sync' ? 0 : written;
  const { detectionTime, restartTime, manualShare, manualRestartTime } = cluster;
  const useful = plainGoodput(mtbf, blocking, lag, detectionTime, restartTime, manualShare, manualRestartTime);
  const delay = delayOfSlow(nodes, cluster.slowShare, cluster.slowdown);
  return quantity(useful * (1 - delay / (1 + delay)), '1');
};
