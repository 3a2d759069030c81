import { type Quantity, quantity, secondsPerDay } from '#quantity';
import { type CheckpointCost, type CheckpointMode, checkpointCost } from './checkpoint-cost.ts';
import { type Goodput, type GoodputInput, goodput, type LossKind, plainGoodput } from './goodput.ts';
import { failingServers, type JobFailures, jobFailures } from './job-failures.ts';
import { delayOfSlow, type SlowestNode, slowestNode } from './slowest-node.ts';
import { shrunkSpeed, spareNodes } from './spare-nodes.ts';

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
 * What a job of a size keeps of its time on a cluster: failures by cause, checkpoints, spares, slow servers.
 *
 * @equation k = g (1 - s) v
 * @source daly-2006 section 3
 * @param input cluster, size, checkpoint mode, and what is asked of the run
 */
export const runSurvival = ({ cluster, count, checkpoint, parameters, interval, shrinks, silent }: RunSurvivalInput): RunSurvival => {
  const { spares, repairTime } = cluster;
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
  const blocking = cluster.checkpointTime ?? written.blocking;
  // Software fails without taking a server out.
  const outRate = quantity((secondsPerDay * (1 - failures.causes.software)) / (failures.mtbf * nodes), '1/node-d');
  const stock = spares === undefined ? undefined : { nodes, spares, outRate, repairTime: quantity(repairTime / secondsPerDay, 'd') };
  const asked: GoodputInput = {
    mtbf: failures.mtbf,
    blocking,
    lag: written.lag,
    detection: cluster.detectionTime,
    restart: cluster.restartTime,
    manualShare: cluster.manualShare,
    manualRestart: cluster.manualRestartTime,
    waiting: stock === undefined || shrinks === true ? quantity(0, '1') : spareNodes(stock).waiting,
    interval,
    peer:
      checkpoint === 'peer'
        ? {
            interval: cluster.peerInterval,
            overhead: cluster.peerOverhead,
            lostShare: cluster.peerLostShare,
            restart: cluster.restartTime,
          }
        : undefined,
    corruption: silent === undefined ? undefined : { mtbf: quantity(failures.mtbf / silent.share, 's'), latency: silent.latency },
  };
  const survived = goodput(asked);
  // What varies from server to server all the time is in the measured step.
  const slowest = slowestNode({ nodes, jitter: quantity(0, '1'), slowShare: cluster.slowShare, slowdown: cluster.slowdown });
  const speed = stock !== undefined && shrinks === true ? shrunkSpeed(stock) : quantity(1, '1');
  const inStep = survived.goodput * (1 - slowest.lost);
  const most = survived.lost[survived.binding];
  const straggler = survived.goodput * slowest.lost;
  const shrunk = inStep * (1 - speed);
  return {
    nodes,
    failures,
    checkpoint: written,
    blocking,
    outRate,
    asked,
    survived,
    slowest,
    speed,
    kept: quantity(inStep * speed, '1'),
    binding: most >= Math.max(straggler, shrunk) ? survived.binding : straggler >= shrunk ? 'straggler' : 'shrunk',
  };
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
