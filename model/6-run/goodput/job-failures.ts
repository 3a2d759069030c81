import { type Quantity, quantity, secondsPerDay } from '#quantity';

/** What makes a job stop, from the silicon up. */
export const failureCauses = ['chip', 'node', 'network', 'software'] as const;
export type FailureCause = (typeof failureCauses)[number];

export interface JobFailuresInput {
  readonly count: Quantity<'chip'>;
  /** Servers that the job runs on. */
  readonly nodes: Quantity<'node'>;
  /** Failures that stop a job, of a server of the size below, every cause together. */
  readonly failureRate: Quantity<'1/node-d'>;
  /** Accelerators of the servers of which that rate was published. */
  readonly ratedChips: Quantity<'chip/node'>;
  /** Share of that rate which accelerators and their memory bring about. */
  readonly chipShare: Quantity<'1'>;
  /** Share of network cards, cables and switches. */
  readonly networkShare: Quantity<'1'>;
  /** Share of the training software and what it stands on; hosts, their power and upkeep have the rest. */
  readonly softwareShare: Quantity<'1'>;
}

export interface JobFailures {
  /** Mean time between failures that stop the job. */
  readonly mtbf: Quantity<'s'>;
  /** Share of the failures by cause. */
  readonly causes: Readonly<Record<FailureCause, Quantity<'1'>>>;
  /** The cause of most failures. */
  readonly binding: FailureCause;
}

/** Servers of the published size that fail as often as the job does, from the accelerators and the servers that it has. */
export const failingServers = (servers: number, nodes: number, chip: number, network: number, software: number): number =>
  servers * chip + nodes * Math.max(0, 1 - chip - network - software) + servers * network + servers * software;

/**
 * How often a job stops, and why. What accelerators, their links and the ranks that run on them bring about grows with the
 * accelerators, what hosts bring about with the servers: a server of four fails less often than one of eight.
 *
 * @equation \frac{1}{m} = \lambda \left( \frac{N}{c} (s_{chip} + s_{net} + s_{soft}) + n\,s_{host} \right)
 * @source llama-3-paper table 5
 * @param input size of the job, published rate of a server, and its shares by cause
 */
export const jobFailures = (input: JobFailuresInput): JobFailures => {
  const { count, nodes, failureRate, ratedChips, chipShare, networkShare, softwareShare } = input;
  const servers = count / ratedChips;
  const chip = servers * chipShare;
  const node = nodes * Math.max(0, 1 - chipShare - networkShare - softwareShare);
  const network = servers * networkShare;
  const software = servers * softwareShare;
  const sum = failingServers(servers, nodes, chipShare, networkShare, softwareShare);
  const most = Math.max(chip, node, network, software);
  return {
    mtbf: quantity(secondsPerDay / (failureRate * sum), 's'),
    causes: {
      chip: quantity(chip / sum, '1'),
      node: quantity(node / sum, '1'),
      network: quantity(network / sum, '1'),
      software: quantity(software / sum, '1'),
    },
    binding: chip === most ? 'chip' : node === most ? 'node' : network === most ? 'network' : 'software',
  };
};
